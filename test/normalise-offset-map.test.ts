import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeMaps, identityMap, OffsetMapBuilder } from '../src/normalise/offset-map.js';
import type { OffsetMap } from '../src/types.js';

type Edit = { kind: 'keep' | 'drop' | 'replace'; source: number; derived: number };

const edits = fc.array(
  fc.record({
    kind: fc.constantFrom<Edit['kind']>('keep', 'keep', 'drop', 'replace'),
    source: fc.integer({ min: 0, max: 5 }),
    derived: fc.integer({ min: 0, max: 4 }),
  }),
  { maxLength: 30 },
);

/** The map, and for each derived unit the source range that it should lead to. */
function build(list: Edit[]): { map: OffsetMap; units: [number, number][]; source: number } {
  const builder = new OffsetMapBuilder();
  const units: [number, number][] = [];
  let source = 0;
  for (const edit of list) {
    if (edit.kind === 'keep') {
      builder.keep(edit.source);
      for (let i = 0; i < edit.source; i++) units.push([source + i, source + i + 1]);
    } else if (edit.kind === 'drop') builder.drop(edit.source);
    else {
      builder.replace(edit.source, edit.derived);
      for (let i = 0; i < edit.derived; i++) units.push([source, source + edit.source]);
    }
    source += edit.source;
  }
  return { map: builder.build(source), units, source };
}

describe('offset map', () => {
  it('is exact over kept units, whole over edited runs, and leaves deleted edges out', () => {
    // 二噁英 (3) → 4 units; the two blanks before are deleted
    const map = new OffsetMapBuilder().drop(2).keep(1).replace(1, 2).keep(1).drop(1).build(6);
    expect(map.length).toBe(4);
    expect(map.toSource({ start: 0, end: 1 })).toEqual({ start: 2, end: 3 });
    expect(map.toSource({ start: 1, end: 2 })).toEqual({ start: 3, end: 4 });
    expect(map.toSource({ start: 2, end: 3 })).toEqual({ start: 3, end: 4 });
    expect(map.toSource({ start: 0, end: 4 })).toEqual({ start: 2, end: 5 });
    expect(map.fromSource(0)).toBe(0);
    expect(map.fromSource(3)).toBe(1);
    expect(map.fromSource(4)).toBe(3);
    expect(map.fromSource(5)).toBe(4);
  });

  it('leads each derived unit to its source range', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const { map, units } = build(list);
        expect(map.length).toBe(units.length);
        units.forEach(([start, end], i) => {
          expect(map.toSource({ start: i, end: i + 1 })).toEqual({ start, end });
        });
        for (let i = 0; i + 1 < units.length; i++) {
          const [first, last] = [units[i] as [number, number], units[i + 1] as [number, number]];
          expect(map.toSource({ start: i, end: i + 2 })).toEqual({ start: first[0], end: last[1] });
        }
      }),
    );
  });

  it('finds the first derived unit that comes from an offset or from behind it', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const { map, units, source } = build(list);
        for (let offset = 0; offset < source; offset++) {
          const found = units.findIndex(([, end]) => end > offset);
          expect(map.fromSource(offset)).toBe(found < 0 ? units.length : found);
        }
      }),
    );
  });

  it('composes: two steps give what one after the other gives', () => {
    fc.assert(
      fc.property(edits, edits, (first, second) => {
        const inner = build(first);
        const outer = new OffsetMapBuilder();
        let left = inner.map.length;
        for (const edit of second) {
          const source = Math.min(edit.source, left);
          left -= source;
          if (edit.kind === 'keep') outer.keep(source);
          else if (edit.kind === 'drop') outer.drop(source);
          else outer.replace(source, edit.derived);
        }
        const outerMap = outer.keep(left).build(inner.map.length);
        const both = composeMaps(outerMap, inner.map);
        expect(both.length).toBe(outerMap.length);
        for (let i = 0; i < both.length; i++) {
          const middle = outerMap.toSource({ start: i, end: i + 1 });
          if (middle.end > middle.start) {
            expect(both.toSource({ start: i, end: i + 1 })).toEqual(inner.map.toSource(middle));
          }
        }
      }),
    );
  });

  it('knows the identity', () => {
    const map = identityMap(7);
    expect(map.toSource({ start: 2, end: 5 })).toEqual({ start: 2, end: 5 });
    expect(map.toSource({ start: 7, end: 7 })).toEqual({ start: 7, end: 7 });
    expect(map.fromSource(7)).toBe(7);
    expect(composeMaps(map, map)).toBe(map);
  });
});

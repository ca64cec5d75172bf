import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lexicons } from '../src/generated/lexicons.js';
import { scriptOf, toSimplified } from '../src/normalise/script.js';

const read = <T>(path: string): T => parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')) as T;
const cases = read<{ name: string; in: string; out: string; script: string }[]>('fixtures/stages/script.yaml');
const entries = read<{ id: string; positives?: { text: string; to: string }[]; negatives?: string[] }[]>(
  'src/lexicons/script-phrases.yaml',
);

describe('simplified characters', () => {
  it.each(cases)('$name', (item) => {
    const { text, script } = toSimplified(item.in, lexicons);
    expect(text).toBe(item.out);
    expect(script).toBe(item.script);
    expect(scriptOf(item.in)).toBe(item.script);
  });

  it.each(entries)('script-phrases: $id', (entry) => {
    for (const { text, to } of entry.positives ?? []) expect(toSimplified(text, lexicons).text).toBe(to);
    for (const text of entry.negatives ?? []) expect(toSimplified(text, lexicons).text).toBe(text);
  });

  it('converts each character once, and the map leads back to it', () => {
    const characters = fc.constantFrom(...'藥品監管著力計畫二噁英臺裡，。\n乾隆于里雷生云顯𠌥');
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 40 }), (list) => {
        const source = list.join('');
        const { text, map } = toSimplified(source, lexicons);
        expect(map.length).toBe(text.length);
        expect(toSimplified(text, lexicons).text).toBe(text);
        let covered = 0;
        for (let i = 0; i < text.length; i++) {
          const span = map.toSource({ start: i, end: i + 1 });
          expect(span.start).toBeLessThanOrEqual(covered);
          covered = Math.max(covered, span.end);
        }
        expect(covered).toBe(source.length);
      }),
    );
  });
});

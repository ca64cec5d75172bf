import type { OffsetMap, Span } from '../types.js';

/**
 * A map as runs in the order of the text. Run `i` covers `[derived[i], derived[i + 1])` of the derived text and
 * `[from[i], to[i])` of the source. A run is either exact (unit by unit) or edited (its source range as a whole). Source
 * units between two runs were deleted; a run without source units was inserted.
 */
class RunMap implements OffsetMap {
  constructor(
    readonly length: number,
    readonly sourceLength: number,
    readonly count: number,
    private readonly derived: Int32Array,
    private readonly from: Int32Array,
    private readonly to: Int32Array,
    private readonly exact: Uint8Array,
  ) {}

  toSource(span: Span): Span {
    if (this.count === 0) return { start: 0, end: 0 };
    const first = this.runOf(span.start);
    const start = this.startOf(first, span.start);
    if (span.end <= span.start) return { start, end: start };
    const last = this.runOf(span.end - 1);
    const end = this.exact[last] ? at(this.from, last) + span.end - at(this.derived, last) : at(this.to, last);
    return { start, end: Math.max(start, end) };
  }

  fromSource(offset: number): number {
    // the first run that ends behind the offset
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(this.to, middle) > offset) high = middle;
      else low = middle + 1;
    }
    if (low === this.count) return this.length;
    const start = at(this.derived, low);
    return this.exact[low] ? start + Math.max(0, offset - at(this.from, low)) : start;
  }

  /** Whether the derived text is the source itself. */
  isIdentity(): boolean {
    return (
      this.length === this.sourceLength && (this.count === 0 || (this.count === 1 && this.exact[0] === 1 && this.from[0] === 0))
    );
  }

  /** Writes the runs of this map as seen through another, which leads from this map's source on to its own. */
  compose(inner: RunMap, builder: OffsetMapBuilder): void {
    let cursor = 0;
    for (let run = 0; run < this.count; run++) {
      const low = at(this.from, run);
      const high = at(this.to, run);
      if (this.exact[run]) cursor = inner.copyTo(builder, low, high, cursor);
      else {
        const source = inner.toSource({ start: low, end: high });
        builder.replaceFrom(source.start, source.end, this.endOf(run) - at(this.derived, run));
      }
    }
  }

  /** Writes the runs of a derived range; returns the last run that was used, where the next search may begin. */
  private copyTo(builder: OffsetMapBuilder, start: number, end: number, cursor: number): number {
    let run = cursor;
    while (run < this.count - 1 && this.endOf(run) <= start) run++;
    for (; run < this.count && at(this.derived, run) < end; run++) {
      const low = Math.max(start, at(this.derived, run));
      const high = Math.min(end, this.endOf(run));
      if (this.exact[run]) builder.keepFrom(at(this.from, run) + low - at(this.derived, run), high - low);
      else builder.replaceFrom(at(this.from, run), at(this.to, run), high - low);
    }
    return Math.max(cursor, run - 1);
  }

  private endOf(run: number): number {
    return run + 1 < this.count ? at(this.derived, run + 1) : this.length;
  }

  private startOf(run: number, offset: number): number {
    if (offset >= this.length) return at(this.to, this.count - 1);
    return this.exact[run] ? at(this.from, run) + Math.max(0, offset - at(this.derived, run)) : at(this.from, run);
  }

  /** The run that contains a derived offset. */
  private runOf(offset: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (at(this.derived, middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const at = (array: Int32Array, index: number): number => array[index] as number;

/** The map of a text to itself. */
export function identityMap(length: number): OffsetMap {
  return new OffsetMapBuilder().keep(length).build(length);
}

/**
 * Builds a map from left to right: `keep` takes source units over, `replace` puts derived units in the place of source units
 * (none of either is allowed), `drop` deletes. Neighbouring kept runs are merged, so the map grows with the edits only.
 */
export class OffsetMapBuilder {
  private derived = new Int32Array(64);
  private from = new Int32Array(64);
  private to = new Int32Array(64);
  private exact = new Uint8Array(64);
  private count = 0;
  private length = 0;
  private source = 0;

  /** Source units that were read so far. */
  get sourceOffset(): number {
    return this.source;
  }

  /** Derived units that were written so far. */
  get derivedOffset(): number {
    return this.length;
  }

  keep(units: number): this {
    return this.keepFrom(this.source, units);
  }

  replace(sourceUnits: number, derivedUnits: number): this {
    return this.replaceFrom(this.source, this.source + sourceUnits, derivedUnits);
  }

  drop(sourceUnits: number): this {
    this.source += sourceUnits;
    return this;
  }

  /** Keeps units that stand at a given source offset; what lies between is deleted. */
  keepFrom(start: number, units: number): this {
    if (units <= 0) return this;
    const last = this.count - 1;
    if (last >= 0 && this.exact[last] && this.to[last] === start) this.to[last] = start + units;
    else this.push(start, start + units, 1);
    this.length += units;
    this.source = start + units;
    return this;
  }

  /** Puts derived units in the place of a given source range. */
  replaceFrom(start: number, end: number, units: number): this {
    if (units > 0) {
      const last = this.count - 1;
      const same = last >= 0 && !this.exact[last] && this.from[last] === start && this.to[last] === end && end > start;
      if (!same) this.push(start, end, 0);
      this.length += units;
    }
    this.source = end;
    return this;
  }

  build(sourceLength: number): OffsetMap {
    const n = this.count;
    const cut = <T extends Int32Array | Uint8Array>(array: T) => array.slice(0, n) as T;
    return new RunMap(this.length, sourceLength, n, cut(this.derived), cut(this.from), cut(this.to), cut(this.exact));
  }

  private push(from: number, to: number, exact: 0 | 1): void {
    if (this.count === this.derived.length) this.grow();
    this.derived[this.count] = this.length;
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.exact[this.count] = exact;
    this.count++;
  }

  private grow(): void {
    const larger = <T extends Int32Array | Uint8Array>(array: T, copy: T): T => {
      copy.set(array);
      return copy;
    };
    const size = this.count * 2;
    this.derived = larger(this.derived, new Int32Array(size));
    this.from = larger(this.from, new Int32Array(size));
    this.to = larger(this.to, new Int32Array(size));
    this.exact = larger(this.exact, new Uint8Array(size));
  }
}

/** One map for two steps: `outer` leads from the last text to the one between, `inner` from there to the source. */
export function composeMaps(outer: OffsetMap, inner: OffsetMap): OffsetMap {
  if (!(outer instanceof RunMap && inner instanceof RunMap)) throw new TypeError('only maps made here can be composed');
  if (outer.isIdentity()) return inner;
  if (inner.isIdentity()) return outer;
  const builder = new OffsetMapBuilder();
  outer.compose(inner, builder);
  return builder.build(inner.sourceLength);
}

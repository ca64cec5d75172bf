import type { Row } from './ledger.js';

/** How far a run is. */
export interface Progress {
  files: number;
  of: number;
  bytes: number;
  failed: number;
  /** Bytes a second over the last half minute. */
  rate: number;
  /** Seconds to go at this rate; null while nobody can tell. */
  left: number | null;
}

/** Before this the first few files say nothing about the rest. */
const SETTLED_S = 2;
/** Time over which the speed is taken. */
const WINDOW_MS = 30_000;

/** Counts rows as they come and says how far the run is. */
export class Tally {
  #files = 0;
  #bytes = 0;
  #failed = 0;
  #marks: { at: number; bytes: number }[] = [];

  constructor(
    readonly of: number,
    readonly total: number,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#marks.push({ at: now(), bytes: 0 });
  }

  add(row: Row): void {
    this.#files++;
    this.#bytes += row.size;
    if (row.status === 'failed') this.#failed++;
    const at = this.now();
    const last = this.#marks.at(-1);
    if (last && at - last.at < 1000) return;
    this.#marks.push({ at, bytes: this.#bytes });
    while (this.#marks.length > 2 && at - (this.#marks[1]?.at ?? at) > WINDOW_MS) this.#marks.shift();
  }

  progress(): Progress {
    const first = this.#marks[0] as { at: number; bytes: number };
    const seconds = (this.now() - first.at) / 1000;
    const rate = seconds > 0 ? (this.#bytes - first.bytes) / seconds : 0;
    const left = seconds >= SETTLED_S && rate > 0 && this.#files > 0 ? Math.max(0, this.total - this.#bytes) / rate : null;
    return { files: this.#files, of: this.of, bytes: this.#bytes, failed: this.#failed, rate, left };
  }
}

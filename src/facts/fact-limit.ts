import { mostFacts } from '../crowded.js';
import type { FactLimit, Problem } from '../types.js';

/** How many quantities, assignments, actors and tasks are looked for, of each kind, and from where on a text had too many of one. */
export class TextLimit implements FactLimit {
  readonly #most: number;
  #from: number | null = null;

  constructor(readonly fold: string) {
    this.#most = mostFacts(fold);
  }

  roomFor(count: number): number {
    return this.#most - count;
  }

  stopAt(at: number): void {
    this.#from = Math.min(this.#from ?? at, at);
  }

  reached(count: number, at: number): boolean {
    if (count < this.#most) return false;
    this.stopAt(at);
    return true;
  }

  /** That there were too many, from the first of those left out to the end of the text. */
  problems(): Problem[] {
    if (this.#from === null) return [];
    const span = { start: this.#from, end: this.fold.trimEnd().length };
    return [{ code: 'facts/too-many', span, data: { count: this.#most } }];
  }
}

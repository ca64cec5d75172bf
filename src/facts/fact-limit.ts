import { mostOf } from '../crowded.js';
import type { FactLimit, Problem, Span } from '../types.js';

/** How many passages are searched, how many quantities, assignments, actors and tasks are looked for of each kind, and from where on a text had too many of one. */
export class TextLimit implements FactLimit {
  readonly #most: number;
  #from: number | null = null;

  constructor(readonly fold: string) {
    this.#most = mostOf(fold);
  }

  /** As many passages as facts of a kind: where there are more, they are short. */
  cut<T extends Span>(passages: T[]): T[] {
    const further = passages[this.#most];
    if (further === undefined) return passages;
    this.stopAt(further.start);
    return passages.slice(0, this.#most);
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

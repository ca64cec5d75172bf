import { mostFacts, mostParts } from '../crowded.js';
import type { FactLimit, Problem, Span } from '../types.js';

/** How many passages are searched, how many quantities, assignments, actors and tasks are looked for of each kind, and from where on a text had too many of one. */
export class TextLimit implements FactLimit {
  readonly #most: number;
  #stop: { at: number; count: number } | null = null;

  constructor(readonly fold: string) {
    this.#most = mostFacts(fold);
  }

  /** As many passages as there may be parts. */
  cut<T extends Span>(passages: T[]): T[] {
    const most = mostParts(this.fold);
    const further = passages[most];
    if (further === undefined) return passages;
    this.stopAt(further.start, most);
    return passages.slice(0, most);
  }

  roomFor(count: number): number {
    return this.#most - count;
  }

  stopAt(at: number, count = this.#most): void {
    if (this.#stop === null || at < this.#stop.at) this.#stop = { at, count };
  }

  reached(count: number, at: number): boolean {
    if (count < this.#most) return false;
    this.stopAt(at);
    return true;
  }

  /** That there were too many, from the first of those left out to the end of the text. */
  problems(): Problem[] {
    if (this.#stop === null) return [];
    const span = { start: this.#stop.at, end: this.fold.trimEnd().length };
    return [{ code: 'facts/too-many', span, data: { count: this.#stop.count } }];
  }
}

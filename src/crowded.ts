/** From so many things of one kind on, each with less text than this, a text is no report but something repeated. */
interface Crowd {
  most: number;
  shortest: number;
}

const PARTS: Crowd = { most: 8_000, shortest: 60 };
const FACTS: Crowd = { most: 20_000, shortest: 25 };

const mostOf = (fold: string, { most, shortest }: Crowd): number => Math.max(most, Math.floor(fold.length / shortest));

/** How many lines, or parts, of a text are looked at: to place more would take seconds a megabyte. */
export const mostParts = (fold: string): number => mostOf(fold, PARTS);

/** How many facts of one kind are looked for, for the same reason. */
export const mostFacts = (fold: string): number => mostOf(fold, FACTS);

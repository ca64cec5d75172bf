/** From so many things of one kind on (parts, lines, facts), each with less text than this, a text is no report but something repeated. */
const MOST = 20_000;
const SHORTEST = 25;

/** How many things of one kind a text may have: to place or to read more would take seconds a megabyte. */
export const mostOf = (fold: string): number => Math.max(MOST, Math.floor(fold.length / SHORTEST));

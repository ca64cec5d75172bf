import type { Line, NormalText } from '../types.js';

/** The paragraphs of the normalised text, trimmed, without empty ones. */
export function linesOf(text: NormalText): Line[] {
  const lines: Line[] = [];
  const { fold } = text;
  let from = 0;
  while (from <= fold.length) {
    let to = fold.indexOf('\n', from);
    if (to < 0) to = fold.length;
    let start = from;
    let end = to;
    while (start < end && fold[start] === ' ') start++;
    while (end > start && fold[end - 1] === ' ') end--;
    if (end > start) lines.push({ start, end, index: lines.length });
    from = to + 1;
  }
  return lines;
}

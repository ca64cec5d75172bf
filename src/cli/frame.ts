/** Line and column of an offset, both from 1; the column counts characters, as editors do. */
export interface Place {
  line: number;
  column: number;
}

const BREAK = /\r\n?|\n/g;

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(BREAK)) starts.push(match.index + match[0].length);
  return starts;
}

/** Where an offset stands, for texts whose line starts are known. */
export function placeOf(text: string, starts: readonly number[], offset: number): Place {
  let low = 0;
  let high = starts.length;
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: [...text.slice(starts[low], offset)].length + 1 };
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NARROW_TO_NOTHING = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** How many columns of a terminal a text takes: two for each East Asian character. */
export function width(text: string): number {
  let columns = 0;
  for (const char of text) columns += NARROW_TO_NOTHING.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return columns;
}

const BEFORE = 24;
const AFTER = 40;
const clean = (text: string): string => text.replace(/[\p{Cc}]/gu, ' ');

/** The line around a span with a mark under what is meant; a long line is cut on both sides. */
export function frame(text: string, starts: readonly number[], span: { start: number; end: number }): string {
  const { line } = placeOf(text, starts, span.start);
  const from = starts[line - 1] ?? 0;
  const to = starts[line] ?? text.length;
  const left = Math.max(from, span.start - BEFORE);
  const right = Math.min(to, Math.max(span.start + 1, Math.min(span.end, span.start + AFTER)) + BEFORE);
  const shown = clean(text.slice(left, right).replace(/[\r\n]+$/, ''));
  const marked = clean(text.slice(span.start, Math.min(span.end, right, to)).replace(/[\r\n]+$/, ''));
  const lead = left > from ? '…' : '';
  const gutter = `${line} | `;
  const under = ' '.repeat(width(gutter + lead + clean(text.slice(left, span.start))));
  return `${gutter}${lead}${shown}${right < to - 1 ? '…' : ''}\n${under}${'^'.repeat(Math.max(1, width(marked)))}`;
}

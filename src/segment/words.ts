import type { NormalText, Segmenter, Span, Word } from '../types.js';

/** Words of one line with their offsets. */
function wordsOfLine(segmenter: Segmenter, text: string, start: number, end: number): Word[] {
  const words: Word[] = [];
  let at = start;
  for (const piece of segmenter.cut(text.slice(start, end))) {
    words.push({ text: text.slice(at, at + piece.length), start: at, end: at + piece.length });
    at += piece.length;
  }
  if (at !== end) throw new Error(`segmenter ${segmenter.name} lost text: ${end - start} units in, ${at - start} out`);
  return words;
}

/** How many of the ascending numbers `at(0)`…`at(length - 1)` are at most `limit`. */
function countUpTo(length: number, at: (index: number) => number, limit: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(middle) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Words between two offsets. A line is segmented when first asked for, and only once. */
export function wordsOf(segmenter: Segmenter, normal: NormalText): (span: Span) => Word[] {
  const { text } = normal;
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lines = new Map<number, Word[]>();
  const line = (index: number): Word[] => {
    let words = lines.get(index);
    if (!words) {
      const next = starts[index + 1];
      words = wordsOfLine(segmenter, text, starts[index] ?? 0, next === undefined ? text.length : next - 1);
      lines.set(index, words);
    }
    return words;
  };
  return ({ start, end }) => {
    const out: Word[] = [];
    const first = countUpTo(starts.length, (i) => starts[i] ?? 0, start) - 1;
    for (let index = Math.max(0, first); index < starts.length && (starts[index] ?? 0) < end; index++) {
      const words = line(index);
      for (let i = countUpTo(words.length, (k) => words[k]?.end ?? 0, start); i < words.length; i++) {
        const word = words[i] as Word;
        if (word.start >= end) break;
        out.push(word);
      }
    }
    return out;
  };
}

import type { NormalText, Segmenter, Span, Word } from '../types.js';

/** Words of a stretch with their offsets. */
function wordsIn(segmenter: Segmenter, text: string, start: number, end: number): Word[] {
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

/** Where clauses and lines begin. Segmenters never join words across these marks, so that a clause can be cut alone. */
function clauseStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === FULL_STOP || code === COMMA || code === LINE_END) starts.push(at + 1);
  }
  return starts;
}
const [FULL_STOP, COMMA, LINE_END] = [0x3002, 0xff0c, 10];

/** Words between two offsets. A clause is segmented when first asked for, and only once: most are never asked for. */
export function wordsOf(segmenter: Segmenter, normal: NormalText): (span: Span) => Word[] {
  const { text } = normal;
  const starts = clauseStarts(text);
  const clauses: (Word[] | undefined)[] = [];
  const clause = (index: number): Word[] => {
    const start = starts[index] ?? 0;
    const end = starts[index + 1] ?? text.length;
    clauses[index] ??= wordsIn(segmenter, text, start, text[end - 1] === '\n' ? end - 1 : end);
    return clauses[index];
  };
  return ({ start, end }) => {
    const out: Word[] = [];
    const first = countUpTo(starts.length, (i) => starts[i] ?? 0, start) - 1;
    for (let index = Math.max(0, first); index < starts.length && (starts[index] ?? 0) < end; index++) {
      const words = clause(index);
      for (let i = countUpTo(words.length, (k) => words[k]?.end ?? 0, start); i < words.length; i++) {
        const word = words[i] as Word;
        if (word.start >= end) break;
        out.push(word);
      }
    }
    return out;
  };
}

import { mostParts } from '../crowded.js';
import type { Document, Lexicon, Line, NormalText, Span } from '../types.js';
import { markFront } from './front.js';
import { splitSalutation, splitTitle } from './front-in-line.js';
import { cutDispatch, markNoise } from './furniture.js';
import { markerAtStart } from './markers.js';
import { pageOf, pageRules } from './page.js';
import { type Cell, tablesIn } from './tables.js';

export type FrontKind = Document['front'][number]['kind'];
export type NoiseKind = Document['noise'][number]['kind'];

/** A stretch of a line and what it is: the body, a part of the front matter wherever it stands, or noise. */
export interface Block extends Span {
  kind: 'body' | 'front' | 'noise';
  front: FrontKind | null;
  noise: NoiseKind | null;
  line: number;
  /** Where the line was a cell of a flattened table. */
  cell?: Cell;
}

/** Lines at the head in which a medium may stand in front of its report. */
const HEAD = 12;

/** Tells body, front matter and noise apart, line by line, each non-space character in exactly one block. Of far too many lines those in the middle are body, and behind as many as are read one block of it. */
export function blocksOf(text: NormalText, all: readonly Line[], lexicon: Lexicon): Block[] {
  const most = mostParts(text.fold);
  if (all.length <= most) return blocksOfLines(text, all, lexicon);
  const edge = most >> 1;
  const body = ({ index, start }: Line, { end }: Line): Block => ({
    kind: 'body',
    front: null,
    noise: null,
    line: index,
    start,
    end,
  });
  const inside = all.slice(edge, Math.min(most + edge, all.length - edge)).map((line) => body(line, line));
  // As many lines of their own as are read, however many of those at the head are none of the body.
  const unread = all.slice(most + edge, -edge);
  if (unread.length > 0) inside.push(body(unread[0] as Line, unread.at(-1) as Line));
  return blocksOfLines(text, [...all.slice(0, edge), ...all.slice(-edge)], lexicon)
    .concat(inside)
    .sort((a, b) => a.start - b.start);
}

function blocksOfLines(text: NormalText, all: readonly Line[], lexicon: Lexicon): Block[] {
  const rules = pageRules(lexicon);
  const { fold } = text;
  const blocks: Block[] = [];
  const lines = all
    .map((line) => (line.index < HEAD ? cutDispatch(fold, line, rules.prefix, blocks) : line))
    .filter((line) => line.end > line.start);
  const printed = lines.map(({ start, end }) => fold.slice(start, Math.min(end, start + 400)));
  // Asked for more than once of each line, by several that look for the head and the foot.
  const opening: (boolean | undefined)[] = [];
  const opensItem = (index: number): boolean => {
    const { start, end } = lines[index] as Line;
    opening[index] ??= markerAtStart(fold, { start, end: Math.min(end, start + 12) }, lexicon) !== null;
    return opening[index];
  };
  const page = pageOf(lines, printed, opensItem, rules.intro);
  // Cells keep out of the reading of furniture, titles and signatures.
  for (const [index, cell] of tablesIn(lines, printed, lexicon)) {
    const { start, end } = lines[index] as Line;
    page.kinds[index] = { kind: 'body', front: null, noise: null, line: index, start, end, cell };
  }
  markNoise(page, rules);
  markFront(page, rules);
  const titled = page.kinds.some((block) => block?.front === 'title');
  const first = page.kinds.indexOf(null);
  lines.forEach((whole, index) => {
    const block = page.kinds[index];
    let line = whole;
    if (!block && !titled && index === first) {
      const { blocks: head, rest } = splitTitle(line, index, printed[index] as string, rules);
      blocks.push(...head);
      line = rest;
      if (head.length > 0) printed[index] = fold.slice(line.start, Math.min(line.end, line.start + 400));
    }
    if (block) blocks.push(block);
    else blocks.push(...splitSalutation(line, index, printed[index] as string, rules, index <= page.headEnd + 2));
  });
  return blocks.sort((a, b) => a.start - b.start);
}

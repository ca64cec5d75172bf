import type { Problem, Span } from '../types.js';
import type { Marker } from './markers.js';
import { newPart, type Part } from './parts.js';
import { behind, place } from './placing.js';
import type { Piece } from './series.js';
import type { Statement } from './statements.js';

/** How many parts ahead the outline looks, so that time stays linear. */
const LOOKAHEAD = 400;

/** Rank of the styles that are words of a speech (一是, 首先). */
const SPOKEN = 8;

/** What opens at a place in the text: a numbered item or a part without number. */
export interface Opening {
  piece: number;
  at: number;
  marker: Marker | null;
  style: string;
  heading: Span | null;
  statement: Statement | null;
}

/** The parts that open at the start of paragraphs, keyed by where they open. */
export function buildSkeleton(
  openings: readonly Opening[],
  pieces: readonly Piece[],
  roots: Part[],
  fold: string,
  annexes: ReadonlySet<number>,
  addressed: ReadonlySet<number>,
  problems: Problem[],
): Map<number, Part> {
  const parts = new Map<number, Part>();
  const stack: Part[] = [];
  const holders = new Set<string>();
  const memory = new Map<string, { number: number; parentStyle: string | null }>();
  const markers: Marker[] = [];
  for (const { marker } of openings) if (marker) markers.push(marker);
  let placed = -1;
  const push = (part: Part) => {
    if (!part.parent) roots.push(part);
    stack.push(part);
    parts.set(part.start, part);
  };
  openings.forEach((opening, index) => {
    for (let piece = (openings[index - 1]?.piece ?? -1) + 1; piece <= opening.piece; piece++) {
      // What turns to the audience closes 一是… and what stands in it.
      if (addressed.has(piece)) {
        const spoken = stack.findIndex((part) => (part.marker?.rank ?? 0) >= SPOKEN);
        if (spoken >= 0) stack.length = spoken;
      }
      if (!annexes.has(piece)) continue;
      stack.length = 0;
      memory.clear();
    }
    if (opening.statement) {
      stack.length = 0;
      memory.clear();
      const part = newPart('statement', 'statement', opening.at, opening.piece, null);
      part.heading = opening.heading;
      part.speaker = opening.statement.speaker;
      part.role = opening.statement.role;
      push(part);
      return;
    }
    if (!opening.marker) {
      // A headed paragraph is a sibling of the one before, else it stands in the deepest part that has nothing but a heading so far.
      const sibling = stack.findLastIndex((part) => part.style === opening.style);
      if (sibling >= 0) stack.length = sibling;
      else
        while (
          stack.length > 0 &&
          (!encloses(stack.at(-1) as Part, pieces, fold, openings, index, holders) ||
            changesStyle(stack.at(-1) as Part, opening, openings, index))
        )
          stack.pop();
      const part = newPart('headed', opening.style, opening.at, opening.piece, stack.at(-1) ?? null);
      part.heading = opening.heading;
      if (part.parent?.kind === 'item') holders.add(part.parent.style);
      push(part);
      return;
    }
    // Running text behind a headed paragraph closes it.
    const top = stack.at(-1);
    if (
      top?.kind === 'headed' &&
      (top.style === 'dash' || top.style === 'headed') &&
      opening.piece > top.piece + 1 &&
      openings[index - 1]?.piece === top.piece
    )
      stack.pop();
    place(
      stack,
      opening.marker,
      behind(markers, ++placed),
      memory,
      problems,
      opening.marker.number === 1 && announces(fold, opening.at),
    );
    push(newPart('item', opening.style, opening.at, opening.piece, stack.at(-1) ?? null, opening.marker));
  });
  return parts;
}

/** Whether the text that ends at `at` brings a list in; 注： alone on its line heads notes on the whole. */
function announces(fold: string, at: number): boolean {
  let end = at;
  while (end > 0 && /\s/.test(fold[end - 1] as string)) end--;
  return fold[end - 1] === ':' && fold.lastIndexOf('\n', end - 1) < end - 5;
}

/**
 * Whether a part already holds a run of unnumbered parts in another style, with running text after it: then its text was closed, and what opens now
 * belongs to a part whose heading was lost.
 */
function changesStyle(part: Part, opening: Opening, openings: readonly Opening[], index: number): boolean {
  const before = part.children.at(-1);
  const previous = openings[index - 1];
  return (
    part.kind === 'item' &&
    before?.kind === 'headed' &&
    before.style !== opening.style &&
    previous !== undefined &&
    opening.piece > previous.piece + 1 &&
    !runsOn(part, openings, index)
  );
}

/** Whether the series of a numbered part goes on behind the opening at `index` before a stronger one begins. */
function runsOn(part: Part, openings: readonly Opening[], index: number): boolean {
  const { marker } = part;
  if (!marker) return false;
  for (let next = index + 1; next < Math.min(openings.length, index + LOOKAHEAD); next++) {
    const later = (openings[next] as Opening).marker;
    if (!later || later.rank > marker.rank) continue;
    return later.style === marker.style && later.number === marker.number + 1;
  }
  return false;
}

/**
 * Whether an unnumbered part that opens now stands in `part`: in one that has only a heading so far, and in an item with text of its own where
 * the item's series goes on behind it, or where items of its style held such parts before (`holders`).
 */
function encloses(
  part: Part,
  pieces: readonly Piece[],
  fold: string,
  openings: readonly Opening[],
  index: number,
  holders: ReadonlySet<string>,
): boolean {
  if (openings[index]?.style === 'bare' && isSentence(part, pieces, fold)) return false;
  if (isContainer(part, pieces, fold)) return true;
  const { marker } = part;
  if (part.kind !== 'item' || !marker || openings[index]?.style === 'bare') return false;
  return holders.has(marker.style) || runsOn(part, openings, index);
}

/** Whether an item is a sentence of work, in which no heading can stand: （二）开展排查，消除隐患。 */
function isSentence(part: Part, pieces: readonly Piece[], fold: string): boolean {
  const { end } = pieces[part.piece] as Piece;
  return part.kind === 'item' && fold[end - 1] === '。' && end - part.start < 200 && fold.slice(part.start, end).includes(',');
}

/** Whether a part has only a heading in its own paragraph (一、总体要求), so that what follows may stand inside it. */
function isContainer(part: Part, pieces: readonly Piece[], fold: string): boolean {
  if (part.kind !== 'item') return part.kind === 'statement' || part.style === 'bare';
  const piece = pieces[part.piece] as Piece;
  const rest = fold.slice(part.marker?.end ?? part.start, Math.min(piece.end, part.start + 200));
  const stop = rest.search(/[。;]/);
  return piece.end - part.start < 200 ? stop < 0 || stop >= rest.length - 1 : false;
}

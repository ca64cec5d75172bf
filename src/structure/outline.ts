import type { Lexicon, NormalText, Problem, Span } from '../types.js';
import type { Block } from './blocks.js';
import { headedParagraphs } from './headed.js';
import { headingOf } from './headings.js';
import { type Marker, markersIn } from './markers.js';
import { newPart, type Part } from './parts.js';
import { place } from './placing.js';
import { isGlossaryHeading } from './roles.js';
import { acceptSeries, type Piece, promoted } from './series.js';
import { isAttendance, isWrapUp, type Statement, statementsOf } from './statements.js';

/** The tree of numbered and headed parts, and the running text before and after it. */
export interface Outline {
  parts: Part[];
  preamble: Span[];
  closing: Span[];
  problems: Problem[];
}

/** How many parts ahead the outline looks, so that time stays linear. */
const LOOKAHEAD = 400;

/** Style of the rows of flattened tables. */
const TABLE_ROW = 'table-row';

/** What opens at a place in the text: a numbered item or a part without number. */
interface Opening {
  piece: number;
  at: number;
  marker: Marker | null;
  style: string;
  heading: Span | null;
  statement: Statement | null;
}

/** Builds the outline of the body. Positions are offsets of the normalised text. */
export function outlineOf(text: NormalText, blocks: readonly Block[], lexicon: Lexicon): Outline {
  const { fold } = text;
  const body = blocks.filter((block) => block.kind === 'body');
  const candidates = body.map((piece) => (piece.cell ? rowMarker(fold, piece) : markersIn(fold, piece, lexicon)));
  const statements = new Map(statementsOf(fold, body, lexicon).map((statement) => [statement.piece, statement]));
  const annexes = annexStarts(blocks);
  dropGlossary(fold, body, candidates, annexes, lexicon);
  const accepted = acceptSeries(candidates, new Set([...statements.keys(), ...annexes]));
  const early = promoted(candidates, accepted);
  const pieces: Piece[] = body.map((block, index) => ({ start: block.start, end: block.end, line: block.line, cell: block.cell ?? null, markers: (candidates[index] as Marker[]).filter((marker) => accepted.has(marker)) }));
  const startsItem = (index: number) => pieces[index]?.markers[0]?.atStart === true;
  const headed = new Map(
    headedParagraphs(fold, pieces, (index) => !startsItem(index) && !statements.has(index) && pieces[index]?.cell === null).map((entry) => [entry.piece, entry]),
  );

  const problems: Problem[] = [];
  const roots: Part[] = [];
  const preamble: Span[] = [];
  const closing: Span[] = [];
  const openings: Opening[] = [];
  pieces.forEach((piece, index) => {
    const statement = statements.get(index);
    const paragraph = headed.get(index);
    if (statement) openings.push({ piece: index, at: piece.start, marker: null, style: 'statement', heading: statement.lead, statement });
    else if (paragraph) openings.push({ piece: index, at: piece.start, marker: null, style: paragraph.style, heading: paragraph.heading, statement: null });
    for (const marker of piece.markers) if (marker.atStart || early.has(marker)) openings.push({ piece: index, at: marker.start, marker, style: marker.style, heading: null, statement: null });
  });
  const skeleton = buildSkeleton(openings, pieces, roots, fold, annexes, problems);
  attach(fold, blocks, pieces, skeleton, roots, preamble, closing, lexicon, problems, early);
  roots.sort((a, b) => a.start - b.start);
  for (const part of skeleton.values()) if (part.kind === 'item' && part.heading === null) part.heading = part.style === TABLE_ROW ? rowHeading(fold, part) : headingOf(fold, part);
  return { parts: roots, preamble, closing, problems };
}

/** The number of a table's row as a marker; other cells hold none. */
function rowMarker(fold: string, { start, end, cell }: Block): Marker[] {
  if (!cell?.index || cell.row === null) return [];
  return [{ start, end, style: TABLE_ROW, rank: 7, number: Number.parseInt(fold.slice(start, end), 10), last: false, atStart: true, series: 'never', behind: '' }];
}

/** Takes the markers out of what stands under 名词解释 and the like: numbered notes are no measures. */
function dropGlossary(fold: string, body: readonly Block[], candidates: Marker[][], annexes: ReadonlySet<number>, lexicon: Lexicon): void {
  let inside = false;
  body.forEach((piece, index) => {
    if (annexes.has(index)) inside = false;
    if (piece.end - piece.start <= 40 && isGlossaryHeading(fold.slice(piece.start, piece.end), lexicon)) inside = true;
    if (inside) candidates[index] = [];
  });
}

/** The pieces in front of which an annex or another document begins. */
function annexStarts(blocks: readonly Block[]): Set<number> {
  const starts = new Set<number>();
  let piece = 0;
  for (const block of blocks) {
    if (block.kind === 'body') piece++;
    else if (block.front === 'contents' || block.front === 'title') starts.add(piece);
  }
  return starts;
}

/** The parts that open at the start of paragraphs, keyed by where they open. */
function buildSkeleton(openings: readonly Opening[], pieces: readonly Piece[], roots: Part[], fold: string, annexes: ReadonlySet<number>, problems: Problem[]): Map<number, Part> {
  const parts = new Map<number, Part>();
  const stack: Part[] = [];
  const holders = new Set<string>();
  const memory = new Map<string, { number: number; parentStyle: string | null }>();
  openings.forEach((opening, index) => {
    const push = (part: Part) => {
      if (!part.parent) roots.push(part);
      stack.push(part);
      parts.set(opening.at, part);
    };
    for (let piece = (openings[index - 1]?.piece ?? -1) + 1; piece <= opening.piece; piece++) {
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
      else while (stack.length > 0 && (!encloses(stack.at(-1) as Part, pieces, fold, openings, index, holders) || changesStyle(stack.at(-1) as Part, opening, openings, index))) stack.pop();
      const part = newPart('headed', opening.style, opening.at, opening.piece, stack.at(-1) ?? null);
      part.heading = opening.heading;
      if (part.parent?.kind === 'item') holders.add(part.parent.style);
      push(part);
      return;
    }
    const later = openings.slice(index + 1, index + LOOKAHEAD).flatMap((next) => (next.marker ? [next.marker] : []));
    // Running text behind a headed paragraph closes it.
    const top = stack.at(-1);
    if (top?.kind === 'headed' && (top.style === 'dash' || top.style === 'headed') && opening.piece > top.piece + 1 && openings[index - 1]?.piece === top.piece) stack.pop();
    place(stack, opening.marker, later, memory, problems);
    push(newPart('item', opening.style, opening.at, opening.piece, stack.at(-1) ?? null, opening.marker));
  });
  return parts;
}

/** The first cell behind a row's number, where it is short enough for a heading. */
function rowHeading(fold: string, row: Part): Span | null {
  const cell = row.own[1];
  return cell && cell.end - cell.start <= 40 ? { start: cell.start, end: fold[cell.end - 1] === '。' ? cell.end - 1 : cell.end } : null;
}

/**
 * Whether a part already holds a run of unnumbered parts in another style, with running text after it: then its text was closed, and what opens now
 * belongs to a part whose heading was lost.
 */
function changesStyle(part: Part, opening: Opening, openings: readonly Opening[], index: number): boolean {
  const before = part.children.at(-1);
  const previous = openings[index - 1];
  return part.kind === 'item' && before?.kind === 'headed' && before.style !== opening.style && previous !== undefined && opening.piece > previous.piece + 1;
}

/**
 * Whether an unnumbered part that opens now stands in `part`: in one that has only a heading so far, and in an item with text of its own where
 * the item's series goes on behind it, or where items of its style held such parts before (`holders`).
 */
function encloses(part: Part, pieces: readonly Piece[], fold: string, openings: readonly Opening[], index: number, holders: ReadonlySet<string>): boolean {
  if (isContainer(part, pieces, fold)) return true;
  const { marker } = part;
  if (part.kind !== 'item' || !marker || openings[index]?.style === 'bare') return false;
  if (holders.has(marker.style)) return true;
  for (let next = index + 1; next < Math.min(openings.length, index + LOOKAHEAD); next++) {
    const later = (openings[next] as Opening).marker;
    if (!later || later.rank > marker.rank) continue;
    return later.style === marker.style && later.number === marker.number + 1;
  }
  return false;
}

/** Whether a part has only a heading in its own paragraph (一、总体要求), so that what follows may stand inside it. */
function isContainer(part: Part, pieces: readonly Piece[], fold: string): boolean {
  if (part.kind !== 'item') return part.kind === 'statement' || part.style === 'bare';
  const piece = pieces[part.piece] as Piece;
  const rest = fold.slice(part.marker?.end ?? part.start, Math.min(piece.end, part.start + 200));
  const stop = rest.search(/[。;]/);
  return piece.end - part.start < 200 ? stop < 0 || stop >= rest.length - 1 : false;
}

/** Gives every stretch of text to its part, and opens the items within paragraphs. */
function attach(
  fold: string,
  blocks: readonly Block[],
  pieces: readonly Piece[],
  skeleton: ReadonlyMap<number, Part>,
  roots: Part[],
  preamble: Span[],
  closing: Span[],
  lexicon: Lexicon,
  problems: Problem[],
  early: ReadonlySet<Marker>,
): void {
  const siblings = siblingsOf(roots);
  const addressed = new Set<number>();
  let piecesBefore = 0;
  for (const block of blocks) {
    if (block.kind === 'body') piecesBefore++;
    else if (block.front === 'salutation') addressed.add(piecesBefore);
  }
  let attendance = pieces.length - 1;
  while (attendance >= 0 && isAttendance(fold, pieces[attendance] as Piece, lexicon)) attendance--;
  let current: Part | null = null;
  let begun = false;
  pieces.forEach((piece, index) => {
    const cuts = [...piece.markers.filter((marker) => skeleton.has(marker.start) && (marker.atStart || early.has(marker))).map((marker) => marker.start)];
    if (skeleton.has(piece.start) && !cuts.includes(piece.start)) cuts.unshift(piece.start);
    let from = piece.start;
    // Text before the first opening of the piece.
    if (cuts[0] !== piece.start) {
      const to = cuts[0] ?? piece.end;
      const inline = piece.markers.filter((marker) => marker.start < to && !early.has(marker));
      const stretch = { start: from, end: to };
      if (piece.cell && piece.cell.row !== null && current?.style === TABLE_ROW) {
        current.own.push(stretch);
        return;
      }
      let owner: Part | null = !begun ? null : index > attendance ? null : ownerOf(current, fold, siblings, addressed.has(index) || isWrapUp(fold, stretch, lexicon));
      if (inline.length > 0 && owner === null) {
        owner = newPart('series', 'series', from, index, null);
        roots.push(owner);
        begun = true;
        current = owner;
      }
      if (owner) {
        fill(owner, fold, stretch, inline, problems);
        // Running text of a part above closes the part below it.
        if (owner.kind !== 'series') current = owner;
      } else if (begun) {
        closing.push(stretch);
        current = null;
      } else preamble.push(stretch);
      from = to;
    }
    cuts.forEach((cut, order) => {
      const part = skeleton.get(cut) as Part;
      // What seemed to close the report did not: another part follows.
      if (closing.length > 0) roots.filter((root) => root.start < (closing[0] as Span).start).at(-1)?.own.push(...closing.splice(0));
      let to = cuts[order + 1] ?? piece.end;
      begun = true;
      current = part;
      if (order === cuts.length - 1 && part.parent && part.marker && !part.marker.atStart && /;[ ]?$/.test(fold.slice(Math.max(from, cut - 3), cut))) {
        to = endOfLast(fold, part.marker.end, to);
        if (to < piece.end) part.parent.own.push({ start: to, end: piece.end });
      }
      fill(part, fold, { start: cut, end: to }, piece.markers.filter((marker) => marker.start > cut && marker.start < to && !early.has(marker)), problems);
      from = to;
    });
  });
}

/** What `ownerOf` asks of the skeleton. */
interface Siblings {
  /** Parts that no other of their style follows in the same parent. */
  lastOfSeries: ReadonlySet<Part>;
  /** Parts that nothing follows in the same parent. */
  last: ReadonlySet<Part>;
  /** Parents that have members of several paragraphs. */
  several: Set<Part | null>;
}

function siblingsOf(roots: readonly Part[]): Siblings {
  const lastOfSeries = new Set<Part>();
  const last = new Set<Part>();
  const visit = (parts: readonly Part[]) => {
    const final = parts.at(-1);
    if (final) last.add(final);
    for (const part of new Map(parts.map((part) => [part.style, part])).values()) lastOfSeries.add(part);
    for (const part of parts) visit(part.children);
  };
  visit(roots);
  return { lastOfSeries, last, several: new Set() };
}

/**
 * Whose text a paragraph without marker is that follows `part`; null for the closing.
 * @param wrapUp whether the paragraph turns to the audience again or sums up, so that it is not of the last item
 */
function ownerOf(part: Part | null, fold: string, siblings: Siblings, wrapUp: boolean): Part | null {
  if (part === null) return null;
  for (let candidate: Part | null = part; candidate; candidate = candidate.parent) {
    if (candidate === part && isBare(candidate, fold)) return candidate;
    // Text behind the children of a part is the part's own where another part follows it.
    if (!(candidate === part ? siblings.lastOfSeries : siblings.last).has(candidate)) {
      if (candidate === part) siblings.several.add(candidate.parent);
      return candidate;
    }
    if (candidate.kind === 'statement') return candidate;
    if (!wrapUp && candidate === part && (siblings.several.has(candidate.parent) || candidate.style === 'bare' || opensAlone(candidate, fold))) return candidate;
  }
  return null;
}

/** A part whose heading stands alone on its line, so that its text is in the paragraphs below. */
const opensAlone = (part: Part, fold: string): boolean => part.children.length === 0 && part.own[0] !== undefined && isHeadingOnly(part, part.own[0], fold);

/** A part of which only marker and heading have come so far. */
function isBare(part: Part, fold: string): boolean {
  if (part.children.length > 0 || part.own.length > 1) return false;
  const own = part.own[0];
  if (!own) return true;
  if (part.kind === 'statement') return true;
  return isHeadingOnly(part, own, fold);
}

function isHeadingOnly(part: Part, own: Span, fold: string): boolean {
  const from = part.marker?.end ?? own.start;
  const rest = fold.slice(from, own.end);
  const stop = rest.search(/[。;]/);
  return rest.length <= 120 && (stop < 0 || stop >= rest.length - 1);
}

/** Adds a stretch of one line to a part and opens the items within it. */
function fill(part: Part, fold: string, stretch: Span, inline: readonly Marker[], problems: Problem[]): void {
  const first = inline[0];
  const own = (span: Span) => {
    if (span.end > span.start && fold.slice(span.start, span.end).trim() !== '') part.own.push(span);
  };
  if (!first) {
    own(stretch);
    return;
  }
  own({ start: stretch.start, end: first.start });
  const stack: Part[] = [];
  const memory = new Map<string, { number: number; parentStyle: string | null }>();
  inline.forEach((marker, index) => {
    place(stack, marker, inline.slice(index + 1), memory, problems);
    const parent = stack.at(-1) ?? part;
    const item = newPart('item', marker.style, marker.start, part.piece, parent, marker);
    item.inline = true;
    stack.push(item);
    const next = inline[index + 1];
    let end = next?.start ?? stretch.end;
    if (!next || !follows(inline, index)) {
      // The last of a series parted by ; ends at its first full stop.
      const members = parent.children.filter((child) => child.inline && child.style === marker.style);
      const before = members.at(-2);
      if (before && endsWithSemicolon(fold, before, marker.start)) end = endOfLast(fold, marker.end, end);
    }
    item.own.push({ start: marker.start, end });
    item.heading = headingOf(fold, item);
    if (!next && end < stretch.end) own({ start: end, end: stretch.end });
  });
}

/** Whether the marker after `index` goes on with the same series. */
const follows = (inline: readonly Marker[], index: number): boolean => inline.slice(index + 1).some((next) => next.style === inline[index]?.style && next.number === (inline[index]?.number ?? 0) + 1);

/** End of the last item of a series parted by ；: its first full stop. */
function endOfLast(fold: string, from: number, end: number): number {
  const stop = fold.slice(from, end).indexOf('。');
  return stop < 0 ? end : from + stop + 1;
}

const endsWithSemicolon = (fold: string, item: Part, before: number): boolean => /;[ ]?$/.test(fold.slice(Math.max(item.start, before - 3), before));

import { mostParts } from '../crowded.js';
import type { Lexicon, NormalText, Problem, Span } from '../types.js';
import { attach } from './attach.js';
import type { Block } from './blocks.js';
import { headedParagraphs } from './headed.js';
import { dropSentences, headingOf } from './headings.js';
import { type Marker, markersIn, ordinalOf } from './markers.js';
import { type Part, walk } from './parts.js';
import { isGlossaryHeading } from './roles.js';
import { acceptSeries, type Piece, promoted } from './series.js';
import { buildSkeleton, type Opening } from './skeleton.js';
import { statementsOf } from './statements.js';
import { type Cell, TABLE_GROUP, TABLE_ROW } from './tables.js';

/** The tree of numbered and headed parts, and the running text before and after it. */
export interface Outline {
  parts: Part[];
  /** The parts of the whole tree in document order. */
  all: Part[];
  preamble: Span[];
  closing: Span[];
  /** What stands behind the last line that is read of far too many. */
  unread: Span[];
  problems: Problem[];
}

/** Builds the outline of the body; of one of far too many lines or parts as far as a problem says. Positions are offsets of the normalised text. */
export function outlineOf(text: NormalText, blocks: readonly Block[], lexicon: Lexicon): Outline {
  const { fold } = text;
  const whole = blocks.filter((block) => block.kind === 'body');
  const most = mostParts(fold);
  const body = whole.slice(0, most);
  const candidates = body.map((piece) =>
    piece.cell && !hasMarkers(piece.cell) ? rowMarker(fold, piece) : markersIn(fold, piece, lexicon),
  );
  const statements = new Map(statementsOf(fold, body, lexicon).map((statement) => [statement.piece, statement]));
  let count = 0;
  const crowded = candidates.findIndex((markers, index) => {
    count += markers.length + (statements.has(index) ? 1 : 0);
    return count > most;
  });
  let further: Marker | undefined;
  if (crowded >= 0) {
    // Of the line in which there are too many the text is read, and as many of its markers as there is room for.
    const markers = candidates[crowded] as Marker[];
    const room = Math.max(0, markers.length - (count - most));
    further = markers[room];
    markers.length = Math.min(markers.length, room);
    body.length = crowded + 1;
    candidates.length = crowded + 1;
    for (const piece of [...statements.keys()]) if (piece > crowded) statements.delete(piece);
  }
  const annexes = annexStarts(blocks);
  const notes = dropGlossary(fold, body, candidates, annexes, lexicon);
  const accepted = acceptSeries(candidates, new Set([...statements.keys(), ...annexes]));
  const early = promoted(candidates, accepted);
  const pieces: Piece[] = body.map((block, index) => ({
    start: block.start,
    end: block.end,
    line: block.line,
    cell: block.cell ?? null,
    markers: (candidates[index] as Marker[]).filter((marker) => accepted.has(marker)),
  }));
  const startsItem = (index: number) => pieces[index]?.markers[0]?.atStart === true;
  const addressed = addressedPieces(blocks);
  const headed = new Map(
    headedParagraphs(fold, pieces, (index) => !startsItem(index) && !statements.has(index) && pieces[index]?.cell === null).map(
      (entry) => [entry.piece, entry],
    ),
  );

  for (const piece of notes) {
    const { start, end } = pieces[piece] as Piece;
    headed.set(piece, { piece, style: 'bare', heading: { start, end: /[:：]$/.test(fold.slice(start, end)) ? end - 1 : end } });
  }
  const unread = whole.slice(body.length);
  const problems: Problem[] = [];
  const from = further ?? unread[0];
  if (from) {
    const span = { start: from.start, end: (whole.at(-1) as Block).end };
    problems.push({ code: 'structure/too-many-parts', span, data: { count: most } });
  }
  const roots: Part[] = [];
  const preamble: Span[] = [];
  const closing: Span[] = [];
  const openings: Opening[] = [];
  pieces.forEach((piece, index) => {
    const statement = statements.get(index);
    const paragraph = headed.get(index);
    if (statement)
      openings.push({ piece: index, at: piece.start, marker: null, style: 'statement', heading: statement.lead, statement });
    else if (paragraph)
      openings.push({
        piece: index,
        at: piece.start,
        marker: null,
        style: paragraph.style,
        heading: paragraph.heading,
        statement: null,
      });
    // What is issued opens with text of its own, which is not the last item's of the letter in front of it.
    else if (
      annexes.has(index) &&
      openings.length > 0 &&
      !startsItem(index) &&
      (piece.cell === null ? runs(fold, piece) : piece.cell.free === true && piece.cell.row === null)
    )
      openings.push({ piece: index, at: piece.start, marker: null, style: 'annex', heading: null, statement: null });
    for (const marker of piece.markers)
      if (marker.atStart || early.has(marker))
        openings.push({ piece: index, at: marker.start, marker, style: marker.style, heading: null, statement: null });
  });
  const skeleton = buildSkeleton(openings, pieces, roots, fold, annexes, addressed, problems);
  attach(fold, addressed, pieces, skeleton, roots, preamble, closing, lexicon, problems, early);
  const all = inOrder(roots);
  for (const part of skeleton.values())
    if (part.kind === 'item' && part.heading === null)
      part.heading =
        part.style === TABLE_ROW || part.style === TABLE_GROUP ? rowHeading(fold, part) : headingOf(fold, part, lexicon);
  const parts = all.filter((part) => part.parent === null);
  dropSentences(fold, parts);
  for (const part of all) if (part.children.length > 2) dropSentences(fold, part.children);
  return { parts, all, preamble, closing, unread, problems };
}

/**
 * The tree in order of place: items within paragraphs are opened later than those at their starts. A part that opens behind the end of its parent,
 * since another part came between, belongs to what encloses both. Returns all parts in that order.
 */
function inOrder(roots: readonly Part[]): Part[] {
  const all = walk(roots).sort((a, b) => a.start - b.start);
  const path: Part[] = [];
  for (const part of all) {
    while (part.parent && !path.includes(part.parent)) part.parent = part.parent.parent;
    while (path.length > 0 && path.at(-1) !== part.parent) path.pop();
    path.push(part);
    part.children = [];
    part.parent?.children.push(part);
  }
  return all;
}

/** Whether a cell may open an item of its own: in tables that do not number their rows, all but the numbers some of them have. */
const hasMarkers = (cell: Cell): boolean => cell.free === true && cell.row !== null && !cell.index;

/** The number of a table's row as a marker; other cells hold none. */
function rowMarker(fold: string, { start, end, cell }: Block): Marker[] {
  if (!cell?.index || cell.row === null) return [];
  return [
    {
      start,
      end,
      style: cell.group ? TABLE_GROUP : TABLE_ROW,
      rank: cell.group ? 6 : 7,
      number: ordinalOf(fold.slice(start, end).replace(/[()、.]/g, '')) ?? 0,
      last: false,
      atStart: true,
      series: 'never',
      behind: '',
    },
  ];
}

/** Takes the markers out of what stands under 名词解释 and the like: numbered notes are no measures. Returns where such notes begin. */
function dropGlossary(
  fold: string,
  body: readonly Block[],
  candidates: Marker[][],
  annexes: Set<number>,
  lexicon: Lexicon,
): number[] {
  const starts: number[] = [];
  let inside = false;
  body.forEach((piece, index) => {
    if (annexes.has(index)) inside = false;
    if (piece.end - piece.start <= 40 && isGlossaryHeading(fold.slice(piece.start, piece.end), lexicon)) {
      inside = true;
      // Notes stand behind the whole, not inside its last part.
      annexes.add(index);
      if (candidates[index]?.[0]?.atStart !== true) starts.push(index);
    }
    if (inside) candidates[index] = [];
  });
  return starts;
}

/** Whether a piece is a paragraph, not a label or a line of a table. */
const runs = (fold: string, { start, end }: Span): boolean => end - start >= 20 && fold.slice(start, end).includes('。');

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

/** The pieces that a salutation stands in front of. */
function addressedPieces(blocks: readonly Block[]): Set<number> {
  const found = new Set<number>();
  let piece = 0;
  for (const block of blocks) {
    if (block.kind === 'body') piece++;
    else if (block.front === 'salutation') found.add(piece);
  }
  return found;
}

/** The first cell behind a row's number, where it is short enough for a heading. */
function rowHeading(fold: string, row: Part): Span | null {
  const cell = row.own[1];
  return cell && cell.end - cell.start <= 40
    ? { start: cell.start, end: fold[cell.end - 1] === '。' ? cell.end - 1 : cell.end }
    : null;
}

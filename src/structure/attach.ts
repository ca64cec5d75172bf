import type { Lexicon, Problem, Span } from '../types.js';
import { headingOf } from './headings.js';
import type { Marker } from './markers.js';
import { newPart, type Part } from './parts.js';
import { behind, place } from './placing.js';
import type { Piece } from './series.js';
import { isAttendance, isDirective, isTail, isWrapUp } from './statements.js';
import { TABLE_GROUP, TABLE_ROW } from './tables.js';

/** Bullets of a list without numbers: its lines are of the part they stand in. */
const BULLET = /[•●·◆■▪‧○◇※★□]/;

/** Gives every stretch of text to its part, and opens the items within paragraphs. */
export function attach(
  fold: string,
  addressed: ReadonlySet<number>,
  pieces: readonly Piece[],
  skeleton: ReadonlyMap<number, Part>,
  roots: Part[],
  preamble: Span[],
  closing: Span[],
  lexicon: Lexicon,
  problems: Problem[],
  early: ReadonlySet<Marker>,
): void {
  // Asked for by paragraphs without a marker only.
  const siblings = siblingsOf(pieces.every(({ start }) => skeleton.has(start)) ? [] : roots);
  const turnOf = (stretch: Span, salutes: boolean): Turn =>
    salutes || isWrapUp(fold, stretch, lexicon) ? 'closing' : isDirective(fold, stretch, lexicon) ? 'section' : 'item';
  let attendance = pieces.length - 1;
  while (attendance >= 0 && isAttendance(fold, pieces[attendance] as Piece, lexicon)) attendance--;
  let current: Part | null = null;
  let lastRoot: Part | null = null;
  let begun = false;
  for (const [index, piece] of pieces.entries()) {
    const cuts: number[] = [];
    for (const marker of piece.markers)
      if ((marker.atStart || early.has(marker)) && skeleton.has(marker.start)) cuts.push(marker.start);
    if (skeleton.has(piece.start) && cuts[0] !== piece.start) cuts.unshift(piece.start);
    const others = piece.markers.filter((marker) => !early.has(marker));
    let taken = 0;
    /** The markers within the paragraph between the last ones taken and `to`. */
    const inlineUpTo = (to: number, behindOf: number): Marker[] => {
      const stretch: Marker[] = [];
      for (let marker = others[taken]; marker && marker.start < to; marker = others[++taken])
        if (marker.start > behindOf) stretch.push(marker);
      return stretch;
    };
    let from = piece.start;
    // Text before the first opening of the piece.
    if (cuts[0] !== piece.start) {
      const to = cuts[0] ?? piece.end;
      const inline = inlineUpTo(to, -1);
      const stretch = { start: from, end: to };
      const inTable = current?.style === TABLE_ROW || current?.style === TABLE_GROUP || piece.cell?.free === true;
      if (current && inTable && piece.cell && piece.cell.row !== null) {
        current.own.push(stretch);
        continue;
      }
      let owner: Part | null = !begun
        ? null
        : index > attendance
          ? null
          : BULLET.test(fold[stretch.start] as string) || isTail(fold, stretch, lexicon)
            ? current
            : (sheetOf(current, fold, stretch) ?? ownerOf(current, fold, siblings, turnOf(stretch, addressed.has(index))));
      if (inline.length > 0 && owner === null) {
        owner = newPart('series', 'series', from, index, null);
        roots.push(owner);
        begun = true;
        current = owner;
      }
      if (owner) {
        fill(owner, fold, stretch, inline, problems, lexicon);
        // Running text of a part above closes the part below it.
        if (owner.kind !== 'series') current = owner;
      } else if (begun) {
        closing.push(stretch);
        current = null;
      } else preamble.push(stretch);
      from = to;
    }
    for (const [order, cut] of cuts.entries()) {
      const part = skeleton.get(cut) as Part;
      // What seemed to close the report did not: another part follows.
      if (closing.length > 0) lastRoot?.own.push(...closing.splice(0));
      if (part.parent === null) lastRoot = part;
      let to = cuts[order + 1] ?? piece.end;
      begun = true;
      current = part;
      if (
        order === cuts.length - 1 &&
        part.parent &&
        part.marker &&
        !part.marker.atStart &&
        /;[ ]?$/.test(fold.slice(Math.max(piece.start, cut - 3), cut))
      ) {
        to = endOfLast(fold, part.marker.end, to);
        if (to < piece.end) part.parent.own.push({ start: to, end: piece.end });
      }
      fill(part, fold, { start: cut, end: to }, inlineUpTo(to, cut), problems, lexicon);
      from = to;
    }
  }
}

/** A line of a sheet of labels (主办机关：…, 实施内容：, 经费需求：…). */
const LABEL = /^[\p{Script=Han}]{2,8}:/u;

/** The part above `part` whose text is a sheet of labels that a line goes on with behind the numbered lines of one of them; else null. */
function sheetOf(part: Part | null, fold: string, stretch: Span): Part | null {
  const above = part?.parent;
  if (part?.kind !== 'item' || part.own.length !== 1 || !above?.marker || !isLabel(fold, stretch)) return null;
  return above.own.filter((own) => isLabel(fold, own)).length >= 2 ? above : null;
}

const isLabel = (fold: string, { start, end }: Span): boolean => LABEL.test(fold.slice(start, Math.min(end, start + 9)));

/** What a paragraph without marker turns to. */
type Turn = 'closing' | 'section' | 'item';

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
    last.add(parts.at(-1) as Part);
    const styles: string[] = [];
    for (let index = parts.length - 1; index >= 0; index--) {
      const part = parts[index] as Part;
      if (!styles.includes(part.style)) {
        lastOfSeries.add(part);
        styles.push(part.style);
      }
      if (part.children.length > 0) visit(part.children);
    }
  };
  if (roots.length > 0) visit(roots);
  return { lastOfSeries, last, several: new Set() };
}

/**
 * Whose text a paragraph without marker is that follows `part`; null for the closing.
 * @param turn whether the paragraph turns to the audience or sums up (closing), makes demands on all (section), or goes on (item)
 */
function ownerOf(part: Part | null, fold: string, siblings: Siblings, turn: Turn): Part | null {
  if (part === null) return null;
  for (let candidate: Part | null = part; candidate; candidate = candidate.parent) {
    if (
      candidate === part &&
      isBare(candidate, fold) &&
      !closesList(candidate, fold) &&
      !(turn === 'closing' && candidate.kind === 'statement') &&
      !(turn !== 'item' && isWhole(candidate, fold, siblings, turn === 'section'))
    )
      return candidate;
    // Text behind the children of a part is the part's own where another part follows it.
    if (!(candidate === part ? siblings.lastOfSeries : siblings.last).has(candidate)) {
      if (candidate === part) siblings.several.add(candidate.parent);
      return candidate;
    }
    if (candidate.kind === 'statement') return turn === 'closing' ? null : candidate;
    // Behind a list of dashes the item goes on that holds it.
    if (turn === 'item' && part.style === 'dash' && candidate === part.parent && candidate.kind === 'item') return candidate;
    if (turn === 'section' && candidate.parent === null && (candidate !== part || opensAlone(candidate, fold))) return candidate;
    if (
      turn === 'item' &&
      candidate === part &&
      (siblings.several.has(candidate.parent) || candidate.style === 'bare' || opensAlone(candidate, fold))
    )
      return candidate;
  }
  return null;
}

/** A part whose heading stands alone on its line, so that its text is in the paragraphs below. */
const opensAlone = (part: Part, fold: string): boolean =>
  part.children.length === 0 && part.own[0] !== undefined && isHeadingOnly(part, part.own[0], fold) && !closesList(part, fold);

/** A part of which only marker and heading have come so far. */
function isBare(part: Part, fold: string): boolean {
  if (part.children.length > 0 || part.own.length > 1) return false;
  const own = part.own[0];
  if (!own) return true;
  if (part.kind === 'statement') return true;
  return isHeadingOnly(part, own, fold);
}

/** The last item of a list whose items each stand on a line and are parted by ；: it ends with its own line. */
function closesList(part: Part, fold: string): boolean {
  const own = part.own[0];
  if (!own || part.kind !== 'item' || (part.marker?.number ?? 1) < 2) return false;
  return (
    fold.slice(own.start, own.end).trimEnd().endsWith('。') &&
    /;(?:以及|及|和)?\s{0,3}$/.test(fold.slice(Math.max(0, part.start - 8), part.start))
  );
}

/** An item that is a sentence, after others of its series that have no further paragraph: what turns to all is not its text. */
function isWhole(part: Part, fold: string, siblings: Siblings, clauses: boolean): boolean {
  const own = part.own[0];
  if (!own || part.kind !== 'item' || siblings.several.has(part.parent) || (part.marker?.number ?? 1) < 2) return false;
  const text = fold.slice(own.start, own.end).trimEnd();
  return text.endsWith('。') && (!clauses || text.includes(','));
}

function isHeadingOnly(part: Part, own: Span, fold: string): boolean {
  const from = part.marker?.end ?? own.start;
  const rest = fold.slice(from, own.end);
  const stop = rest.search(/[。;]/);
  return rest.length <= 120 && (stop < 0 || stop >= rest.length - 1);
}

/** Adds a stretch of one line to a part and opens the items within it. */
function fill(part: Part, fold: string, stretch: Span, inline: readonly Marker[], problems: Problem[], lexicon: Lexicon): void {
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
    place(stack, marker, behind(inline, index), memory, problems);
    const parent = stack.at(-1) ?? part;
    const item = newPart('item', marker.style, marker.start, part.piece, parent, marker);
    item.inline = true;
    stack.push(item);
    const next = inline[index + 1];
    let end = next?.start ?? stretch.end;
    if (!next || !follows(inline, index)) {
      // The last of a series parted by ; ends at its first full stop.
      const before = memberBefore(parent.children, marker.style);
      // One whose series lost its other ordinals (要…；四是…；要…) is one of them.
      if (!before && marker.behind === ';' && marker.number > 2) end = endOf(fold, marker.end, end, /[;。]/);
      if (before && endsWithSemicolon(fold, before, marker.start)) end = endOfLast(fold, marker.end, end);
    }
    item.own.push({ start: marker.start, end });
    item.heading = headingOf(fold, item, lexicon);
    if (!next && end < stretch.end) own({ start: end, end: stretch.end });
  });
}

/** The member of a series in front of its last one. */
function memberBefore(children: readonly Part[], style: string): Part | undefined {
  for (let at = children.length - 2; at >= Math.max(0, children.length - 20); at--) {
    const child = children[at] as Part;
    if (child.inline && child.style === style) return child;
  }
  return undefined;
}

/** Whether the marker after `index` goes on with the same series. */
const follows = (inline: readonly Marker[], index: number): boolean => {
  const { style, number } = inline[index] as Marker;
  const { from, to } = behind(inline, index);
  for (let at = from; at < to; at++) {
    const next = inline[at] as Marker;
    if (next.style === style && next.number === number + 1) return true;
  }
  return false;
};

/** End of the last item of a series parted by ；: its first full stop. */
const endOfLast = (fold: string, from: number, end: number): number => endOf(fold, from, end, /。/);

function endOf(fold: string, from: number, end: number, mark: RegExp): number {
  const stop = fold.slice(from, end).search(mark);
  return stop < 0 ? end : from + stop + 1;
}

const endsWithSemicolon = (fold: string, item: Part, before: number): boolean =>
  /;[ ]?$/.test(fold.slice(Math.max(item.start, before - 3), before));

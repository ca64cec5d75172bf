import type { Lexicon, NormalText, Passage, Problem, Role, Span } from '../types.js';
import { type Block, blocksOf } from './blocks.js';
import { countProblems } from './checks.js';
import { linesOf } from './lines.js';
import { type Meta, metaOf, roleOfTitle, typeOf } from './meta.js';
import { outlineOf } from './outline.js';
import type { Part } from './parts.js';
import { assignRoles, looksBack, roleByWording, roleOfTurn } from './roles.js';
import { nameSpeakers } from './speakers.js';

export type { Block } from './blocks.js';
export { endOf, type Part } from './parts.js';

/** What the structure stage makes of a normalised text; positions are offsets of that text. */
export interface Structure {
  meta: Meta;
  blocks: Block[];
  parts: Part[];
  /** The parts of the whole tree in document order. */
  all: readonly Part[];
  preamble: Span[];
  closing: Span[];
  /** What stands behind the last line that is read of far too many. */
  unread: Span[];
  preambleRole: Role;
  closingRole: Role;
  /** Roles of paragraphs that turn to something else than the part they stand in, by where they start. */
  turns: ReadonlyMap<number, Role>;
  /** Where paragraphs without a part begin that tell of a time that is over. */
  past: ReadonlySet<number>;
  problems: Problem[];
}

/** A measure is a numbered item with neither numbered items nor headed paragraphs inside it. */
export const isMeasure = (part: Part): boolean => part.kind === 'item' && part.children.length === 0;

/** Finds front matter, noise, the outline and the roles of its parts. */
export function structure(text: NormalText, source: string, lexicon: Lexicon): Structure {
  const blocks = blocksOf(text, linesOf(text), lexicon);
  const { parts, all, preamble, closing, unread, problems } = outlineOf(text, blocks, lexicon);
  const running = [...preamble];
  for (const { own } of all) for (const span of own) running.push(span);
  for (const span of closing) running.push(span);
  const kind = typeOf(text, source, blocks, parts, running, lexicon);
  assignRoles(
    text.fold,
    parts,
    lexicon,
    kind === 'study-speech' || kind === 'work-points' ? 'plan' : roleOfTitle(text.fold, blocks, lexicon),
    kind === 'study-speech',
  );
  if (kind === 'news') nameSpeakers(text.fold, parts, preamble, lexicon);
  let sections = 0;
  let measures = 0;
  for (const part of all) part.id = isMeasure(part) ? `m${++measures}` : `s${++sections}`;
  if (parts.length === 0 && problems.length === 0) problems.push({ code: 'structure/no-outline', span: null });
  problems.push(...countProblems(text.fold, parts, all, preamble, lexicon));
  // Around the statements of a report stands who met and what was on the agenda.
  const tells = parts.some((part) => part.kind === 'statement');
  // 近年来，…矛盾突出 describes how things stand.
  const isPast = (span: Span): boolean =>
    text.fold[span.start] !== '近' &&
    looksBack(text.fold, [span], lexicon) &&
    ['review', 'plan', null].includes(roleByWording(text.fold, [span], lexicon));
  const proseRole = (spans: readonly Span[]): Role =>
    tells ? 'other' : looksBack(text.fold, spans, lexicon) ? 'review' : (roleByWording(text.fold, spans, lexicon) ?? 'other');
  return {
    meta: metaOf(text, source, kind, blocks, parts, running, lexicon),
    blocks,
    parts,
    all,
    preamble,
    closing,
    unread,
    // Text without parts that looks back and demands nothing tells of what was done in all its paragraphs.
    past: new Set(
      tells
        ? []
        : [
            ...(parts.length === 0 && looksBack(text.fold, preamble, lexicon)
              ? preamble
              : [...preamble, ...closing].filter(isPast)),
          ].map(({ start }) => start),
    ),
    preambleRole: proseRole(preamble),
    closingRole: proseRole(closing),
    turns: turnsOf(text.fold, all, lexicon),
    problems,
  };
}

/** Paragraphs of goals and of problems in parts that look back or describe: what is to come, and what is not yet so. */
function turnsOf(fold: string, all: readonly Part[], lexicon: Lexicon): Map<number, Role> {
  const turns = new Map<number, Role>();
  for (const part of all) {
    if (part.role === 'plan' || part.role === 'requirement') continue;
    for (const span of part.own) {
      const role = roleOfTurn(fold, span, lexicon);
      if (role !== null) turns.set(span.start, role);
    }
  }
  return turns;
}

/** The stretches in which facts are found, in document order. */
export function passagesOf({
  all,
  preamble,
  closing,
  preambleRole,
  closingRole,
  turns,
  past,
  blocks,
  problems,
}: Structure): Passage[] {
  const passages: Passage[] = [];
  const columns = new Map<number, string | null>();
  for (const { start, cell } of blocks) if (cell) columns.set(start, cell.column);
  /** Text that no part has; written out as those of parts are, so that all have one shape. */
  const loose = ({ start, end }: Span, owner: string, role: Role): void => {
    const back = past.has(start);
    if (end > start)
      passages.push({
        start,
        end,
        owner,
        role: back ? 'review' : role,
        headingEnd: null,
        numbered: false,
        column: columns.get(start) ?? null,
        past: back,
        guessed: false,
      });
  };
  for (const block of blocks) if (block.kind === 'front') loose(block, 'front', 'other');
  // Of markers piled up, those alone on their line say nothing.
  const shortest = problems.some(({ code }) => code === 'structure/too-many-parts') ? 4 : 1;
  for (const span of preamble) if (span.end - span.start >= shortest) loose(span, 'preamble', preambleRole);
  for (const part of all) {
    for (let index = 0; index < part.own.length; index++) {
      const span = part.own[index] as Span;
      const start = index === 0 && part.marker ? Math.min(part.marker.end, span.end) : span.start;
      if (span.end <= start) continue;
      passages.push({
        start,
        end: span.end,
        owner: part.id,
        role: turns.get(span.start) ?? part.role ?? 'other',
        headingEnd: index === 0 && part.kind !== 'statement' ? (part.heading?.end ?? null) : null,
        numbered: part.marker !== null,
        column: columns.get(span.start) ?? null,
        past: false,
        guessed: part.guessed && !turns.has(span.start),
      });
    }
  }
  for (const span of closing) if (span.end - span.start >= shortest) loose(span, 'closing', closingRole);
  return passages.sort((a, b) => a.start - b.start);
}

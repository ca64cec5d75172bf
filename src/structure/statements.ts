import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Lexicon, Role, Span } from '../types.js';

/** The lead of a statement in a news report: 会议强调, 何金平要求. */
export interface Statement {
  piece: number;
  lead: Span;
  /** The person; null for the meeting itself. */
  speaker: string | null;
  /** Role by the verb; null where the wording of the paragraph decides. */
  role: Role | null;
}

const compile = perLexicon((lexicon: Lexicon) => {
  const verbs = entriesOf(lexicon, 'statements', 'where', 'verb');
  const roles = new Map<string, Role | null>();
  for (const entry of verbs) for (const word of entry.words ?? []) roles.set(word, (entry.role as Role | null) ?? null);
  const between = anyOf(wordsOf(entriesOf(lexicon, 'statements', 'where', 'between')));
  const verb = anyOf(wordsOf(verbs));
  const surnames = anyOf(wordsOf(entriesOf(lexicon, 'surnames')));
  return {
    roles,
    meeting: new RegExp(
      `^(${anyOf(wordsOf(entriesOf(lexicon, 'statements', 'where', 'subject')))})(?:${between}){0,2}(${verb})?`,
    ),
    person: new RegExp(`^(${surnames}[\\u4e00-\\u9fff]{1,2}?)(?:${between}){0,2}(${verb})`),
    personIn: new RegExp(`^(${surnames}[\\u4e00-\\u9fff]{1,2}?)(?:${between})`),
    wrapUp: new RegExp(`^${anyOf(wordsOf(entriesOf(lexicon, 'statements', 'where', 'wrap-up')))}`),
    directive: new RegExp(`^${anyOf(wordsOf(entriesOf(lexicon, 'statements', 'where', 'directive')))}`),
    tail: new RegExp(
      `^[(\\[【]?(?:${entriesOf(lexicon, 'statements', 'where', 'tail')
        .map((entry) => String(entry.pattern))
        .join('|')})`,
    ),
    attendance: new RegExp(anyOf(wordsOf(entriesOf(lexicon, 'statements', 'where', 'attendance')))),
  };
});

/** What may stand in front of who speaks. */
const BEFORE = /^(?:就[^,。;:]{2,40}|会上|会议最后|最后|随后|讲话中),/;

/** Statement leads at the start of pieces; only where two or more show that the text is a report of a meeting. */
export function statementsOf(fold: string, pieces: readonly Span[], lexicon: Lexicon): Statement[] {
  const rules = compile(lexicon);
  const found: Statement[] = [];
  const names = new Map<string, number>();
  for (const [index, piece] of pieces.entries()) {
    const head = fold.slice(piece.start, Math.min(piece.end, piece.start + 24));
    const meeting = rules.meeting.exec(head);
    if (meeting?.[2] !== undefined) {
      found.push({
        piece: index,
        lead: { start: piece.start, end: piece.start + meeting[0].length },
        speaker: null,
        role: rules.roles.get(meeting[2]) ?? null,
      });
      continue;
    }
    // 就做好检查工作，某某某要求，…
    const from = piece.start + (BEFORE.exec(fold.slice(piece.start, Math.min(piece.end, piece.start + 50)))?.[0].length ?? 0);
    const said = from === piece.start ? head : fold.slice(from, Math.min(piece.end, from + 24));
    const person = rules.person.exec(said) ?? rules.personIn.exec(said);
    const name = person?.[1];
    if (!person || !name) continue;
    names.set(name, 0);
    found.push({
      piece: index,
      lead: { start: piece.start, end: from + person[0].length },
      speaker: name,
      role: person[2] === undefined ? null : (rules.roles.get(person[2]) ?? null),
    });
  }
  if (found.length < 2) return [];
  // A name that stands nowhere else is more likely an ordinary word.
  count(fold, names);
  const kept = found.filter(({ speaker }) => speaker === null || (names.get(speaker) ?? 0) > 1);
  return kept.length >= 2 ? kept : [];
}

/** Counts how often each name of two or three characters stands in a text, of all of them in one pass. */
function count(fold: string, names: Map<string, number>): void {
  if (names.size === 0) return;
  const first = new Set([...names.keys()].map((name) => name.charCodeAt(0)));
  for (let at = 0; at < fold.length; at++) {
    if (!first.has(fold.charCodeAt(at))) continue;
    for (const length of [2, 3, 4]) {
      const name = fold.slice(at, at + length);
      const times = name.length === length ? names.get(name) : undefined;
      if (times !== undefined) names.set(name, times + 1);
    }
  }
}

/** Whether a paragraph closes the report (同志们，…; 让我们…), so that it is not of the last item. */
export const isWrapUp = (fold: string, piece: Span, lexicon: Lexicon): boolean =>
  compile(lexicon).wrapUp.test(fold.slice(piece.start, piece.start + 16));

/** Whether a paragraph makes demands on all (各地区、各有关部门要…), so that it is of the section, not of its last item. */
export const isDirective = (fold: string, piece: Span, lexicon: Lexicon): boolean =>
  compile(lexicon).directive.test(fold.slice(piece.start, piece.start + 16));

/** Whether a paragraph only says who is responsible for what stands before it, and by when (责任单位：…, 完成时限：…). */
export const isTail = (fold: string, piece: Span, lexicon: Lexicon): boolean =>
  compile(lexicon).tail.test(fold.slice(piece.start, piece.start + 16));

/** Whether a paragraph tells who attended or how the meeting was held. */
export const isAttendance = (fold: string, piece: Span, lexicon: Lexicon): boolean =>
  compile(lexicon).attendance.test(fold.slice(piece.start, Math.min(piece.end, piece.start + 40))) ||
  compile(lexicon).attendance.test(fold.slice(Math.max(piece.start, piece.end - 14), piece.end));

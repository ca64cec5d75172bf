import type { FactContext, Span, UnitFact } from '../types.js';
import { findActors } from './actors.js';
import { findAssignments } from './units-assignments.js';
import type { Assignment } from './units-content.js';

/** The text between two offsets without the marks and spaces at its ends that only part sentences. */
function trimmed(fold: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /[\s。;,]/.test(fold.charAt(from))) from++;
  while (to > from && /\s/.test(fold.charAt(to - 1))) to--;
  return { start: from, end: to };
}

/** No sentence is longer; a text without marks must not be read again for each assignment in it. */
const LONGEST_SENTENCE = 800;

/** Where the sentence around a stretch begins and ends. */
function sentenceAround(fold: string, within: Span, { start, end }: Span): Span {
  let from = start;
  let to = end;
  const first = Math.max(within.start, start - LONGEST_SENTENCE);
  const last = Math.min(within.end, end + LONGEST_SENTENCE);
  while (from > first && !/[。;\n]/.test(fold.charAt(from - 1))) from--;
  while (to < last && !/[。;\n]/.test(fold.charAt(to))) to++;
  return { start: from, end: to };
}

/** The text each assignment is responsible for: back to the previous one of the same part, or on to the next where it stands in front. */
function scopes(ctx: FactContext, assignments: readonly Assignment[]): Span[] {
  const { fold } = ctx.text;
  const parts = new Map<string, Span>();
  for (const passage of ctx.passages) {
    const part = parts.get(passage.owner);
    if (part === undefined) parts.set(passage.owner, { start: passage.start, end: passage.end });
    else part.end = Math.max(part.end, passage.end);
  }
  const last = new Map<string, { end: number; scope: Span }>();
  return assignments.map((one, index) => {
    const passage = ctx.passages[one.passage];
    const part = passage === undefined ? undefined : parts.get(passage.owner);
    if (passage === undefined || part === undefined) return { start: one.start, end: one.end };
    const before = last.get(passage.owner);
    const back = trimmed(fold, { start: before?.end ?? part.start, end: one.start });
    let scope = back;
    if (one.form === 'sentence') scope = sentenceAround(fold, { start: before?.end ?? passage.start, end: passage.end }, one);
    else if (back.start >= back.end && before !== undefined) scope = before.scope;
    else if (back.start >= back.end) {
      const following = assignments[index + 1];
      const same = following !== undefined && ctx.passages[following.passage]?.owner === passage.owner;
      scope = trimmed(fold, { start: one.end, end: same ? following.start : part.end });
      if (scope.start >= scope.end) scope = { start: one.start, end: one.end };
    }
    last.set(passage.owner, { end: one.end, scope });
    return scope;
  });
}

/** Finds who is made responsible, by an assignment or as the subject of work to be done. */
export function findUnits(ctx: FactContext): UnitFact[] {
  const assignments = findAssignments(ctx);
  const reach = scopes(ctx, assignments);
  const assigned: UnitFact[] = [];
  for (const [index, one] of assignments.entries()) {
    const evidence = { start: one.start, end: one.end };
    const scope = reach[index] ?? evidence;
    for (const { role, rule, names } of one.groups)
      for (const { start, end, name, collective } of names)
        assigned.push({
          name,
          role,
          collective,
          basis: 'assignment',
          span: { start, end },
          scope,
          passage: one.passage,
          rule,
          evidence,
        });
  }
  return [...assigned, ...findActors(ctx, assigned)].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

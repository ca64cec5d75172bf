import type { FactContext, Passage, Span, UnitFact } from '../types.js';
import { type ActorRules, actorRules } from './actors-rules.js';
import {
  bySubject,
  dutySubject,
  FURTHEST,
  listedSubject,
  partedSubject,
  phrasedSubject,
  plainSubject,
} from './actors-subjects.js';
import type { UnitName } from './units-names.js';

const CLAUSE = /[^,。;:!?\n]+/g;

interface Found {
  names: UnitName[];
  clause: Span;
  rule: string;
}

/**
 * @param assigned whether a stretch is part of an assignment, which names its units itself; asked in the order of the text
 * @param room how many actors are looked for
 */
function inPassage(
  ctx: FactContext,
  rules: ActorRules,
  passage: Passage,
  assigned: (clause: Span) => boolean,
  room: number,
): Found[] {
  const { fold } = ctx.text;
  const found: Found[] = [];
  const printed = fold.slice(passage.start, passage.end);
  if (!rules.mayAct.test(printed) && !rules.actsItself.test(printed)) return found;
  CLAUSE.lastIndex = passage.start;
  let opens = true;
  // Behind a subject of the same sentence the next clause may have one too: 县局汇总，卫健局核对.
  let led = false;
  for (let match = CLAUSE.exec(fold); match !== null && match.index < passage.end; match = CLAUSE.exec(fold)) {
    if (found.length >= room) {
      ctx.limit?.stopAt(match.index);
      break;
    }
    const end = Math.min(passage.end, match.index + match[0].length);
    let start = match.index;
    for (
      let opener = rules.opener.exec(fold.slice(start, start + 14));
      opener !== null;
      opener = rules.opener.exec(fold.slice(start, start + 14))
    )
      start += opener[0].length;
    const next = fold.charAt(end);
    if (start >= end) {
      opens = opens || next !== ',';
      continue;
    }
    const clause = { start, end };
    if (assigned(clause)) {
      opens = next !== ',' && next !== ':';
      continue;
    }
    const head = fold.slice(start, start + 2);
    const firm = opens || led || start > match.index || head.startsWith('各') || head === '有关' || head === '相关';
    const byDuty =
      dutySubject(ctx, rules, clause) ?? partedSubject(ctx, rules, clause) ?? (opens ? phrasedSubject(ctx, rules, clause) : null);
    const listed =
      byDuty === null && next === ',' && (head.startsWith('各') ? listedSubject(ctx, rules, clause, passage.end) : null);
    const names = byDuty ?? (listed || null) ?? bySubject(ctx, rules, clause) ?? plainSubject(ctx, rules, clause, firm);
    const last = names?.at(-1);
    const rule = byDuty === null && !listed ? 'verb.work' : 'actor.duty';
    if (
      names &&
      last &&
      !rules.barred.test(fold.slice(last.end, last.end + 8)) &&
      !(byDuty === null && !listed && rules.attribute.test(fold.slice(last.end, Math.min(passage.end, last.end + FURTHEST))))
    ) {
      found.push({ names, clause, rule });
      led = true;
    }
    opens = next !== ',' && next !== ':';
    if (opens) led = false;
  }
  return found;
}

/** No shorter passage tells anybody to act: 省局要做. */
const SHORTEST = 4;

/** Whether a name lies within one of some assignments in order, of which those before `from` end too early. */
function overlaps(evidences: readonly Span[], from: number, { start, end }: Span): boolean {
  for (let at = from; at < evidences.length && (evidences[at] as Span).start < end; at++)
    if (start < (evidences[at] as Span).end) return true;
  return false;
}

/** Names compared without their marks, and 省（区、市） as 省级. */
const same = (name: string): string => name.replace(/[（(]区、市[)）]/g, '级').replace(/[、（）()\s]/g, '');

/** Finds organisations and groups that are the subject of work to be done and that no assignment of the same part names. */
export function findActors(ctx: FactContext, assigned: readonly UnitFact[]): UnitFact[] {
  const rules = actorRules(ctx.lexicon);
  const taken = new Map<string, Set<string>>();
  for (const unit of assigned) {
    const owner = ctx.passages[unit.passage]?.owner ?? '';
    const names = taken.get(owner) ?? new Set<string>();
    taken.set(owner, names.add(same(unit.name)));
  }
  // Where units are assigned, in the order of the text; a clause overlaps those at most that stand around it.
  const evidences = assigned.map(({ evidence }) => evidence).sort((a, b) => a.start - b.start);
  const actors: UnitFact[] = [];
  let before = 0;
  const isAssigned = ({ start, end }: Span): boolean => {
    while (before < evidences.length && (evidences[before] as Span).end <= start) before++;
    const evidence = evidences[before];
    return evidence !== undefined && evidence.start <= start && end <= evidence.end;
  };
  for (const [index, passage] of ctx.passages.entries()) {
    if (passage.role !== 'plan' || passage.owner === 'front' || passage.end - passage.start < SHORTEST) continue;
    if (ctx.limit?.reached(actors.length, passage.start)) break;
    const held = taken.get(passage.owner);
    let from = before;
    for (const { names, clause, rule } of inPassage(
      ctx,
      rules,
      passage,
      isAssigned,
      ctx.limit?.roomFor(actors.length) ?? Number.POSITIVE_INFINITY,
    )) {
      while (from < evidences.length && (evidences[from] as Span).end <= clause.start) from++;
      const isNew = (unit: UnitName): boolean => !held?.has(same(unit.name)) && !overlaps(evidences, from, unit);
      for (const unit of names) {
        // 等部门 stands for what is listed: where that is assigned, so is it.
        if (!isNew(unit) || (ctx.text.fold.charAt(unit.start) === '等' && !names.every(isNew))) continue;
        actors.push({
          name: unit.name,
          role: 'actor',
          collective: unit.collective,
          basis: 'subject',
          span: { start: unit.start, end: unit.end },
          scope: clause,
          passage: index,
          rule,
          evidence: clause,
        });
      }
    }
  }
  return actors;
}

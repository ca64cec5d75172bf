import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { FactContext, Lexicon, Passage, Span, UnitFact } from '../types.js';
import { endingOf, readNames, type UnitName } from './units-names.js';

interface ActorRules {
  modal: RegExp;
  opener: RegExp;
  filler: RegExp;
  /** Words that a subject never opens with: verbs, and 推动, 对, 在. */
  opens: ReadonlySet<string>;
  excluded: RegExp;
  /** Prohibitions and permissions right behind a subject. */
  barred: RegExp;
  general: ReadonlySet<string>;
  /** Words by which a sentence without a word of duty goes on behind its subject. */
  goesOn: ReadonlySet<string>;
  nominal: ReadonlySet<string>;
}

const actorRules = perLexicon((lexicon: Lexicon): ActorRules => {
  const words = (name: string, kind: string) => wordsOf(entriesOf(lexicon, name, 'kind', kind));
  const persons = entriesOf(lexicon, 'actors', 'id', 'actor.person');
  const nominal = new Set(words('verbs', 'nominal'));
  const work = words('verbs', 'work').filter((word) => !nominal.has(word));
  return {
    modal: new RegExp(anyOf(words('actors', 'modal')), 'g'),
    opener: new RegExp(`^(?:${anyOf(words('actors', 'opener'))}|\\d{4}年|[\\s“”])`),
    filler: new RegExp(`${anyOf(words('actors', 'filler'))}$`),
    opens: new Set([...words('actors', 'leader'), ...words('verbs', 'adverb'), ...work]),
    excluded: new RegExp(`${anyOf(wordsOf(persons))}$`),
    barred: new RegExp(`^[^,。;]{0,4}${anyOf(words('actors', 'barred'))}`),
    general: new Set(words('actors', 'excluded')),
    goesOn: new Set([...work, ...words('verbs', 'adverb'), ...words('actors', 'preposition')]),
    nominal,
  };
});

const CLAUSE = /[^,。;:!?\n]+/g;
const FURTHEST = 70;

/** The units of a stretch that stands as a subject, or null where it holds anything else. */
function subjects(ctx: FactContext, rules: ActorRules, span: Span): UnitName[] | null {
  const { text, fold } = ctx.text;
  const printed = fold.slice(span.start, span.end);
  if (printed === '' || rules.excluded.test(printed)) return null;
  const names = readNames(ctx.lexicon, text, fold, span, { strict: true }) ?? onePlace(ctx, span);
  if (names === null) return null;
  const sound = names.every(
    (unit) => !rules.general.has(unit.name) && !rules.excluded.test(unit.name) && !opensAsVerb(ctx, rules, unit),
  );
  return sound ? names : null;
}

/** The word that begins where a stretch begins. */
function wordAt(ctx: FactContext, { start, end }: Span): string {
  const word = ctx.words({ start, end })[0];
  return word?.start === start ? word.text : '';
}

/** Whether a stretch opens with a verb or adverb, so that it is no subject; 积极争取 may be one word. */
function opensAsVerb(ctx: FactContext, rules: ActorRules, span: Span): boolean {
  const word = wordAt(ctx, span);
  return rules.opens.has(word) || (word.length > 2 && rules.opens.has(word.slice(0, 2)));
}

/** 各市, 经济大省: kinds of places are subjects only where they stand alone. */
function onePlace(ctx: FactContext, span: Span): UnitName[] | null {
  const { text, fold } = ctx.text;
  const printed = fold.slice(span.start, span.end);
  const ending = endingOf(ctx.lexicon, printed);
  if (ending?.class !== 'area' || printed.length > 12 || !/^(?:各|经济|试点|有关|相关|帮扶|受)/.test(printed)) return null;
  return readNames(ctx.lexicon, text, fold, span, { strict: false });
}

/** Whether a sentence goes on behind its subject as one that gives work: 完成…, 全面承接…, 结合实际…. */
function goesOn(ctx: FactContext, rules: ActorRules, at: number, end: number): boolean {
  const word = wordAt(ctx, { start: at, end });
  return rules.goesOn.has(word) && !rules.nominal.has(word);
}

/** The subject without a word of duty: the shortest stretch of words that names units and is followed by a verb. */
function plainSubject(ctx: FactContext, rules: ActorRules, clause: Span): UnitName[] | null {
  if (opensAsVerb(ctx, rules, clause)) return null;
  const words = ctx.words({ start: clause.start, end: Math.min(clause.end, clause.start + FURTHEST) });
  for (const word of words) {
    if (word.start <= clause.start || !rules.goesOn.has(word.text) || rules.nominal.has(word.text)) continue;
    const names = subjects(ctx, rules, { start: clause.start, end: word.start });
    if (names !== null) return names;
  }
  return null;
}

/** The subject in front of 要, 应, 务必. */
function dutySubject(ctx: FactContext, rules: ActorRules, clause: Span): UnitName[] | null {
  const { fold } = ctx.text;
  const stretch = fold.slice(clause.start, Math.min(clause.end, clause.start + FURTHEST));
  let tries = 0;
  for (const match of stretch.matchAll(rules.modal)) {
    if (++tries > 3) return null;
    let end = clause.start + match.index;
    for (
      let filler = rules.filler.exec(fold.slice(clause.start, end));
      filler !== null;
      filler = rules.filler.exec(fold.slice(clause.start, end))
    )
      end -= filler[0].length;
    const found = subjects(ctx, rules, { start: clause.start, end });
    if (found !== null) return found;
  }
  return null;
}

/** A subject that a comma parts from its verb: 各地主管部门，要严格…. */
function partedSubject(ctx: FactContext, rules: ActorRules, clause: Span, limit: number): UnitName[] | null {
  const { fold } = ctx.text;
  if (clause.end - clause.start > FURTHEST || fold.charAt(clause.end) !== ',') return null;
  const behind = fold.slice(clause.end + 1, clause.end + 5);
  rules.modal.lastIndex = 0;
  const duty = rules.modal.exec(behind);
  rules.modal.lastIndex = 0;
  if (duty?.index !== 0 && !goesOn(ctx, rules, clause.end + 1, Math.min(limit, clause.end + 9))) return null;
  return subjects(ctx, rules, clause);
}

function inPassage(ctx: FactContext, rules: ActorRules, passage: Passage): { names: UnitName[]; clause: Span }[] {
  const { fold } = ctx.text;
  const found: { names: UnitName[]; clause: Span }[] = [];
  CLAUSE.lastIndex = passage.start;
  let opens = true;
  for (let match = CLAUSE.exec(fold); match !== null && match.index < passage.end; match = CLAUSE.exec(fold)) {
    const end = Math.min(passage.end, match.index + match[0].length);
    let start = match.index;
    for (
      let opener = rules.opener.exec(fold.slice(start, start + 8));
      opener !== null;
      opener = rules.opener.exec(fold.slice(start, start + 8))
    )
      start += opener[0].length;
    const next = fold.charAt(end);
    if (start >= end) {
      opens = opens || next !== ',';
      continue;
    }
    const clause = { start, end };
    const head = fold.slice(start, start + 2);
    const firm = opens || head.startsWith('各') || head === '有关' || head === '相关';
    const names =
      dutySubject(ctx, rules, clause) ??
      partedSubject(ctx, rules, clause, passage.end) ??
      (firm ? plainSubject(ctx, rules, clause) : null);
    const last = names?.at(-1);
    if (names && last && !rules.barred.test(fold.slice(last.end, last.end + 8))) found.push({ names, clause });
    opens = next !== ',';
  }
  return found;
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
  return ctx.passages.flatMap((passage, index) => {
    if (passage.role !== 'plan' || passage.owner === 'front') return [];
    const held = taken.get(passage.owner);
    const assignments = assigned.filter((unit) => unit.passage === index);
    return inPassage(ctx, rules, passage).flatMap(({ names, clause }) =>
      names
        .filter(
          (unit) =>
            !held?.has(same(unit.name)) &&
            !assignments.some(({ evidence }) => evidence.start < unit.end && unit.start < evidence.end),
        )
        .map(
          (unit): UnitFact => ({
            name: unit.name,
            role: 'actor',
            collective: unit.collective,
            basis: 'subject',
            span: { start: unit.start, end: unit.end },
            scope: clause,
            passage: index,
            rule: 'actor.duty',
            evidence: clause,
          }),
        ),
    );
  });
}

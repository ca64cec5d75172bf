import { matchesOf } from '../matches.js';
import type { FactContext, Passage, Span } from '../types.js';
import { type Assignment, assignmentRules, groupsOf, readBracket, readLabels, type UnitGroup } from './units-content.js';
import { endingOf, readNames } from './units-names.js';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '【': '】', '〔': '〕' };
const LONGEST_BRACKET = 500;
const DEEPEST = 4;

/** Brackets of a passage that close within reach, outermost first; one pass, whatever stands in it. */
function brackets(fold: string, passage: Span): Span[] {
  const found: Span[] = [];
  let open: { at: number; closing: string }[] = [];
  for (let at = passage.start; at < passage.end; at++) {
    if (fold.charCodeAt(at) > LAST_BRACKET) continue;
    const char = fold.charAt(at);
    if (!BRACKETS.includes(char)) continue;
    const closing = CLOSING[char];
    if (closing !== undefined) {
      if (open.length > 64) open = open.slice(-8);
      while (open[0] !== undefined && at - open[0].at > LONGEST_BRACKET) open.shift();
      open.push({ at, closing });
    } else if (open.at(-1)?.closing === char) {
      const from = open.pop();
      if (from !== undefined && open.length < DEEPEST && at - from.at < LONGEST_BRACKET)
        found.push({ start: from.at, end: at + 1 });
    }
  }
  return found.length < 2 ? found : found.sort((a, b) => a.start - b.start);
}

const BRACKETS = '()[]【】〔〕';
/** Ideographs come behind all of them. */
const LAST_BRACKET = 0x3015;
const SENTENCE_END = /[。;!?.…”"』」)\]】]/;

/** Whether a bracket stands where a sentence ends or has ended: an assignment never interrupts one. */
function closesSentence(fold: string, passage: Passage, bracket: Span): boolean {
  let before = bracket.start - 1;
  while (before >= passage.start && /\s/.test(fold.charAt(before))) before--;
  if (before < passage.start || SENTENCE_END.test(fold.charAt(before)) || before + 1 === passage.headingEnd) return true;
  return endsThere(fold, passage, bracket.end);
}

function endsThere(fold: string, passage: Span, from: number): boolean {
  let after = from;
  while (after < passage.end && /\s/.test(fold.charAt(after))) after++;
  return after >= passage.end || /[。;([【]/.test(fold.charAt(after));
}

/**
 * Assignments in brackets.
 * @param before how many there are already
 */
function inBrackets(ctx: FactContext, passage: Passage, index: number, before: number): Assignment[] {
  const { fold } = ctx.text;
  const rules = assignmentRules(ctx.lexicon);
  const found: Assignment[] = [];
  let reached = passage.start;
  for (const bracket of brackets(fold, passage)) {
    if (bracket.start < reached) continue;
    if (ctx.limit?.reached(before + found.length, bracket.start)) break;
    const inside = { start: bracket.start + 1, end: bracket.end - 1 };
    const printed = fold.slice(inside.start, inside.end);
    if (printed.length < 2 || !closesSentence(fold, passage, bracket)) continue;
    if (!rules.anyRole.test(printed) && !/[\u4e00-\u9fff]{2}$/.test(printed)) continue;
    const read = readBracket(ctx, inside);
    if (read === null || (read.form === 'bare' && !endsThere(fold, passage, bracket.end))) continue;
    found.push({ ...bracket, passage: index, ...read });
    reached = bracket.end;
  }
  return found;
}

/** Whether an offset lies in none of some spans, which are in order and do not overlap. */
function free(taken: readonly Span[], at: number): boolean {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.start ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 || at >= (taken[low - 1]?.end ?? 0);
}

/** No cell of a column of units is longer. */
const LONGEST_CELL = 300;

/** The units of a cell under 牵头单位 or the like in a flattened table. */
function inColumn(ctx: FactContext, passage: Passage, index: number): Assignment[] {
  const rules = assignmentRules(ctx.lexicon);
  const label = passage.column ? rules.labels.find(({ pattern }) => pattern.test(passage.column ?? '')) : undefined;
  const { start, end } = passage;
  // The head of the column names nobody.
  if (!label?.role || ctx.text.fold.slice(start, end).replace(/ /g, '') === passage.column) return [];
  const names = readNames(ctx.lexicon, ctx.text.text, ctx.text.fold, { start, end }, { strict: false, label: true });
  if (names === null) {
    // A cell may say it in words: 法规处牵头，各科室配合.
    const read = end - start <= LONGEST_CELL ? readBracket(ctx, { start, end }) : null;
    return read === null ? [] : [{ start, end, passage: index, ...read }];
  }
  const groups = [{ role: label.role, rule: label.rule, names }];
  return [{ start, end, passage: index, form: 'label', firstLeads: false, holdsOn: false, groups }];
}

/** Labelled lines: 责任单位：…; a label alone in its line has its value in the next. */
function labelled(ctx: FactContext, passage: Passage, index: number): Assignment[] {
  const { fold, text } = ctx.text;
  const form = { form: 'label', firstLeads: false, holdsOn: false, passage: index } as const;
  const rules = assignmentRules(ctx.lexicon);
  const planned = /^[sm]/.test(passage.owner) && (passage.role === 'plan' || passage.role === 'requirement');
  const found: Assignment[] = readLabels(ctx, passage)
    .filter(({ label }) => planned || !rules.eventLabels.has(label))
    .map(({ start, end, groups }) => ({ start, end, groups, ...form }));
  const next = ctx.passages[index + 1];
  const alone = passage.end - passage.start > 20 ? null : rules.labelAlone.exec(fold.slice(passage.start, passage.end));
  const label = alone === null ? undefined : rules.labels.find((one) => one.pattern.test(alone[1] ?? ''));
  if (label?.role && next !== undefined && next.end - next.start <= 200) {
    const names = readNames(ctx.lexicon, text, fold, next, { strict: true, label: true });
    if (names !== null)
      found.push({
        start: next.start,
        end: next.end,
        ...form,
        passage: index + 1,
        groups: [{ role: label.role, rule: label.rule, names }],
      });
  }
  return found;
}

/** 由所涉及的A、B等部门牵头. */
const CONCERNED = /^(?:所|各自)?(?:涉及|承担任务|分管|对应)的/;

const CLAUSE_BREAK = /[。;,:!?|\n]/;

/** Whether an offset stands in a round bracket that opens shortly before it. */
function inBracket(fold: string, from: number, at: number): boolean {
  const before = fold.slice(Math.max(from, at - 60), at);
  return before.lastIndexOf('(') > before.lastIndexOf(')');
}

/** 由A牵头，B配合 and A牵头，B参与 in running text; a body that is only described (由A牵头的机制) is no assignment. */
function inSentences(ctx: FactContext, passage: Passage, index: number, taken: readonly Span[]): Assignment[] {
  const { fold, text } = ctx.text;
  const rules = assignmentRules(ctx.lexicon);
  const found: Assignment[] = [];
  let reached = passage.start;
  let previous = passage.start;
  for (const match of matchesOf(fold.slice(passage.start, passage.end), rules.eachRunning)) {
    const at = passage.start + match.index;
    const word = rules.running.get(match[0]);
    const from = Math.max(reached, previous, at - 120);
    previous = at + match[0].length;
    if (word === undefined || at < reached || !free(taken, at)) continue;
    // The clause the word stands in, and 由 in it.
    let clause = at;
    while (clause > from && !CLAUSE_BREAK.test(fold.charAt(clause - 1))) clause--;
    const by = clause + fold.slice(clause, at).lastIndexOf('由');
    const named = by >= clause && !rules.notBy.has(fold.slice(by - 1, by + 1)) && !rules.notBy.has(fold.slice(by, by + 2));
    // Without 由 only what others support behind it is an order: A负责，B配合，….
    const shared = !named && word.role === 'responsible' && fold.charAt(previous) === ',';
    if (!named && !shared && match[0].startsWith('牵头') === false) continue;
    if (named && rules.mechanism.test(fold.slice(Math.max(passage.start, by - 8), by))) continue;
    const start = named ? by : clause;
    if (inBracket(fold, passage.start, start) || (!named && rules.leader.test(fold.slice(clause, clause + 6)))) continue;
    const first = named ? by + 1 + (CONCERNED.exec(fold.slice(by + 1, by + 14))?.[0].length ?? 0) : clause;
    const names = readNames(ctx.lexicon, text, fold, { start: first, end: at }, { strict: true });
    // 由企业负责 says whose business it is in general.
    if (names === null || names.every(({ name }) => endingOf(ctx.lexicon, name)?.class === 'firm')) continue;
    const end = at + match[0].length;
    const rest = followers(ctx, end, passage.end);
    if (rest === null || (shared && !rest.groups.some(({ role }) => role === 'support'))) continue;
    found.push({
      start,
      end: rest.end,
      passage: index,
      form: 'sentence',
      firstLeads: false,
      holdsOn: false,
      groups: [{ role: word.role, rule: word.rule, names }, ...rest.groups],
    });
    reached = rest.end;
  }
  return found;
}

/** The groups behind the first (，B、C配合), or null where the whole describes a body (…牵头、…参与的机制). */
function followers(ctx: FactContext, from: number, limit: number): { groups: UnitGroup[]; end: number } | null {
  const { fold } = ctx.text;
  const rules = assignmentRules(ctx.lexicon);
  if (rules.notOrdering.test(fold.slice(from, from + 4))) return null;
  const groups: UnitGroup[] = [];
  let end = from;
  let at = from;
  // 由A牵头制定细则，B、C配合: what is led stands in between.
  const object = /^[^,。;:、\n()]{2,24}(?=,)/.exec(fold.slice(from, Math.min(limit, from + 26)))?.[0].length ?? 0;
  if (object > 0) {
    const clause = { start: from + object + 1, end: from + object + 1 };
    while (clause.end < limit && clause.end - clause.start < 160 && !/[,。;\n]/.test(fold.charAt(clause.end))) clause.end++;
    if (rules.supports.test(fold.slice(clause.start, clause.end)) && groupsOf(ctx, clause, true).length > 0) at += object;
  }
  for (let turn = 0; turn < 4 && fold.charAt(at) === ','; turn++) {
    let stop = at + 1;
    while (stop < limit && stop - at < 160 && !/[,。;\n]/.test(fold.charAt(stop))) stop++;
    const found = groupsOf(ctx, { start: at + 1, end: stop }, true);
    if (found.length === 0) break;
    const last = found.at(-1)?.names.at(-1);
    if (last !== undefined && /^(?:等|共同|积极)?(?:配合|参与|参加|协助|负责)的/.test(fold.slice(last.end, last.end + 8)))
      return null;
    groups.push(...found);
    end = stop;
    at = stop;
  }
  return { groups, end };
}

/** Bare parentheses count only where they close a line of a plan: behind a full stop, or as the habit of the document's bullets. */
function keepBare(ctx: FactContext, all: readonly Assignment[]): Assignment[] {
  const { fold } = ctx.text;
  const kindOf = (one: Assignment): 'stopped' | 'bullet' | 'other' => {
    const passage = ctx.passages[one.passage];
    if (passage === undefined || !/^[sm]/.test(passage.owner) || passage.role === 'review') return 'other';
    const before = fold.slice(Math.max(passage.start, one.start - 14), one.start).trimEnd();
    if (before.length < 4) return 'other';
    if (/[。;]$/.test(before)) return 'stopped';
    const closes = fold.slice(one.end, passage.end).trim() === '';
    return closes && endingOf(ctx.lexicon, before)?.class !== 'body' ? 'bullet' : 'other';
  };
  const kinds = new Map(all.filter((one) => one.form === 'bare').map((one) => [one, kindOf(one)] as const));
  const count = (kind: string) => [...kinds.values()].filter((other) => other === kind).length;
  const habit = count('bullet') >= 2 || count('stopped') >= 3;
  return all.filter((one) => {
    const kind = kinds.get(one);
    return kind === undefined || kind === 'stopped' || (habit && /^[sm]/.test(ctx.passages[one.passage]?.owner ?? ''));
  });
}

/** Where the unit named first leads, it does so in every list of several that only has 负责. */
function letFirstLead(ctx: FactContext, all: readonly Assignment[]): Assignment[] {
  const rules = assignmentRules(ctx.lexicon);
  const outside = ctx.passages.some((passage) => {
    const note = rules.order.exec(ctx.text.fold.slice(passage.start, passage.end));
    return note !== null && free(all, passage.start + note.index);
  });
  let holds = outside;
  return all.map((one) => {
    if (one.firstLeads && one.holdsOn) holds = true;
    if (!holds && !one.firstLeads) return one;
    const [group, ...others] = one.groups;
    if (group === undefined || one.groups.some(({ role }) => role === 'lead') || group.role !== 'responsible') return one;
    const [first, ...rest] = group.names;
    if (first === undefined || rest.length === 0) return one;
    const lead: UnitGroup = { role: 'lead', rule: 'unit.order-first-leads', names: [first] };
    return { ...one, groups: [lead, { ...group, names: rest }, ...others] };
  });
}

/** No shorter passage says who is responsible: 处负责. */
const SHORTEST = 3;
/** Roles of passages in which a sentence may assign. */
const ASSIGNING: ReadonlySet<string> = new Set(['plan', 'requirement', 'other']);

function inPassage(ctx: FactContext, passage: Passage, index: number, before: number): Assignment[] {
  if (passage.column) return inColumn(ctx, passage, index);
  const inside = inBrackets(ctx, passage, index, before);
  const lines = labelled(ctx, passage, index);
  if (inside.length === 0 && lines.length === 0) return ASSIGNING.has(passage.role) ? inSentences(ctx, passage, index, []) : [];
  const outside = lines.filter((one) => free(inside, one.start));
  const bracketed = inside.filter((one) => one.form !== 'bare' || free(outside, one.start));
  const taken = [...bracketed, ...outside].sort((a, b) => a.start - b.start);
  if (!ASSIGNING.has(passage.role)) return taken;
  const sentences = inSentences(ctx, passage, index, taken);
  return sentences.length === 0 ? taken : [...taken, ...sentences].sort((a, b) => a.start - b.start);
}

const find = (ctx: FactContext): Assignment[] => {
  const found: Assignment[] = [];
  for (const [index, passage] of ctx.passages.entries()) {
    if (passage.owner === 'front' || (!passage.column && passage.end - passage.start < SHORTEST)) continue;
    if (ctx.limit?.reached(found.length, passage.start)) break;
    for (const one of inPassage(ctx, passage, index, found.length)) found.push(one);
  }
  return letFirstLead(ctx, keepBare(ctx, found));
};

const known = new WeakMap<FactContext, Assignment[]>();

/** All statements of who is responsible, in document order; found once a document. */
export function findAssignments(ctx: FactContext): readonly Assignment[] {
  let found = known.get(ctx);
  if (found === undefined) {
    found = find(ctx);
    known.set(ctx, found);
  }
  return found;
}

import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { FactContext, Lexicon, Passage, Span, TaskFact, Word } from '../types.js';
import { findAssignments } from './units-assignments.js';
import { WordTable } from './word-table.js';

interface TaskRules {
  /** All verbs by which a sentence can give work. */
  verbs: WordTable<true>;
  work: ReadonlyMap<string, string>;
  aux: ReadonlySet<string>;
  adverb: ReadonlySet<string>;
  modal: ReadonlySet<string>;
  phrase: ReadonlySet<string>;
  statement: ReadonlySet<string>;
  nominal: ReadonlySet<string>;
  joined: ReadonlySet<string>;
  link: ReadonlySet<string>;
  announcement: RegExp;
}

const taskRules = perLexicon((lexicon: Lexicon): TaskRules => {
  const ofKind = (kind: string) => entriesOf(lexicon, 'verbs', 'kind', kind);
  const set = (kind: string) => new Set(wordsOf(ofKind(kind)));
  const work = [...ofKind('work'), ...ofKind('aux')].flatMap((entry) =>
    (entry.words ?? []).map((word) => [word, entry.id] as const),
  );
  return {
    verbs: new WordTable([...work.map(([word]) => word), ...wordsOf(ofKind('joined'))].map((word) => [word, true] as const)),
    work: new Map(work),
    aux: set('aux'),
    adverb: set('adverb'),
    modal: set('modal'),
    phrase: set('phrase'),
    statement: set('statement'),
    nominal: set('nominal'),
    joined: set('joined'),
    link: set('link'),
    announcement: new RegExp(anyOf(wordsOf(ofKind('announcement')))),
  };
});

/** No shorter sentence is a task. */
const SHORTEST = 4;

const SENTENCE_ENDS = new Set(Array.from('。;!\n', (mark) => mark.charCodeAt(0)));

/** Sentences and the parts of a series between semicolons, without the stretches left out. */
function sentences(fold: string, span: Span, leftOut: readonly Span[]): Span[] {
  const found: Span[] = [];
  let start = span.start;
  let at = span.start;
  const close = (end: number, next: number): void => {
    let from = start;
    let to = end;
    while (from < to && /[\s,.、”’)•●·]/.test(fold.charAt(from))) from++;
    while (to > from && /[\s,]/.test(fold.charAt(to - 1))) to--;
    if (to - from >= SHORTEST) found.push({ start: from, end: to });
    start = next;
  };
  let skip = 0;
  while (at < span.end) {
    const out = leftOut[skip];
    if (out !== undefined && at >= out.start) {
      close(Math.max(start, out.start), out.end);
      at = Math.max(at, out.end);
      skip++;
      continue;
    }
    if (SENTENCE_ENDS.has(fold.charCodeAt(at))) close(at, at + 1);
    at++;
  }
  close(span.end, span.end);
  return found;
}

/** Adverbs and helping verbs never run on for more words than these. */
const LONGEST_HEAD = 16;

interface Head {
  word: Word;
  /** A noun as well as a verb (检验, 监管), so that another verb of the clause is the better one. */
  weak: boolean;
}

/** The verb that heads a run of words, behind adverbs and 要; of 加快推进 the last. */
function headAt(rules: TaskRules, words: readonly Word[], from: number): Head | null {
  let last: Word | null = null;
  for (let at = from; at < Math.min(words.length, from + LONGEST_HEAD); at++) {
    const word = words[at];
    if (word === undefined) break;
    const nominal = rules.nominal.has(word.text);
    if (rules.work.has(word.text)) {
      const mayHelp = rules.aux.has(word.text) || rules.adverb.has(word.text);
      if (nominal && !mayHelp && last === null)
        return { word, weak: !rules.joined.has(word.text) || rules.link.has(words[at + 1]?.text ?? '') };
      if (nominal && !mayHelp && last !== null) return { word: rules.joined.has(word.text) ? word : last, weak: false };
      if (!mayHelp) return { word, weak: false };
      last = word;
    } else if (!rules.adverb.has(word.text) && (last !== null || !rules.modal.has(word.text))) break;
  }
  return last === null ? null : { word: last, weak: false };
}

const FIRST_IDEOGRAPH = 0x3400;

/** Stretches of a sentence up to each comma: who has seen enough of it need not have the rest cut into words. */
function* uptoCommas(fold: string, span: Span): Iterable<Span> {
  let { start } = span;
  // Not by indexOf, which would look for the next comma through the whole document.
  for (let at = start; at < span.end; at++) {
    if (fold.charCodeAt(at) !== COMMA) continue;
    yield { start, end: at + 1 };
    start = at + 1;
  }
  if (start < span.end) yield { start, end: span.end };
}

const COMMA = 0x2c;

/** The words of a sentence outside of brackets and titles, clause by clause; 大力发展 and 督促指导 are two words each. */
function* clausesOf(rules: TaskRules, ctx: FactContext, span: Span): Iterable<Word[]> {
  const { fold } = ctx.text;
  let clause: Word[] = [];
  let depth = 0;
  for (const stretch of uptoCommas(fold, span)) {
    for (const word of ctx.words(stretch)) {
      // Most words begin with no mark.
      if (fold.charCodeAt(word.start) >= FIRST_IDEOGRAPH) {
        if (depth === 0) addHalves(rules, word, clause);
        continue;
      }
      const mark = fold.slice(word.start, word.end);
      // A bracket or a title says nothing of what is to be done.
      if (/^[(《]+$/.test(mark)) {
        // The title itself stays as the object of its verb.
        if (depth === 0 && mark.startsWith('《')) clause.push({ ...word, text: '《》' });
        depth += mark.length;
      }
      if (/^[)》]+$/.test(mark)) depth = Math.max(0, depth - mark.length);
      if (depth > 0) continue;
      if (/^[,:]$/.test(mark)) {
        if (clause.length > 0) yield clause;
        clause = [];
      } else if (!/^[、;。\s“”‘’"()《》]+$/.test(mark)) addHalves(rules, word, clause);
    }
  }
  if (clause.length > 0) yield clause;
}

function addHalves(rules: TaskRules, word: Word, clause: Word[]): void {
  if (word.text.length === 4 && !rules.work.has(word.text)) {
    const [first, second] = [word.text.slice(0, 2), word.text.slice(2)];
    if (rules.work.has(second) && (rules.work.has(first) || rules.adverb.has(first))) {
      const middle = word.start + 2;
      clause.push({ text: first, start: word.start, end: middle }, { text: second, start: middle, end: word.end });
      return;
    }
  }
  clause.push(word);
}

/** The verb by which a clause gives work; 'states' where it is a statement. */
function clauseVerb(rules: TaskRules, words: readonly Word[]): Word | 'states' | null {
  const head = headAt(rules, words, 0);
  if (head !== null && !head.weak) return head.word;
  const phrase = rules.phrase.has(words[0]?.text ?? '');
  for (const [index, word] of words.entries()) {
    const next = words[index + 1]?.text ?? '';
    if (rules.statement.has(word.text) && (head === null || rules.link.has(word.text))) return phrase ? null : 'states';
    if (rules.modal.has(word.text)) {
      const behind = headAt(rules, words, index + 1);
      if (behind !== null) return behind.word;
    } else if (rules.work.has(word.text) && !rules.nominal.has(word.text) && !rules.phrase.has(word.text)) {
      const inside = next === '的' || next === '' || /^(?:为|作为)$/.test(words[index - 1]?.text ?? '');
      const verb = inside ? null : headAt(rules, words, index);
      if (verb !== null) return verb.word;
    }
  }
  return head?.word ?? null;
}

/** Whether a verb is printed in a stretch at all; one without any need not be cut into words. */
function holdsVerb({ verbs }: TaskRules, fold: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if (verbs.startingAt(fold, at, end) !== null) return true;
  return false;
}

/** The verb by which a sentence gives work, or null where it only states or tells what was done. */
function verbOf(ctx: FactContext, rules: TaskRules, span: Span): Word | null {
  const { fold } = ctx.text;
  if (!holdsVerb(rules, fold, span)) return null;
  if (rules.announcement.test(fold.slice(span.start, span.end))) return null;
  let first: Word[] | null = null;
  for (const clause of clausesOf(rules, ctx, span)) {
    const verb = clauseVerb(rules, clause);
    if (verb === 'states' && first === null) return null;
    first ??= clause;
    if (verb !== null && verb !== 'states') return /^[了过]/.test(fold.slice(verb.end, verb.end + 1)) ? null : verb;
  }
  // 在重点地区布局建设储能项目: only a noun-like verb behind the phrase.
  return rules.phrase.has(first?.[0]?.text ?? '') ? (first?.findLast(({ text }) => rules.joined.has(text)) ?? null) : null;
}

/** Finds the sentences of plans and requirements that say what is to be done, each with its verb. */
export function findTasks(ctx: FactContext): TaskFact[] {
  const rules = taskRules(ctx.lexicon);
  const byPassage = new Map<number, Span[]>();
  for (const one of findAssignments(ctx)) {
    if (one.form === 'sentence') continue;
    const list = byPassage.get(one.passage);
    if (list) list.push(one);
    else byPassage.set(one.passage, [one]);
  }
  const tasks: TaskFact[] = [];
  for (const [index, passage] of ctx.passages.entries()) {
    if (passage.owner === 'front' || (passage.role !== 'plan' && passage.role !== 'requirement')) continue;
    const body = bodyOf(ctx, passage, index);
    if (body.end - body.start < SHORTEST) continue;
    for (const span of sentences(ctx.text.fold, body, byPassage.get(index) ?? [])) {
      if (ctx.limit?.reached(tasks.length, span.start)) return tasks;
      const verb = verbOf(ctx, rules, span);
      if (verb === null) continue;
      tasks.push({
        text: ctx.text.text.slice(span.start, span.end),
        verb: verb.text,
        span,
        passage: index,
        rule: rules.work.get(verb.text) ?? 'verb.work',
        evidence: { start: verb.start, end: verb.end },
      });
    }
  }
  return tasks;
}

/** The stretch of a passage that can hold tasks: behind the heading, or the heading itself where a measure has nothing else. */
function bodyOf(ctx: FactContext, passage: Passage, index: number): Span {
  const { fold } = ctx.text;
  const heading = passage.headingEnd;
  if (heading === null) return passage;
  const body = { start: Math.min(heading, passage.end), end: passage.end };
  const alone = passage.owner.startsWith('m') && ctx.passages[index + 1]?.owner !== passage.owner;
  const empty = /^[\s。;:!]*(?:$|[(【])/.test(fold.slice(body.start, Math.min(body.end, body.start + 6)));
  return alone && empty && fold.slice(body.start, body.end).replace(/\([^()]*\)|[\s。;]/g, '') === ''
    ? { start: passage.start, end: heading }
    : body;
}

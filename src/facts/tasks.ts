import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { FactContext, Lexicon, Passage, Span, TaskFact, Word } from '../types.js';
import { findAssignments } from './units-assignments.js';

interface TaskRules {
  work: ReadonlyMap<string, string>;
  aux: ReadonlySet<string>;
  adverb: ReadonlySet<string>;
  modal: ReadonlySet<string>;
  phrase: ReadonlySet<string>;
  statement: ReadonlySet<string>;
  duty: RegExp;
}

const taskRules = perLexicon((lexicon: Lexicon): TaskRules => {
  const ofKind = (kind: string) => entriesOf(lexicon, 'verbs', 'kind', kind);
  const set = (kind: string) => new Set(wordsOf(ofKind(kind)));
  const work = [...ofKind('work'), ...ofKind('aux')].flatMap((entry) =>
    (entry.words ?? []).map((word) => [word, entry.id] as const),
  );
  return {
    work: new Map(work),
    aux: set('aux'),
    adverb: set('adverb'),
    modal: set('modal'),
    phrase: set('phrase'),
    statement: set('statement'),
    duty: new RegExp(anyOf(wordsOf(entriesOf(lexicon, 'actors', 'kind', 'modal')))),
  };
});

/** Sentences and the parts of a series between semicolons, without the stretches left out. */
function sentences(fold: string, span: Span, leftOut: readonly Span[]): Span[] {
  const found: Span[] = [];
  let start = span.start;
  let at = span.start;
  const close = (end: number, next: number): void => {
    let from = start;
    let to = end;
    while (from < to && /[\s,.、”’)]/.test(fold.charAt(from))) from++;
    while (to > from && /[\s,]/.test(fold.charAt(to - 1))) to--;
    if (to - from >= 4) found.push({ start: from, end: to });
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
    if (/[。;!?\n]/.test(fold.charAt(at))) close(at, at + 1);
    at++;
  }
  close(span.end, span.end);
  return found;
}

/** The verb that heads a run of words, behind adverbs and 要; of 加快推进 the last. */
function headVerb(rules: TaskRules, words: readonly Word[], from: number): Word | null {
  let aux: Word | null = null;
  for (let at = from; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const isWork = rules.work.has(word.text);
    if (isWork && !rules.aux.has(word.text) && !(rules.adverb.has(word.text) && follows(rules, words[at + 1]))) return word;
    if (isWork && rules.aux.has(word.text)) aux = word;
    else if (!rules.adverb.has(word.text) && !rules.modal.has(word.text) && word.text.trim() !== '') break;
  }
  return aux;
}

const follows = (rules: TaskRules, next: Word | undefined): boolean => next !== undefined && rules.work.has(next.text);

/** The verb by which a sentence gives work, or null where it only states. */
function verbOf(ctx: FactContext, rules: TaskRules, span: Span): Word | null {
  const words = ctx.words(span);
  let opens = true;
  let phrase = false;
  for (const [index, word] of words.entries()) {
    const mark = /^[,、;:。\s“”"()]+$/.test(ctx.text.fold.slice(word.start, word.end));
    if (opens && !mark) {
      const verb = headVerb(rules, words, index);
      if (verb !== null) return verb;
      if (rules.statement.has(word.text)) return null;
      phrase = phrase || rules.phrase.has(word.text);
    } else if (rules.modal.has(word.text) && !rules.statement.has(words[index + 1]?.text ?? '')) {
      const verb = headVerb(rules, words, index + 1);
      if (verb !== null) return verb;
    } else if (rules.statement.has(word.text) && !phrase) return null;
    opens = mark && /[,:]/.test(ctx.text.fold.slice(word.start, word.end));
  }
  if (!phrase && !rules.duty.test(ctx.text.fold.slice(span.start, span.end))) return subjectVerb(rules, words);
  return words.find((word) => rules.work.has(word.text) && !rules.phrase.has(word.text)) ?? null;
}

/** The verb behind a subject: 省药检院完成搬迁. Only a verb that is followed by more counts, so that 数据中心建设 is none. */
function subjectVerb(rules: TaskRules, words: readonly Word[]): Word | null {
  const at = words.findIndex((word) => rules.work.has(word.text) || rules.statement.has(word.text));
  const word = words[at];
  if (word === undefined || at > 12 || rules.statement.has(word.text) || at === words.length - 1) return null;
  return word;
}

/** Finds the sentences of plans and requirements that say what is to be done, each with its verb. */
export function findTasks(ctx: FactContext): TaskFact[] {
  const rules = taskRules(ctx.lexicon);
  const assignments = findAssignments(ctx).filter((one) => one.form !== 'sentence');
  return ctx.passages.flatMap((passage, index) => {
    if (passage.owner === 'front' || (passage.role !== 'plan' && passage.role !== 'requirement')) return [];
    const leftOut = assignments.filter((one) => one.passage === index);
    return bodies(ctx, passage, index).flatMap((body) =>
      sentences(ctx.text.fold, body, leftOut).flatMap((span): TaskFact[] => {
        const verb = verbOf(ctx, rules, span);
        if (verb === null) return [];
        return [
          {
            text: ctx.text.text.slice(span.start, span.end),
            verb: verb.text,
            span,
            passage: index,
            rule: rules.work.get(verb.text) ?? 'verb.work',
            evidence: { start: verb.start, end: verb.end },
          },
        ];
      }),
    );
  });
}

/** The stretch of a passage that can hold tasks: behind the heading, or the heading itself where a measure has nothing else. */
function bodies(ctx: FactContext, passage: Passage, index: number): Span[] {
  const { fold } = ctx.text;
  const heading = passage.headingEnd;
  if (heading === null) return [{ start: passage.start, end: passage.end }];
  const body = { start: Math.min(heading, passage.end), end: passage.end };
  const alone = passage.owner.startsWith('m') && ctx.passages[index + 1]?.owner !== passage.owner;
  const empty = /^[\s。;:!]*(?:$|[(【])/.test(fold.slice(body.start, Math.min(body.end, body.start + 6)));
  return alone && empty && fold.slice(body.start, body.end).replace(/\([^()]*\)|[\s。;]/g, '') === ''
    ? [{ start: passage.start, end: heading }]
    : [body];
}

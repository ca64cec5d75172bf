import { perLexicon } from '../per-lexicon.js';
import type { Lexicon, Passage, Role } from '../types.js';
import { numberAt } from './numbers.js';
import type { Measure } from './quantities-measure.js';
import { WordTable } from './word-table.js';

export type Kind = 'target' | 'result' | 'context';

const BY_ROLE: Record<Role, Kind | null> = {
  review: 'result',
  experience: 'result',
  plan: 'target',
  requirement: 'target',
  situation: 'context',
  problem: 'context',
  other: null,
};

interface Cue {
  kind: Kind;
  words: readonly string[];
  over: readonly string[] | 'any';
  rule: string;
}

const compile = perLexicon((lexicon: Lexicon) => {
  const entries = lexicon['quantity-kinds'] ?? [];
  const cues = (where: string): Cue[] =>
    entries
      .filter((entry) => entry.where === where)
      .map((entry) => ({
        kind: entry.kind as Kind,
        words: entry.words ?? [],
        over: (entry.over as string[] | 'any' | undefined) ?? 'any',
        rule: entry.id,
      }));
  const before = entries.filter((entry) => entry.where === 'before');
  return {
    before: new WordTable(
      before.flatMap((entry) => (entry.words ?? []).map((word) => [word, { kind: entry.kind as Kind, rule: entry.id }] as const)),
    ),
    clause: cues('clause'),
    sentence: cues('sentence'),
  };
});

/** 比1952年的827亿元增长…: what a change is compared with. */
const COMPARED_WITH = /(?<![占对之环同])(?:比|较)(?![重例率值较拟如])(?:[^,。;、]{0,12}年|原|计划|规定)[^,。;、]{0,8}的?$/;
const COMPARED = /[比较](?:上年|去年|前年|上年同期|去年同期|\d{4}年)[^,。;]{0,4}|(?:由|从|在)去年[^,。;]{0,2}/g;

/**
 * Whether a quantity is to be reached, was reached, or neither: by the role of its part, overruled by what its clause and sentence say.
 * @param dated whether a deadline to come governs it
 */
export function kindOf(
  fold: string,
  m: Measure,
  passage: Passage,
  sentence: { start: number; end: number },
  clause: { start: number; end: number },
  dated: boolean,
  thisYear: number | null,
  lexicon: Lexicon,
): { kind: Kind; rule: string } {
  const { before, clause: clauseCues, sentence: sentenceCues } = compile(lexicon);
  // The role of running text outside of the parts is only a guess by its wording.
  const role: Role = passage.owner === 'preamble' || passage.owner === 'closing' ? 'other' : passage.role;
  const base = BY_ROLE[role];
  const past = yearBefore(fold, m, clause, thisYear, lexicon);
  if (m.from) return { kind: 'context', rule: 'kind.from' };
  const standing = before.endingAt(fold, m.start, clause.start) ?? before.endingAt(fold, m.wordsStart, clause.start);
  if (standing) return standing.value;
  if (fold[m.wordsStart - 1] === '等' && /在[^,。;]*等$/.test(fold.slice(clause.start, m.wordsStart)))
    return { kind: 'context', rule: 'kind.place' };
  if (m.change === null && COMPARED_WITH.test(fold.slice(Math.max(clause.start, m.wordsStart - 24), m.wordsStart)))
    return { kind: 'context', rule: 'kind.compared' };
  if (isAttribute(fold, m, clause.end)) return { kind: 'context', rule: 'kind.attribute' };
  if (dated && passage.role !== 'review') return { kind: 'target', rule: 'kind.dated' };
  const own = fold.slice(clause.start, Math.min(clause.end, clause.start + 120)).replace(COMPARED, '');
  const all = fold.slice(Math.max(sentence.start, m.start - 160), Math.min(sentence.end, m.end + 80)).replace(COMPARED, '');
  const says = (cue: Cue, words: string): boolean =>
    (cue.over === 'any' || cue.over.includes(role)) && cue.words.some((word) => words.includes(word));
  const problem = sentenceCues.find((cue) => cue.kind === 'context' && says(cue, all));
  const future = sentenceCues.find((cue) => cue.kind === 'target' && says(cue, all));
  if (future) return { kind: 'target', rule: future.rule };
  const done = clauseCues.find((cue) => says(cue, own));
  if (base === 'target' && past) return { kind: 'result', rule: 'kind.past-year' };
  if (base !== null) return done ? { kind: done.kind, rule: done.rule } : { kind: base, rule: `kind.role.${role}` };
  if (problem) return { kind: 'context', rule: problem.rule };
  const result = done ?? sentenceCues.find((cue) => cue.kind === 'result' && says(cue, all));
  return result
    ? { kind: 'result', rule: result.rule }
    : { kind: passage.role === 'plan' && /[要将]|加快|推进|支持/.test(all) ? 'target' : 'context', rule: 'kind.other' };
}

/** Whether the clause says a year that is over, other than to compare with it. */
function yearBefore(
  fold: string,
  m: Measure,
  clause: { start: number; end: number },
  thisYear: number | null,
  lexicon: Lexicon,
): boolean {
  const years = [
    ...fold
      .slice(Math.max(clause.start, m.start - 60), m.start)
      .matchAll(/(?<![比较从由到至])(\d{4}|[一二][〇零○一二三四五六七八九]{3})年(?!的?基础)/g),
  ];
  const last = years.at(-1);
  return last !== undefined && thisYear !== null && (numberAt(last[1] as string, 0, 4, lexicon)?.value ?? thisYear) < thisYear;
}

/** 海拔1500米以上农村学校: a measure that only says which things are meant. */
export function isAttribute(fold: string, m: Measure, end: number): boolean {
  if (
    (m.sense === 'measure' || m.sense === 'money') &&
    m.comparator !== 'eq' &&
    fold[m.end] === '的' &&
    !/^的(?:水平|目标|速度|标准|规模|要求|任务)/.test(fold.slice(m.end, m.end + 3))
  )
    return true;
  return (
    m.hasAfter &&
    (m.sense === 'measure' || m.sense === 'money') &&
    m.end < end &&
    /[一-龥]/.test(fold[m.end] as string) &&
    !'的水目台大关和及并且为,'.includes(fold[m.end] as string)
  );
}

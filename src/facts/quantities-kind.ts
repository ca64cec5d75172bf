import { matchesOf } from '../matches.js';
import { anyOf, perLexicon } from '../per-lexicon.js';
import type { Lexicon, Passage, Role } from '../types.js';
import { numberAt } from './numbers.js';
import { asideOf } from './quantities-aside.js';
import type { Measure } from './quantities-measure.js';
import { isOpen, type Tense } from './quantities-tense.js';
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
  /** Any of its words. */
  pattern: RegExp;
  over: readonly string[] | 'any';
}

const compile = perLexicon((lexicon: Lexicon) => {
  const entries = lexicon['quantity-kinds'] ?? [];
  const cues = (where: string): Cue[] =>
    entries
      .filter((entry) => entry.where === where)
      .map((entry) => ({
        kind: entry.kind as Kind,
        pattern: new RegExp(anyOf(entry.words ?? [])),
        over: (entry.over as string[] | 'any' | undefined) ?? 'any',
      }));
  const pattern = (where: string, edge: string, flags = ''): RegExp => {
    const sources = entries.filter((entry) => entry.where === where).map((entry) => String(entry.pattern));
    return sources.length > 0 ? new RegExp(`(?:${sources.join('|')})${edge}`, flags) : /(?!)/g;
  };
  const before = entries.filter((entry) => entry.where === 'before');
  return {
    before: new WordTable(
      before.flatMap((entry) =>
        (entry.words ?? []).map(
          (word) => [word, { kind: entry.kind as Kind, over: (entry.over as string[] | 'any' | undefined) ?? 'any' }] as const,
        ),
      ),
    ),
    aim: pattern('aim', '$'),
    labels: new WordTable(
      entries
        .filter((entry) => entry.where === 'label')
        .flatMap((entry) => (entry.words ?? []).map((word) => [word, true] as const)),
    ),
    comparedWith: pattern('compared-with', '$'),
    comparison: pattern('comparison', '', 'g'),
    work: cues('work'),
    clause: cues('clause'),
    lead: cues('lead'),
    sentence: cues('sentence'),
  };
});

/**
 * Whether a quantity is to be reached, was reached, or neither: by the role of its part, overruled by what its clause and sentence say.
 * @param dated whether a deadline to come governs it
 * @returns the kind, and whether words of standing (现有) said it, which the items of a list share
 */
export function kindOf(
  fold: string,
  m: Measure,
  passage: Passage,
  sentence: { start: number; end: number },
  clause: { start: number; end: number },
  dated: boolean,
  thisYear: number | null,
  tense: Tense,
  lexicon: Lexicon,
): { kind: Kind; standing: boolean } {
  const {
    before,
    aim,
    labels,
    lead: leadCues,
    clause: clauseCues,
    sentence: sentenceCues,
    work,
    comparedWith,
    comparison,
  } = compile(lexicon);
  const as = (kind: Kind) => ({ kind, standing: false });
  // The role of running text outside of the parts is only a guess by its wording, but that it looks back is plain.
  const loose = passage.owner === 'preamble' || passage.owner === 'closing';
  const role: Role = loose ? (passage.past ? 'review' : 'other') : passage.role;
  const base = BY_ROLE[role];
  if (m.from) return as('context');
  const standing = before.endingAt(fold, m.start, clause.start) ?? before.endingAt(fold, m.wordsStart, clause.start);
  if (standing && (standing.value.over === 'any' || standing.value.over.includes(role)))
    return { kind: standing.value.kind, standing: true };
  if (fold[clause.start - 1] === ':' && labels.endingAt(fold, clause.start - 1, clause.start - 6)) return as('context');
  const aside = asideOf(fold, m, passage, sentence, clause, base === 'target', lexicon);
  if (aside) return { kind: 'context', ...aside };
  const compared = (at: number): boolean => comparedWith.test(fold.slice(Math.max(clause.start, at - 24), at));
  const aimed = (at: number): boolean => aim.test(fold.slice(Math.max(clause.start, at - 14), at));
  // 聚焦增长6%目标任务: what is aimed at, unless it was reached.
  if (base === 'result' && AIM_BEHIND.test(fold.slice(m.end, m.end + 7)))
    return as(/完成|实现|达到|超过|高于|达成/.test(fold.slice(clause.start, clause.end)) ? 'context' : 'target');
  if (base !== 'target' && base !== null && m.change === null && (aimed(m.wordsStart) || aimed(m.start))) return as('context');
  if (m.change === null && (compared(m.wordsStart) || compared(m.start))) return as('context');
  if (isAttribute(fold, m, clause.end) || isOfCountry(fold, m)) return as('context');
  if (dated && passage.role !== 'review') return as('target');
  const own = fold.slice(clause.start, Math.min(clause.end, clause.start + 120)).replace(comparison, '');
  const all = fold.slice(Math.max(sentence.start, m.start - 160), Math.min(sentence.end, m.end + 80)).replace(comparison, '');
  const says = (cue: Cue, words: string): boolean => (cue.over === 'any' || cue.over.includes(role)) && cue.pattern.test(words);
  if (sentenceCues.some((cue) => cue.kind === 'target' && says(cue, all))) return as('target');
  // 比例不低于40%: where nothing else tells, a bound is set for what is to come.
  if (
    base === null &&
    (m.comparator === 'gte' || m.comparator === 'lte') &&
    /^不[低高少多超]/.test(fold.slice(m.start, m.start + 2))
  )
    return as('target');
  if (base === 'target' && yearBefore(fold, m, sentence, clause, thisYear, lexicon)) return as('result');
  const lead = fold.slice(Math.max(sentence.start, clause.start - 100), clause.start);
  // 检查2020年以来新开办的128家企业: what is said of the things counted is not said of the count.
  const ofThings = base === 'target' && m.sense !== 'rate' && fold[m.wordsStart - 1] === '的';
  const done = ofThings ? undefined : (clauseCues.find((cue) => says(cue, own)) ?? leadCues.find((cue) => says(cue, lead)));
  if (done && base !== null) return as(done.kind);
  // 会上,三家企业作了表态: who spoke or was visited is no work done.
  const open = (base === null || base === 'target') && isOpen(passage) && !AGENDA.test(fold.slice(sentence.start, m.start));
  const { score, near } = open ? tense.of(m, passage, sentence, clause) : UNTOLD;
  if (base !== null) return as(score >= GUESS_GIVES_WAY ? 'result' : base);
  if (score < STRONG && sentenceCues.some((cue) => cue.kind === 'context' && says(cue, all))) return as('context');
  if (done) return as(done.kind);
  if (score >= TELLS) return as('result');
  if (near < 0 || score <= -2.5) return as('target');
  if (sentenceCues.some((cue) => cue.kind === 'result' && says(cue, all))) return as('result');
  return as(passage.role === 'plan' && work.some((cue) => says(cue, all)) ? 'target' : 'context');
}

/** How sure the tense of the text must be to tell, to speak against words of trouble, and against a role that was guessed. */
const [TELLS, STRONG, GUESS_GIVES_WAY] = [1.5, 3, 2];
const AGENDA = /^[^,。]{0,10}(?:会上|刚才|与会|参会)/;
const UNTOLD = { score: 0, near: 0 };

/** A number that is an aim. */
const AIM_BEHIND = /^(?:左右|以上)?的?(?:年度|预期|增长)?目标/;

/** Whether the clause says a year that is over, other than to compare with it. */
function yearBefore(
  fold: string,
  m: Measure,
  sentence: { start: number; end: number },
  clause: { start: number; end: number },
  thisYear: number | null,
  lexicon: Lexicon,
): boolean {
  // 对2021年抽检不合格的15家企业: the year is of what is counted, not of the count; and a floor is set for what is to come.
  if (thisYear === null || fold[m.wordsStart - 1] === '的' || m.comparator === 'gte' || m.comparator === 'lte') return false;
  const lead = fold.slice(Math.max(sentence.start, m.start - 100), m.start);
  if (!lead.includes('年')) return false;
  const own = matchesOf(fold.slice(Math.max(clause.start, m.start - 60), m.start), YEAR);
  // 1958年小学生有三百万人，中学生三十万人: a year that opens a clause before goes on, until words of what is to come.
  const last = (own.length > 0 ? own : matchesOf(lead, YEAR_OPENS)).at(-1)?.[1];
  return last !== undefined && (numberAt(last, 0, 4, lexicon)?.value ?? thisYear) < thisYear;
}

const YEAR = /(?<![比较从由到至])(\d{4}|[一二][〇零○一二三四五六七八九]{3})年(?!的?基础)/g;
const YEAR_OPENS =
  /(?<=^|[,;:(])(?:到了?|在)?(\d{4}|[一二][〇零○一二三四五六七八九]{3})年(?!的?基础)|今年|明年|今后|[将拟要]|力争|确保|计划/g;

/** 有14亿人口的大国: the size of what is spoken of. */
const isOfCountry = (fold: string, m: Measure): boolean =>
  /^(?:人口)?的[^,。;的]{0,8}(?:国家|大国|大省|大市)/.test(fold.slice(m.end, m.end + 16));

/** What is done to those that fail, before or behind how often they did. */
const OFFENCE =
  /(?:不合格|违法|违规|处罚|被投诉|被约谈|超标|逾期)[达满]? 的[一-龥]| (?:不合格|违法|违规|处罚|超标|逾期)的[一-龥]/;

/** Whether a bracket opened shortly before, with nothing counted in it before. */
const inBrackets = (fold: string, m: Measure): boolean =>
  /\([^()\d,;。]{0,10}$/.test(fold.slice(Math.max(0, m.start - 11), m.start));

/** 海拔1500米以上农村学校: a measure that only says which things are meant. */
export function isAttribute(fold: string, m: Measure, end: number): boolean {
  if (
    (m.sense === 'measure' || m.sense === 'money') &&
    m.comparator !== 'eq' &&
    fold[m.end] === '的' &&
    !/^的(?:水平|目标|速度|标准|规模|要求|任务)/.test(fold.slice(m.end, m.end + 3))
  )
    return true;
  // 总投资3亿元的园区
  if (
    m.sense === 'money' &&
    fold[m.end] === '的' &&
    /(?:投资额?|估值|货值|造价|产值|营收)[约近达超为]{0,2}$/.test(fold.slice(Math.max(0, m.start - 8), m.numberStart)) &&
    !/^的(?:水平|目标|速度|标准|规模|要求|任务)/.test(fold.slice(m.end, m.end + 3))
  )
    return true;
  // 对涨幅超过50%的品种, 涨幅超过50%或者金额超过100万元的品种.
  if (
    !m.hasAfter &&
    (m.comparator === 'gt' || m.comparator === 'lt') &&
    /[率幅比重例额值度量数](?:超过|高于|低于|不足|少于|大于|小于|不到|超)?$/.test(
      fold.slice(Math.max(0, m.numberStart - 4), m.numberStart),
    ) &&
    /^(?:的(?!水平|目标|速度|标准|规模|要求|任务)|或者?[^,。;的]{2,20}的)/.test(fold.slice(m.end, m.end + 24))
  )
    return true;
  // 大案要案(货值50万元以上): what brackets add says which things are meant.
  if (m.hasAfter && (m.sense === 'measure' || m.sense === 'money') && fold[m.end] === ')' && inBrackets(fold, m)) return true;
  // 对抽检不合格2批次及以上的单位.
  if (
    m.hasAfter &&
    (m.sense === 'event' || m.unit === '批次') &&
    OFFENCE.test(`${fold.slice(Math.max(0, m.start - 4), m.start)} ${fold.slice(m.end, m.end + 5)}`)
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

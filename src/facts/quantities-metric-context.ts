import type { Lexicon, Passage } from '../types.js';
import type { Measure } from './quantities-measure.js';
import type { Metric } from './quantities-metric.js';
import { bareThings, hasOwnVerb } from './quantities-metric-words.js';

/** Words that say no more than that there is an aim or a figure: what is measured stands in the heading or in front. */
const GENERIC = /^(?:规划|目标|规划目标|年度目标|规划目标值|目标值|预期值|实际值|实际|实绩|现值|高出|超出|达成值|衡量标准)?$/;

/** How a heading ends that names what is measured. */
const MEASURED = /(?:[率量数额值度长宽]|比例|比重|占比|面积|时限|收入|支出|人次|指数)$/;

/** A comparison with a figure that is no time (较法定时限, 比计划): it is of what was measured before. */
const COMPARED = /^[比较](?![重例率值较拟如])[^,。;]{2,14}$/;

/** What is compared with, whole in front of its number. */
const OTHER = /^[比较](?![重例率值较拟如])([^,。;、比较]{3,18}?)的?$/;

/** Shares of a task or plan (完成全年任务的112%). */
const OF_TASK = /(?:完成|超过|超|占)(?:了)?(?:全年|年度|序时|规划|既定)?(?:目标|任务|计划|预算|进度)+的?$/;

/** A share of a task whose size is said. */
const OF_SIZED = /^((?:完成|达到|占)了?[^,。;:\d]{0,8}(?:目标|任务|计划|预算|指标)数?)[\d.]{1,9}[万亿]?[一-龥]{1,3}的$/;

/** A share of something that is said of what was named before (，为目标的103%). */
const SHARE_OF = /^(?:[仅只约已]{0,2})((?:为|是|相当于)[^,、]{2,14})的$/;

/** The longest metric that is put together from two. */
const LONGEST = 26;

const MARKER = /^[(]?(?:第?[一二三四五六七八九十百\d]{1,5}[章节条]?|[壹贰叁参肆伍陆柒捌玖拾①-⑳])[)、.． ]{1,3}/;

/** The headings of the parts that name what is measured, by their owner. */
export function measuredHeadings(fold: string, passages: readonly Passage[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { owner, start, headingEnd } of passages) {
    if (headingEnd === null || headingEnd - start > 40) continue;
    const words = fold.slice(start, headingEnd).replace(MARKER, '').trim();
    if (words.length >= 3 && words.length <= 24 && !/[,。;:\d]/.test(words) && MEASURED.test(words)) found.set(owner, words);
  }
  return found;
}

/** The label in front of the colon that opens the clause (经费需求:), without words of time. */
function labelOf(fold: string, clauseStart: number, floor: number, lexicon: Lexicon): string {
  if (fold[clauseStart - 1] !== ':') return '';
  const before = fold.slice(Math.max(floor, clauseStart - 16), clauseStart - 1);
  const label = bareThings(before.slice(before.search(/[一-龥]*$/)), lexicon);
  return label.length >= 2 && label.length <= 12 ? label : '';
}

/** What the clause before names to be measured (…所占的比重，一九五二年为40%). */
function measuredBefore(fold: string, clauseStart: number, floor: number, lexicon: Lexicon): string {
  if (fold[clauseStart - 1] !== ',') return '';
  const before = fold.slice(Math.max(floor, clauseStart - 26), clauseStart - 1);
  // 加工率偏低，仅为全省的八成
  const words = bareThings(before.slice(before.search(/[^,。;:!?\n]*$/)), lexicon).replace(
    /[仍还]?(?:偏[低高]|比?较[低高]|不高|最[多大高少](?:的是[^,、]{2,8})?)$/,
    '',
  );
  return words.length >= 3 && !/\d/.test(words) && MEASURED.test(words) ? words.slice(-18) : '';
}

/**
 * What a measure measures where its own words only compare it or say nothing: the words before it, its label, its heading.
 * @param own what the words around it say
 * @param previous the metric of the measure before it in the sentence
 */
export function inContext(
  fold: string,
  m: Measure,
  own: Metric,
  previous: Metric | null,
  clauseStart: number,
  floor: number,
  heading: string | undefined,
  lexicon: Lexicon,
): Metric {
  const text = own.text ?? '';
  const task = m.sense === 'rate' ? OF_TASK.exec(fold.slice(Math.max(clauseStart, m.wordsStart - 14), m.wordsStart)) : null;
  // 约占计划任务的65%: what it is of stands within the words of the number.
  const within =
    m.sense === 'rate' && own === previous && m.numberStart - m.wordsStart > 4
      ? OF_TASK.exec(fold.slice(m.wordsStart, m.numberStart))
      : null;
  if (within) return { ...own, text: joined(text, within[0].replace(/的$/, '')) };
  // 完成年目标任务12500人的98%: how large the task is stands between.
  const sized = m.sense === 'rate' && fold[m.start - 1] === '的' ? OF_SIZED.exec(fold.slice(clauseStart, m.start)) : null;
  if (sized) return { text: sized[1] as string, verb: '' };
  if (task && previous !== own) {
    const of = previous?.text ?? measuredBefore(fold, clauseStart, floor, lexicon);
    return { verb: '', ...previous, text: joined(of, task[0].replace(/的$/, '')) };
  }
  const share =
    m.sense === 'rate' && previous !== own
      ? SHARE_OF.exec(fold.slice(clauseStart, Math.min(m.wordsStart, clauseStart + 24)))
      : null;
  // 是“十五”期末的1.9倍: a time says nothing of what is measured.
  if (share && previous && /(?:期末|时期|期间|年|同期|末|初)$/.test(share[1] as string)) return previous;
  if (share) {
    const of = previous?.text ?? measuredBefore(fold, clauseStart, floor, lexicon);
    if (of) return { verb: '', ...previous, text: joined(of, share[1] as string) };
  }
  // 较112年度法定预算11亿元增加…: another figure, that has a name of its own.
  const other = m.change === null && m.sense !== 'rate' ? OTHER.exec(fold.slice(clauseStart, m.wordsStart)) : null;
  if (other) {
    const named = bareThings(other[1] as string, lexicon);
    if (named.length >= 2 && !/同期|^[去上前]年/.test(named)) return { text: named, verb: '', aside: true };
  }
  if (own !== previous && COMPARED.test(text)) {
    if (m.change === null && m.sense !== 'rate') return { text: text.slice(1), verb: '', aside: true };
    const whole = previous?.text ?? heading;
    // 较目标值98%高: what it is compared with is no more than that.
    const aim = m.change === null && /值$/.test(text);
    if (whole !== undefined) return { verb: '', ...previous, text: joined(whole, aim ? text.slice(1) : text), aside: aim };
  }
  // 应汰换货车三千辆，仅汰换九百辆
  if (
    text.length === 2 &&
    previous?.text &&
    previous.text.length > 3 &&
    previous.text.includes(text) &&
    hasOwnVerb(text, lexicon)
  )
    return previous;
  if (/^(?:高出|超出)$/.test(text) && previous?.text) return previous;
  if (/^(?:实现|完成|达到)$/.test(text) && previous?.text) return previous;
  // 甲在乙下降三成的情况下增长12%
  if (text === '情况下') return { text: /^(.{2,12}?)在/.exec(fold.slice(clauseStart, m.start))?.[1] ?? null, verb: '' };
  if (!GENERIC.test(text)) return own;
  const label = measuredBefore(fold, clauseStart, floor, lexicon) || labelOf(fold, clauseStart, floor, lexicon);
  const named = GENERIC.test(label) ? heading : label;
  return named ? { text: named, verb: '' } : own;
}

const joined = (words: string, more: string): string => (words.length + more.length <= LONGEST ? words + more : words);

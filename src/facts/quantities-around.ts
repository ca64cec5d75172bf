import type { Lexicon } from '../types.js';
import { exact } from './number-parts.js';
import type { NumberMatch } from './numbers.js';
import type { Measure } from './quantities-measure.js';
import { type Comparator, type Direction, wordsAround } from './quantities-words.js';
import type { UnitMatch } from './units-of-measure.js';

/** Marks between the things of a list. */
export const LIST_MARK = new Set(['、', '和', '与', '及', '或']);

export function afterWord(
  fold: string,
  at: number,
  end: number,
  lexicon: Lexicon,
): { comparator: Comparator; end: number } | null {
  const after = wordsAround(lexicon).after.startingAt(fold, at, end);
  if (!after) return null;
  const to = at + after.word.length;
  if (after.value.not) {
    after.value.not.lastIndex = to;
    if (after.value.not.test(fold)) return null;
  }
  return { comparator: after.value.comparator, end: to };
}

/** The verb that goes on to the other end of a change (自8.5%提升至10%). */
const OTHER_END = /^[一-龥]{1,3}[到至为]/;

/** At most this many words are read backwards from a number. */
const STEPS = 8;

/** Reads the words around a number and its unit. */
export function measureOf(
  fold: string,
  number: NumberMatch,
  unit: UnitMatch | null,
  floor: number,
  end: number,
  lexicon: Lexicon,
): Measure {
  const around = wordsAround(lexicon);
  const factor = unit?.factor ?? 1;
  const unitEnd = unit?.end ?? number.end;
  const inside =
    unit !== null && unit.start > number.end && number.end < unitEnd ? around.inside.startingAt(fold, number.end, end) : null;
  const trailing = inside ? null : trailingOdd(fold, unitEnd, unit);
  const after = afterWord(fold, trailing ?? unitEnd, end, lexicon);
  let comparator: Comparator = 'eq';
  let reach: Measure['reach'] = null;
  let [direction, change]: [Direction | null, Measure['change']] = [null, null];
  let to = false;
  let from = false;
  let at = number.start;
  let printed = number.start;
  let parted = false;
  if (unit?.rule === 'measure.turn') {
    direction = 'increase';
    change = 'to';
    const turned = around.turn?.pattern.exec(fold.slice(Math.max(floor, number.start - 4), number.start))?.[0] ?? '';
    if (/[近约]/.test(turned)) comparator = 'approx';
    at = number.start - turned.length;
    printed = at;
  }
  for (let step = 0; step < STEPS && at > floor; step++) {
    const dated = around.skip.exec(fold.slice(Math.max(floor, at - 8), at));
    if (dated) {
      at -= dated[0].length;
      parted = true;
      continue;
    }
    const word = around.before.endingAt(fold, at, floor);
    if (!word) break;
    const { value } = word;
    if (word.word === '有' && '原所具拥'.includes(fold[at - 2] as string)) break;
    if (value.does === 'compare') {
      // 超, 过, 上 before a plain number are verbs of comparison only where they touch it.
      // 至少降低30%: a bound may stand before a change.
      if (comparator !== 'eq' || reach || (change && (value.comparator !== 'gte' || word.word.length < 2))) break;
      if (word.word.length === 1 && WITHIN_WORD.test(fold.slice(at - 2, at))) break;
      if (word.word.length === 1 && at !== number.start && '过上破'.includes(word.word)) break;
      if ('过上破'.includes(word.word) && !number.bare && !(word.word === '破' || word.word === '过')) break;
      comparator = value.comparator;
      printed = at - word.word.length;
    } else if (value.does === 'reach') {
      if (change || reach) break;
      reach = { target: value.target, result: value.result };
      if (comparator === 'eq') printed = at - word.word.length;
    } else if (value.does === 'change') {
      // 改造提升25个机构 does not raise a number by 25.
      if (change || (!to && actsOnThings(fold, unit, after?.end ?? unitEnd, end) && !around.governing.endingAt(fold, at, floor)))
        break;
      if (
        !to &&
        value.ratesOnly &&
        unit !== null &&
        unit.sense !== 'rate' &&
        unit.sense !== 'money' &&
        unit.sense !== 'time' &&
        // 亩产提升12斤: of a yield it is a change, of 路网提升12公里 none.
        !(unit.sense === 'measure' && YIELD.test(fold.slice(at - 4, at - word.word.length)))
      )
        break;
      change = to ? 'to' : 'by';
      direction = to ? null : value.direction;
      if (change === 'by' && direction === null) change = null;
      // 增加至2025年年底的三百家: the year stands between.
      if (!parted) printed = at - word.word.length;
    } else if (value.does === 'to') to = true;
    else if (word.word === '从' || word.word === '由') from = true;
    else if (word.word === '自') {
      // 自8.5%提升至10%, but 来自20个国家.
      if (fold[at - 2] === '来' || !OTHER_END.test(fold.slice(unitEnd, Math.min(end, unitEnd + 6)))) break;
      from = true;
    } else if (word.word === '达到' || word.word === '达') reach ??= { target: 'gte', result: 'eq' };
    at -= word.word.length;
    if (from) break;
  }
  if (comparator === 'eq' && !reach && !change && !from) {
    const bound = around.bound.exec(fold.slice(Math.max(floor, at - 10), at));
    if (bound) {
      comparator = 'gte';
      printed = at - bound[0].length;
    }
  }
  const since = from ? null : around.since.exec(fold.slice(Math.max(floor, at - 14), at));
  if (since) {
    from = true;
    at -= since[0].length;
  }
  if (comparator === 'eq' && !reach && !change && !from && (unit === null || unit.sense === 'rate')) {
    const distant = distantComparator(fold, at, floor, lexicon);
    if (distant) ({ comparator, at } = distant);
  }
  const value = number.value === null ? null : number.value * factor;
  const odd = inside !== null || trailing !== null || number.more;
  return {
    start: printed,
    end: after?.end ?? trailing ?? unitEnd,
    numberStart: number.start,
    numberEnd: number.end,
    unitEnd: trailing ?? unitEnd,
    wordsStart: at,
    value: value === null ? null : exact(value),
    max: number.max === null ? null : exact(number.max * factor),
    masked: number.masked,
    scale: number.scale,
    unit: unit?.unit ?? number.unit ?? '',
    sense: unit?.sense ?? 'rate',
    rule:
      unit?.rule ?? (number.unit === '比例' ? 'measure.fraction' : number.unit === '‰' ? 'measure.permille' : 'measure.percent'),
    chinese: number.chinese,
    bare: number.bare,
    comparator:
      after?.comparator ??
      (comparator !== 'eq'
        ? comparator
        : odd
          ? 'gt'
          : number.max !== null && number.chinese && !/[至到~—–-]/.test(fold.slice(number.start, number.end))
            ? 'approx'
            : 'eq'),
    reach,
    direction,
    change,
    from,
    hasAfter: after !== null,
    lent: false,
    noun: unit?.sense === 'people' ? fold.slice(unit.start, unit.end) : '',
  };
}

/** How a thing ends that is itself a measure, with a word of change behind it. */
const YIELD = /[单亩总]产$|产量$|速度$|均值$|面积$/;

/** 签约500人, 附近3家: the mark of comparison is part of a word. */
const WITHIN_WORD = /[签预制契合公条履违赴集]约|[最附邻亲靠]近|[反赶]超|[通经不]过/;

const actsOnThings = (fold: string, unit: UnitMatch | null, at: number, end: number): boolean =>
  unit !== null &&
  (unit.sense === 'count' || unit.sense === 'event') &&
  at < end &&
  /[一-龥“《]/.test(fold[at] as string) &&
  !LIST_MARK.has(fold[at] as string);

/** 不低于最低生活保障标准的1.6倍, 不足全省的六成: a comparator whose object stands before the number. */
function distantComparator(
  fold: string,
  at: number,
  floor: number,
  lexicon: Lexicon,
): { comparator: Comparator; at: number } | null {
  if (fold[at - 1] !== '的') return null;
  for (let to = at - 2; to > Math.max(floor, at - 26) && !/[,。;:、]/.test(fold[to] as string); to--) {
    const word = wordsAround(lexicon).before.endingAt(fold, to, floor);
    if (word?.value.does === 'compare' && word.word.length > 1)
      return { comparator: word.value.comparator, at: to - word.word.length };
  }
  return null;
}

/** A 多 or 余 behind a unit (5公里多, 一倍多), where no word begins with it. */
function trailingOdd(fold: string, at: number, unit: UnitMatch | null): number | null {
  if (!unit || (unit.sense !== 'rate' && unit.sense !== 'measure')) return null;
  return /^[多余](?![样元少种个次家年地数])/.test(fold.slice(at, at + 2)) ? at + 1 : null;
}

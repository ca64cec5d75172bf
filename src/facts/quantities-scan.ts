import type { Lexicon } from '../types.js';
import { endOfRun, type NumberMatch, numberAt, opensNumber, rangeAt, spread } from './numbers.js';
import { type Comparator, type Direction, wordsAround } from './quantities-words.js';
import { type UnitMatch, type UnitSense, unitAt } from './units-of-measure.js';

/** A number with its unit and the words that touch it, before it is known what it measures. */
export interface Measure {
  /** The printed words: comparator or verb of change, number, unit. */
  start: number;
  end: number;
  /** Where the number itself begins. */
  numberStart: number;
  numberEnd: number;
  /** Where number and unit end, without a 以上 behind them. */
  unitEnd: number;
  /** Where the words before it that say nothing of what is measured begin (已累计超过…). */
  wordsStart: number;
  value: number | null;
  max: number | null;
  masked: boolean;
  scale: number | null;
  unit: string;
  sense: UnitSense;
  rule: string;
  chinese: boolean;
  bare: boolean;
  comparator: Comparator;
  /** Comparators of 达到, 控制在, which the kind decides between. */
  reach: { target: Comparator; result: Comparator } | null;
  direction: Direction | null;
  change: 'by' | 'to' | null;
  /** 从…, 由…: where a change begins. */
  from: boolean;
  /** Has 以上, 左右 behind it. */
  hasAfter: boolean;
  /** The plain noun that is the unit (人口), else empty. */
  noun: string;
  /** Unit taken from the next number of its list (1409万、1305万人次). */
  lent: boolean;
}

const LIST_MARK = new Set(['、', '和', '与', '及', '或']);
/** Longer runs of numerals without a reading are passed over whole. */
const LONGEST_RUN = 16;
const isLetterOrDigit = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** What stands right before a number of a name, a label or a formula (第, 5A, 1+X, ×100%, PM2.5). */
function spoiled(fold: string, at: number, from: number): boolean {
  if (at <= from) return false;
  const code = fold.charCodeAt(at - 1);
  if (isLetterOrDigit(code)) return true;
  const before = fold[at - 1] as string;
  if ('第/×*+=÷#№.∶_\\'.includes(before)) return before !== '.' || isLetterOrDigit(fold.charCodeAt(at - 2));
  if (before === '-') return isLetterOrDigit(fold.charCodeAt(at - 2));
  if (before === ':' && at - 2 >= from) return fold.charCodeAt(at - 2) >= 48 && fold.charCodeAt(at - 2) <= 57;
  if (before === ' ' && at - 2 >= from) return fold[at - 2] === '第';
  return false;
}

/** All numbers with units between two offsets, in one pass. */
export function scanMeasures(fold: string, start: number, end: number, lexicon: Lexicon): Measure[] {
  const measures: Measure[] = [];
  let at = start;
  let floor = start;
  while (at < end) {
    const code = fold.charCodeAt(at);
    if (!opensNumber(code, lexicon)) {
      at++;
      continue;
    }
    const number = spoiled(fold, at, start) ? null : numberAt(fold, at, end, lexicon);
    if (!number) {
      at = skip(fold, at, end, lexicon);
      continue;
    }
    const found = measureAt(fold, number, floor, end, lexicon);
    if (!found) {
      at = Math.max(number.end, at + 1);
      // The rest of a run of digits that is no number is none either.
      if (/\d/.test(fold[at - 1] as string)) while (at < end && /\d/.test(fold[at] as string)) at++;
      continue;
    }
    measures.push(...found);
    const last = found[found.length - 1] as Measure;
    at = Math.max(last.end, at + 1);
    // A year may stand within the words of the next number (从2020年的53.2%).
    if (last.sense !== 'time' && !(last.bare && fold[last.numberStart - 1] === '每')) floor = last.end;
  }
  return measures;
}

function skip(fold: string, at: number, end: number, lexicon: Lexicon): number {
  const code = fold.charCodeAt(at);
  if (isLetterOrDigit(code)) {
    let to = at + 1;
    while (to < end && isLetterOrDigit(fold.charCodeAt(to))) to++;
    return to;
  }
  const run = endOfRun(fold, at, end, lexicon);
  return spoiled(fold, at, 0) || run - at > LONGEST_RUN ? run : at + 1;
}

/** The measures that a number opens: one, a range, or a list that shares the unit of its last (1409万、1305万人次). */
function measureAt(fold: string, number: NumberMatch, floor: number, end: number, lexicon: Lexicon): Measure[] | null {
  const numbers: NumberMatch[] = [number];
  let unit: UnitMatch | null = null;
  for (let k = 0; k < 8; k++) {
    const current = numbers[numbers.length - 1] as NumberMatch;
    unit = unitOf(fold, current, end, lexicon);
    if (unit || current.unit !== null) break;
    const range = rangeAt(fold, current.end, end, lexicon);
    if (range) {
      const own = unitOf(fold, range, end, lexicon);
      const values = spread(current, range, fold);
      if (own && values && numbers.length === 1)
        return [finish(fold, { ...current, ...values, end: range.end }, own, floor, end, lexicon)];
      return null;
    }
    if (!LIST_MARK.has(fold[current.end] as string) || (number.chinese && !number.masked && (number.value ?? 0) < 100))
      return null;
    const next = numberAt(fold, current.end + 1, end, lexicon);
    if (!next || next.unit !== null) return null;
    numbers.push(next);
  }
  const last = numbers[numbers.length - 1] as NumberMatch;
  if (!unit && last.unit === null) return null;
  const measures = numbers.map((each, k) => {
    const lent = k < numbers.length - 1;
    return {
      ...finish(
        fold,
        each,
        lent ? ({ ...(unit as UnitMatch), end: each.end } as UnitMatch) : unit,
        k === 0 ? floor : each.start,
        end,
        lexicon,
      ),
      lent,
    };
  });
  return withRange(fold, measures, end, lexicon);
}

/** 30%–50%, 3个至5个: the second of two units closes a range. */
function withRange(fold: string, measures: Measure[], end: number, lexicon: Lexicon): Measure[] {
  const last = measures[measures.length - 1] as Measure;
  if (last.value === null || last.from || last.hasAfter) return measures;
  const next = rangeAt(fold, last.unitEnd, end, lexicon);
  if (!next || next.value === null || next.value <= last.value / (last.unit === '%' && last.rule === 'measure.tenth' ? 10 : 1))
    return measures;
  const unit = unitOf(fold, next, end, lexicon);
  // 百分之十到二十: the second end says no unit.
  const bare = last.unit === '%' && last.chinese && unit === null && next.unit === null && next.chinese;
  if (!bare && (unit?.unit ?? next.unit) !== last.unit) return measures;
  // 从5%提高到… has a verb between its ends; 5%到8% is a range unless it opens with 从.
  const factor = unit?.factor ?? 1;
  const to = unit?.end ?? next.end;
  const after = afterWord(fold, to, end, lexicon);
  measures[measures.length - 1] = {
    ...last,
    max: next.value * factor,
    unitEnd: to,
    end: after?.end ?? to,
    comparator: after?.comparator ?? last.comparator,
    hasAfter: after !== null,
  };
  return measures;
}

function unitOf(fold: string, number: NumberMatch, end: number, lexicon: Lexicon): UnitMatch | null {
  if (number.unit !== null) return null;
  const direct = unitAt(fold, number.end, end, lexicon, number.masked);
  const unit = direct ?? oddUnit(fold, number, end, lexicon);
  if (!unit) return unitOfTurns(fold, number) ?? unitOfHeads(fold, number, lexicon);
  if ((number.masked ? (number.scale ?? 1) : (number.value ?? 0)) < unit.minimum) return null;
  return unit;
}

/** 1000余家, 几: the unit behind a word of excess. */
function oddUnit(fold: string, number: NumberMatch, end: number, lexicon: Lexicon): UnitMatch | null {
  const odd = wordsAround(lexicon).inside.startingAt(fold, number.end, end);
  return odd ? unitAt(fold, number.end + odd.word.length, end, lexicon) : null;
}

/** 参保人数突破5100万: people are counted though no unit is said. */
function unitOfHeads(fold: string, number: NumberMatch, lexicon: Lexicon): UnitMatch | null {
  const { heads } = wordsAround(lexicon);
  if (!/[万亿]$/.test(fold.slice(number.start, number.end)) || /[一-龥]/.test(fold[number.end] ?? '')) return null;
  if (!heads?.pattern.test(fold.slice(Math.max(0, number.start - 14), number.start))) return null;
  return { start: number.end, end: number.end, unit: heads.unit, sense: 'count', factor: 1, minimum: 0, rule: heads.rule };
}

/** 翻一番, 翻两番. */
function unitOfTurns(fold: string, number: NumberMatch): UnitMatch | null {
  if (
    fold[number.end] !== '番' ||
    !/翻了?$/.test(fold.slice(Math.max(0, number.start - 2), number.start)) ||
    number.value === null ||
    number.value > 6
  )
    return null;
  return {
    start: number.end,
    end: number.end + 1,
    unit: '倍',
    sense: 'rate',
    factor: 2 ** number.value / number.value,
    minimum: 0,
    rule: 'measure.turn',
  };
}

function afterWord(fold: string, at: number, end: number, lexicon: Lexicon): { comparator: Comparator; end: number } | null {
  const after = wordsAround(lexicon).after.startingAt(fold, at, end);
  if (!after) return null;
  const to = at + after.word.length;
  if (after.value.not) {
    after.value.not.lastIndex = to;
    if (after.value.not.test(fold)) return null;
  }
  return { comparator: after.value.comparator, end: to };
}

/** 由1957年的535万吨增长到…: where a change begins. */
const SINCE = /[从由](?:上年|去年|(?:\d{4}|[〇零○一二三四五六七八九]{4})年)(?:底|末|初)?的?$/;
/** 提升至2025年的76.8岁, 达到每千人4批次. */
const OF_YEAR = /(?:\d{4}年(?:底|末)?的|每(?:十万|百万|10万|[百千万])?(?:人口|人|名|户|亩|家))$/;
/** At most this many words are read backwards from a number. */
const STEPS = 8;

/** Reads the words around a number and its unit. */
function finish(
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
  if (unit?.rule === 'measure.turn') {
    direction = 'increase';
    change = 'to';
    at = number.start - (fold[number.start - 1] === '了' ? 2 : 1);
    printed = at;
  }
  for (let step = 0; step < STEPS && at > floor; step++) {
    const dated = OF_YEAR.exec(fold.slice(Math.max(floor, at - 8), at));
    if (dated) {
      at -= dated[0].length;
      continue;
    }
    const word = around.before.endingAt(fold, at, floor);
    if (!word) break;
    const { value } = word;
    if (word.word === '有' && '原所具拥'.includes(fold[at - 2] as string)) break;
    if (value.does === 'compare') {
      // 超, 过, 上 before a plain number are verbs of comparison only where they touch it.
      if (comparator !== 'eq' || reach || change) break;
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
      if (!to && value.ratesOnly && unit !== null && unit.sense !== 'rate' && unit.sense !== 'money' && unit.sense !== 'time')
        break;
      change = to ? 'to' : 'by';
      direction = to ? null : value.direction;
      if (change === 'by' && direction === null) change = null;
      printed = at - word.word.length;
    } else if (value.does === 'to') to = true;
    else if (word.word === '从' || word.word === '由') from = true;
    else if (word.word === '达到' || word.word === '达') reach ??= { target: 'gte', result: 'eq' };
    at -= word.word.length;
    if (from) break;
  }
  const since = from ? null : SINCE.exec(fold.slice(Math.max(floor, at - 14), at));
  if (since) {
    from = true;
    at -= since[0].length;
  }
  if (comparator === 'eq' && !reach && !change && !from && unit?.rule === 'measure.times') {
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
    value: value === null ? null : Number(value.toPrecision(15)),
    max: number.max === null ? null : Number((number.max * factor).toPrecision(15)),
    masked: number.masked,
    scale: number.scale,
    unit: unit?.unit ?? number.unit ?? '',
    sense: unit?.sense ?? 'rate',
    rule: unit?.rule ?? 'measure.percent',
    chinese: number.chinese,
    bare: number.bare,
    comparator:
      after?.comparator ??
      (comparator !== 'eq' ? comparator : odd ? 'gt' : number.max !== null && number.chinese ? 'approx' : 'eq'),
    reach,
    direction,
    change,
    from,
    hasAfter: after !== null,
    lent: false,
    noun: unit?.sense === 'people' ? fold.slice(unit.start, unit.end) : '',
  };
}

const actsOnThings = (fold: string, unit: UnitMatch | null, at: number, end: number): boolean =>
  unit !== null &&
  (unit.sense === 'count' || unit.sense === 'event') &&
  at < end &&
  /[一-龥“《]/.test(fold[at] as string) &&
  !LIST_MARK.has(fold[at] as string);

/** 不低于最低生活保障标准的1.6倍: a comparator whose object stands before the number. */
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

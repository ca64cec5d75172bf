import type { Lexicon } from '../types.js';
import { openersOf } from './number-parts.js';
import { endOfRun, type NumberMatch, numberAt, rangeAt, spread } from './numbers.js';
import { afterWord, LIST_MARK, measureOf } from './quantities-around.js';
import type { Measure } from './quantities-measure.js';
import { wordsAround } from './quantities-words.js';
import { type UnitMatch, unitAt } from './units-of-measure.js';

/** Longer runs of numerals without a reading are passed over whole. */
const LONGEST_RUN = 16;
const isLetterOrDigit = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** What stands right before a number of a name, a label or a formula (第, 5A, 1+X, ×100%, PM2.5). */
function spoiled(fold: string, at: number, from: number): boolean {
  if (at <= from) return false;
  const code = fold.charCodeAt(at - 1);
  // GDP120亿元
  if (isLetterOrDigit(code)) return code !== 80 || !/(?<![A-Za-z])GDP$/.test(fold.slice(Math.max(from, at - 4), at));
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
  const openers = openersOf(lexicon);
  let at = start;
  let floor = start;
  while (at < end) {
    if (openers[fold.charCodeAt(at)] === 0) {
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
    const odd = unit?.rule === 'measure.tenth' && numbers.length === 1 ? tenthsAnd(fold, current, unit.end, lexicon) : null;
    if (odd) [numbers[0], unit] = [odd, { ...(unit as UnitMatch), end: (unit as UnitMatch).end + 1 }];
    if (unit || current.unit !== null) break;
    const range = rangeAt(fold, current.end, end, lexicon);
    if (range) {
      const own = unitOf(fold, range, end, lexicon);
      const values = spread(current, range, fold);
      if (own && values && numbers.length === 1)
        return [measureOf(fold, { ...current, ...values, end: range.end }, own, floor, end, lexicon)];
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
      ...measureOf(
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

/** 七成五: tenths and a half of one. */
function tenthsAnd(fold: string, number: NumberMatch, at: number, lexicon: Lexicon): NumberMatch | null {
  const more =
    number.chinese && !number.masked && /[一二三四五六七八九]/.test(fold[at] ?? '') ? numberAt(fold, at, at + 2, lexicon) : null;
  if (!more || more.end !== at + 1 || number.value === null || unitAt(fold, at + 1, fold.length, lexicon)) return null;
  return { ...number, value: number.value + (more.value ?? 0) / 10 };
}

/** 30%–50%, 3个至5个: the second of two units closes a range. */
function withRange(fold: string, measures: Measure[], end: number, lexicon: Lexicon): Measure[] {
  const last = measures[measures.length - 1] as Measure;
  if (last.value === null || last.from) return measures;
  if (last.hasAfter) return last.comparator === 'gte' ? withCeiling(fold, measures, last, end, lexicon) : measures;
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

/** 一倍以上五倍以下, 十万元以上五十万元以下: a floor and a ceiling. */
function withCeiling(fold: string, measures: Measure[], last: Measure, end: number, lexicon: Lexicon): Measure[] {
  const next = numberAt(fold, last.end, Math.min(end, last.end + 16), lexicon);
  if (!next || next.value === null || last.value === null) return measures;
  const unit = unitOf(fold, next, end, lexicon);
  const to = unit?.end ?? next.end;
  const after = afterWord(fold, to, end, lexicon);
  const value = next.value * (unit?.factor ?? 1);
  if ((unit?.unit ?? next.unit) !== last.unit || after?.comparator !== 'lte' || value <= last.value) return measures;
  measures[measures.length - 1] = { ...last, max: value, unitEnd: to, end: after.end };
  return measures;
}

function unitOf(fold: string, number: NumberMatch, end: number, lexicon: Lexicon): UnitMatch | null {
  if (number.unit !== null) return null;
  const direct = unitAt(fold, number.end, end, lexicon, number.masked);
  const unit = direct ?? oddUnit(fold, number, end, lexicon);
  if (!unit) return unitOfTurns(fold, number, lexicon) ?? unitOfHeads(fold, number, lexicon);
  if ((number.masked ? (number.scale ?? 1) : (number.value ?? 0)) < unit.minimum) return null;
  return unit;
}

/** 1000余家, 几: the unit behind a word of excess. */
function oddUnit(fold: string, number: NumberMatch, end: number, lexicon: Lexicon): UnitMatch | null {
  const odd = wordsAround(lexicon).inside.startingAt(fold, number.end, end);
  return odd ? unitAt(fold, number.end + odd.word.length, end, lexicon) : null;
}

/** What a number counts, but for 75万和82万, 75万增加到82万. */
const OTHER_THING = /^(?![和与]\d|增[加长]|提高|减少)[一-龥]/;

/** 参保人数突破5100万: people are counted though no unit is said. */
function unitOfHeads(fold: string, number: NumberMatch, lexicon: Lexicon): UnitMatch | null {
  const { heads } = wordsAround(lexicon);
  if (!/[万亿]$/.test(fold.slice(number.start, number.end)) || OTHER_THING.test(fold.slice(number.end, number.end + 2)))
    return null;
  const counted = heads?.pattern.exec(fold.slice(Math.max(0, number.start - 24), number.start));
  if (!heads || !counted) return null;
  const unit = counted[0].startsWith('人次') ? '人次' : heads.unit;
  return { start: number.end, end: number.end, unit, sense: 'count', factor: 1, minimum: 0, rule: heads.rule };
}

/** 翻一番, 翻两番: twice, four times. */
function unitOfTurns(fold: string, number: NumberMatch, lexicon: Lexicon): UnitMatch | null {
  const { turn } = wordsAround(lexicon);
  if (!turn || fold[number.end] !== turn.mark || number.value === null || number.value > 6) return null;
  if (!turn.pattern.test(fold.slice(Math.max(0, number.start - 4), number.start))) return null;
  return {
    start: number.end,
    end: number.end + 1,
    unit: turn.unit,
    sense: 'rate',
    factor: 2 ** number.value / number.value,
    minimum: 0,
    rule: turn.rule,
  };
}

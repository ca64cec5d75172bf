import { perLexicon } from '../per-lexicon.js';
import type { Lexicon, Span } from '../types.js';
import { idiomEndAt } from './number-idioms.js';
import { unitAt } from './units-of-measure.js';

/** A number as it stands in a text. */
export interface NumberMatch extends Span {
  /** Null where masked. */
  value: number | null;
  /** The upper end of 三四百. */
  max: number | null;
  masked: boolean;
  /** What a masked number is multiplied by (×.×万: 10000), else null. */
  scale: number | null;
  /** The unit that the form itself gives: % for 百分之六十, ‰ for 千分之五, 比例 for 三分之二 and 1/3. */
  unit: '%' | '‰' | '比例' | null;
  /** A 多, 余 or 几 inside (六亿多人, 十几个). */
  more: boolean;
  /** Written in Chinese numerals from the first character. */
  chinese: boolean;
  /** Only a scale without a digit (百, 千万): a number after 超 or 近, else a word. */
  bare: boolean;
  /** Digits read one by one (二〇二五, 2025). */
  positional: boolean;
}

/** What `readNumber` gives. */
export interface NumberReading {
  value: number | null;
  /** The upper end of a range, else null. */
  max: number | null;
  /** The unit read with the number (亩, %, 比例), null where none follows. */
  unit: string | null;
  masked: boolean;
  /** Factor of a masked number, else null. */
  scale: number | null;
  /** The printed words that were read. */
  text: string;
}

type Part =
  | { part: 'digit'; value: number; zero: boolean; pair: boolean }
  | { part: 'small' | 'big' | 'tens'; value: number }
  | { part: 'point' | 'half' | 'more' | 'several' | 'mask' };

const partsOf = perLexicon((lexicon: Lexicon) => {
  const parts = new Map<number, Part>();
  for (const entry of lexicon['number-words'] ?? []) {
    for (const word of entry.words ?? []) {
      parts.set(word.charCodeAt(0), {
        part: entry.part,
        value: entry.value,
        zero: entry.zero === true,
        pair: entry.pair === true,
      } as Part);
    }
  }
  return parts;
});

/** Longer runs of digits are identifiers, not numbers. */
const LONGEST = 24;
const ARABIC = /(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,3}(?: \d{3}){1,4}(?![\d.])|\d{1,16})(?:\.\d{1,8})?/y;
const MASKED = /(?:\d{1,4}[X×x✕╳][X×x✕╳\d]{0,8}|[X×x✕╳]{1,10})(?:\.[X×x✕╳\d]{1,6})?/y;
const FRACTION = /(\d{1,3})\/(\d{1,3})(?![\d/.])/y;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const clean = (value: number): number => Number(value.toPrecision(15));
/** Fractions are written down with four places (1/3: 0.3333). */
const fourPlaces = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Whether a number can begin with this character. */
export function opensNumber(code: number, lexicon: Lexicon): boolean {
  if (isDigit(code)) return true;
  const part = partsOf(lexicon).get(code);
  return part !== undefined && part.part !== 'point' && part.part !== 'more' && part.part !== 'several';
}

/** The end of the run of number characters that begins at `at`; what is no number there need not be looked at again. */
export function endOfRun(fold: string, at: number, end: number, lexicon: Lexicon): number {
  const parts = partsOf(lexicon);
  let to = at + 1;
  while (to < end && (isDigit(fold.charCodeAt(to)) || parts.has(fold.charCodeAt(to)))) to++;
  return to;
}

/**
 * The number that begins at `at`, or null. Looks at no more than a few dozen characters.
 * @param fold text with widths folded
 */
export function numberAt(fold: string, at: number, end: number, lexicon: Lexicon): NumberMatch | null {
  const first = simpleAt(fold, at, end, lexicon);
  if (!first || (!first.chinese && isMask(fold, first.end, lexicon))) return maskedAt(fold, at, end, lexicon);
  return percentOrFraction(fold, first, end, lexicon);
}

function percentOrFraction(fold: string, first: NumberMatch, end: number, lexicon: Lexicon): NumberMatch | null {
  if (fold.startsWith('分之', first.end)) {
    const over = simpleAt(fold, first.end + 2, end, lexicon) ?? maskedAt(fold, first.end + 2, end, lexicon);
    if (!over || first.value === null || first.value === 0) return null;
    const per = first.value;
    const unit = per === 100 ? '%' : per === 1000 ? '‰' : '比例';
    const ratio = (value: number | null): number | null =>
      value === null ? null : unit === '比例' ? fourPlaces(value / per) : value;
    return { ...over, start: first.start, value: ratio(over.value), max: ratio(over.max), unit, chinese: true, bare: false };
  }
  if (!first.chinese && fold.charCodeAt(first.end) === 47) {
    FRACTION.lastIndex = first.start;
    const match = FRACTION.exec(fold);
    const [top, bottom] = [Number(match?.[1]), Number(match?.[2])];
    const before = fold.charCodeAt(first.start - 1);
    if (match && top > 0 && top < bottom && bottom <= 20 && before !== 47 && !isLetter(before)) {
      return { ...first, end: FRACTION.lastIndex, value: fourPlaces(top / bottom), unit: '比例', positional: false };
    }
  }
  // 一半, 半数 are halves; 半 before a measure word is a number like others.
  if (first.chinese && first.value === 1 && fold[first.end] === '半' && first.end === first.start + 1) {
    return { ...first, end: first.end + 1, value: 0.5, unit: '比例' };
  }
  if (first.chinese && first.value === 0.5 && fold[first.end] === '数') return { ...first, end: first.end + 1, unit: '比例' };
  return first;
}

const isMask = (fold: string, at: number, lexicon: Lexicon): boolean =>
  partsOf(lexicon).get(fold.charCodeAt(at))?.part === 'mask';

/** A number without 分之: arabic, Chinese or mixed (3千5百, 44亿8,721万, 一百零五, 二〇二五). */
function simpleAt(fold: string, at: number, end: number, lexicon: Lexicon): NumberMatch | null {
  const parts = partsOf(lexicon);
  const stop = Math.min(end, at + LONGEST * 2);
  let i = at;
  let [totalLow, totalHigh, sectionLow, sectionHigh] = [0, 0, 0, 0];
  let current: [number, number] | null = null;
  let lastSmall = Number.POSITIVE_INFINITY;
  let lastBig = Number.POSITIVE_INFINITY;
  let lastScale = 0;
  let [bare, more, positional, afterZero] = [false, false, false, false];
  let chinese: boolean | null = null;
  // The state behind the last character that can end the number.
  const done = (to: number): NumberMatch => {
    const low = clean(totalLow + sectionLow + (current?.[0] ?? 0));
    const high = clean(totalHigh + sectionHigh + (current?.[1] ?? 0));
    return {
      start: at,
      end: to,
      value: low,
      max: high === low ? null : high,
      masked: false,
      scale: null,
      unit: null,
      more,
      chinese: chinese === true,
      bare,
      positional,
    };
  };
  while (i < stop) {
    const code = fold.charCodeAt(i);
    if (isDigit(code)) {
      if (current !== null || bare || positional) break;
      ARABIC.lastIndex = i;
      const match = ARABIC.exec(fold);
      if (!match || ARABIC.lastIndex > end || (isDigit(fold.charCodeAt(ARABIC.lastIndex)) && !/[, ]/.test(match[0])))
        return i === at ? null : done(i);
      const value = Number(match[0].replace(/[, ]/g, ''));
      const limit = Math.min(lastSmall, lastBig);
      if (value >= limit) break;
      // 5万2025年 is 5万 and a year.
      if (
        lastScale > 0 &&
        (fold[ARABIC.lastIndex] === '年' || (match[0].length < 3 && !parts.has(fold.charCodeAt(ARABIC.lastIndex))))
      )
        break;
      chinese ??= false;
      positional = chinese === false && i === at;
      current = [value, value];
      i = ARABIC.lastIndex;
      // 2.56 万亿: a blank before the scale.
      if ((fold[i] === ' ' || fold[i] === '\u00a0') && parts.get(fold.charCodeAt(i + 1))?.part === 'big') i++;
      if (positional && !parts.has(fold.charCodeAt(i))) return done(i);
      positional = false;
      continue;
    }
    const part = parts.get(code);
    if (part === undefined) break;
    if (part.part === 'digit') {
      if (part.zero) {
        if (current === null && lastScale > 0 && !bare) {
          // 一百零五
          if (
            parts.get(fold.charCodeAt(i + 1))?.part !== 'digit' &&
            parts.get(fold.charCodeAt(i + 1))?.part !== 'small' &&
            !isDigit(fold.charCodeAt(i + 1))
          )
            break;
          afterZero = true;
          i++;
          continue;
        }
      }
      if (current !== null || bare) break;
      const run = digitRun(fold, i, stop, parts);
      if (run.length > 1) {
        const range = run.length === 2 ? neighbours(run) : null;
        if (range) {
          chinese ??= true;
          current = range;
          i += 2;
          continue;
        }
        if (i !== at || run.length > 12 || (run.length === 2 && !run.includes(0))) return i === at ? null : done(i);
        chinese = true;
        positional = true;
        const value = run.reduce((sum, digit) => sum * 10 + digit, 0);
        current = [value, value];
        i += run.length;
        if (parts.get(fold.charCodeAt(i))?.part !== 'big') return done(i);
        positional = false;
        continue;
      }
      chinese ??= true;
      // A digit right behind a scale is colloquial (一百五, 两万五) or belongs to the next word (两万一线工人): it counts where the number ends the text.
      const next = parts.get(fold.charCodeAt(i + 1))?.part;
      if (lastScale >= 100 && !afterZero && next !== 'small' && next !== 'big' && next !== 'point') {
        if (i + 1 < fold.length) return done(i);
        const value = (part.value * lastScale) / 10;
        current = [value, value];
        return done(i + 1);
      }
      current = [part.value, part.value];
      i++;
      continue;
    }
    if (part.part === 'tens') {
      if (current !== null || lastSmall <= 10) break;
      chinese ??= true;
      sectionLow += part.value;
      sectionHigh += part.value;
      lastSmall = 10;
      lastScale = 10;
      i++;
      continue;
    }
    // 500千瓦, 5兆瓦: the scale belongs to the unit.
    if ((part.part === 'small' || part.part === 'big') && i > at && (unitAt(fold, i, end, lexicon)?.unit.length ?? 0) > 1) break;
    if (part.part === 'small') {
      if (part.value >= lastSmall) break;
      if (current === null) {
        if (part.value > 10 || bare) {
          // 百, 千 without a digit
          if (i !== at) break;
          bare = true;
        }
        current = [1, 1];
      } else if (bare) return null;
      chinese ??= true;
      sectionLow += current[0] * part.value;
      sectionHigh += current[1] * part.value;
      current = null;
      lastSmall = part.value;
      lastScale = part.value;
      afterZero = false;
      i++;
      continue;
    }
    if (part.part === 'big') {
      const empty = current === null && sectionLow === 0;
      if (empty && totalLow === 0) {
        if (i !== at) break;
        bare = true;
        sectionLow = 1;
        sectionHigh = 1;
      }
      if (empty && totalLow > 0 && part.value <= lastBig) return null;
      chinese ??= true;
      sectionLow += current?.[0] ?? 0;
      sectionHigh += current?.[1] ?? 0;
      if (part.value > lastBig) {
        totalLow = (totalLow + sectionLow) * part.value;
        totalHigh = (totalHigh + sectionHigh) * part.value;
      } else {
        totalLow += sectionLow * part.value;
        totalHigh += sectionHigh * part.value;
      }
      current = null;
      sectionLow = 0;
      sectionHigh = 0;
      lastSmall = Number.POSITIVE_INFINITY;
      lastBig = part.value;
      lastScale = part.value;
      afterZero = false;
      i++;
      continue;
    }
    if (part.part === 'point') {
      const run: number[] = current === null && lastScale === 0 ? [] : digitRun(fold, i + 1, stop, parts);
      if (run.length === 0 || bare || chinese !== true) break;
      const whole: [number, number] = current ?? [0, 0];
      const fraction: number = Number(`0.${run.join('')}`);
      current = [clean(whole[0] + fraction), clean(whole[1] + fraction)];
      positional = false;
      i += 1 + run.length;
      if (parts.get(fold.charCodeAt(i))?.part !== 'big') return done(i);
      continue;
    }
    if (part.part === 'half') {
      if (i !== at) break;
      chinese = true;
      current = [0.5, 0.5];
      i++;
      break;
    }
    if (part.part === 'more') {
      const next = parts.get(fold.charCodeAt(i + 1));
      if ((current === null && lastScale === 0) || next?.part !== 'big') break;
      more = true;
      i++;
      continue;
    }
    if (part.part === 'several') {
      // 十几, 一百几十: more than what was said; 几十 says no number.
      if (i === at || lastScale < 10 || current !== null || bare) break;
      more = true;
      i++;
      const next = parts.get(fold.charCodeAt(i));
      if (next?.part === 'small' && next.value < lastSmall) i++;
      lastSmall = 1;
      continue;
    }
    break;
  }
  if (i === at || chinese === null) return null;
  return done(i);
}

function digitRun(fold: string, at: number, stop: number, parts: Map<number, Part>): number[] {
  const run: number[] = [];
  for (let i = at; i < stop; i++) {
    const code = fold.charCodeAt(i);
    if (isDigit(code)) run.push(code - 48);
    else {
      const part = parts.get(code);
      if (part?.part !== 'digit' || (part.pair && run.length > 0)) break;
      run.push(part.value);
    }
  }
  return run;
}

/** 三四, 七八, 三五: a range of neighbours. */
function neighbours(run: readonly number[]): [number, number] | null {
  const [low, high] = run as [number, number];
  return low > 0 && (high === low + 1 || (low === 3 && high === 5)) ? [low, high] : null;
}

/** A masked number: ××, X.X万, 1XX. A mask beside letters or before digits (5X, ×100%) is none. */
function maskedAt(fold: string, at: number, end: number, lexicon: Lexicon): NumberMatch | null {
  MASKED.lastIndex = at;
  const match = MASKED.exec(fold);
  if (!match || MASKED.lastIndex > end) return null;
  const [before, after] = [fold.charCodeAt(at - 1), fold.charCodeAt(MASKED.lastIndex)];
  if (isLetter(before) || isLetter(after) || isDigit(before) || isDigit(after)) return null;
  const parts = partsOf(lexicon);
  let i = MASKED.lastIndex;
  let scale = 1;
  let more = false;
  const next = parts.get(fold.charCodeAt(i));
  const afterNext = parts.get(fold.charCodeAt(i + 1));
  if ((next?.part === 'more' || next?.part === 'several') && afterNext?.part === 'big') {
    more = true;
    i++;
  }
  for (let k = 0; k < 3; k++) {
    const part = parts.get(fold.charCodeAt(i));
    if (part?.part !== 'small' && part?.part !== 'big') break;
    scale *= part.value;
    i++;
  }
  return {
    start: at,
    end: i,
    value: null,
    max: null,
    masked: true,
    scale,
    unit: null,
    more,
    chinese: false,
    bare: false,
    positional: false,
  };
}

const CONNECTOR = /^(?:[-–—―~～至到]|——|--)/;

/**
 * The other end of a range whose first number ends at `at` (with or without its unit): 30%–50%, 三到五年.
 * @returns the second number, or null
 */
export function rangeAt(fold: string, at: number, end: number, lexicon: Lexicon): NumberMatch | null {
  const connector = CONNECTOR.exec(fold.slice(at, at + 2));
  if (!connector) return null;
  return numberAt(fold, at + connector[0].length, end, lexicon);
}

/** The two ends of a range in one scale: 5—10亿 gives 5亿 to 10亿. */
export function spread(low: NumberMatch, high: NumberMatch, fold: string): { value: number; max: number } | null {
  if (low.value === null || high.value === null) return null;
  let value = low.value;
  const scaled = /[万亿萬億千百]$/.exec(fold.slice(high.start, high.end));
  const plain = !/[万亿萬億千百十]/.test(fold.slice(low.start, low.end));
  if (scaled && plain && value < high.value) {
    const mantissa = Number.parseFloat(fold.slice(high.start, high.end).replaceAll(',', ''));
    if (Number.isFinite(mantissa) && mantissa > 0) value = clean((value * high.value) / mantissa);
  }
  return value < high.value ? { value, max: high.value } : null;
}

/**
 * Reads the number that a text begins with: 三百八十七万亩 → 3870000 亩, 百分之三点五 → 3.5 %, 二〇二五 → 2025, 1.2亿, １２, 两千, 3至5个.
 * Null where the text begins with no number or with a word that only looks like one (万一, 一些, 百姓, 千方百计).
 */
export function readNumber(text: string, lexicon: Lexicon): NumberReading | null {
  const from = text.length - text.trimStart().length;
  const fold = foldWidths(text.trimEnd());
  const low = numberAt(fold, from, fold.length, lexicon);
  if (!low || idiomEndAt(fold, from, lexicon) >= low.end) return null;
  const unit = low.unit === null ? unitAt(fold, low.end, fold.length, lexicon) : null;
  const lowEnd = unit?.end ?? low.end;
  const high = rangeAt(fold, lowEnd, fold.length, lexicon);
  const range = high ? spread(low, high, fold) : null;
  const highUnit = high && range && high.unit === null ? unitAt(fold, high.end, fold.length, lexicon) : null;
  const to = high && range ? (highUnit?.end ?? high.end) : lowEnd;
  const rest = fold.slice(to).trim();
  if (unit === null && highUnit === null && rest !== '') return null;
  if (low.bare && rest !== '' && unit === null) return null;
  const value = range ? range.value : low.value;
  const factor = (highUnit ?? unit)?.factor ?? 1;
  return {
    value: value === null ? null : clean(value * factor),
    max: range ? clean(range.max * factor) : low.max === null ? null : clean(low.max * factor),
    unit: low.unit ?? (highUnit ?? unit)?.unit ?? null,
    masked: low.masked,
    scale: low.scale,
    text: text.slice(from, to),
  };
}

const WIDE = /[！-～　]/g;

/** Full-width forms as ASCII, unit by unit. */
export const foldWidths = (text: string): string =>
  text.replace(WIDE, (wide) => (wide === '　' ? ' ' : String.fromCharCode(wide.charCodeAt(0) - 0xfee0)));

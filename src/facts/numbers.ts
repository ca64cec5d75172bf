import type { Lexicon, Span } from '../types.js';
import { idiomEndAt } from './number-idioms.js';
import { exact, isDigit, isLetter, partsOf } from './number-parts.js';
import { NumberReader } from './number-reader.js';
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

const MASKED = /(?:\d{1,4}[X×x✕╳*][X×x✕╳*\d]{0,8}|[X×x✕╳*]{1,10})(?:\.[X×x✕╳*\d]{1,6})?/y;
const FRACTION = /(\d{1,3})\/(\d{1,3})(?![\d/.])/y;

/** Fractions are written down with four places (1/3: 0.3333). */
const fourPlaces = (value: number): number => Math.round(value * 1e4) / 1e4;

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
      return { ...first, end: FRACTION.lastIndex, value: fourPlaces(top / bottom), unit: '比例' };
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
  const plain = new NumberReader(fold, at, end, lexicon).read();
  if (!plain) return null;
  const { low, high, more, chinese, bare } = plain;
  return {
    start: at,
    end: plain.end,
    value: low,
    max: high === low ? null : high,
    masked: false,
    scale: null,
    unit: null,
    more,
    chinese,
    bare,
  };
}

/** A masked number: ××, X.X万, 1XX. A mask beside letters or before digits (5X, ×100%) is none. */
function maskedAt(fold: string, at: number, end: number, lexicon: Lexicon): NumberMatch | null {
  MASKED.lastIndex = at;
  const match = MASKED.exec(fold);
  if (!match || MASKED.lastIndex > end) return null;
  const [before, after] = [fold.charCodeAt(at - 1), fold.charCodeAt(MASKED.lastIndex)];
  if (isLetter(before) || isLetter(after) || isDigit(before) || isDigit(after)) return null;
  // Stars mask a number within a sentence; elsewhere they are bullets and bold type.
  if (fold[at] === '*' && !/[一-龥]/.test(fold[at - 1] ?? '')) return null;
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

const SCALES: Readonly<Record<string, number>> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8, 千: 1e3, 百: 100 };

/** 四十至五十万 is 四十万 to 五十万: the first end has the scale that closes the second, where it stays below it. */
function lentScale(value: number, high: NumberMatch, low: string, fold: string): number {
  const printed = fold.slice(high.start, high.end);
  const big = /[万亿萬億]{1,2}$/.exec(printed)?.[0];
  const tail = big ?? (low.length === 1 ? /[千百]$/.exec(printed)?.[0] : undefined);
  if (tail === undefined || high.value === null || /[万亿萬億]/.test(low)) return value;
  const scale = [...tail].reduce((product, character) => product * (SCALES[character] ?? 1), 1);
  return value < high.value / scale ? exact(value * scale) : value;
}

/** The two ends of a range in one scale: 5—10亿 gives 5亿 to 10亿. */
export function spread(low: NumberMatch, high: NumberMatch, fold: string): { value: number; max: number } | null {
  if (low.value === null || high.value === null) return null;
  let value = low.value;
  const scaled = /[万亿萬億千百]$/.exec(fold.slice(high.start, high.end));
  const plain = !/[万亿萬億千百十]/.test(fold.slice(low.start, low.end));
  if (scaled && plain && value < high.value) {
    const mantissa = Number.parseFloat(fold.slice(high.start, high.end).replaceAll(',', ''));
    if (Number.isFinite(mantissa) && mantissa > 0) value = exact((value * high.value) / mantissa);
  }
  if (value === low.value && high.chinese && low.chinese)
    value = lentScale(low.value, high, fold.slice(low.start, low.end), fold);
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
    value: value === null ? null : exact(value * factor),
    max: range ? exact(range.max * factor) : low.max === null ? null : exact(low.max * factor),
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

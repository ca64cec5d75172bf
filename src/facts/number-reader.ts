import type { Lexicon } from '../types.js';
import { exact, isDigit, type Part, partsOf } from './number-parts.js';
import { unitAt } from './units-of-measure.js';

/** A number without 分之 and without masks, as it was read. */
export interface PlainNumber {
  end: number;
  low: number;
  high: number;
  more: boolean;
  chinese: boolean;
  bare: boolean;
}

/** Longer numbers are identifiers. */
const LONGEST = 48;
const LONGEST_POSITIONAL = 12;
const ARABIC = /(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,3}(?: \d{3}){1,4}(?![\d.])|\d{1,16})(?:[.·]\d{1,8})?/y;
const INFINITE = Number.POSITIVE_INFINITY;

/** What a step makes of the character that it stands on: it was read, it ends the number before it or behind it, or there is no number. */
type Step = 'read' | 'before' | 'behind' | 'none';

/** Two ends, for neighbours read as a range (三四百); alike for all else. */
type Pair = readonly [number, number];
const times = (pair: Pair, factor: number): Pair => [pair[0] * factor, pair[1] * factor];
const plus = (a: Pair, b: Pair): Pair => [a[0] + b[0], a[1] + b[1]];
const NOTHING: Pair = [0, 0];

/**
 * Reads one number from left to right: arabic (1,234.5), Chinese (一百零五), formal, mixed (3千5百, 44亿8,721万), or digit by digit (二〇二五).
 * The state is a sum of finished parts (亿), the part being read (千, 百, 十) and the digit that waits for its scale.
 */
export class NumberReader {
  private at: number;
  private readonly parts: Map<number, Part>;
  private readonly stop: number;
  private total: Pair = NOTHING;
  private section: Pair = NOTHING;
  private waiting: Pair | null = null;
  private lastSmall = INFINITE;
  private lastBig = INFINITE;
  private lastScale = 0;
  private afterZero = false;
  private bare = false;
  private more = false;
  private chinese: boolean | null = null;

  constructor(
    private readonly fold: string,
    private readonly start: number,
    private readonly end: number,
    private readonly lexicon: Lexicon,
  ) {
    this.at = start;
    this.parts = partsOf(lexicon);
    this.stop = Math.min(end, start + LONGEST);
  }

  /** The number at the start, or null. */
  read(): PlainNumber | null {
    while (this.at < this.stop) {
      const step = this.step();
      if (step === 'none') return null;
      if (step !== 'read') break;
    }
    if (this.at === this.start || this.chinese === null) return null;
    const [low, high] = plus(plus(this.total, this.section), this.waiting ?? NOTHING);
    return { end: this.at, low: exact(low), high: exact(high), more: this.more, chinese: this.chinese, bare: this.bare };
  }

  private step(): Step {
    const code = this.fold.charCodeAt(this.at);
    if (isDigit(code)) return this.arabic();
    const part = this.parts.get(code);
    switch (part?.part) {
      case 'digit':
        return this.digit(part);
      case 'tens':
        return this.tens(part.value);
      case 'small':
        return this.small(part.value);
      case 'big':
        return this.big(part.value);
      case 'point':
        return this.point();
      case 'half':
        return this.half();
      case 'more':
        return this.excess();
      case 'several':
        return this.several();
      default:
        return 'before';
    }
  }

  private partAt(at: number): Part | undefined {
    return this.parts.get(this.fold.charCodeAt(at));
  }

  private arabic(): Step {
    if (this.waiting !== null || this.bare) return 'before';
    ARABIC.lastIndex = this.at;
    const match = ARABIC.exec(this.fold);
    const to = ARABIC.lastIndex;
    // A run of digits that goes on is an identifier.
    if (!match || to > this.end || isDigit(this.fold.charCodeAt(to))) return this.at === this.start ? 'none' : 'before';
    const value = Number(match[0].replace(/[, ]/g, '').replace('·', '.'));
    if (value >= Math.min(this.lastSmall, this.lastBig)) return 'before';
    // 5万2025年 is 5万 and a year; 5万5 is no number.
    if (this.lastScale > 0 && (this.fold[to] === '年' || (match[0].length < 3 && !this.parts.has(this.fold.charCodeAt(to)))))
      return 'before';
    this.chinese ??= false;
    this.waiting = [value, value];
    this.at = to;
    // 2.56 万亿: a blank before the scale.
    if ((this.fold[to] === ' ' || this.fold[to] === '\u00a0') && this.partAt(to + 1)?.part === 'big') this.at++;
    return 'read';
  }

  private digit(part: Part & { part: 'digit' }): Step {
    if (part.zero && this.waiting === null && this.lastScale > 0 && !this.bare) return this.zeroBetween();
    if (this.waiting !== null || this.bare) return 'before';
    const run = this.digitRun(this.at);
    if (run.length > 1) return this.digits(run);
    this.chinese ??= true;
    const next = this.partAt(this.at + 1)?.part;
    // A digit right behind a scale is colloquial (一百五, 两万五) or belongs to the next word (两万一线工人): it counts where it ends the text.
    if (this.lastScale >= 100 && !this.afterZero && next !== 'small' && next !== 'big' && next !== 'point') {
      if (this.at + 1 < this.fold.length) return 'before';
      const value = (part.value * this.lastScale) / 10;
      this.waiting = [value, value];
      this.at++;
      return 'behind';
    }
    this.waiting = [part.value, part.value];
    this.at++;
    return 'read';
  }

  /** 一百零五: the zero says that a scale is left out. */
  private zeroBetween(): Step {
    const next = this.partAt(this.at + 1)?.part;
    if (next !== 'digit' && next !== 'small' && !isDigit(this.fold.charCodeAt(this.at + 1))) return 'before';
    this.afterZero = true;
    this.at++;
    return 'read';
  }

  /** Several digits in a row: neighbours are a range (七八), others are read one by one (二〇二五). */
  private digits(run: readonly number[]): Step {
    const [low = 0, high = 0] = run;
    if (run.length === 2 && low > 0 && (high === low + 1 || (low === 3 && high === 5))) {
      this.chinese ??= true;
      this.waiting = [low, high];
      this.at += 2;
      return 'read';
    }
    if (
      this.at !== this.start ||
      run.length > LONGEST_POSITIONAL ||
      run.every((digit) => digit === 0) ||
      (run.length === 2 && !run.includes(0))
    ) {
      return this.at === this.start ? 'none' : 'before';
    }
    this.chinese = true;
    const value = run.reduce((sum, digit) => sum * 10 + digit, 0);
    this.waiting = [value, value];
    this.at += run.length;
    return this.partAt(this.at)?.part === 'big' ? 'read' : 'behind';
  }

  private digitRun(from: number): number[] {
    const run: number[] = [];
    for (let at = from; at < this.stop; at++) {
      const code = this.fold.charCodeAt(at);
      if (isDigit(code)) {
        run.push(code - 48);
        continue;
      }
      const part = this.parts.get(code);
      if (part?.part !== 'digit' || (part.pair && run.length > 0)) break;
      run.push(part.value);
    }
    return run;
  }

  private tens(value: number): Step {
    if (this.waiting !== null || this.lastSmall <= 10) return 'before';
    this.chinese ??= true;
    this.section = plus(this.section, [value, value]);
    this.lastSmall = 10;
    this.lastScale = 10;
    this.at++;
    return 'read';
  }

  /** Whether the scale belongs to a unit (500千瓦, 5兆瓦). */
  private opensUnit(): boolean {
    return this.at > this.start && (unitAt(this.fold, this.at, this.end, this.lexicon)?.unit.length ?? 0) > 1;
  }

  private small(value: number): Step {
    if (value >= this.lastSmall || this.opensUnit()) return 'before';
    if (this.waiting === null) {
      // 百, 千 without a digit; 十 is ten.
      if (value > 10 || this.bare) {
        if (this.at !== this.start) return 'before';
        this.bare = true;
      }
    } else if (this.bare) return 'none';
    this.chinese ??= true;
    this.section = plus(this.section, times(this.waiting ?? [1, 1], value));
    this.waiting = null;
    this.lastSmall = value;
    this.lastScale = value;
    this.afterZero = false;
    this.at++;
    return 'read';
  }

  private big(value: number): Step {
    if (this.opensUnit()) return 'before';
    const empty = this.waiting === null && this.section[0] === 0;
    if (empty && this.total[0] === 0) {
      if (this.at !== this.start) return 'before';
      this.bare = true;
      this.section = [1, 1];
    }
    if (empty && this.total[0] > 0 && value <= this.lastBig) return 'none';
    this.chinese ??= true;
    const section = plus(this.section, this.waiting ?? NOTHING);
    // 万亿 multiplies what stands before it, 亿…万 adds to it.
    this.total = value > this.lastBig ? times(plus(this.total, section), value) : plus(this.total, times(section, value));
    this.waiting = null;
    this.section = NOTHING;
    this.lastSmall = INFINITE;
    this.lastBig = value;
    this.lastScale = value;
    this.afterZero = false;
    this.at++;
    return 'read';
  }

  /** 三点五, 四十一点五. */
  private point(): Step {
    const run = this.waiting === null && this.lastScale === 0 ? [] : this.digitRun(this.at + 1);
    if (run.length === 0 || this.bare || this.chinese !== true) return 'before';
    const fraction = Number(`0.${run.join('')}`);
    this.waiting = plus(this.waiting ?? NOTHING, [fraction, fraction]);
    this.at += 1 + run.length;
    return this.partAt(this.at)?.part === 'big' ? 'read' : 'behind';
  }

  private half(): Step {
    if (this.at !== this.start) return 'before';
    this.chinese = true;
    this.waiting = [0.5, 0.5];
    this.at++;
    return 'behind';
  }

  /** 六千多万: more, within the scale. */
  private excess(): Step {
    if ((this.waiting === null && this.lastScale === 0) || this.partAt(this.at + 1)?.part !== 'big') return 'before';
    this.more = true;
    this.at++;
    return 'read';
  }

  /** 十几, 一百几十: more than what was said; 几十 says no number. */
  private several(): Step {
    if (this.at === this.start || this.lastScale < 10 || this.waiting !== null || this.bare) return 'before';
    this.more = true;
    this.at++;
    const next = this.partAt(this.at);
    if (next?.part === 'small' && next.value < this.lastSmall) this.at++;
    this.lastSmall = 1;
    return 'read';
  }
}

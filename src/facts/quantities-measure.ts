import type { Comparator, Direction } from './quantities-words.js';
import type { UnitSense } from './units-of-measure.js';

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

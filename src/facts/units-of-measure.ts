import { perLexicon } from '../per-lexicon.js';
import type { Lexicon } from '../types.js';

/** What kind of thing a unit counts or measures; `time` and `people` have conditions of their own. */
export type UnitSense = 'count' | 'event' | 'money' | 'measure' | 'rate' | 'time' | 'people' | 'kind';

/** A unit behind a number. */
export interface UnitMatch {
  start: number;
  end: number;
  /** As it is written down. */
  unit: string;
  sense: UnitSense;
  /** What the number is multiplied by (9成: 10). */
  factor: number;
  /** Numbers below it have no such unit (only 3000亿度 is electricity). */
  minimum: number;
  rule: string;
}

interface UnitWord {
  word: string;
  unit: string;
  sense: UnitSense;
  factor: number;
  minimum: number;
  rule: string;
  not: RegExp | null;
  /** What must follow a masked number's unit. */
  masked: RegExp | null;
}

const tableOf = perLexicon((lexicon: Lexicon) => {
  const table = new Map<string, UnitWord[]>();
  for (const entry of lexicon['measure-words'] ?? []) {
    const masked = entry.masked ? new RegExp(String(entry.masked), 'y') : null;
    const not = entry['not-before'] ? new RegExp(String(entry['not-before']), 'y') : null;
    for (const word of entry.words ?? []) {
      const known = {
        word,
        unit: String(entry.unit ?? word),
        sense: entry.sense as UnitSense,
        factor: Number(entry.factor ?? 1),
        minimum: Number(entry.minimum ?? 0),
        rule: entry.id,
        not,
        masked,
      };
      const first = word[0] as string;
      const words = table.get(first);
      if (words) words.push(known);
      else table.set(first, [known]);
    }
  }
  for (const words of table.values()) words.sort((a, b) => b.word.length - a.word.length);
  return table;
});

const wordAt = (fold: string, at: number, end: number, lexicon: Lexicon): UnitWord | null => {
  for (const known of tableOf(lexicon).get(fold[at] as string) ?? []) {
    const to = at + known.word.length;
    if (to > end || !fold.startsWith(known.word, at)) continue;
    if (known.not) {
      known.not.lastIndex = to;
      if (known.not.test(fold)) continue;
    }
    return known;
  }
  return null;
};

const maskedObject = perLexicon((lexicon: Lexicon) => {
  const words = lexicon['measure-words']?.find((entry) => entry.id === 'measure.masked-object')?.pattern;
  return words ? new RegExp(`(?:${words})[^,。;:、()]{2,14}[X×*]{1,4}[余多]?$`) : null;
});

/** Whether a masked number ends a clause behind a verb and what it counts (安装探头XX台，): there it is no name. */
const isMaskedObject = (fold: string, at: number, end: number, lexicon: Lexicon): boolean =>
  /[,。;、(\n]/.test(fold[end] ?? '\n') && (maskedObject(lexicon)?.test(fold.slice(Math.max(0, at - 26), at)) ?? false);

/** 套(间), 辆(艘、架)次: other units in brackets. */
const ALTERNATIVES = /\([^()。;:]{1,8}\)(次)?/y;
const PER = /\/(日|年|月|天|小时|时|秒|人|户|h|s|km|百公里|(?:百万|十万|万|千)人口?)(?![A-Za-z])/y;

/**
 * The unit that stands at `at` (one space may precede it), or null.
 * @param masked whether the number before it is masked: then some measure words make a name (XX处)
 * @param fold text with widths folded
 */
export function unitAt(fold: string, at: number, end: number, lexicon: Lexicon, masked = false): UnitMatch | null {
  const from = fold[at] === ' ' ? at + 1 : at;
  const known = wordAt(fold, from, end, lexicon);
  if (!known) return null;
  // XX所, XX处 are names; XX所学校 is a count.
  if (masked && known.masked) {
    known.masked.lastIndex = from + known.word.length;
    if (!known.masked.test(fold) && !isMaskedObject(fold, at, from + known.word.length, lexicon)) return null;
  }
  let to = from + known.word.length;
  let unit = known.unit;
  let sense = known.sense;
  if (fold[to] === '(' && known.sense === 'count') {
    ALTERNATIVES.lastIndex = to;
    const match = ALTERNATIVES.exec(fold);
    if (match && ALTERNATIVES.lastIndex <= end && tableOf(lexicon).has(fold[to + 1] as string)) {
      to = ALTERNATIVES.lastIndex;
      if (match[1]) {
        unit += match[1];
        sense = 'event';
      }
    }
  }
  if (fold[to] === '/' && known.sense !== 'rate') {
    const over = wordAt(fold, to + 1, end, lexicon);
    if (over && over.sense !== 'rate') {
      unit += `/${over.word}`;
      to += 1 + over.word.length;
      sense = 'measure';
    } else {
      PER.lastIndex = to;
      const per = PER.exec(fold);
      if (per) {
        unit += per[0];
        to = PER.lastIndex;
        sense = 'measure';
      }
    }
  }
  return { start: from, end: to, unit, sense, factor: known.factor, minimum: known.minimum, rule: known.rule };
}

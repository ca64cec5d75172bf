import { perLexicon } from '../per-lexicon.js';
import type { Lexicon, LexiconEntry } from '../types.js';
import { WordTable } from './word-table.js';

export type Comparator = 'eq' | 'gte' | 'gt' | 'lte' | 'lt' | 'approx';
export type Direction = 'increase' | 'decrease';

/** What a word before a number does to it. */
export type BeforeWord =
  | { does: 'compare'; comparator: Comparator; rule: string }
  | { does: 'reach'; target: Comparator; result: Comparator; rule: string }
  | { does: 'change'; direction: Direction | null; ratesOnly: boolean; rule: string }
  | { does: 'to' }
  | { does: 'fill' };

interface Before {
  comparator: Comparator;
  not: RegExp | null;
}

/** A form of change without a number (减半). */
export interface PlainChange {
  pattern: RegExp;
  rule: string;
  value: number;
  unit: string;
  direction: Direction;
  change: 'by' | 'to';
}

const words = function* <T>(
  entries: readonly LexiconEntry[],
  value: (entry: LexiconEntry) => T,
): Generator<readonly [string, T]> {
  for (const entry of entries) for (const word of entry.words ?? []) yield [word, value(entry)];
};

/** The words around numbers, compiled once for each lexicon. */
export const wordsAround = perLexicon((lexicon: Lexicon) => {
  const comparators = lexicon.comparators ?? [];
  const changes = lexicon.changes ?? [];
  const durations = lexicon.durations ?? [];
  const before: (readonly [string, BeforeWord])[] = [];
  for (const entry of comparators) {
    for (const word of entry.words ?? []) {
      if (entry.where === 'filler') before.push([word, { does: 'fill' }]);
      if (entry.where !== 'before') continue;
      if (entry.target)
        before.push([
          word,
          { does: 'reach', target: entry.target as Comparator, result: entry.result as Comparator, rule: entry.id },
        ]);
      else before.push([word, { does: 'compare', comparator: entry.comparator as Comparator, rule: entry.id }]);
    }
  }
  for (const entry of changes) {
    if (entry.governs || entry.pattern) continue;
    for (const word of entry.words ?? []) {
      before.push([
        word,
        entry.to
          ? { does: 'to' }
          : {
              does: 'change',
              direction: (entry.direction as Direction | undefined) ?? null,
              ratesOnly: entry['rates-only'] === true,
              rule: entry.id,
            },
      ]);
    }
  }
  // Of one word the meaning that comes first in the files wins, fillers last.
  const unique = new Map<string, BeforeWord>();
  for (const [word, value] of [...before.filter(([, v]) => v.does !== 'fill'), ...before.filter(([, v]) => v.does === 'fill')]) {
    if (!unique.has(word)) unique.set(word, value);
  }
  const plain: PlainChange[] = changes
    .filter((entry) => entry.value !== undefined)
    .map((entry) => ({
      pattern: new RegExp(String(entry.pattern), 'g'),
      rule: entry.id,
      value: Number(entry.value),
      unit: String(entry.unit),
      direction: entry.direction as Direction,
      change: entry.change as 'by' | 'to',
    }));
  const behind = (id: string) => {
    const entry = (lexicon['measure-words'] ?? []).find((one) => one.id === id);
    return (
      entry && {
        pattern: new RegExp(`(?:${String(entry.before)})$`),
        mark: String(entry.pattern),
        unit: String(entry.unit),
        rule: entry.id,
      }
    );
  };
  const pattern = (where: string): RegExp => {
    const sources = comparators.filter((entry) => entry.where === where).map((entry) => String(entry.pattern));
    return sources.length > 0 ? new RegExp(`(?:${sources.join('|')})$`) : /(?!)/;
  };
  return {
    /** Phrases that stand within the words of a number and say nothing of its value (2025年的, 每千人). */
    skip: pattern('skip'),
    /** A floor with a verb between it and its number (至少检查两遍). */
    bound: pattern('bound'),
    /** Where a change begins, with its year (由1957年的). */
    since: pattern('since'),
    /** What counts people without a unit, and what doubles (翻一番). */
    heads: behind('measure.heads'),
    turn: behind('measure.turn'),
    before: new WordTable(unique),
    after: new WordTable(
      words(
        comparators.filter((entry) => entry.where === 'after'),
        (entry): Before => ({
          comparator: entry.comparator as Comparator,
          not: entry['not-before'] ? new RegExp(String(entry['not-before']), 'y') : null,
        }),
      ),
    ),
    inside: new WordTable(
      words(
        comparators.filter((entry) => entry.where === 'inside'),
        (entry) => entry.comparator as Comparator,
      ),
    ),
    governing: new WordTable(
      words(
        changes.filter((entry) => entry.governs === true),
        (entry) => entry.direction as Direction,
      ),
    ),
    plain,
    durationBefore: new WordTable(
      words(
        durations.filter((entry) => entry.where === 'before'),
        () => true,
      ),
    ),
    durationClause: durations.filter((entry) => entry.where === 'clause').flatMap((entry) => [...(entry.words ?? [])]),
    durationNever: new WordTable(
      words(
        durations.filter((entry) => entry.where === 'never'),
        () => true,
      ),
    ),
  };
});

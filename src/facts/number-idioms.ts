import { perLexicon } from '../per-lexicon.js';
import type { Lexicon } from '../types.js';

const tableOf = perLexicon((lexicon: Lexicon) => {
  const table = new Map<string, string[]>();
  for (const entry of lexicon['number-idioms'] ?? []) {
    for (const word of entry.words ?? []) {
      const first = word[0] as string;
      const words = table.get(first);
      if (words) words.push(word);
      else table.set(first, [word]);
    }
  }
  for (const words of table.values()) words.sort((a, b) => b.length - a.length);
  return table;
});

/** The end of a word at `at` that is written with numerals and says no number (万一, 三心二意, 十分, 百姓), or 0. */
export function idiomEndAt(fold: string, at: number, lexicon: Lexicon): number {
  for (const word of tableOf(lexicon).get(fold[at] as string) ?? []) {
    if (fold.startsWith(word, at)) return at + word.length;
  }
  return 0;
}

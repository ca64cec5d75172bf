import { entriesOf, perLexicon } from '../per-lexicon.js';
import type { Lexicon } from '../types.js';
import { toSimplified } from './script.js';

const known = perLexicon((lexicon: Lexicon) => {
  const kinds = new Map<string, string>();
  for (const entry of entriesOf(lexicon, 'tables'))
    for (const word of entry.words ?? []) kinds.set(word.replace(/ /g, ''), String(entry.column));
  return kinds;
});

const FEWEST_COLUMNS = 3;
const LONGEST_HEAD = 10;

/** What a row of heads of columns begins. */
export type HeadKind = 'numbered' | 'plain';

/**
 * Whether these are the heads of a table of tasks, of which every column is known: one whose rows are numbered, or one that at least says who is
 * responsible for what.
 */
export function headKind(words: readonly string[], lexicon: Lexicon): HeadKind | null {
  if (words.length < FEWEST_COLUMNS || words.some((word) => word.length > LONGEST_HEAD + 4)) return null;
  const all = known(lexicon);
  const kinds: string[] = [];
  for (const printed of words) {
    const word = printed.replace(/\s/g, '');
    const kind = word.length > LONGEST_HEAD ? undefined : (all.get(word) ?? all.get(toSimplified(word, lexicon).text));
    if (kind === undefined) return null;
    kinds.push(kind);
  }
  if (kinds[0] === 'index') return 'numbered';
  return kinds.includes('unit') && kinds.includes('task') && !kinds.includes('index') ? 'plain' : null;
}

import { columnKind, LONGEST_HEAD } from '../column-heads.js';
import type { Lexicon } from '../types.js';
import { toSimplified } from './script.js';

const FEWEST_COLUMNS = 3;

/** What a row of heads of columns begins. */
export type HeadKind = 'numbered' | 'plain';

/**
 * Whether these are the heads of a table of tasks, of which every column is known: one whose rows are numbered, or one that at least says who is
 * responsible for what.
 */
export function headKind(words: readonly string[], lexicon: Lexicon): HeadKind | null {
  if (words.length < FEWEST_COLUMNS || words.some((word) => word.length > LONGEST_HEAD + 4)) return null;
  const kinds: string[] = [];
  for (const printed of words) {
    const word = printed.replace(/\s/g, '');
    const kind = columnKind(word, lexicon, true) ?? columnKind(toSimplified(word, lexicon).text, lexicon, true);
    if (kind === null) return null;
    kinds.push(kind);
  }
  if (kinds[0] === 'index') return 'numbered';
  return kinds.includes('unit') && kinds.includes('task') && !kinds.includes('index') ? 'plain' : null;
}

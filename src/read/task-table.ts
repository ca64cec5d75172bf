import { lexicons } from '../generated/lexicons.js';
import { toSimplified } from '../normalise/script.js';

const bare = (text: string): string => text.replace(/\s/g, '');
const known = new Map(
  (lexicons.tables ?? []).flatMap((entry) => (entry.words ?? []).map((word) => [bare(word), entry.column] as const)),
);
const FEWEST_COLUMNS = 3;
const LONGEST_HEAD = 10;

/** Whether these are the heads of a table of tasks (任务分解表), whose rows are numbered and of which every column is known, in either script. */
export function isTaskHead(heads: readonly string[]): boolean {
  const words = heads.map(bare);
  if (words.length < FEWEST_COLUMNS || words.some((word) => word.length > LONGEST_HEAD)) return false;
  const columns = words.map((word) => known.get(word) ?? known.get(toSimplified(word, lexicons).text));
  return columns[0] === 'index' && columns.every((column) => column !== undefined);
}

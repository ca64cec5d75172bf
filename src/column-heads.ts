import { entriesOf, perLexicon } from './per-lexicon.js';
import type { Lexicon } from './types.js';

interface Heads {
  words: ReadonlyMap<string, string>;
  endings: ReadonlyMap<string, string>;
}

const compiled = perLexicon((lexicon: Lexicon): Heads => {
  const words = new Map<string, string>();
  const endings = new Map<string, string>();
  for (const entry of entriesOf(lexicon, 'tables')) {
    for (const word of entry.words ?? []) words.set(word.replace(/ /g, ''), String(entry.column));
    for (const ending of (entry.endings as string[] | undefined) ?? []) endings.set(ending, String(entry.column));
  }
  return { words, endings };
});

/** Longest head of a column. */
export const LONGEST_HEAD = 10;

/**
 * What a column holds by its head: index, task, unit, time or other; null where the head is not known.
 * @param loose whether an ending will do (牵头责任单位), as among other heads
 */
export function columnKind(head: string, lexicon: Lexicon, loose: boolean): string | null {
  if (head.length > LONGEST_HEAD) return null;
  const { words, endings } = compiled(lexicon);
  return (
    words.get(head) ?? (loose && head.length > 2 ? (endings.get(head.slice(-3)) ?? endings.get(head.slice(-2)) ?? null) : null)
  );
}

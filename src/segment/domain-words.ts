import type { Lexicon } from '../types.js';

/** Lexicons whose words are phrases and bits of sentences rather than words. */
const PHRASES = new Set(['front', 'meta', 'noise', 'numerals', 'numbering', 'number-words', 'roles', 'statements', 'surnames']);
const WORD = /^\p{Script=Han}{2,8}$/u;

/** The words of the lexicons that a segmenter should keep whole. */
export function dictionaryWords(lexicon: Lexicon): Set<string> {
  const words = new Set<string>();
  for (const [name, entries] of Object.entries(lexicon)) {
    if (PHRASES.has(name)) continue;
    for (const entry of entries) for (const word of entry.words ?? []) if (WORD.test(word)) words.add(word);
  }
  return words;
}

import type { Lexicon } from '../types.js';

/** Lexicons whose words are phrases and bits of sentences rather than words. */
const PHRASES = new Set(['front', 'meta', 'noise', 'numerals', 'numbering', 'number-words', 'roles', 'statements', 'surnames']);
const WORD = /^\p{Script=Han}{2,8}$/u;
/** What a lexicon has as one (要在, 仅办理) and a segmenter has to cut, since the word of duty or the verb in it is looked for. */
const TWO_WORDS = /^[要将会应须][在于由]$|^仅/u;

/** The words of the lexicons that a segmenter should keep whole. */
export function dictionaryWords(lexicon: Lexicon): Set<string> {
  const words = new Set<string>();
  for (const [name, entries] of Object.entries(lexicon)) {
    if (PHRASES.has(name)) continue;
    for (const entry of entries)
      for (const word of entry.words ?? []) if (WORD.test(word) && !TWO_WORDS.test(word)) words.add(word);
  }
  return words;
}

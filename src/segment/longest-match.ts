import type { Lexicon, Segmenter } from '../types.js';
import { dictionaryWords } from './domain-words.js';
import { joinLatin } from './join.js';

/** Words by longest match from the lexicon alone: what is left without a dictionary, for comparison. */
export function longestMatch(lexicon: Lexicon): Segmenter {
  const words = dictionaryWords(lexicon);
  const longest = Math.max(1, ...[...words].map((word) => word.length));
  const cut = (text: string): string[] => {
    const out: string[] = [];
    for (let at = 0; at < text.length; ) {
      let length = Math.min(longest, text.length - at);
      while (length > 1 && !words.has(text.slice(at, at + length))) length--;
      if (length === 1 && (text.codePointAt(at) ?? 0) > 0xffff) length = 2;
      out.push(text.slice(at, at + length));
      at += length;
    }
    return joinLatin(out);
  };
  return { name: 'longest-match', cut };
}

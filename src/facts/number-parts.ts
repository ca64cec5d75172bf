import { perLexicon } from '../per-lexicon.js';
import type { Lexicon } from '../types.js';

/** What a character of a number does. */
export type Part =
  | { part: 'digit'; value: number; zero: boolean; pair: boolean }
  | { part: 'small' | 'big' | 'tens'; value: number }
  | { part: 'point' | 'half' | 'more' | 'several' | 'mask' };

/** The characters of numbers by their codes. */
export const partsOf = perLexicon((lexicon: Lexicon) => {
  const parts = new Map<number, Part>();
  for (const entry of lexicon['number-words'] ?? []) {
    for (const word of entry.words ?? []) {
      parts.set(word.charCodeAt(0), {
        part: entry.part,
        value: entry.value,
        zero: entry.zero === true,
        pair: entry.pair === true,
      } as Part);
    }
  }
  return parts;
});

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Takes off what binary fractions leave (1.2 × 10⁸). */
export const exact = (value: number): number =>
  Number.isInteger(value) && Math.abs(value) < 1e15 ? value : Number(value.toPrecision(15));

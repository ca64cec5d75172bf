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

/** Whether a number can begin with a character, by its code. */
export const openersOf = perLexicon((lexicon: Lexicon) => {
  const openers = new Uint8Array(0x10000);
  for (const [code, { part }] of partsOf(lexicon))
    if (part !== 'point' && part !== 'more' && part !== 'several') openers[code] = 1;
  for (let digit = 48; digit <= 57; digit++) openers[digit] = 1;
  return openers;
});

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Takes off what binary fractions leave (1.2 × 10⁸). */
export const exact = (value: number): number =>
  Number.isInteger(value) && Math.abs(value) < 1e15 ? value : Number(value.toPrecision(15));

import type { Lexicon } from './types.js';

/** Compiles what a stage needs from a lexicon once for each lexicon: a user's additions make another one. */
export function perLexicon<T>(compile: (lexicon: Lexicon) => T): (lexicon: Lexicon) => T {
  const known = new WeakMap<Lexicon, T>();
  // Asked for at every character, and nearly always for the same lexicon.
  let last: Lexicon | undefined;
  let compiled: T | undefined;
  return (lexicon) => {
    if (lexicon === last) return compiled as T;
    compiled = known.get(lexicon);
    if (compiled === undefined) {
      compiled = compile(lexicon);
      known.set(lexicon, compiled);
    }
    last = lexicon;
    return compiled;
  };
}

/** The entries of one lexicon, narrowed by an attribute's value where one is given. */
export function entriesOf(lexicon: Lexicon, name: string, attribute?: string, value?: unknown): Lexicon[string] {
  const entries = lexicon[name] ?? [];
  return attribute === undefined ? entries : entries.filter((entry) => entry[attribute] === value);
}

/** The words of entries in one list. */
export const wordsOf = (entries: Lexicon[string]): string[] => entries.flatMap((entry) => [...(entry.words ?? [])]);

/** The pattern of the entry of one id; what matches nothing where a lexicon has none. */
export const patternOf = (lexicon: Lexicon, name: string, id: string, flags?: string): RegExp =>
  new RegExp(entriesOf(lexicon, name, 'id', id)[0]?.pattern ?? '(?!)', flags);

/** A string as a literal in a regular expression. */
export const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** An alternation of literals, longest first, so that 检查分局 wins over 检查; of none, what matches nothing. */
export const anyOf = (words: readonly string[]): string =>
  words.length === 0
    ? '(?!)'
    : `(?:${[...new Set(words)]
        .sort((a, b) => b.length - a.length)
        .map(literal)
        .join('|')})`;

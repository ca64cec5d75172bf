import { frequentCharacters, frequentWords } from '../generated/damage-model.js';
import { perLexicon } from '../per-lexicon.js';
import type { Lexicon } from '../types.js';

/** How probable a text is: by the words of the lexicons and of common use, and by what the document says elsewhere. */
export interface WordModel {
  /** Logarithm of the probability of a word of up to `LONGEST` characters; null where it is no word. A single character always is one. */
  word(text: string): number | null;
  /** Whether any word of two or more characters ends with this pair. */
  ends(pair: string): boolean;
  /** The characters that follow this one in words, and in the document. */
  following(character: string): Iterable<string>;
  /** What speaks for the last character because the document has it behind those before it elsewhere. */
  familiar(text: string): number;
  /** Where a word comes from; null where it is none. */
  source(text: string): 'document' | 'lexicon' | 'common' | null;
}

/** Words are looked up to this length. */
export const LONGEST = 5;
/** Logarithms of marks. Straight ones stand for themselves in damaged text, so they cost what the full ones do. */
const MARKS: Readonly<Record<string, number>> = {
  '，': -3.2,
  ',': -3.2,
  '。': -3.8,
  '、': -3.8,
  '“': -5,
  '”': -5,
  '；': -6,
  ';': -6,
  '：': -6,
  ':': -6,
  '（': -6,
  '）': -6,
  '(': -6,
  ')': -6,
  '《': -6.5,
  '》': -6.5,
  '×': -7.5,
  '－': -8,
  '～': -8,
};
const OTHER_MARK = -9;
const DIGIT = -6;
const UNKNOWN = -19;
/** What two, three and four familiar characters in a row are worth. */
const FAMILIAR = [2.2, 2, 1.5] as const;

let common: Map<string, number> | undefined;
const endings = new Set<string>();
const pairs = new Map<string, Set<string>>();

function addPair(to: Map<string, Set<string>>, first: string, second: string): void {
  const list = to.get(first);
  if (list) list.add(second);
  else to.set(first, new Set(second));
}

/** Common words and characters with their logarithms, after Zipf's law by rank. */
function commonWords(): Map<string, number> {
  if (common) return common;
  common = new Map();
  for (const length of [2, 3, 4] as const) {
    const words = frequentWords[length];
    const rare = { 2: 0, 3: 1.5, 4: 2 }[length];
    for (let i = 0; i < words.length; i += length) {
      const word = words.slice(i, i + length);
      common.set(word, -3.2 - rare - Math.log(i / length + 20));
      endings.add(word.slice(-2));
      addPair(pairs, word[0] as string, word[1] as string);
    }
  }
  for (let i = 0; i < frequentCharacters.length; i++) common.set(frequentCharacters[i] as string, -4.5 - 1.15 * Math.log(i + 10));
  return common;
}

/** The words of the lexicons and what they end with. */
const listedWords = perLexicon((lexicon: Lexicon) => {
  const listed = new Set<string>();
  const listedEndings = new Set<string>();
  for (const entries of Object.values(lexicon))
    for (const entry of entries)
      for (const word of entry.words ?? []) {
        if (word.length < 2 || word.length > LONGEST) continue;
        listed.add(word);
        listedEndings.add(word.slice(-2));
      }
  return { listed, listedEndings };
});

/** A model for one document. `text` is its sound text in simplified characters. */
export function wordModel(text: string, lexicon: Lexicon): WordModel {
  const words = commonWords();
  const seen = documentWords(text);
  const seenPairs = new Map<string, Set<string>>();
  for (const word of seen) if (word.length === 2) addPair(seenPairs, word[0] as string, word[1] as string);
  const { listed, listedEndings } = listedWords(lexicon);
  return {
    ends: (pair) => endings.has(pair) || listedEndings.has(pair),
    word: (word) => {
      const known = words.get(word);
      if (word.charCodeAt(0) >= 0xd800 && word.charCodeAt(0) < 0xdc00 && word.length === 2) return UNKNOWN;
      if (word.length > 1) return listed.has(word) ? Math.max(-10, known ?? -10) : (known ?? null);
      if (known !== undefined) return known;
      return MARKS[word] ?? (/[0-9０-９]/.test(word) ? DIGIT : /[？！‘’?!【】〔〕·—…％%]/.test(word) ? OTHER_MARK : UNKNOWN);
    },
    following: (character) => new Set([...(pairs.get(character) ?? []), ...(seenPairs.get(character) ?? [])]),
    familiar: (whole) => {
      let worth = 0;
      for (let length = 2; length <= 4 && length <= whole.length; length++) {
        if (!seen.has(whole.slice(whole.length - length))) break;
        worth += FAMILIAR[length - 2] as number;
      }
      return worth;
    },
    source: (word) => (seen.has(word) ? 'document' : listed.has(word) ? 'lexicon' : words.has(word) ? 'common' : null),
  };
}

/** This much of a document is evidence enough. */
const SCANNED = 60_000;
const joined = /[\u4E00-\u9FFF“”、0-9]{2,}/g;

/** All stretches of two to `LONGEST` characters that a document has. */
function documentWords(text: string): Set<string> {
  const seen = new Set<string>();
  for (const [run] of text.slice(0, SCANNED).matchAll(joined)) {
    for (let start = 0; start < run.length; start++) {
      for (let length = 2; length <= LONGEST && start + length <= run.length; length++)
        seen.add(run.slice(start, start + length));
    }
  }
  return seen;
}

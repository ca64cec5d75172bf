import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Segmenter } from '../types.js';
import { joinLatin } from './join.js';

const require = createRequire(import.meta.url);
const FILES = { dict: 'words.utf8', hmmDict: 'hmm.utf8', userDict: 'user.utf8', idfDict: 'idf.utf8', stopWordDict: 'stop.utf8' };

/** The built dictionary: beside the bundle, or in dist when the sources are run. */
function dictionary(): Record<keyof typeof FILES, string> {
  for (const place of ['./dict/', '../../dist/dict/']) {
    const paths = Object.entries(FILES).map(
      ([key, file]) => [key, fileURLToPath(new URL(place + file, import.meta.url))] as const,
    );
    // nodejieba ends the whole process on a dictionary file that is missing or empty, so look first.
    if (paths.every(([, path]) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0)) {
      return Object.fromEntries(paths) as Record<keyof typeof FILES, string>;
    }
  }
  throw new Error('the segmenter dictionary (dist/dict) is missing: run `npm run build`, or install drugplan again');
}

/** nodejieba with HMM off. Throws where its binary was not built. */
export function nodejieba(): Segmenter {
  const files = dictionary();
  const jieba = require('nodejieba') as { load(files: object): void; cut(text: string): string[] };
  jieba.load(files);
  return { name: 'nodejieba', cut: (text) => joinLatin(jieba.cut(text.toWellFormed())) };
}

/** @node-rs/jieba with HMM off: the same words, and no compiler needed. */
export function nodeRsJieba(): Segmenter {
  const { Jieba } = require('@node-rs/jieba') as typeof import('@node-rs/jieba');
  const jieba = Jieba.withDict(readFileSync(dictionary().dict));
  return { name: '@node-rs/jieba', cut: (text) => joinLatin(jieba.cut(text.toWellFormed(), false)) };
}

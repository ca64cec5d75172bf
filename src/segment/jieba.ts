import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Segmenter } from '../types.js';
import { SegmenterError } from './error.js';
import { joinLatin } from './join.js';

const require = createRequire(import.meta.url);
const FILES = { dict: 'words.utf8', hmmDict: 'hmm.utf8', userDict: 'user.utf8', idfDict: 'idf.utf8', stopWordDict: 'stop.utf8' };

/** The built dictionary: beside the bundle, or in dist when the sources are run. */
function dictionary(): Record<keyof typeof FILES, string> {
  const folders = ['./dict/', '../../dist/dict/'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const folder = folders.find((place) => existsSync(place)) ?? (folders[0] as string);
  // nodejieba ends the whole process on a file that is missing or cannot be read, and one that is cut off gives other words: so look first.
  const fault = faultOf(folder);
  if (fault !== null) {
    const message = `the segmenter dictionary ${folder} cannot be used (${fault}): install drugplan again (in a source tree: npm run build)`;
    throw new SegmenterError('segment/no-dictionary', { folder, reason: fault }, message);
  }
  return Object.fromEntries(Object.entries(FILES).map(([key, file]) => [key, folder + file])) as Record<
    keyof typeof FILES,
    string
  >;
}

/** Why a dictionary cannot be used: every file must be there, readable, and of the size that it was built with. */
function faultOf(folder: string): string | null {
  try {
    const sizes = JSON.parse(readFileSync(`${folder}sizes.json`, 'utf8')) as Record<string, number>;
    for (const file of Object.values(FILES)) {
      accessSync(folder + file, constants.R_OK);
      const stat = statSync(folder + file);
      if (!stat.isFile() || stat.size !== sizes[file]) return file;
    }
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'sizes.json';
  }
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

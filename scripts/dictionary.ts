/**
 * Writes the segmenters' dictionary to dist/dict: the most frequent words of jieba's dictionary but persons' names, and all words of the lexicons, so
 * that both segmenters load a tenth of what they ship with. nodejieba wants four more files; with HMM off nothing in them is used, so they are kept tiny.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lexicons } from '../src/generated/lexicons.js';
import { dictionaryWords } from '../src/segment/domain-words.js';

const KEEP = 40_000;
/** Tags of jieba's dictionary for persons' names, which say nothing in a report and are a tenth of the words. */
const NAMES = new Set(['nr', 'nrt', 'nrfg']);
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(dirname(createRequire(import.meta.url).resolve('@node-rs/jieba/package.json')), 'dict.txt');

type Entry = { word: string; count: number; tag: string };
const all: Entry[] = readFileSync(source, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => {
    const [word = '', count = '1', tag = 'n'] = line.split(' ');
    return { word, count: Number(count), tag };
  });
const common = all
  .toSorted((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
  .slice(0, KEEP)
  .filter(({ tag }) => !NAMES.has(tag));
const known = new Map(common.map((entry) => [entry.word, entry]));
const total = common.reduce((sum, entry) => sum + entry.count, 0);

/** Log probability of the best way to cut a word into known words: what the word itself must beat. */
function bestCut(word: string): number {
  const chars = [...word];
  const best = [0];
  for (let end = 1; end <= chars.length; end++) {
    best[end] = Number.NEGATIVE_INFINITY;
    for (let start = 0; start < end; start++) {
      if (end - start === chars.length) continue;
      const count = known.get(chars.slice(start, end).join(''))?.count ?? (end - start === 1 ? 1 : 0);
      if (count > 0) best[end] = Math.max(best[end] ?? 0, (best[start] ?? 0) + Math.log(count / total));
    }
  }
  return best[chars.length] ?? 0;
}

const added: Entry[] = [];
for (const word of dictionaryWords(lexicons)) {
  const entry = known.get(word);
  const count = Math.max(entry?.count ?? 1, Math.ceil(Math.exp(bestCut(word)) * total) + 1);
  if (entry) entry.count = count;
  else added.push({ word, count, tag: 'n' });
}

const directory = join(root, 'dist/dict');
mkdirSync(directory, { recursive: true });
const line = ({ word, count, tag }: Entry): string => `${word} ${count} ${tag}\n`;
const files: Record<string, string> = {
  'words.utf8': [...common, ...added].map(line).join(''),
  'hmm.utf8': ['-0.3 -3e+100 -3e+100 -1.5', ...Array(4).fill('-1 -1 -1 -1'), ...Array(4).fill('的:-1')].join('\n'),
  'user.utf8': '监管\n',
  'idf.utf8': '监管 1.0\n',
  'stop.utf8': '的\n',
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
// By this a dictionary that is cut off is found before it gives other words.
const sizes = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.byteLength(content)]));
writeFileSync(join(directory, 'sizes.json'), `${JSON.stringify(sizes)}\n`);
console.error(`dictionary: ${common.length} words and ${added.length} of the lexicons → dist/dict`);

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lexicons } from '../src/generated/lexicons.js';
import { parseFile } from '../src/index.js';
import { dictionaryWords } from '../src/segment/domain-words.js';
import { loadSegmenter } from '../src/segment/index.js';
import { wordsOf } from '../src/segment/words.js';
import type { NormalText, Segmenter } from '../src/types.js';
import { root } from './cli.js';

const cases = join(root, 'fixtures/cases');
const inputs = readdirSync(cases, { recursive: true, encoding: 'utf8' })
  .filter((path) => /(^|\/)input\.[^/]+$/.test(path))
  .sort();
const nodejieba = loadSegmenter('nodejieba');
const standIn = loadSegmenter('node-rs');

describe('nodejieba and its stand-in', () => {
  test.each(inputs)('give the same parse of %s', async (path) => {
    const file = join(cases, path);
    const [one, other] = await Promise.all([parseFile(file, { segmenter: nodejieba }), parseFile(file, { segmenter: standIn })]);
    expect(other).toEqual(one);
  });

  const alphabet = [
    ...'药品监管局检查企业120.5％%GMPaＡ０，。、（）《》\t \u3000\u00a0\0é'.split(''),
    '𠮷',
    '噁',
    '\ud800',
    '有限公司',
    '100批次',
  ];
  test('cut any text alike, and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const words = nodejieba.cut(text);
        // 查查|查 and 查|查查 are equally probable; the same words in another order are the only tie.
        expect(standIn.cut(text).toSorted()).toEqual(words.toSorted());
        expect(standIn.cut(text).join('')).toBe(words.join(''));
        expect(words.join('')).toBe(text.toWellFormed());
      }),
      { numRuns: 500, examples: [[['查', '查', '查']]] },
    );
  });
});

describe.each(['nodejieba', 'node-rs', 'longest-match'] as const)('%s', (choice) => {
  const segmenter = loadSegmenter(choice);

  test('keeps numbers, Latin words and words of the lexicons whole', () => {
    expect(segmenter.cut('抽检120批次，GMP检查3.5倍')).toEqual(expect.arrayContaining(['120', 'GMP', '3.5']));
    expect(segmenter.cut('严厉打击违法行为')[0]).toBe('严厉打击');
  });

  test('wordsOf gives the words between two offsets, also across lines', () => {
    const text = '药品监管工作\n\n检查企业120家\n';
    const words = wordsOf(segmenter, { text } as NormalText);
    expect(
      words({ start: 0, end: text.length })
        .map((word) => word.text)
        .join(''),
    ).toBe(text.replaceAll('\n', ''));
    for (const word of words({ start: 0, end: text.length })) expect(text.slice(word.start, word.end)).toBe(word.text);
    expect(words({ start: 12, end: 13 }).map((word) => word.text)).toEqual(['120']);
    expect(words({ start: 6, end: 7 })).toEqual([]);
  });
});

test('a whole report on one line is cut once, however often it is asked for', () => {
  let cut = 0;
  const counting: Segmenter = {
    name: standIn.name,
    cut(text) {
      cut += text.length;
      return standIn.cut(text);
    },
  };
  const text = '检查企业120家，'.repeat(20_000);
  const words = wordsOf(counting, { text } as NormalText);
  for (let at = 0; at < text.length - 9; at += 9) words({ start: at, end: at + 9 });
  expect(cut).toBe(text.length - 9);
});

test('the dictionary holds common words and all of the lexicons, but no names of persons', () => {
  const entries = readFileSync(join(root, 'dist/dict/words.utf8'), 'utf8').trim().split('\n');
  const words = new Map(entries.map((line) => line.split(' ') as [string, string, string]).map(([word, , tag]) => [word, tag]));
  expect(words.size).toBeGreaterThan(36_000);
  expect([...dictionaryWords(lexicons)].filter((word) => !words.has(word))).toEqual([]);
  expect([...words.values()].filter((tag) => tag.startsWith('nr'))).toEqual([]);
});

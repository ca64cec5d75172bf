import { describe, expect, it } from 'vitest';
import { speech } from '../bench/document.mjs';
import { parse } from '../src/parse.js';
import { hostile, hostileBytes } from './support/hostile.mjs';

const LENGTH = 1_000_000;
const pieces = [
  'X',
  '×',
  '1',
  '一',
  '十',
  '万',
  '%',
  '.',
  '。',
  '，',
  '、',
  '（',
  '）',
  '(',
  '《',
  '“',
  '?',
  '!',
  ' ',
  '　',
  '\n',
  '#',
  '—',
  '的',
  '处',
  '要',
  '省',
  '年',
  '一、',
  '（一）',
  '一是',
  '1.',
  '①',
  '第一，',
  '负责',
  '（处牵头',
  '由局牵头',
  '各处室、',
  '责任单位：',
  '1.1.',
  '1.好。2.好。3.好。',
  '2022年',
  '不少于',
  '增长1',
  'XX万',
  '〔2022〕',
  '《》',
  '##paidbegin##',
  '一、\n',
  '会议指出，\n',
  '同志们：\n',
  '目录\n',
  '附件：1.\n',
  '藥',
  '笆奈濉',
  '1\t',
  '1.好。2.好。3.好。\n',
  '（一）抓3家。（处负责）\n',
  '——好的。一二三四五六七八九十一二三四五六七八九十\n',
  '各处要办。\n',
];

/** Seconds of this process for parsing a text, so that a busy machine decides nothing. */
function processorTime(text: string): number {
  const before = process.cpuUsage();
  expect(parse(text).source.length).toBe(text.length);
  return process.cpuUsage(before).user / 1e6;
}

describe('one piece again and again', () => {
  parse('热身。');
  // On a machine that needs a second and more for an ordinary report of a megabyte, no more than twice that.
  const limit = Math.max(2, 2 * processorTime(speech(LENGTH / 2)));
  it.each(pieces)(
    '%j is parsed in less than two seconds a megabyte',
    (piece) => {
      // A megabyte of GB18030, the encoding that puts the most characters into it.
      const bytes = [...piece].reduce((sum, character) => sum + (character < '\u0080' ? 1 : 2), 0);
      expect(processorTime(piece.repeat(Math.ceil(LENGTH / bytes)))).toBeLessThan(limit);
    },
    120_000,
  );
  it.each(Object.keys(hostile))(
    'a megabyte of %s, too',
    (name) => {
      expect(processorTime(hostileBytes(name, LENGTH))).toBeLessThan(limit);
    },
    120_000,
  );
});

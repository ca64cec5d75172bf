import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  findDates,
  findQuantities,
  findUnits,
  mergeLexicon,
  parse,
  parseFile,
  ReadError,
  readNumber,
  toSimplified,
  validate,
} from '../src/index.js';
import { report } from './cli.js';

const text = readFileSync(report, 'utf8');

describe('parse and parseFile', () => {
  test('parse is synchronous and gives a valid document', () => {
    const document = parse(text, { name: 'a.txt' });
    expect(document.source.name).toBe('a.txt');
    expect(validate(document)).toEqual({ valid: true, schema: 'document', findings: [] });
  });

  test('parseFile takes a path, a URL or bytes', async () => {
    const byPath = await parseFile(report);
    expect(await parseFile(pathToFileURL(report))).toEqual(byPath);
    expect(await parseFile(readFileSync(report), { name: 'input.txt' })).toEqual(byPath);
    expect(parse(text, { name: 'input.txt' })).toEqual(byPath);
  });

  test('parseFile says what is wrong with a file', async () => {
    await expect(parseFile(new Uint8Array(0), { name: 'nothing' })).rejects.toThrow(ReadError);
    await expect(parseFile(new Uint8Array(0), { name: 'nothing' })).rejects.toMatchObject({ code: 'read/empty' });
    await expect(parseFile('/no/such/file')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a document that was written and read again is the same', () => {
    const document = parse(text);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test.each(['', ' ', '\n\n', '药', '。。。', '一、', '（）', '\ud800', '\0', '𠮷'.repeat(50)])(
    'parse(%j) gives a valid document',
    (odd) => {
      expect(validate(parse(odd))).toMatchObject({ valid: true, findings: [] });
    },
  );
});

describe('finders', () => {
  test('findQuantities gives values at their places, in traditional script too', () => {
    const said = '力爭全年省級藥品抽檢不少於7100批次，審批時限再壓縮10%。';
    const found = findQuantities(said);
    expect(found).toMatchObject([
      { value: 7100, unit: '批次', metric: '省级药品抽检', kind: 'target' },
      { value: 10, unit: '%', direction: 'decrease', change: 'by' },
    ]);
    expect(found.map(({ span }) => said.slice(span.start, span.end))).toEqual(['不少於7100批次', '壓縮10%']);
    expect(findQuantities('没有数字')).toEqual([]);
  });

  test('findUnits gives role and place', () => {
    const said = '（机关党委牵头，各处室、分局配合）';
    expect(findUnits(said).map(({ name, role, span }) => [name, role, said.slice(span.start, span.end).includes(name)])).toEqual([
      ['机关党委', 'lead', true],
      ['处室', 'support', true],
      ['分局', 'support', true],
    ]);
  });

  test('findDates goes by the year given', () => {
    const said = '務必於3月底前完成，2022年年底前驗收';
    expect(findDates(said, { year: 2022 }).map(({ text, date, span }) => [text, date, said.slice(span.start, span.end)])).toEqual(
      [
        ['3月底前', '2022-03-31', '3月底前'],
        ['2022年年底前', '2022-12-31', '2022年年底前'],
      ],
    );
  });

  test('readNumber', () => {
    expect(readNumber('三百八十七万亩')).toMatchObject({ value: 3_870_000, unit: '亩' });
    expect(readNumber('百分之三点五')).toMatchObject({ value: 3.5, unit: '%' });
    expect([
      readNumber('二〇二五')?.value,
      readNumber('1.2亿')?.value,
      readNumber('１２')?.value,
      readNumber('两千')?.value,
    ]).toEqual([2025, 120_000_000, 12, 2000]);
    expect([readNumber('万一'), readNumber('一些'), readNumber('')]).toEqual([null, null, null]);
  });

  test('toSimplified keeps a map', () => {
    const { text: simplified, map } = toSimplified('著力藥品監管，顯著');
    expect(simplified).toBe('着力药品监管，显著');
    expect(map.toSource({ start: 2, end: 4 })).toEqual({ start: 2, end: 4 });
  });
});

test('mergeLexicon replaces an entry by its id, adds others, and knows its lexicons', () => {
  const merged = mergeLexicon({ verbs: [{ id: 'mine', kind: 'work', words: ['盘活'] }] });
  expect(merged.verbs?.at(-1)?.id).toBe('mine');
  const again = mergeLexicon({ verbs: [{ id: 'mine', kind: 'work', words: ['激活'] }] }, merged);
  expect(again.verbs).toHaveLength(merged.verbs?.length as number);
  expect(again.verbs?.at(-1)?.words).toEqual(['激活']);
  expect(() => mergeLexicon({ verbz: [] })).toThrow(RangeError);
});

test('validate tells what is wrong and where', () => {
  expect(validate({ $schema: 'urn:drugplan:schema:document:1' }).findings).toContainEqual({
    path: '',
    keyword: 'required',
    params: { name: 'meta' },
  });
  expect(validate(null).valid).toBe(false);
  expect(validate({ $schema: 'x' })).toMatchObject({ valid: false, schema: null });
});

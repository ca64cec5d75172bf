import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { width } from '../src/cli/frame.js';
import { jsonPlaces } from '../src/cli/json-places.js';
import type { Document } from '../src/index.js';
import { drugplan, emptyFolder, report } from './cli.js';

const sound = drugplan(['parse', report, '--pretty']).out;
const changed = (change: (document: Document) => void): string => {
  const document = JSON.parse(sound) as Document;
  change(document);
  return JSON.stringify(document, null, 2);
};
const validate = (input: string, ...args: string[]) => drugplan(['validate', '-', ...args], { input });

describe('validate', () => {
  test('accepts what parse prints', () => {
    expect(validate(sound)).toMatchObject({ code: 0, out: '' });
    expect(validate(sound).err).toBe('<stdin>：合格（1 条）\n');
  });

  test('shows the place, the line and what is wrong, in either language', () => {
    const file = join(emptyFolder(), 'out.json');
    writeFileSync(file, sound.replace('"role": "plan"', '"role": "plam"'));
    const line = sound.slice(0, sound.indexOf('"role": "plan"')).split('\n').length;
    const chinese = drugplan(['validate', file]);
    expect(chinese.code).toBe(1);
    expect(chinese.err).toContain(`${file}:${line}:15: 错误: /sections/0/role 应为以下之一：review, situation`);
    expect(chinese.err).toContain(`${line} |       "role": "plam",\n`);
    expect(drugplan(['validate', file, '--lang', 'en']).err).toContain('error: /sections/0/role must be one of review');
  });

  test.each<[string, (document: Document) => void, RegExp]>([
    ['a missing field', (d) => delete (d.measures[0] as { text?: string }).text, /\/measures\/0 缺少 text/],
    ['a field too many', (d) => Object.assign(d.meta, { author: 'x' }), /\/meta 多出 author/],
    ['a wrong type', (d) => Object.assign(d.source, { bytes: '12' }), /\/source\/bytes 应为 integer/],
    ['a date that is none', (d) => Object.assign(d.meta, { issuedOn: '2023-1-1' }), /\/meta\/issuedOn 应符合/],
    ['an object where null may stand', (d) => Object.assign(d.preamble ?? {}, { span: null }), /\/preamble\/span 应为 object/],
    [
      'a span outside of the source',
      (d) => Object.assign(d.measures[0]?.span ?? {}, { end: 99_999 }),
      /\/measures\/0\/span 超出原文长度/,
    ],
    ['a span turned round', (d) => Object.assign(d.measures[1]?.span ?? {}, { start: 400, end: 3 }), /start 大于 end/],
    ['an id used twice', (d) => Object.assign(d.measures[1] ?? {}, { id: 'm1' }), /id 重复：m1/],
    ['an unknown section', (d) => Object.assign(d.measures[1] ?? {}, { section: 's99' }), /没有 id 为 s99/],
    ['an unknown schema', (d) => Object.assign(d, { $schema: 'urn:other' }), /不认识 \$schema："urn:other"/],
  ])('finds %s', (_name, change, message) => {
    const { code, err } = validate(changed(change));
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });

  test('tells a fault once', () => {
    const { err } = validate(changed((d) => Object.assign(d.preamble ?? {}, { span: null })));
    expect(err.match(/错误:/g)).toHaveLength(1);
  });

  test('finds the line in JSON Lines', () => {
    const records = drugplan(['parse', report, '--format', 'jsonl']).out.split('\n');
    records[2] = (records[2] ?? '').replace('"row":"measure"', '"row":"measures"');
    expect(validate(records.join('\n')).err).toMatch(/^<stdin>:3:\d+: 错误: \/row/);
  });

  test('finds where a text stops being JSON', () => {
    expect(validate('{"a": [1,\n  2,,3]}').err).toMatch(/^<stdin>:2:5: 错误: 不是合法的 JSON\n2 \| {3}2,,3\]\}\n {8}\^\n/);
    expect(validate('{"a": 1').code).toBe(1);
    expect(validate(`${'['.repeat(200_000)}`).code).toBe(1);
    expect(validate('不是').err).toMatch(/^<stdin>:1:1/);
  });
});

describe('places in JSON', () => {
  test('every value has its place', () => {
    const text = '{"a": [1, {"b/c": "x\\"y"}], "d": null}';
    const { places } = jsonPlaces(text);
    const at = (pointer: string) => text.slice(places?.get(pointer)?.start, places?.get(pointer)?.end);
    expect(at('/a/0')).toBe('1');
    expect(at('/a/1/b~1c')).toBe('"x\\"y"');
    expect(at('/d')).toBe('null');
    expect(at('')).toBe(text);
    expect(at('key:/d')).toBe('"d"');
  });

  test.each(['{', '[1,]', '{"a":1,}', '{"a" 1}', '01', '"a', '1 2', '{a:1}', '', '[1 2]', 'nul'])('%s is no JSON', (text) => {
    expect(jsonPlaces(text).error).not.toBeNull();
  });

  test('agrees with JSON.parse on what is JSON', () => {
    for (const text of [sound, '[]', '{}', ' [ ] ', '{"a":{"a":{}}, "a": []}', '-0.5e+3', '"\\u4e00"']) {
      expect(() => JSON.parse(text)).not.toThrow();
      expect(jsonPlaces(text).error).toBeNull();
    }
  });
});

test('a Chinese character is two columns wide, a combining mark none', () => {
  expect([width('药品'), width('ab'), width('（一）'), width('e\u0301'), width('𠮷')]).toEqual([4, 2, 6, 1, 2]);
});

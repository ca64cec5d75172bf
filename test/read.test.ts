import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSource, sourceOf } from '../src/read/index.js';
import { encode } from './support/encode.js';
import { refusal } from './support/source.js';

const cases = parse(readFileSync(new URL('../fixtures/stages/encoding.yaml', import.meta.url), 'utf8')) as {
  name: string;
  text: string;
  encodings: string[];
}[];
const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const all = cases.flatMap(({ name, text, encodings }) => encodings.map((encoding) => ({ name, text, encoding })));

const failure = (bytes: Uint8Array, encoding?: string) =>
  refusal(bytes, { name: 'report.txt', ...(encoding ? { encoding } : {}) });

describe('encodings', () => {
  it.each(all)('$name in $encoding', async ({ text, encoding }) => {
    const source = await readSource(encode(text, encoding), { name: 'report.txt' });
    expect(source.text).toBe(text);
    expect(source.encoding).toBe(encoding);
    expect(source.problems).toEqual([]);
    expect((await readSource(encode(text, encoding), { name: 'report.txt', encoding })).text).toBe(text);
  });

  it.each(all)('$name in $encoding with a byte order mark, which is not counted', async ({ text, encoding }) => {
    if (encoding === 'big5') return;
    const source = await readSource(encode(`\uFEFF${text}`, encoding), { name: 'report.txt' });
    expect(source.text).toBe(text);
    expect(source.encoding).toBe(encoding);
  });

  it('says so where it is not sure', async () => {
    const { problems } = await readSource(bytesOf(0xb0, 0xa1, 0x20, 0x41), { name: 'x' });
    expect(problems.map((p) => p.code)).toEqual(['read/encoding-unsure']);
  });

  it('takes the names that people use', async () => {
    const bytes = encode('药品监管', 'gb18030');
    for (const encoding of ['GBK', 'gb2312', 'cp936', ' GB18030 '])
      expect((await readSource(bytes, { name: 'x', encoding })).text).toBe('药品监管');
  });
});

describe('files that are no text', () => {
  it('refuses an empty file', async () => {
    expect((await failure(bytesOf())).code).toBe('read/empty');
    expect((await failure(encode('\uFEFF \r\n', 'utf-8'))).code).toBe('read/empty');
  });

  it('names the byte that is not valid in the encoding that was asked for', async () => {
    const error = await failure(Uint8Array.from([...encode('药品', 'utf-8'), 0xff, 0x41]), 'utf-8');
    expect(error.code).toBe('read/invalid-bytes');
    expect(error.data).toEqual({ name: 'report.txt', encoding: 'utf-8', offset: 6 });
    expect(error.message).toContain('report.txt');
    expect(error.message).toContain('--encoding');
  });

  it('names the end where a character is cut there', async () => {
    expect((await failure(encode('药品', 'utf-8').subarray(0, 5), 'utf-8')).data.offset).toBe(5);
  });

  it('refuses an encoding that it does not know', async () => {
    expect((await failure(bytesOf(65), 'ebcdic')).code).toBe('read/unknown-encoding');
  });

  it.each([['Word XML', '<?xml version="1.0"?><?mso-application progid="Word.Document"?>']])(
    'names the format of a %s file',
    async (found, head) => {
      const error = await failure(encode(head, 'utf-8'));
      expect(error.code).toBe('read/unsupported-format');
      expect(error.data.found).toBe(found);
    },
  );

  it('refuses binary data', async () => {
    const random = Uint8Array.from({ length: 4096 }, (_, i) => (i * i * 31 + i * 17 + (i >> 3)) & 0xff);
    expect((await failure(random)).code).toBe('read/binary');
    expect((await failure(Uint8Array.from({ length: 500 }, () => 0))).code).toBe('read/binary');
    expect((await failure(bytesOf(0x89, 0x50, 0x4e, 0x47, 13, 10))).code).toBe('read/binary');
  });
});

describe('a text in memory', () => {
  it('is described as its UTF-8 bytes', async () => {
    expect(sourceOf('药a', 'x')).toMatchObject({ name: 'x', bytes: 4, encoding: 'utf-8', mediaType: 'text/plain', text: '药a' });
    expect(sourceOf('\uFEFF药', 'x').text).toBe('药');
  });
});

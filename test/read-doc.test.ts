import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { random } from '../scripts/random.mjs';
import { ReadError, readSource } from '../src/read/index.js';
import { FORMAT_DOCUMENTS, textOf } from './support/format-documents.js';
import { RICH_LINES, richDocx } from './support/rich-document.js';
import { bodyOf, noiseOf, refusal } from './support/source.js';

const fixture = (path: string): Buffer => readFileSync(new URL(`../fixtures/formats/${path}`, import.meta.url));
const read = (path: string) => readSource(fixture(path), { name: path });
const rtf = async (text: string): Promise<string[]> =>
  (await readSource(new TextEncoder().encode(`{\\rtf1\\ansi\\ansicpg936 ${text}}`), { name: 'a.rtf' })).text.split('\n');
const failure = (bytes: Uint8Array, name: string) => refusal(bytes, { name });

describe('Word 97–2003 documents', () => {
  it.each(Object.keys(FORMAT_DOCUMENTS))('have their automatic numbers written out: %s', async (name) => {
    const source = await read(`${name}/automatic.doc`);
    expect(bodyOf(source)).toEqual(textOf(name).trim().split('\n'));
    expect(noiseOf(source)).toEqual(expect.arrayContaining([['navigation', '江海省文件汇编']]));
    expect(noiseOf(source).every(([kind, text]) => kind === 'navigation' || /^—[ \d]*—$/.test(text))).toBe(true);
    expect([source.mediaType, source.problems]).toEqual(['application/msword', []]);
  });

  it('have notes, text boxes, changes, hidden text, merged cells and margins as a .docx has', async () => {
    const source = await read('rich/rich.doc');
    expect(source.text.split('\n')).toEqual(RICH_LINES);
    expect(source.text).toBe((await readSource(richDocx(), { name: 'rich.docx' })).text);
    expect(source.origins.filter(({ table }) => table !== null).map(({ table, row, cell }) => [table, row, cell])).toEqual([
      [1, 1, 1],
      [1, 1, 2],
      [1, 2, 1],
      [1, 2, 2],
      [1, 2, 3],
      [1, 3, 2],
      [1, 3, 3],
    ]);
  });

  it('are read under the name of WPS as well', async () => {
    expect((await readSource(fixture('notice/input.doc'), { name: 'notice.wps' })).problems).toEqual([]);
  });

  it('that are cut off are refused wherever the cut is', async () => {
    const whole = fixture('speech/input.doc');
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9])
      expect((await failure(whole.subarray(0, whole.length * share), 'a.doc')).code).toBe('read/truncated');
  });

  it('with a password, of an older Word, or of another program are refused', async () => {
    const change = (at: number, ...bytes: number[]): Buffer => {
      const copy = Buffer.from(fixture('notice/input.doc'));
      const start = copy.indexOf(Buffer.from([0xec, 0xa5]));
      copy.set(bytes, start + at);
      return copy;
    };
    expect((await failure(change(0x0b, 0x13), 'a.doc')).code).toBe('read/encrypted');
    expect((await failure(change(2, 0x65, 0x00), 'a.doc')).data.found).toBe('Word 6.0/95');
    const sheet = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('Workbook', 'utf16le')]);
    expect((await failure(sheet, 'a.doc')).data.found).toBe('XLS');
  });

  it('with bytes changed at random give text or one clear error, and end', async () => {
    const whole = fixture('plan/automatic.doc');
    const chance = random(7);
    const below = (limit: number): number => Math.floor(chance() * limit);
    for (let round = 0; round < 60; round++) {
      const copy = Buffer.from(whole);
      for (let change = 0; change < 20; change++) copy[below(copy.length - 8) + 8] = below(256);
      const outcome = await readSource(copy, { name: 'a.doc' }).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ReadError);
    }
  });
});

describe('RTF', () => {
  it.each(Object.keys(FORMAT_DOCUMENTS))('of an office program gives the text: %s', async (name) => {
    const source = await read(`${name}/input.rtf`);
    expect(bodyOf(source)).toEqual(textOf(name).trim().split('\n'));
  });

  it('has the numbers that its writer put in', async () => {
    const lines = bodyOf(await read('regulation/automatic.rtf')).map((line) => line.trim().replace('\t', ' '));
    expect(lines).toEqual(
      textOf('regulation')
        .trim()
        .replace(/^(（.）)/gm, '$1 ')
        .split('\n'),
    );
  });

  it('has notes, changes, hidden text and tables', async () => {
    const source = await read('rich/rich.rtf');
    // LibreOffice writes no text box of this kind.
    expect(source.text.split('\n')).toEqual(RICH_LINES.filter((line) => line !== '框内文字'));
  });

  it('is decoded by code page, by font, and by Unicode with what stands for it left out', async () => {
    expect(
      await rtf(
        "\\'d2\\'a9\\'c6\\'b7\\par \\u33647?\\u21697\\'3f\\par {\\uc0\\u33647\\u21697}\\par {\\fonttbl{\\f1\\fcharset136 Ming;}}\\f1\\'c3\\'c4",
      ),
    ).toEqual(['药品', '药品', '药品', '藥']);
  });

  it('has text boxes behind their paragraph, symbols, breaks, fields, and no pictures, properties or binary data', async () => {
    const box = '{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt box\\par}}{\\shprslt twice}}';
    const field = '{\\field{\\*\\fldinst PAGE}{\\fldrslt 3}}';
    expect(
      await rtf(
        `one${box}\\line two\\par {\\info{\\title x}}{\\pict 0102}{\\bin4 {{{{}\\ldblquote a\\rdblquote\\~${field}\\{\\}{\\v hidden}`,
      ),
    ).toEqual(['one', 'two', 'box', '“a”\u00a03{}']);
  });

  it('that is cut off is refused', async () => {
    const whole = fixture('notice/input.rtf');
    expect((await failure(whole.subarray(0, whole.length / 2), 'a.rtf')).code).toBe('read/truncated');
  });

  it('nested without end is refused', async () => {
    expect((await failure(new TextEncoder().encode(`{\\rtf1${'{'.repeat(100_000)}`), 'a.rtf')).code).toBe('read/too-large');
  });
});

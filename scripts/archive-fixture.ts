/**
 * Makes an archive for tests and benchmarks: `npx tsx scripts/archive-fixture.ts FOLDER 10000 [SEED]`. Documents of the fixtures and plans that are
 * put together, in the formats, sizes and folders that an office's archive has; one in a hundred is broken. The same seed gives the same bytes.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { speech } from '../bench/document.mjs';
import { encode } from '../test/support/encode.js';
import { docxOf, p } from '../test/support/zip.js';
import { random } from './random.mjs';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const PROVINCES = ['江海', '云岭', '北原', '临川', '东屏', '南麓', '西河', '岭东', '湖湾', '关山'];
const SIZES = [800, 1500, 2500, 4000, 6000, 9000, 11_000, 16_000, 30_000];

const escape = (text: string): string =>
  text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char] ?? char);
const paragraphs = (text: string): string[] => text.split('\n').filter(Boolean);

/** How a text is written in each format. */
const WRITERS: Record<string, (text: string) => Uint8Array> = {
  txt: (text) => encode(text, 'utf-8'),
  'gb.txt': (text) =>
    encode(text.replace(/[^\p{Script=Han}\p{ASCII}，。、；：？！“”‘’（）《》〔〕—…％０-９一-十①-⑩　]/gu, ''), 'gb18030'),
  'utf16.txt': (text) => encode(`\uFEFF${text}`, 'utf-16le'),
  md: (text) => encode(text, 'utf-8'),
  html: (text) =>
    encode(
      `<!DOCTYPE html><html><head><meta charset="utf-8"><title>公文</title></head><body>${paragraphs(text)
        .map((line) => `<p>${escape(line)}</p>`)
        .join('\n')}</body></html>`,
      'utf-8',
    ),
  docx: (text) =>
    docxOf({
      body: paragraphs(text)
        .map((line) => p(escape(line)))
        .join(''),
    }),
};
/** How often each is met, of a hundred. */
const SHARES: readonly [string, number][] = [
  ['txt', 38],
  ['gb.txt', 12],
  ['utf16.txt', 2],
  ['md', 4],
  ['html', 14],
  ['docx', 22],
  ['made', 8],
];

/** Files of the fixtures as other programs wrote them (doc, pdf, rtf …). */
function madeFiles(): { extension: string; bytes: Uint8Array }[] {
  const folder = join(fixtures, 'formats');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(doc|pdf|html)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ extension: file.slice(file.lastIndexOf('.') + 1), bytes: readFileSync(file) }));
}

function caseTexts(): string[] {
  return readdirSync(join(fixtures, 'cases'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'input.txt')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
}

/** Breaks a file in one of the ways in which files of archives are broken. */
function broken(bytes: Uint8Array, chance: () => number): Uint8Array {
  const kind = Math.floor(chance() * 4);
  if (kind === 0) return new Uint8Array();
  if (kind === 1) return Uint8Array.from({ length: 2000 }, () => Math.floor(chance() * 256));
  if (kind === 2) return Buffer.concat([Buffer.from('PK\x03\x04'), bytes.subarray(0, bytes.length >> 1)]);
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), bytes.subarray(0, 500)]);
}

export interface Archive {
  files: number;
  broken: number;
  bytes: number;
}

/** Writes an archive of `count` files under `folder`. */
export function makeArchive(folder: string, count: number, seed = 1): Archive {
  const chance = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const [texts, made] = [caseTexts(), madeFiles()];
  const plans = new Map(SIZES.map((size) => [size, speech(size)]));
  const share = (): string => {
    let at = chance() * 100;
    for (const [name, percent] of SHARES) {
      at -= percent;
      if (at < 0) return name;
    }
    return 'txt';
  };
  const total: Archive = { files: count, broken: 0, bytes: 0 };
  for (let index = 0; index < count; index++) {
    const year = 1996 + Math.floor(chance() * 30);
    const province = pick(PROVINCES);
    let format = share();
    let bytes: Uint8Array;
    if (format === 'made' && made.length > 0) {
      const file = pick(made);
      format = file.extension;
      bytes = file.bytes;
    } else {
      const text =
        chance() < 0.3
          ? pick(texts)
          : (plans.get(pick(SIZES)) as string).replaceAll('江海', province).replaceAll('2023', String(year));
      const write = WRITERS[format] ?? WRITERS.txt;
      bytes = (write as (text: string) => Uint8Array)(text);
    }
    // Exactly one in a hundred, so that the counts of a test are known.
    if (index % 100 === 57) {
      bytes = broken(bytes, chance);
      total.broken++;
    }
    const file = join(folder, String(year), `${province}省`, `第${String(index).padStart(5, '0')}号.${format}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    total.bytes += bytes.length;
  }
  return total;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, count = '1000', seed = '1'] = process.argv.slice(2);
  if (!folder) throw new Error('usage: archive-fixture.ts FOLDER [COUNT] [SEED]');
  console.log(JSON.stringify(makeArchive(folder, Number(count), Number(seed))));
}

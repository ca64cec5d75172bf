import { getDocumentProxy } from 'unpdf';
import type { SourceText } from '../types.js';
import { ReadError } from './error.js';
import { sourceOfLines } from './extract.js';
import type { ReadOptions } from './options.js';
import { ChineseMaps } from './pdf/cmaps.js';
import { furnitureOf, type Page } from './pdf/furniture.js';
import { linesOf, type Run } from './pdf/lines.js';
import { paragraphsOf } from './pdf/paragraphs.js';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

const MOST_PAGES = 5000;

/** Reads a PDF with a text layer: lines in reading order joined to paragraphs, running heads and page numbers as noise. */
export async function readPdf(bytes: Uint8Array, options: ReadOptions): Promise<SourceText> {
  const { name } = options;
  refuseTruncated(bytes, name);
  const pdf = await open(bytes, name);
  try {
    if (pdf.numPages > MOST_PAGES) throw new ReadError('read/too-large', { name, found: `${pdf.numPages} pages` });
    const pages: Page[] = [];
    for (let number = 1; number <= pdf.numPages; number++) pages.push(await readPage(await pdf.getPage(number), number));
    const furniture = furnitureOf(pages);
    const source = sourceOfLines(paragraphsOf(pages, furniture), {
      bytes,
      name,
      mediaType: 'application/pdf',
      encoding: 'utf-8',
    });
    if (pages.every((page) => page.lines.every((line) => furniture.has(line))))
      throw new ReadError('read/no-text', { name, pages: pdf.numPages });
    return source;
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function open(bytes: Uint8Array, name: string): Promise<PdfDocument> {
  try {
    // pdf.js takes the bytes over, so it gets its own.
    return await getDocumentProxy(new Uint8Array(bytes), {
      BinaryDataFactory: ChineseMaps,
      cMapUrl: 'cmaps/',
      useWorkerFetch: false,
      useSystemFonts: false,
      disableFontFace: true,
      isEvalSupported: false,
      verbosity: 0,
    } as Parameters<typeof getDocumentProxy>[1]);
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw new ReadError('read/encrypted', { name });
    if (error instanceof Error && /PDFException|FormatError|XRef|UnknownError/.test(`${error.name} ${error.message}`))
      throw new ReadError('read/damaged', { name, found: 'PDF' });
    throw error;
  }
}

/** pdf.js mends a file that was cut off and says nothing of the pages that are missing; its last object must stand before its end mark. */
function refuseTruncated(bytes: Uint8Array, name: string): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer.lastIndexOf('%%EOF') <= buffer.lastIndexOf('endobj')) throw new ReadError('read/truncated', { name, found: 'PDF' });
}

async function readPage(page: PdfPage, number: number): Promise<Page> {
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const runs: Run[] = [];
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const [a, b, c, d, e, f] = multiply(viewport.transform, item.transform);
    const size = Math.hypot(c, d);
    // Text that stands on its side or slantwise is a stamp or a watermark.
    if (size === 0 || Math.abs(b) > Math.abs(a) * 0.1) continue;
    const lead = item.str.length - item.str.trimStart().length;
    const each = item.width / item.str.length;
    runs.push({
      text: plain(item.str.trim()),
      x: e + lead * each,
      y: f,
      width: item.width - (item.str.length - item.str.trim().length) * each,
      size,
    });
  }
  page.cleanup();
  return { number, width: viewport.width, height: viewport.height, lines: linesOf(runs, number, viewport.width) };
}

type Matrix = readonly [number, number, number, number, number, number];

function multiply(m: readonly number[], n: readonly number[]): Matrix {
  const [a, b, c, d, e, f] = m as unknown as Matrix;
  const [g, h, i, j, k, l] = n as unknown as Matrix;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

const CHINESE = '\u3007\u3400-\u9FFF，。、；：！？（）《》“”';
/** The air that programs put between Chinese characters and digits, which pdf.js gives as blanks; a number that opens a line keeps its own. */
const AIR = new RegExp(`(?<=[${CHINESE}]) (?=[0-9A-Za-z%])|(?<=[0-9A-Za-z%])(?<!^[0-9]{1,3}) (?=[${CHINESE}])`, 'g');

/** Text without air; some programs also write radicals (⼀, ⽤) and compatibility forms for the characters that look the same. */
const plain = (text: string): string =>
  text.replace(/[\u2E80-\u2FDF\uF900-\uFAFF]/g, (character) => character.normalize('NFKC')).replace(AIR, '');

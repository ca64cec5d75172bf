import { getDocumentProxy } from 'unpdf';
import type { SourceText } from '../types.js';
import { ReadError } from './error.js';
import { sourceOfLines } from './extract.js';
import type { ReadOptions } from './options.js';
import { wholeCharacters } from './pdf/characters.js';
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
  const pages = await pagesOf(bytes, name);
  const furniture = furnitureOf(pages);
  if (pages.every((page) => page.lines.every((line) => furniture.has(line))))
    throw new ReadError('read/no-text', { name, pages: pages.length });
  return sourceOfLines(paragraphsOf(pages, furniture), { bytes, name, mediaType: 'application/pdf', encoding: 'utf-8' });
}

async function pagesOf(bytes: Uint8Array, name: string): Promise<Page[]> {
  try {
    const pdf = await open(bytes);
    try {
      if (pdf.numPages > MOST_PAGES) throw new ReadError('read/too-large', { name, found: `${pdf.numPages} pages` });
      const pages: Page[] = [];
      for (let number = 1; number <= pdf.numPages; number++) pages.push(await readPage(await pdf.getPage(number), number));
      return pages;
    } finally {
      await pdf.loadingTask.destroy();
    }
  } catch (error) {
    throw readErrorOf(error, name);
  }
}

/** pdf.js takes the bytes over, so it gets its own. */
const open = (bytes: Uint8Array): Promise<PdfDocument> =>
  getDocumentProxy(new Uint8Array(bytes), {
    BinaryDataFactory: ChineseMaps,
    cMapUrl: 'cmaps/',
    useWorkerFetch: false,
    useSystemFonts: false,
    disableFontFace: true,
    isEvalSupported: false,
    verbosity: 0,
  } as Parameters<typeof getDocumentProxy>[1]);

/** What a failure of pdf.js says of the file; a failure of anything else is a bug and stays what it is. */
function readErrorOf(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error instanceof ReadError) return error;
  if (error.name === 'PasswordException') return new ReadError('read/encrypted', { name });
  return PDF_ERROR.test(error.name) || PDF_ERROR.test(error.message)
    ? new ReadError('read/damaged', { name, found: 'PDF' })
    : error;
}

/** Names of the errors of pdf.js, and the words of those that have none. */
const PDF_ERROR =
  /PDFException|UnknownErrorException|ResponseException|FormatError|XRef|MissingData|page dictionary|page request|Pages tree|reference/i;

/** pdf.js mends a file that was cut off and says nothing of the pages that are missing; its last object must stand before its end mark. */
function refuseTruncated(bytes: Uint8Array, name: string): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer.lastIndexOf('%%EOF') <= buffer.lastIndexOf('endobj')) throw new ReadError('read/truncated', { name, found: 'PDF' });
}

async function readPage(page: PdfPage, number: number): Promise<Page> {
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const runs: Run[] = [];
  const slanted: string[] = [];
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const [a, b, c, d, e, f] = multiply(viewport.transform, item.transform);
    const size = Math.hypot(c, d);
    if (size === 0) continue;
    // Text that stands on its side or slantwise is a stamp or a watermark.
    if (Math.abs(b) > Math.abs(a) * 0.1) {
      slanted.push(plain(item.str.trim()));
      continue;
    }
    const lead = item.str.length - item.str.trimStart().length;
    const each = item.width / item.str.length;
    runs.push({
      text: plain(item.str.trim()),
      x: e + lead * each,
      y: f,
      width: item.width - (item.str.length - item.str.trim().length) * each,
      size,
      order: runs.length,
    });
  }
  page.cleanup();
  return { number, width: viewport.width, height: viewport.height, lines: linesOf(runs, number, viewport.width), slanted };
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

/** Text without air and without look-alikes. */
const plain = (text: string): string => wholeCharacters(text).replace(AIR, '');

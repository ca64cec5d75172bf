import { ReadError } from './error.js';

/** The formats that there is a reader for. */
export const FORMATS = ['text', 'markdown', 'html', 'mhtml', 'docx', 'doc', 'rtf', 'pdf'] as const;
export type Format = (typeof FORMATS)[number];

/** Formats that offices use and that are read as they are; all others have to be saved as one of them. */
const EXTENSIONS: Readonly<Record<string, Format>> = {
  txt: 'text',
  text: 'text',
  md: 'markdown',
  markdown: 'markdown',
  htm: 'html',
  html: 'html',
  shtml: 'html',
  xhtml: 'html',
  mht: 'mhtml',
  mhtml: 'mhtml',
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  doc: 'doc',
  dot: 'doc',
  wps: 'doc',
  wpt: 'doc',
  rtf: 'rtf',
  pdf: 'pdf',
};

/** How a format is called in messages. */
export const FORMAT_NAMES: Readonly<Record<Format, string>> = {
  text: 'TXT',
  markdown: 'Markdown',
  html: 'HTML',
  mhtml: 'MHTML',
  docx: 'DOCX',
  doc: 'DOC',
  rtf: 'RTF',
  pdf: 'PDF',
};

/** What a file's first bytes say that it is, where there is no reader for it. */
const FOREIGN: readonly { bytes: readonly number[]; found: string }[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], found: 'PNG' },
  { bytes: [0xff, 0xd8, 0xff], found: 'JPEG' },
  { bytes: [0x47, 0x49, 0x46, 0x38], found: 'GIF' },
  { bytes: [0x1f, 0x8b], found: 'gzip' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], found: 'a program' },
  { bytes: [0x4d, 0x5a, 0x90], found: 'a program' },
  { bytes: [0x52, 0x61, 0x72, 0x21], found: 'RAR' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], found: '7z' },
  { bytes: [0x53, 0x51, 0x4c, 0x69], found: 'SQLite' },
];

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const RTF = [0x7b, 0x5c, 0x72, 0x74];

/** The head of a web page, and of one saved with all that belongs to it. */
const HTML = /^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,500}-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]/i;
const MHTML = /^(?:[A-Za-z-]{1,40}:[^\n]{0,500}\r?\n(?:[ \t][^\n]{0,500}\r?\n)*){1,20}/;

/** The types that `--type` takes: one extension a format. */
export const inputTypes = ['txt', 'md', 'html', 'mht', 'docx', 'doc', 'rtf', 'pdf'] as const;
export type InputType = (typeof inputTypes)[number];

/** What a file is, by its content, and what its name (or `--type`) says. */
export interface Sniffed {
  format: Format;
  /** What the name says where the content says something else, else null. */
  expected: Format | null;
}

/** The format that a type such as `docx` or a file name such as `report.docx` stands for; null if unknown. */
export const formatOf = (nameOrType: string): Format | null => EXTENSIONS[nameOrType.toLowerCase().replace(/^.*\./, '')] ?? null;

/** The extensions that stand for a format. */
export const extensionsOf = (format: Format): string[] =>
  Object.keys(EXTENSIONS).filter((extension) => EXTENSIONS[extension] === format);

/** Tells the format of a file, by its content first and then by its name or stated type. Throws a `ReadError` where there is no reader for it. */
export async function sniff(bytes: Uint8Array, name: string, type?: Format): Promise<Sniffed> {
  const stated = type ?? (name.includes('.') ? formatOf(name) : null);
  const format = await byContent(bytes, name, stated);
  return { format, expected: stated !== null && stated !== format ? stated : null };
}

function byContent(bytes: Uint8Array, name: string, stated: Format | null): Format | Promise<Format> {
  const starts = (signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(ZIP)) return zipFormat(bytes, name);
  if (starts(OLE)) return oleFormat(bytes, name);
  if (starts(RTF)) return 'rtf';
  // Some programs write a line in front of a PDF's head.
  if (latin(bytes, 1024).includes('%PDF-')) return 'pdf';
  const foreign = FOREIGN.find((signature) => starts(signature.bytes));
  if (foreign) throw new ReadError('read/binary', { name, found: foreign.found });

  const head = latin(bytes, 4096);
  if (HTML.test(head)) return 'html';
  if (/^mime-version:/im.test(head) && /multipart\/related/i.test(head) && MHTML.test(head)) return 'mhtml';
  if (head.includes('progid="Word.Document"')) throw new ReadError('read/unsupported-format', { name, found: 'Word XML' });
  // A piece of a page, without head or body, is told from plain text by its name alone.
  if (stated === 'html') return /<(?:p|div|br|table|span|h[1-6])[\s>/]/i.test(latin(bytes, 65_536)) ? 'html' : 'text';
  if (stated === 'markdown') return 'markdown';
  return 'text';
}

/** The first bytes as characters, without a byte order mark and the zeros of UTF-16. */
function latin(bytes: Uint8Array, length: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, length)).toString('latin1');
  return text.replace(/^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)/, '').replaceAll('\0', '');
}

const ZIP_KINDS: readonly [part: RegExp, found: string][] = [
  [/^xl\//, 'XLSX'],
  [/^ppt\//, 'PPTX'],
  [/^OFD\.xml$/i, 'OFD'],
  [/^META-INF\/manifest\.xml$/, 'ODT'],
];

async function zipFormat(bytes: Uint8Array, name: string): Promise<Format> {
  const { openZip } = await import('./zip.js');
  const { names } = openZip(bytes, name);
  if (
    names.some((entry) => entry.startsWith('word/')) ||
    (names.includes('_rels/.rels') && !names.some((entry) => /^(?:xl|ppt)\//.test(entry)))
  )
    return 'docx';
  const kind = ZIP_KINDS.find(([part]) => names.some((entry) => part.test(entry)));
  throw new ReadError('read/unsupported-format', { name, found: kind?.[1] ?? 'ZIP' });
}

/** The names of streams tell what an OLE file is; they stand in it in UTF-16. */
function oleFormat(bytes: Uint8Array, name: string): Format {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const has = (stream: string) => buffer.includes(Buffer.from(stream, 'utf16le'));
  if (has('EncryptedPackage')) throw new ReadError('read/encrypted', { name });
  if (has('WordDocument')) return 'doc';
  const found = has('Workbook') ? 'XLS' : has('PowerPoint Document') ? 'PPT' : null;
  if (found) throw new ReadError('read/unsupported-format', { name, found });
  throw new ReadError('read/truncated', { name, found: 'DOC' });
}

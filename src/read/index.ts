import type { SourceText } from '../types.js';
import { ReadError } from './error.js';
import type { ReadOptions } from './options.js';
import { FORMAT_NAMES, type Format, sniff } from './sniff.js';

export { ReadError, type ReadErrorCode } from './error.js';
export type { ReadOptions } from './options.js';
export { FORMATS, type Format, formatOf } from './sniff.js';
export { sourceOf } from './text.js';

type Reader = (bytes: Uint8Array, options: ReadOptions) => SourceText | Promise<SourceText>;

/** One reader a format, loaded when it is first needed. */
const READERS: Readonly<Record<Format, () => Promise<Reader>>> = {
  text: async () => (await import('./text.js')).readPlain,
  markdown: async () => (await import('./markdown.js')).readMarkdown,
  html: async () => (await import('./html.js')).readHtml,
  mhtml: async () => (await import('./mhtml.js')).readMhtml,
  docx: async () => (await import('./docx.js')).readDocx,
  doc: async () => (await import('./doc.js')).readDoc,
  rtf: async () => (await import('./rtf.js')).readRtf,
  pdf: async () => (await import('./pdf.js')).readPdf,
};

/** Makes a source text of a file's bytes, whatever its format. Rejects with a `ReadError` where there is nothing to read. */
export async function readSource(bytes: Uint8Array, options: ReadOptions): Promise<SourceText> {
  const { name } = options;
  if (bytes.length === 0) throw new ReadError('read/empty', { name });
  const { format, expected } = await sniff(bytes, name, options.type);
  const read = await READERS[format]();
  const source = await read(bytes, options);
  if (source.text.trim() === '') throw new ReadError('read/empty', { name });
  if (expected === null) return source;
  return {
    ...source,
    problems: [
      ...source.problems,
      { code: 'read/type-mismatch', span: null, data: { found: FORMAT_NAMES[format], expected: FORMAT_NAMES[expected] } },
    ],
  };
}

/**
 * drugplan as a library. Everything here is public, and nothing else is.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { document, record } from './generated/validators.js';
import { type ParseOptions, parse } from './parse.js';
import { formatOf, readSource } from './read/index.js';
import type { InputType } from './read/sniff.js';
import type { Document } from './types.js';
import { validateWith } from './validate.js';

export { type FindOptions, findDates, findQuantities, findUnits, readNumber, toSimplified } from './find.js';
export type * from './generated/document.js';
export { mergeLexicon } from './lexicon.js';
export { ReadError, type ReadErrorCode } from './read/error.js';
export type { InputType } from './read/sniff.js';
export type { DateMention, Lexicon, LexiconEntry, OffsetMap, Segmenter, SourceText, Span } from './types.js';
export type { Finding, Validation } from './validate.js';
export { type ParseOptions, parse };

export interface ParseFileOptions extends ParseOptions {
  /** Encoding of the file; found where it is not given. */
  encoding?: string;
  /** What the file is where its content does not tell (Markdown, a piece of a web page); by its name if not given. */
  type?: InputType;
}

/**
 * Reads and parses a file of any format that there is a reader for.
 * @param input path, file URL, or the bytes themselves
 * @throws {ReadError} where the file is empty, locked, cut off, damaged, or of a format that there is no reader for
 */
export async function parseFile(input: string | URL | Uint8Array, options: ParseFileOptions = {}): Promise<Document> {
  const { encoding, type, ...rest } = options;
  const format = type === undefined ? null : formatOf(type);
  const isPath = typeof input === 'string' || input instanceof URL;
  const bytes = isPath ? await readFile(input) : input;
  const name = options.name ?? (isPath ? basename(input instanceof URL ? fileURLToPath(input) : input) : 'bytes');
  const source = await readSource(bytes, {
    name,
    ...(encoding === undefined ? {} : { encoding }),
    ...(format === null ? {} : { type: format }),
  });
  return parse(source, rest);
}

/** Holds a value against the schema that its `$schema` names, and a document against itself: spans, ids, references. */
export const validate = validateWith({ document, record });

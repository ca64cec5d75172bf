/**
 * drugplan as a library. Everything here is public, and nothing else is.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { document, record } from './generated/validators.js';
import { type ParseOptions, parse } from './parse.js';
import { readSource } from './read/index.js';
import type { Document } from './types.js';
import { validateWith } from './validate.js';

export { type FindOptions, findDates, findQuantities, findUnits, readNumber, toSimplified } from './find.js';
export type * from './generated/document.js';
export { mergeLexicon } from './lexicon.js';
export { ReadError, type ReadErrorCode } from './read/error.js';
export type { DateMention, Lexicon, LexiconEntry, OffsetMap, Segmenter, SourceText, Span } from './types.js';
export type { Finding, Validation } from './validate.js';
export { type ParseOptions, parse };

export interface ParseFileOptions extends ParseOptions {
  /** Encoding of the file; found where it is not given. */
  encoding?: string;
}

/**
 * Reads and parses a file of any format that there is a reader for.
 * @param input path, file URL, or the bytes themselves
 * @throws {ReadError} where the file is empty or no text
 */
export async function parseFile(input: string | URL | Uint8Array, options: ParseFileOptions = {}): Promise<Document> {
  const { encoding, ...rest } = options;
  const isPath = typeof input === 'string' || input instanceof URL;
  const bytes = isPath ? await readFile(input) : input;
  const name = options.name ?? (isPath ? basename(input instanceof URL ? fileURLToPath(input) : input) : 'bytes');
  return parse(await readSource(bytes, { name, ...(encoding === undefined ? {} : { encoding }) }), rest);
}

/** Holds a value against the schema that its `$schema` names, and a document against itself: spans, ids, references. */
export const validate = validateWith({ document, record });

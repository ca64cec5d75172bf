import type { SourceText } from '../types.js';
import { ReadError } from './error.js';
import { refuseControls, refuseOtherFormats } from './media-type.js';
import { readText } from './text.js';

export { ReadError, type ReadErrorCode } from './error.js';
export { sourceOf } from './text.js';

export interface ReadOptions {
  /** Name of the source in the document and in messages. */
  name: string;
  /** Encoding to go by; found where it is not given. */
  encoding?: string;
}

/** Makes a source text of a file's bytes. Throws a `ReadError` where they are no text. */
export function readSource(bytes: Uint8Array, options: ReadOptions): SourceText {
  const { name, encoding } = options;
  if (bytes.length === 0) throw new ReadError('read/empty', { name });
  refuseOtherFormats(bytes, name);
  const source = readText(bytes, name, encoding);
  refuseControls(source.text, name);
  if (source.text.trim() === '') throw new ReadError('read/empty', { name });
  return source;
}

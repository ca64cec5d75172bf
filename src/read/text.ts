import { createHash } from 'node:crypto';
import type { SourceText } from '../types.js';
import { decode, decodeAs, namedEncoding } from './encoding.js';
import { refuseControls } from './media-type.js';
import type { ReadOptions } from './options.js';

/** The source of a text that is in memory already. */
export function sourceOf(text: string, name: string): SourceText {
  const bytes = Buffer.from(text, 'utf8');
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return make(bytes, plain, 'utf-8', name);
}

/** Reads a file of plain text, and refuses one that is none. */
export function readPlain(bytes: Uint8Array, { name, encoding }: ReadOptions): SourceText {
  const source = readText(bytes, name, encoding);
  refuseControls(source.text, name);
  return source;
}

/** Reads plain text; the encoding is found where it is not given. */
export function readText(bytes: Uint8Array, name: string, label?: string): SourceText {
  const decoded = label ? decodeAs(bytes, namedEncoding(label, name), name) : decode(bytes, name);
  const source = make(bytes, decoded.text, decoded.encoding, name);
  if (!decoded.sure) source.problems.push({ code: 'read/encoding-unsure', span: null, data: { encoding: decoded.encoding } });
  return source;
}

function make(bytes: Uint8Array, text: string, encoding: string, name: string): SourceText {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name, mediaType: 'text/plain', encoding, bytes: bytes.length, sha256, text, origins: [], noise: [], problems: [] };
}

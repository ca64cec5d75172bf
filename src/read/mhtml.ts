import type { SourceText } from '../types.js';
import { decodeAs, namedEncoding } from './encoding.js';
import { ReadError } from './error.js';
import { decodeLabelled, readPage } from './html.js';
import type { ReadOptions } from './options.js';

interface Part {
  headers: Map<string, string>;
  body: string;
}

/** Reads a web page that was saved in one file (.mht, .mhtml): its first page, without pictures and style sheets. */
export async function readMhtml(bytes: Uint8Array, options: ReadOptions): Promise<SourceText> {
  const { name, encoding } = options;
  // A mail is ASCII, or bytes that its parts say how to read: one character a byte keeps them.
  const page = firstPage(partOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')), 0);
  if (!page) throw new ReadError('read/damaged', { name, found: 'MHTML' });
  const content = bodyOf(page);
  const label = parameter(page.headers.get('content-type') ?? '', 'charset') ?? metaCharset(content);
  const decoded =
    encoding === undefined ? decodeLabelled(content, label, name) : decodeAs(content, namedEncoding(encoding, name), name);
  const source = readPage(decoded, { bytes, name, mediaType: 'multipart/related' });
  return decoded.sure
    ? source
    : {
        ...source,
        problems: [...source.problems, { code: 'read/encoding-unsure', span: null, data: { encoding: decoded.encoding } }],
      };
}

const DEEPEST = 4;

function firstPage(part: Part, depth: number): Part | null {
  const type = part.headers.get('content-type') ?? 'text/plain';
  if (/^\s*(?:text\/html|application\/xhtml)/i.test(type)) return part;
  const boundary = parameter(type, 'boundary');
  if (!/^\s*multipart\//i.test(type) || !boundary || depth >= DEEPEST) return null;
  for (const piece of part.body.split(`--${boundary}`).slice(1)) {
    if (piece.startsWith('--')) break;
    const found = firstPage(partOf(piece.replace(/^[ \t]*\r?\n/, '')), depth + 1);
    if (found) return found;
  }
  return null;
}

function partOf(text: string): Part {
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end ? text.slice(end.index + end[0].length) : '' };
}

const parameter = (header: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]{1,200})"|([^\\s;"]{1,200}))`, 'i').exec(header);
  return found?.[1] ?? found?.[2];
};

const metaCharset = (content: Uint8Array): string | undefined =>
  /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})/i.exec(
    Buffer.from(content.subarray(0, 4096)).toString('latin1'),
  )?.[1];

/** The bytes of a part, freed from what carried them through the mail. */
function bodyOf(part: Part): Uint8Array {
  const way = part.headers.get('content-transfer-encoding')?.toLowerCase() ?? '7bit';
  if (way === 'base64') return Buffer.from(part.body, 'base64');
  if (way !== 'quoted-printable') return Buffer.from(part.body, 'latin1');
  const plain = part.body
    .replace(/=[ \t]{0,100}\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(plain, 'latin1');
}

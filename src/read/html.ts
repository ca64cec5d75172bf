import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { SourceText } from '../types.js';
import { type Decoded, decode, decodeAs, encodingOfLabel, namedEncoding } from './encoding.js';
import { ReadError } from './error.js';
import { type ExtractedLine, sourceOfLines } from './extract.js';
import { partsOf } from './html/article.js';
import { attribute, type Element, linesOfPage } from './html/lines.js';
import type { ReadOptions } from './options.js';

/** How deep the elements of a page may be nested; a page that goes deeper is made to break its readers. */
const DEEPEST = 500;
/** Elements that have no end tag, or may leave it out. */
const OPEN_ENDED = new Set(
  'area base br col embed hr img input link meta source track wbr param li dt dd p td th tr thead tbody tfoot option optgroup rt rp colgroup html head body'.split(
    ' ',
  ),
);

/** Reads a web page: its title, text and tables, with what stands around them as noise. */
export async function readHtml(bytes: Uint8Array, options: ReadOptions): Promise<SourceText> {
  const { name, encoding } = options;
  const decoded = encoding === undefined ? decodePage(bytes, name) : decodeAs(bytes, namedEncoding(encoding, name), name);
  const source = readPage(decoded, { bytes, name, mediaType: 'text/html' });
  return decoded.sure
    ? source
    : {
        ...source,
        problems: [...source.problems, { code: 'read/encoding-unsure', span: null, data: { encoding: decoded.encoding } }],
      };
}

/** Makes a source text of a decoded page. */
export function readPage(
  decoded: Pick<Decoded, 'text' | 'encoding'>,
  file: { bytes: Uint8Array; name: string; mediaType: string },
): SourceText {
  const { name } = file;
  refuseDepth(decoded.text, name);
  const document = parse(decoded.text);
  const html = elementOf(document, 'html');
  const body = html && elementOf(html, 'body');
  if (!html || !body) throw new ReadError('read/empty', { name });
  const lines = linesOfPage(body);
  const parts = partsOf(lines, titleOf(elementOf(html, 'head')));
  return sourceOfLines(
    lines.map((line, index): ExtractedLine => {
      const pieces = line.fragments.map(({ text, ...cell }) => ({ text, place: { page: null, paragraph: index + 1, ...cell } }));
      const part = parts[index];
      return part === 'article' ? { pieces } : { pieces, noise: part === 'before' ? 'navigation' : 'footer' };
    }),
    { ...file, encoding: decoded.encoding },
  );
}

/** By the byte order mark, by what the page says of itself, or as for any text; what a page says counts only if it is true. */
function decodePage(bytes: Uint8Array, name: string): Decoded {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1');
  if (/^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)/.test(head)) return decode(bytes, name);
  const label =
    /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})/i.exec(head)?.[1] ??
    /^<\?xml[^>]{0,200}encoding=["']([A-Za-z0-9_-]{2,20})/i.exec(head)?.[1];
  return decodeLabelled(bytes, label, name);
}

/** Decodes bytes in the encoding that a page or a mail states, or as for any text where they are not valid in it. */
export function decodeLabelled(bytes: Uint8Array, label: string | undefined, name: string): Decoded {
  const stated = label === undefined ? null : encodingOfLabel(label);
  if (stated === null) return decode(bytes, name);
  try {
    return decodeAs(bytes, stated, name);
  } catch (error) {
    if (error instanceof ReadError && error.code === 'read/invalid-bytes') return decode(bytes, name);
    throw error;
  }
}

const elementOf = (parent: DefaultTreeAdapterTypes.ParentNode, tag: string): Element | null =>
  parent.childNodes.find((node): node is Element => 'tagName' in node && node.tagName === tag) ?? null;

/** The title that the page states for the article, or for itself. */
function titleOf(head: Element | null): string {
  if (!head) return '';
  for (const node of head.childNodes) {
    if (
      'tagName' in node &&
      node.tagName === 'meta' &&
      /^(?:ArticleTitle|og:title)$/i.test(attribute(node, 'name') || attribute(node, 'property'))
    ) {
      return attribute(node, 'content');
    }
  }
  const title = elementOf(head, 'title')?.childNodes[0];
  return title && 'value' in title ? title.value : '';
}

/** Refuses a page whose elements are nested without end, before a tree is made of it. */
function refuseDepth(text: string, name: string): void {
  let depth = 0;
  for (const [, end, tag = '', closed] of text.matchAll(/<(\/?)([A-Za-z][A-Za-z0-9:-]{0,30})(?:[^<>"']{0,200}(\/)>)?/g)) {
    if (closed || OPEN_ENDED.has(tag.toLowerCase())) continue;
    depth = Math.max(0, depth + (end ? -1 : 1));
    if (depth > DEEPEST) throw new ReadError('read/too-large', { name, found: 'HTML' });
  }
}

import { SaxesParser } from 'saxes';
import { ReadError } from './error.js';

/** An element of an XML document: its name under the usual prefix, whatever prefix the file itself uses. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

const LIMITS = { depth: 256, nodes: 4_000_000 };

/** Namespaces of office files, of the transitional and the strict kind, and the prefixes that the readers know them by. */
const PREFIXES: Readonly<Record<string, string>> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'rel',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.microsoft.com/office/word/2010/wordprocessingShape': 'wps',
  'urn:schemas-microsoft-com:vml': 'v',
};

/**
 * Reads an XML document into a tree. A document type, and with it every entity of the file's own, is refused: office files have none,
 * and entities are what XML bombs are made of.
 */
export function parseXml(bytes: Uint8Array, name: string, part: string): XmlElement {
  const damaged = (): ReadError => new ReadError('read/damaged', { name, found: part });
  const parser = new SaxesParser({ xmlns: true });
  const root: XmlElement = { name: '', attributes: {}, children: [] };
  const open: XmlElement[] = [root];
  let nodes = 0;
  const canonical = (uri: string, local: string) => {
    const prefix = PREFIXES[uri];
    return prefix ? `${prefix}:${local}` : local;
  };
  parser.on('error', () => {
    throw damaged();
  });
  parser.on('doctype', () => {
    throw damaged();
  });
  parser.on('opentag', (tag) => {
    if (open.length > LIMITS.depth || ++nodes > LIMITS.nodes) throw new ReadError('read/too-large', { name, found: part });
    const element: XmlElement = { name: canonical(tag.uri, tag.local), attributes: {}, children: [] };
    for (const attribute of Object.values(tag.attributes))
      element.attributes[canonical(attribute.uri, attribute.local)] = attribute.value;
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const text = (value: string) => {
    open.at(-1)?.children.push(value);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(decodeXml(bytes)).close();
  const top = root.children.find((child): child is XmlElement => typeof child !== 'string');
  if (!top) throw damaged();
  return top;
}

function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** The first child of a name. */
export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((node): node is XmlElement => typeof node !== 'string' && node.name === name);

/** All children of a name. */
export const children = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((node): node is XmlElement => typeof node !== 'string' && node.name === name) ?? [];

/** The `w:val` of a child. */
export const valueOf = (element: XmlElement | undefined, name: string): string | undefined =>
  child(element, name)?.attributes['w:val'];

/** Whether a child switches something on: `<w:vanish/>` does, `<w:vanish w:val="0"/>` does not. */
export const isOn = (element: XmlElement | undefined, name: string): boolean => {
  const found = child(element, name);
  return found !== undefined && !['0', 'false', 'off', 'none'].includes(found.attributes['w:val'] ?? '1');
};

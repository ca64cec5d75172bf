import { crc32, deflateRawSync } from 'node:zlib';

/** A zip archive of texts or bytes by path; `lie` states another unpacked size than there is. */
export function zipOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: { lie?: number; encrypted?: boolean } = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(options.encrypted ? 1 : 0, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(options.lie ?? bytes.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), shared, tail, name]));
    parts.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, entries, end]);
}

const W =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"';
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface DocxParts {
  body: string;
  numbering?: string;
  styles?: string;
  footnotes?: string;
  endnotes?: string;
  header?: string;
  footer?: string;
}

/** A Word document of raw WordprocessingML, for what no program writes on demand. */
export function docxOf({ body, ...parts }: DocxParts, options: Parameters<typeof zipOf>[1] = {}): Uint8Array {
  const kinds = Object.keys(parts) as (keyof typeof parts)[];
  const roots = {
    numbering: 'numbering',
    styles: 'styles',
    footnotes: 'footnotes',
    endnotes: 'endnotes',
    header: 'hdr',
    footer: 'ftr',
  };
  const margins = kinds
    .filter((kind) => kind === 'header' || kind === 'footer')
    .map((kind) => `<w:${kind}Reference w:type="default" r:id="${kind}"/>`);
  return zipOf(
    {
      '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${['document.main', ...kinds].map((kind) => `<Override PartName="/word/${kind.replace('.main', '')}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${kind}+xml"/>`).join('')}</Types>`,
      '_rels/.rels': relations([{ id: 'rId1', type: `${TYPES}/officeDocument`, target: 'word/document.xml' }]),
      'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document ${W}><w:body>${body}<w:sectPr>${margins.join('')}</w:sectPr></w:body></w:document>`,
      'word/_rels/document.xml.rels': relations(
        kinds.map((kind) => ({ id: kind, type: `${TYPES}/${kind}`, target: `${kind}.xml` })),
      ),
      ...Object.fromEntries(
        kinds.map((kind) => [`word/${kind}.xml`, `<w:${roots[kind]} ${W}>${parts[kind]}</w:${roots[kind]}>`]),
      ),
    },
    options,
  );
}

const relations = (list: readonly { id: string; type: string; target: string }[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(({ id, type, target }) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** A paragraph of plain text, in a list or a style where one is given. */
export const p = (
  text: string,
  options: { list?: number | string; level?: number; style?: string; properties?: string } = {},
): string => {
  const list =
    options.list === undefined
      ? ''
      : `<w:numPr><w:ilvl w:val="${options.level ?? 0}"/><w:numId w:val="${options.list}"/></w:numPr>`;
  const style = options.style ? `<w:pStyle w:val="${options.style}"/>` : '';
  return `<w:p><w:pPr>${style}${list}${options.properties ?? ''}</w:pPr>${r(text)}</w:p>`;
};

export const r = (text: string, properties = ''): string =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;

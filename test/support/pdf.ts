import { encode } from './encode.js';

/** Text at a place of a page; from the left and the top, in points. */
export interface Placed {
  text: string;
  x: number;
  y: number;
  size?: number;
}

const WIDTH = 595;
const HEIGHT = 842;

/**
 * A PDF as old office programs made them: a Chinese font that is not embedded, its text in GBK, without ToUnicode.
 * A page given as `picture` has a picture and no text.
 */
export function pdfOf(pages: readonly (readonly Placed[] | 'picture')[], options: { encrypted?: boolean } = {}): Uint8Array {
  const objects: string[] = [];
  const add = (content: string): number => objects.push(content);
  const descriptor = add(
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  );
  const descendant = add(
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor ${descriptor} 0 R /DW 1000 /W [814 939 500] >>`,
  );
  const font = add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-GBK-EUC-H /Encoding /GBK-EUC-H /DescendantFonts [${descendant} 0 R] >>`,
  );
  const picture = add(
    '<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream',
  );
  const parent = objects.length + pages.length * 2 + 1;
  const kids = pages.map((page) => {
    const content = page === 'picture' ? `q ${WIDTH} 0 0 ${HEIGHT} 0 0 cm /P Do Q` : page.map(show).join('\n');
    const stream = add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    return add(
      `<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Resources << /Font << /F ${font} 0 R >> /XObject << /P ${picture} 0 R >> >> /Contents ${stream} 0 R >>`,
    );
  });
  add(`<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`);
  const root = add(`<< /Type /Catalog /Pages ${parent} 0 R >>`);
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const lock = options.encrypted
    ? ` /Encrypt << /Filter /Standard /V 1 /R 2 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> /P -4 >> /ID [<00> <00>]`
    : '';
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root ${root} 0 R${lock} >>\nstartxref\n${table}\n%%EOF\n`;
  return encode(file, 'utf-8');
}

const show = ({ text, x, y, size = 16 }: Placed): string =>
  `BT /F ${size} Tf ${x} ${HEIGHT - y} Td <${Buffer.from(encode(text, 'gb18030')).toString('hex')}> Tj ET`;

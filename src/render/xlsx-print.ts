import type { Blob } from 'node:buffer';
import type { Stream } from 'node:stream';
import type { Feature } from 'write-excel-file/node';

/** How one sheet is printed and filtered. */
export interface SheetPrint {
  name: string;
  /** Rows repeated on each page: the last of them is the header that carries the filter. */
  headerRows: number;
  columns: number;
  rows: number;
}

const A3 = 8;

/**
 * A3 landscape, all columns on one page, the header repeated on every page, page numbers, and a filter on the header.
 * write-excel-file knows A4 only, so this writes into its XML; the order of elements is that of ECMA-376.
 */
export function printSetup(sheets: readonly SheetPrint[]): Feature<Stream | Buffer | Blob> {
  const filterOf = (sheet: SheetPrint) =>
    `$A$${sheet.headerRows}:$${columnName(sheet.columns)}$${Math.max(sheet.rows, sheet.headerRows)}`;
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transformElementAttributes: (tag, attributes) => {
            if (tag === 'pageSetup') return { ...attributes, paperSize: A3, fitToWidth: 1, fitToHeight: 0 };
            if (tag === 'pageMargins') return { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 };
            return attributes;
          },
          insert: () => '<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>',
          transform: (xml, _options, { sheetIndex }) => {
            const sheet = sheets[sheetIndex];
            if (!sheet) return xml;
            const filter = `<autoFilter ref="${filterOf(sheet).replaceAll('$', '')}"/>`;
            return xml
              .replace(/<worksheet[^>]*>/, (open) => `${open}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
              .replace('</sheetData>', () => `</sheetData>${filter}`);
          },
        },
        'xl/workbook.xml': {
          transform: (xml) => {
            const names = sheets.flatMap((sheet, index) => {
              const quoted = `'${sheet.name}'`;
              return [
                `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${quoted}!${filterOf(sheet)}</definedName>`,
                `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${quoted}!$1:$${sheet.headerRows}</definedName>`,
              ];
            });
            return xml.replace(/<definedNames\s*\/>/, () => `<definedNames>${names.join('')}</definedNames>`);
          },
        },
      },
    },
  };
}

/** A, B, … Z, AA for 1, 2, … 26, 27. */
export const columnName = (column: number): string =>
  column > 26
    ? columnName(Math.floor((column - 1) / 26)) + columnName(((column - 1) % 26) + 1)
    : String.fromCharCode(64 + column);

/**
 * Sets the time of every entry of a zip file to 1980-01-01, so that the same document gives the same bytes.
 * @param zip a zip file without comment and below 4 GB, changed in place
 */
export function stillTimes(zip: Uint8Array): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.byteLength - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw new Error('not a zip file without comment');
  const midnight = 0x00210000;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    view.setUint32(at + 12, midnight, true);
    view.setUint32(view.getUint32(at + 42, true) + 10, midnight, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return zip;
}

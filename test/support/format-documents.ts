import { existsSync, readFileSync } from 'node:fs';
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  LevelFormat,
  LevelSuffix,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

type Format = (typeof LevelFormat)[keyof typeof LevelFormat];
interface Level {
  /** Template as Word has it, `%1` for the number of this level whatever its depth. */
  text: string;
  format: Format;
  space?: boolean;
}

const chapter = (text: string): Level => ({ text, format: LevelFormat.CHINESE_COUNTING_THOUSAND, space: true });
const han = (text: string): Level => ({ text, format: LevelFormat.CHINESE_COUNTING });
const digits = (text: string): Level => ({ text, format: LevelFormat.DECIMAL });

/** The documents of `fixtures/formats`, with the lists that number them: each list counts for itself, its levels from the first to the last. */
export const FORMAT_DOCUMENTS: Readonly<Record<string, readonly (readonly Level[])[]>> = {
  'work-points': [[han('%1、')], [han('（%1）')]],
  speech: [[han('%1、'), han('（%1）')]],
  plan: [[han('%1、'), han('（%1）'), digits('%1.')]],
  notice: [[han('%1、'), digits('%1.')], [han('（%1）')]],
  tasks: [],
  regulation: [[chapter('第%1章')], [chapter('第%1条'), han('（%1）')]],
};

/** The text as an office program saves it; a table whose rows are numbered has a line for each cell. */
export const textOf = (name: string): string =>
  readFileSync(new URL(`../../fixtures/formats/${name}/input.txt`, import.meta.url), 'utf8');

/** The text with a line for each row of a table. */
const rowsOf = (name: string): string => {
  const table = new URL(`../../fixtures/formats/${name}/table.txt`, import.meta.url);
  return existsSync(table) ? readFileSync(table, 'utf8') : textOf(name);
};

const FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: 'Noto Serif CJK SC', cs: 'Times New Roman' };
const NUMERAL = '(?:[一二三四五六七八九十]{1,3}|\\d{1,2})';

/** A document as an office would write it, its numbers typed (`manual`) or made by Word's lists (`automatic`). */
export async function docxOfText(name: string, numbers: 'manual' | 'automatic'): Promise<Uint8Array> {
  const lists = numbers === 'automatic' ? (FORMAT_DOCUMENTS[name] ?? []) : [];
  const lines = rowsOf(name)
    .split('\n')
    .filter((line) => line !== '');
  const children: (Paragraph | Table)[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string;
    if (line.includes('\t')) {
      const rows = lines.slice(index).filter((_, at, all) => all.slice(0, at + 1).every((before) => before.includes('\t')));
      children.push(tableOf(rows));
      index += rows.length - 1;
    } else children.push(paragraphOf(line, index === 0, lists));
  }
  const document = new Document({
    numbering: {
      config: lists.map((levels, list) => ({
        reference: `list${list}`,
        levels: levels.map(({ text, format, space }, level) => ({
          level,
          format,
          text: text.replace('%1', `%${level + 1}`),
          alignment: AlignmentType.LEFT,
          suffix: space ? LevelSuffix.SPACE : LevelSuffix.NOTHING,
          style: { paragraph: { indent: { left: 0, firstLine: 640 } } },
        })),
      })),
    },
    sections: [
      {
        headers: { default: new Header({ children: [new Paragraph({ children: [run('江海省文件汇编')] })] }) },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: FONT, size: 28 })],
              }),
            ],
          }),
        },
        children,
      },
    ],
  });
  return Packer.toBuffer(document);
}

const run = (text: string, size = 32) => new TextRun({ text, font: FONT, size });

function paragraphOf(line: string, isTitle: boolean, lists: readonly (readonly Level[])[]): Paragraph {
  if (isTitle) return new Paragraph({ alignment: AlignmentType.CENTER, children: [run(line, 44)] });
  for (const [list, levels] of lists.entries()) {
    for (const [level, { text, space }] of levels.entries()) {
      const marker = new RegExp(`^${text.replace(/[.()]/g, '\\$&').replace('%1', NUMERAL)}${space ? ' ' : ''}`).exec(line);
      if (marker)
        return new Paragraph({ numbering: { reference: `list${list}`, level }, children: [run(line.slice(marker[0].length))] });
    }
  }
  return new Paragraph({ indent: { firstLine: 640 }, children: [run(line)] });
}

const tableOf = (rows: readonly string[]): Table =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (row) =>
        new TableRow({
          children: row.split('\t').map((cell) => new TableCell({ children: [new Paragraph({ children: [run(cell, 21)] })] })),
        }),
    ),
  });

import writeExcel, { type CellObject, type SheetData } from 'write-excel-file/node';
import type { Document } from '../types.js';
import { type LedgerOptions, type LedgerRow, ledgerRows, partsOf, referenceText, unitCounts } from './ledger.js';
import { placerOf } from './place.js';
import { words } from './words.js';
import { printSetup, stillTimes } from './xlsx-print.js';

/** Excel shows a file as broken when a cell holds more. */
const CELL_LIMIT = 32_767;
const FONT = '宋体';
const FILL = '#DCE6F1';
const BORDER = '#8EA9C1';

interface Column {
  title: string;
  width: number;
  align?: 'left' | 'center' | 'right';
}

type Value = string | number | null;

interface Table {
  name: string;
  /** What stands above the header; the first line large. */
  above: readonly string[];
  columns: readonly Column[];
  rows: readonly (readonly Value[])[];
}

/** The ledger as an Excel workbook: 任务分解表, and sheets for quantities, units, references and diagnostics. */
export async function renderXlsx(document: Document, options: LedgerOptions = {}): Promise<Uint8Array> {
  const rows = ledgerRows(document, options);
  const tables = [
    ledgerTable(document, rows, options),
    quantitiesTable(document, options),
    unitsTable(document, rows, options),
    referencesTable(document, options),
    diagnosticsTable(document, options),
  ];
  const sheets = tables.map((table) => ({
    sheet: table.name,
    data: sheetData(table),
    columns: table.columns.map(({ width }) => ({ width })),
    orientation: 'landscape' as const,
    stickyRowsCount: table.above.length + 1,
  }));
  const prints = tables.map((table) => {
    const headerRows = table.above.length + 1;
    return { name: table.name, headerRows, columns: table.columns.length, rows: headerRows + table.rows.length };
  });
  const file = await writeExcel(sheets, { fontFamily: FONT, fontSize: 10, features: [printSetup(prints)] }).toBuffer();
  return stillTimes(file);
}

function sheetData(table: Table): SheetData {
  const span = table.columns.length;
  const across = (cell: CellObject) => [cell, ...Array.from({ length: span - 1 }, () => null)];
  const above = table.above.map((value, index) =>
    across({
      value,
      columnSpan: span,
      ...(index === 0
        ? { align: 'center', alignVertical: 'center', fontSize: 18, fontWeight: 'bold', height: 36 }
        : { textColor: '#595959', height: 16 }),
    }),
  );
  const border = { borderStyle: 'thin', borderColor: BORDER } as const;
  const header = table.columns.map(
    ({ title }): CellObject => ({
      value: title,
      fontWeight: 'bold',
      align: 'center',
      alignVertical: 'center',
      wrap: true,
      backgroundColor: FILL,
      height: 24,
      ...border,
    }),
  );
  const body = table.rows.map((row) => {
    const texts = row.map((value) => (typeof value === 'string' ? cut(value) : ''));
    const height = rowHeight(texts, table.columns);
    return row.map((value, index): CellObject => {
      const column = table.columns[index] as Column;
      const style = { align: column.align ?? 'left', alignVertical: 'top', wrap: true, height, ...border } as const;
      if (typeof value === 'number') return { value, type: Number, ...style };
      const text = texts[index] as string;
      const small = lineCount(text, column.width) * LINE > MAX_HEIGHT ? { fontSize: 8 } : {};
      return { value: text === '' ? undefined : text, type: String, ...style, ...small };
    });
  });
  return [...above, header, ...body];
}

/** Points that a line of 10 points takes, and the most that Excel lets a row have. */
const LINE = 14;
const MAX_HEIGHT = 409;

/** Spreadsheets do not all measure wrapped rows when they open a file, so the height is said. */
const rowHeight = (texts: readonly string[], columns: readonly Column[]): number =>
  Math.min(
    MAX_HEIGHT,
    4 + LINE * texts.reduce((most, text, index) => Math.max(most, lineCount(text, columns[index]?.width ?? 10)), 1),
  );

/** How many lines a text takes in a column: a Chinese character is two digits wide, and cells have a margin. */
function lineCount(text: string, width: number): number {
  let lines = 0;
  for (const line of text.split('\n')) {
    let units = 0;
    for (const character of line) units += character > '\u2000' ? 2 : 1.1;
    lines += Math.max(1, Math.ceil(units / (width - 2)));
  }
  return lines;
}

/** Cuts what no cell can hold; the place column leads to the rest. */
const cut = (text: string): string => (text.length > CELL_LIMIT ? `${text.slice(0, CELL_LIMIT - 1)}…` : text);

/** Width for a column of running text: wide enough that the longest fits a row, within what A3 can show. */
const widthFor = (texts: readonly string[], least: number, most: number): number => {
  const longest = texts.reduce((max, text) => Math.max(max, text.length), 0);
  return Math.min(most, Math.max(least, Math.ceil((longest * 2) / 30)));
};

function ledgerTable(document: Document, rows: readonly LedgerRow[], options: LedgerOptions): Table {
  const said = words[options.lang ?? 'zh'];
  const { columns } = said;
  const title = document.meta.title ?? document.source.name;
  const lines = (list: readonly string[]) => list.join('\n');
  const names = (list: readonly string[]) => list.join('、');
  // A column that this document leaves empty need not be wide.
  const filled = (of: (row: LedgerRow) => readonly string[], width: number) =>
    rows.some((row) => of(row).length > 0) ? width : 10;
  return {
    name: said.ledger,
    above: [`${title} ${said.ledger}`, aboutLine(document, said)],
    columns: [
      { title: columns.index, width: 6, align: 'center' },
      { title: columns.chapter, width: 18 },
      { title: columns.task, width: 24 },
      {
        title: columns.detail,
        width: widthFor(
          rows.map((row) => row.detail),
          60,
          110,
        ),
      },
      { title: columns.lead, width: filled((row) => row.lead, 16) },
      { title: columns.support, width: filled((row) => row.support, 22) },
      { title: columns.responsible, width: filled((row) => row.responsible, 18) },
      { title: columns.targets, width: filled((row) => row.targets, 28) },
      { title: columns.deadlines, width: filled((row) => row.deadlines, 27) },
      { title: columns.references, width: filled((row) => row.references, 26) },
      { title: columns.place, width: 14 },
    ],
    rows: rows.map((row) => [
      row.index,
      row.chapter,
      row.task,
      row.detail,
      names(row.lead),
      names(row.support),
      names(row.responsible),
      lines(row.targets),
      lines(row.deadlines),
      lines(row.references),
      row.place,
    ]),
  };
}

const aboutLine = (document: Document, said: (typeof words)['zh']): string =>
  [
    document.meta.issuer,
    document.meta.docNumber,
    document.meta.issuedOn,
    `${said.source}：${document.source.name}`,
    said.sheetNote,
  ]
    .filter((part) => part !== null)
    .join('　');

function quantitiesTable(document: Document, options: LedgerOptions): Table {
  const lang = options.lang ?? 'zh';
  const said = words[lang];
  const place = placerOf(document, options.source, lang);
  const list = partsOf(document, lang).flatMap((part) => part.quantities.map((quantity) => ({ part, quantity })));
  list.sort((a, b) => a.quantity.span.start - b.quantity.span.start);
  const date = (mention: { text: string; date: string | null } | null) =>
    mention === null ? '' : mention.date === null ? mention.text : `${mention.text}（${mention.date}）`;
  return {
    name: said.sheets.quantities,
    above: [said.sheets.quantities],
    columns: [
      { title: said.columns.index, width: 6, align: 'center' },
      { title: said.columns.task, width: 34 },
      { title: said.quantity.metric, width: 34 },
      { title: said.quantity.text, width: 20 },
      { title: said.quantity.value, width: 14, align: 'right' },
      { title: said.quantity.max, width: 12, align: 'right' },
      { title: said.quantity.unit, width: 10, align: 'center' },
      { title: said.quantity.comparator, width: 10, align: 'center' },
      { title: said.quantity.kind, width: 8, align: 'center' },
      { title: said.quantity.direction, width: 8, align: 'center' },
      { title: said.quantity.change, width: 10, align: 'center' },
      { title: said.quantity.deadline, width: 26 },
      { title: said.quantity.baseline, width: 22 },
      { title: said.quantity.note, width: 14 },
      { title: said.columns.place, width: 16 },
    ],
    rows: list.map(({ part, quantity }, index) => [
      index + 1,
      part.title ?? said.untitled,
      quantity.metric,
      quantity.text,
      quantity.value,
      quantity.max,
      quantity.unit,
      said.comparator[quantity.comparator],
      said.kind[quantity.kind],
      quantity.direction === null ? '' : said.direction[quantity.direction],
      quantity.change === null ? '' : said.change[quantity.change],
      date(quantity.deadline),
      date(quantity.baseline),
      quantity.masked ? said.masked : '',
      place(quantity.span),
    ]),
  };
}

function unitsTable(document: Document, rows: readonly LedgerRow[], options: LedgerOptions): Table {
  const said = words[options.lang ?? 'zh'];
  const roles = ['lead', 'support', 'responsible', 'supervise', 'actor'] as const;
  return {
    name: said.sheets.units,
    above: [said.sheets.units],
    columns: [
      { title: said.columns.index, width: 6, align: 'center' },
      { title: said.unit.name, width: 40 },
      { title: said.unit.total, width: 10, align: 'right' },
      ...roles.map((role) => ({ title: said.unitRole[role], width: 10, align: 'right' as const })),
      { title: said.unit.rows, width: 60 },
    ],
    rows: unitCounts(document, rows).map((count, index) => [
      index + 1,
      count.name,
      count.total,
      ...roles.map((role) => count[role] || null),
      count.rows.join('、'),
    ]),
  };
}

function referencesTable(document: Document, options: LedgerOptions): Table {
  const lang = options.lang ?? 'zh';
  const said = words[lang];
  const place = placerOf(document, options.source, lang);
  const titles = new Map(partsOf(document, lang).map((part) => [part.id, part.title]));
  return {
    name: said.sheets.references,
    above: [said.sheets.references],
    columns: [
      { title: said.columns.index, width: 6, align: 'center' },
      { title: said.reference.title, width: 80 },
      { title: said.reference.docNumber, width: 30 },
      { title: said.reference.where, width: 50 },
      { title: said.columns.place, width: 18 },
    ],
    rows: document.references.map((reference, index) => [
      index + 1,
      referenceText({ title: reference.title, docNumber: null }),
      reference.docNumber,
      titles.get(reference.in) ?? '',
      place(reference.span),
    ]),
  };
}

function diagnosticsTable(document: Document, options: LedgerOptions): Table {
  const lang = options.lang ?? 'zh';
  const said = words[lang];
  const place = placerOf(document, options.source, lang);
  return {
    name: said.sheets.diagnostics,
    above: [said.sheets.diagnostics],
    columns: [
      { title: said.columns.index, width: 6, align: 'center' },
      { title: said.diagnostic.severity, width: 10, align: 'center' },
      { title: said.diagnostic.code, width: 30 },
      { title: said.diagnostic.message, width: 100 },
      { title: said.columns.place, width: 20 },
    ],
    rows: document.diagnostics.map((diagnostic, index) => [
      index + 1,
      said.severity[diagnostic.severity],
      diagnostic.code,
      diagnostic.message,
      diagnostic.span ? place(diagnostic.span) : '',
    ]),
  };
}

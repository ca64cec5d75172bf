import { append, type ExtractedLine, NOWHERE, type Piece, type Place } from '../extract.js';
import { type Cell, tableLayout } from '../table.js';
import { child, children, isOn, valueOf, type XmlElement } from '../xml.js';
import { type Numbering, numberReference } from './numbering.js';
import { symbol } from './symbol.js';

/** What is counted while a document is walked through from front to back. */
export interface Walk {
  numbering: Numbering;
  /** The page that was reached when Word last laid the document out; null where the file does not say. */
  page: number | null;
  paragraph: number;
  table: number;
  /** Fields that are open: an instruction is not printed, its result is. */
  fields: ('instruction' | 'result')[];
  /** Footnotes and endnotes in the order in which the text refers to them. */
  notes: { kind: 'footnote' | 'endnote'; id: string }[];
}

type CellPlace = Pick<Place, 'table' | 'row' | 'cell'>;
const OUTSIDE: CellPlace = { table: null, row: null, cell: null };

/** The lines of a body, cell, text box, note, header or footer, in reading order. */
export function linesOf(container: XmlElement, walk: Walk, cell: CellPlace = OUTSIDE): ExtractedLine[] {
  const lines: ExtractedLine[] = [];
  // The text of paragraphs whose end is struck out: it runs on into the next one.
  let carried = '';
  for (const block of blocksOf(container)) {
    if (block.name === 'w:tbl') {
      append(lines, tableLines(block, walk));
      continue;
    }
    const paragraph = readParagraph(block, walk, carried);
    carried = paragraph.runsOn ? paragraph.text : '';
    if (!paragraph.runsOn)
      lines.push({ pieces: [{ text: paragraph.text, place: { page: paragraph.page, paragraph: walk.paragraph, ...cell } }] });
    for (const box of paragraph.boxes) append(lines, linesOf(box, walk, cell));
  }
  if (carried) lines.push({ pieces: [{ text: carried, place: { page: walk.page, paragraph: walk.paragraph, ...cell } }] });
  return lines;
}

/** Paragraphs and tables, also those in content controls and other wrappers. */
function* blocksOf(container: XmlElement): Generator<XmlElement> {
  for (const node of container.children) {
    if (typeof node === 'string') continue;
    if (node.name === 'w:p' || node.name === 'w:tbl') yield node;
    else if (node.name === 'mc:AlternateContent') yield* blocksOf(child(node, 'mc:Choice') ?? child(node, 'mc:Fallback') ?? node);
    else if (['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo'].includes(node.name)) yield* blocksOf(node);
  }
}

interface Paragraph {
  text: string;
  page: number | null;
  boxes: XmlElement[];
  runsOn: boolean;
}

function readParagraph(element: XmlElement, walk: Walk, carried: string): Paragraph {
  walk.paragraph++;
  const properties = child(element, 'w:pPr');
  const mark = child(properties, 'w:rPr');
  const runsOn = child(mark, 'w:del') !== undefined || child(mark, 'w:moveFrom') !== undefined;
  const inline: Inline = { walk, text: '', page: null, boxes: [], hidden: false };
  for (const node of element.children) if (typeof node !== 'string') readInline(node, inline);
  // A paragraph that runs on into the next one has no end and so no number of its own.
  const number = runsOn ? '' : walk.numbering.next(numberReference(properties), valueOf(properties, 'w:pStyle') ?? null);
  return {
    text: runsOn ? carried + inline.text : number + carried + inline.text,
    page: inline.page ?? walk.page,
    boxes: inline.boxes,
    runsOn,
  };
}

interface Inline {
  walk: Walk;
  text: string;
  /** The page on which the paragraph's text begins. */
  page: number | null;
  boxes: XmlElement[];
  hidden: boolean;
}

/** What is never printed, or was struck out. */
const UNPRINTED = new Set([
  'w:pPr',
  'w:rPr',
  'w:del',
  'w:moveFrom',
  'w:delText',
  'w:instrText',
  'w:delInstrText',
  'w:sdtPr',
  'w:sdtEndPr',
  'w:fldData',
  'w:rt',
  'w:tblPr',
]);

function readInline(node: XmlElement, inline: Inline): void {
  const { walk } = inline;
  const print = (text: string) => {
    if (inline.hidden || walk.fields.includes('instruction') || text === '') return;
    inline.page ??= walk.page;
    inline.text += text;
  };
  const inside = (of: XmlElement) => {
    for (const next of of.children) if (typeof next !== 'string') readInline(next, inline);
  };
  if (UNPRINTED.has(node.name)) return;
  switch (node.name) {
    case 'w:t':
    case 'm:t':
      return print(node.children.join(''));
    case 'w:tab':
    case 'w:ptab':
      return print('\t');
    case 'w:br':
    case 'w:cr':
      return print('\n');
    case 'w:noBreakHyphen':
      return print('-');
    case 'w:sym':
      return print(symbol(Number.parseInt(node.attributes['w:char'] ?? '', 16)));
    case 'w:lastRenderedPageBreak':
      walk.page = (walk.page ?? 1) + 1;
      return;
    case 'w:fldChar': {
      const kind = node.attributes['w:fldCharType'];
      if (kind === 'begin') walk.fields.push('instruction');
      else if (kind === 'separate' && walk.fields.length > 0) walk.fields[walk.fields.length - 1] = 'result';
      else if (kind === 'end') walk.fields.pop();
      return;
    }
    case 'w:footnoteReference':
    case 'w:endnoteReference':
      walk.notes.push({ kind: node.name === 'w:footnoteReference' ? 'footnote' : 'endnote', id: node.attributes['w:id'] ?? '' });
      return;
    case 'w:txbxContent':
      inline.boxes.push(node);
      return;
    case 'w:ruby':
      // The pronunciation above a word is no part of the text.
      return inside(child(node, 'w:rubyBase') ?? node);
    case 'mc:AlternateContent':
      // Both say the same, once for new programs and once for old ones.
      return inside(child(node, 'mc:Choice') ?? child(node, 'mc:Fallback') ?? node);
    case 'w:r': {
      const hidden = inline.hidden;
      inline.hidden ||= isOn(child(node, 'w:rPr'), 'w:vanish');
      inside(node);
      inline.hidden = hidden;
      return;
    }
    default:
      inside(node);
  }
}

/** Columns that Word can have; a file that states more does not say the truth. */
const MOST_COLUMNS = 63;

/** The lines of a table: a line a row with tabs between the cells, or a line a paragraph where a cell holds running text. */
function tableLines(table: XmlElement, walk: Walk): ExtractedLine[] {
  const number = ++walk.table;
  const layOut = tableLayout(
    (line: ExtractedLine) => line.pieces,
    (pieces): ExtractedLine => ({ pieces }),
    EMPTY,
  );
  const lines: ExtractedLine[] = [];
  let rowNumber = 0;
  for (const row of rowsOf(table)) {
    rowNumber++;
    const cells: Cell<ExtractedLine>[] = [];
    let column =
      1 + Math.min(Math.max(0, Math.trunc(Number(valueOf(child(row, 'w:trPr'), 'w:gridBefore') ?? 0)) || 0), MOST_COLUMNS);
    for (const cell of cellsOf(row)) {
      const properties = child(cell, 'w:tcPr');
      const found = linesOf(cell, walk, { table: number, row: rowNumber, cell: column });
      const merge = child(properties, 'w:vMerge');
      cells.push({ lines: found, merged: merge !== undefined && merge.attributes['w:val'] !== 'restart' });
      column += Math.min(Math.max(1, Math.trunc(Number(valueOf(properties, 'w:gridSpan') ?? 1)) || 1), MOST_COLUMNS);
    }
    append(lines, layOut(cells));
  }
  return lines;
}

const EMPTY: Piece = { text: '', place: NOWHERE };

function* rowsOf(table: XmlElement): Generator<XmlElement> {
  for (const node of table.children) {
    if (typeof node === 'string') continue;
    if (node.name === 'w:tr') {
      if (child(child(node, 'w:trPr'), 'w:del') === undefined) yield node;
    } else if (['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo'].includes(node.name)) yield* rowsOf(node);
  }
}

function* cellsOf(row: XmlElement): Generator<XmlElement> {
  for (const node of row.children) {
    if (typeof node === 'string') continue;
    if (node.name === 'w:tc') {
      if (child(child(node, 'w:tcPr'), 'w:cellDel') === undefined) yield node;
    } else if (['w:sdt', 'w:sdtContent', 'w:customXml'].includes(node.name)) yield* cellsOf(node);
  }
}

/** Whether the file says where its pages began when it was last laid out. */
export function knowsPages(element: XmlElement): boolean {
  return (
    element.name === 'w:lastRenderedPageBreak' || element.children.some((node) => typeof node !== 'string' && knowsPages(node))
  );
}

/** Headers and footers that the sections of a body refer to, in document order. */
export function sectionReferences(element: XmlElement): { kind: 'header' | 'footer'; id: string }[] {
  const found: { kind: 'header' | 'footer'; id: string }[] = [];
  const visit = (node: XmlElement) => {
    if (node.name === 'w:sectPr') {
      for (const reference of [...children(node, 'w:headerReference'), ...children(node, 'w:footerReference')]) {
        found.push({
          kind: reference.name === 'w:headerReference' ? 'header' : 'footer',
          id: reference.attributes['r:id'] ?? '',
        });
      }
      return;
    }
    for (const next of node.children) if (typeof next !== 'string') visit(next);
  };
  visit(element);
  return found;
}

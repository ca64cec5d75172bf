import type { Lexicon, Span } from '../types.js';
import { type HeadKind, headKind } from './table-heads.js';

/** What opens a row: its number, or the numeral of a group of rows. */
const OPENS = /^(?:\d{1,3}|[(（]?[一二三四五六七八九十]{1,3}[)）]?)[.、．]?$/;
const NUMBER = /^\d{1,3}[.、．]?$/;
/** No head of a table and no row with blanks between its cells is longer. */
const LONGEST_HEAD = 120;
const LONGEST_ROW = 2000;

/** What stands between the rows of a table without numbers, and behind the table: nothing else tells them apart. */
const ROW_GAP = '\n\n';
const TABLE_GAP = '\n\n\n';

/** A printed line, later a paragraph or a cell. */
export interface Row extends Span {
  /** Whether blanks stood before it. */
  indented: boolean;
  /** Whether an empty line stood before it. */
  parted: boolean;
  /** How it goes on from the row before: as a new line, directly, after a space, or as a new row of a table. */
  joint: '\n' | '' | ' ' | typeof ROW_GAP | typeof TABLE_GAP;
}

/** The cells of a line, which tabs part, without the blanks around them; empty ones are left out. */
function tabbed(text: string, { start, end }: Span): Span[] {
  const cells: Span[] = [];
  for (let from = start; from <= end; ) {
    const tab = text.indexOf('\t', from);
    const stop = tab < 0 || tab > end ? end : tab;
    const printed = text.slice(from, stop);
    const cell = printed.trim();
    const at = from + printed.indexOf(cell);
    if (cell !== '') cells.push({ start: at, end: at + cell.length });
    from = stop + 1;
  }
  return cells;
}

/** The cells of a line, which blanks part. */
function spaced(text: string, { start, end }: Span): Span[] {
  return [...text.slice(start, end).matchAll(/\S+/g)].map(({ index, 0: cell }) => ({
    start: start + index,
    end: start + index + cell.length,
  }));
}

const wordsIn = (text: string, cells: readonly Span[]): string[] => cells.map(({ start, end }) => text.slice(start, end));

/** The rows of a table of tasks from its head on; nothing where a line is no head. */
interface Table {
  kind: HeadKind;
  /** The cells of the head and of each row. */
  rows: Span[][];
  of: readonly Row[];
}

/** A table whose cells tabs part. */
function tabbedTable(text: string, rows: readonly Row[], at: number, lexicon: Lexicon): Table | null {
  const cellsOf = (row: Row | undefined) => (row && row.end - row.start < LONGEST_ROW ? tabbed(text, row) : []);
  const head = cellsOf(rows[at]);
  const kind = headKind(wordsIn(text, head), lexicon);
  if (kind === null) return null;
  const found = [head];
  for (let next = at + 1; next < rows.length; next++) {
    const cells = cellsOf(rows[next]);
    const first = cells[0];
    if (first === undefined || cells.length < 2) break;
    if (kind === 'numbered' && !OPENS.test(text.slice(first.start, first.end))) break;
    found.push(cells);
  }
  return { kind, rows: found, of: rows.slice(at, at + found.length) };
}

/** A table whose cells blanks part: its rows are numbered, and have as many words as the head. */
function spacedTable(text: string, rows: readonly Row[], at: number, lexicon: Lexicon): Table | null {
  const head = spaced(text, rows[at] as Row);
  const kind = headKind(wordsIn(text, head), lexicon);
  if (kind !== 'numbered') return null;
  const found = [head];
  for (let next = at + 1; next < rows.length; next++) {
    const row = rows[next] as Row;
    if (row.end - row.start >= LONGEST_ROW) break;
    const cells = spaced(text, row);
    const first = cells[0];
    if (first === undefined || cells.length !== head.length || !NUMBER.test(text.slice(first.start, first.end))) break;
    found.push(cells);
  }
  return { kind, rows: found, of: rows.slice(at, at + found.length) };
}

/** Gives each cell of a table of tasks whose rows stand on one line a line of its own. */
export function splitRows(text: string, rows: Row[], lexicon: Lexicon): Row[] {
  let out: Row[] | null = null;
  const hasTabs = text.includes('\t');
  let gap = false;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as Row;
    let table: Table | null = null;
    if (row.end - row.start <= LONGEST_HEAD) {
      if (hasTabs && hasTab(text, row)) table = tabbedTable(text, rows, at, lexicon);
      else if (INDEX.test(text[row.start] as string)) table = spacedTable(text, rows, at, lexicon);
    }
    if (table && table.rows.length > 1) {
      out ??= rows.slice(0, at);
      const plain = table.kind === 'plain';
      for (const [index, cells] of table.rows.entries())
        for (const [column, cell] of cells.entries()) {
          const own: Row = { ...(table.of[index] as Row), ...cell };
          if (plain && index > 0 && column === 0) own.joint = ROW_GAP;
          out.push(own);
        }
      at += table.rows.length - 1;
      gap = plain;
      continue;
    }
    if (out) out.push(gap ? { ...row, joint: TABLE_GAP } : row);
    gap = false;
  }
  return out ?? rows;
}

/** What the heads of columns that number rows begin with, in either script. */
const INDEX = /[序编編项項]/;

function hasTab(text: string, { start, end }: Span): boolean {
  const tab = text.indexOf('\t', start);
  return tab >= 0 && tab < end;
}

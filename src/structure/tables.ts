import { columnKind, LONGEST_HEAD } from '../column-heads.js';
import type { Lexicon, Line } from '../types.js';
import { type Fit, fitter } from './table-fit.js';
import { readUnnumbered } from './unnumbered-tables.js';

/** A line that was a cell of a table: its row (counted from 0; null for the head) and the head of its column. */
export interface Cell {
  row: number | null;
  column: string;
  /** Whether the cell numbers its row. */
  index: boolean;
  /** Whether it is of a table that does not number its rows: markers in its cells count. */
  free?: boolean;
  /** Whether it is of a line that heads a group of rows. */
  group?: boolean;
}

/** Style of the rows of flattened tables, beside the styles of numbering. */
export const TABLE_ROW = 'table-row';
/** Style of the lines that head a group of rows (一, 稳增长). */
export const TABLE_GROUP = 'table-group';

const FEWEST_COLUMNS = 3;

/**
 * Tables of tasks that were flattened to one cell a line: a run of known heads, then rows that open with 1, 2, 3 on lines of their own.
 * @returns the cells by line
 */
export function tablesIn(lines: readonly Line[], printed: readonly string[], lexicon: Lexicon): Map<number, Cell> {
  const cells = new Map<number, Cell>();
  const headAt = (at: number, loose: boolean): string | null => {
    const line = printed[at];
    if (line === undefined || line.length > LONGEST_HEAD + 2) return null;
    const head = line.replace(/ /g, '');
    return columnKind(head, lexicon, loose) === null ? null : head;
  };
  const headOf = (at: number) => headAt(at, false);
  const kindOf = (head: string) => columnKind(head, lexicon, true) as string;
  for (let at = 0; at < lines.length; at++) {
    const first = headOf(at);
    if (first === null) continue;
    const columns = [first];
    for (let head = headAt(at + 1, true); head !== null; head = headAt(at + columns.length, true)) columns.push(head);
    const kinds = columns.map(kindOf);
    if (columns.length < FEWEST_COLUMNS || kinds[0] !== 'index') {
      const to = readUnnumbered({ at, columns, kinds, lines, printed, cells, lexicon, headOf, kindOf });
      if (to !== null) at = to - 1;
      continue;
    }
    columns.forEach((column, offset) => {
      cells.set(at + offset, { row: null, column, index: false });
    });
    at = readRows(at + columns.length, columns, lines.length, printed, cells, fitter(kinds, lexicon, 1)) - 1;
  }
  return cells;
}

const GROUP = /^[(]?[一二三四五六七八九十]{1,3}[)]?[、.]?$/;
const ENDED = /[。;,]$/;

/** Reads rows from a line on; returns the line behind the table. */
function readRows(
  from: number,
  columns: readonly string[],
  end: number,
  printed: readonly string[],
  cells: Map<number, Cell>,
  fit: Fit,
): number {
  // A part of a table goes on with the numbers of the one before.
  const opening = /^(\d{1,3})[.、]?$/.exec(printed[from] ?? '');
  const first = opening ? Number(opening[1]) : 1;
  const numbers = (at: number, row: number) => printed[at]?.replace(/[.、]$/, '') === String(row + first);
  // A group of rows is headed by a Chinese numeral and a title, on lines of their own.
  const groups = (at: number, row: number) =>
    GROUP.test(printed[at] ?? '') && !ENDED.test(printed[at + 1] ?? '。') && numbers(at + 2, row);
  let at = from;
  for (let row = 0; at < end; row++) {
    if (groups(at, row)) {
      cells.set(at, { row, column: columns[0] as string, index: true, group: true });
      cells.set(at + 1, { row, column: columns[1] as string, index: false, group: true });
      at += 2;
    }
    if (!numbers(at, row)) break;
    let next = at + 1;
    const width = columns.length - 1;
    // A row has a line for each further column, and more where a cell was broken; the last row has no number behind it to end it.
    const opens = (line: number) => numbers(line, row + 1) || groups(line, row + 1);
    while (next < end && !opens(next) && next - at <= 3 * width + 2) next++;
    const closed = next < end && opens(next);
    const stop = closed ? next : lastStop(at, Math.min(end, at + 1 + width), printed, fit);
    cells.set(at, { row, column: columns[0] as string, index: true });
    if (stop - at - 1 < width) {
      const places = fit.places(printed.slice(at + 1, stop));
      for (const [k, column] of places.entries()) cells.set(at + 1 + k, { row, column: columns[column] as string, index: false });
      at = stop;
      if (!closed) break;
      continue;
    }
    const extra = Math.max(0, stop - at - 1 - width);
    for (let cell = at + 1; cell < stop; cell++)
      cells.set(cell, { row, column: columns[Math.max(1, cell - at - extra)] as string, index: false });
    at = stop;
    if (!closed) break;
  }
  return at;
}

/** The last row ends with its time, where that is the last column: nothing behind it tells. */
function lastStop(at: number, stop: number, printed: readonly string[], fit: Fit): number {
  if (!fit.timed) return stop;
  for (let line = at + 2; line < stop; line++) if (fit.isTime(printed[line] as string)) return line + 1;
  return stop;
}

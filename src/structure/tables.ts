import { entriesOf, perLexicon } from '../per-lexicon.js';
import type { Lexicon, Line } from '../types.js';

/** A line that was a cell of a table: its row (counted from 0; null for the head) and the head of its column. */
export interface Cell {
  row: number | null;
  column: string;
  /** Whether the cell numbers its row. */
  index: boolean;
  /** Whether it is of a line that heads a group of rows. */
  group?: boolean;
}

/** Style of the rows of flattened tables, beside the styles of numbering. */
export const TABLE_ROW = 'table-row';
/** Style of the lines that head a group of rows (一, 稳增长). */
export const TABLE_GROUP = 'table-group';

const heads = perLexicon((lexicon: Lexicon) => {
  const known = new Map<string, string>();
  for (const entry of entriesOf(lexicon, 'tables'))
    for (const word of entry.words ?? []) known.set(word.replace(/ /g, ''), String(entry.column));
  return known;
});

/** How whole cells of columns of time and of units read. */
const readings = perLexicon((lexicon: Lexicon) => {
  const of = (cell: string) =>
    new RegExp(
      `^(?:${
        entriesOf(lexicon, 'tables', 'cell', cell)
          .map((entry) => String(entry.pattern))
          .join('|') || '(?!)'
      })$`,
    );
  return { time: of('time'), unit: of('unit') };
});

/** Longest head of a column. */
const LONGEST_HEAD = 10;
const FEWEST_COLUMNS = 3;

/**
 * Tables of tasks that were flattened to one cell a line: a run of known heads, then rows that open with 1, 2, 3 on lines of their own.
 * @returns the cells by line
 */
export function tablesIn(lines: readonly Line[], printed: readonly string[], lexicon: Lexicon): Map<number, Cell> {
  const known = heads(lexicon);
  const cells = new Map<number, Cell>();
  const headOf = (at: number): string | null => {
    const line = printed[at];
    return line !== undefined && line.length <= LONGEST_HEAD && known.has(line.replace(/ /g, '')) ? line.replace(/ /g, '') : null;
  };
  for (let at = 0; at < lines.length; at++) {
    const columns: string[] = [];
    for (let head = headOf(at); head !== null; head = headOf(at + columns.length)) columns.push(head);
    if (columns.length < FEWEST_COLUMNS || known.get(columns[0] as string) !== 'index') continue;
    columns.forEach((column, offset) => {
      cells.set(at + offset, { row: null, column, index: false });
    });
    const kinds = columns.map((column) => known.get(column) as string);
    at = readRows(at + columns.length, columns, lines.length, printed, cells, fitter(kinds, lexicon)) - 1;
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
  const numbers = (at: number, row: number) => printed[at]?.replace(/[.、]$/, '') === String(row + 1);
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

/** Which columns the cells of a row with empty ones stand in, and whether a cell is one of time. */
interface Fit {
  places(row: readonly string[]): number[];
  isTime(cell: string): boolean;
  /** Whether the last column is one of time. */
  timed: boolean;
}

/** The last row ends with its time, where that is the last column: nothing behind it tells. */
function lastStop(at: number, stop: number, printed: readonly string[], fit: Fit): number {
  if (!fit.timed) return stop;
  for (let line = at + 2; line < stop; line++) if (fit.isTime(printed[line] as string)) return line + 1;
  return stop;
}

/** Finds the columns of the cells of a row by how they read: those of time and of units, the others from the left. */
function fitter(kinds: readonly string[], lexicon: Lexicon): Fit {
  const { time, unit } = readings(lexicon);
  const score = (cell: string, kind: string): number => {
    if (cell.length <= 24 && time.test(cell)) return kind === 'time' ? 3 : -2;
    if (kind === 'time') return -2;
    if (kind === 'unit') return cell.length <= 60 && unit.test(cell) ? 2 : -2;
    return kind === 'task' ? 1 : 0;
  };
  const places = (row: readonly string[]): number[] => {
    const width = kinds.length;
    // best[k]: the best score of the first k cells in the columns so far, and those columns.
    let best: ({ score: number; columns: number[] } | null)[] = [{ score: 0, columns: [] }, ...row.map(() => null)];
    for (let column = 1; column < width; column++) {
      const next = [...best];
      for (let k = 0; k < row.length; k++) {
        const from = best[k];
        if (!from) continue;
        const sum = from.score + score(row[k] as string, kinds[column] as string);
        const known = next[k + 1];
        if (!known || sum > known.score) next[k + 1] = { score: sum, columns: [...from.columns, column] };
      }
      best = next;
    }
    return best[row.length]?.columns ?? row.map((_, k) => Math.min(k + 1, width - 1));
  };
  return { places, isTime: (cell) => cell.length <= 24 && time.test(cell), timed: kinds.at(-1) === 'time' };
}

import type { Lexicon, Line } from '../types.js';
import { fitter } from './table-fit.js';
import type { Cell } from './tables.js';

/** A run of heads of columns that number no rows. */
export interface Heads {
  /** The line of the first. */
  at: number;
  columns: readonly string[];
  kinds: readonly string[];
  lines: readonly Line[];
  printed: readonly string[];
  cells: Map<number, Cell>;
  lexicon: Lexicon;
  /** The head that a line is. */
  headOf(line: number): string | null;
  kindOf(head: string): string;
}

/** Fewest heads of a table, and of a sheet whose heads stand in front of one cell each. */
const FEWEST = 3;

/**
 * Reads a table or a sheet of tasks whose rows have no numbers of their own.
 * @returns the line behind it; null where it is none
 */
export function readUnnumbered(heads: Heads): number | null {
  const { columns, kinds } = heads;
  const sheet = heads.headOf(heads.at + 1) === null ? readSheet(heads) : null;
  if (sheet !== null) return sheet;
  if (columns.length < FEWEST || !kinds.includes('unit') || !kinds.includes('task') || kinds.includes('index')) return null;
  return readGapped(heads) ?? readEven(heads);
}

/** Lines between two, as the layout sets rows apart: 1 within a row, 2 before another row, 3 behind the table. */
const gapBefore = ({ lines }: Heads, at: number): number => {
  const line = lines[at];
  const before = lines[at - 1];
  return line && before ? line.start - before.end : 0;
};

/** A table whose rows the layout has set apart. */
function readGapped(heads: Heads): number | null {
  const { at, columns, kinds, lines, printed, cells, lexicon } = heads;
  let from = at + columns.length;
  if (gapBefore(heads, from) !== 2) return null;
  markHeads(heads);
  const fit = fitter(kinds, lexicon, 0);
  for (let row = 0; from < lines.length && gapBefore(heads, from) === 2; row++) {
    let to = from + 1;
    while (to < lines.length && gapBefore(heads, to) === 1) to++;
    // What reaches over several rows is said in the first, as are numbers without a head: they stand on the left.
    let left = from;
    while (to - left > columns.length || (left < to - 1 && NUMBER.test(printed[left] as string))) {
      cells.set(left, { row, column: columns[0] as string, index: NUMBER.test(printed[left] as string), free: true });
      left++;
    }
    const places = fit.places(printed.slice(left, to));
    for (const [k, column] of places.entries())
      cells.set(left + k, { row, column: columns[column] as string, index: false, free: true });
    from = to;
  }
  return from;
}

const NUMBER = /^\d{1,3}[.、]?$/;

/** A table flattened to one cell a line: each row has a line for each column, which read as their heads say. */
function readEven(heads: Heads): number | null {
  const { at, columns, kinds, printed, cells, lexicon } = heads;
  const width = columns.length;
  const fit = fitter(kinds, lexicon, 0);
  const fits = (from: number) =>
    columns.every((_, column) => {
      const cell = printed[from + column];
      return cell !== undefined && heads.headOf(from + column) === null && fit.fits(cell, column);
    });
  let from = at + width;
  // Nothing but the words tells that these are heads.
  if (!fits(from) || columns.some((_, column) => heads.headOf(at + column) === null)) return null;
  markHeads(heads);
  for (let row = 0; fits(from); row++, from += width)
    for (const [k, column] of columns.entries()) cells.set(from + k, { row, column, index: false, free: true });
  return from;
}

/** A sheet of one task: each head in a line, and its cell in the next (责任单位⏎法规处⏎完成时限⏎6月底前). */
function readSheet(heads: Heads): number | null {
  const { at, printed, cells } = heads;
  const found: [number, string][] = [];
  let from = at;
  for (let head = heads.headOf(from); head !== null; head = heads.headOf(from)) {
    if (printed[from + 1] === undefined || heads.headOf(from + 1) !== null) break;
    found.push([from, head]);
    from += 2;
  }
  if (found.length < FEWEST || !found.some(([, head]) => heads.kindOf(head) === 'unit')) return null;
  for (const [line, column] of found) {
    cells.set(line, { row: null, column, index: false, free: true });
    cells.set(line + 1, { row: 0, column, index: false, free: true });
  }
  return from;
}

function markHeads({ at, columns, cells }: Heads): void {
  for (const [offset, column] of columns.entries()) cells.set(at + offset, { row: null, column, index: false, free: true });
}

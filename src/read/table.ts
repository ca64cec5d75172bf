import { isTaskHead } from './task-table.js';

/** A cell of a row: its lines, and whether it is the lower part of a cell that reaches over several rows. */
export interface Cell<L> {
  lines: readonly L[];
  merged: boolean;
}

/**
 * Lays out a table row by row. A row is a line with tabs between the cells, or, where a cell holds running text, a line a paragraph. In a table
 * of tasks (任务分解表) each cell is a line, as programs write tables into plain text, and a cell that reaches over several rows
 * is said again in each: there every row is a task of its own.
 */
export function tableLayout<P extends { text: string }, L>(
  piecesOf: (line: L) => readonly P[],
  lineOf: (pieces: P[]) => L,
  empty: P,
): (cells: readonly Cell<L>[]) => L[] {
  let isNumbered = false;
  const above: (readonly L[])[] = [];
  const joined = (cell: readonly L[]): P => {
    const pieces = cell.flatMap(piecesOf);
    const first = pieces[0];
    return first ? { ...first, text: pieces.map((piece) => piece.text.trim().replace(/\n/g, ' ')).join(' ') } : empty;
  };
  return (cells) => {
    const filled = cells.map(({ lines }) => lines.filter((line) => piecesOf(line).some((piece) => piece.text.trim() !== '')));
    const said = filled.filter((cell) => cell.length > 0);
    isNumbered ||= isTaskHead(said.map((cell) => joined(cell).text));
    const runs = (cell: readonly L[]) => cell.length > 1 && isRunning(cell.map(piecesOf), said.length);
    if (isNumbered) {
      return filled.flatMap((cell, column) => {
        const lines = cell.length > 0 || !cells[column]?.merged ? cell : (above[column] ?? []);
        above[column] = lines;
        return lines.length > 1 && !runs(lines) ? [lineOf([joined(lines)])] : lines;
      });
    }
    if (filled.some(runs)) return filled.flat();
    const row = filled.map(joined);
    while (row.at(-1)?.text === '') row.pop();
    return row.length > 0 ? [lineOf(row)] : [];
  };
}

/** A cell is running text, and not an entry of a table, from this length of one of its lines on, or this number of lines. */
const RUNNING = { length: 40, lines: 7 };

/** Whether the lines of a cell are running text: long, many, sentences, rows of their own, or all that the row has. */
function isRunning(cell: readonly (readonly { text: string }[])[], filled: number): boolean {
  if (cell.length >= RUNNING.lines || filled === 1) return true;
  return cell.some(
    (pieces) => pieces.length > 1 || pieces.some(({ text }) => text.length > RUNNING.length || /[。；：]$/.test(text.trimEnd())),
  );
}

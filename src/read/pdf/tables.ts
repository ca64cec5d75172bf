import { isTaskHead } from '../task-table.js';
import type { Page } from './furniture.js';
import type { Line, Run } from './lines.js';

/** A cell of a table of tasks: its text, and where it stands. */
export interface TableCell {
  text: string;
  page: number;
  row: number;
  column: number;
}

/** Tables of tasks: their cells by the line that heads them, and the lines that the cells were printed on. */
export interface Tables {
  at: ReadonlyMap<Line, TableCell[]>;
  lines: ReadonlySet<Line>;
  /** Heads that were printed once more on a further page. */
  repeated: ReadonlySet<Line>;
}

/** A line this much larger than the head of a table does not belong to it. */
const LARGER = 1.25;
/** Nor does one that stands this many lines below the one before. */
const APART = 2.6;

/**
 * Finds tables whose first column numbers the rows, and puts the lines of their cells together. Columns lie between the gaps that no
 * line crosses; programs write a table row by row and cell by cell, so that the order in the file tells what belongs to which row.
 */
export function tablesOf(pages: readonly Page[], isBody: (line: Line) => boolean): Tables {
  const at = new Map<Line, TableCell[]>();
  const taken = new Set<Line>();
  const repeated = new Set<Line>();
  const body = pages.flatMap((page) => page.lines.filter(isBody));
  body.forEach((head, index) => {
    if (taken.has(head) || !isTaskHead(head.segments.map((segment) => segment.text))) return;
    if (!opensWithOne(head, body.slice(index + 1, index + 1 + TALLEST))) return;
    const rows = linesBelow(head, body, index);
    const edges = edgesOf(head, rows);
    const again = new Set(rows.filter((line) => bare(line.text) === bare(head.text)));
    const cells = cellsOf(
      head,
      rows.filter((line) => !again.has(line)),
      edges,
    );
    if (!cells) return;
    at.set(head, cells);
    for (const line of rows) taken.add(line);
    for (const line of again) repeated.add(line);
  });
  return { at, lines: taken, repeated };
}

/** Lines that the first row may take at most. */
const TALLEST = 12;

/** Whether the first thing that was written below a head is the number 1. */
function opensWithOne(head: Line, below: readonly Line[]): boolean {
  const runs = below.filter((line) => line.page === (below[0]?.page ?? head.page)).flatMap((line) => line.runs);
  const first = runs.reduce<Run | null>((least, run) => (least && least.order < run.order ? least : run), null);
  return first !== null && numberOf(first) === 1;
}

const numberOf = (run: Run): number => Number(run.text.replace(/[.、]$/, ''));

const bare = (text: string): string => text.replace(/\s/g, '');

/** The lines below a head, also on further pages, as long as none goes over more than a column, is larger, or stands apart. */
function linesBelow(head: Line, body: readonly Line[], index: number): Line[] {
  const centres = head.segments.map(({ x, end }) => (x + end) / 2);
  const rows: Line[] = [];
  let last = head;
  for (let next = index + 1; next < body.length; next++) {
    const line = body[next] as Line;
    const crosses = line.runs.some(({ x, width }) => centres.filter((centre) => centre > x && centre < x + width).length > 1);
    if (crosses || line.size > head.size * LARGER || (line.page === last.page && line.y - last.y > head.size * APART)) break;
    rows.push(line);
    last = line;
  }
  return rows;
}

/** The edges between columns: between the middles of two heads, the middle of the widest strip that no run crosses. */
function edgesOf(head: Line, rows: readonly Line[]): number[] {
  const runs = [head, ...rows].flatMap((line) => line.runs);
  return head.segments.slice(1).map((segment, index) => {
    const before = head.segments[index] as { x: number; end: number };
    const from = (before.x + before.end) / 2;
    const to = (segment.x + segment.end) / 2;
    const within = runs
      .map(({ x, width }) => ({ start: x, end: x + width }))
      .filter(({ start, end }) => end > from && start < to)
      .sort((a, b) => a.start - b.start);
    let best = { width: -1, middle: (before.end + segment.x) / 2 };
    let reached = from;
    for (const { start, end } of [...within, { start: to, end: to }]) {
      if (start - reached > best.width) best = { width: start - reached, middle: (reached + start) / 2 };
      reached = Math.max(reached, end);
    }
    return best.middle;
  });
}

/** The cells in reading order; null where no row is numbered 1. */
function cellsOf(head: Line, rows: readonly Line[], edges: readonly number[]): TableCell[] | null {
  const columnOf = (run: Run): number => edges.filter((edge) => run.x + run.width / 2 > edge).length;
  const cells: TableCell[] = head.segments.map(({ text }, column) => ({
    text: text.trim(),
    page: head.page,
    row: 1,
    column: column + 1,
  }));
  const inRow: (TableCell | undefined)[] = [];
  let number = 0;
  let last: { run: Run; column: number; page: number } | null = null;
  const close = () => {
    for (const cell of inRow) if (cell) cells.push(cell);
    inRow.length = 0;
  };
  for (const { run, page } of rows
    .flatMap((line) => line.runs.map((each) => ({ run: each, page: line.page })))
    .sort((a, b) => a.page - b.page || a.run.order - b.run.order)) {
    const column = columnOf(run);
    if (column === 0 && numberOf(run) === number + 1) {
      close();
      number++;
    } else if (number === 0) return null;
    const cell = inRow[column];
    if (!cell) inRow[column] = { text: run.text, page, row: number + 1, column: column + 1 };
    else cell.text += (last?.column === column && last.page === page ? between(last.run, run) : '') + run.text;
    last = { run, column, page };
  }
  close();
  return number > 0 ? cells : null;
}

/** A blank between two Latin words, on one line or over its end. */
function between(before: Run, after: Run): string {
  if (!/[A-Za-z0-9,.]$/.test(before.text) || !/^[A-Za-z]/.test(after.text)) return '';
  return Math.abs(before.y - after.y) > before.size * 0.5 || after.x - before.x - before.width > before.size * 0.15 ? ' ' : '';
}

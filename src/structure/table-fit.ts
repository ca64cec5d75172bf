import { entriesOf, perLexicon } from '../per-lexicon.js';
import type { Lexicon } from '../types.js';

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

/** Which columns the cells of a row with empty ones stand in, and whether a cell is one of time. */
export interface Fit {
  places(row: readonly string[]): number[];
  isTime(cell: string): boolean;
  /** Whether a cell may stand in a column. */
  fits(cell: string, column: number): boolean;
  /** Whether the last column is one of time. */
  timed: boolean;
}

/** Finds the columns of the cells of a row by how they read: those of time and of units, the others from the left. `leftmost` is the first column they may stand in. */
export function fitter(kinds: readonly string[], lexicon: Lexicon, leftmost: 0 | 1): Fit {
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
    for (let column = leftmost; column < width; column++) {
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
    return best[row.length]?.columns ?? row.map((_, k) => Math.min(k + leftmost, width - 1));
  };
  return {
    places,
    isTime: (cell) => cell.length <= 24 && time.test(cell),
    fits: (cell, column) => score(cell, kinds[column] as string) >= 0,
    timed: kinds.at(-1) === 'time',
  };
}

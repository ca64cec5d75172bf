import { entriesOf, perLexicon } from '../per-lexicon.js';
import type { Lexicon, Span } from '../types.js';
import { toSimplified } from './script.js';

const heads = perLexicon((lexicon: Lexicon) => {
  const known = new Map<string, string>();
  for (const entry of entriesOf(lexicon, 'tables'))
    for (const word of entry.words ?? []) known.set(word.replace(/ /g, ''), String(entry.column));
  return known;
});

const FEWEST_COLUMNS = 3;
const LONGEST_HEAD = 10;
/** What opens a row: its number, or the numeral of a group of rows. */
const OPENS = /^(?:\d{1,3}|[(（]?[一二三四五六七八九十]{1,3}[)）]?)[.、．]?$/;

/** The cells of a line, which tabs part, without the blanks around them; empty ones are left out. */
function cellsOf(text: string, { start, end }: Span): Span[] {
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

/** Whether these are the heads of a table of tasks, whose rows are numbered and of which every column is known. */
function isHead(text: string, cells: readonly Span[], lexicon: Lexicon): boolean {
  if (cells.length < FEWEST_COLUMNS) return false;
  const known = heads(lexicon);
  return cells.every(({ start, end }, column) => {
    if (end - start > LONGEST_HEAD) return false;
    const word = text.slice(start, end).replace(/\s/g, '');
    const kind = known.get(word) ?? known.get(toSimplified(word, lexicon).text);
    return kind !== undefined && (column > 0 || kind === 'index');
  });
}

/** Gives each cell of a table of tasks whose rows stand on one line with tabs a line of its own. */
export function splitRows<R extends Span>(text: string, rows: R[], lexicon: Lexicon): R[] {
  if (!text.includes('\t')) return rows;
  const cells = rows.map((row) => (row.end - row.start < 2000 ? cellsOf(text, row) : [row]));
  const opens = (index: number): boolean => {
    const [first, ...more] = cells[index] ?? [];
    return first !== undefined && more.length > 0 && OPENS.test(text.slice(first.start, first.end));
  };
  let inside = false;
  return rows.flatMap((row, index) => {
    const own = cells[index] as Span[];
    inside = (inside && opens(index)) || (own.length > 1 && opens(index + 1) && isHead(text, own, lexicon));
    return inside ? own.map((cell) => ({ ...row, ...cell })) : [row];
  });
}

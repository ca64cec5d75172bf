import { append, type ExtractedLine, NOTES, NOWHERE, type Piece } from '../extract.js';
import { tableLayout } from '../table.js';
import type { Page } from './furniture.js';
import type { Line } from './lines.js';
import { notesOf } from './notes.js';
import { tablesOf } from './tables.js';

/** What opens a paragraph wherever it stands. */
const MARKER =
  /^(?:[（(][一二三四五六七八九十百]{1,4}[）)]|[一二三四五六七八九十百]{1,4}[、.．]|第[一二三四五六七八九十百0-9]{1,4}[章节条编]|[（(]?\d{1,3}[）)、.．](?!\d)|[①-⑳㈠-㈩⑴-⒇⒈-⒛●•■◆]|附件)/;
const SENTENCE_END = /[。！？；：!?;:”’）)》…]$/;

interface Layout {
  left: number;
  right: number;
  /** Usual distance of two lines. */
  pitch: number;
  size: number;
  /** Whether paragraphs begin further to the right than their other lines. */
  indents: boolean;
}

const rowLayout = () =>
  tableLayout(
    (line: ExtractedLine) => line.pieces,
    (pieces): ExtractedLine => ({ pieces }),
    { text: '', place: NOWHERE },
  );

/** Joins the lines of all pages to paragraphs; furniture comes behind the paragraph that it interrupts, notes behind the text. */
export function paragraphsOf(pages: readonly Page[], furniture: ReadonlyMap<Line, 'navigation' | 'footer'>): ExtractedLine[] {
  const body = pages.flatMap((page) => page.lines).filter((line) => !furniture.has(line));
  const tables = tablesOf(pages, (line) => !furniture.has(line));
  const layout = layoutOf(
    body.filter((line) => !tables.lines.has(line)),
    pages[0]?.width ?? 0,
  );
  const notes = notesOf(pages, (line) => !furniture.has(line) && !tables.lines.has(line), layout.size);
  const noted = new Set(notes.flat());
  const out: ExtractedLine[] = [];
  let paragraph = 0;
  let table = 0;
  let open: Line[] = [];
  let waiting: ExtractedLine[] = [];
  // Rows of a table are laid out one after the other; what is no row ends the table.
  let layOut = rowLayout();
  const close = () => {
    const first = open[0];
    if (first && open.length === 1 && first.segments.length > 1)
      append(out, layOut(piecesOf(open, ++paragraph).map((piece) => ({ lines: [{ pieces: [piece] }], merged: false }))));
    else if (first) {
      layOut = rowLayout();
      out.push({ pieces: piecesOf(open, ++paragraph) });
    }
    append(out, waiting);
    open = [];
    waiting = [];
  };
  for (const page of pages) {
    for (const line of page.lines) {
      if (noted.has(line)) continue;
      if (tables.repeated.has(line)) waiting.push(furnitureLine(line.text, line.page, 'navigation'));
      if (tables.lines.has(line)) continue;
      const cells = tables.at.get(line);
      if (cells) {
        close();
        table++;
        paragraph++;
        for (const { text, ...cell } of cells)
          out.push({ pieces: [{ text, place: { page: cell.page, paragraph, table, row: cell.row, cell: cell.column } }] });
        continue;
      }
      const kind = furniture.get(line);
      if (kind) {
        (open.length > 0 ? waiting : out).push(furnitureLine(line.text, line.page, kind));
        continue;
      }
      const last = open.at(-1);
      const row = last && open.length === 1 ? wrappedRow(last, line, layout) : null;
      if (row) {
        open = [row];
        continue;
      }
      if (last && !goesOn(last, line, open[0] as Line, layout)) close();
      open.push(line);
    }
    if (page.slanted.length > 0)
      (open.length > 0 ? waiting : out).push(furnitureLine(page.slanted.join(''), page.number, 'navigation'));
  }
  close();
  if (notes.length > 0) out.push({ pieces: [{ text: NOTES, place: NOWHERE }] });
  for (const note of notes) out.push({ pieces: piecesOf(note, ++paragraph) });
  return out;
}

const furnitureLine = (text: string, page: number, noise: 'navigation' | 'footer'): ExtractedLine => ({
  pieces: [{ text, place: { ...NOWHERE, page } }],
  noise,
});

/** The pieces of a paragraph: its cells where it is a row, else a piece a page. */
function piecesOf(lines: readonly Line[], paragraph: number): Piece[] {
  const first = lines[0] as Line;
  const place = (page: number) => ({ page, paragraph, table: null, row: null, cell: null });
  if (lines.length === 1 && first.segments.length > 1)
    return first.segments.map(({ text }) => ({ text: text.trim(), place: place(first.page) }));
  const pieces: Piece[] = [];
  for (const line of lines) {
    const text = line.text.replaceAll('\t', ' ').trim();
    const last = pieces.at(-1);
    const glue = last && /[A-Za-z0-9,.;]$/.test(last.text) && /^[A-Za-z]/.test(text) ? ' ' : '';
    if (last && last.place.page === line.page) last.text += glue + text;
    else pieces.push({ text, place: place(line.page), ...(last ? { glue } : {}) });
  }
  return pieces;
}

/** A row of a table together with a line in which some of its cells go on; null where the line is none such. */
function wrappedRow(row: Line, line: Line, { right, size, pitch }: Layout): Line | null {
  if (
    row.segments.length < 2 ||
    line.segments.length >= row.segments.length ||
    line.page !== row.page ||
    line.y - row.y > pitch * 1.7
  )
    return null;
  const segments = row.segments.map((segment) => ({ ...segment }));
  for (const part of line.segments) {
    const column = segments.findIndex((segment) => Math.abs(segment.x - part.x) < size * 0.7);
    const cell = segments[column];
    // A cell goes on only where its line above reached the next one.
    if (!cell || cell.end < (segments[column + 1]?.x ?? right) - size * 2.2) return null;
    cell.text += part.text;
    cell.end = part.end;
  }
  return { ...row, y: line.y, segments, text: segments.map((segment) => segment.text).join('\t') };
}

function layoutOf(lines: readonly Line[], width: number): Layout {
  // The size of running text; a table may have more lines, but no wide ones.
  const wide = lines.filter((line) => line.segments.length === 1 && line.end - line.x > width * 0.5);
  const size = usualSize(wide.length > 0 ? wide : lines) ?? 12;
  const text = lines.filter((line) => Math.abs(line.size - size) < size * 0.15 && line.segments.length === 1);
  const left = leftEdge(text, size);
  const flush = text.filter((line) => Math.abs(line.x - left) < size * 0.7);
  const ends = text.map((line) => line.end);
  const usual = Math.max(
    mostCommon(
      flush.map((line) => line.end),
      size,
    ) ?? 0,
    quantile(ends, 0.9),
  );
  // Where few lines are full, no edge is to be seen, and the margin is taken to be that of the other side.
  const isSeen = ends.filter((end) => Math.abs(end - usual) < size * 1.2).length >= 4;
  const right = isSeen ? usual : Math.max(usual, width - left - size);
  const steps = lines
    .slice(1)
    .map((line, index) => line.y - (lines[index] as Line).y)
    .filter((step) => step > size * 0.8 && step < size * 4);
  const indented = text.filter((line) => line.x - left > size * 1.5 && line.x - left < size * 2.6);
  return {
    left,
    right,
    size,
    pitch: mostCommon(steps, 1) ?? size * 1.5,
    indents: indented.length >= Math.max(2, text.length * 0.06),
  };
}

/** The leftmost place where lines begin again and again; most lines may be indented ones where paragraphs are short. */
function leftEdge(lines: readonly Line[], size: number): number {
  const starts = lines.map((line) => line.x).sort((a, b) => a - b);
  const needed = Math.max(2, lines.length * 0.04);
  const edge = starts.find(
    (start, index) => (starts[index + Math.ceil(needed) - 1] ?? Number.POSITIVE_INFINITY) - start < size * 0.5,
  );
  return edge ?? starts[0] ?? 0;
}

/** Whether a line goes on with the sentence of the line before. */
function goesOn(last: Line, line: Line, first: Line, layout: Layout): boolean {
  const { size, left, right, pitch } = layout;
  if (last.segments.length > 1 || line.segments.length > 1) return false;
  if (Math.abs(last.size - line.size) > Math.max(last.size, line.size) * 0.12) return false;
  // A line that ends before the edge ended its paragraph; marks may not stand at the start of a line and take a character along.
  const isFull = last.end > right - size * (1.2 + unbreakable(line.text));
  const isFlush = Math.abs(line.x - left) < size * 0.9;
  const samePage = last.page === line.page;
  if (samePage && line.y - last.y > pitch * 1.7) return false;
  if (!isFull) return false;
  // A title that fills its line goes on in the middle of the next one.
  if (isCentred(line, layout) && first.size > size * 1.1) return true;
  if (!isFlush) return false;
  if (MARKER.test(line.text) && (SENTENCE_END.test(last.text.trim()) || !layout.indents)) return false;
  return layout.indents || !SENTENCE_END.test(last.text.trim()) || last.end > right - size * 0.7;
}

/** Characters at the start of a line that could not be parted, in widths of a Chinese character: a number with its mark, a word. */
function unbreakable(text: string): number {
  const [word = ''] = /^[（(《“]?(?:[A-Za-z0-9.,%]{1,20}|.)[，。、；：！？）》”％%]{0,3}/.exec(text) ?? [];
  return [...word].reduce((width, character) => width + (character < '\u1100' ? 0.6 : 1), 0);
}

/** The size in which most characters are printed. */
function usualSize(lines: readonly Line[]): number | null {
  const counts = new Map<number, number>();
  for (const { size, text } of lines)
    counts.set(Math.round(size * 2) / 2, (counts.get(Math.round(size * 2) / 2) ?? 0) + text.length);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

const isCentred = (line: Line, { left, right, size }: Layout): boolean =>
  line.x > left + size && Math.abs((line.x + line.end) / 2 - (left + right) / 2) < size * 1.5;

/** The most common of some values, those within `width` of each other taken as one. */
function mostCommon(values: readonly number[], width: number): number | null {
  const counts = new Map<number, { count: number; sum: number }>();
  for (const value of values) {
    const key = Math.round(value / width);
    const entry = counts.get(key) ?? { count: 0, sum: 0 };
    entry.count++;
    entry.sum += value;
    counts.set(key, entry);
  }
  const best = [...counts.values()].sort((a, b) => b.count - a.count)[0];
  return best ? best.sum / best.count : null;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}

import type { Lexicon, OffsetMap } from '../types.js';
import { OffsetMapBuilder } from './offset-map.js';
import { BLANK, gapsOf } from './spaces.js';
import { type Row, splitRows } from './table-rows.js';

/** A text with one paragraph a line, and the way back. */
export interface LaidOut {
  text: string;
  map: OffsetMap;
}

const lineEnd = /\r\n|[\n\r\v\f\x85\u2028\u2029]/g;
const blank = new RegExp(`[${BLANK}]`);
/** Blanks that part paragraphs where a whole report stands on one line. */
const wideGap = new RegExp(
  `[${BLANK}]*(?:\\t|\\u3000[ \\u00A0]?\\u3000|\\u3000[ \\u00A0]{2}|[ \\u00A0]{2}\\u3000| {4}|\\u00A0 ?\\u00A0 ?\\u00A0)[${BLANK}]*`,
  'g',
);
/** As `wideGap` without the blanks around it, which every blank would begin. */
const anyWideGap = /\t|\u3000[ \u00A0]?\u3000|\u3000[ \u00A0]{2}|[ \u00A0]{2}\u3000| {4}|\u00A0 ?\u00A0 ?\u00A0/;
const sentenceEnd = /[。！？!?…；;：:”’」』）)》】]/;
const fullStop = /[。！？!?]/;
const numbering =
  /^(?:[（(]?[一二三四五六七八九十百]{1,5}[）)、.．]|第[0-9一二三四五六七八九十百]{1,5}[章节節条條篇编編]|[（(]?[0-9０-９]{1,3}[）)、.．](?![0-9０-９])|[①-⑳㈠-㈩•●■◆▲★☆※]|附件|[#*-] )/;
/** Subtitles and salutations are lines of their own. */
const neverContinues = /^(?:——|同志[们們]|各位(?:代表|委[员員]|[领領][导導]|同志))/;
/** A marker that has the line to itself; its heading stands on the next one. */
const markerAlone =
  /^(?:[（(][一二三四五六七八九十百0-9０-９]{1,5}[）)]|[一二三四五六七八九十百]{1,5}、|[0-9０-９]{1,3}[.．、]|第[一二三四五六七八九十百]{1,5}[章节節篇编編]|[①-⑳])$/;
/** A line of this length that has blanks for paragraphs holds a whole report. */
const LONG = 600;
/** Gaps that a shorter one must have. */
const MANY = 8;

/** Gives each paragraph a line of its own: splits what stands on one line, joins hard wraps, takes layout blanks out. */
export function layOut(text: string, lexicon: Lexicon): LaidOut {
  const rows = joinMarkers(text, joinHanging(text, joinWraps(text, splitLong(text, splitRows(text, rowsOf(text), lexicon)))));
  const dense = isDense(text);
  const builder = new OffsetMapBuilder();
  const out: string[] = [];
  let cursor = 0;
  const keep = (end: number): void => {
    out.push(text.slice(cursor, end));
    builder.keep(end - cursor);
    cursor = end;
  };
  const put = (end: number, replacement: string): void => {
    if (replacement === '') builder.drop(end - cursor);
    else if (end - cursor === 1 && replacement.length === 1) builder.keep(1);
    else builder.replace(end - cursor, replacement.length);
    out.push(replacement);
    cursor = end;
  };
  rows.forEach((row, i) => {
    put(row.start, i === 0 ? '' : row.joint);
    for (const gap of gapsOf(text, row.start, row.end, dense)) {
      keep(gap.start);
      put(gap.end, gap.keep ? ' ' : '');
    }
    keep(row.end);
  });
  // what stands behind the last row is blank
  if (rows.length > 0 && cursor < text.length) put(text.length, text.slice(cursor).search(lineEnd) >= 0 ? '\n' : '');
  return { text: out.join(''), map: builder.build(text.length) };
}

/** The printed lines that are not blank, trimmed. */
function rowsOf(text: string): Row[] {
  const rows: Row[] = [];
  let from = 0;
  lineEnd.lastIndex = 0;
  let empty = false;
  for (;;) {
    const found = lineEnd.exec(text);
    const before = rows.length;
    addRow(rows, text, from, found ? found.index : text.length, empty);
    empty = rows.length === before;
    if (!found) return rows;
    from = found.index + found[0].length;
  }
}

function addRow(rows: Row[], text: string, from: number, to: number, parted = false): void {
  let start = from;
  let end = to;
  while (start < end && blank.test(text[start] as string)) start++;
  while (end > start && blank.test(text[end - 1] as string)) end--;
  if (end > start) rows.push({ start, end, indented: start > from, parted, joint: '\n' });
}

/** Splits lines at the blanks between paragraphs: all wide ones in a line that holds a report, else those behind a full stop. */
function splitLong(text: string, rows: Row[]): Row[] {
  const split: Row[] = [];
  for (const row of rows) {
    const line = text.slice(row.start, row.end);
    if (!anyWideGap.test(line)) {
      split.push(row);
      continue;
    }
    const gaps = [...line.matchAll(wideGap)];
    // A short report on one line has more of them than a row of a table has cells.
    const whole =
      gaps.length >= 2 &&
      (line.length >= LONG || (rows.length <= 2 && (gaps.length >= MANY || (gaps.length >= 3 && line.split('。').length > 3))));
    const first = split.length;
    let from = 0;
    for (const gap of gaps) {
      const end = gap.index + gap[0].length;
      const next = line.slice(end, end + 12);
      if (
        !whole &&
        !(fullStop.test(line[gap.index - 1] ?? '') || (numbering.test(next) && sentenceEnd.test(line[gap.index - 1] ?? '')))
      )
        continue;
      addRow(split, text, row.start + from, row.start + gap.index);
      from = end;
    }
    addRow(split, text, row.start + from, row.end);
    for (let i = first; i < split.length; i++) (split[i] as Row).indented = i > first || row.indented;
  }
  return split;
}

/** Columns that a line takes: two for a character of full width. */
function widthOf(text: string, row: Row): number {
  let width = 0;
  for (let i = row.start; i < row.end; i++) width += text.charCodeAt(i) < 0x1100 ? 1 : 2;
  return width;
}

/** Joins lines that were broken at a fixed width: full, without an end mark, and followed by a line that opens nothing. */
function joinWraps(text: string, printed: Row[]): Row[] {
  if (printed.length < 4) return printed;
  const rows = withoutMargin(text, printed);
  const widths = rows.map((row) => (row.end - row.start > 200 ? 1000 : widthOf(text, row) + (row.indented ? 4 : 0)));
  const clean = fullWidth(text, rows, widths, 0.98);
  // Lines of a page's furniture may go beyond the width of the text; then only lines with marks of a sentence are taken for wrapped ones.
  const full = clean ?? fullWidth(text, rows, widths, 0.9) ?? fullWidth(text, rows, widths, 0.75);
  if (full === null) return printed;
  // where indents or empty lines open paragraphs, a line without them goes on even behind a full stop
  const opened = opensParagraphs(rows);
  let joined = false;
  return rows.map((row, i) => {
    const before = rows[i - 1];
    const goesOn = joined;
    joined = false;
    if (!before || (widths[i - 1] as number) < full - SLACK || row.indented || row.parted) return row;
    if (
      clean === null &&
      ((widths[i - 1] as number) > full + SLACK || !(goesOn || INNER.test(text.slice(before.start, before.end))))
    )
      return row;
    const last = text[before.end - 1] as string;
    const ended = !opened && (/[：:]/.test(last) || (fullStop.test(last) && (widths[i - 1] as number) < full - 1));
    const opening = text.slice(row.start, row.start + 12);
    if (ended || numbering.test(opening) || neverContinues.test(opening)) return row;
    const latin = /[A-Za-z,.;]/.test(last) && /[A-Za-z]/.test(text[row.start] as string);
    joined = true;
    return { ...row, joint: latin ? ' ' : '' };
  });
}

/** Rows of a page whose lines all stand behind its margin, and behind an empty line each: only what is deeper opens a paragraph. */
function withoutMargin(text: string, rows: Row[]): Row[] {
  let indented = 0;
  for (const row of rows) if (row.indented) indented++;
  if (indented < rows.length * 0.7) return rows;
  const depths = rows.map(({ start }) => {
    let from = start;
    while (from > 0 && start - from < 60 && blank.test(text[from - 1] as string) && !LINE_BREAK.test(text[from - 1] as string))
      from--;
    return start - from;
  });
  const often = (depth: number) => depths.filter((other) => Math.abs(other - depth) <= 1).length >= rows.length * 0.25;
  const margin = [...new Set(depths)].sort((a, b) => a - b).find((depth) => depth > 2 && often(depth));
  if (margin === undefined || !depths.some((depth) => depth > margin + 1)) return rows;
  let parted = 0;
  for (const row of rows) if (row.parted) parted++;
  const spaced = parted >= rows.length * 0.6;
  return rows.map((row, i) => ({
    ...row,
    indented: (depths[i] as number) > margin + 1 || (depths[i] as number) < margin - 1,
    parted: row.parted && !spaced,
  }));
}

const LINE_BREAK = /[\n\r\v\f\x85\u2028\u2029]/;

const INNER = /[，。；、]/;
const SLACK = 5;

/** Whether a good part of the lines, but not most of them, stand behind an indent or an empty line. */
function opensParagraphs(rows: Row[]): boolean {
  const opening = rows.filter((row) => row.indented || row.parted).length;
  return opening >= rows.length * 0.05 && opening <= rows.length * 0.8;
}

/**
 * The width at which a text was wrapped, null where it was not: many lines reach it, none goes beyond, most of those end in mid-sentence, and the
 * sentences end in the lines below (those of headings and of a page's furniture do not).
 */
function fullWidth(text: string, rows: Row[], widths: number[], share: number): number | null {
  const sorted = Uint32Array.from(widths).sort();
  const widest = sorted[Math.floor((sorted.length - 1) * share)] as number;
  if (widest < 30 || widest > 170) return null;
  let reached = 0;
  let open = 0;
  let runs = 0;
  let closed = 0;
  let inside = false;
  rows.forEach((row, i) => {
    const width = widths[i] as number;
    const last = text[row.end - 1] as string;
    const full = width >= widest - SLACK && width <= widest + SLACK;
    const broken = full && !sentenceEnd.test(last);
    if (full) reached++;
    if (broken) open++;
    if (inside && !broken && /[。；;！!？?：:”）)]/.test(last)) closed++;
    if (broken && !inside) runs++;
    inside = broken;
  });
  return reached >= 3 && reached >= rows.length * 0.25 && open >= reached * 0.5 && closed >= runs * 0.5 ? widest : null;
}

/** Joins an indented line to the item in front of it that ends in mid-sentence: 1.建立…机制，⏎   并…。 */
function joinHanging(text: string, rows: Row[]): Row[] {
  return rows.map((row, i) => {
    const before = rows[i - 1];
    if (!before || !row.indented || row.parted || row.joint !== '\n' || !/[，、]/.test(text[before.end - 1] as string))
      return row;
    const opening = text.slice(row.start, row.start + 12);
    if (!numbering.test(text.slice(before.start, before.start + 12)) || numbering.test(opening) || neverContinues.test(opening))
      return row;
    return { ...row, joint: '' };
  });
}

/** Joins a marker that stands alone with the line that follows. */
function joinMarkers(text: string, rows: Row[]): Row[] {
  return rows.map((row, i) => {
    const before = rows[i - 1];
    if (!before || row.joint !== '\n' || before.end - before.start > 8) return row;
    const marker = text.slice(before.start, before.end);
    const next = text.slice(row.start, row.start + 12);
    if (!markerAlone.test(marker) || numbering.test(next) || !/[\u3400-\u9FFF“《"A-Za-z]/.test(next[0] ?? '')) return row;
    return { ...row, joint: marker.startsWith('第') ? ' ' : '' };
  });
}

/** Whether blanks stand between characters all over the text, as some converters leave them. */
function isDense(text: string): boolean {
  const spaced = text.match(/[\u4E00-\u9FFF] (?=[\u4E00-\u9FFF])/g)?.length ?? 0;
  return spaced > 8 && spaced * 60 > text.length;
}

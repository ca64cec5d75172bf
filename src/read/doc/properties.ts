import { Binary, sprmsOf } from './binary.js';
import type { Fib } from './fib.js';

/** What the reader needs to know of a paragraph. */
export interface ParagraphProperties {
  style: number;
  /** List, counted from 1; 0 for none, null where nothing is said. */
  list: number | null;
  level: number | null;
  inTable: boolean;
  /** Whether its mark ends a row. */
  endsRow: boolean;
  /** Which cells of a row are lower parts of cells that reach over several rows; said by its mark. */
  merged: readonly boolean[];
}

/** What the reader needs to know of a run of characters. */
export interface RunProperties {
  hidden: boolean;
  deleted: boolean;
  /** A character of a symbol font. */
  symbol: number | null;
}

const PAGE = 512;
const PLAIN_RUN: RunProperties = { hidden: false, deleted: false, symbol: null };
const PLAIN_PARAGRAPH: ParagraphProperties = { style: 0, list: null, level: null, inTable: false, endsRow: false, merged: [] };

/** Paragraph properties by place in the stream. */
export function paragraphProperties(fib: Fib): (fc: number) => ParagraphProperties {
  return (
    byPlace(fib, fib.paragraphPages, 13, (page, at) => {
      if (at === 0) return PLAIN_PARAGRAPH;
      const cb = page.u8(at);
      const from = cb === 0 ? at + 2 : at + 1;
      const size = cb === 0 ? page.u8(at + 1) * 2 : cb * 2 - 1;
      return readParagraph(page.slice(from, size));
    }) ?? (() => PLAIN_PARAGRAPH)
  );
}

/** A style's or a paragraph's own properties: the style and the modifiers. */
export function readParagraph(data: Binary): ParagraphProperties {
  const found: ParagraphProperties = { ...PLAIN_PARAGRAPH, style: data.u16(0) };
  for (const { code, operand } of sprmsOf(data.slice(2, data.length))) {
    if (code === 0x260a) found.level = operand.u8(0);
    // Lists from 0xF801 on are those that a paragraph has switched off.
    else if (code === 0x460b) found.list = operand.u16(0) > 0x7fe ? 0 : operand.u16(0);
    else if (code === 0x2416) found.inTable = operand.u8(0) !== 0;
    else if (code === 0x2417) found.endsRow = operand.u8(0) !== 0;
    else if (code === 0xd608) found.merged = mergedCells(operand);
    else if (code === 0x6649) found.inTable ||= operand.u32(0) > 0;
  }
  return found;
}

/** A row's definition: the number of cells, their edges, then twenty bytes a cell, of which the first two tell how it is merged. */
function mergedCells(definition: Binary): boolean[] {
  const count = definition.u8(0);
  const cells = 1 + (count + 1) * 2;
  return Array.from({ length: count }, (_, cell) => ((definition.u16(cells + cell * 20) >> 5) & 3) === 1);
}

/** Character properties by place in the stream. */
export function runProperties(fib: Fib): (fc: number) => RunProperties {
  return (
    byPlace(fib, fib.runPages, 1, (page, at) => {
      if (at === 0) return PLAIN_RUN;
      const found = { ...PLAIN_RUN };
      for (const { code, operand } of sprmsOf(page.slice(at + 1, page.u8(at)))) {
        if (code === 0x083c) found.hidden = (operand.u8(0) & 1) === 1;
        else if (code === 0x0800) found.deleted = operand.u8(0) === 1;
        else if (code === 0x6a09) found.symbol = operand.u16(2);
      }
      return found;
    }) ?? (() => PLAIN_RUN)
  );
}

interface Range<T> {
  start: number;
  end: number;
  value: T;
}

/** Reads pages of formatted disk blocks: places in the stream, and the offset in the page of what holds from each on. */
function byPlace<T>(
  fib: Fib,
  pages: { from: number; length: number },
  entrySize: number,
  read: (page: Binary, at: number) => T,
): ((fc: number) => T) | null {
  const count = Math.floor((pages.length - 4) / 8);
  const ranges: Range<T>[] = [];
  for (let index = 0; index < count; index++) {
    const page = fib.stream.slice((fib.table.u32(pages.from + (count + 1) * 4 + index * 4) & 0x3fffff) * PAGE, PAGE);
    const runs = page.u8(PAGE - 1);
    for (let run = 0; run < runs; run++) {
      const at = page.u8((runs + 1) * 4 + run * entrySize) * 2;
      ranges.push({ start: page.u32(run * 4), end: page.u32(run * 4 + 4), value: read(page, at) });
    }
  }
  if (ranges.length === 0) return null;
  ranges.sort((a, b) => a.start - b.start);
  const none = read(new Binary(new Uint8Array()), 0);
  return (fc) => {
    let low = 0;
    let high = ranges.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((ranges[middle] as Range<T>).start <= fc) low = middle;
      else high = middle - 1;
    }
    const range = ranges[low] as Range<T>;
    return fc >= range.start && fc < range.end ? range.value : none;
  };
}

/** The list and level that each style gives, with what it takes from the style that it is based on. */
export function styleLists(fib: Fib): (style: number) => { list: number | null; level: number | null } {
  const { from, length } = fib.styles;
  const sheet = fib.table.slice(from, length);
  const styles: { base: number; list: number | null; level: number | null }[] = [];
  const header = sheet.u16(0);
  const count = sheet.u16(2);
  const baseSize = sheet.u16(4);
  let at = 2 + header;
  for (let index = 0; index < count && at + 2 <= sheet.length; index++) {
    const size = sheet.u16(at);
    const style = sheet.slice(at + 2, size);
    at += 2 + size;
    if (size === 0) {
      styles.push({ base: 0xfff, list: null, level: null });
      continue;
    }
    const isParagraph = (style.u16(2) & 0xf) === 1;
    // Behind the fixed part: the name, counted and closed by a zero, then the properties at an even place.
    const names = baseSize + 2 + style.u16(baseSize) * 2 + 2;
    const properties = isParagraph
      ? readParagraph(style.slice(names + (names % 2) + 2, style.u16(names + (names % 2))))
      : PLAIN_PARAGRAPH;
    styles.push({ base: style.u16(2) >> 4, list: properties.list, level: properties.level });
  }
  return (style) => {
    let list: number | null = null;
    let level: number | null = null;
    const seen = new Set<number>();
    for (let index = style; index < styles.length && !seen.has(index); index = styles[index]?.base ?? 0xfff) {
      seen.add(index);
      list ??= styles[index]?.list ?? null;
      level ??= styles[index]?.level ?? null;
    }
    return { list, level };
  };
}

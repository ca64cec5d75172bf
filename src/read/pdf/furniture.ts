import type { Line } from './lines.js';

export interface Page {
  number: number;
  width: number;
  height: number;
  lines: Line[];
  /** Stamps and watermarks. */
  slanted: string[];
}

/** The part of a page at its head and at its foot where furniture stands. */
const MARGIN = 0.14;
/** Where a line of text does not stand even on a page with narrow margins. */
const HEAD = 0.075;
/** How many lines it takes at most on either side. */
const MOST = 3;

const NUMBER_ALONE =
  /^[\s\-—–―‐－·.•~～_]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6}|[一二三四五六七八九十百]{1,4}(?=\s*页))(?:\s*页)?(?:\s*[,，]?\s*(?:\/|共|of)\s*\d{1,4}(?:\s*页)?)?[\s\-—–―‐－·.•~～_]*$/iu;

/** The address that a browser prints at the foot of a page. */
const ADDRESS = /^(?:https?|file):\/\/\S+$/;

/** Finds running heads and page numbers: a number alone in the margin, or what stands at the same place of several pages. */
export function furnitureOf(pages: readonly Page[]): Map<Line, 'navigation' | 'footer'> {
  const found = new Map<Line, 'navigation' | 'footer'>();
  for (const head of [true, false]) {
    const kind = head ? 'navigation' : 'footer';
    const candidates = pages.map((page) => marginLines(page, head));
    const repeated = new Map<string, number>();
    for (const lines of candidates) for (const key of new Set(lines.map(keyOf))) repeated.set(key, (repeated.get(key) ?? 0) + 1);
    for (const lines of candidates) {
      for (const line of lines) {
        const often = (repeated.get(keyOf(line)) ?? 0) >= Math.max(2, Math.min(3, pages.length / 2));
        if (often || isAlone(line, pages) || (isNumber(line) && !isNumberedText(line))) found.set(line, kind);
        else if (line.text.trim() !== '') break; // what stands behind the first line of the text is text
      }
    }
  }
  return found;
}

/** The lines in a margin, from the edge of the page inwards. */
function marginLines(page: Page, head: boolean): Line[] {
  const inMargin = page.lines.filter((line) => (head ? line.y < page.height * MARGIN : line.y > page.height * (1 - MARGIN)));
  const sorted = [...inMargin].sort((a, b) => (head ? a.y - b.y : b.y - a.y));
  return sorted.slice(0, MOST);
}

/** The head of the only page of a document: high up, with air below, and smaller than the text or the title under it. */
function isAlone(line: Line, pages: readonly Page[]): boolean {
  const page = pages[0] as Page;
  if (pages.length > 1 || line.y > page.height * HEAD) return false;
  const below = page.lines.filter(({ y }) => y > line.y + 1);
  const next = below[0];
  const usual = below[Math.floor(below.length / 2)]?.size ?? line.size;
  return next !== undefined && next.y - line.y > line.size * 2.2 && (line.size < usual * 0.9 || line.size < next.size * 0.9);
}

/** What is the same on every page: the words without their numbers, and the height. */
const keyOf = (line: Line): string => `${line.text.replace(/\d+/g, '#').replace(/\s+/g, '')}@${Math.round(line.y / 4)}`;

const isNumber = (line: Line): boolean => NUMBER_ALONE.test(line.text) || line.segments.some(({ text }) => ADDRESS.test(text));

/** A lone 3. at the left edge is a marker whose heading stands below. */
const isNumberedText = (line: Line): boolean => /^\s*\d{1,3}[.．、]\s*$/.test(line.text);

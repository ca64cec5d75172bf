import { append, largest } from '../extract.js';

/** A stretch of text as a page shows it. Distances are in points, from the top and the left of the page. */
export interface Run {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  /** Place in the order of the file. */
  order: number;
}

/** Runs on one baseline, from left to right, that no wide gap parts. */
export interface Segment {
  text: string;
  x: number;
  end: number;
  size: number;
}

/** A line of a page; more than one segment where it is a row of a table or the like. */
export interface Line {
  page: number;
  y: number;
  x: number;
  end: number;
  size: number;
  segments: Segment[];
  runs: readonly Run[];
  text: string;
}

/** A gap of this many characters parts cells. */
const CELL_GAP = 1.9;
/** A gap of this many characters is a blank where it stands between two Chinese characters. */
const BLANK_GAP = 0.2;
/** A row with a gap of that kind behind one in so many characters is spaced out, and its gaps mean nothing. */
const SPACED_OUT = 4;
/** The same between a Chinese character and a digit or a Latin word. */
const LOOSE_GAP = 0.8;
/** A gap of this many characters is a blank where it stands between two Latin words. */
const LATIN_GAP = 0.15;

const CHINESE = /[\u2E80-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u3000-\u303F“”‘’…—]/;
const LATIN = /[A-Za-z\u00C0-\u024F]/;

/** Gathers the runs of a page to lines in reading order. */
export function linesOf(runs: readonly Run[], page: number, width: number): Line[] {
  const rows = rowsOf(runs);
  const lines = rows.map((row) => lineOf(row, page));
  const gutter = gutterOf(lines, width);
  return gutter === null ? lines : inColumns(lines, gutter);
}

/** Runs that share a baseline, from top to bottom. */
function rowsOf(runs: readonly Run[]): Run[][] {
  const sorted = [...runs].sort((a, b) => a.y - b.y || a.x - b.x);
  const rows: Run[][] = [];
  let baseline = Number.NEGATIVE_INFINITY;
  let size = 0;
  for (const run of sorted) {
    // Superscripts and marks stand a little above or below the line that they belong to.
    if (run.y - baseline < Math.max(size, run.size) * 0.45) rows.at(-1)?.push(run);
    else {
      rows.push([run]);
      baseline = run.y;
      size = run.size;
    }
    if (run.size > size) {
      size = run.size;
      baseline = run.y;
    }
  }
  return rows.map((row) => row.sort((a, b) => a.x - b.x));
}

function lineOf(row: readonly Run[], page: number): Line {
  const size = usualSize(row);
  const segments: Segment[] = [];
  const blank = blankGap(row);
  const baseline = row.find((run) => run.size === size)?.y ?? 0;
  let last: Run | null = null;
  for (const run of row) {
    const segment = segments.at(-1);
    const gap = last ? gapBetween(last, run) : 0;
    // A small number above the line leads to a note and is no part of the text.
    if (last && isNoteMark(run, size, baseline)) {
      last = run;
      continue;
    }
    // Bold is sometimes printed as the same text twice, a hair apart.
    if (last && run.text === last.text && Math.abs(run.x - last.x) < size * 0.2) continue;
    if (!segment || gap >= CELL_GAP) segments.push({ text: run.text, x: run.x, end: run.x + run.width, size: run.size });
    else {
      segment.text += blankBetween(segment.text, run.text, gap, blank) + run.text;
      segment.end = Math.max(segment.end, run.x + run.width);
    }
    last = run;
  }
  const first = segments[0] as Segment;
  return {
    page,
    y: (row[0] as Run).y,
    x: first.x,
    end: largest(segments.map((segment) => segment.end)),
    size,
    segments,
    runs: row,
    text: segments.map((segment) => segment.text).join('\t'),
  };
}

/** The size in which most of a row is printed. */
function usualSize(row: readonly Run[]): number {
  const sizes = new Map<number, number>();
  for (const { size, text } of row) sizes.set(size, (sizes.get(size) ?? 0) + text.length);
  return [...sizes].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1;
}

const isNoteMark = (run: Run, size: number, baseline: number): boolean =>
  run.size < size * 0.8 && baseline - run.y > size * 0.12 && /^[[(（〔]?\d{1,3}[\])）〕]?$/.test(run.text);

/** The distance of two runs in characters of the smaller. */
const gapBetween = (before: Run, after: Run): number => (after.x - before.x - before.width) / Math.min(before.size, after.size);

/** From which gap on there is a blank between two Chinese characters of a row. */
function blankGap(row: readonly Run[]): number {
  let characters = 0;
  const gaps: number[] = [];
  row.forEach((run, index) => {
    characters += run.text.length;
    const before = row[index - 1];
    if (!before || !CHINESE.test(before.text.at(-1) ?? '') || !CHINESE.test(run.text[0] ?? '')) return;
    const gap = gapBetween(before, run);
    if (gap >= BLANK_GAP && gap < CELL_GAP) gaps.push(gap);
  });
  return gaps.length >= 3 && gaps.length * SPACED_OUT >= characters ? largest(gaps) * 1.3 : BLANK_GAP;
}

/** What stands between two runs. Programs put air between Chinese characters and digits; that is no blank. */
function blankBetween(before: string, after: string, gap: number, blank: number): string {
  const left = before.at(-1) ?? '';
  const right = after[0] ?? '';
  if (CHINESE.test(left) && CHINESE.test(right)) return gap >= blank ? ' ' : '';
  if (CHINESE.test(left) || CHINESE.test(right)) return gap >= LOOSE_GAP ? ' ' : '';
  return gap >= LATIN_GAP && (LATIN.test(left) || LATIN.test(right) || gap >= BLANK_GAP) ? ' ' : '';
}

/** The middle of the strip between two columns of running text; null where a page has one column. */
function gutterOf(lines: readonly Line[], width: number): number | null {
  const segments = lines.flatMap((line) => line.segments);
  if (segments.length < 20) return null;
  for (let at = width * 0.35; at <= width * 0.65; at += width * 0.01) {
    const crossing = segments.filter(({ x, end }) => x < at && end > at);
    const left = segments.filter(({ end }) => end <= at);
    const right = segments.filter(({ x }) => x >= at);
    if (left.length < 8 || right.length < 8 || crossing.length > segments.length * 0.15) continue;
    const full = (side: readonly Segment[]) => {
      const widest = largest(side.map(({ x, end }) => end - x));
      return widest > width * 0.25 && side.filter(({ x, end }) => end - x > widest * 0.8).length > side.length * 0.5;
    };
    if (full(left) && full(right)) return at;
  }
  return null;
}

/** Left column before right column, between lines that go across both. */
function inColumns(lines: readonly Line[], gutter: number): Line[] {
  const ordered: Line[] = [];
  let left: Line[] = [];
  let right: Line[] = [];
  const flush = () => {
    append(ordered, left);
    append(ordered, right);
    left = [];
    right = [];
  };
  for (const line of lines) {
    if (line.segments.some(({ x, end }) => x < gutter && end > gutter)) {
      flush();
      ordered.push(line);
      continue;
    }
    for (const [side, segments] of [
      [left, line.segments.filter(({ end }) => end <= gutter)],
      [right, line.segments.filter(({ x }) => x >= gutter)],
    ] as const) {
      const first = segments[0];
      if (first)
        side.push({
          ...line,
          segments: [...segments],
          runs: line.runs.filter((run) => run.x >= first.x && run.x < (segments.at(-1)?.end ?? first.end)),
          x: first.x,
          end: segments.at(-1)?.end ?? first.end,
          text: segments.map(({ text }) => text).join('\t'),
        });
    }
  }
  flush();
  return ordered;
}

import type { Document, Span } from '../../types.js';
import { lineStarts } from '../place.js';
import { escapeHtml, Html } from './html.js';
import type { Mark, Model } from './model.js';

/** A line longer than this is broken at the parts and wide blanks in it: some reports are one line of 60,000 characters. */
const LONG_LINE = 1500;

/** A stretch with a look of its own that is no fact: titles, noise. */
interface Tint extends Span {
  name: 'noise' | 'front' | 'head';
}

/** The source text as printed, line by line, each fact a link to its row, each part an anchor. */
export function sourceText(model: Model): Html {
  const { source } = model;
  const tints = [...tintsOf(model.document), ...model.parts.flatMap((part) => headOf(source, part))].sort(
    (a, b) => a.start - b.start,
  );
  const anchors = model.parts.map((part) => ({ at: part.span.start, id: part.id })).sort((a, b) => a.at - b.at);
  const marks = [...model.marks].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const cuts = boundaries(source.length, [marks.map(({ span }) => span), tints], anchors);

  const out: string[] = [];
  const written = new Set<string>();
  const openMarks: Mark[] = [];
  const openTints: Tint[] = [];
  let nextMark = 0;
  let nextTint = 0;
  let nextAnchor = 0;
  let nextCut = 0;
  for (const line of displayLines(source, anchors)) {
    out.push(`<p${line.number === null ? '' : ` data-n="${line.number}"`}>`);
    while ((cuts[nextCut] ?? Number.POSITIVE_INFINITY) <= line.start) nextCut++;
    for (let at = line.start; at < line.end; ) {
      for (; (anchors[nextAnchor]?.at ?? Number.POSITIVE_INFINITY) <= at; nextAnchor++)
        out.push(`<span class="at" id="x-${anchors[nextAnchor]?.id}" tabindex="-1"></span>`);
      for (; (marks[nextMark]?.span.start ?? Number.POSITIVE_INFINITY) <= at; nextMark++) openMarks.push(marks[nextMark] as Mark);
      for (; (tints[nextTint]?.start ?? Number.POSITIVE_INFINITY) <= at; nextTint++) openTints.push(tints[nextTint] as Tint);
      keep(openMarks, (item) => item.span.end > at);
      keep(openTints, (item) => item.end > at);
      const end = Math.min(line.end, cuts[nextCut] ?? line.end);
      out.push(segment(source.slice(at, end), openMarks, openTints, written));
      at = end;
      if ((cuts[nextCut] ?? Number.POSITIVE_INFINITY) <= at) nextCut++;
    }
    out.push('</p>\n');
  }
  return new Html(out.join(''));
}

/** One stretch under the same facts: a link for the shortest of them; anchors for all that begin here. */
function segment(text: string, marks: readonly Mark[], tints: readonly Tint[], written: Set<string>): string {
  const tint = tints.at(-1);
  const look = tint ? `<span class="${tint.name}">${escapeHtml(text)}</span>` : escapeHtml(text);
  const top = marks.reduce<Mark | null>((best, item) => (best === null || length(item) <= length(best) ? item : best), null);
  if (!top) return look;
  const anchors = marks
    .filter((item) => item !== top && !written.has(item.id))
    .map((item) => {
      written.add(item.id);
      return `<span class="at" id="x-${item.id}" tabindex="-1"></span>`;
    });
  const first = !written.has(top.id);
  written.add(top.id);
  const attributes = first ? ` id="x-${top.id}" title="${escapeHtml(top.label)}"` : ' tabindex="-1"';
  return `${anchors.join('')}<a class="f ${top.kind}" href="#r-${top.row}" data-f="${top.id}"${top.part === null ? '' : ` data-p="${top.part}"`}${attributes}>${look}</a>`;
}

const length = (item: Mark): number => item.span.end - item.span.start;

const keep = <T>(list: T[], wanted: (item: T) => boolean): void => {
  let kept = 0;
  for (const item of list) if (wanted(item)) list[kept++] = item;
  list.length = kept;
};

function boundaries(limit: number, spans: readonly (readonly Span[])[], anchors: readonly { at: number }[]): number[] {
  const cuts = new Set<number>();
  for (const list of spans)
    for (const span of list) {
      cuts.add(span.start);
      cuts.add(Math.min(span.end, limit));
    }
  for (const { at } of anchors) cuts.add(at);
  return [...cuts].sort((a, b) => a - b);
}

const tintsOf = (document: Document): Tint[] => [
  ...document.front.map(({ span }): Tint => ({ ...span, name: 'front' })),
  ...document.noise.map(({ span }): Tint => ({ ...span, name: 'noise' })),
];

/** Where a part's marker and heading are printed, as near as its line and its first full stop tell. */
function headOf(source: string, part: Model['parts'][number]): Tint[] {
  if (part.title === null || part.role === null) return [];
  const { start } = part.span;
  const opening = source.slice(start, Math.min(part.span.end, start + 80));
  const stop = opening.search(/[。\n\r；]/);
  const heading = part.title.length;
  const end = stop >= 0 && stop <= heading + 8 ? stop : Math.min(heading, opening.length);
  return [{ start, end: start + end, name: 'head' }];
}

interface DisplayLine extends Span {
  /** Number of the source line; null for what continues one. */
  number: number | null;
}

function* displayLines(source: string, anchors: readonly { at: number }[]): Generator<DisplayLine> {
  const starts = lineStarts(source);
  let next = 0;
  for (const [index, start] of starts.entries()) {
    let end = (starts[index + 1] ?? source.length + 1) - 1;
    if (source[end - 1] === '\r') end--;
    let from = start;
    let number: number | null = index + 1;
    while ((anchors[next]?.at ?? Number.POSITIVE_INFINITY) < start) next++;
    if (end - start > LONG_LINE) {
      const breaks = [...source.slice(start, end).matchAll(/(?<![ \t\u3000\xA0])[ \t\u3000\xA0]{2}/g)].map(
        (match) => start + match.index,
      );
      for (; (anchors[next]?.at ?? Number.POSITIVE_INFINITY) < end; next++) breaks.push(anchors[next]?.at as number);
      for (const at of breaks.sort((a, b) => a - b)) {
        if (at <= from) continue;
        yield { start: from, end: at, number };
        from = at;
        number = null;
      }
    }
    if (end > from || number !== null) yield { start: from, end: Math.max(from, end), number };
  }
}

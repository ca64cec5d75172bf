import type { Document, Span } from '../types.js';
import type { RenderLanguage } from './words.js';

/** Says where a span of the source is printed, in words that a person can follow. */
export type Placer = (span: Span) => string;

/**
 * Makes the function that names places of one document: page, paragraph and table cell where the format has them,
 * else line and column of the source text, else bare offsets.
 */
export function placerOf(document: Document, source: string | undefined, lang: RenderLanguage): Placer {
  if (document.origins.length > 0) return originPlacer(document.origins, lang);
  if (source !== undefined) return linePlacer(source, lang);
  return ({ start, end }) => (lang === 'zh' ? `字符${start}–${end}` : `characters ${start}–${end}`);
}

/** Index of the last element whose key is not greater than `value`; -1 where there is none. */
function lastNotAfter<T>(list: readonly T[], value: number, key: (item: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(list[middle] as T) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function linePlacer(source: string, lang: RenderLanguage): Placer {
  const starts = lineStarts(source);
  return ({ start }) => {
    const line = lastNotAfter(starts, start, (at) => at);
    const column = start - (starts[line] ?? 0) + 1;
    return lang === 'zh' ? `第${line + 1}行第${column}字` : `line ${line + 1}, column ${column}`;
  };
}

function originPlacer(origins: Document['origins'], lang: RenderLanguage): Placer {
  const sorted = [...origins].sort((a, b) => a.span.start - b.span.start);
  const zh = lang === 'zh';
  return ({ start, end }) => {
    const origin = sorted[lastNotAfter(sorted, start, (item) => item.span.start)];
    if (!origin) return zh ? `字符${start}–${end}` : `characters ${start}–${end}`;
    const said = [
      origin.page === null ? '' : zh ? `第${origin.page}页` : `page ${origin.page}`,
      origin.table === null ? '' : zh ? `表${origin.table}` : `table ${origin.table}`,
      origin.row === null ? '' : zh ? `第${origin.row}行` : `row ${origin.row}`,
      origin.cell === null ? '' : zh ? `第${origin.cell}格` : `cell ${origin.cell}`,
      origin.paragraph === null || origin.table !== null ? '' : zh ? `第${origin.paragraph}段` : `paragraph ${origin.paragraph}`,
    ].filter((part) => part !== '');
    return zh ? said.join('') : said.join(', ');
  };
}

import type { Document, SourceText } from '../types.js';
import { append } from './extract.js';
import type { ReadOptions } from './options.js';
import { readPlain } from './text.js';

type Noise = Document['noise'][number];

/** The front matter for the program that makes a page of the text. */
const FRONT_MATTER = /^---[ \t]*\r?\n(?:[^\n]{0,1000}\n){0,200}?(?:---|\.\.\.)[ \t]*(?=\r?\n|$)/;
const COMMENT = /<!--[^<>]{0,2000}-->/g;
const FENCE = /^[ \t]{0,3}(?:`{3,20}|~{3,20})[^\n`]{0,60}$/gm;
/** The rule between the head and the body of a table. */
const RULE = /^[ \t]{0,3}\|?[ \t]{0,20}:?-{2,200}:?[ \t]{0,20}(?:\|[ \t]{0,20}:?-{1,200}:?[ \t]{0,20}){0,60}\|?[ \t]{0,20}\r?$/;

/** Reads Markdown as the text that it is, so that places are those in the file; what it has around the text is noise. */
export function readMarkdown(bytes: Uint8Array, options: ReadOptions): SourceText {
  const source = readPlain(bytes, options);
  const { text } = source;
  const noise: Noise[] = [];
  const matter = FRONT_MATTER.exec(text);
  const body = matter ? matter[0].length : 0;
  if (matter) noise.push({ kind: 'navigation', span: { start: 0, end: matter[0].trimEnd().length } });
  for (const [kind, pattern] of [
    ['navigation', COMMENT],
    ['blank-run', FENCE],
  ] as const) {
    for (const match of text.matchAll(pattern))
      if (match.index >= body) noise.push({ kind, span: { start: match.index, end: match.index + match[0].trimEnd().length } });
  }
  append(noise, barsOf(text, body));
  noise.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  let end = 0;
  const apart = noise.filter(({ span }) => {
    const isApart = span.start >= end;
    if (isApart) end = span.end;
    return isApart;
  });
  return { ...source, mediaType: 'text/markdown', noise: apart };
}

/** The bars between the cells of tables, and the rules under their heads. A table is known by its rule. */
function barsOf(text: string, from: number): Noise[] {
  const lines: { start: number; text: string }[] = [];
  for (let start = from; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    lines.push({ start, text: text.slice(start, stop) });
    start = stop + 1;
  }
  const noise: Noise[] = [];
  const isRow = (index: number) => lines[index]?.text.includes('|') === true;
  let done = -1;
  lines.forEach((line, index) => {
    if (index <= done || !line.text.includes('-') || !line.text.includes('|') || !RULE.test(line.text) || !isRow(index - 1))
      return;
    const rule = line.text.trim();
    const at = line.start + line.text.indexOf(rule);
    noise.push({ kind: 'blank-run', span: { start: at, end: at + rule.length } });
    const rows = [index - 1];
    for (let row = index + 1; isRow(row); row++) rows.push(row);
    done = rows.at(-1) ?? index;
    for (const row of rows) {
      const { start, text: cells } = lines[row] as { start: number; text: string };
      for (const bar of cells.matchAll(/(?<!\\)\|/g))
        noise.push({ kind: 'blank-run', span: { start: start + bar.index, end: start + bar.index + 1 } });
    }
  });
  return noise;
}

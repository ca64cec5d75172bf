import type { Document, SourceText } from '../types.js';
import type { ReadOptions } from './options.js';
import { readPlain } from './text.js';

/** What Markdown has around its text and is not printed. */
const FURNITURE: readonly { kind: Document['noise'][number]['kind']; pattern: RegExp }[] = [
  // The front matter for the program that makes a page of it.
  { kind: 'navigation', pattern: /^---[ \t]*\r?\n(?:[^\n]{0,1000}\n){0,200}?(?:---|\.\.\.)[ \t]*$/my },
  { kind: 'navigation', pattern: /<!--[^<>]{0,2000}-->/g },
  // The rule between the head and the body of a table, and the bars at the ends of its rows.
  {
    kind: 'blank-run',
    pattern: /^[ \t]{0,3}\|?(?:[ \t]{0,20}:?-{2,200}:?[ \t]{0,20}\|){1,60}(?:[ \t]{0,20}:?-{2,200}:?)?[ \t]{0,20}$/gm,
  },
  { kind: 'blank-run', pattern: /^[ \t]{0,3}\|(?=[^\n|]{0,2000}\|)/gm },
  { kind: 'blank-run', pattern: /\|[ \t]{0,20}$/gm },
  { kind: 'blank-run', pattern: /^[ \t]{0,3}(?:`{3,20}|~{3,20})[^\n]{0,60}$/gm },
];

/** Reads Markdown as the text that it is, so that places are those in the file; what it has around the text is noise. */
export function readMarkdown(bytes: Uint8Array, options: ReadOptions): SourceText {
  const source = readPlain(bytes, options);
  const noise: Document['noise'] = [];
  for (const { kind, pattern } of FURNITURE) {
    for (const match of pattern.sticky ? [pattern.exec(source.text)] : source.text.matchAll(pattern)) {
      if (match) noise.push({ kind, span: { start: match.index, end: match.index + match[0].trimEnd().length } });
    }
    pattern.lastIndex = 0;
  }
  noise.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const apart = noise.filter(({ span }, index) =>
    noise.slice(Math.max(0, index - 3), index).every((other) => other.span.end <= span.start),
  );
  return { ...source, mediaType: 'text/markdown', noise: apart };
}

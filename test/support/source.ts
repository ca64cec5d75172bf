import type { SourceText } from '../../src/types.js';

/** The lines of a source text without those that its reader marked as noise. */
export function bodyOf(source: SourceText): string[] {
  const noise = new Set(source.noise.map(({ span }) => span.start));
  let at = 0;
  return source.text.split('\n').filter((line) => {
    const start = at;
    at += line.length + 1;
    return !noise.has(start);
  });
}

/** What a reader marked as noise, with its kind. */
export const noiseOf = (source: SourceText): [string, string][] =>
  source.noise.map(({ kind, span }) => [kind, source.text.slice(span.start, span.end)]);

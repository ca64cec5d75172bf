import { ReadError, readSource } from '../../src/read/index.js';
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

/** The error with which a file is refused. */
export async function refusal(bytes: Uint8Array, options: Parameters<typeof readSource>[1]): Promise<ReadError> {
  const error = await readSource(bytes, options).catch((thrown: unknown) => thrown);
  if (error instanceof ReadError) return error;
  throw error instanceof Error ? error : new Error('nothing was thrown');
}

import { createHash } from 'node:crypto';
import { type Format, factsOf } from '../render/formats.js';
import type { ConvertOptions } from './plan.js';

const short = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** Fingerprint of all that was asked for: a file that failed is tried again where this is another. */
export function fingerprint({ lexicon, formats, ...rest }: ConvertOptions): string {
  return short({ ...rest, formats: [...formats].sort(), lexicon: lexicon?.text ?? null });
}

/** Fingerprint of what decides about the output of one format, besides the source: nothing that leaves its bytes as they are. */
export function formatFingerprint(format: string, { encoding, lang, explain, lexicon, rows }: ConvertOptions): string {
  const hasRows = factsOf(format as Format).rows.length > 0;
  return short({ format, encoding, lang, explain, rows: hasRows ? rows : null, lexicon: lexicon?.text ?? null });
}

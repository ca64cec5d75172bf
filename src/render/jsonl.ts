import type { Renderer } from './index.js';
import { recordsOf } from './records.js';

/** One record a line. */
export const jsonl: Renderer = (document, { rows }) =>
  recordsOf(document, rows)
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');

import type { TextRenderer } from './index.js';
import { recordsOf } from './records.js';

/** One record a line. */
export const jsonl: TextRenderer = (document, { rows }) =>
  recordsOf(document, rows === 'tasks' ? 'measures' : rows)
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');

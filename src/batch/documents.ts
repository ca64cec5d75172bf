import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from '../types.js';
import { ledgerFile, readLedger } from './ledger.js';
import { keptDocument } from './plan.js';

/** Whether a batch was written to a folder. */
export const hasBatch = (out: string): boolean => existsSync(ledgerFile(out));

/** The documents that a batch wrote, in the order of their paths, one at a time. */
export function* documentsOf(out: string): Iterable<Document> {
  const rows = [...readLedger(out).rows.values()]
    .filter(({ status }) => status === 'ok')
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, outputs } of rows) {
    const file = [`${path}.json`, keptDocument(path)].find((name) => Object.hasOwn(outputs, name));
    if (file !== undefined) yield JSON.parse(readFileSync(join(out, file), 'utf8')) as Document;
  }
}

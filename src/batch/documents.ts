import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from '../types.js';
import { ledgerFile, type Row, readLedger } from './ledger.js';
import { keptDocument } from './plan.js';

/** Whether a batch was written to a folder. */
export const hasBatch = (out: string): boolean => existsSync(ledgerFile(out));

/** The documents that a batch wrote, in the order of their paths, one at a time; null for a report whose document is not there as its source is now. */
export function* documentsOf(out: string): Iterable<Document | null> {
  const rows = [...readLedger(out).rows.values()]
    .filter(({ status }) => status === 'ok')
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const row of rows) yield documentOf(out, row);
}

function documentOf(out: string, { path, sha256, outputs }: Row): Document | null {
  for (const name of [`${path}.json`, keptDocument(path)]) {
    const output = outputs[name];
    if (output?.sha256 !== sha256) continue;
    try {
      const bytes = readFileSync(join(out, name));
      // Another size than was written: somebody has edited it, and it may be anything.
      if (bytes.length === output.bytes) return JSON.parse(bytes.toString('utf8')) as Document;
    } catch {
      // Taken away or damaged by somebody else; the next run makes it again.
    }
  }
  return null;
}

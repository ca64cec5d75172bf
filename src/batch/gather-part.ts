import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeDatasets } from '../render/parquet.js';
import { type Rows, recordsOf } from '../render/records.js';
import type { Document } from '../types.js';
import { BatchError, writeError } from './failure.js';

/** Some documents, in order, that become one part of a gathered file or of the datasets. */
export type GatherTask = { documents: string[] } & (
  | { kind: 'jsonl'; rows: Rows; target: string }
  | { kind: 'parquet'; folder: string; planYear: number | null; part: number }
);

function read(file: string): Document {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Document;
  } catch (error) {
    // It stood there when the run was planned: somebody else took it away, or the disk has damaged it.
    throw new BatchError('document-lost', { file, reason: (error as NodeJS.ErrnoException).code ?? 'JSON' });
  }
}

function* documentsOf(files: readonly string[]): Iterable<Document> {
  for (const file of files) yield read(file);
}

/** Does one task. */
export function gatherPart(task: GatherTask): void {
  try {
    if (task.kind === 'parquet') return writeDatasets(documentsOf(task.documents), task);
    mkdirSync(dirname(task.target), { recursive: true });
    const handle = openSync(task.target, 'w');
    try {
      for (const file of task.documents) {
        const lines = recordsOf(read(file), task.rows)
          .map((record) => `${JSON.stringify(record)}\n`)
          .join('');
        const bytes = Buffer.from(lines, 'utf8');
        for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
      }
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw writeError(error, task.kind === 'jsonl' ? task.target : task.folder) ?? error;
  }
}

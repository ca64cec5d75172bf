import { join } from 'node:path';
import { isInside, real } from './discover.js';
import { BatchError } from './failure.js';
import type { Job } from './plan.js';

/** Where a run writes besides the outputs of each file. */
export interface Targets {
  out: string;
  jsonl: string | null;
  parquet: string | null;
  /** Files that belong to the output besides OUT. */
  exclude: readonly string[];
}

/** Refuses what would be written over by another part of the same run: the datasets replace their folder as a whole. */
export function refuseTargets(jobs: readonly Job[], { out, jsonl, parquet, exclude }: Targets): void {
  const top = real(out);
  const sets = parquet === null ? null : real(parquet);
  const files = new Map<string, string>();
  const add = (file: string, by: string): void => {
    const place = real(file);
    const other = files.get(place) ?? (sets !== null && isInside(place, sets) ? '--parquet' : undefined);
    if (other !== undefined) throw new BatchError('collision', { output: file, first: other, second: by });
    files.set(place, by);
  };
  if (sets !== null && isInside(top, sets)) throw new BatchError('dataset-foreign', { folder: parquet as string });
  if (jsonl !== null) add(jsonl, '--jsonl');
  for (const file of exclude) add(file, '--report');
  if (files.size === 0 && sets === null) return;
  for (const { path, outputs } of jobs) {
    for (const output of outputs) {
      const place = join(top, output.path);
      const other = files.get(place) ?? (sets !== null && isInside(place, sets) ? '--parquet' : undefined);
      if (other !== undefined) throw new BatchError('collision', { output: output.path, first: path, second: other });
    }
  }
}

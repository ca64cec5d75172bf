import { join } from 'node:path';
import type { BatchOptions } from '../../src/batch/index.js';
import { emptyFolder } from '../cli.js';
import { writeFiles } from './program.js';

/** A short paper of an office: one measure, one target, one unit. */
export const paper = (office: string): string =>
  `${office}药品监督管理局2022年工作要点\n\n一、加强监管\n（一）抓好抽检。完成药品抽检100批次。（综合处牵头）\n`;

/** A new folder with an archive `in`: papers of offices by path. */
export function archiveFolder(offices: Readonly<Record<string, string>>): string {
  const folder = emptyFolder();
  writeFiles(folder, Object.fromEntries(Object.entries(offices).map(([path, office]) => [`in/${path}`, paper(office)])));
  return folder;
}

/** A run of the batch itself, from `in` to `out`. */
export const batchOptions = (folder: string, over: Partial<BatchOptions> = {}): BatchOptions => ({
  inputs: [join(folder, 'in')],
  out: join(folder, 'out'),
  root: null,
  convert: {
    formats: ['json'],
    rows: 'measures',
    encoding: null,
    lang: 'en',
    explain: false,
    lexicon: null,
    keepDocuments: false,
  },
  version: '1',
  jsonl: null,
  parquet: null,
  jobs: 2,
  timeoutMs: 60_000,
  memoryMb: 512,
  force: false,
  retryFailed: false,
  prune: false,
  signal: new AbortController().signal,
  exclude: [],
  workerFile: null,
  ...over,
});

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchError } from './failure.js';
import { type Ledger, type Output, type Row, STATE } from './ledger.js';
import type { Job } from './plan.js';

/** Outputs that a run may have written before their row was. */
interface Entry {
  path: string;
  rawPath?: string;
  outputs: Job['outputs'];
}

const fileOf = (out: string): string => join(out, STATE, 'underway.jsonl');

/** Notes what a run is about to write: after a kill between an output and its row, nothing else would know of the output. */
export function noteUnderway(out: string, jobs: readonly Job[]): void {
  if (jobs.length === 0) return;
  const lines = jobs.map(({ path, rawPath, outputs }) => JSON.stringify({ path, rawPath, outputs } satisfies Partial<Entry>));
  const temporary = `${fileOf(out)}.new`;
  writeFileSync(temporary, `${lines.join('\n')}\n`);
  renameSync(temporary, fileOf(out));
}

/** To be called once all that was written has its row. */
export function endUnderway(out: string): void {
  rmSync(fileOf(out), { force: true });
}

/**
 * Puts outputs that a killed run left without a row into the ledger. Their source may be gone since, so that only `--prune` takes them away, or the next
 * run may be for another format.
 */
export function recoverUnderway(ledger: Ledger, version: string): void {
  for (const { path, rawPath, outputs } of entriesOf(ledger.out)) {
    const row = ledger.rows.get(path);
    const lost = outputs.filter((output) => !row?.outputs[output.path] && existsSync(join(ledger.out, output.path)));
    if (lost.length === 0) continue;
    const found = Object.fromEntries(lost.map(({ format, path }) => [path, unknown(format)]));
    const base = row ?? { ...nothing, path, version, ...(rawPath === undefined ? {} : { rawPath }) };
    ledger.append({ ...base, outputs: { ...base.outputs, ...found } });
  }
}

/** Made from nobody knows what: it never passes for up to date. */
const unknown = (format: string): Output => ({ format, bytes: 0, sha256: '', options: '', version: '' });

const nothing: Omit<Row, 'path' | 'version'> = {
  status: 'failed',
  size: 0,
  mtime: '',
  ctime: '',
  sha256: null,
  options: '',
  ms: 0,
  diagnostics: { error: 0, warning: 0, info: 0 },
  failure: { code: 'run/killed', message: 'the run ended before it was told that the file was converted' },
  planYear: null,
  outputs: {},
};

function entriesOf(out: string): Entry[] {
  return textOf(fileOf(out))
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Entry];
      } catch {
        // Damaged since: what it told of is found as far as it can be read.
        return [];
      }
    });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new BatchError('ledger-unreadable', { file, reason: code ?? String(error) });
  }
}

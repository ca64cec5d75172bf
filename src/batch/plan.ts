import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type Discovery, type Found, real } from './discover.js';
import { BatchError } from './failure.js';
import { fingerprint, formatFingerprint } from './fingerprint.js';
import { isStale, type Output, type Row, STATE } from './ledger.js';

/** What decides about the outputs; everything in here is part of the fingerprint. */
export interface ConvertOptions {
  formats: readonly string[];
  rows: string;
  encoding: string | null;
  lang: 'zh' | 'en';
  explain: boolean;
  /** Path and content of the user's lexicon. */
  lexicon: { file: string; text: string } | null;
  /** Whether documents are kept for gathering although json is not among the formats. */
  keepDocuments: boolean;
}

/** One file and what is to be made of it. */
export interface Job extends Found {
  size: number;
  /** Empty where the file could not be looked at. */
  mtime: string;
  ctime: string;
  /** Paths under OUT. */
  outputs: { format: string; path: string }[];
  /** Outputs of other formats that earlier runs wrote; they stay in the ledger, so that they are not lost sight of. */
  others: Record<string, Output>;
}

export interface Plan {
  root: string;
  out: string;
  options: string;
  version: string;
  /** All files, in order of path. */
  jobs: Job[];
  /** Files to convert, in the same order. */
  todo: Job[];
  /** Files that are as they were when they were converted, or failed. */
  unchanged: number;
  failedBefore: Row[];
  /** Rows whose source is gone. */
  gone: Row[];
  skipped: Discovery['skipped'];
  otherFormats: Discovery['otherFormats'];
  bytes: number;
}

export interface PlanOptions {
  convert: ConvertOptions;
  version: string;
  force: boolean;
  retryFailed: boolean;
}

/** Where a file's document is kept for gathering. */
export const keptDocument = (path: string): string => `${STATE}/documents/${path}.json`;

/** Plans a run: what is to be written where, and what need not be. Throws before any work where two outputs would meet. */
export function plan(found: Discovery, out: string, rows: ReadonlyMap<string, Row>, options: PlanOptions): Plan {
  const fingerprinted = fingerprint(options.convert);
  const jobs = found.files.map((file) => jobOf(file, options.convert, rows.get(file.path)));
  const madeWith = new Map(
    [...options.convert.formats, 'json'].map((format) => [format, formatFingerprint(format, options.convert)]),
  );
  refuseCollisions(jobs, out);
  const todo: Job[] = [];
  const failedBefore: Row[] = [];
  const paths = new Set(jobs.map(({ path }) => path));
  for (const job of jobs) {
    const row = rows.get(job.path);
    if (row === undefined || options.force || row.version !== options.version || !unchanged(job, row)) todo.push(job);
    else if (row.status === 'ok') {
      if (!outputsStand(job, row, madeWith, out)) todo.push(job);
    } else if (row.options !== fingerprinted || options.retryFailed || isPassing(row)) todo.push(job);
    else failedBefore.push(row);
  }
  const gone = [...rows.values()].filter((row) => !paths.has(row.path) && isGone(found.root, row));
  return {
    root: found.root,
    out,
    options: fingerprinted,
    version: options.version,
    jobs,
    todo,
    unchanged: jobs.length - todo.length,
    failedBefore,
    gone,
    skipped: found.skipped,
    otherFormats: found.otherFormats,
    bytes: todo.reduce((sum, { size }) => sum + size, 0),
  };
}

function jobOf(found: Found, { formats, keepDocuments }: ConvertOptions, row: Row | undefined): Job {
  const outputs = formats.map((format) => ({ format, path: `${found.path}.${format}` }));
  if (keepDocuments && !formats.includes('json')) outputs.push({ format: 'json', path: keptDocument(found.path) });
  const asked = new Set(outputs.map(({ path }) => path));
  const others = Object.fromEntries(Object.entries(row?.outputs ?? {}).filter(([path]) => !asked.has(path)));
  return { ...found, ...look(found), outputs, others };
}

/** Size and times of a file; times are empty where it cannot be looked at, so that it never passes for unchanged. */
export function look({ file, raw }: Pick<Found, 'file' | 'raw'>): Pick<Job, 'size' | 'mtime' | 'ctime'> {
  try {
    const stat = statSync(raw === undefined ? file : Buffer.from(raw, 'latin1'), { bigint: true });
    return { size: Number(stat.size), mtime: String(stat.mtimeNs), ctime: String(stat.ctimeNs) };
  } catch {
    // Its row will say why when it is opened.
    return { size: 0, mtime: '', ctime: '' };
  }
}

/** Whether there is no such source any more; one that may not be looked at is still there. */
function isGone(root: string, { path, rawPath }: Row): boolean {
  try {
    statSync(rawPath === undefined ? join(root, path) : Buffer.concat([Buffer.from(root + sep), Buffer.from(rawPath, 'latin1')]));
    return false;
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

function unchanged(job: Job, row: Row): boolean {
  if (job.mtime === '' || job.size !== row.size) return false;
  if (job.mtime === row.mtime && job.ctime === row.ctime) return true;
  if (row.sha256 === null) return false;
  // Copied, touched or moved: only the content tells.
  return sha256Of(job) === row.sha256;
}

function sha256Of({ file, raw }: Found): string | null {
  try {
    return createHash('sha256')
      .update(readFileSync(raw === undefined ? file : Buffer.from(raw, 'latin1')))
      .digest('hex');
  } catch {
    return null;
  }
}

/** Whether all that is asked for is there as this source, these options and this version give it. */
function outputsStand({ outputs }: Job, row: Row, madeWith: ReadonlyMap<string, string>, out: string): boolean {
  return outputs.every(({ format, path }) => {
    const output = row.outputs[path];
    return (
      output !== undefined &&
      !isStale(row, output) &&
      output.options === madeWith.get(format) &&
      isAsWritten(output, statSync(join(out, path), { throwIfNoEntry: false }))
    );
  });
}

/** File systems and archives round times to as much as two seconds. */
const ROUNDED_MS = 2000;

/** Whether nobody has changed an output since. */
function isAsWritten({ bytes, mtimeMs }: Output, stat: Stats | undefined): boolean {
  if (stat?.size !== bytes) return false;
  return mtimeMs === undefined || Math.abs(stat.mtimeMs - mtimeMs) <= ROUNDED_MS;
}

/** Outputs of the archive that no longer fit their sources, by format: the run was not asked for them. */
export function staleOutputs({ jobs, out }: Plan, rows: ReadonlyMap<string, Row>): Record<string, number> {
  const stale: Record<string, number> = {};
  for (const { path, others } of jobs) {
    const row = rows.get(path);
    for (const [name, output] of Object.entries(others)) {
      const told = row !== undefined && isStale(row, output) && !name.startsWith(`${STATE}/`) && existsSync(join(out, name));
      if (told) stale[output.format] = (stale[output.format] ?? 0) + 1;
    }
  }
  return stale;
}

/** Failures that say nothing about the content are tried again by themselves. */
function isPassing(row: Row): boolean {
  return row.failure?.code.startsWith('file/') === true;
}

/** Two sources for one output, an output that is a source, or a file where a folder must be. */
function refuseCollisions(jobs: readonly Job[], out: string): void {
  const fold = ignoresCase(out) ? (path: string) => path.normalize('NFC').toLowerCase() : (path: string) => path;
  const owners = new Map<string, string>();
  const sources = new Set(jobs.map(({ file }) => file));
  for (const { path, outputs } of jobs) {
    for (const output of outputs) {
      const key = fold(output.path);
      const other = owners.get(key);
      if (other !== undefined) throw new BatchError('collision', { output: output.path, first: other, second: path });
      if (sources.has(join(out, output.path)))
        throw new BatchError('collision', { output: output.path, first: output.path, second: path });
      owners.set(key, path);
    }
  }
  for (const [key, path] of owners) {
    for (let at = key.lastIndexOf('/'); at > 0; at = key.lastIndexOf('/', at - 1)) {
      const other = owners.get(key.slice(0, at));
      if (other !== undefined) throw new BatchError('collision', { output: key.slice(0, at), first: other, second: path });
    }
  }
}

/** Whether a.txt and A.txt are one file where the output goes. */
function ignoresCase(out: string): boolean {
  const probe = join(out, STATE, 'Case');
  if (!existsSync(join(out, STATE))) return false;
  try {
    writeFileSync(probe, '');
    return existsSync(join(out, STATE, 'cASE'));
  } catch {
    // Nothing can be written there; the run will say so.
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
}

/** Refuses an OUT that is an input or above one: the next run would take outputs for sources. */
export function refuseOutOverInput(root: string, out: string): void {
  const [from, to] = [real(root), real(out)];
  if (from === to || from.startsWith(to.endsWith(sep) ? to : to + sep)) throw new BatchError('out-is-input', { out, root });
}

/** Notes in OUT which folder it mirrors, and refuses another one: paths of two archives would be taken for each other. */
export function claim(out: string, root: string, force: boolean): void {
  const file = join(out, STATE, 'archive.json');
  const mine = relative(real(out), real(root)) || '.';
  let theirs: string | undefined;
  try {
    theirs = (JSON.parse(readFileSync(file, 'utf8')) as { root?: string }).root;
  } catch {
    // Not there yet, or torn: then it is written anew.
  }
  if (theirs !== undefined && theirs !== mine && !force) throw new BatchError('other-archive', { out, root: join(out, theirs) });
  if (theirs === mine) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ root: mine })}\n`);
}

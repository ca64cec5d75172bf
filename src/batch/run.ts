import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeOutputs } from './convert.js';
import { tuneEngine } from './engine.js';
import { BatchError, type Failure, writeError } from './failure.js';
import { Lane } from './lane.js';
import { type Ledger, ledgerFile, type Row, STATE } from './ledger.js';
import type { ConvertOptions, Job, Plan } from './plan.js';
import { endUnderway, noteUnderway } from './underway.js';

export interface RunOptions {
  convert: ConvertOptions;
  /** Number of worker threads. */
  jobs: number;
  timeoutMs: number;
  /** Heap of one worker. */
  memoryMb: number;
  /** Aborted when the run is to end after what is in flight. */
  signal: AbortSignal;
  workerFile: string | null;
  onRow(row: Row): void;
}

/** Small files go to a worker in groups, so that messages do not cost more than the work. */
const GROUP_FILES = 32;
const GROUP_BYTES = 1 << 20;
/** Deaths that say little about the file that they happened at: it gets another chance, alone in a fresh worker. */
const AGAIN = new Set(['run/crash', 'run/memory']);

/** Converts what the plan says is to do. Throws a `BatchError` where going on makes no sense; what was done until then stands. */
export async function run(plan: Plan, ledger: Ledger, options: RunOptions): Promise<void> {
  makeRoom(plan.out);
  noteUnderway(plan.out, plan.todo);
  tuneEngine();
  const queue = [...plan.todo].reverse();
  const alone: Job[] = [];
  const tried = new Set<string>();
  const count = Math.max(1, Math.min(options.jobs, plan.todo.length));
  const worker = {
    file: options.workerFile,
    out: plan.out,
    options: plan.options,
    version: plan.version,
    convert: options.convert,
  };
  let fatal: BatchError | null = null;

  const record = (row: Row): void => {
    if (fatal) return;
    try {
      ledger.append(row);
      options.onRow(row);
    } catch (error) {
      fatal = writeError(error, ledgerFile(plan.out)) ?? asFatal(error);
    }
  };
  const nextGroup = (): Job[] => {
    const single = alone.pop();
    if (single) return [single];
    const most = Math.max(1, Math.min(GROUP_FILES, Math.ceil(queue.length / (count * 4))));
    const group: Job[] = [];
    for (let bytes = 0; group.length < most && bytes < GROUP_BYTES; ) {
      const job = queue.pop();
      if (!job) break;
      group.push(job);
      bytes += job.size;
    }
    return group;
  };
  const lanes = Array.from({ length: count }, () => new Lane(worker, options.timeoutMs, options.memoryMb));
  const stop = (): void => {
    for (const lane of lanes) lane.stop();
  };
  options.signal.addEventListener('abort', stop, { once: true });

  const drive = async (lane: Lane): Promise<void> => {
    while (!options.signal.aborted && !fatal) {
      const group = nextGroup();
      if (group.length === 0) return;
      const { rest, blamed, fatal: ended } = await lane.convert(group, record);
      queue.push(...rest.reverse());
      if (ended) fatal ??= new BatchError(ended.code, ended.data);
      if (!blamed) continue;
      if (AGAIN.has(blamed.failure.code) && !tried.has(blamed.job.path)) {
        tried.add(blamed.job.path);
        alone.push(blamed.job);
      } else record(failedRow(plan, blamed.job, blamed.failure));
    }
  };
  try {
    await Promise.all(lanes.map(drive));
    // One lane may have left while another handed work back.
    if (alone.length + queue.length > 0 && lanes[0]) await drive(lanes[0]);
  } finally {
    options.signal.removeEventListener('abort', stop);
    await Promise.all(lanes.map((lane) => lane.end()));
    clearRoom(plan.out);
  }
  if (fatal) throw fatal;
  // Where it was interrupted, what an earlier run left without a row may still be to do.
  if (!options.signal.aborted) endUnderway(plan.out);
}

function asFatal(error: unknown): never {
  throw error;
}

/** An empty folder for what is not yet whole; a run that was killed may have left something in it. */
function makeRoom(out: string): void {
  const temporary = join(out, STATE, 'tmp');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
}

function clearRoom(out: string): void {
  try {
    rmSync(join(out, STATE, 'tmp'), { recursive: true, force: true });
  } catch {
    // What ended the run is told, and the next one begins with an empty folder.
  }
}

/** The row of a file whose worker could not write one itself; nobody knows what it read. */
function failedRow(plan: Plan, job: Job, failure: Failure): Row {
  const { out, options, version } = plan;
  removeOutputs(out, job);
  const { path, size, mtime, ctime, others, rawPath } = job;
  const nothing = { sha256: null, ms: 0, diagnostics: { error: 0, warning: 0, info: 0 }, planYear: null, outputs: others };
  const raw = rawPath === undefined ? {} : { rawPath };
  return { path, ...raw, status: 'failed', size, mtime, ctime, options, version, failure, ...nothing };
}

import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Discovery, discover, type Input } from './discover.js';
import { BatchError, writeError } from './failure.js';
import { checkDatasetFolder, gather } from './gather.js';
import { Ledger, type Row, readLedger, STATE } from './ledger.js';
import { lock } from './lock.js';
import { type ConvertOptions, claim, type Plan, plan, refuseOutOverInput, staleOutputs } from './plan.js';
import { type Progress, Tally } from './progress.js';
import { prune } from './prune.js';
import { type BatchReport, Collector } from './report.js';
import { run } from './run.js';
import { refuseTargets } from './targets.js';
import { recoverUnderway } from './underway.js';

export interface BatchOptions {
  inputs: readonly Input[];
  out: string;
  root: string | null;
  convert: ConvertOptions;
  version: string;
  jsonl: string | null;
  parquet: string | null;
  jobs: number;
  timeoutMs: number;
  memoryMb: number;
  force: boolean;
  retryFailed: boolean;
  prune: boolean;
  signal: AbortSignal;
  /** Files that belong to the output besides OUT. */
  exclude: readonly string[];
  /** Module of the worker where it is not the built one. */
  workerFile: string | null;
}

/** What a run tells while it goes. */
export interface BatchEvents {
  planned?(plan: Plan, progress: () => Progress): void;
  row?(row: Row): void;
  gathering?(): void;
}

/** All that a run writes to. */
export const outputsOf = ({ out, jsonl, parquet, exclude }: BatchOptions): string[] => [
  out,
  ...(jsonl === null ? [] : [jsonl]),
  ...(parquet === null ? [] : [parquet]),
  ...exclude,
];

function find(options: BatchOptions): Discovery {
  const { inputs, out, root } = options;
  const found = discover(inputs, { exclude: outputsOf(options), ...(root === null ? {} : { root }) });
  refuseOutOverInput(found.root, out);
  return found;
}

/** Whether outputs of sources that are gone go too. An archive without a single file is rather a drive that is not there than one to forget. */
export const prunes = ({ prune, force }: BatchOptions, files: number): boolean => prune && (files > 0 || force);

/** As `mkdir -p`; Node's own says ENOENT where the file system is read-only. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}

/** What a run would do. Nothing is written. */
export function planBatch(options: BatchOptions): Plan {
  const planned = plan(find(options), options.out, readLedger(options.out).rows, options);
  refuseTargets(planned.jobs, options);
  return planned;
}

/** An archive under lock: one run after another, until it is closed. */
export class Batch {
  #unlock: () => void;
  #rounds = 0;
  readonly #root: string;

  /** Takes OUT. Throws a `BatchError` where another run has it or it cannot be written to. */
  constructor(readonly options: BatchOptions) {
    const found = find(options);
    this.#root = found.root;
    if (options.parquet !== null) checkDatasetFolder(options.parquet);
    // All that can be refused is refused before anything is written.
    refuseTargets(plan(found, options.out, new Map(), options).jobs, options);
    try {
      makeFolder(join(options.out, STATE));
      this.#unlock = lock(options.out);
    } catch (error) {
      throw writeError(error, options.out) ?? error;
    }
    try {
      claim(options.out, found.root, options.force);
    } catch (error) {
      this.#unlock();
      throw writeError(error, options.out) ?? error;
    }
  }

  /** Converts what is new or has changed. */
  async run(events: BatchEvents = {}): Promise<BatchReport> {
    // What is to be done anew is done anew once, and not in every round of --watch.
    const again = this.#rounds++ > 0 ? { force: false, retryFailed: false } : {};
    const options = { ...this.options, ...again };
    const began = performance.now();
    const ledger = this.#open();
    try {
      const found = find(options);
      // A folder that went away while it was watched: its name alone would be another archive.
      if (found.root !== this.#root) throw new BatchError('input-missing', { file: this.#root });
      recoverUnderway(ledger, options.version);
      const planned = plan(found, options.out, ledger.rows, options);
      const collector = new Collector(planned);
      const tally = new Tally(planned.todo.length, planned.bytes);
      events.planned?.(planned, () => tally.progress());
      let stopped: BatchError | null = null;
      let pruned = 0;
      let gathered = true;
      try {
        if (prunes(options, found.files.length)) pruned = prune(planned, ledger);
        await run(planned, ledger, {
          ...options,
          onRow: (row) => {
            collector.add(row);
            tally.add(row);
            events.row?.(row);
          },
        });
        if (options.jsonl !== null || options.parquet !== null) {
          gathered =
            !options.signal.aborted && (await gather(planned, ledger.rows, { ...options, onBegin: () => events.gathering?.() }));
        }
      } catch (error) {
        stopped = error instanceof BatchError ? error : writeError(error, options.out);
        if (!stopped) throw error;
      }
      const end = {
        seconds: (performance.now() - began) / 1000,
        jobs: options.jobs,
        pruned,
        stale: staleOutputs(planned, ledger.rows),
        interrupted: options.signal.aborted && (collector.left > 0 || !gathered),
        stopped: stopped?.message ?? null,
      };
      const report = collector.report(end);
      if (stopped) throw new StoppedError(stopped, report);
      ledger.flush();
      return report;
    } catch (error) {
      throw error instanceof StoppedError ? error : (writeError(error, options.out) ?? error);
    } finally {
      ledger.close();
    }
  }

  #open(): Ledger {
    try {
      return new Ledger(this.options.out);
    } catch (error) {
      throw writeError(error, this.options.out) ?? error;
    }
  }

  close(): void {
    this.#unlock();
  }
}

/** A run that could not go on, with what it did until then. */
export class StoppedError extends Error {
  constructor(
    readonly reason: BatchError,
    readonly report: BatchReport,
  ) {
    super(reason.message);
  }
}

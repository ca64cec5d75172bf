import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { Tinypool } from 'tinypool';
import type { WorkerOptions } from './convert.js';
import { BatchError, type Failure } from './failure.js';
import type { GatherTask } from './gather-part.js';
import type { Row } from './ledger.js';
import type { Job } from './plan.js';
import { AT, type Fatal, type Group, type GroupResult, STOP } from './worker.js';

/** What came of a group: what was done, what is still to do, and the file that the worker died of. */
export interface LaneResult {
  rest: Job[];
  blamed: { job: Job; failure: Failure } | null;
  fatal: Fatal | null;
}

/** The worker's module: beside the bundle, or in dist when the sources are run. */
function workerFile(): string {
  for (const place of ['./batch-worker.js', '../../dist/batch-worker.js']) {
    const file = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(file)) return file;
  }
  throw new BatchError('no-worker', {});
}

/** One worker thread, replaced by a new one when it dies. */
export class Lane {
  #pool: Tinypool | null = null;
  /** Hears of a thread that has gone. */
  #gone: ((failure: Failure) => void) | null = null;
  readonly #exited = new WeakSet<Tinypool>();
  #state = new Int32Array(new SharedArrayBuffer(8));

  constructor(
    readonly worker: WorkerOptions,
    readonly timeoutMs: number,
    readonly memoryMb: number,
  ) {}

  #start(): Tinypool {
    if (this.#pool) return this.#pool;
    const pool = new Tinypool({
      filename: this.worker.file ?? workerFile(),
      minThreads: 1,
      maxThreads: 1,
      useAtomics: false,
      resourceLimits: { maxOldGenerationSizeMb: this.memoryMb, maxYoungGenerationSizeMb: 48 },
    });
    // Whoever waits for the task hears of the same error; without this it would end the process.
    pool.on('error', () => {});
    // A thread that calls exit dies without an error.
    for (const thread of pool.threads) {
      thread.once('exit', () => {
        this.#exited.add(pool);
        if (this.#pool === pool) this.#gone?.({ code: 'run/crash', message: 'the worker ended without a word' });
      });
    }
    this.#pool = pool;
    return pool;
  }

  async #kill(): Promise<void> {
    const pool = this.#pool;
    this.#pool = null;
    const end = pool?.destroy().catch(() => {});
    // The pool would wait forever for a thread that has ended by itself.
    if (pool && !this.#exited.has(pool)) await end;
  }

  /** Asks the worker to stop after the file that it is at. */
  stop(): void {
    Atomics.store(this.#state, STOP, 1);
  }

  async end(): Promise<void> {
    await this.#kill();
  }

  /** Converts a group; `done` is called for each row as it comes. */
  async convert(jobs: Job[], done: (row: Row) => void): Promise<LaneResult> {
    const finished = new Set<string>();
    const take = (row: Row): void => {
      if (finished.has(row.path)) return;
      finished.add(row.path);
      done(row);
    };
    const state = this.#state;
    Atomics.store(state, AT, 0);
    const { port1, port2 } = new MessageChannel();
    port1.on('message', take);
    const died = this.#watch(jobs);
    try {
      const group: Group = { worker: this.worker, jobs, port: port2, state };
      const task = this.#start().run(group, { name: 'convertGroup', transferList: [port2] }) as Promise<GroupResult>;
      const result = await Promise.race([task, died.promise]);
      if ('rows' in result) {
        for (const row of result.rows) take(row);
        return { rest: jobs.filter(({ path }) => !finished.has(path)), blamed: null, fatal: result.fatal };
      }
      task.catch(() => {});
      return await this.#bury(jobs, finished, result);
    } catch (error) {
      return await this.#bury(jobs, finished, deathOf(error));
    } finally {
      died.end();
      port1.close();
    }
  }

  /** Does one task of the gathering; a worker that dies of it is replaced once. */
  async gather(task: GatherTask): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const failure = await this.#attempt(task);
      if (!failure) return;
      await this.#kill();
      if (attempt > 0) throw new BatchError(failure.code === 'run/memory' ? 'gather-memory' : 'gather-crash', {});
    }
  }

  async #attempt(task: GatherTask): Promise<Failure | null> {
    const died = this.#watch([]);
    try {
      const work = this.#start().run(task, { name: 'gather' }) as Promise<Fatal | null>;
      work.catch(() => {});
      const result = await Promise.race([work, died.promise]);
      if (result && 'data' in result) throw new BatchError(result.code, result.data);
      return result;
    } catch (error) {
      const death = deathOf(error);
      if (death.code !== 'run/memory') throw error;
      return death;
    } finally {
      died.end();
    }
  }

  /** Ends a worker that died or hangs, and blames the file that it was at. */
  async #bury(jobs: Job[], finished: ReadonlySet<string>, failure: Failure): Promise<LaneResult> {
    await this.#kill();
    const job = jobs[Atomics.load(this.#state, AT) - 1];
    if (!job || finished.has(job.path)) {
      // It died between two files, or before the first: nothing to blame but the start itself.
      const rest = jobs.filter(({ path }) => !finished.has(path));
      return rest.length === jobs.length && !job
        ? { rest: rest.slice(1), blamed: { job: rest[0] as Job, failure }, fatal: null }
        : { rest, blamed: null, fatal: null };
    }
    return { rest: jobs.filter(({ path }) => path !== job.path && !finished.has(path)), blamed: { job, failure }, fatal: null };
  }

  /** Tells when one file takes too long, or when the thread has gone without a word. */
  #watch(jobs: readonly Job[]): { promise: Promise<Failure>; end(): void } {
    let timer: NodeJS.Timeout | undefined;
    let at = -1;
    let since = performance.now();
    const promise = new Promise<Failure>((resolve) => {
      this.#gone = resolve;
      const look = (): void => {
        const now = Atomics.load(this.#state, AT);
        if (now !== at) {
          at = now;
          since = performance.now();
        } else if (performance.now() - since > this.timeoutMs) {
          resolve({ code: 'run/timeout', message: `${jobs[at - 1]?.path ?? ''}: took more than ${this.timeoutMs / 1000} s` });
        }
      };
      timer = setInterval(look, Math.min(250, Math.max(10, this.timeoutMs / 4)));
    });
    const end = (): void => {
      clearInterval(timer);
      this.#gone = null;
    };
    return { promise, end };
  }
}

function deathOf(error: unknown): Failure {
  const { code, message = String(error) } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { code: 'run/memory', message: 'the worker ran out of memory' };
  return { code: 'run/crash', message: `the worker died: ${message}` };
}

import type { MessagePort } from 'node:worker_threads';
import { converter, type WorkerOptions } from './convert.js';
import { BatchError } from './failure.js';
import { type GatherTask, gatherPart } from './gather-part.js';
import type { Row } from './ledger.js';
import type { Job } from './plan.js';

/** Some files for one worker. */
export interface Group {
  worker: WorkerOptions;
  jobs: Job[];
  /** Rows as they come, so that a kill loses no more than the file in flight. */
  port: MessagePort;
  /** [index of the job in work + 1, 1 when the run is to stop]. */
  state: Int32Array;
}

/** What makes the run impossible to go on; errors lose their class on the way between threads. */
export type Fatal = Pick<BatchError, 'code' | 'data'>;

/** How a group ended: rows of the files that were done, and what makes the run impossible to go on. */
export interface GroupResult {
  rows: Row[];
  fatal: Fatal | null;
}

export const AT = 0;
export const STOP = 1;

let convert: ((job: Job) => Promise<Row>) | undefined;

/** Converts the files of a group one after another. */
export async function convertGroup({ worker, jobs, port, state }: Group): Promise<GroupResult> {
  const rows: Row[] = [];
  try {
    convert ??= await converter(worker);
    for (const [index, job] of jobs.entries()) {
      if (Atomics.load(state, STOP) === 1) break;
      Atomics.store(state, AT, index + 1);
      const row = await convert(job);
      rows.push(row);
      port.postMessage(row);
    }
    return { rows, fatal: null };
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    return { rows, fatal: { code: error.code, data: error.data } };
  } finally {
    port.close();
  }
}

/** Turns kept documents into one part of a gathered file or dataset. */
export async function gather(task: GatherTask): Promise<Fatal | null> {
  try {
    gatherPart(task);
    return null;
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    return { code: error.code, data: error.data };
  }
}

import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';

const MUTATIONS = Number(process.env.DRUGPLAN_FAULTS_MUTATIONS ?? 400);
const SEED = Number(process.env.DRUGPLAN_FAULTS_SEED ?? 1);
const HOUR = 3_600_000;

describe('mutated inputs', () => {
  it(
    `${MUTATIONS} of them through the library: no crash, no hang, no broken property`,
    async () => {
      const threads = Math.min(2, Math.ceil(MUTATIONS / 200));
      const share = Math.ceil(MUTATIONS / threads);
      const runs = Array.from({ length: threads }, (_, i) => mutations(i * share, Math.min(MUTATIONS, (i + 1) * share)));
      expect((await Promise.all(runs)).flat()).toEqual([]);
    },
    HOUR,
  );

  /** Runs a stretch of numbered inputs; a thread that says nothing for a minute hangs. */
  function mutations(from: number, to: number): Promise<string[]> {
    return new Promise((resolve) => {
      const wrong: string[] = [];
      const file = fileURLToPath(new URL('./support/mutations.mjs', import.meta.url));
      const worker = new Worker(file, { workerData: { mutations: { from, to, seed: SEED } } });
      let at = from;
      let timer: NodeJS.Timeout;
      const end = (reason: string | null): void => {
        clearTimeout(timer);
        if (reason) wrong.push(reason);
        void worker.terminate().then(() => resolve(wrong));
      };
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => end(`hangs at one of ${at} to ${at + 20} (seed ${SEED})`), 60_000);
      };
      watch();
      worker.on('error', (error) => end(`the thread died after ${at}: ${error}`));
      worker.on('message', (message: { number: number; ms: number; wrong: string | null; done?: boolean }) => {
        at = message.number;
        if (message.wrong !== null) wrong.push(`${at} (seed ${SEED}): ${message.wrong}`);
        if (message.done) end(null);
        else watch();
      });
    });
  }
});

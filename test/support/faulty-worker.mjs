// The worker of a batch, with faults at files whose names ask for them: a.exit.txt, a.throw.txt, a.hang.txt, a.hoard.txt.
import { convertGroup as convert, gather } from '../../dist/batch-worker.js';

export { gather };

const faults = {
  exit: () => process.exit(9),
  throw: () => {
    setTimeout(() => {
      throw new Error('a worker that dies');
    });
    return new Promise(() => {});
  },
  hang: () => {
    for (;;);
  },
  hoard: () => {
    const all = [];
    for (;;) all.push(new Array(100_000).fill(all.length));
  },
};

export async function convertGroup(group) {
  const rows = [];
  for (const [index, job] of group.jobs.entries()) {
    Atomics.store(group.state, 0, index + 1);
    const fault = /\.(exit|throw|hang|hoard)\./.exec(job.path)?.[1];
    if (fault) await faults[fault]();
    const port = { postMessage: (row) => group.port.postMessage(row), close() {} };
    const result = await convert({ ...group, jobs: [job], port, state: new Int32Array(2) });
    rows.push(...result.rows);
    if (result.fatal) return { rows, fatal: result.fatal };
  }
  group.port.close();
  return { rows, fatal: null };
}

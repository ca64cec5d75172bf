// The worker of a batch, with faults at files whose names ask for them: a.exit.txt, a.throw.txt, a.hang.txt, a.hoard.txt when they are converted,
// a.gather-exit.txt, a.gather-hoard.txt when they are gathered, a.gather-once.txt the first time only.
import { existsSync, writeFileSync } from 'node:fs';
import { convertGroup as convert, gather as gatherTask } from '../../dist/batch-worker.js';

export async function gather(task) {
  const file = task.documents.find((name) => name.includes('.gather-'));
  const fault = /\.gather-(exit|hoard|once)\./.exec(file ?? '')?.[1];
  if (fault === 'once') {
    const marker = `${file}.marker`;
    if (!existsSync(marker)) {
      writeFileSync(marker, '');
      faults.exit();
    }
  } else if (fault) await faults[fault]();
  return gatherTask(task);
}

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

#!/usr/bin/env node
// How long a megabyte takes that is made to be slow: `node bench/hostile.mjs [BYTES] [NAME…]`. Each text is parsed once, in a process of its own; bytes are those of
// GB18030, which puts the most characters into a megabyte.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hostile, hostileBytes } from '../test/support/hostile.mjs';

const LIMIT_MS = 2000;
const [bytes = '1000000', ...names] = process.argv.slice(2);

if (process.env.DRUGPLAN_HOSTILE) {
  const { parse } = await import('../dist/index.js');
  parse('一、加强监管。\n（一）完成抽检100批次。（药品监管处牵头）');
  const text = hostileBytes(process.env.DRUGPLAN_HOSTILE, Number(bytes));
  const start = performance.now();
  parse(text);
  console.log(performance.now() - start);
} else {
  let over = 0;
  for (const name of names.length > 0 ? names : Object.keys(hostile)) {
    const env = { ...process.env, DRUGPLAN_HOSTILE: name };
    const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url), bytes], { env, encoding: 'utf8', timeout: 60_000 });
    const ms = run.status === 0 ? Number(run.stdout) : Number.POSITIVE_INFINITY;
    if (!(ms <= LIMIT_MS)) over++;
    const shown = Number.isFinite(ms)
      ? `${ms.toFixed(0).padStart(7)} ms`
      : run.signal
        ? '  > 60 s'
        : `FAILED: ${run.stderr.split('\n').find((line) => line.includes('Error')) ?? ''}`;
    console.log(`${name.padEnd(28)} ${shown}${ms <= LIMIT_MS ? '' : '  OVER'}`);
  }
  console.log(`\n${over} of the texts of ${bytes} bytes took more than ${LIMIT_MS / 1000} s`);
  process.exitCode = over === 0 ? 0 : 1;
}

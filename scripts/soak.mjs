#!/usr/bin/env node
// All tests of faults at full size, then the benchmarks: `npm run soak [-- --documents 2000 --kills 20 --mutations 100000 --stream 1000 --archive 10000
// --seed 1]`. Writes what it prints to soak.log as well; docs/performance.md keeps the summary.
import { spawnSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const number = (usual) => ({ type: 'string', default: String(usual) });
const { values } = parseArgs({
  options: {
    documents: number(2000),
    kills: number(20),
    mutations: number(100_000),
    stream: number(1000),
    archive: number(10_000),
    seed: number(1),
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const log = `${root}soak.log`;
const say = (text) => {
  process.stdout.write(text);
  appendFileSync(log, text);
};
writeFileSync(log, '');
say(`${new Date().toISOString()}  Node ${process.version}, ${cpus().length} cores  ${JSON.stringify(values)}\n`);

const env = {
  ...process.env,
  NO_COLOR: '1',
  DRUGPLAN_FAULTS_DOCUMENTS: values.documents,
  DRUGPLAN_FAULTS_KILLS: values.kills,
  DRUGPLAN_FAULTS_MUTATIONS: values.mutations,
  DRUGPLAN_FAULTS_STREAM: values.stream,
  DRUGPLAN_FAULTS_SEED: values.seed,
};
let failed = 0;
function step(name, command, args) {
  say(`\n=== ${name}\n`);
  const start = performance.now();
  const run = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) failed++;
  say(
    `${run.stdout}${run.status === 0 ? '' : run.stderr}--- ${run.status === 0 ? 'ok' : 'FAILED'} after ${((performance.now() - start) / 1000).toFixed(0)} s\n`,
  );
}
const tests = ['faults', 'batch-changes', 'mutations', 'stream-hosts'].map((name) => `test/${name}.test.ts`);
step('Faults', 'npx', ['vitest', 'run', ...tests, '--reporter=verbose']);
step('A megabyte of each hostile text', process.execPath, ['bench/hostile.mjs']);
step('An archive', process.execPath, ['bench/archive.mjs', values.archive]);
say(`\n${failed === 0 ? 'all ok' : `${failed} FAILED`}\n`);
process.exitCode = failed === 0 ? 0 : 1;

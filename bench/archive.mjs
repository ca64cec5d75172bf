#!/usr/bin/env node
// An archive made from fixtures, converted by one worker and by two, with the memory it takes, and once more with nothing changed:
// `node bench/archive.mjs [DOCUMENTS]`. Needs tsx for the fixture; prints one line a figure and exits 1 where a limit is passed.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const documents = Number(process.argv[2] ?? 10_000);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drugplan-archive-'));
const archive = join(folder, 'archive');
const ROUNDS = 2;
const LEVEL_FROM = Math.min(2000, Math.floor(documents / 5));

/** Kilobytes of resident memory of a process; 0 once it has gone. */
function resident(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Counts the rows of a ledger while it grows. */
function counter(file) {
  const buffer = Buffer.alloc(1 << 20);
  let handle = null;
  let count = 0;
  return {
    read() {
      try {
        handle ??= openSync(file, 'r');
      } catch {
        return count;
      }
      for (let got = readSync(handle, buffer); got > 0; got = readSync(handle, buffer)) {
        for (let at = buffer.indexOf(10); at >= 0 && at < got; at = buffer.indexOf(10, at + 1)) count++;
      }
      return count;
    },
    close: () => handle !== null && closeSync(handle),
  };
}

/** Runs a batch and watches it. */
async function run(name, ...flags) {
  const out = join(folder, name);
  const start = performance.now();
  const child = spawn(process.execPath, [join(root, 'bin/drugplan.js'), 'batch', archive, '-o', out, '-q', ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.resume();
  const rows = counter(join(out, '.drugplan/ledger.jsonl'));
  const samples = [];
  const timer = setInterval(() => samples.push({ rows: rows.read(), mb: resident(child.pid) / 1024 }), 200);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  rows.close();
  return { code, seconds: (performance.now() - start) / 1000, samples };
}

const mean = (list) => list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length);
const shown = (runs) => runs.map(({ seconds }) => seconds.toFixed(1)).join(', ');
let over = 0;
function row(name, value, limit, ok) {
  if (!ok) over++;
  console.log(`${name.padEnd(62)} ${value.padStart(12)}   (${limit}: ${ok ? 'ok' : 'OVER'})`);
}

try {
  const made = JSON.parse(
    execFileSync('npx', ['tsx', 'scripts/archive-fixture.ts', archive, String(documents)], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  console.log(
    `${made.files} documents, ${(made.bytes / 1e6).toFixed(0)} MB, ${made.broken} broken; Node ${process.version}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}\n`,
  );
  // In turns, since a machine that is shared is faster at some times than at others; the archive is in the page cache from its making.
  const [ones, twos] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ones.push(await run(`one${round}`, '--jobs', '1'));
    twos.push(await run(`two${round}`, '--jobs', '2'));
  }
  const two = twos.at(-1);
  const again = await run(`two${ROUNDS - 1}`, '--jobs', '2');
  const sum = (runs) => runs.reduce((total, { seconds }) => total + seconds, 0);
  const ratio = sum(ones) / sum(twos);
  const peak = Math.max(...two.samples.map(({ mb }) => mb));
  const early = mean(two.samples.filter(({ rows }) => rows >= LEVEL_FROM && rows < 2 * LEVEL_FROM).map(({ mb }) => mb));
  const late = mean(two.samples.filter(({ rows }) => rows >= documents - LEVEL_FROM).map(({ mb }) => mb));
  console.log(
    `one worker ${shown(ones)} s, two workers ${shown(twos)} s (${(documents / two.seconds).toFixed(0)} documents/s, ${(made.bytes / 1e6 / two.seconds).toFixed(1)} MB/s), again ${again.seconds.toFixed(2)} s\n`,
  );
  row('two workers are so many times as fast as one', ratio.toFixed(2), 'at least 1.7', ratio >= 1.7);
  row('resident memory at its peak', `${peak.toFixed(0)} MB`, 'at most 450 MB', peak <= 450);
  row(
    `memory of the last ${LEVEL_FROM} documents / of those from the ${LEVEL_FROM}th on`,
    `${late.toFixed(0)}/${early.toFixed(0)} MB`,
    'level: at most 1.1',
    late <= 1.1 * early,
  );
  row(
    'a rerun with nothing changed, of the first run',
    `${((100 * again.seconds) / two.seconds).toFixed(1)} %`,
    'at most 5 %',
    again.seconds <= 0.05 * two.seconds,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = over === 0 ? 0 : 1;

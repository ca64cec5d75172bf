#!/usr/bin/env node
// Side by side in one run, since machines differ: a cold and a warm parse against bare nodejieba, a warm one against Recognizers-Text, and how the time
// grows with the text. Exits 1 where a limit is passed.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { speech } from './document.mjs';

const LENGTH = 11_000;
const PAIRS = 15;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drugplan-bench-'));
const file = join(folder, 'speech.txt');
writeFileSync(file, speech(LENGTH));

const node = (...args) => execFileSync(process.execPath, args, { cwd: here('..'), encoding: 'utf8', maxBuffer: 1 << 28 });
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const cold = (...args) => {
  const start = performance.now();
  node(...args);
  return performance.now() - start;
};
const warm = (task, length) => Number(node(here('./warm.mjs'), task, String(length)));

/** The times of two tasks that take turns, so that a slow moment of the machine hits both, and the median of the ratios of the pairs. */
async function alternate(one, other, rounds) {
  const pairs = [];
  for (let i = 0; i < rounds; i++) pairs.push([await one(), await other()]);
  return { times: [0, 1].map((k) => median(pairs.map((pair) => pair[k]))), ratio: median(pairs.map(([a, b]) => a / b)) };
}

/** A warm process that does its task a few times whenever it is asked, and gives the median. */
async function warmed(task) {
  const child = spawn(process.execPath, [here('./warm.mjs'), task, String(LENGTH), 'turns'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    turn: async () => {
      child.stdin.write('\n');
      return Number((await lines.next()).value);
    },
    end: () => child.stdin.end(),
  };
}

async function warmPair(name, other, rounds, digits, limit) {
  const tasks = [await warmed('parse'), await warmed(other)];
  pair(name, await alternate(tasks[0].turn, tasks[1].turn, rounds), digits, limit);
  for (const task of tasks) task.end();
}

let over = 0;
function row(name, figures, value, digits, limit) {
  if (value > limit) over++;
  console.log(
    `${name.padEnd(64)} ${figures.padStart(24)} = ${value.toFixed(digits).padStart(6)}  (at most ${limit}: ${value <= limit ? 'ok' : 'OVER'})`,
  );
}
const pair = (name, { times: [one, other], ratio }, digits, limit) =>
  row(name, `${one.toFixed(1)} ms / ${other.toFixed(1)} ms`, ratio, digits, limit);

console.log(
  `Medians of pairs, ${LENGTH} characters, Node ${process.version}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}\n`,
);
const bare = "require('nodejieba').cut('药品监管')";
pair(
  'cold: drugplan parse / bare nodejieba, require and first cut',
  await alternate(
    () => cold('bin/drugplan.js', 'parse', file),
    () => cold('-e', bare),
    PAIRS,
  ),
  3,
  0.35,
);
await warmPair('warm: parse / bare nodejieba.tag of the same text', 'tag', 60, 2, 1);
await warmPair('warm: parse / Recognizers-Text, line by line', 'recognizers', 3, 4, 1 / 50);

const factors = [1, 2, 4, 8, 16];
const times = factors.map((factor) => median([1, 2, 3].map(() => warm('parse', factor * LENGTH))));
// Least squares over the logarithms.
const [xs, ys] = [factors.map(Math.log), times.map(Math.log)];
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
const slope =
  xs.reduce((sum, x, i) => sum + (x - mean(xs)) * (ys[i] - mean(ys)), 0) / xs.reduce((sum, x) => sum + (x - mean(xs)) ** 2, 0);
row(
  `exponent of the time over ${factors.join(', ')} times the text`,
  `${times.map((ms) => ms.toFixed(0)).join(', ')} ms`,
  slope,
  2,
  1.1,
);
rmSync(folder, { recursive: true });
process.exitCode = over === 0 ? 0 : 1;

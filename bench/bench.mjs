#!/usr/bin/env node
// Side by side in one run, since machines differ: a cold and a warm parse against bare nodejieba, a warm one against Recognizers-Text, and how the time
// grows with the text. Exits 1 where a limit is passed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Takes turns, so that a busy moment of the machine hits both. */
function alternate(one, other, rounds) {
  const times = [[], []];
  for (let i = 0; i < rounds; i++) {
    times[0].push(one());
    times[1].push(other());
  }
  return times.map(median);
}

let over = 0;
function row(name, figures, value, digits, limit) {
  if (value > limit) over++;
  console.log(
    `${name.padEnd(64)} ${figures.padStart(24)} = ${value.toFixed(digits).padStart(6)}  (at most ${limit}: ${value <= limit ? 'ok' : 'OVER'})`,
  );
}
const pair = (name, [one, other], digits, limit) =>
  row(name, `${one.toFixed(1)} ms / ${other.toFixed(1)} ms`, one / other, digits, limit);

console.log(
  `Medians, ${LENGTH} characters, Node ${process.version}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}\n`,
);
const bare = "require('nodejieba').cut('药品监管')";
pair(
  'cold: drugplan parse / bare nodejieba, require and first cut',
  alternate(
    () => cold('bin/drugplan.js', 'parse', file),
    () => cold('-e', bare),
    PAIRS,
  ),
  3,
  0.35,
);
pair(
  'warm: parse / bare nodejieba.tag of the same text',
  alternate(
    () => warm('parse', LENGTH),
    () => warm('tag', LENGTH),
    5,
  ),
  2,
  1,
);
pair(
  'warm: parse / Recognizers-Text, line by line',
  alternate(
    () => warm('parse', LENGTH),
    () => warm('recognizers', LENGTH),
    1,
  ),
  4,
  1 / 50,
);

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

#!/usr/bin/env node
// Side by side in one run, since machines differ: a cold and a warm parse against bare nodejieba, and ten times the text against once.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { speech } from './document.mjs';

const LENGTH = 11_000;
const ROUNDS = 9;
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

/** Takes turns, so that a busy moment of the machine hits both. */
function alternate(one, other, rounds = ROUNDS) {
  const times = [[], []];
  for (let i = 0; i < rounds; i++) {
    times[0].push(one());
    times[1].push(other());
  }
  return times.map(median);
}

const bare = "require('nodejieba').cut('药品监管')";
const warm = (task, length) => Number(node(here('./warm.mjs'), task, String(length)));
const rows = [
  [
    'cold: drugplan parse / bare nodejieba, require and first cut',
    ...alternate(
      () => cold('bin/drugplan.js', 'parse', file),
      () => cold('-e', bare),
    ),
    0.5,
  ],
  [
    'warm: parse / bare nodejieba.tag of the same text',
    ...alternate(
      () => warm('parse', LENGTH),
      () => warm('tag', LENGTH),
      3,
    ),
    1.5,
  ],
  [
    'scale: parse of ten times the text / of once',
    ...alternate(
      () => warm('parse', 10 * LENGTH),
      () => warm('parse', LENGTH),
      3,
    ),
    12,
  ],
];
rmSync(folder, { recursive: true });

console.log(`Medians, ${LENGTH} characters, Node ${process.version}\n`);
for (const [name, one, other, limit] of rows) {
  const ratio = one / other;
  console.log(
    `${name.padEnd(62)} ${one.toFixed(1).padStart(8)} ms / ${other.toFixed(1).padStart(7)} ms = ${ratio.toFixed(2).padStart(5)}  (at most ${limit}: ${ratio <= limit ? 'ok' : 'OVER'})`,
  );
}

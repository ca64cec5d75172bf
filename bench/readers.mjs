#!/usr/bin/env node
// What each format costs from a cold start: the same document as text and as an office keeps it, in turns. Plain text loads no other reader.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROUNDS = 11;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const forms = ['input.txt', 'input.doc', 'input.rtf', 'input.html', 'input.pdf'];
const times = new Map(forms.map((form) => [form, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const form of forms) {
    const start = performance.now();
    execFileSync(process.execPath, ['bin/drugplan.js', 'parse', `fixtures/formats/work-points/${form}`], {
      cwd: here('..'),
      maxBuffer: 1 << 28,
    });
    times.get(form).push(performance.now() - start);
  }
}
for (const [form, list] of times) {
  list.sort((a, b) => a - b);
  console.log(
    `${form.padEnd(12)} ${list[0].toFixed(0).padStart(6)} ms at best ${list[ROUNDS >> 1].toFixed(0).padStart(6)} ms median`,
  );
}

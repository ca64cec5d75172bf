#!/usr/bin/env node
// Scores the parser on the evaluation set and holds the figures against test/eval-thresholds.json. `--print` holds them against nothing.
// The set is looked for in $DRUGPLAN_EVAL, then in ../shared/eval. Exit codes: 0 reached, 1 missed, 3 no set there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const set = process.env.DRUGPLAN_EVAL ?? join(root, '../shared/eval');
const scorer = join(set, 'score.mjs');
if (!existsSync(scorer)) {
  console.error(`evaluate: NO EVALUATION SET: ${scorer} is not there; set DRUGPLAN_EVAL to the folder that holds score.mjs`);
  process.exit(3);
}

const temporary = mkdtempSync(join(tmpdir(), 'drugplan-eval-'));
const command = `${JSON.stringify(process.execPath)} ${JSON.stringify(join(root, 'bin/drugplan.js'))} parse`;
const groups = JSON.parse(readFileSync(join(root, 'test/eval-thresholds.json'), 'utf8'));
let missed = 0;
try {
  for (const [group, { names, f1 }] of Object.entries(groups)) {
    const file = join(temporary, `${group}.json`);
    const table = execFileSync(process.execPath, [scorer, '--cmd', command, '--json', file, ...names], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    console.log(`evaluate: ${group}${table.replace(/\n$/, '')}`);
    const { total } = JSON.parse(readFileSync(file, 'utf8'));
    if (process.argv.includes('--print')) continue;
    for (const [row, wanted] of Object.entries(f1)) {
      const got = 100 * total[row].f;
      if (got >= wanted) continue;
      console.log(`evaluate: MISSED ${group}: ${row} is ${got.toFixed(2)}, must be at least ${wanted}`);
      missed++;
    }
  }
} finally {
  rmSync(temporary, { recursive: true });
}
if (missed > 0) process.exitCode = 1;
else console.log('evaluate: all thresholds reached');

/** What changes under a run, or between a kill and the next one: the archive, its outputs, the permissions of both. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Batch } from '../src/batch/index.js';
import { drugplan, emptyFolder, nobody, type Run } from './cli.js';
import { batchOptions } from './support/archive.js';
import { filesUnder, ledgerRows, start, writeFiles } from './support/program.js';

const text = (name: string): string => `${name}工作要点\n一、加强监管\n（一）抓好抽检。完成药品抽检100批次。\n`;

describe('an output whose row was lost', () => {
  const asked = (...formats: string[]): string[] => [
    ...['batch', 'in', '-o', 'out', '--jobs', '1', '--lang', 'en'],
    ...formats.flatMap((format) => ['-f', format]),
  ];
  /** Kills a run after its first row, takes that row away, and gives the file that it was of. */
  const killed = async (base: string): Promise<string> => {
    writeFiles(base, Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`in/${i}.txt`, text('甲省').repeat(20)])));
    const { child, ended } = start(asked('json', 'md'), {}, base);
    const ledger = join(base, 'out/.drugplan/ledger.jsonl');
    while (!existsSync(ledger) || statSync(ledger).size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    expect((await ended).code).toBe('SIGKILL');
    const path = ledgerRows(join(base, 'out'))[0]?.path as string;
    writeFileSync(ledger, readFileSync(ledger, 'utf8').slice(readFileSync(ledger, 'utf8').indexOf('\n') + 1));
    return path;
  };

  it('and whose source is gone is known to the next run, and goes with --prune', async () => {
    const base = emptyFolder();
    const path = await killed(base);
    rmSync(join(base, 'in', path));
    expect(drugplan(asked('json', 'md'), { cwd: base }).err).toContain('1 sources are gone, their outputs are still there');
    expect(existsSync(join(base, `out/${path}.md`))).toBe(true);
    expect(drugplan([...asked('json', 'md'), '--prune'], { cwd: base }).err).toContain(
      '1 sources are gone, their outputs were removed',
    );
    const left = [...filesUnder(join(base, 'out')).keys()];
    expect(left).toHaveLength(2 * 399);
    expect(left).not.toContain(`${path}.json`);
    expect(existsSync(join(base, 'out/.drugplan/underway.jsonl'))).toBe(false);
  }, 60_000);

  it('is known to a run for another format, and goes with its source', async () => {
    const base = emptyFolder();
    const path = await killed(base);
    expect(drugplan(asked('yaml'), { cwd: base }).code).toBe(0);
    const row = ledgerRows(join(base, 'out')).findLast((one) => one.path === path);
    expect(Object.keys(row?.outputs ?? {}).sort()).toEqual([`${path}.json`, `${path}.md`, `${path}.yaml`]);
    rmSync(join(base, 'in', path));
    drugplan([...asked('yaml'), '--prune'], { cwd: base });
    expect([...filesUnder(join(base, 'out')).keys()].filter((name) => name.startsWith(`${path}.`))).toEqual([]);
  }, 60_000);
});

describe('an archive that changes in mid-run', () => {
  it('files that vanish, turn into folders or change after the plan: each has a true row', async () => {
    const base = emptyFolder();
    writeFiles(base, Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`in/${i}.txt`, text(`第${i}省`)])));
    const job = new Batch(batchOptions(base));
    const report = await job.run({
      planned() {
        rmSync(join(base, 'in/3.txt'));
        rmSync(join(base, 'in/5.txt'));
        mkdirSync(join(base, 'in/5.txt'));
        writeFileSync(join(base, 'in/7.txt'), text('新省'));
      },
    });
    expect(report).toMatchObject({ files: 12, converted: 10, failed: 2, left: 0 });
    expect(report.failures.map(({ code, files }) => [code, files])).toEqual([
      ['file/missing', ['3.txt']],
      ['file/unreadable', ['5.txt']],
    ]);
    expect(readFileSync(join(base, 'out/7.txt.json'), 'utf8')).toContain('新省');
    const again = await job.run();
    expect(again).toMatchObject({ files: 10, converted: 0, unchanged: 10, failed: 0 });
    job.close();
  });

  it('a file that is written to all the time ends as it is when the writer has stopped', async () => {
    const base = emptyFolder();
    writeFiles(base, { 'in/a.txt': text('甲省').repeat(2000) });
    const appending = new Worker(
      `const { appendFileSync } = require('node:fs'); for (;;) appendFileSync(${JSON.stringify(join(base, 'in/a.txt'))}, '增');`,
      { eval: true },
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const job = new Batch(batchOptions(base));
    const first = await job.run();
    expect(first.converted + first.failed).toBe(1);
    for (const { code } of first.failures) expect(code).toBe('file/changed');
    await appending.terminate();
    expect(await job.run()).toMatchObject({ converted: 1, failed: 0 });
    expect(await job.run()).toMatchObject({ converted: 0, unchanged: 1 });
    const length = readFileSync(join(base, 'in/a.txt'), 'utf8').length;
    expect(JSON.parse(readFileSync(join(base, 'out/a.txt.json'), 'utf8')).source.length).toBe(length);
    job.close();
  }, 120_000);

  it('a file without permission fails, and is tried again by itself once it may be read', () => {
    const base = emptyFolder();
    writeFiles(base, { 'in/a.txt': text('甲省'), 'in/b.txt': text('乙省') });
    chmodSync(base, 0o777);
    chmodSync(join(base, 'in/a.txt'), 0o000);
    const run = (): Run => drugplan(['batch', 'in', '-o', 'out', '--lang', 'en'], { cwd: base, user: nobody });
    const first = run();
    expect(first.code, first.err).toBe(3);
    expect(first.err).toContain('a.txt: no permission');
    chmodSync(join(base, 'in/a.txt'), 0o644);
    expect(run().code).toBe(0);
  });
});

describe('an OUT that changes in mid-run', () => {
  it('to read-only is a clear message, and a run after that completes', async () => {
    const base = emptyFolder();
    chmodSync(base, 0o777);
    writeFiles(base, Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`in/${i}.txt`, text('甲省')])));
    // By permissions, since a file system on which a ledger is open cannot be remounted.
    const run = ['batch', 'in', '-o', 'out', '--jobs', '1', '--lang', 'en'];
    const { ended } = start(run, {}, base, nobody);
    const state = join(base, 'out/.drugplan');
    const folders = ['out', 'out/.drugplan', 'out/.drugplan/tmp'].map((path) => join(base, path));
    while (!existsSync(join(state, 'ledger.jsonl')) || statSync(join(state, 'ledger.jsonl')).size === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    for (const path of folders) chmodSync(path, 0o555);
    const { code, err } = await ended;
    expect(code, err).toBe(2);
    expect(err).toMatch(/out\/\d+\.txt\.json: cannot be written \(EACCES\); what was converted before is safe/);
    const rows = ledgerRows(join(base, 'out'));
    expect(rows.length).toBeLessThan(400);
    expect([...filesUnder(join(base, 'out')).keys()].sort()).toEqual(rows.map(({ path }) => `${path}.json`).sort());
    for (const path of folders) chmodSync(path, 0o755);
    const again = start(run, {}, base, nobody);
    expect((await again.ended).err).toContain(`${400 - rows.length} converted, ${rows.length} unchanged`);
    expect(filesUnder(join(base, 'out')).size).toBe(400);
    expect(readdirSync(state)).toEqual(['archive.json', 'ledger.jsonl']);
  }, 60_000);
});

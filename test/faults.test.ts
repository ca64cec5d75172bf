/**
 * Faults of every kind, after which nothing may be lost and the summary must tell the truth. The sizes come from the environment: small here, larger
 * in CI, full in `npm run soak`. What needs privileges is skipped where there are none, unless DRUGPLAN_PRIVILEGED=1 forbids that.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, random } from '../scripts/archive-fixture.js';
import { Batch, type BatchOptions } from '../src/batch/index.js';
import { drugplan, emptyFolder, nobody, type Run } from './cli.js';
import { filesUnder, ledgerRows, start, writeFiles } from './support/program.js';

const size = (name: string, usual: number): number => Number(process.env[`DRUGPLAN_FAULTS_${name}`] ?? usual);
const DOCUMENTS = size('DOCUMENTS', 100);
const KILLS = size('KILLS', 2);
const MUTATIONS = size('MUTATIONS', 400);
const SEED = size('SEED', 1);
const HOUR = 3_600_000;

const text = (name: string): string => `${name}工作要点\n一、加强监管\n（一）抓好抽检。完成药品抽检100批次。\n`;
const folder = emptyFolder();
const archive = join(folder, 'archive');
/** A run into a folder of its own, with all that it may write. */
const args = (name: string): string[] => [
  'batch',
  archive,
  '-o',
  `${name}/out`,
  '--lang',
  'en',
  '-q',
  '--jsonl',
  `${name}/all.jsonl`,
  '--parquet',
  `${name}/data`,
];
const batch = (name: string, ...more: string[]): Run => drugplan([...args(name), ...more], { cwd: folder });
const result = (name: string): Map<string, string> => filesUnder(join(folder, name));
/** Outputs, without the ledger and what else the run keeps for itself. */
const outputs = (files: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...files].filter(([path]) => !path.includes('.drugplan/')));

let reference: Map<string, string>;
let broken: number;
let seconds: number;

beforeAll(() => {
  broken = makeArchive(archive, DOCUMENTS, SEED).broken;
  const began = performance.now();
  const run = batch('reference', '--report', 'reference.json');
  seconds = (performance.now() - began) / 1000;
  expect(run.code, run.err).toBe(broken > 0 ? 3 : 0);
  reference = outputs(result('reference'));
}, HOUR);

describe('an archive made from fixtures', () => {
  it('is converted but for what is broken, and the report says so', () => {
    const report = JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8'));
    expect(report).toMatchObject({ files: DOCUMENTS, left: 0, interrupted: false, stopped: null });
    expect(report.converted + report.failed).toBe(DOCUMENTS);
    expect(report.failed, JSON.stringify(report.failures)).toBe(broken);
    expect(report.failures.some(({ code }: { code: string }) => code.startsWith('run/'))).toBe(false);
    expect([...reference.keys()].filter((path) => path.startsWith('out/'))).toHaveLength(report.converted);
  });
});

describe('kill -9', () => {
  it(
    `at ${KILLS} random moments, then resumed: the outputs are those of an undisturbed run`,
    async () => {
      const chance = random(SEED);
      for (let kill = 0; kill < KILLS; kill++) {
        const { child, ended } = start(args('killed'), {}, folder);
        setTimeout(() => child.kill('SIGKILL'), 200 + chance() * Math.max(300, (1500 * seconds) / KILLS));
        await ended;
        // What is there is whole, at every moment.
        for (const [path, sha256] of outputs(result('killed')))
          if (path.startsWith('out/')) expect([path, sha256]).toEqual([path, reference.get(path)]);
      }
      expect(batch('killed').code).toBe(broken > 0 ? 3 : 0);
      expect(outputs(result('killed'))).toEqual(reference);
      const rows = ledgerRows(join(folder, 'killed/out'));
      expect(new Set(rows.map(({ path }) => path)).size).toBe(DOCUMENTS);
      expect(existsSync(join(folder, 'killed/out/.drugplan/lock'))).toBe(false);
      expect(existsSync(join(folder, 'killed/out/.drugplan/tmp'))).toBe(false);
    },
    HOUR,
  );
});

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

describe('Ctrl-C', () => {
  it(
    'finishes what is in work, says how to go on, and exits 130; a second run completes',
    async () => {
      const { child, ended } = start(
        args('interrupted').filter((arg) => arg !== '-q'),
        {},
        folder,
      );
      while (!existsSync(join(folder, 'interrupted/out/.drugplan/ledger.jsonl')))
        await new Promise((resolve) => setTimeout(resolve, 10));
      child.kill('SIGINT');
      const { code, err } = await ended;
      expect(code, err).toBe(130);
      expect(err).toContain('run the same command again');
      const rows = ledgerRows(join(folder, 'interrupted/out')).filter(({ status }) => status === 'ok');
      expect([...outputs(result('interrupted')).keys()].filter((path) => path.startsWith('out/'))).toHaveLength(rows.length);
      batch('interrupted');
      expect(outputs(result('interrupted'))).toEqual(reference);
    },
    HOUR,
  );
});

describe('two runs at once', () => {
  it(
    'one converts, the other is refused and told by whom',
    async () => {
      const runs = await Promise.all([start(args('twice'), {}, folder).ended, start(args('twice'), {}, folder).ended]);
      const refused = runs.filter(({ code }) => code === 2);
      expect(refused).toHaveLength(1);
      expect(refused[0]?.err).toMatch(/another run \(process \d+/);
      expect(outputs(result('twice'))).toEqual(reference);
    },
    HOUR,
  );

  it('a lock whose holder is dead is taken over, one from another machine is not', () => {
    const lock = join(folder, 'reference/out/.drugplan/lock');
    writeFileSync(
      lock,
      JSON.stringify({
        pid: 2 ** 22 - 3,
        host: JSON.parse(JSON.stringify(spawnSync('hostname', { encoding: 'utf8' }).stdout.trim())),
        began: '1',
      }),
    );
    expect(batch('reference').code).toBe(broken > 0 ? 3 : 0);
    writeFileSync(lock, JSON.stringify({ pid: 1, host: 'elsewhere', began: '1' }));
    const run = batch('reference');
    expect(run.code).toBe(2);
    expect(run.err).toContain('elsewhere');
    rmSync(lock);
  });
});

describe('a torn ledger', () => {
  it('costs the file of its last line, and is whole again afterwards', () => {
    const ledger = join(folder, 'reference/out/.drugplan/ledger.jsonl');
    truncateSync(ledger, statSync(ledger).size - 20);
    const run = batch('reference', '--report', 'torn.json');
    expect(run.code).toBe(broken > 0 ? 3 : 0);
    const report = JSON.parse(readFileSync(join(folder, 'torn.json'), 'utf8'));
    expect(report.converted + report.failed - report.failedBefore).toBe(1);
    expect(ledgerRows(join(folder, 'reference/out'))).toHaveLength(DOCUMENTS);
    expect(outputs(result('reference'))).toEqual(reference);
  });

  it('with damage in the middle costs that file', () => {
    const ledger = join(folder, 'reference/out/.drugplan/ledger.jsonl');
    const lines = readFileSync(ledger, 'utf8').split('\n');
    lines[3] = `${lines[3]?.slice(0, 30)}\0\0\0`;
    writeFileSync(ledger, lines.join('\n'));
    batch('reference', '--report', 'damaged.json');
    const report = JSON.parse(readFileSync(join(folder, 'damaged.json'), 'utf8'));
    expect(report.converted + report.failed - report.failedBefore).toBe(1);
    expect(outputs(result('reference'))).toEqual(reference);
  });
});

describe('an archive that changes in mid-run', () => {
  const options = (base: string): BatchOptions => ({
    inputs: [join(base, 'in')],
    out: join(base, 'out'),
    root: null,
    convert: {
      formats: ['json'],
      rows: 'measures',
      encoding: null,
      lang: 'en',
      explain: false,
      lexicon: null,
      keepDocuments: false,
    },
    version: '1',
    jsonl: null,
    parquet: null,
    jobs: 2,
    timeoutMs: 60_000,
    memoryMb: 512,
    force: false,
    retryFailed: false,
    prune: false,
    signal: new AbortController().signal,
    exclude: [],
    workerFile: null,
  });

  it('files that vanish, turn into folders or change after the plan: each has a true row', async () => {
    const base = emptyFolder();
    writeFiles(base, Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`in/${i}.txt`, text(`第${i}省`)])));
    const job = new Batch(options(base));
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
    const job = new Batch(options(base));
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

describe('where results go', () => {
  const mounted: string[] = [];
  const privileged = canMount();
  const missing = 'needs the right to mount a tmpfs';
  afterAll(() => {
    for (const place of mounted) spawnSync('umount', [place]);
  });

  /** Whether a tmpfs can be mounted here; in CI it must be. */
  function canMount(): boolean {
    const probe = emptyFolder();
    const able = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe]).status === 0;
    if (able) execFileSync('umount', [probe]);
    if (!able && process.env.DRUGPLAN_PRIVILEGED === '1') throw new Error(`DRUGPLAN_PRIVILEGED=1, but this ${missing}`);
    if (!able) console.warn(`skipped: a full disk and a read-only output (${missing})`);
    return able;
  }
  function tmpfs(place: string, bytes: string): void {
    mkdirSync(place, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', place]);
    mounted.push(place);
  }

  it.skipIf(!privileged)(
    'a full disk is a clear message, and a run after making room completes',
    () => {
      const place = join(folder, 'full');
      const bytes = [...reference.keys()]
        .filter((path) => path.startsWith('out/'))
        .reduce((sum, path) => sum + statSync(join(folder, 'reference', path)).size, 0);
      tmpfs(place, `${Math.max(64, Math.floor(bytes / 3 / 1024))}k`);
      for (let attempt = 0; attempt < 2; attempt++) {
        const run = batch('full', '--report', 'full.json');
        expect(run.code, run.err).toBe(2);
        expect(run.err).toMatch(/no room left for .*Make room and run the same command again/);
        const report = JSON.parse(readFileSync(join(folder, 'full.json'), 'utf8'));
        expect(report.stopped).toContain('disk-full');
        expect(report.left).toBeGreaterThan(0);
        for (const [path, sha256] of outputs(result('full')))
          if (path.startsWith('out/')) expect([path, sha256]).toEqual([path, reference.get(path)]);
      }
      execFileSync('mount', ['-o', 'remount,size=2g', place]);
      expect(batch('full').code).toBe(broken > 0 ? 3 : 0);
      expect(outputs(result('full'))).toEqual(reference);
    },
    HOUR,
  );

  it.skipIf(!privileged)(
    'a folder that is read-only is a clear message, and a run after that completes',
    () => {
      const place = join(folder, 'readonly');
      tmpfs(place, '512m');
      execFileSync('mount', ['-o', 'remount,ro', place]);
      const run = batch('readonly');
      expect(run.code).toBe(2);
      expect(run.err).toMatch(/cannot be written \(EROFS\)/);
      execFileSync('mount', ['-o', 'remount,rw', place]);
      expect(batch('readonly').code).toBe(broken > 0 ? 3 : 0);
      expect(outputs(result('readonly'))).toEqual(reference);
    },
    HOUR,
  );

  it('a folder that turns read-only in mid-run is a clear message, and a run after that completes', async () => {
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

  it('a file where a folder must be is a clear message', () => {
    writeFileSync(join(folder, 'file'), '');
    const run = drugplan(['batch', archive, '-o', 'file/out', '--lang', 'en'], { cwd: folder });
    expect(run.code).toBe(2);
    expect(run.err).toContain('cannot be written (ENOTDIR)');
  });

  it('a name that becomes too long fails alone', () => {
    const base = emptyFolder();
    writeFiles(base, { [`in/${'长'.repeat(83)}.txt`]: '一、加强监管。', 'in/b.txt': '一、加强监管。' });
    const run = drugplan(['batch', 'in', '-o', 'out', '--lang', 'en'], { cwd: base });
    expect(run.code).toBe(3);
    expect(run.err).toContain('too long');
    expect(existsSync(join(base, 'out/b.txt.json'))).toBe(true);
  });

  it('outputs that were taken away or cut are written again', () => {
    const [first, second] = [...reference.keys()].filter((path) => path.startsWith('out/')) as [string, string];
    renameSync(join(folder, 'reference', first), join(folder, 'aside'));
    truncateSync(join(folder, 'reference', second), 10);
    batch('reference');
    expect(outputs(result('reference'))).toEqual(reference);
  });
});

describe('mutated inputs', () => {
  it(
    `${MUTATIONS} of them through the library: no crash, no hang, no broken property`,
    async () => {
      const threads = Math.min(2, Math.ceil(MUTATIONS / 200));
      const share = Math.ceil(MUTATIONS / threads);
      const runs = Array.from({ length: threads }, (_, i) => mutations(i * share, Math.min(MUTATIONS, (i + 1) * share)));
      expect((await Promise.all(runs)).flat()).toEqual([]);
    },
    HOUR,
  );

  /** Runs a stretch of numbered inputs; a thread that says nothing for a minute hangs. */
  function mutations(from: number, to: number): Promise<string[]> {
    return new Promise((resolve) => {
      const wrong: string[] = [];
      const file = fileURLToPath(new URL('./support/mutations.mjs', import.meta.url));
      const worker = new Worker(file, { workerData: { mutations: { from, to, seed: SEED } } });
      let at = from;
      let timer: NodeJS.Timeout;
      const end = (reason: string | null): void => {
        clearTimeout(timer);
        if (reason) wrong.push(reason);
        void worker.terminate().then(() => resolve(wrong));
      };
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => end(`hangs at one of ${at} to ${at + 20} (seed ${SEED})`), 60_000);
      };
      watch();
      worker.on('error', (error) => end(`the thread died after ${at}: ${error}`));
      worker.on('message', (message: { number: number; ms: number; wrong: string | null; done?: boolean }) => {
        at = message.number;
        if (message.wrong !== null) wrong.push(`${at} (seed ${SEED}): ${message.wrong}`);
        if (message.done) end(null);
        else watch();
      });
    });
  }
});

if (process.env.DRUGPLAN_FAULTS_LOG) {
  afterAll(() =>
    appendFileSync(
      process.env.DRUGPLAN_FAULTS_LOG as string,
      `${JSON.stringify({ DOCUMENTS, broken, KILLS, MUTATIONS, SEED, seconds })}\n`,
    ),
  );
}

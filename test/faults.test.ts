/**
 * Faults of every kind, after which nothing may be lost and the summary must tell the truth. The sizes come from the environment: small here, larger
 * in CI, full in `npm run soak`. What needs privileges is skipped where there are none, unless DRUGPLAN_PRIVILEGED=1 forbids that.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive } from '../scripts/archive-fixture.js';
import { random } from '../scripts/random.mjs';
import { drugplan, emptyFolder, type Run } from './cli.js';
import { filesUnder, ledgerRows, start, writeFiles } from './support/program.js';

const size = (name: string, usual: number): number => Number(process.env[`DRUGPLAN_FAULTS_${name}`] ?? usual);
const DOCUMENTS = size('DOCUMENTS', 100);
const KILLS = size('KILLS', 2);
const SEED = size('SEED', 1);
const HOUR = 3_600_000;

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
        host: hostname(),
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

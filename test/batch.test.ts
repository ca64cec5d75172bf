import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { Batch, type BatchOptions, StoppedError } from '../src/batch/index.js';
import { drugplan, type Run } from './cli.js';
import { archiveFolder, batchOptions, paper } from './support/archive.js';
import { filesUnder, ledgerRows, start, writeFiles } from './support/program.js';

const three = { 'a.txt': '甲省', 'x/b.txt': '乙省', 'x/丙 "省"\n.txt': '丙省' };

let folder: string;
beforeEach(() => {
  folder = archiveFolder(three);
});

const batch = (...args: string[]): Run => drugplan(['batch', 'in', '-o', 'out', '--lang', 'en', ...args], { cwd: folder });
const json = (path: string): { source: { name: string }; measures: unknown[] } =>
  JSON.parse(readFileSync(join(folder, path), 'utf8'));

describe('drugplan batch', () => {
  it('writes what parse gives, mirroring the tree', () => {
    const run = batch();
    expect(run).toMatchObject({ code: 0, out: '' });
    expect(run.err).toContain('3 converted, 0 unchanged, 0 failed of 3 files');
    expect([...filesUnder(join(folder, 'out')).keys()]).toEqual(['a.txt.json', 'x/b.txt.json', 'x/丙 "省"\n.txt.json'].sort());
    const { source, ...rest } = json('out/x/b.txt.json');
    const parsed = JSON.parse(drugplan(['parse', join(folder, 'in/x/b.txt')]).out);
    expect({ ...rest, source: { ...source, name: 'b.txt' } }).toEqual(parsed);
    expect(source.name).toBe('x/b.txt');
  });

  it('skips what has not changed, and converts what has', () => {
    batch();
    const before = statSync(join(folder, 'out/a.txt.json')).mtimeMs;
    expect(batch().err).toContain('0 converted, 3 unchanged');
    expect(statSync(join(folder, 'out/a.txt.json')).mtimeMs).toBe(before);
    utimesSync(join(folder, 'in/a.txt'), new Date(), new Date());
    expect(batch().err).toContain('0 converted, 3 unchanged');
    writeFileSync(join(folder, 'in/a.txt'), paper('丁省'));
    expect(batch().err).toContain('1 converted, 2 unchanged');
    rmSync(join(folder, 'out/x/b.txt.json'));
    expect(batch().err).toContain('1 converted, 2 unchanged');
    expect(batch('--format', 'json', '--format', 'yaml').err).toContain('3 converted');
    expect(existsSync(join(folder, 'out/a.txt.yaml'))).toBe(true);
    expect(batch('--force', '--format', 'json', '--format', 'yaml').err).toContain('3 converted');
  });

  it('makes an output again that was edited to the same size, and none for a time that was rounded or never noted', () => {
    batch();
    const output = join(folder, 'out/a.txt.json');
    const [sound, { mtimeMs }] = [readFileSync(output, 'utf8'), statSync(output)];
    writeFileSync(output, sound.replace('甲省', '乙省'));
    utimesSync(output, new Date(), new Date(mtimeMs + 60_000));
    expect(batch('--dry-run').out).toContain('a.txt.json');
    expect(batch().err).toContain('1 converted, 2 unchanged');
    expect(readFileSync(output, 'utf8')).toBe(sound);
    utimesSync(output, new Date(), new Date(1000 * Math.floor(statSync(output).mtimeMs / 1000)));
    expect(batch().err).toContain('0 converted, 3 unchanged');
    const ledger = join(folder, 'out/.drugplan/ledger.jsonl');
    writeFileSync(ledger, readFileSync(ledger, 'utf8').replaceAll(/,"mtimeMs":\d+/g, ''));
    utimesSync(output, new Date(), new Date(mtimeMs + 60_000));
    expect(batch().err).toContain('0 converted, 3 unchanged');
  });

  it('goes on past files that cannot be read, and says why', () => {
    writeFiles(folder, { 'in/empty.txt': '', 'in/bad.docx': 'PK\x03\x04 no zip' });
    const run = batch('--report', 'report.json');
    expect(run.code).toBe(3);
    expect(run.err).toContain('empty.txt: is empty');
    expect(run.err).toContain('3 converted, 0 unchanged, 2 failed of 5 files');
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    expect(report).toMatchObject({ files: 5, converted: 3, failed: 2, left: 0, interrupted: false });
    expect(report.failures.flatMap(({ files }: { files: string[] }) => files).sort()).toEqual(['bad.docx', 'empty.txt']);
    const again = batch();
    expect(again.code).toBe(3);
    expect(again.err).toContain('2 failed in an earlier run');
    writeFileSync(join(folder, 'in/empty.txt'), paper('戊省'));
    expect(batch().err).toContain('1 converted, 3 unchanged, 1 failed of 5');
    expect(batch('--retry-failed').err).toContain('bad.docx');
  });

  it('takes away the output of a file that has become unreadable', () => {
    batch();
    writeFileSync(join(folder, 'in/a.txt'), '');
    expect(batch().code).toBe(3);
    expect(existsSync(join(folder, 'out/a.txt.json'))).toBe(false);
  });

  it('removes the outputs of sources that are gone only with --prune', () => {
    batch();
    rmSync(join(folder, 'in/x'), { recursive: true });
    expect(batch('--report', 'report.json').err).toContain('2 sources are gone, their outputs are still there');
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ gone: 2, pruned: 0 });
    expect(existsSync(join(folder, 'out/x/b.txt.json'))).toBe(true);
    const dry = batch('--prune', '--dry-run');
    expect(dry.out).toContain('x/b.txt.json');
    expect(existsSync(join(folder, 'out/x/b.txt.json'))).toBe(true);
    expect(batch('--prune').err).toContain('2 sources are gone, their outputs were removed');
    expect(existsSync(join(folder, 'out/x'))).toBe(false);
  });

  it('says what it would do, and does nothing', () => {
    const run = batch('--dry-run');
    expect(run.code).toBe(0);
    expect(run.out.split('\n').filter(Boolean)).toHaveLength(3);
    expect(run.err).toContain('3 to convert');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('takes lists divided by line ends or NUL', () => {
    writeFileSync(join(folder, 'list'), 'in/a.txt\nin/x/b.txt\n');
    expect(drugplan(['batch', '--from-list', 'list', '-o', 'out', '--root', 'in', '-q'], { cwd: folder })).toMatchObject({
      code: 0,
      err: '',
    });
    expect([...filesUnder(join(folder, 'out')).keys()]).toEqual(['a.txt.json', 'x/b.txt.json']);
    const run = drugplan(['batch', '--from-list', '-', '-o', 'out', '--root', 'in', '-q'], {
      cwd: folder,
      input: 'in/a.txt\0in/x/丙 "省"\n.txt',
    });
    expect(run).toMatchObject({ code: 0, err: '' });
    expect([...filesUnder(join(folder, 'out')).keys()]).toHaveLength(3);
  });

  it('gathers records and datasets, the same however they came about', () => {
    const flags = ['--jsonl', 'all.jsonl', '--parquet', 'data'];
    batch(...flags);
    const lines = readFileSync(join(folder, 'all.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.source.name)).toEqual(Object.keys(three).sort());
    const [first, data] = [readFileSync(join(folder, 'all.jsonl')), filesUnder(join(folder, 'data'))];
    rmSync(join(folder, 'out/a.txt.json'));
    rmSync(join(folder, 'all.jsonl'));
    rmSync(join(folder, 'data'), { recursive: true });
    batch(...flags, '--jobs', '1');
    expect(readFileSync(join(folder, 'all.jsonl')).equals(first)).toBe(true);
    expect(filesUnder(join(folder, 'data'))).toEqual(data);
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine/thesis.txt'), '');
    writeFiles(folder, { 'data.old/mine.txt': '', 'data.new/mine.txt': '', 'all.jsonl.new': '' });
    expect(batch(...flags, '--force')).toMatchObject({ code: 0 });
    for (const file of ['data.old/mine.txt', 'data.new/mine.txt', 'all.jsonl.new'])
      expect(existsSync(join(folder, file)), file).toBe(true);
    expect(batch('--parquet', 'mine')).toMatchObject({ code: 2 });
  });

  it('writes every format, the same bytes each time', () => {
    const formats = ['json', 'jsonl', 'yaml', 'xlsx', 'csv', 'md', 'html'].flatMap((format) => ['--format', format]);
    expect(batch(...formats)).toMatchObject({ code: 0 });
    const first = filesUnder(join(folder, 'out'));
    expect(first.size).toBe(3 * 7);
    expect(batch('--force', ...formats)).toMatchObject({ code: 0 });
    expect(filesUnder(join(folder, 'out'))).toEqual(first);
  });

  it('keeps documents for gathering where json is not asked for', () => {
    batch('--format', 'yaml', '--jsonl', 'all.jsonl');
    expect([...filesUnder(join(folder, 'out')).keys()].every((path) => path.endsWith('.yaml'))).toBe(true);
    expect(readFileSync(join(folder, 'all.jsonl'), 'utf8').trim().split('\n')).toHaveLength(3);
  });

  it('refuses what would go wrong before it does anything', () => {
    expect(drugplan(['batch', 'in', '-o', 'in'], { cwd: folder })).toMatchObject({ code: 2 });
    expect(drugplan(['batch', 'in/x', '-o', 'in'], { cwd: folder })).toMatchObject({ code: 2 });
    expect(drugplan(['batch', 'nothing', '-o', 'out', '-q'], { cwd: folder })).toMatchObject({ code: 4 });
    expect(drugplan(['batch', '-o', 'out2'], { cwd: folder })).toMatchObject({ code: 2 });
    expect(drugplan(['batch', 'in', '-o', 'out2', '--jobs', 'x'], { cwd: folder })).toMatchObject({ code: 2 });
    expect(drugplan(['batch', 'in', '-o', 'out2', '--jobs', '1.5'], { cwd: folder })).toMatchObject({ code: 2 });
    expect(drugplan(['batch', 'in', '-o', 'out2', '--rows', 'tasks'], { cwd: folder })).toMatchObject({ code: 2 });
    expect(drugplan(['batch', 'in', '-o', 'out2', '--rows', 'tasks', '--jsonl', 'x'], { cwd: folder })).toMatchObject({
      code: 2,
    });
    expect(drugplan(['batch', 'in', '-o', 'out2', '--format', 'tiff'], { cwd: folder })).toMatchObject({ code: 2 });
    expect(existsSync(join(folder, 'out2'))).toBe(false);
    batch();
    const other = drugplan(['batch', 'in/x', '-o', 'out', '--lang', 'en'], { cwd: folder });
    expect(other.code).toBe(2);
    expect(other.err).toContain('another folder');
  });

  it('goes on with new and changed files under --watch', async () => {
    const { child, ended } = start(['batch', 'in', '-o', 'out', '--watch', '--lang', 'en'], {}, folder);
    const until = async (what: () => boolean): Promise<void> => {
      for (let i = 0; i < 200 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(what()).toBe(true);
    };
    await until(() => existsSync(join(folder, 'out/x/b.txt.json')));
    await new Promise((resolve) => setTimeout(resolve, 500));
    writeFiles(folder, { 'in/new/d.txt': paper('己省'), 'in/a.txt': paper('庚省') });
    await until(() => existsSync(join(folder, 'out/new/d.txt.json')));
    await until(() => readFileSync(join(folder, 'out/a.txt.json'), 'utf8').includes('庚省'));
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(existsSync(join(folder, 'out/.drugplan/lock'))).toBe(false);
  });
});

describe('workers', () => {
  const workerFile = fileURLToPath(new URL('./support/faulty-worker.mjs', import.meta.url));
  const options = (over: Partial<BatchOptions> = {}): BatchOptions => batchOptions(folder, { workerFile, ...over });

  it.each([
    ['exit', 'run/crash', {}],
    ['throw', 'run/crash', {}],
    ['hang', 'run/timeout', { timeoutMs: 3000 }],
    ['hoard', 'run/memory', { memoryMb: 96 }],
  ] as const)(
    'one that meets a file of the kind "%s" costs that file only',
    async (fault, code, over) => {
      const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`in/${i}.txt`, paper(`第${i}省`)]));
      writeFiles(folder, { ...many, [`in/5.${fault}.txt`]: paper('坏省') });
      const job = new Batch(options(over));
      const report = await job.run();
      job.close();
      expect(report).toMatchObject({ files: 24, converted: 23, failed: 1, left: 0 });
      expect(report.failures).toMatchObject([{ code, files: [`5.${fault}.txt`] }]);
      const rows = ledgerRows(join(folder, 'out'));
      expect(rows.map(({ path }) => path).sort()).toEqual([...new Set(rows.map(({ path }) => path))].sort());
      expect(filesUnder(join(folder, 'out')).size).toBe(23);
    },
    60_000,
  );

  it.each([
    ['exit', 'crash', {}],
    ['hoard', 'memory', { memoryMb: 96 }],
  ] as const)(
    'one that dies gathering (%s) is a clear end, and a run with a sound one completes',
    async (fault, cause, over) => {
      writeFiles(folder, { [`in/5.gather-${fault}.txt`]: paper('坏省') });
      const gathering = { jsonl: join(folder, 'all.jsonl'), parquet: join(folder, 'data'), ...over };
      const job = new Batch(options(gathering));
      const error = await job.run().then(
        () => null,
        (reason) => reason,
      );
      job.close();
      expect(error).toBeInstanceOf(StoppedError);
      expect(error.reason).toMatchObject({ code: `gather-${cause}` });
      expect(error.report).toMatchObject({ converted: 4, failed: 0, left: 0 });
      expect(existsSync(gathering.jsonl)).toBe(false);
      const next = new Batch(options({ ...gathering, workerFile: null }));
      expect(await next.run()).toMatchObject({ converted: 0, unchanged: 4 });
      next.close();
      expect(readFileSync(gathering.jsonl, 'utf8').trim().split('\n')).toHaveLength(4);
      expect(existsSync(join(folder, 'data/units'))).toBe(true);
    },
    60_000,
  );

  it('one that dies gathering is given a second chance', async () => {
    writeFiles(folder, { 'in/5.gather-once.txt': paper('坏省') });
    const job = new Batch(options({ jsonl: join(folder, 'all.jsonl') }));
    expect(await job.run()).toMatchObject({ converted: 4, interrupted: false });
    job.close();
    expect(readFileSync(join(folder, 'all.jsonl'), 'utf8').trim().split('\n')).toHaveLength(4);
  });

  it('a document that was taken away or damaged after the plan is named, and a second run gathers it', async () => {
    for (const harm of [(file: string) => rmSync(file), (file: string) => writeFileSync(file, '{')]) {
      const gathering = options({ jsonl: join(folder, 'all.jsonl'), force: true });
      rmSync(gathering.jsonl ?? '', { force: true });
      const file = join(folder, 'out/a.txt.json');
      const job = new Batch(gathering);
      await expect(job.run({ gathering: () => harm(file) })).rejects.toMatchObject({
        reason: { code: 'document-lost', data: { file } },
      });
      job.close();
      const next = new Batch(options({ jsonl: join(folder, 'all.jsonl') }));
      expect(await next.run()).toMatchObject({ converted: 1, unchanged: 2 });
      next.close();
    }
  });

  it('are told from the gathering: a run stopped in it is not done', async () => {
    const stop = new AbortController();
    const gathering = { jsonl: join(folder, 'all.jsonl'), convert: { ...options().convert, keepDocuments: true } };
    const job = new Batch(options({ ...gathering, signal: stop.signal }));
    expect(await job.run({ gathering: () => stop.abort() })).toMatchObject({ converted: 3, left: 0, interrupted: true });
    job.close();
    expect(existsSync(gathering.jsonl)).toBe(false);
    const next = new Batch(options(gathering));
    expect(await next.run()).toMatchObject({ unchanged: 3, interrupted: false });
    next.close();
    expect(readFileSync(gathering.jsonl, 'utf8').trim().split('\n').length).toBeGreaterThan(2);
  });

  it('finish the file they are at when the run is stopped, and a second run goes on', async () => {
    writeFiles(folder, Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`in/${i}.txt`, paper(`第${i}省`)])));
    const stop = new AbortController();
    const job = new Batch(options({ signal: stop.signal }));
    let seen = 0;
    const report = await job.run({ row: () => void (++seen === 5 && stop.abort()) });
    job.close();
    expect(report.interrupted).toBe(true);
    expect(report.left).toBeGreaterThan(0);
    expect(report.converted + report.left).toBe(203);
    expect(filesUnder(join(folder, 'out')).size).toBe(report.converted);
    const next = new Batch(options());
    expect(await next.run()).toMatchObject({ converted: report.left, unchanged: report.converted });
    next.close();
    expect([...filesUnder(join(folder, 'out')).keys()].every((path) => basename(path).endsWith('.txt.json'))).toBe(true);
  });
});

import { existsSync, mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../src/batch/discover.js';
import { BatchError } from '../src/batch/failure.js';
import { formatFingerprint } from '../src/batch/fingerprint.js';
import { glob } from '../src/batch/glob.js';
import { lock } from '../src/batch/lock.js';
import { type ConvertOptions, plan } from '../src/batch/plan.js';
import { Tally } from '../src/batch/progress.js';
import { watchFolders } from '../src/batch/watch.js';
import { emptyFolder } from './cli.js';
import { writeFiles } from './support/program.js';

const convert: ConvertOptions = {
  formats: ['json'],
  rows: 'measures',
  encoding: null,
  lang: 'zh',
  explain: false,
  lexicon: null,
  keepDocuments: false,
};
const options = { convert, version: '1', force: false, retryFailed: false };
const paths = (found: { files: { path: string }[] }): string[] => found.files.map(({ path }) => path);

describe('discover', () => {
  it('finds reports in folders and leaves alone what is none', () => {
    const folder = emptyFolder();
    writeFiles(folder, {
      'b/2.txt': '',
      'a.docx': '',
      '~$a.docx': '',
      '.hidden.txt': '',
      '.git/x.txt': '',
      'p.jpg': '',
      'q.JPG': '',
      'c.TXT': '',
    });
    const found = discover([folder]);
    expect(paths(found)).toEqual(['a.docx', 'b/2.txt', 'c.TXT']);
    expect(found.skipped).toEqual({ 'office-lock': 1, hidden: 2, 'other-format': 2 });
    expect(found.otherFormats).toEqual({ '.jpg': 2 });
  });

  it('takes any name, also with line ends and quotes', () => {
    const folder = emptyFolder();
    const names = ['a\nb.txt', '"q\'.txt', '报告 一.txt', 'é\u0301.txt', '-o.txt', '[x]*.txt'].sort();
    writeFiles(folder, Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(paths(discover([folder]))).toEqual(names);
  });

  it('reads names that are not UTF-8 as GB18030', () => {
    const folder = emptyFolder();
    // 报告.txt as an old archive was unpacked.
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xb1, 0xa8, 0xb8, 0xe6]), Buffer.from('.txt')]), 'x');
    expect(paths(discover([folder]))).toEqual(['报告.txt']);
    const [job] = plan(discover([folder]), join(folder, 'out'), new Map(), options).jobs;
    expect(job?.size).toBe(1);
  });

  it('follows links within the archive only, and no circles', () => {
    const folder = emptyFolder();
    writeFiles(folder, { 'in/a.txt': 'x', 'outside.txt': 'x' });
    const archive = join(folder, 'in');
    symlinkSync(join(folder, 'outside.txt'), join(archive, 'out.txt'));
    symlinkSync(folder, join(archive, 'up'));
    symlinkSync(archive, join(archive, 'circle'));
    symlinkSync(join(archive, 'a.txt'), join(archive, 'b.txt'));
    symlinkSync(join(archive, 'nothing'), join(archive, 'c.txt'));
    const found = discover([archive]);
    expect(paths(found)).toEqual(['a.txt', 'b.txt']);
    expect(found.skipped).toEqual({ 'link-outside': 3, 'link-broken': 1 });
  });

  it('leaves the output alone where it lies in the archive', () => {
    const folder = emptyFolder();
    writeFiles(folder, { 'a.txt': 'x', 'out/a.txt.md': 'x' });
    expect(paths(discover([folder], { exclude: [join(folder, 'out')] }))).toEqual(['a.txt']);
  });

  it('gives paths under the folder, under the pattern, or under what holds all', () => {
    const folder = emptyFolder();
    writeFiles(folder, { 'x/1/a.txt': 'x', 'x/2/b.docx': 'x', 'y.txt': 'x' });
    expect(paths(discover([join(folder, 'x')]))).toEqual(['1/a.txt', '2/b.docx']);
    expect(paths(discover([join(folder, 'x/**/*.docx')]))).toEqual(['2/b.docx']);
    expect(paths(discover([join(folder, 'x'), join(folder, 'y.txt')]))).toEqual(['x/1/a.txt', 'x/2/b.docx', 'y.txt']);
    expect(paths(discover([join(folder, 'x/1')], { root: folder }))).toEqual(['x/1/a.txt']);
  });

  it('keeps a file that is named but not there, whose row will say so', () => {
    const folder = emptyFolder();
    expect(paths(discover([join(folder, 'gone.txt')]))).toEqual(['gone.txt']);
  });
});

describe('glob', () => {
  it.each([
    ['a/*.txt', 'b.txt', true],
    ['a/*.txt', 'b/c.txt', false],
    ['a/**/*.txt', 'b.txt', true],
    ['a/**/*.txt', 'b/c/d.txt', true],
    ['a/20{21,22}/?.txt', '2022/x.txt', true],
    ['a/20{21,22}/?.txt', '2023/x.txt', false],
    ['a/[0-9]*.txt', '1.txt', true],
    ['a/[!0-9]*.txt', '1.txt', false],
    ['a/*.t+t', 'x.tt', false],
  ])('%s matches %s: %s', (pattern, path, matched) => {
    expect(glob(pattern).matches(path)).toBe(matched);
    expect(glob(pattern).base).toBe('a');
  });
});

describe('plan', () => {
  it('mirrors the tree and keeps the extension', () => {
    const folder = emptyFolder();
    writeFiles(folder, { 'x/a.docx': '', 'x/a.txt': '' });
    const { jobs } = plan(discover([folder]), join(folder, 'out'), new Map(), {
      ...options,
      convert: { ...convert, formats: ['json', 'yaml'] },
    });
    expect(jobs.flatMap(({ outputs }) => outputs.map(({ path }) => path))).toEqual([
      'x/a.docx.json',
      'x/a.docx.yaml',
      'x/a.txt.json',
      'x/a.txt.yaml',
    ]);
  });

  it('refuses a file where another output needs a folder', () => {
    const folder = emptyFolder();
    writeFiles(folder, { 'in/a.txt': '', 'in/a.txt.json/b.txt': '' });
    expect(() => plan(discover([join(folder, 'in')]), join(folder, 'out'), new Map(), options)).toThrow(BatchError);
  });

  it('refuses an output that is a source', () => {
    const folder = emptyFolder();
    writeFiles(folder, { 'a.txt': '', 'out/a.txt.json': '{}' });
    const found = discover([join(folder, 'a.txt'), join(folder, 'out/a.txt.json')]);
    expect(() => plan(found, join(folder, 'out'), new Map(), options)).toThrow(/collision/);
  });

  it('knows a file that was moved in place of another of the same size', () => {
    const folder = emptyFolder();
    writeFiles(folder, { 'in/a.txt': 'one', 'b.txt': 'two' });
    mkdirSync(join(folder, 'out'));
    const found = () => discover([join(folder, 'in')]);
    const first = plan(found(), join(folder, 'out'), new Map(), options);
    const [job] = first.jobs;
    writeFiles(folder, { 'out/a.txt.json': '{}' });
    const made = { sha256: '0', options: formatFingerprint('json', convert), version: '1' };
    const outputs = { 'a.txt.json': { ...made, format: 'json', bytes: 2 } };
    const row = { ...job, ...made, path: 'a.txt', status: 'ok', outputs } as never;
    expect(plan(found(), join(folder, 'out'), new Map([['a.txt', row]]), options).todo).toEqual([]);
    renameSync(join(folder, 'b.txt'), join(folder, 'in/a.txt'));
    expect(plan(found(), join(folder, 'out'), new Map([['a.txt', row]]), options).todo).toHaveLength(1);
  });
});

describe('watching', () => {
  it('is not woken by what the run itself writes, nor by hidden files', async () => {
    const folder = emptyFolder();
    writeFiles(folder, { 'a.txt': 'x', 'out/.drugplan/x': '', 'out/a.txt.json': '', 'all.jsonl': '' });
    const stop = new AbortController();
    let rounds = 0;
    const outputs = [join(folder, 'out'), join(folder, 'all.jsonl')];
    const watching = watchFolders([folder], outputs, stop.signal, async () => void rounds++);
    const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    await wait(300);
    writeFiles(folder, { 'out/.drugplan/x': 'x', 'out/a.txt.json': 'x', 'all.jsonl': 'x', '.hidden.txt': 'x' });
    await wait(900);
    expect(rounds).toBe(0);
    writeFiles(folder, { 'a.txt': 'y' });
    await wait(900);
    expect(rounds).toBe(1);
    stop.abort();
    await watching;
  });
});

describe('progress', () => {
  it('tells the speed of the last half minute and the time left', () => {
    let now = 0;
    const tally = new Tally(100, 1000, () => now);
    expect(tally.progress().left).toBeNull();
    for (let i = 0; i < 50; i++) {
      now += 1000;
      tally.add({ size: 10, status: i === 0 ? 'failed' : 'ok' } as never);
    }
    expect(tally.progress()).toMatchObject({ files: 50, of: 100, failed: 1, bytes: 500, rate: 10, left: 50 });
  });
});

describe('lock', () => {
  it('that a power cut left empty is taken over, one that has just been made is not', () => {
    const out = emptyFolder();
    const file = join(out, '.drugplan/lock');
    writeFiles(out, { '.drugplan/lock': '' });
    expect(() => lock(out)).toThrow(BatchError);
    utimesSync(file, 1, 1);
    const release = lock(out);
    expect(() => lock(out)).toThrow(BatchError);
    release();
    expect(existsSync(file)).toBe(false);
  });
});

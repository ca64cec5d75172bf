/** Where a run writes: nothing of the user's, and nothing of another run, may be written over. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { drugplan, type Run } from './cli.js';
import { archiveFolder, paper } from './support/archive.js';
import { filesUnder, start, writeFiles } from './support/program.js';

let folder: string;
beforeEach(() => {
  folder = archiveFolder({ 'a.txt': '甲省', 'data/b.txt': '乙省' });
});
const run = (...args: string[]): Run => drugplan(['batch', 'in', '--lang', 'en', '-o', 'out', ...args], { cwd: folder });

describe('targets of a run are refused before any work', () => {
  it.each([
    ['a source as --jsonl', ['--jsonl', 'in/a.txt'], /a\.txt.*is an input/],
    ['a source as --report', ['--report', 'in/a.txt'], /a\.txt.*is an input/],
    ['a source that is named', ['in/a.txt', '--jsonl', 'in/a.txt'], /a\.txt.*is an input/],
    ['an output as --jsonl', ['--jsonl', 'out/a.txt.json'], /a\.txt\.json/],
    ['an output as --report', ['--report', 'out/a.txt.json'], /a\.txt\.json/],
    ['outputs inside --parquet', ['--parquet', 'out/data'], /b\.txt/],
    ['--parquet over OUT', ['--parquet', 'out'], /out/],
    ['--parquet above OUT', ['-o', 'all/out', '--parquet', 'all'], /all/],
    ['--jsonl inside --parquet', ['--parquet', 'sets', '--jsonl', 'sets/all.jsonl'], /all\.jsonl/],
    ['a folder as --jsonl', ['--jsonl', 'in'], /in: is a directory/],
    ['a folder as --report', ['--report', 'in'], /in: is a directory/],
    ['a file as --parquet', ['--parquet', 'in/a.txt'], /a\.txt/],
    ['a device as --jsonl', ['--jsonl', '/dev/null'], /--jsonl takes a file/],
    ['- as --jsonl', ['--jsonl', '-'], /--jsonl takes a file/],
    ['- as --report', ['--report', '-'], /--report takes a file/],
    ['--jsonl where no folder can be made', ['--jsonl', 'in/a.txt/none/all.jsonl'], /all\.jsonl: cannot be written \(ENOTDIR\)/],
    ['--report under a file', ['--report', 'in/a.txt/report.json'], /report\.json: cannot be written/],
    ['a name with a line end', ['--jsonl', 'in/a.txt\n', 'in/a.txt\n'], /a\.txt\\n: is an input/],
    ['--report over --jsonl', ['--report', 'all.json', '--jsonl', 'all.json'], /all\.json/],
  ])('%s', (_, args, words) => {
    const needs = args.some((arg) => arg === 'out/a.txt.json');
    if (needs) mkdirSync(join(folder, 'out'));
    for (const more of [['--dry-run'], []]) {
      const { code, err } = run(...args, ...more);
      expect(code, err).toBe(2);
      expect(err).toMatch(words);
    }
    expect(readFileSync(join(folder, 'in/a.txt'), 'utf8')).toBe(paper('甲省'));
    for (const place of ['out', 'all', 'sets'])
      if (existsSync(join(folder, place))) expect(readdirSync(join(folder, place))).toEqual([]);
  });

  it('a link stays one, and what it leads to is written', () => {
    for (const place of ['sets', 'old']) mkdirSync(join(folder, place));
    writeFileSync(join(folder, 'old/all.jsonl'), 'old');
    symlinkSync('sets', join(folder, 'data'));
    symlinkSync('old/all.jsonl', join(folder, 'all.jsonl'));
    symlinkSync('old/report.json', join(folder, 'report.json'));
    writeFileSync(join(folder, 'old/report.json'), 'old');
    expect(run('--parquet', 'data', '--jsonl', 'all.jsonl', '--report', 'report.json').code).toBe(0);
    for (const link of ['data', 'all.jsonl', 'report.json'])
      expect(lstatSync(join(folder, link)).isSymbolicLink(), link).toBe(true);
    expect(existsSync(join(folder, 'sets/measures'))).toBe(true);
    expect(readFileSync(join(folder, 'old/all.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
    expect(JSON.parse(readFileSync(join(folder, 'old/report.json'), 'utf8'))).toMatchObject({ converted: 2 });
  });

  it('a dataset inside OUT where nothing else goes is none of these', () => {
    const args = ['--parquet', 'out/sets', '--jsonl', 'out/all.jsonl', '--report', 'out/report.json'];
    expect(run(...args).err).toContain('2 converted');
    expect(run(...args).err).toContain('2 unchanged');
  });
});

describe('two archives gathered into one file at once', () => {
  it('the file is that of one of them, never a mixture', async () => {
    writeFiles(folder, Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`in2/${i}.txt`, paper('丙省')])));
    const args = (from: string, out: string): string[] => [
      'batch',
      from,
      '-o',
      out,
      '-q',
      '--jsonl',
      'all.jsonl',
      '--parquet',
      'sets',
    ];
    for (let round = 0; round < 2; round++) {
      const runs = [start(args('in', `o${round}`), {}, folder), start(args('in2', `p${round}`), {}, folder)];
      for (const { code, err } of await Promise.all(runs.map(({ ended }) => ended))) expect(code, err).toBe(0);
      expect([2, 60]).toContain(readFileSync(join(folder, 'all.jsonl'), 'utf8').trim().split('\n').length);
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    }
  });
});

describe('--prune', () => {
  it('goes on where somebody has taken the folder of the outputs away', () => {
    run();
    rmSync(join(folder, 'out/data'), { recursive: true });
    rmSync(join(folder, 'in/data'), { recursive: true });
    const { code, err } = run('--prune');
    expect(code, err).toBe(0);
    expect(err).toContain('1 sources are gone');
    expect([...filesUnder(join(folder, 'out')).keys()]).toEqual(['a.txt.json']);
  });

  it('leaves a folder alone that somebody has put in the place of an output, and says so', () => {
    run();
    rmSync(join(folder, 'in/data'), { recursive: true });
    rmSync(join(folder, 'out/data/b.txt.json'));
    writeFiles(folder, { 'out/data/b.txt.json/mine.txt': 'mine' });
    const { code, err } = run('--prune');
    expect(code, err).toBe(2);
    expect(err).toContain('data/b.txt.json: cannot be written');
    expect(existsSync(join(folder, 'out/data/b.txt.json/mine.txt'))).toBe(true);
  });
});

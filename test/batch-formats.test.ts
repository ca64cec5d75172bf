import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { drugplan, type Run } from './cli.js';
import { archiveFolder, paper } from './support/archive.js';
import { filesUnder } from './support/program.js';

let folder: string;
beforeEach(() => {
  folder = archiveFolder({ 'a.txt': '甲省', 'x/b.txt': '乙省' });
});

const batch = (...args: string[]): Run => drugplan(['batch', 'in', '-o', 'out', '--lang', 'en', ...args], { cwd: folder });
const outputs = (): string[] => [...filesUnder(join(folder, 'out')).keys()].sort();
const report = (): Record<string, unknown> => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));

describe('runs of several formats into one folder', () => {
  it('a format that was there before stays known: nothing is made again, and no other format costs it', () => {
    expect(batch('-f', 'json').err).toContain('2 converted');
    expect(batch('-f', 'md').err).toContain('2 converted');
    expect(batch('-f', 'json').err).toContain('0 converted, 2 unchanged');
    expect(batch('-f', 'md', '-f', 'json').err).toContain('0 converted, 2 unchanged');
    expect(outputs()).toEqual(['a.txt.json', 'a.txt.md', 'x/b.txt.json', 'x/b.txt.md']);
  });

  it('what an option does not touch is not made again', () => {
    batch('-f', 'json', '-f', 'csv');
    expect(batch('-f', 'json', '--rows', 'tasks', '-f', 'csv').err).toContain('2 converted');
    expect(batch('-f', 'json').err).toContain('0 converted');
    expect(batch('-f', 'json', '--jsonl', 'all.jsonl').err).toContain('0 converted');
    expect(existsSync(join(folder, 'all.jsonl'))).toBe(true);
    expect(batch('-f', 'json', '--explain').err).toContain('2 converted');
  });

  it('outputs of another format whose source has changed are told until they are made again', () => {
    batch('-f', 'json', '-f', 'md');
    writeFileSync(join(folder, 'in/a.txt'), paper('丁省'));
    const run = batch('-f', 'json', '--report', 'report.json');
    expect(run.err).toContain('1 converted, 1 unchanged');
    expect(run.err).toMatch(/1 outputs of other formats .*--format md/);
    expect(report()).toMatchObject({ stale: { md: 1 } });
    expect(batch('-f', 'json').err).toContain('--format md');
    expect(batch('-f', 'json', '-f', 'md').err).toContain('1 converted');
    expect(readFileSync(join(folder, 'out/a.txt.md'), 'utf8')).toContain('丁省');
    const last = batch('-f', 'json', '--report', 'report.json');
    expect(last.err).not.toContain('--format md');
    expect(report()).toMatchObject({ stale: {} });
  });

  it('a stale output that was taken away is not told of', () => {
    batch('-f', 'json', '-f', 'md');
    writeFileSync(join(folder, 'in/a.txt'), paper('丁省'));
    rmSync(join(folder, 'out/a.txt.md'));
    expect(batch('-f', 'json').err).not.toContain('--format md');
  });

  it('--prune removes every output of a source that is gone', () => {
    batch('-f', 'json');
    batch('-f', 'md', '--parquet', 'data');
    rmSync(join(folder, 'in/x/b.txt'));
    expect(batch('-f', 'csv', '--prune').err).toContain('1 sources are gone');
    expect(outputs()).toEqual(['a.txt.csv', 'a.txt.json', 'a.txt.md']);
    expect(existsSync(join(folder, 'out/.drugplan/documents/x'))).toBe(false);
  });

  it('a failure costs the formats asked for; the others are told, and removed when the source goes', () => {
    batch('-f', 'md');
    writeFileSync(join(folder, 'in/a.txt'), '');
    const run = batch('-f', 'json');
    expect(run.code).toBe(3);
    expect(run.err).toContain('--format md');
    expect(outputs()).toEqual(['a.txt.md', 'x/b.txt.json', 'x/b.txt.md']);
    expect(batch('-f', 'md').code).toBe(3);
    expect(outputs()).toEqual(['x/b.txt.json', 'x/b.txt.md']);
    expect(batch('-f', 'md').err).toContain('1 unchanged, 1 failed');
  });

  it('stats counts what is there, whatever format came last, and says what it leaves out', () => {
    const stats = (): Run => drugplan(['stats', 'out', '--lang', 'en', '--format', 'json'], { cwd: folder });
    batch('-f', 'json');
    batch('-f', 'md');
    expect(JSON.parse(stats().out)).toMatchObject({ documents: 2 });
    writeFileSync(join(folder, 'in/a.txt'), paper('丁省'));
    batch('-f', 'md');
    const run = stats();
    expect(JSON.parse(run.out)).toMatchObject({ documents: 1 });
    expect(run.err).toMatch(/1 of 2 .*--format json/);
    rmSync(join(folder, 'out/x/b.txt.json'));
    expect(stats().code).toBe(4);
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drugplan, emptyFolder, report } from './cli.js';

const folder = emptyFolder();
const head = (file: string, length: number): string => readFileSync(join(folder, file)).subarray(0, length).toString('utf8');

describe('parse -o', () => {
  it.each([
    ['a.json', '{"$schema"'],
    ['a.jsonl', '{"$schema"'],
    ['a.yaml', '---\n'],
    ['a.yml', '---\n'],
    ['a.csv', '\uFEFF序号,章节,任务'],
    ['a.md', '# '],
    ['a.html', '<!doctype html>'],
    ['A.HTM', '<!doctype html>'],
    ['a.xlsx', 'PK\u0003\u0004'],
    ['a.unknown', '{"$schema"'],
    ['noextension', '{"$schema"'],
  ])('%s: the extension decides', (file, beginning) => {
    const { code, out } = drugplan(['parse', report, '-o', join(folder, file)]);
    expect([code, out]).toEqual([0, '']);
    expect(head(file, Buffer.byteLength(beginning))).toBe(beginning);
  });

  it('--format decides against the extension', () => {
    expect(drugplan(['parse', report, '-o', join(folder, 'b.xlsx'), '--format', 'csv']).code).toBe(0);
    expect(head('b.xlsx', 3)).toBe('\uFEFF');
  });

  it('csv has no byte order mark in a pipe', () => {
    expect(drugplan(['parse', report, '--format', 'csv']).out.startsWith('序号,')).toBe(true);
  });

  it('one row a task where asked', () => {
    const rows = (kind: string) => drugplan(['parse', report, '--format', 'csv', '--rows', kind]).out.split('\r\n').length;
    expect(rows('tasks')).toBeGreaterThan(rows('measures'));
  });

  it('headers and labels are in the language of the messages', () => {
    expect(drugplan(['parse', report, '--format', 'csv', '--lang', 'en']).out).toMatch(/^No\.,Chapter/);
    expect(drugplan(['parse', report, '--format', 'html', '--lang', 'en']).out).toContain('<html lang="en">');
  });

  it.each([
    [['--format', 'csv', '--rows', 'units'], /csv 不能用 --rows units；可用 measures, tasks/],
    [['--format', 'jsonl', '--rows', 'tasks'], /jsonl 不能用 --rows tasks；可用 measures, documents, quantities, units/],
    [['--format', 'html', '--rows', 'tasks'], /html 没有 --rows 可选/],
    [['-o', join(folder, 'two.html'), report], /html 一次只写一份报告.*drugplan batch/],
    [['-o', join(folder, 'two.xlsx'), report], /xlsx 一次只写一份报告/],
  ])('%j is wrong usage, and leaves no file', (args, message) => {
    const run = drugplan(['parse', report, ...args]);
    expect([run.code, run.out]).toEqual([2, '']);
    expect(run.err).toMatch(message);
    expect(existsSync(join(folder, 'two.html')) || existsSync(join(folder, 'two.xlsx'))).toBe(false);
  });

  it('the report of a file shows its text as it was decoded, whatever the encoding', () => {
    const utf16 = join(folder, 'utf16.txt');
    const text = readFileSync(report, 'utf8');
    writeFileSync(utf16, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
    const paper = (html: string) => /<div class="paper"[^>]*>[\s\S]*<\/section>/.exec(html)?.[0];
    expect(paper(drugplan(['parse', utf16, '--format', 'html']).out)).toBe(
      paper(drugplan(['parse', report, '--format', 'html']).out),
    );
  });
});

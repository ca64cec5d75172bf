/** What of an archive is taken, as the built program takes it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { drugplan, nobody, type Run } from './cli.js';
import { archiveFolder, paper } from './support/archive.js';
import { filesUnder, writeFiles } from './support/program.js';

let folder: string;
beforeEach(() => {
  folder = archiveFolder({ '2021/a.txt': '甲省', '2022/b.txt': '乙省', '2022/c[1].txt': '丙省' });
});

const run = (args: string[], input: string | Uint8Array = ''): Run =>
  drugplan(['batch', ...args, '-o', 'out', '--lang', 'en'], { cwd: folder, input });
const outputs = (): string[] => [...filesUnder(join(folder, 'out')).keys()].sort();

describe('patterns', () => {
  it('one that matches folders takes what is in them', () => {
    expect(run(['in/20*2']).code).toBe(0);
    expect(outputs()).toEqual(['2022/b.txt.json', '2022/c[1].txt.json']);
  });

  it('a folder with brackets in its name is that folder, and a backslash takes their meaning away', () => {
    writeFiles(folder, { 'in/d[1]/e.txt': paper('丁省'), 'in/d1/f.txt': paper('戊省') });
    expect(run(['in/d[1]/*.txt', '--root', 'in']).code).toBe(0);
    expect(outputs()).toEqual(['d[1]/e.txt.json']);
    expect(run(['in/d[12]/*', 'in/*/c\\[1\\].t?t', '--root', 'in']).code).toBe(0);
    expect(outputs()).toEqual(['2022/c[1].txt.json', 'd1/f.txt.json', 'd[1]/e.txt.json']);
  });

  it('one that matches nothing is told', () => {
    const { code, err } = run(['in', 'in/*.rtf']);
    expect(code).toBe(0);
    expect(err).toContain('1 patterns without a match');
    expect(run(['in/*.rtf']).code).toBe(4);
    expect(run(['in/2021/a.txt/x/*.txt'])).toMatchObject({ code: 2 });
  });

  it('one that is none is wrong usage', () => {
    const { code, err } = run(['in/[z-a]*']);
    expect(code).toBe(2);
    expect(err).toContain('in/[z-a]*');
  });
});

describe('lists', () => {
  it('names are names, not patterns: one that is gone is a row', () => {
    const { code, err } = run(['--from-list', '-'], 'in/2022/c[1].txt\nin/gone[2].txt\nin/2021/*.txt\n');
    expect(code).toBe(3);
    expect(err).toContain('gone[2].txt: no such file');
    expect(err).toContain('1 converted, 0 unchanged, 2 failed of 3 files');
  });

  it('what find leaves in and a folder leaves out is left out: hidden files, locks, outputs, links out of the archive, circles', () => {
    writeFiles(folder, {
      'in/.hidden.txt': paper('丁省'),
      'in/.git/x.txt': paper('丁省'),
      'in/~$a.docx': 'lock',
      'outside.txt': paper('戊省'),
    });
    symlinkSync(join(folder, 'outside.txt'), join(folder, 'in/link.txt'));
    symlinkSync(folder, join(folder, 'in/up'));
    symlinkSync('.', join(folder, 'in/circle'));
    drugplan(['batch', 'in', '-o', 'in/old', '-f', 'md'], { cwd: folder });
    expect(run(['in', '-f', 'md', '-o', 'in/out']).code).toBe(0);
    const { stdout } = spawnSync('find', ['in', '-mindepth', '1', '-print0'], { cwd: folder });
    const args = ['batch', '--from-list', '-', '--root', 'in', '-o', 'in/out', '-f', 'md', '--lang', 'en'];
    const { code, err } = drugplan(args, { cwd: folder, input: stdout });
    // Its folders name in/old/2021 as such: those are named, and not found under in/old.
    expect(err).toContain('0 failed');
    expect(code, err).toBe(0);
    expect([...filesUnder(join(folder, 'in/out')).keys()].some((path) => /hidden|git|~\$|link|up|circle/.test(path))).toBe(false);
  });

  it('one that a shell has made of a pattern names lock files of Office too', () => {
    writeFiles(folder, { 'in/~$a.docx': 'lock' });
    expect(run(['in/~$a.docx', 'in/2021/a.txt']).err).toMatch(/1 converted.*0 failed[\s\S]*1 lock files/);
  });

  it('in UTF-16, as the shell of Windows writes them', () => {
    const list = Buffer.from('\ufeffin/2021/a.txt\r\nin/2022/b.txt\r\n', 'utf16le');
    expect(run(['--from-list', '-'], list).err).toContain('2 converted, 0 unchanged, 0 failed of 2 files');
    expect(run(['--from-list', '-'], Buffer.from(list).swap16()).err).toContain('2 unchanged, 0 failed of 2 files');
  });

  it('one without names is nothing to do, and not wrong usage', () => {
    const { code, err } = run(['--from-list', '-'], '\n');
    expect(code).toBe(4);
    expect(err).toContain('the list holds no names');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('names that are not UTF-8 are opened by their bytes', () => {
    const name = Buffer.from([0xb1, 0xa8, 0xb8, 0xe6]);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/in/`), name, Buffer.from('.txt')]), paper('丁省'));
    const list = Buffer.concat([Buffer.from('./in/'), name, Buffer.from('.txt\0in/2021/a.txt\0')]);
    expect(run(['--from-list', '-'], list).err).toContain('2 converted');
    const year = Buffer.concat([Buffer.from(`${folder}/other/`), name]);
    mkdirSync(join(folder, 'other'));
    mkdirSync(year);
    writeFileSync(Buffer.concat([year, Buffer.from('/e.txt')]), paper('戊省'));
    const other = ['batch', '--from-list', '-', '-o', 'out2', '--lang', 'en'];
    const run2 = drugplan(other, { cwd: folder, input: Buffer.concat([Buffer.from('other/'), name]) });
    expect(run2.err).toContain('1 converted');
    expect(existsSync(join(folder, 'out2/报告/e.txt.json'))).toBe(true);
    expect(outputs()).toEqual(['2021/a.txt.json', '报告.txt.json']);
    expect(run(['in']).err).toContain('2 converted, 2 unchanged');
    // A run over a part of the archive must not take a name it cannot open as text for gone.
    expect(run(['in/2021', '--root', 'in', '--prune']).err).not.toContain('sources are gone');
    expect(outputs()).toContain('报告.txt.json');
  });
});

describe('folders', () => {
  it('an output of another run inside the archive is no source', () => {
    drugplan(['batch', 'in', '-o', 'in/old', '--format', 'md'], { cwd: folder });
    expect(existsSync(join(folder, 'in/old/2021/a.txt.md'))).toBe(true);
    const { err } = run(['in']);
    expect(err).toContain('3 converted');
    expect(err).toContain('1 of the output');
  });

  it('one that may not be read is a row, and costs nothing else', () => {
    chmodSync(folder, 0o777);
    writeFiles(folder, { 'in/closed/d.txt': paper('丁省'), 'in/names/e.txt': paper('戊省') });
    const batch = (): Run => drugplan(['batch', 'in', '-o', 'out', '--prune', '--lang', 'en'], { cwd: folder, user: nobody });
    expect(batch().code).toBe(0);
    chmodSync(join(folder, 'in/closed'), 0);
    chmodSync(join(folder, 'in/names'), 0o744);
    const { code, err } = batch();
    expect(code, err).toBe(3);
    expect(err).toContain('closed: no permission');
    expect(err).toContain('names/e.txt: no permission');
    expect(outputs()).toContain('closed/d.txt.json');
    for (const name of ['closed', 'names']) chmodSync(join(folder, 'in', name), 0o755);
    expect(batch().code).toBe(0);
    expect(outputs()).toHaveLength(5);
  });

  it('--root that does not hold the inputs is said to be that', () => {
    const { code, err } = run(['in/2022', '--root', 'in/2021']);
    expect(code).toBe(2);
    expect(err).toMatch(/2022.* lies outside --root .*2021/);
  });
});

describe('--prune', () => {
  it('does not take an archive that is empty, as an unmounted drive is, for gone', () => {
    expect(run(['in']).code).toBe(0);
    renameSync(join(folder, 'in'), join(folder, 'away'));
    mkdirSync(join(folder, 'in'));
    expect(run(['in', '--prune', '--dry-run']).out).toBe('');
    const { code, err } = run(['in', '--prune']);
    expect(code).toBe(4);
    expect(err).toContain('Nothing was removed; --prune --force');
    expect(outputs()).toHaveLength(3);
    rmSync(join(folder, 'in'), { recursive: true });
    expect(run(['in', '--prune']).code).toBe(2);
    expect(outputs()).toHaveLength(3);
    mkdirSync(join(folder, 'in'));
    expect(run(['in', '--prune', '--force']).err).toContain('3 sources are gone');
    expect(outputs()).toEqual([]);
  });

  it('does not trip over a damaged ledger, whose files are converted again', () => {
    run(['in']);
    const ledger = join(folder, 'out/.drugplan/ledger.jsonl');
    const rows = readFileSync(ledger, 'utf8').split('\n');
    for (const damage of [
      '',
      '{"path":"2021/a.txt","status":"ok","outputs":null}\n',
      'null\n',
      '{"path":"2021/a.txt","status":"ok","outputs":{"x":1}}\n',
    ]) {
      writeFileSync(ledger, damage + rows.filter((row) => !row.includes('2021/a.txt')).join('\n'));
      expect(drugplan(['stats', 'out'], { cwd: folder }).code).toBe(0);
      expect(run(['in', '--prune']).err).toContain('1 converted, 2 unchanged');
      expect(outputs()).toHaveLength(3);
    }
  });
});

describe('a ledger that may not be read', () => {
  it('is named', () => {
    chmodSync(folder, 0o777);
    run(['in']);
    const ledger = join(folder, 'out/.drugplan/ledger.jsonl');
    chmodSync(ledger, 0);
    for (const args of [
      ['stats', 'out'],
      ['batch', 'in', '-o', 'out', '--dry-run'],
    ]) {
      const { code, err } = drugplan([...args, '--lang', 'en'], { cwd: folder, user: nobody });
      expect(code).toBe(args[0] === 'stats' ? 4 : 2);
      expect(err).toContain('ledger.jsonl: the ledger cannot be read (EACCES)');
    }
  });
});

describe('--report', () => {
  it('that cannot be written is told before anything is done', () => {
    const { code, err } = run(['in', '--report', 'nowhere/report.json']);
    expect(code).toBe(2);
    expect(err).toContain('nowhere/report.json: cannot be written');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});

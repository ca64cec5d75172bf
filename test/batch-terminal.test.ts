/** What whoever sits before a run sees of it and can do; `script` gives it a terminal. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, root } from './cli.js';
import { filesUnder, ledgerRows, start, writeFiles } from './support/program.js';

const paper = `甲省药品监督管理局2022年工作要点\n\n一、加强监管\n${'（一）抓好抽检。完成药品抽检100批次。（综合处牵头）\n'.repeat(40)}`;
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

/** Runs the program on a terminal of so many columns; gives what it wrote there. */
function onTerminal(folder: string, columns: number, args: string, env: Record<string, string> = {}): string {
  const command = `stty cols ${columns}; ${process.execPath} ${join(root, 'bin/drugplan.js')} ${args}`;
  const { stdout } = spawnSync('script', ['-qec', `sh -c '${command}'`, '/dev/null'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  return stdout;
}

/** Lines as they stand on the terminal in the end, after every renewal of a line. */
const screen = (text: string): string[] =>
  text.split(/\r?\n/).map((line) => line.split('\r').at(-1)?.replace('\u001b[K', '') ?? '');

describe.skipIf(!hasScript)('on a terminal', () => {
  it('progress is one line, and messages stand on lines of their own, also that of Ctrl-C', async () => {
    const folder = emptyFolder();
    writeFiles(folder, Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`in/${i}.txt`, paper])));
    const command = `exec ${process.execPath} ${join(root, 'bin/drugplan.js')} batch in -o out --lang en & echo $! > pid; wait $!`;
    const log = join(folder, 'log');
    const child = spawn('script', ['-qefc', `sh -c '${command}'`, log], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const shown = (): string => {
      try {
        return readFileSync(log, 'utf8');
      } catch {
        return '';
      }
    };
    for (let tries = 0; tries < 300 && !/\d+\/3000 files/.test(shown()); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(shown()).toMatch(/\d+\/3000 files/);
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGINT');
    expect(await ended).toBe(130);
    expect(shown()).toContain('\r\u001b[K');
    const lines = screen(shown());
    expect(lines).toContain('finishing what is in work; Ctrl-C again stops at once');
    expect(lines.some((line) => /^interrupted: \d+ files are left; run the same command again/.test(line))).toBe(true);
    expect(lines.filter((line) => /^\d+\/3000 files/.test(line))).toEqual([]);
  }, 60_000);
});

describe.skipIf(!hasScript)('progress', () => {
  const folder = emptyFolder();
  writeFiles(folder, Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`in/${i}.txt`, paper])));

  it('is cut where the terminal is narrow, or its lines would pile up', () => {
    const renewals = onTerminal(folder, 24, 'batch in -o narrow --lang en')
      .split('\r')
      .filter((line) => line.includes('/400'));
    expect(renewals.length).toBeGreaterThan(0);
    for (const line of renewals) expect(line.replace('\u001b[K', '').length).toBeLessThan(24);
  });

  it('has no control sequences where the terminal knows none', () => {
    const shown = onTerminal(folder, 80, 'batch in -o dumb --lang en', { TERM: 'dumb' });
    expect(shown).toContain('400 converted');
    expect(shown).not.toContain('\u001b');
  });
});

describe('messages that nobody reads any more', () => {
  it('are no reason to stop', async () => {
    const folder = emptyFolder();
    writeFiles(folder, Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`in/${i}.txt`, i % 3 === 0 ? '' : paper])));
    const { child, ended } = start(['batch', 'in', '-o', 'out'], {}, folder);
    child.stderr?.destroy();
    expect((await ended).code).toBe(3);
    expect(ledgerRows(join(folder, 'out'))).toHaveLength(60);
  });
});

describe('--watch', () => {
  it('does anew only once what is to be done anew, tells a failure once, and what a round did', async () => {
    const folder = emptyFolder();
    writeFiles(folder, { 'in/a.txt': paper, 'in/b.txt': '' });
    const args = ['batch', 'in/*.txt', '-o', 'out', '--watch', '--force', '--retry-failed', '--lang', 'en'];
    const { child, ended } = start(args, {}, folder);
    let said = '';
    child.stderr?.on('data', (text: string) => (said += text));
    const until = async (what: () => boolean): Promise<void> => {
      for (let tries = 0; tries < 200 && !what(); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(what(), said).toBe(true);
    };
    await until(() => said.includes('watching'));
    // The watchers are there a moment later.
    await new Promise((resolve) => setTimeout(resolve, 500));
    writeFiles(folder, { 'in/c.txt': paper });
    await until(() => said.includes('1 converted, 1 unchanged, 1 failed of 3 files'));
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(said.match(/b\.txt: is empty/g)).toHaveLength(1);
    expect(
      ledgerRows(join(folder, 'out'))
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['a.txt', 'b.txt', 'c.txt']);
  });
});

describe('Ctrl-C', () => {
  it('a second one stops at once, and the same command completes', async () => {
    const folder = emptyFolder();
    const long = `甲省药品监督管理局2022年工作要点\n${'（一）抓好抽检。完成药品抽检100批次。（综合处牵头）\n'.repeat(20_000)}`;
    writeFiles(folder, { 'in/long.txt': long, 'in/short.txt': paper });
    const args = ['batch', 'in', '-o', 'out', '--jobs', '1', '--lang', 'en'];
    const { child, ended } = start(args, {}, folder);
    let said = '';
    child.stderr?.on('data', (text: string) => (said += text));
    const until = async (done: () => boolean): Promise<void> => {
      for (let tries = 0; tries < 600 && !done(); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await until(() => existsSync(join(folder, 'out/.drugplan/tmp')));
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGINT');
    await until(() => said.includes('Ctrl-C again stops at once'));
    const began = performance.now();
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(existsSync(join(folder, 'out/long.txt.json'))).toBe(false);
    const again = await start(args, {}, folder).ended;
    expect(again.code, again.err).toBe(0);
    expect(again.err).toContain('0 failed of 2 files');
    expect([...filesUnder(join(folder, 'out')).keys()]).toEqual(['long.txt.json', 'short.txt.json']);
  }, 120_000);
});

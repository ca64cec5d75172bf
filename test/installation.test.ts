import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { drugplan, emptyFolder, nobody, root, type User } from './cli.js';
import { writeFiles } from './support/program.js';

const paper = '甲省药品监督管理局2022年工作要点\n\n一、加强监管\n（一）抓好抽检。完成药品抽检100批次。（综合处牵头）\n';
let folder: string;

beforeEach(() => {
  folder = emptyFolder();
  chmodSync(folder, 0o777);
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFiles(folder, { 'in/a.txt': paper, 'in/b.txt': paper });
});

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}
/** Runs the copy; as nobody where files that root may read anyway are to be unreadable. */
function installed(args: string[], input = '', as: User = {}): Ended {
  const env = { ...process.env, NO_COLOR: '1', DRUGPLAN_SEGMENTER: '' };
  return spawnSync(process.execPath, [join(folder, 'bin/drugplan.js'), ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env,
    ...as,
  });
}

const COMMANDS: [string, string[], string][] = [
  ['parse', ['parse', 'in/a.txt'], ''],
  ['batch', ['batch', 'in', '-o', 'out'], ''],
  ['stream', ['stream'], `${JSON.stringify({ id: 1, text: paper })}\n`],
];

describe('an installation without its dictionary', () => {
  it.each(COMMANDS)('%s says so and how to mend it', (_, args, input) => {
    rmSync(join(folder, 'dist/dict'), { recursive: true });
    const run = installed(args, input);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('重新安装 drugplan');
    expect(run.stderr).toContain(join('dist', 'dict'));
    expect(installed([...args, '--lang', 'en'], input).stderr).toMatch(/dictionary .* install drugplan again/);
    expect(existsSync(join(folder, 'out/a.txt.json'))).toBe(false);
  });

  it.each(COMMANDS)('%s does not die of one that is cut off or a folder', (_, args, input) => {
    truncateSync(join(folder, 'dist/dict/words.utf8'), 100_001);
    expect(installed(args, input)).toMatchObject({ status: 2, stdout: '' });
    cpSync(join(root, 'dist/dict'), join(folder, 'dist/dict'), { recursive: true });
    rmSync(join(folder, 'dist/dict/hmm.utf8'));
    mkdirSync(join(folder, 'dist/dict/hmm.utf8'));
    expect(installed(args, input)).toMatchObject({ status: 2, stdout: '' });
  });

  it.each(COMMANDS)('%s does not die of one that may not be read', (_, args, input) => {
    chmodSync(join(folder, 'dist/dict/words.utf8'), 0);
    const run = installed(args, input, nobody);
    expect(run, run.stderr).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('EACCES');
  });

  it('batch goes on where it was once it is mended', () => {
    rmSync(join(folder, 'dist/dict'), { recursive: true });
    expect(installed(['batch', 'in', '-o', 'out']).status).toBe(2);
    cpSync(join(root, 'dist/dict'), join(folder, 'dist/dict'), { recursive: true });
    const run = installed(['batch', 'in', '-o', 'out', '--lang', 'en']);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain('2 converted');
  });
});

describe('DRUGPLAN_SEGMENTER', () => {
  it.each(COMMANDS)('%s says what it may be', (_, args, input) => {
    const command = args.map((arg) => (arg === 'out' || arg.startsWith('in') ? join(folder, arg) : arg));
    const run = drugplan([...command, '--lang', 'en'], { input, env: { DRUGPLAN_SEGMENTER: 'jieba' } });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('nodejieba, node-rs, longest-match');
  });
});

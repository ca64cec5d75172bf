import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manual } from '../scripts/man.js';
import { commandsOf } from '../src/cli/command-tree.js';
import { program } from '../src/cli/program.js';
import { drugplan, root } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'drugplan-completion-'));
const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;

/** The script of a shell, in a file. */
const script = (shell: string): string => {
  const { code, out } = drugplan(['completion', shell]);
  expect(code).toBe(0);
  const path = join(folder, `completion.${shell}`);
  writeFileSync(path, out);
  return path;
};

/** What bash would offer for a line whose last word is being typed. */
function bash(...line: string[]): string[] {
  const code = `source ${script('bash')}; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _drugplan; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', code, '_', 'drugplan', ...line], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

describe.skipIf(!has('bash'))('completion in bash', () => {
  it('offers commands, options, values and names, and leaves files to the shell', () => {
    expect(bash('')).toEqual(expect.arrayContaining(['parse', 'validate', 'schema', 'formats', 'completion']));
    expect(bash('pa')).toEqual(['parse']);
    expect(bash('parse', '--fo')).toEqual(['--format']);
    expect(bash('parse', '--format', 'x')).toEqual(['xlsx']);
    expect(bash('parse', '--rows', 't')).toEqual(['tasks']);
    expect(bash('parse', '-o', '')).toEqual([]);
    expect(bash('parse', 're')).toEqual([]);
    expect(bash('schema', '')).toEqual(['document', 'record', 'lexicon']);
    expect(bash('completion', 'z')).toEqual(['zsh']);
    expect(bash('--lang', '')).toEqual(['zh', 'en']);
    expect(bash('--lang', 'en', 'parse', '--la')).toEqual(['--lang']);
  });
});

describe('completion in other shells', () => {
  it.skipIf(!has('zsh'))('zsh reads its script', () => {
    const { status, stderr } = spawnSync('zsh', ['-n', script('zsh')], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it.skipIf(!has('fish'))('fish offers what there is', () => {
    const path = script('fish');
    const offers = (line: string) =>
      spawnSync('fish', ['-c', `source ${path}; complete -C ${JSON.stringify(line)}`], { encoding: 'utf8' }).stdout;
    expect(offers('drugplan pa')).toMatch(/^parse\t/);
    expect(offers('drugplan parse --format x')).toContain('xlsx');
    expect(offers('drugplan schema ')).toContain('lexicon');
  });

  it.skipIf(!has('pwsh'))('PowerShell offers what there is', () => {
    const code = `. ${script('powershell')}; (TabExpansion2 -inputScript 'drugplan parse --format x' -cursorColumn 25).CompletionMatches.CompletionText`;
    expect(spawnSync('pwsh', ['-NoProfile', '-Command', code], { encoding: 'utf8' }).stdout.trim()).toBe('xlsx');
  });

  it.each(['zsh', 'fish', 'powershell'])('%s: every command and option is in the script', (shell) => {
    const { out } = drugplan(['completion', shell, '--lang', 'en']);
    const { commands } = commandsOf(program('en', '', {} as Parameters<typeof program>[2]));
    expect(commands.length).toBeGreaterThan(7);
    for (const { name, choices, options } of commands) {
      expect(out).toMatch(new RegExp(`\\b${name}\\b`));
      for (const word of [...choices, ...options.flatMap((option) => [option.long.slice(2), ...option.choices])])
        expect(out, `${name} ${word}`).toContain(word);
    }
  });

  it('an unknown shell is told which there are', () => {
    expect(drugplan(['completion', 'ksh'])).toMatchObject({ code: 2, out: '' });
    expect(drugplan(['completion', 'ksh']).err).toContain('bash, zsh, fish, powershell');
  });
});

describe('formats', () => {
  it('lists what can be read and written, in both languages and as JSON', () => {
    expect(drugplan(['formats']).out).toMatch(/^输入\n[\s\S]*\.docx[\s\S]*\n输出\n[\s\S]*xlsx[\s\S]*html/);
    expect(drugplan(['formats', '--lang', 'en']).out).toMatch(/^Input\n[\s\S]*\nOutput\n/);
    const { inputs, outputs } = JSON.parse(drugplan(['formats', '--json']).out) as Record<string, { name: string }[]>;
    expect(inputs?.map(({ name }) => name)).toContain('docx');
    expect(outputs?.map(({ name }) => name)).toEqual(['json', 'jsonl', 'yaml', 'xlsx', 'csv', 'md', 'html']);
  });
});

describe('manual', () => {
  it('is that of the commands there are', async () => {
    expect(await readFile(join(root, 'man/drugplan.1'), 'utf8'), 'run `npm run man` and commit').toBe(manual());
  });

  it.skipIf(!has('groff'))('is read by groff without a warning', () => {
    const { status, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z', join(root, 'man/drugplan.1')], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});

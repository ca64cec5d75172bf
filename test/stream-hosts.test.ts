/**
 * GNU parallel hands documents to `drugplan stream` on three hosts, one of which is cut off in the middle of the run. The hosts are network namespaces
 * of this machine; where the right to make them is missing, or a program, the test is skipped and says why, unless DRUGPLAN_PRIVILEGED=1 forbids that.
 */
import { spawn, spawnSync } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { speech } from '../bench/document.mjs';
import { emptyFolder, root } from './cli.js';

const DOCUMENTS = Number(process.env.DRUGPLAN_FAULTS_STREAM ?? 200);
const hosts = (...args: string[]) =>
  spawnSync('bash', [fileURLToPath(new URL('./support/hosts.sh', import.meta.url)), ...args], { encoding: 'utf8' });
const folder = join(emptyFolder(), 'hosts');

/** What is missing for the test; null where nothing is. */
function missing(): string | null {
  const programs = ['parallel', 'ssh', 'ip', '/usr/sbin/sshd'].filter(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0,
  );
  if (programs.length > 0) return `${programs.join(', ')} not installed`;
  const probe = `dpprobe${process.pid}`;
  if (spawnSync('ip', ['netns', 'add', probe]).status !== 0) return 'no right to make network namespaces';
  spawnSync('ip', ['netns', 'del', probe]);
  return null;
}

const reason = missing();
if (reason !== null && process.env.DRUGPLAN_PRIVILEGED === '1') throw new Error(`DRUGPLAN_PRIVILEGED=1, but: ${reason}`);
if (reason !== null) console.warn(`skipped: GNU parallel over several hosts (${reason})`);

afterAll(() => {
  if (reason === null) hosts('down', folder);
});

/** The command of docs/query.md with what a test needs to know of its hosts. */
function recipe(): string[] {
  const text = readFileSync(join(root, 'docs/query.md'), 'utf8');
  const [, command = ''] = /```sh\n(parallel --pipe[\s\S]*?)\s*drugplan stream/.exec(text) ?? [];
  const words = command
    .replace(/\\(\n|$)/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
  expect(words).toContain('--retries');
  return words
    .slice(1)
    .map((word) =>
      word === "'\\n'"
        ? '\\n'
        : word === '1M'
          ? '100k'
          : word === 'host1,host2,host3'
            ? [1, 2, 3].map((n) => `1/10.123.45.${n}`).join(',')
            : word,
    );
}

describe('drugplan stream over several hosts', () => {
  it.skipIf(reason !== null)(
    'gives every record exactly once, in order, although a host goes down',
    async () => {
      const up = hosts('up', folder, '3');
      expect(up.status, up.stderr).toBe(0);
      const client = up.stdout.trim();
      const input = join(folder, 'documents.jsonl');
      const output = join(folder, 'parsed.jsonl');
      const text = speech(2500);
      writeFileSync(input, Array.from({ length: DOCUMENTS }, (_, id) => `${JSON.stringify({ id, text })}\n`).join(''));
      const args = [
        'netns',
        'exec',
        client,
        'parallel',
        '--will-cite',
        '--ssh',
        join(folder, 'ssh'),
        ...recipe(),
        `node ${join(root, 'bin/drugplan.js')} stream`,
      ];
      const run = spawn('ip', args, { stdio: [openSync(input, 'r'), openSync(output, 'w'), 'pipe'] });
      let err = '';
      run.stderr?.on('data', (chunk) => (err += chunk));
      // Host 2 is in the middle of its first block when the plug is pulled.
      const busy = (): boolean =>
        spawnSync('sh', ['-c', `pgrep -f 'drugplan.js stream' | xargs -r -n1 ip netns identify | grep -q -- '-2$'`]).status === 0;
      while (run.exitCode === null && !busy()) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(hosts('cut', folder, '2').status).toBe(0);
      const code = run.exitCode ?? (await new Promise((resolve) => run.on('close', resolve)));
      expect(code, err).toBe(0);
      const answers = readFileSync(output, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: DOCUMENTS }, (_, id) => id));
      expect(answers.every(({ document }) => document.measures.length > 0)).toBe(true);
    },
    600_000,
  );
});

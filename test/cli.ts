import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const report = join(root, 'fixtures/cases/work-points/basic/input.txt');

export interface Run {
  code: number | null;
  out: string;
  err: string;
}

/** Who starts a program. */
export type User = { uid?: number; gid?: number };
/** A user whom permissions bind, also where root runs the tests. */
export const nobody: User = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Starts the real program, as it was built. */
export function drugplan(
  args: readonly string[],
  options: { input?: string | Uint8Array; env?: Record<string, string>; cwd?: string; user?: User } = {},
): Run {
  const run = spawnSync(process.execPath, [join(root, 'bin/drugplan.js'), ...args], {
    input: options.input ?? '',
    cwd: options.cwd ?? root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '', ...options.env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options.user,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** An empty folder for one test. */
export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'drugplan-test-'));

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root, type User } from '../cli.js';

export interface Started {
  child: ChildProcess;
  /** Ends with the exit code, or the signal's name. */
  ended: Promise<{ code: number | string | null; out: string; err: string }>;
}

/** Starts the built program and does not wait for it. */
export function start(args: readonly string[], env: Record<string, string> = {}, cwd = root, user: User = {}): Started {
  const child = spawn(process.execPath, [join(root, 'bin/drugplan.js'), ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<{ code: number | string | null; out: string; err: string }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code: signal ?? code, out, err })),
  );
  return { child, ended };
}

/** Writes files by path. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** All files under a folder by path, without the state that a batch keeps for itself. */
export function filesUnder(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const entries = files.map((entry) => join(entry.parentPath, entry.name)).map((file) => [relative(folder, file), file] as const);
  return new Map(
    entries
      .filter(([path]) => !path.startsWith('.drugplan'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, file]) => [path, createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

/** Rows of a ledger as they stand in it. */
export function ledgerRows(
  out: string,
): { path: string; status: string; failure: { code: string } | null; sha256: string | null; [key: string]: unknown }[] {
  const lines = readFileSync(join(out, '.drugplan/ledger.jsonl'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

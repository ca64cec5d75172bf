import { constants, copyFileSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { BatchError } from './failure.js';
import { STATE } from './ledger.js';

interface Holder {
  pid: number;
  host: string;
  /** When the process began, in ticks since boot: a pid that was given anew does not pass for the old holder. */
  began: string | null;
}

/** Takes `OUT/.drugplan/lock`, so that two runs never write to one folder. Gives what lets it go again. */
export function lock(out: string): () => void {
  const folder = join(out, STATE);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  const mine = join(folder, `lock.${process.pid}`);
  const holder: Holder = { pid: process.pid, host: hostname(), began: beganOf(process.pid) };
  const content = JSON.stringify(holder);
  writeFileSync(mine, content);
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (taken(mine, file)) return () => release(file, content);
      const found = contentOf(file);
      if (found === null) continue;
      const other = holderOf(found);
      if (other === null && isYoung(file)) continue;
      if (other && isAlive(other)) throw new BatchError('locked', { out, pid: other.pid, host: other.host, file });
      putAside(file, found, `${mine}.stale`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new BatchError('locked', { out, pid: 0, host: '', file });
}

/** File systems without links (exFAT, some network drives) say so in one of these ways. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** A link is made as a whole or not at all, with its content; without links there is a moment in which the lock is empty. */
function taken(mine: string, file: string): boolean {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw error;
  }
  try {
    copyFileSync(mine, file, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds the lock; null where a power cut left it without content. */
function holderOf(content: string): Holder | null {
  try {
    return JSON.parse(content) as Holder | null;
  } catch {
    return null;
  }
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Takes away a lock whose holder is dead; where another run was faster, its lock is put back. */
function putAside(file: string, judged: string, aside: string): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (contentOf(aside) !== judged) taken(aside, file);
  rmSync(aside, { force: true });
}

/** Whether its content may still be on the way. */
function isYoung(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs < 10_000;
}

function release(file: string, content: string): void {
  try {
    if (contentOf(file) === content) rmSync(file, { force: true });
  } catch {
    // OUT has turned read-only or gone, which the run has told: the next one takes over from a holder that is dead.
  }
}

/** A holder on another machine cannot be asked, and counts as alive. */
function isAlive({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return began === null || beganOf(pid) === began;
}

/** Start time of a process where the system tells it (Linux). */
function beganOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    // Not Linux, or the process has just ended: then kill(pid, 0) is all there is.
    return null;
  }
}

import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError, EXIT } from './exit.js';
import type { Io } from './io.js';

/** Where results go: piece by piece, then `commit` once all is well, or `discard`. */
export interface Sink {
  write(data: string | Uint8Array): Promise<void>;
  commit(): void;
  discard(): void;
}

/** Standard output; waits where the reader is slower. A reader that has gone away ends the run in silence (see `main`). */
export function standardOutput(io: Io): Sink {
  return {
    write: (data) =>
      data.length === 0 || io.stdout.write(data) ? Promise.resolve() : new Promise((resolve) => io.stdout.once('drain', resolve)),
    commit() {},
    discard() {},
  };
}

const failed = (file: string, error: unknown): CliError =>
  new CliError(EXIT.usage, 'output/failed', { file, reason: (error as NodeJS.ErrnoException).code ?? String(error) });

/** A file that is replaced as a whole, so that nobody ever sees half of it. */
export function fileOutput(file: string, inputs: readonly string[]): Sink {
  const target = resolveLink(file);
  const existing = statSync(target, { throwIfNoEntry: false });
  if (existing?.isDirectory()) throw new CliError(EXIT.usage, 'output/directory', { file });
  if (existing && inputs.some((input) => sameFile(input, existing))) throw new CliError(EXIT.usage, 'output/is-input', { file });
  // A device or a pipe cannot be replaced, only written to.
  if (existing && !existing.isFile()) return deviceOutput(file);

  const temporary = join(dirname(target), `.drugplan-${process.pid}-${Date.now().toString(36)}.tmp`);
  let handle: number;
  try {
    handle = openSync(temporary, 'wx', existing ? existing.mode & 0o777 : 0o666);
  } catch (error) {
    throw failed(file, error);
  }
  let open = true;
  const discard = (): void => {
    if (open) closeSync(handle);
    open = false;
    rmSync(temporary, { force: true });
  };
  return {
    async write(data) {
      try {
        writeFully(handle, data);
      } catch (error) {
        discard();
        throw failed(file, error);
      }
    },
    commit() {
      try {
        fsyncSync(handle);
        closeSync(handle);
        open = false;
        renameSync(temporary, target);
      } catch (error) {
        discard();
        throw failed(file, error);
      }
    },
    discard,
  };
}

function writeFully(handle: number, data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
}

function deviceOutput(file: string): Sink {
  const pieces: Uint8Array[] = [];
  return {
    async write(data) {
      pieces.push(typeof data === 'string' ? Buffer.from(data, 'utf8') : data);
    },
    commit() {
      try {
        writeFileSync(file, Buffer.concat(pieces));
      } catch (error) {
        throw failed(file, error);
      }
    },
    discard() {},
  };
}

/** The file behind a link; the path itself where there is nothing yet. */
function resolveLink(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return file;
    throw failed(file, error);
  }
}

function sameFile(input: string, { dev, ino }: { dev: number; ino: number }): boolean {
  const other = input === '-' ? undefined : statSync(input, { throwIfNoEntry: false });
  return other !== undefined && other.dev === dev && other.ino === ino;
}

import { type FSWatcher, watch } from 'node:fs';
import { join, sep } from 'node:path';
import { isInside, real } from './discover.js';

/** How long nothing must happen before a change is taken for finished. */
const QUIET_MS = 500;
/** Changes that no event tells of (network drives, events lost in a flood) are found by looking. */
const LOOK_MS = 30_000;

/** Calls `changed` after each change under the folders that is not of the outputs, one call at a time, until the signal ends it. */
export async function watchFolders(
  folders: readonly string[],
  outputs: readonly string[],
  signal: AbortSignal,
  changed: () => Promise<void>,
): Promise<void> {
  let pending = false;
  let wake: () => void = () => {};
  let timer: NodeJS.Timeout | undefined;
  const due = (): void => {
    pending = true;
    wake();
  };
  const touch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(due, QUIET_MS);
  };
  const watchers: FSWatcher[] = [];
  const written = outputs.map(real);
  // A run writes into OUT also where it finds nothing to do; to be woken by that would never end.
  const isOwn = (folder: string, name: string): boolean =>
    name.split(sep).some((part) => part.startsWith('.')) || written.some((output) => isInside(join(folder, name), output));
  for (const folder of folders) {
    const from = real(folder);
    try {
      const watcher = watch(folder, { recursive: true }, (_, name) => {
        if (name === null || !isOwn(from, name)) touch();
      });
      // A folder that vanishes under the watcher is found by looking,
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // as is one that the system has no watcher left for.
    }
  }
  const look = setInterval(due, LOOK_MS);
  const end = (): void => wake();
  signal.addEventListener('abort', end);
  try {
    while (!signal.aborted) {
      if (!pending) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      // What happens from here on is for the next round.
      pending = false;
      if (!signal.aborted) await changed();
    }
  } finally {
    signal.removeEventListener('abort', end);
    clearInterval(look);
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  }
}

import { type FSWatcher, watch } from 'node:fs';

/** How long nothing must happen before a change is taken for finished. */
const QUIET_MS = 500;
/** Changes that no event tells of (network drives, events lost in a flood) are found by looking. */
const LOOK_MS = 30_000;

/** Calls `changed` after each change under the folders, one call at a time, until the signal ends it. */
export async function watchFolders(folders: readonly string[], signal: AbortSignal, changed: () => Promise<void>): Promise<void> {
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
  for (const folder of folders) {
    const watcher = watch(folder, { recursive: true }, touch);
    // A folder that vanishes under the watcher is found by looking.
    watcher.on('error', () => watcher.close());
    watchers.push(watcher);
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

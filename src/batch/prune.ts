import { rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeError } from './failure.js';
import type { Ledger } from './ledger.js';
import type { Plan } from './plan.js';

/** Removes the outputs of sources that are gone, and the folders that this leaves empty. Gives the number of sources. */
export function prune(plan: Plan, ledger: Ledger): number {
  for (const row of plan.gone) {
    for (const path of Object.keys(row.outputs)) {
      const target = join(plan.out, path);
      try {
        rmSync(target, { force: true });
      } catch (error) {
        throw writeError(error, target) ?? error;
      }
      removeEmpty(plan.out, dirname(path));
    }
    ledger.append({ ...row, status: 'pruned', outputs: {} });
  }
  return plan.gone.length;
}

function removeEmpty(out: string, path: string): void {
  for (let folder = path; folder !== '.' && folder !== ''; folder = dirname(folder)) {
    try {
      rmdirSync(join(out, folder));
    } catch (error) {
      // Not empty, or not to be removed: it stays. Gone already: then what is above it may be empty.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return;
    }
  }
}

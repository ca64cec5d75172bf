import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 slower to optimise, for the threads that start after it. A thousand different documents keep refuting what the engine took for granted after
 * a few of them: left to itself it spends a third of a batch's processor time compiling the same functions again, on the cores that a second worker
 * needs. Only V8 11 (Node 20) is told so: later ones have another name for it, and a compiler between the two.
 */
export function tuneEngine(): void {
  if (!process.versions.v8.startsWith('11.')) return;
  // Twelve times its own budget, and half of its own bound.
  setFlagsFromString('--interrupt-budget=800000');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=460');
}

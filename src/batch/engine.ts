import { setFlagsFromString } from 'node:v8';

/**
 * What the threads that start after it do with V8's helpers. Each worker has a core of its own, so what V8 moves to threads beside it (compiling,
 * collecting garbage) is no time won but taken from the next worker, with the cost of handing it over on top: measured, a worker that does
 * it itself takes a sixth less processor time. At run time each flag that `--single-threaded` stands for is told by itself, but for those of marking
 * (`--no-concurrent-marking`, `--no-parallel-marking`): the main thread's heap may be in the middle of it, and the process would end.
 */
const WITHOUT_HELPERS = [
  '--no-concurrent-recompilation',
  '--no-parallel-compaction',
  '--no-parallel-pointer-update',
  '--no-parallel-scavenge',
];

/**
 * Optimises later than V8 would. A thousand different documents keep refuting what it took for granted after a few of them: left to itself it
 * spends a third of a batch's processor time compiling the same functions again. Twelve times its own budget, and half of its own bound. Later
 * versions than V8 11 (Node 20) have another name for it, and a compiler between the two.
 */
const LATER = ['--interrupt-budget=800000', '--max-inlined-bytecode-size-cumulative=460'];

/** Tunes V8 for the workers of a batch. A flag that a version does not know is passed over by it with a line on standard error, so only known ones are told. */
export function tuneEngine(): void {
  if (!process.versions.v8.startsWith('11.')) return;
  for (const flag of [...WITHOUT_HELPERS, ...LATER]) setFlagsFromString(flag);
}

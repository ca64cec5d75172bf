import type { MessageKey } from '../messages.js';

/** All exit codes of the program. */
export const EXIT = {
  ok: 0,
  /** Warnings with --strict, errors found by validate. */
  findings: 1,
  /** Wrong options or arguments, a lexicon with an error, an output that cannot be written, an installation that is not complete. */
  usage: 2,
  /** Some inputs failed, the others were parsed. */
  someFailed: 3,
  /** No input could be used. */
  nothingUsable: 4,
  /** A fault of the program (EX_SOFTWARE). */
  bug: 70,
  /** Ended by Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A run that cannot go on, told to the user in one message. */
export class CliError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    readonly key: MessageKey,
    readonly data: Record<string, string | number> = {},
  ) {
    super(key);
    this.name = 'CliError';
  }
}

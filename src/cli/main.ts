import { CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { Language } from '../messages.js';
import { SegmenterError } from '../segment/error.js';
import { type ColorChoice, painter } from './colors.js';
import type { Context } from './command-parse.js';
import { CliError, EXIT, type ExitCode } from './exit.js';
import type { Io } from './io.js';
import { program } from './program.js';
import { type Reporter, reporter } from './report.js';
import { usageError } from './usage-error.js';

/** Runs the program. Never throws; gives the exit code. */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  // Needed before commander has read the options: its own messages and help are in a language too.
  const language: Language = valueOf(args, '--lang') === 'en' ? 'en' : 'zh';
  const colors = valueOf(args, '--color') ?? 'auto';
  const paint = await painter(colors as ColorChoice, io);
  const report = reporter(io, language, paint);
  heedStreams(io, report);
  const context: Context = { io, report, paint };
  let exitCode: ExitCode = EXIT.ok;
  const commands = program(language, packageJson.version, {
    async parse(files, flags) {
      exitCode = await (await import('./command-parse.js')).parseCommand(files, flags, context);
    },
    async validate(files) {
      exitCode = await (await import('./command-validate.js')).validateCommand(files, context);
    },
    async batch(inputs, flags) {
      exitCode = await (await import('./command-batch.js')).batchCommand(inputs, flags, context);
    },
    async stream(flags) {
      exitCode = await (await import('./command-stream.js')).streamCommand(flags, context);
    },
    async stats(out, flags) {
      exitCode = await (await import('./command-stats.js')).statsCommand(out, flags, context);
    },
    async schema(name) {
      exitCode = await (await import('./command-schema.js')).schemaCommand(name, context);
    },
    async formats(flags) {
      exitCode = await (await import('./command-formats.js')).formatsCommand(flags, context);
    },
    async completion(shell, tree) {
      exitCode = await (await import('./command-completion.js')).completionCommand(shell, tree, context);
    },
  });
  const silence = { writeOut: (text: string) => void io.stdout.write(text), writeErr: () => {} };
  for (const command of [commands, ...commands.commands]) command.configureOutput(silence);
  try {
    if (args.length === 0) {
      io.stderr.write(commands.helpInformation());
      return EXIT.usage;
    }
    await commands.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    const known = error instanceof CommanderError ? usageError(error, commandOf(args, commands.commands)) : error;
    if (known instanceof CliError) {
      report.error(known.key, known.data);
      return known.exitCode;
    }
    if (error instanceof SegmenterError) {
      report.error(error.code, { ...error.data });
      return EXIT.usage;
    }
    const reason = error instanceof Error ? error.message : String(error);
    report.error('bug', { reason });
    if (io.env.DRUGPLAN_DEBUG && error instanceof Error) io.stderr.write(`${error.stack}\n`);
    return EXIT.bug;
  }
}

/** Runs the program on the process itself. */
export async function runProcess(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), process);
}

/** What commander would take: the last of an option that was given twice. */
function valueOf(args: readonly string[], option: string): string | undefined {
  const index = args.findLastIndex((arg) => arg === option || arg.startsWith(`${option}=`));
  if (index < 0) return undefined;
  return args[index]?.includes('=') ? args[index]?.slice(option.length + 1) : args[index + 1];
}

const commandOf = (args: readonly string[], commands: readonly { name(): string }[]): string =>
  args.find((arg) => commands.some((command) => command.name() === arg)) ?? '';

/**
 * `drugplan parse … | head` must end without a word once head has gone, and a full disk under standard output is told. Messages that nobody hears any
 * more are no reason to stop: the work of a batch is in files.
 */
function heedStreams(io: Io, report: Reporter): void {
  io.stderr.on('error', () => {});
  io.stdout.once('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(EXIT.ok);
    report.error('output/stdout', { reason: code ?? message });
    process.exit(EXIT.usage);
  });
}

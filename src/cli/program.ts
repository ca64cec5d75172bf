import { Argument, Command, Option } from 'commander';
import { type Language, type MessageKey, say } from '../messages.js';
import { inputTypes } from '../read/sniff.js';
import { formats, rowKinds } from '../render/index.js';
import type { BatchFlags } from './command-batch.js';
import type { ParseFlags } from './command-parse.js';
import { schemaNames } from './command-schema.js';
import type { StatsFlags } from './command-stats.js';
import type { StreamFlags } from './command-stream.js';
import { type Shell, shells } from './command-tree.js';
import { CliError, EXIT } from './exit.js';
import { width } from './frame.js';

/** What each command does; gives the exit code. */
export interface Actions {
  parse(files: string[], flags: ParseFlags): Promise<void>;
  batch(inputs: string[], flags: BatchFlags): Promise<void>;
  stream(flags: StreamFlags): Promise<void>;
  stats(out: string, flags: StatsFlags): Promise<void>;
  validate(files: string[]): Promise<void>;
  schema(name: string): Promise<void>;
  formats(flags: { json?: boolean }): Promise<void>;
  completion(shell: Shell, program: Command): Promise<void>;
}

/** `<file...>` where it must be given, `[file...]` where it may. */
const humanReadableArgName = (argument: Argument): string => {
  const term = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${term}>` : `[${term}]`;
};

/** The commands and options, with help in one language. */
export function program(language: Language, version: string, actions: Actions): Command {
  const words = (key: MessageKey, data?: Record<string, string>): string => say(language, key, data);
  const titles: Record<string, MessageKey> = {
    'Usage:': 'help/usage',
    'Arguments:': 'help/arguments',
    'Options:': 'help/options',
    'Global Options:': 'help/options',
    'Commands:': 'help/commands',
  };
  const named: Record<string, MessageKey> = {
    '[options]': 'help/any-options',
    '[command]': 'help/any-command',
    '[file...]': 'help/any-files',
    '<file...>': 'help/some-files',
    '<name>': 'help/some-name',
    '<folder>': 'help/some-folder',
    '[input...]': 'help/any-inputs',
  };
  const name = (term: string): string => (named[term] ? words(named[term]) : term);
  const argumentTerm = (argument: Argument): string => name(humanReadableArgName(argument));
  const style = <C extends Command>(command: C): C =>
    command
      .configureHelp({
        helpWidth: 110,
        displayWidth: width,
        styleTitle: (title) => (titles[title] ? words(titles[title]) : title),
        styleOptionText: name,
        styleSubcommandText: name,
        styleArgumentText: name,
        // The descriptions name choices and defaults themselves, in the user's language.
        optionDescription: (option) => option.description,
        argumentDescription: (argument) => argument.description,
        argumentTerm,
        subcommandTerm: (sub) => [sub.name(), ...sub.registeredArguments.map(argumentTerm)].join(' '),
      })
      .helpOption('-h, --help', words('help/help'))
      .exitOverride() as C;
  const shared = <C extends Command>(command: C): C =>
    style(command)
      .addOption(new Option('--lang <lang>', words('help/lang')).choices(['zh', 'en']))
      .addOption(new Option('--color <when>', words('help/color')).choices(['auto', 'always', 'never'])) as C;

  const main = shared(new Command('drugplan'))
    .description(words('help/program'))
    .version(version, '-V, --version', words('help/version'))
    .addHelpText('after', `\n${words('help/program-examples')}`)
    .helpCommand(false);

  shared(main.command('parse'))
    .description(words('help/parse'))
    .addArgument(new Argument('[file...]', words('help/files')))
    .addOption(new Option('-f, --format <format>', words('help/format')).choices(formats))
    .addOption(new Option('--rows <rows>', words('help/rows')).choices(rowKinds))
    .option('--pretty', words('help/pretty'))
    .option('--compact', words('help/compact'))
    .option('-o, --output <file>', words('help/output'))
    .option('--encoding <encoding>', words('help/encoding'))
    .addOption(new Option('--type <type>', words('help/type')).choices(inputTypes))
    .option('--lexicon <file>', words('help/lexicon'))
    .option('--explain', words('help/explain'))
    .option('--strict', words('help/strict'))
    .addHelpText('after', `\n${words('help/parse-examples')}`)
    .action((files: string[], flags: ParseFlags) => actions.parse(files, flags));

  shared(main.command('batch'))
    .description(words('help/batch'))
    .addArgument(new Argument('[input...]', words('help/batch-inputs')))
    .requiredOption('-o, --output <folder>', words('help/batch-output'))
    .addOption(
      repeatable(new Option('-f, --format <format>', words('help/batch-format', { names: formats.join(', ') })), formats),
    )
    .addOption(new Option('--rows <rows>', words('help/rows')).choices(rowKinds))
    .option('--jsonl <file>', words('help/batch-jsonl'))
    .option('--parquet <folder>', words('help/batch-parquet'))
    .option('--from-list <file>', words('help/batch-from-list'))
    .option('--root <folder>', words('help/batch-root'))
    .addOption(number(new Option('-j, --jobs <n>', words('help/batch-jobs')), 1, 256))
    .addOption(number(new Option('--timeout <seconds>', words('help/batch-timeout')), 0.01, 86_400, { fraction: true }))
    .addOption(number(new Option('--memory <mb>', words('help/batch-memory')), 64, 16_384))
    .option('--encoding <encoding>', words('help/encoding'))
    .option('--lexicon <file>', words('help/lexicon'))
    .option('--explain', words('help/explain'))
    .option('--retry-failed', words('help/batch-retry-failed'))
    .option('--force', words('help/batch-force'))
    .option('--dry-run', words('help/batch-dry-run'))
    .option('--prune', words('help/batch-prune'))
    .option('--report <file>', words('help/batch-report'))
    .option('-q, --quiet', words('help/batch-quiet'))
    .option('--watch', words('help/batch-watch'))
    .addHelpText('after', `\n${words('help/batch-examples')}`)
    .action((inputs: string[], flags: BatchFlags) => actions.batch(inputs, flags));

  shared(main.command('stream'))
    .description(words('help/stream'))
    .option('--encoding <encoding>', words('help/encoding'))
    .option('--lexicon <file>', words('help/lexicon'))
    .option('--explain', words('help/explain'))
    .addOption(number(new Option('--max-bytes <n>', words('help/stream-max-bytes')), 1024, 2 ** 29))
    .addHelpText('after', `\n${words('help/stream-examples')}`)
    .action((flags: StreamFlags) => actions.stream(flags));

  shared(main.command('stats'))
    .description(words('help/stats'))
    .addArgument(new Argument('<folder>', words('help/stats-out')))
    .addOption(new Option('-f, --format <format>', words('help/stats-format')).choices(['table', 'json', 'csv']))
    .addOption(number(new Option('--top <n>', words('help/stats-top')), 1, 1_000_000))
    .addHelpText('after', `\n${words('help/stats-examples')}`)
    .action((folder: string, flags: StatsFlags) => actions.stats(folder, flags));

  shared(main.command('validate'))
    .description(words('help/validate'))
    .addArgument(new Argument('<file...>', words('help/file')))
    .addHelpText('after', `\n${words('help/validate-examples')}`)
    .action((files: string[]) => actions.validate(files));

  shared(main.command('schema'))
    .description(words('help/schema', { names: schemaNames.join(', ') }))
    .addArgument(suggesting(new Argument('<name>', words('help/schema-name')), schemaNames))
    .addHelpText('after', `\n${words('help/schema-examples')}`)
    .action((name: string) => actions.schema(name));

  shared(main.command('formats'))
    .description(words('help/formats'))
    .option('--json', words('help/formats-json'))
    .addHelpText('after', `\n${words('help/formats-examples')}`)
    .action((flags: { json?: boolean }) => actions.formats(flags));

  shared(main.command('completion'))
    .description(words('help/completion', { names: shells.join(', ') }))
    .addArgument(new Argument('<name>', words('help/completion-shell')).choices(shells))
    .addHelpText('after', `\n${words('help/completion-examples')}`)
    .action((shell: Shell) => actions.completion(shell, main));

  return main;
}

/** Choices that completion offers while the command itself judges what is given. */
function suggesting(argument: Argument, choices: readonly string[]): Argument {
  argument.argChoices = [...choices];
  return argument;
}

/** An option that may be given again, each time with one of the choices. */
function repeatable(option: Option, choices: readonly string[]): Option {
  option.choices(choices);
  const { parseArg } = option;
  return option.argParser((value: string, previous: string[] | undefined) => {
    parseArg?.(value, undefined as never);
    return [...(previous ?? []), value];
  });
}

/** An option that takes a number between two others, whole if not said. */
function number(option: Option, least: number, most: number, { fraction = false } = {}): Option {
  return option.argParser((value: string) => {
    const read = Number(value);
    if (value.trim() === '' || !(read >= least && read <= most) || !(fraction || Number.isInteger(read))) {
      const key = fraction ? 'usage/invalid-number' : 'usage/invalid-whole-number';
      throw new CliError(EXIT.usage, key, { name: option.long ?? '', value: value || '""', least, most });
    }
    return read;
  });
}

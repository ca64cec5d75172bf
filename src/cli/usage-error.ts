import type { CommanderError } from 'commander';
import { CliError, EXIT } from './exit.js';

const quoted = (message: string): string[] => [...message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');

/** What commander found wrong, in our words. */
export function usageError({ code, message }: CommanderError, command: string): CliError {
  const [first = '', second = ''] = quoted(message);
  const option = first.match(/--[\w-]+/)?.[0] ?? first;
  const fail = (key: ConstructorParameters<typeof CliError>[1], data: Record<string, string> = {}): CliError =>
    new CliError(EXIT.usage, key, { command: `drugplan ${command}`.trimEnd(), name: first.split(' ')[0] ?? first, ...data });
  switch (code) {
    case 'commander.unknownCommand':
      return fail('usage/unknown-command');
    case 'commander.unknownOption':
      return fail('usage/unknown-option');
    case 'commander.missingArgument':
      return fail('usage/missing-argument');
    case 'commander.optionMissingArgument':
      return fail('usage/missing-value', { name: option });
    case 'commander.missingMandatoryOptionValue':
      return fail('usage/missing-option', { name: option });
    case 'commander.invalidArgument': {
      const allowed = /choices are (.*)\.$/.exec(message)?.[1] ?? '';
      return message.includes('command-argument')
        ? fail('usage/invalid-argument', { value: first || '""', allowed })
        : fail('usage/invalid-value', { name: option, value: second || '""', allowed });
    }
    case 'commander.excessArguments':
      return fail('usage/excess-arguments');
    default:
      return fail('usage/other', { reason: message.replace(/^error: /, '') });
  }
}

import type { Argument, Command, Option } from 'commander';

/** Shells that a completion script can be made for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** An option as completion scripts and the manual need it. */
export interface OptionFacts {
  short: string | undefined;
  long: string;
  /** Name of its value; empty where it takes none. */
  value: string;
  choices: readonly string[];
  about: string;
}

export interface CommandFacts {
  name: string;
  about: string;
  /** Arguments as written in a usage line: `[file...]`. */
  usage: string;
  /** What the first argument can be, where it is one of few words. */
  choices: readonly string[];
  /** Whether its arguments are files. */
  files: boolean;
  options: readonly OptionFacts[];
}

export interface Tree {
  name: string;
  about: string;
  options: readonly OptionFacts[];
  commands: readonly CommandFacts[];
}

/** The commands and options of a program, as data. */
export function commandsOf(program: Command): Tree {
  return {
    name: program.name(),
    about: program.description(),
    options: optionsOf(program),
    commands: program.commands.map((command) => {
      const choices = command.registeredArguments[0]?.argChoices ?? [];
      return {
        name: command.name(),
        about: command.description(),
        usage: command.registeredArguments.map(usageOf).join(' '),
        choices,
        files: command.registeredArguments.length > 0 && choices.length === 0,
        options: optionsOf(command),
      };
    }),
  };
}

function usageOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

const optionsOf = (command: Command): OptionFacts[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .map((option: Option) => ({
      short: option.short,
      long: option.long ?? option.flags,
      value: option.required || option.optional ? (/[<[]([^>\]]+)/.exec(option.flags)?.[1] ?? 'value') : '',
      choices: option.argChoices ?? [],
      about: option.description,
    }));

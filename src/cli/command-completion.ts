import type { Command } from 'commander';
import type { Context } from './command-parse.js';
import { type CommandFacts, commandsOf, type OptionFacts, type Shell, type Tree } from './command-tree.js';
import { EXIT, type ExitCode } from './exit.js';
import { standardOutput } from './output.js';

/** `drugplan completion`: the script of a shell, made from the commands and options that there are. */
export async function completionCommand(shell: Shell, program: Command, { io }: Context): Promise<ExitCode> {
  await standardOutput(io).write(SCRIPTS[shell](commandsOf(program)));
  return EXIT.ok;
}

const SCRIPTS: Record<Shell, (tree: Tree) => string> = { bash, zsh, fish, powershell };

const names = ({ short, long }: OptionFacts): string[] => [...(short ? [short] : []), long];
const words = (options: readonly OptionFacts[]): string => options.flatMap(names).join(' ');
/** A text in single quotes, as the POSIX shells read it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function bash({ name, commands, options }: Tree): string {
  const values = (command: CommandFacts): string[] =>
    command.options
      .filter((option) => option.value)
      .map((option) => {
        const patterns = names(option)
          .map((item) => quoted(`${command.name} ${item}`))
          .join('|');
        const reply =
          option.choices.length > 0 ? `COMPREPLY=($(compgen -W ${quoted(option.choices.join(' '))} -- "$cur")); ` : '';
        return `    ${patterns}) ${reply}return ;;`;
      });
  const after = (command: CommandFacts): string =>
    command.choices.length > 0
      ? `    ${command.name}) options=${quoted(words(command.options))}; words=${quoted(command.choices.join(' '))} ;;`
      : `    ${command.name}) options=${quoted(words(command.options))} ;;`;
  const globals = options
    .filter((option) => option.value)
    .map(
      (option) =>
        `${names(option)
          .map((item) => quoted(` ${item}`))
          .join('|')}) COMPREPLY=($(compgen -W ${quoted(option.choices.join(' '))} -- "$cur")); return ;;`,
    );
  return `# bash completion of ${name}
_${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= word options= words=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      ${commands.map((command) => command.name).join('|')}) command=$word; break ;;
    esac
  done
  COMPREPLY=()
  case "$command $prev" in
${[...globals.map((line) => `    ${line}`), ...commands.flatMap(values)].join('\n')}
  esac
  case $command in
    '') options=${quoted(words(options))}; words=${quoted(commands.map((command) => command.name).join(' '))} ;;
${commands.map(after).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}
complete -o default -F _${name} ${name}
`;
}

function zsh({ name, commands, options }: Tree): string {
  const text = (about: string): string => about.replace(/[[\]:\\]/g, '\\$&');
  const spec = (option: OptionFacts): string => {
    const value = !option.value
      ? ''
      : option.choices.length > 0
        ? `:${option.value}:(${option.choices.join(' ')})`
        : `:${option.value}:_files`;
    const tail = quoted(`[${text(option.about)}]${value}`);
    return option.short
      ? `${quoted(`(${option.short} ${option.long})`)}{${option.short},${option.long}}${tail}`
      : quoted(option.long) + tail;
  };
  const rest = (command: CommandFacts): string =>
    command.choices.length > 0 ? quoted(`*: :(${command.choices.join(' ')})`) : command.files ? quoted('*: :_files') : '';
  const branch = (command: CommandFacts): string =>
    `    ${command.name}) _arguments ${[...command.options.map(spec), rest(command)].filter((item) => item !== '').join(' \\\n      ')} ;;`;
  return `#compdef ${name}
_${name}() {
  local -a commands
  commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${text(command.about)}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _arguments ${options.map(spec).join(' \\\n      ')}
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${commands.map(branch).join('\n')}
  esac
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function fish({ name, commands, options }: Tree): string {
  const line = (condition: string, option: OptionFacts): string => {
    const short = option.short ? ` -s ${option.short.slice(1)}` : '';
    const value = !option.value ? '' : option.choices.length > 0 ? ` -x -a ${fishQuoted(option.choices.join(' '))}` : ' -r -F';
    return `complete -c ${name} -n ${fishQuoted(condition)}${short} -l ${option.long.slice(2)}${value} -d ${fishQuoted(option.about)}`;
  };
  const lines = commands.flatMap((command) => {
    const inside = `__fish_seen_subcommand_from ${command.name}`;
    return [
      `complete -c ${name} -f -n __fish_use_subcommand -a ${command.name} -d ${fishQuoted(command.about)}`,
      ...(command.choices.length > 0
        ? [`complete -c ${name} -f -n ${fishQuoted(inside)} -a ${fishQuoted(command.choices.join(' '))}`]
        : []),
      ...command.options.map((option) => line(inside, option)),
    ];
  });
  return `# fish completion of ${name}
${[...options.map((option) => line('__fish_use_subcommand', option)), ...lines].join('\n')}
`;
}

const fishQuoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

function powershell({ name, commands, options }: Tree): string {
  const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const list = (items: readonly string[]): string => `@(${items.map(quote).join(', ')})`;
  const table = (command: Pick<CommandFacts, 'options'>): string =>
    `@{ ${command.options
      .filter((option) => option.value && option.choices.length > 0)
      .flatMap((option) => names(option).map((item) => `${quote(item)} = ${list(option.choices)}`))
      .join('; ')} }`;
  return `# PowerShell completion of ${name}
Register-ArgumentCompleter -Native -CommandName ${name} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $options = [System.Collections.Hashtable]::new([System.StringComparer]::Ordinal)
  $values = [System.Collections.Hashtable]::new([System.StringComparer]::Ordinal)
  $arguments = @{}
  $options[''] = ${list(options.flatMap(names))}
  $values[''] = ${table({ options })}
  $arguments[''] = ${list(commands.map((command) => command.name))}
${commands
  .map(
    (command) =>
      `  $options[${quote(command.name)}] = ${list(command.options.flatMap(names))}\n  $values[${quote(command.name)}] = ${table(command)}\n  $arguments[${quote(command.name)}] = ${list(command.choices)}`,
  )
  .join('\n')}
  $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = @($before | Select-Object -Skip 1 | Where-Object { $options.ContainsKey($_) -and $_ -ne '' })[0]
  if (-not $command) { $command = '' }
  $last = if ($before.Count -gt 0) { $before[-1] } else { '' }
  $known = $values[$command]
  $found = if ($known.ContainsKey($last)) { $known[$last] } elseif ($wordToComplete -like '-*') { $options[$command] } else { $arguments[$command] }
  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`;
}

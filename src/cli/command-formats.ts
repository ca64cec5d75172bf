import { type MessageKey, say } from '../messages.js';
import { extensionsOf, FORMATS as READABLE } from '../read/sniff.js';
import { factsOf, formats } from '../render/formats.js';
import type { Context } from './command-parse.js';
import { EXIT, type ExitCode } from './exit.js';
import { width } from './frame.js';
import { standardOutput } from './output.js';

/** `drugplan formats`: what can be read, and what can be written. */
export async function formatsCommand(flags: { json?: boolean }, { io, report, paint }: Context): Promise<ExitCode> {
  const inputs = READABLE.map((name) => ({ name, extensions: extensionsOf(name) }));
  const outputs = formats.map((name) => ({ name, extensions: factsOf(name).extensions, rows: factsOf(name).rows }));
  if (flags.json) {
    await standardOutput(io).write(`${JSON.stringify({ inputs, outputs }, null, 2)}\n`);
    return EXIT.ok;
  }
  const words = (key: MessageKey, rows: readonly string[] = []): string => say(report.language, key, { rows: rows.join(', ') });
  const table = [
    ...inputs.map(({ name, extensions }) => ({ side: 'in', name, extensions, about: words(`formats/${name}`) })),
    ...outputs.map(({ name, extensions, rows }) => ({
      side: 'out',
      name,
      extensions,
      about: words(name === 'html' ? 'formats/html-report' : `formats/${name}`, rows),
    })),
  ];
  const dotted = (extensions: readonly string[]): string => extensions.map((extension) => `.${extension}`).join(' ');
  const nameWidth = Math.max(...table.map(({ name }) => name.length));
  const extensionWidth = Math.max(...table.map(({ extensions }) => width(dotted(extensions))));
  const lines = (side: 'in' | 'out'): string[] => [
    paint('bold', words(`formats/${side}`)),
    ...table
      .filter((line) => line.side === side)
      .map(
        ({ name, extensions, about }) => `  ${name.padEnd(nameWidth)}  ${dotted(extensions).padEnd(extensionWidth)}  ${about}`,
      ),
  ];
  await standardOutput(io).write(`${[...lines('in'), '', ...lines('out')].join('\n')}\n`);
  return EXIT.ok;
}

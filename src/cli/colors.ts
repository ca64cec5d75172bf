import type { ChalkInstance } from 'chalk';
import type { Io } from './io.js';

export type ColorChoice = 'auto' | 'always' | 'never';
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green';
/** Puts a style on a text, or leaves it as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string;

const plain: Paint = (_style, text) => text;

/** Whether to colour what goes to a stream: --color decides, then NO_COLOR and FORCE_COLOR, then whether it is a terminal. */
function wanted(choice: ColorChoice, io: Io): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (io.env.NO_COLOR) return false;
  if (io.env.FORCE_COLOR && io.env.FORCE_COLOR !== '0') return true;
  return io.stderr.isTTY === true && io.env.TERM !== 'dumb';
}

/** Colours for messages. chalk is loaded only where there are any. */
export async function painter(choice: ColorChoice, io: Io): Promise<Paint> {
  if (!wanted(choice, io)) return plain;
  const { Chalk } = await import('chalk');
  const chalk: ChalkInstance = new Chalk({ level: 1 });
  return (style, text) => chalk[style](text);
}

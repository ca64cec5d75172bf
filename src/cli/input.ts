import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { MessageKey } from '../messages.js';
import { namedEncoding } from '../read/encoding.js';
import { formatOf, ReadError, type ReadErrorCode, readSource } from '../read/index.js';
import type { SourceText } from '../types.js';
import { CliError, EXIT } from './exit.js';
import type { Io } from './io.js';

/** How an input is called in messages; `-` is standard input. */
export const nameOf = (path: string): string => (path === '-' ? '<stdin>' : path);

const FILE_ERRORS: Record<string, MessageKey> = {
  ENOENT: 'input/missing',
  ENOTDIR: 'input/missing',
  EISDIR: 'input/directory',
  EACCES: 'input/denied',
  EPERM: 'input/denied',
};

const READ_ERRORS: Record<ReadErrorCode, MessageKey> = {
  'read/empty': 'input/empty',
  'read/binary': 'input/binary',
  'read/unsupported-format': 'input/unsupported',
  'read/invalid-bytes': 'input/bad-bytes',
  'read/unknown-encoding': 'input/bad-encoding',
  'read/encrypted': 'input/encrypted',
  'read/truncated': 'input/truncated',
  'read/damaged': 'input/damaged',
  'read/too-large': 'input/bomb',
  'read/no-text': 'input/scanned',
};

/** The bytes of a file or of standard input. */
export async function readBytes(path: string, io: Io): Promise<Uint8Array> {
  try {
    if (path !== '-') return readFileSync(path);
    const chunks: Uint8Array[] = [];
    for await (const chunk of io.stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const file = nameOf(path);
    throw new CliError(EXIT.nothingUsable, FILE_ERRORS[code] ?? 'input/unreadable', { file, reason: code || message });
  }
}

/** Tells of an encoding that there is none of before anything is done. */
export function checkEncoding(label: string | undefined): void {
  try {
    if (label !== undefined) namedEncoding(label, '');
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new CliError(EXIT.usage, 'input/bad-encoding', { encoding: label ?? '', names: error.data.known ?? '' });
  }
}

/** The text of a user's lexicon. One that cannot be read is wrong usage: what was parsed without it would not be what was asked for. */
export async function readLexiconText(file: string, io: Io): Promise<string> {
  try {
    return new TextDecoder().decode(await readBytes(file, io));
  } catch (error) {
    throw error instanceof CliError ? new CliError(EXIT.usage, error.key, error.data) : error;
  }
}

/** One input as the pipeline wants it. What is wrong with it is told as a `CliError`. */
export async function readInput(
  path: string,
  { encoding, type }: { encoding?: string | undefined; type?: string | undefined },
  io: Io,
): Promise<SourceText> {
  const format = type === undefined ? null : formatOf(type);
  const bytes = await readBytes(path, io);
  const file = nameOf(path);
  try {
    return await readSource(bytes, {
      name: path === '-' ? 'stdin' : basename(path),
      ...(encoding === undefined ? {} : { encoding }),
      ...(format === null ? {} : { type: format }),
    });
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const exitCode = error.code === 'read/unknown-encoding' ? EXIT.usage : EXIT.nothingUsable;
    const { known = '', ...data } = error.data;
    throw new CliError(exitCode, READ_ERRORS[error.code], { ...data, names: known, file });
  }
}

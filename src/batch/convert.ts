import { createHash } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { parse } from '../parse.js';
import { ReadError, readSource } from '../read/index.js';
import { type Format, type Renderer, renderers } from '../render/index.js';
import type { Rows } from '../render/records.js';
import { SegmenterError } from '../segment/error.js';
import type { Document, Lexicon } from '../types.js';
import { BatchError, type Failure, writeError } from './failure.js';
import { formatFingerprint } from './fingerprint.js';
import { type Output, type Row, STATE } from './ledger.js';
import type { ConvertOptions, Job } from './plan.js';

/** What a worker is told once. */
export interface WorkerOptions {
  /** Module of the worker where it is not the built one. */
  file: string | null;
  out: string;
  options: string;
  version: string;
  convert: ConvertOptions;
}

/** More than any report; a file of this size is no report and would only eat memory. */
const LARGEST = 256 << 20;

/** A file that cannot be converted; the run goes on. */
class FileError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Makes the converter of one worker: lexicon and renderers are loaded once. */
export async function converter({ out, options, version, convert }: WorkerOptions): Promise<(job: Job) => Promise<Row>> {
  const lexicon = convert.lexicon === null ? undefined : await userLexicon(convert.lexicon);
  const renders = new Map<string, Renderer>();
  const rendererOf = async (format: string): Promise<Renderer> => {
    let render = renders.get(format);
    if (!render) {
      render = await renderers[format as Format]();
      renders.set(format, render);
    }
    return render;
  };
  const madeWith = new Map<string, string>();
  const optionsOf = (format: string): string => {
    const known = madeWith.get(format) ?? formatFingerprint(format, convert);
    madeWith.set(format, known);
    return known;
  };
  let written = 0;

  /** Written beside the ledger and moved, so that an output is there as a whole or not at all. */
  const write = (path: string, content: string | Uint8Array): Pick<Output, 'bytes' | 'mtimeMs'> => {
    const target = join(out, path);
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const temporary = join(out, STATE, 'tmp', `${process.pid}-${threadId}-${written++}`);
    try {
      writeFileSync(temporary, bytes);
      const { mtimeMs } = statSync(temporary);
      try {
        renameSync(temporary, target);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        mkdirSync(dirname(target), { recursive: true });
        renameSync(temporary, target);
      }
      return { bytes: bytes.byteLength, mtimeMs: Math.floor(mtimeMs) };
    } catch (error) {
      rmSync(temporary, { force: true });
      if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG')
        throw new FileError('output/name-too-long', `${path}: the name of the output is too long`);
      throw writeError(error, target) ?? error;
    }
  };

  return async (job) => {
    const began = performance.now();
    const row: Row = {
      path: job.path,
      ...(job.rawPath === undefined ? {} : { rawPath: job.rawPath }),
      status: 'failed',
      size: job.size,
      mtime: job.mtime,
      ctime: job.ctime,
      sha256: null,
      options,
      version,
      ms: 0,
      diagnostics: { error: 0, warning: 0, info: 0 },
      failure: null,
      planYear: null,
      outputs: { ...job.others },
    };
    try {
      const path = job.raw === undefined ? job.file : Buffer.from(job.raw, 'latin1');
      const { bytes, stat } = readWhole(path, job.path);
      row.size = Number(stat.size);
      row.mtime = String(stat.mtimeNs);
      row.ctime = String(stat.ctimeNs);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      row.sha256 = sha256;
      const source = await readSource(bytes, {
        name: job.path,
        ...(convert.encoding === null ? {} : { encoding: convert.encoding }),
      });
      const document: Document = parse(source, { explain: convert.explain, lang: convert.lang, ...(lexicon ? { lexicon } : {}) });
      for (const { severity } of document.diagnostics) row.diagnostics[severity]++;
      row.planYear = document.meta.planYear;
      const render = { pretty: false, rows: convert.rows as Rows, lang: convert.lang, source: source.text };
      for (const { format, path } of job.outputs)
        row.outputs[path] = {
          format,
          ...write(path, await (await rendererOf(format))(document, render)),
          sha256,
          options: optionsOf(format),
          version,
        };
      row.status = 'ok';
    } catch (error) {
      if (error instanceof BatchError) throw error;
      // No file is to blame where no words can be found in any.
      if (error instanceof SegmenterError) throw new BatchError(error.code, error.data);
      row.failure = failureOf(error);
      // What an earlier state of the source gave must not pass for what this one gives.
      removeOutputs(out, job);
      row.outputs = { ...job.others };
    }
    row.ms = Math.round((performance.now() - began) * 10) / 10;
    return row;
  };
}

/** Takes away what an earlier run wrote for a file in the formats asked for. */
export function removeOutputs(out: string, { outputs }: Job): void {
  for (const { path } of outputs) {
    const target = join(out, path);
    try {
      rmSync(target, { force: true });
    } catch (error) {
      // A name that cannot be written cannot have been written.
      if ((error as NodeJS.ErrnoException).code !== 'ENAMETOOLONG') throw writeError(error, target) ?? error;
    }
  }
}

async function userLexicon({ file, text }: { file: string; text: string }): Promise<Lexicon> {
  const { readLexicon } = await import('../cli/lexicon-file.js');
  return readLexicon(file, text, 'en');
}

/** The bytes of a file that stays as it is while it is read; once more where it did not. */
export function readWhole(path: string | Buffer, name: string): { bytes: Buffer; stat: BigIntStats } {
  for (let attempt = 0; ; attempt++) {
    const { bytes, stat, still } = readOnce(path, name);
    if (still) return { bytes, stat };
    if (attempt === 2) throw new FileError('file/changed', `${name}: changes while it is read`);
  }
}

function readOnce(path: string | Buffer, name: string) {
  let handle: number;
  try {
    // Without O_NONBLOCK the opening of a pipe that took the file's place would wait forever.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw fileError(error, name);
  }
  try {
    const stat = fstatSync(handle, { bigint: true });
    if (!stat.isFile()) throw new FileError('file/unreadable', `${name}: is not a file`);
    if (stat.size > LARGEST)
      throw new FileError('file/too-large', `${name}: ${stat.size} bytes are more than the limit of ${LARGEST}`);
    const bytes = Buffer.allocUnsafe(Number(stat.size));
    let length = 0;
    while (length < bytes.length) {
      const got = readSync(handle, bytes, length, bytes.length - length, null);
      if (got === 0) break;
      length += got;
    }
    const after = fstatSync(handle, { bigint: true });
    const still = length === bytes.length && after.size === stat.size && after.mtimeNs === stat.mtimeNs;
    return { bytes, stat, still };
  } catch (error) {
    throw error instanceof FileError ? error : fileError(error, name);
  } finally {
    closeSync(handle);
  }
}

/** What a failed opening or reading of a source means. */
function fileError(error: unknown, name: string): FileError {
  const code = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
  if (code === 'ENOENT' || code === 'ENOTDIR') return new FileError('file/missing', `${name}: no such file`);
  if (code === 'EACCES' || code === 'EPERM') return new FileError('file/denied', `${name}: no permission to read it`);
  return new FileError('file/unreadable', `${name}: cannot be read (${code})`);
}

/** A failure as data; an error that nobody foresaw is a bug, and told as one. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FileError || error instanceof ReadError) return { code: error.code, message: error.message };
  const { name = 'Error', message = String(error), stack = '' } = error as Partial<Error>;
  const place = /\n\s+at (.*)/.exec(stack)?.[1] ?? '';
  return { code: 'run/bug', message: `${name}: ${message}${place === '' ? '' : ` at ${place.replace(/^.*[/\\]/, '')}`}` };
}

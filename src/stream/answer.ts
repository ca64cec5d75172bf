import { basename } from 'node:path';
import { failureOf, readWhole } from '../batch/convert.js';
import type { Failure } from '../batch/failure.js';
import { parse } from '../parse.js';
import { ReadError, readSource, sourceOf } from '../read/index.js';
import { SegmenterError } from '../segment/error.js';
import type { Document, Lexicon, SourceText } from '../types.js';

/** What a line of the output says. */
export type Answer =
  | { id: unknown; document: Document }
  | { id: unknown; error: { code: string; message: string; line: number } };

export interface AnswerOptions {
  explain: boolean;
  lang: 'zh' | 'en';
  encoding: string | null;
  lexicon?: Lexicon;
  /** Words for what is wrong with a request. */
  say(
    code: 'bad-json' | 'bad-request' | 'bad-options' | 'bad-base64' | 'text-too-long' | 'big-id',
    data?: Record<string, string | number>,
  ): string;
  /** Words for why a document could not be made. */
  reason(failure: Failure): string;
}

/** A text of some million characters is no document, and its parse would take the memory of the whole process, which the others need. */
const LONGEST = 2_000_000;

/** A request that cannot be answered with a document. */
class RequestError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Request {
  source(): Promise<SourceText>;
  explain: boolean;
  lang: 'zh' | 'en';
}

/** Answers one line. What is wrong with a line is its answer; an installation that can answer none is no answer, and throws. */
export async function answer(line: { number: number; bytes: Buffer }, options: AnswerOptions): Promise<Answer> {
  let id: unknown = null;
  try {
    const value = jsonOf(line.bytes, options);
    id = idOf(value, options);
    const request = requestOf(value, options);
    const source = await request.source();
    const { explain, lang } = request;
    const { length } = source.text;
    if (length > LONGEST)
      throw new RequestError('stream/text-too-long', options.say('text-too-long', { length, limit: LONGEST }));
    return { id, document: parse(source, { explain, lang, ...(options.lexicon ? { lexicon: options.lexicon } : {}) }) };
  } catch (error) {
    if (error instanceof RequestError) return { id, error: { code: error.code, message: error.message, line: line.number } };
    if (error instanceof SegmenterError) throw error;
    const failure = failureOf(error);
    return { id, error: { code: failure.code, message: options.reason(failure), line: line.number } };
  }
}

function jsonOf(bytes: Buffer, { say }: AnswerOptions): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RequestError('stream/bad-json', say('bad-json'));
  }
}

const KNOWN = new Set(['name', 'encoding', 'explain', 'lang']);

function requestOf(value: unknown, defaults: AnswerOptions): Request {
  const bad = new RequestError('stream/bad-request', defaults.say('bad-request'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad;
  const { text, path, base64, options = {} } = value as Record<string, unknown>;
  const given = [text, path, base64].filter((one) => one !== undefined);
  if (given.length !== 1 || typeof given[0] !== 'string') throw bad;
  const { name, encoding, explain, lang } = optionsOf(options, defaults);
  const reading = encoding === undefined ? {} : { encoding };
  const source = async (): Promise<SourceText> => {
    if (typeof text === 'string') {
      if (text.trim() === '') throw new ReadError('read/empty', { name: name ?? 'text' });
      return sourceOf(text, name ?? 'text');
    }
    if (typeof path === 'string') return readSource(readWhole(path, path).bytes, { name: name ?? basename(path), ...reading });
    return readSource(bytesIn(base64 as string, defaults), { name: name ?? 'bytes', ...reading });
  };
  return { source, explain, lang };
}

function optionsOf(options: unknown, defaults: AnswerOptions) {
  const wrong = (reason: string): RequestError => new RequestError('stream/bad-options', defaults.say('bad-options', { reason }));
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw wrong('{}');
  const {
    name,
    encoding = defaults.encoding ?? undefined,
    explain = defaults.explain,
    lang = defaults.lang,
  } = options as Record<string, unknown>;
  const unknown = Object.keys(options).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw wrong(`${unknown}? ${[...KNOWN].join(', ')}`);
  if (name !== undefined && typeof name !== 'string') throw wrong('name: "…"');
  if (encoding !== undefined && typeof encoding !== 'string') throw wrong('encoding: "…"');
  if (typeof explain !== 'boolean') throw wrong('explain: true, false');
  if (lang !== 'zh' && lang !== 'en') throw wrong('lang: "zh", "en"');
  return { name, encoding, explain, lang } as {
    name: string | undefined;
    encoding: string | undefined;
    explain: boolean;
    lang: 'zh' | 'en';
  };
}

/** Node decodes anything, and gives other bytes where something is wrong. */
function bytesIn(base64: string, { say }: AnswerOptions): Buffer {
  const digits = base64.replace(/\s/g, '').replace(/={1,2}$/, '');
  if (!/^[\w+/-]*$/.test(digits) || digits.length % 4 === 1) throw new RequestError('stream/bad-base64', say('bad-base64'));
  return Buffer.from(digits, 'base64');
}

/** What the answer carries back; nothing where it is nested too deep to be written. */
function idOf(value: unknown, { say }: AnswerOptions): unknown {
  const id = (value as { id?: unknown } | null)?.id ?? null;
  // JSON has no bound for numbers, but what reads it here has: another id than was asked with must not come back.
  if (Number.isInteger(id) && !Number.isSafeInteger(id)) throw new RequestError('stream/big-id', say('big-id'));
  try {
    if (typeof id === 'object') JSON.stringify(id);
    return id;
  } catch {
    throw new RequestError('stream/bad-request', say('bad-request'));
  }
}

import { failureOf } from '../batch/convert.js';
import { say } from '../messages.js';
import { type Answer, type AnswerOptions, answer } from '../stream/answer.js';
import { linesOf } from '../stream/lines.js';
import type { Context } from './command-parse.js';
import { EXIT, type ExitCode } from './exit.js';
import { reasonOf } from './failures.js';
import { checkEncoding, readLexiconText } from './input.js';
import { standardOutput } from './output.js';

export interface StreamFlags {
  encoding?: string;
  lexicon?: string;
  explain?: boolean;
  maxBytes?: number;
}

/** Longest line taken where nothing else is said. */
const MAX_BYTES = 64 << 20;

/** `drugplan stream`: one answer a line, in the order of the requests, for as long as there are any. */
export async function streamCommand(flags: StreamFlags, { io, report }: Context): Promise<ExitCode> {
  const { language } = report;
  const limit = flags.maxBytes ?? MAX_BYTES;
  checkEncoding(flags.encoding);
  const lexicon =
    flags.lexicon === undefined
      ? undefined
      : (await import('./lexicon-file.js')).readLexicon(flags.lexicon, await readLexiconText(flags.lexicon, io), language);
  const options: AnswerOptions = {
    explain: flags.explain ?? false,
    lang: language,
    encoding: flags.encoding ?? null,
    say: (code, data) => say(language, `stream/${code}`, data),
    reason: (failure) => reasonOf(failure, '', language),
    ...(lexicon ? { lexicon } : {}),
  };
  const sink = standardOutput(io);
  for await (const { number, bytes } of linesOf(io.stdin as AsyncIterable<Buffer>, limit)) {
    const result: Answer = bytes === null ? tooLong(number, limit, language) : await answer({ number, bytes }, options);
    // Waits where the reader is slower: no more is read meanwhile.
    await sink.write(`${written(result, number)}\n`);
  }
  return EXIT.ok;
}

/** The answer as a line; a document whose JSON is longer than a string can be is an error as any other. */
function written(result: Answer, line: number): string {
  try {
    return JSON.stringify(result);
  } catch (error) {
    return JSON.stringify({ id: result.id, error: { ...failureOf(error), line } } satisfies Answer);
  }
}

function tooLong(line: number, limit: number, language: 'zh' | 'en'): Answer {
  return { id: null, error: { code: 'stream/too-long', message: say(language, 'stream/too-long', { limit }), line } };
}

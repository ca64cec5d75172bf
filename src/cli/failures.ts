import type { Failure } from '../batch/failure.js';
import { messages } from '../generated/messages.js';
import { type Language, type MessageKey, say } from '../messages.js';

/** A name may hold a line end or worse; a terminal gets it on one line. */
export const shown = (path: string): string =>
  path.replace(/[\p{Cc}\u2028\u2029]/gu, (char) => JSON.stringify(char).slice(1, -1).replace('\u007f', '\\x7f'));

/** Why a file failed, in the user's language where there are words for it. */
export function reasonOf({ code, message }: Failure, path: string, language: Language): string {
  const reason = message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  const key = `batch/reason-${code.replace('/', '-')}`;
  // The words for it have brackets of their own around what the system says.
  const inner = code === 'file/unreadable' ? (/\(([^()]+)\)$/.exec(reason)?.[1] ?? reason) : reason;
  return key in messages.en ? say(language, key as MessageKey, { reason: inner }) : reason;
}

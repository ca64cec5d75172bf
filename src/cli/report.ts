import { type Language, type MessageKey, say } from '../messages.js';
import type { Diagnostic } from '../types.js';
import type { Paint, Style } from './colors.js';
import { frame, lineStarts, placeOf } from './frame.js';
import type { Io } from './io.js';

/** Tells the user things on standard error. */
export interface Reporter {
  readonly language: Language;
  /** One message. */
  error(key: MessageKey, data?: Record<string, string | number>): void;
  note(text: string): void;
  /** A place in a text with its line: file:line:col, severity, message, and the line with a mark under it. */
  finding(finding: {
    file: string;
    text: string;
    span: Span | null;
    severity: Diagnostic['severity'];
    message: string;
    code?: string;
  }): void;
  /** What a document's parse wants looked at; mere information stays in the document. */
  diagnostics(file: string, text: string, diagnostics: readonly Diagnostic[]): void;
}

type Span = { start: number; end: number };
const STYLE: Record<Diagnostic['severity'], Style> = { error: 'red', warning: 'yellow', info: 'cyan' };

/** A reporter in one language. */
export function reporter(io: Io, language: Language, paint: Paint): Reporter {
  const line = (text: string): void => void io.stderr.write(`${text}\n`);
  const known = new Map<string, number[]>();
  const startsOf = (text: string): number[] => {
    let starts = known.get(text);
    if (!starts) {
      known.clear();
      starts = lineStarts(text);
      known.set(text, starts);
    }
    return starts;
  };
  const self: Reporter = {
    language,
    error: (key, data) => line(`drugplan: ${paint('red', say(language, 'severity/error'))}: ${say(language, key, data)}`),
    note: line,
    finding({ file, text, span, severity, message, code }) {
      const starts = startsOf(text);
      const place = span ? placeOf(text, starts, span.start) : null;
      const where = place ? `${file}:${place.line}:${place.column}` : file;
      const tail = code ? ` ${paint('dim', `[${code}]`)}` : '';
      line(`${paint('bold', where)}: ${paint(STYLE[severity], say(language, `severity/${severity}`))}: ${message}${tail}`);
      if (span) line(frame(text, starts, span));
    },
    diagnostics(file, text, diagnostics) {
      for (const { severity, message, span, code } of diagnostics) {
        if (severity !== 'info') self.finding({ file, text, span, severity, message, code });
      }
    },
  };
  return self;
}

import { document, record } from '../generated/validators.js';
import { say } from '../messages.js';
import { validateWith } from '../validate.js';
import type { Context } from './command-parse.js';
import { CliError, EXIT, type ExitCode } from './exit.js';
import { describeFinding } from './findings.js';
import { nameOf, readBytes } from './input.js';
import { jsonPlaces } from './json-places.js';

const SHOWN = 50;
const validate = validateWith({ document, record });

type Wrong = { span: { start: number; end: number }; message: string };

/** `drugplan validate`: exit 0 where all files fit their schema, 1 where one does not, 4 where none could be read. */
export async function validateCommand(files: readonly string[], context: Context): Promise<ExitCode> {
  let unreadable = 0;
  let bad = 0;
  for (const file of files) {
    try {
      if (!(await validateFile(file, context))) bad++;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      context.report.error(error.key, error.data);
      unreadable++;
    }
  }
  if (unreadable === files.length) return EXIT.nothingUsable;
  if (unreadable > 0) return EXIT.someFailed;
  return bad > 0 ? EXIT.findings : EXIT.ok;
}

async function validateFile(path: string, { io, report }: Context): Promise<boolean> {
  const file = nameOf(path);
  const text = decodeUtf8(await readBytes(path, io), file);
  if (text.trim() === '') throw new CliError(EXIT.nothingUsable, 'input/empty', { file });
  const wrong: Wrong[] = [];
  let count = 0;
  for (const { start, end } of valuesOf(text)) {
    count++;
    wrong.push(
      ...check(text.slice(start, end)).map(({ span, message }) => ({
        span: { start: span.start + start, end: span.end + start },
        message,
      })),
    );
  }
  for (const { span, message } of wrong.slice(0, SHOWN)) report.finding({ file, text, span, severity: 'error', message });
  if (wrong.length > SHOWN) report.note(say(report.language, 'validate/more', { count: wrong.length - SHOWN }));
  report.note(
    wrong.length === 0
      ? say(report.language, 'validate/ok', { file, count })
      : say(report.language, 'validate/bad', { file, errors: wrong.length }),
  );
  return wrong.length === 0;

  function check(json: string): Wrong[] {
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      const at = jsonPlaces(json).error ?? 0;
      return [{ span: { start: at, end: at + 1 }, message: say(report.language, 'validate/json') }];
    }
    const { findings } = validate(value);
    if (findings.length === 0) return [];
    const places = jsonPlaces(json).places;
    return findings.map((finding) => {
      const extra = finding.keyword === 'additionalProperties' ? `key:${finding.path}/${finding.params.name}` : finding.path;
      const place = places?.get(extra) ?? places?.get(finding.path) ?? { start: 0, end: 1 };
      const span = { start: place.start, end: Math.min(place.end, place.start + 40) };
      return { span, message: `${finding.path || '/'} ${describeFinding(finding, report.language)}` };
    });
  }
}

/** The whole text, or its lines where the first line is JSON by itself and others follow. */
function valuesOf(text: string): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (text.slice(start, end).trim() !== '') lines.push({ start, end });
    start = end + 1;
  }
  const [first] = lines;
  if (first && lines.length > 1 && jsonPlaces(text.slice(first.start, first.end)).places) return lines;
  return [{ start: 0, end: text.length }];
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(EXIT.nothingUsable, 'input/not-text', { file });
  }
}

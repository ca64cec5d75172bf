import type { BatchEvents } from '../batch/index.js';
import type { Progress } from '../batch/progress.js';
import { say } from '../messages.js';
import { reasonOf, shown } from './failures.js';
import { width } from './frame.js';
import type { Io } from './io.js';
import type { Reporter } from './report.js';

/** A line on a terminal is renewed this often, */
const TERMINAL_MS = 200;
/** and a line in a log written this often. */
const LOG_MS = 5000;
/** Failures told one by one; the ledger and the report have them all. */
const TOLD = 20;

/** Takes the line that renews itself off a terminal, so that what follows stands on a line of its own. */
export function clearLine(io: Io): void {
  if (renews(io)) io.stderr.write('\r\u001b[K');
}

/** Whether a line can be renewed: not where the terminal knows no control sequences. */
const renews = ({ stderr, env }: Io): boolean => stderr.isTTY === true && env.TERM !== 'dumb';

/** As much as stands on one line: the part of a longer one that went on to the next would stay there. */
function fitting(text: string, columns: number): string {
  let room = columns - 1;
  let end = 0;
  for (const char of text) {
    room -= width(char);
    if (room < 0) return text.slice(0, end);
    end += char.length;
  }
  return text;
}

/**
 * Tells how a run goes: one line that renews itself on a terminal, a line now and then elsewhere. `told` has the failures that were told, by path: under
 * --watch a file that may not be read fails in every round.
 */
export function batchProgress(
  io: Io,
  report: Reporter,
  { quiet, ledger, told }: { quiet: boolean; ledger: string; told: Map<string, string> },
): { events: BatchEvents; end(): void } {
  const { language } = report;
  const terminal = renews(io);
  const every = terminal ? TERMINAL_MS : LOG_MS;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  const clear = (): void => {
    if (!quiet) clearLine(io);
  };
  const show = (progress: Progress): void => {
    const left = progress.left === null ? say(language, 'batch/unknown-time') : duration(progress.left);
    const { files, of, failed } = progress;
    const text = say(language, 'batch/progress', { files, of, failed, left, rate: (progress.rate / 1e6).toFixed(1) });
    // A terminal that does not know its width says 0.
    if (terminal) io.stderr.write(`\r\u001b[K${fitting(text, io.stderr.columns || 80)}`);
    else report.note(text);
  };
  return {
    events: {
      planned(plan, progress) {
        // By the clock and not by the rows, or nothing would be told while one file takes its time.
        if (!quiet && plan.todo.length > 0) timer = setInterval(() => show(progress()), every);
      },
      row(row) {
        if (row.status === 'ok') told.delete(row.path);
        if (row.status === 'failed' && row.failure && told.get(row.path) !== row.failure.code) {
          told.set(row.path, row.failure.code);
          failures++;
          clear();
          if (failures <= TOLD)
            report.error('batch/file-failed', {
              file: shown(row.path),
              reason: shown(reasonOf(row.failure, row.path, language)),
            });
          else if (failures === TOLD + 1) report.note(say(language, 'batch/more-failed', { file: ledger }));
        }
      },
      gathering() {
        clearInterval(timer);
        if (quiet) return;
        clear();
        report.note(say(language, 'batch/gathering'));
      },
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

import type { BatchEvents } from '../batch/index.js';
import type { Progress } from '../batch/progress.js';
import { say } from '../messages.js';
import { reasonOf, shown } from './failures.js';
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
  if (io.stderr.isTTY === true) io.stderr.write('\r\u001b[K');
}

/** Tells how a run goes: one line that renews itself on a terminal, a line now and then elsewhere. */
export function batchProgress(io: Io, report: Reporter, quiet: boolean, ledger: string): { events: BatchEvents; end(): void } {
  const { language } = report;
  const terminal = io.stderr.isTTY === true;
  const every = terminal ? TERMINAL_MS : LOG_MS;
  let last = performance.now();
  let failures = 0;
  const clear = (): void => {
    if (!quiet) clearLine(io);
  };
  const show = (progress: Progress): void => {
    const left = progress.left === null ? say(language, 'batch/unknown-time') : duration(progress.left);
    const { files, of, failed } = progress;
    const text = say(language, 'batch/progress', { files, of, failed, left, rate: (progress.rate / 1e6).toFixed(1) });
    if (terminal) io.stderr.write(`\r\u001b[K${text}`);
    else report.note(text);
  };
  return {
    events: {
      row(row, progress) {
        if (row.status === 'failed' && row.failure) {
          failures++;
          clear();
          if (failures <= TOLD)
            report.error('batch/file-failed', {
              file: shown(row.path),
              reason: shown(reasonOf(row.failure, row.path, language)),
            });
          else if (failures === TOLD + 1) report.note(say(language, 'batch/more-failed', { file: ledger }));
        }
        if (quiet || performance.now() - last < every) return;
        last = performance.now();
        show(progress());
      },
      gathering() {
        if (quiet) return;
        clear();
        report.note(say(language, 'batch/gathering'));
      },
    },
    end: clear,
  };
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

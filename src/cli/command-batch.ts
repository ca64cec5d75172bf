import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { entryOf, type Input, real } from '../batch/discover.js';
import { BatchError } from '../batch/failure.js';
import { glob, isGlob } from '../batch/glob.js';
import { Batch, type BatchOptions, outputsOf, planBatch, prunes, StoppedError } from '../batch/index.js';
import { ledgerFile } from '../batch/ledger.js';
import type { ConvertOptions, Plan } from '../batch/plan.js';
import type { BatchReport } from '../batch/report.js';
import { watchFolders } from '../batch/watch.js';
import { type Language, type MessageKey, say } from '../messages.js';
import { type Format, factsOf, type RowKind } from '../render/formats.js';
import { checkAbove, checkLines, checkReport, writeReport } from './batch-places.js';
import { batchProgress, clearLine } from './batch-progress.js';
import type { Context } from './command-parse.js';
import { CliError, EXIT, type ExitCode } from './exit.js';
import { shown } from './failures.js';
import { checkEncoding, nameOf, readBytes, readLexiconText } from './input.js';
import { standardOutput } from './output.js';

export interface BatchFlags {
  output: string;
  format?: Format[];
  rows?: RowKind;
  fromList?: string;
  root?: string;
  jsonl?: string;
  parquet?: string;
  jobs?: number;
  timeout?: number;
  memory?: number;
  encoding?: string;
  lexicon?: string;
  explain?: boolean;
  retryFailed?: boolean;
  force?: boolean;
  dryRun?: boolean;
  prune?: boolean;
  report?: string;
  quiet?: boolean;
  watch?: boolean;
}

/** `drugplan batch`: an archive becomes a folder of results that a second run only brings up to date. */
export async function batchCommand(inputs: readonly string[], flags: BatchFlags, context: Context): Promise<ExitCode> {
  const { io, report } = context;
  const stop = new AbortController();
  try {
    const options = await optionsOf(inputs, flags, context, stop.signal);
    if (flags.dryRun) return await dryRun(options, context);
    const batch = new Batch(options);
    const release = onInterrupt(() => {
      stop.abort();
      if (flags.quiet) return;
      clearLine(io);
      report.note(say(report.language, 'batch/interrupting'));
    });
    try {
      const told = new Map<string, string>();
      const code = await once(batch, flags, context, told);
      if (!flags.watch || stop.signal.aborted) return code;
      if (!flags.quiet) report.note(say(report.language, 'batch/watching'));
      await watchFolders(
        options.inputs.map(watched).filter((file) => existsSync(file)),
        outputsOf(options),
        stop.signal,
        async () => void (await once(batch, flags, context, told, true)),
      );
      return EXIT.interrupted;
    } finally {
      release();
      batch.close();
    }
  } catch (error) {
    throw error instanceof BatchError ? asCliError(error) : error;
  }
}

/** Where changes of an input show. */
function watched(input: Input): string {
  if (typeof input !== 'string') return input.file;
  return !existsSync(input) && isGlob(input) ? glob(input).base : input;
}

/** One run with what is said about it; of a round of --watch only what came of it. */
async function once(
  batch: Batch,
  flags: BatchFlags,
  { io, report }: Context,
  told: Map<string, string>,
  round = false,
): Promise<ExitCode> {
  const { quiet = false } = flags;
  const progress = batchProgress(io, report, { quiet, ledger: ledgerFile(batch.options.out), told });
  try {
    const done = await batch.run(progress.events);
    progress.end();
    if (!quiet && !round) summary(done, flags, report.language, report.note);
    else if (!quiet && done.converted + done.pruned > 0) report.note(totals(done, report.language));
    await writeReport(flags.report, done);
    return exitCodeOf(done, flags.watch ?? false);
  } catch (error) {
    progress.end();
    if (!(error instanceof StoppedError)) throw error;
    if (!quiet) summary(error.report, flags, report.language, report.note);
    try {
      await writeReport(flags.report, error.report);
    } catch (unwritten) {
      // On a full disk the report fails too; what stopped the run is said all the same.
      if (!(unwritten instanceof CliError)) throw unwritten;
      report.error(unwritten.key, unwritten.data);
    }
    throw error.reason;
  }
}

function exitCodeOf(done: BatchReport, watch: boolean): ExitCode {
  if (done.interrupted) return EXIT.interrupted;
  if (done.files === 0 && done.pruned === 0 && !watch) throw new BatchError('nothing', {});
  if (done.failed === 0) return EXIT.ok;
  return done.failed === done.files ? EXIT.nothingUsable : EXIT.someFailed;
}

async function optionsOf(
  inputs: readonly string[],
  flags: BatchFlags,
  context: Context,
  signal: AbortSignal,
): Promise<BatchOptions> {
  const { io, report } = context;
  checkEncoding(flags.encoding);
  const listed = flags.fromList === undefined ? [] : namesIn(await readBytes(flags.fromList, io));
  const all = [...inputs, ...listed];
  if (inputs.length === 0 && flags.fromList === undefined) throw new CliError(EXIT.usage, 'batch/no-input');
  // Nothing has changed, says a find that finds nothing: no fault of the command.
  if (all.length === 0) throw new CliError(EXIT.nothingUsable, 'batch/empty-list', { file: nameOf(flags.fromList ?? '') });
  for (const name of ['output', 'jsonl', 'parquet', 'report'] as const)
    if (flags[name] === '-') throw new CliError(EXIT.usage, 'batch/no-stdout', { name });
  if (flags.report !== undefined) checkReport(resolve(flags.report), resolve(flags.output));
  const formats = [...new Set(flags.format ?? ['json' as const])];
  // They are replaced as a whole: what a link leads to, not the link.
  const jsonl = flags.jsonl === undefined ? null : real(flags.jsonl);
  const parquet = flags.parquet === undefined ? null : real(flags.parquet);
  if (jsonl !== null) checkLines(jsonl);
  if (parquet !== null) checkAbove(parquet);
  const convert: ConvertOptions = {
    formats,
    rows: rowsFor(jsonl === null ? formats : [...formats, 'jsonl'], flags.rows),
    encoding: flags.encoding ?? null,
    lang: report.language,
    explain: flags.explain ?? false,
    lexicon: await lexiconOf(flags.lexicon, context),
    keepDocuments: jsonl !== null || parquet !== null,
  };
  return {
    inputs: all,
    out: resolve(flags.output),
    root: flags.root ?? null,
    convert,
    version: packageJson.version,
    jsonl,
    parquet,
    jobs: flags.jobs ?? availableParallelism(),
    timeoutMs: (flags.timeout ?? 60) * 1000,
    memoryMb: flags.memory ?? 512,
    force: flags.force ?? false,
    retryFailed: flags.retryFailed ?? false,
    prune: flags.prune ?? false,
    signal,
    workerFile: null,
    exclude: flags.report === undefined ? [] : [resolve(flags.report)],
  };
}

/** What a line stands for must be known to every format that has lines. */
function rowsFor(formats: readonly Format[], wanted: RowKind | undefined): RowKind {
  if (wanted === undefined) return 'measures';
  const withRows = formats.filter((format) => factsOf(format).rows.length > 0);
  if (withRows.length === 0) throw new CliError(EXIT.usage, 'usage/no-rows', { format: formats.join(', ') });
  const other = withRows.find((format) => !factsOf(format).rows.includes(wanted));
  if (other === undefined) return wanted;
  throw new CliError(EXIT.usage, 'usage/other-rows', { format: other, rows: wanted, allowed: factsOf(other).rows.join(', ') });
}

/** A lexicon with an error is told before anything is done. */
async function lexiconOf(file: string | undefined, { io, report }: Context): Promise<ConvertOptions['lexicon']> {
  if (file === undefined) return null;
  const text = await readLexiconText(file, io);
  (await import('./lexicon-file.js')).readLexicon(file, text, report.language);
  return { file, text };
}

/** Names divided by NUL where there is one, else by line ends; by their bytes, which need not be UTF-8. */
function namesIn(bytes: Uint8Array): Input[] {
  const text = inUtf8(bytes)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '');
  const names = text.split(text.includes('\0') ? '\0' : /\r?\n/).filter((name) => name !== '');
  return names.map((name) => entryOf(Buffer.from(name, 'latin1')));
}

/** The shell of Windows writes lists in UTF-16, and says so by their first two bytes; no name in another encoding begins with them. */
function inUtf8(bytes: Uint8Array): Buffer {
  const mark = bytes.length % 2 === 0 ? ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0) : 0;
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : null;
  return Buffer.from(encoding === null ? bytes : new TextDecoder(encoding).decode(bytes));
}

async function dryRun(options: BatchOptions, { io, report }: Context): Promise<ExitCode> {
  const planned = planBatch(options);
  const sink = standardOutput(io);
  for (const { path, outputs } of planned.todo) {
    await sink.write(
      `${say(report.language, 'batch/dry-convert', { path: shown(path), outputs: shown(outputs.map((output) => output.path).join(', ')) })}\n`,
    );
  }
  for (const { path, outputs } of prunes(options, planned.jobs.length) ? planned.gone : []) {
    await sink.write(
      `${say(report.language, 'batch/dry-prune', { path: shown(path), outputs: shown(Object.keys(outputs).join(', ')) })}\n`,
    );
  }
  report.note(say(report.language, 'batch/dry-total', totalsOf(planned)));
  return EXIT.ok;
}

function totalsOf(planned: Plan): Record<string, string | number> {
  const { todo, unchanged, failedBefore, gone, bytes } = planned;
  return {
    todo: todo.length,
    mb: (bytes / 1e6).toFixed(1),
    unchanged: unchanged - failedBefore.length,
    failed: failedBefore.length,
    gone: gone.length,
  };
}

function totals({ converted, unchanged, failed, files, seconds, mbPerSecond }: BatchReport, language: Language): string {
  const rounded = { seconds: seconds.toFixed(1), rate: mbPerSecond.toFixed(1) };
  return say(language, 'batch/summary', { converted, unchanged, failed, files, ...rounded });
}

function summary(done: BatchReport, { prune }: BatchFlags, language: Language, note: (text: string) => void): void {
  note(totals(done, language));
  const others = Object.entries(done.otherFormats)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8);
  const list = others.map(([extension, count]) => `${extension || '—'} ${count}`).join(', ');
  const skipped = Object.entries(done.skipped).map(([why, count]) =>
    say(language, `batch/skipped-${why}` as MessageKey, { count, list }),
  );
  if (skipped.length > 0) note(say(language, 'batch/summary-skipped', { list: skipped.join(language === 'zh' ? '；' : '; ') }));
  if (done.failedBefore > 0) note(say(language, 'batch/failed-before', { count: done.failedBefore }));
  const empty = prune === true && done.files === 0;
  if (done.gone > 0) note(say(language, empty ? 'batch/not-pruned' : 'batch/gone', { count: done.gone }));
  if (done.pruned > 0) note(say(language, 'batch/pruned', { count: done.pruned }));
  const stale = Object.entries(done.stale);
  if (stale.length > 0) {
    const count = stale.reduce((sum, [, some]) => sum + some, 0);
    note(say(language, 'batch/stale', { count, formats: stale.map(([format]) => `--format ${format}`).join(' ') }));
  }
  if (done.interrupted) note(say(language, done.left > 0 ? 'batch/interrupted' : 'batch/not-gathered', { left: done.left }));
}

function asCliError({ code, data }: BatchError): CliError {
  const key = code.includes('/') ? code : `batch/${code}`;
  const words = Object.entries(data).map(([name, value]) => [name, typeof value === 'string' ? shown(value) : value]);
  return new CliError(code === 'nothing' ? EXIT.nothingUsable : EXIT.usage, key as MessageKey, Object.fromEntries(words));
}

/** The first signal ends the run in order, the second at once. */
function onInterrupt(stop: () => void): () => void {
  let stopping = false;
  const handle = (): void => {
    if (stopping) process.exit(EXIT.interrupted);
    stopping = true;
    stop();
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return () => {
    process.off('SIGINT', handle);
    process.off('SIGTERM', handle);
  };
}

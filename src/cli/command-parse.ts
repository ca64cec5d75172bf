import { parse } from '../parse.js';
import { type Format, factsOf, formatOfFile, type RowKind, renderers } from '../render/index.js';
import type { Lexicon, SourceText } from '../types.js';
import type { Paint } from './colors.js';
import { CliError, EXIT, type ExitCode } from './exit.js';
import { nameOf, readInput, readLexiconText } from './input.js';
import type { Io } from './io.js';
import { fileOutput, standardOutput } from './output.js';
import type { Reporter } from './report.js';

export interface ParseFlags {
  format?: Format;
  rows?: RowKind;
  pretty?: boolean;
  compact?: boolean;
  output?: string;
  encoding?: string;
  type?: string;
  lexicon?: string;
  explain?: boolean;
  strict?: boolean;
}

export interface Context {
  io: Io;
  report: Reporter;
  paint: Paint;
}

/** `drugplan parse`: each file becomes a document; a file that cannot be used is told and the others go on. */
export async function parseCommand(files: readonly string[], flags: ParseFlags, { io, report }: Context): Promise<ExitCode> {
  const inputs = files.length > 0 ? files : io.stdin.isTTY ? [] : ['-'];
  if (inputs.length === 0) throw new CliError(EXIT.usage, 'input/none');
  if (inputs.filter((file) => file === '-').length > 1) throw new CliError(EXIT.usage, 'input/repeated-stdin');
  if (flags.pretty && flags.compact) throw new CliError(EXIT.usage, 'usage/pretty-and-compact');
  const format = flags.format ?? formatOfFile(flags.output ?? '') ?? 'json';
  const toTerminal = flags.output === undefined && io.stdout.isTTY === true;
  const rows = rowsFor(format, flags.rows);
  const facts = factsOf(format);
  if (!facts.joins && inputs.length > 1) throw new CliError(EXIT.usage, 'usage/one-input', { format });
  if (facts.binary && toTerminal) throw new CliError(EXIT.usage, 'usage/binary-terminal', { format });

  const lexicon = flags.lexicon === undefined ? undefined : await userLexicon(flags.lexicon, report, io);
  const render = await renderers[format]();
  const piped = flags.output === undefined;
  const pretty = flags.pretty ?? (!flags.compact && toTerminal && inputs.length === 1);
  const sink = flags.output === undefined ? standardOutput(io) : fileOutput(flags.output, inputs);

  let usable = 0;
  let warnings = 0;
  try {
    for (const file of inputs) {
      const source = await attempt(() => readInput(file, flags, io), report);
      if (!source) continue;
      const document = parse(source, { explain: flags.explain ?? false, lang: report.language, ...(lexicon ? { lexicon } : {}) });
      report.diagnostics(nameOf(file), source.text, document.diagnostics);
      warnings += document.diagnostics.filter(({ severity }) => severity !== 'info').length;
      await sink.write(await render(document, { pretty, rows, source: source.text, lang: report.language, piped }));
      usable++;
    }
  } catch (error) {
    sink.discard();
    throw error;
  }
  if (usable === 0) {
    sink.discard();
    return EXIT.nothingUsable;
  }
  sink.commit();
  if (usable < inputs.length) return EXIT.someFailed;
  if (!flags.strict || warnings === 0) return EXIT.ok;
  report.error('strict/failed', { count: warnings });
  return EXIT.findings;
}

/** What a line stands for, as far as the format leaves a choice. */
function rowsFor(format: Format, wanted: RowKind | undefined): RowKind {
  const { rows } = factsOf(format);
  if (wanted === undefined) return rows[0] ?? 'measures';
  if (rows.includes(wanted)) return wanted;
  if (rows.length === 0) throw new CliError(EXIT.usage, 'usage/no-rows', { format });
  throw new CliError(EXIT.usage, 'usage/other-rows', { format, rows: wanted, allowed: rows.join(', ') });
}

/** An input, or nothing where it cannot be used, which the user is told. */
async function attempt(read: () => Promise<SourceText>, report: Reporter): Promise<SourceText | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT.nothingUsable) throw error;
    report.error(error.key, error.data);
    return null;
  }
}

async function userLexicon(file: string, report: Reporter, io: Io): Promise<Lexicon> {
  const text = await readLexiconText(file, io);
  return (await import('./lexicon-file.js')).readLexicon(file, text, report.language);
}

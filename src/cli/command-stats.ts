import { documentsOf, hasBatch } from '../batch/documents.js';
import { BatchError } from '../batch/failure.js';
import { type Language, type MessageKey, say } from '../messages.js';
import { csvCell } from '../render/csv.js';
import { Counter, type Stats } from '../stats/index.js';
import type { Context } from './command-parse.js';
import { CliError, EXIT, type ExitCode } from './exit.js';
import { width } from './frame.js';
import { standardOutput } from './output.js';

export interface StatsFlags {
  format?: 'table' | 'json' | 'csv';
  top?: number;
}

type Cell = string | number | null;
interface Table {
  title: MessageKey;
  columns: MessageKey[];
  rows: Cell[][];
}

/** `drugplan stats`: what an archive holds, in numbers. */
export async function statsCommand(out: string, flags: StatsFlags, { io, report }: Context): Promise<ExitCode> {
  if (!hasBatch(out)) throw new CliError(EXIT.nothingUsable, 'stats/no-batch', { out });
  const counter = new Counter(flags.top ?? 20);
  let of = 0;
  try {
    for (const document of documentsOf(out)) {
      of++;
      if (document) counter.add(document);
    }
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    throw new CliError(EXIT.nothingUsable, `batch/${error.code}` as MessageKey, { ...error.data });
  }
  const stats = counter.stats();
  if (stats.documents === 0) throw new CliError(EXIT.nothingUsable, 'stats/no-documents', { out });
  if (stats.documents < of) report.note(say(report.language, 'stats/left-out', { count: of - stats.documents, of }));
  await standardOutput(io).write(written(stats, flags.format ?? 'table', report.language));
  return EXIT.ok;
}

function written(stats: Stats, format: 'table' | 'json' | 'csv', language: Language): string {
  if (format === 'json') return `${JSON.stringify(stats, null, 2)}\n`;
  const tables = tablesOf(stats, say(language, 'stats/total'));
  if (format === 'csv') return tables.map((table) => csv(table, language)).join('\n');
  const undated = say(language, 'stats/undated-total', { undated: stats.undated, targets: stats.targets });
  return `${tables.map((table) => plain(table, language)).join('\n')}\n${undated}\n`;
}

function tablesOf(stats: Stats, all: string): Table[] {
  const { byYear, topUnits, undatedTargets } = stats;
  const total: Cell[] = [null, all, stats.documents, stats.measures, stats.quantities, stats.targets, stats.units];
  return [
    {
      title: 'stats/by-year',
      columns: [
        'stats/year',
        'stats/type',
        'stats/documents',
        'stats/measures',
        'stats/quantities',
        'stats/targets',
        'stats/unit-count',
      ],
      rows: [
        ...byYear.map((row) => [row.year, row.type, row.documents, row.measures, row.quantities, row.targets, row.units]),
        total,
      ],
    },
    {
      title: 'stats/top-units',
      columns: ['stats/unit', 'stats/lead', 'stats/support', 'stats/responsible', 'stats/total'],
      rows: topUnits.map(({ unit, lead, support, responsible, total }) => [unit, lead, support, responsible, total]),
    },
    {
      title: 'stats/undated',
      columns: ['stats/year', 'stats/file', 'stats/metric', 'stats/target'],
      rows: undatedTargets.map(({ year, file, metric, target }) => [year, file, metric, target]),
    },
  ];
}

const plainCell = (value: Cell): string => (value === null ? '—' : String(value).replace(/\p{Cc}/gu, ' '));

/** Columns that stand under each other also where characters are two columns wide; numbers to the right. */
function plain({ title, columns, rows }: Table, language: Language): string {
  const head = columns.map((key) => say(language, key));
  const cells = rows.map((row) => row.map(plainCell));
  const widths = head.map((name, index) => Math.max(width(name), ...cells.map((row) => width(row[index] ?? ''))));
  const isNumber = columns.map((_, index) => rows.every((row) => row[index] === null || typeof row[index] === 'number'));
  const line = (row: string[]): string =>
    row
      .map((cell, index) => {
        const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(cell)));
        return isNumber[index] ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return `${[say(language, title), line(head), line(widths.map((size) => '─'.repeat(size))), ...cells.map(line)].join('\n')}\n`;
}

function csv({ columns, rows }: Table, language: Language): string {
  const head = columns.map((key) => say(language, key));
  const cell = (value: Cell): string => (typeof value === 'string' ? csvCell(value) : String(value ?? ''));
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

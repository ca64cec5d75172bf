import type { Rows } from './records.js';

/** What is known of an output format without loading what writes it. */
export interface FormatFacts {
  /** Extensions of `-o` that mean it; the first is the usual one. */
  extensions: readonly string[];
  /** What a row or line can stand for, the first where nothing is said; none where the format has no rows. */
  rows: readonly RowKind[];
  /** Whether the outputs of several documents can stand behind one another. */
  joins: boolean;
  /** Whether it is no text, and nothing for a terminal. */
  binary: boolean;
}

export type RowKind = Rows | 'tasks';

const RECORDS = ['measures', 'documents', 'quantities', 'units'] as const;
const LEDGER = ['measures', 'tasks'] as const;

/** All output formats. */
export const FORMATS = {
  json: { extensions: ['json'], rows: [], joins: true, binary: false },
  jsonl: { extensions: ['jsonl', 'ndjson'], rows: RECORDS, joins: true, binary: false },
  yaml: { extensions: ['yaml', 'yml'], rows: [], joins: true, binary: false },
  xlsx: { extensions: ['xlsx'], rows: LEDGER, joins: false, binary: true },
  csv: { extensions: ['csv'], rows: LEDGER, joins: false, binary: false },
  md: { extensions: ['md', 'markdown'], rows: LEDGER, joins: true, binary: false },
  html: { extensions: ['html', 'htm'], rows: [], joins: false, binary: false },
} satisfies Record<string, FormatFacts>;

export type Format = keyof typeof FORMATS;
export const formats = Object.keys(FORMATS) as Format[];
export const factsOf = (format: Format): FormatFacts => FORMATS[format];
export const rowKinds: readonly RowKind[] = [...new Set<RowKind>([...RECORDS, ...LEDGER])];

/** The format that a file's extension asks for. */
export function formatOfFile(file: string): Format | undefined {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : formats.find((format) => factsOf(format).extensions.includes(extension));
}

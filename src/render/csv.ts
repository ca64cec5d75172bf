import type { Document } from '../types.js';
import { type LedgerOptions, type LedgerRow, ledgerRows } from './ledger.js';
import { words } from './words.js';

export interface CsvOptions extends LedgerOptions {
  /** A byte order mark first: Excel takes a file without it for the system's own encoding. Not for pipes. */
  bom?: boolean;
}

/** The ledger as comma-separated values (RFC 4180, CRLF). */
export function renderCsv(document: Document, options: CsvOptions = {}): string {
  const { columns } = words[options.lang ?? 'zh'];
  const keys = Object.keys(columns) as (keyof typeof columns & keyof LedgerRow)[];
  const lines = [
    keys.map((key) => columns[key]),
    ...ledgerRows(document, options).map((row) => keys.map((key) => cellText(key, row[key]))),
  ];
  return `${options.bom ? '\uFEFF' : ''}${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

const UNITS: readonly string[] = ['lead', 'support', 'responsible'];

const cellText = (key: keyof LedgerRow, value: LedgerRow[keyof LedgerRow]): string =>
  Array.isArray(value) ? value.join(UNITS.includes(key) ? '、' : '；') : String(value);

/**
 * One cell, quoted where it must be. A cell that a spreadsheet would run as a formula gets an apostrophe in front
 * (also for the full-width signs, which East Asian versions take alike).
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

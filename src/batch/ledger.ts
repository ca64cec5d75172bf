import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { BatchError, type Failure } from './failure.js';

/** One row of `OUT/.drugplan/ledger.jsonl`: what became of one file. The last row of a path is the one that holds. */
export interface Row {
  /** Path in the archive, with `/`. */
  path: string;
  /** Its bytes (as latin1) where it is not UTF-8. */
  rawPath?: string;
  status: 'ok' | 'failed' | 'pruned';
  size: number;
  /** Nanoseconds, as digits; with the size they tell at a glance that a file has not changed. */
  mtime: string;
  ctime: string;
  sha256: string | null;
  /** Fingerprint of all that the run was asked for. */
  options: string;
  version: string;
  ms: number;
  /** Number of diagnostics by severity. */
  diagnostics: { error: number; warning: number; info: number };
  failure: Failure | null;
  planYear: number | null;
  /** What stands under OUT for this file, by path; also what earlier runs wrote in formats that this one was not asked for. */
  outputs: Record<string, Output>;
}

/** One output, and what it was made from. */
export interface Output {
  format: string;
  bytes: number;
  /** Not in every ledger. */
  mtimeMs?: number;
  /** Of the source that it was made from. */
  sha256: string;
  /** Fingerprint of the options that decide about it. */
  options: string;
  version: string;
}

/** Whether an output was made from an earlier state of its source, or by another version. */
export const isStale = ({ sha256, version }: Row, output: Output): boolean =>
  output.sha256 !== sha256 || output.version !== version;

export const STATE = '.drugplan';
const FILE = 'ledger.jsonl';
const FLUSH_MS = 15_000;
/** Rows that are superseded are dropped once they outnumber those that hold. */
const COMPACT_AT = 2;

export const ledgerFile = (out: string): string => join(out, STATE, FILE);

/** Rows that hold, by path. A last line that was torn by a kill or a full disk is ignored; any other broken line is counted. */
export function readLedger(out: string): { rows: Map<string, Row>; lines: number; whole: number; broken: number } {
  const rows = new Map<string, Row>();
  const file = ledgerFile(out);
  if (!existsSync(file)) return { rows, lines: 0, whole: 0, broken: 0 };
  const bytes = bytesOf(file);
  const whole = bytes.lastIndexOf(10) + 1;
  let lines = 0;
  let broken = 0;
  for (let at = 0; at < whole; ) {
    const end = bytes.indexOf(10, at);
    const row = rowOf(bytes.toString('utf8', at, end));
    at = end + 1;
    lines++;
    if (!row) broken++;
    else if (row.status === 'pruned') rows.delete(row.path);
    else rows.set(row.path, row);
  }
  return { rows, lines, whole, broken };
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new BatchError('ledger-unreadable', { file, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

function rowOf(line: string): Row | null {
  try {
    const row = JSON.parse(line) as Partial<Row> | null;
    const known = typeof row?.path === 'string' && typeof row.status === 'string' && isRecord(row.outputs);
    return known && Object.values(row.outputs ?? {}).every(isRecord) ? (row as Row) : null;
  } catch {
    // A line that is no JSON was damaged after it was written: the file it told of is converted again.
    return null;
  }
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** The open ledger of a run; the lock of OUT must be held. */
export class Ledger {
  readonly rows: Map<string, Row>;
  #handle: number;
  #synced = Date.now();

  constructor(readonly out: string) {
    const file = ledgerFile(out);
    mkdirSync(dirname(file), { recursive: true });
    const { rows, lines, whole } = readLedger(out);
    this.rows = rows;
    if (lines > 1000 && lines > COMPACT_AT * rows.size) this.#handle = rewrite(file, rows);
    else {
      this.#handle = openSync(file, 'a');
      // What a kill tore off is cut away, or the next row would be glued to it.
      ftruncateSync(this.#handle, whole);
    }
  }

  /**
   * Adds a row. A kill after this loses nothing of it; a power cut may lose the rows since the last flush, whose files are then converted again. To flush
   * more often would make the workers wait for the disk: the system writes out all that they have written before it.
   */
  append(row: Row): void {
    writeFully(this.#handle, `${JSON.stringify(row)}\n`);
    if (row.status === 'pruned') this.rows.delete(row.path);
    else this.rows.set(row.path, row);
    if (Date.now() - this.#synced > FLUSH_MS) this.flush();
  }

  flush(): void {
    fdatasyncSync(this.#handle);
    this.#synced = Date.now();
  }

  close(): void {
    closeSync(this.#handle);
  }
}

function writeFully(handle: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
}

function rewrite(file: string, rows: ReadonlyMap<string, Row>): number {
  const temporary = `${file}.new`;
  const handle = openSync(temporary, 'w');
  try {
    let text = '';
    for (const row of rows.values()) {
      text += `${JSON.stringify(row)}\n`;
      if (text.length > 1 << 20) {
        writeFully(handle, text);
        text = '';
      }
    }
    writeFully(handle, text);
    fsyncSync(handle);
  } catch (error) {
    closeSync(handle);
    rmSync(temporary, { force: true });
    throw error;
  }
  closeSync(handle);
  renameSync(temporary, file);
  return openSync(file, 'a');
}

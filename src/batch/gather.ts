import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DATASETS } from '../render/parquet.js';
import type { Rows } from '../render/records.js';
import { real } from './discover.js';
import { BatchError, writeError } from './failure.js';
import { formatFingerprint } from './fingerprint.js';
import type { GatherTask } from './gather-part.js';
import { Lane } from './lane.js';
import { type Row, STATE } from './ledger.js';
import { type ConvertOptions, keptDocument, type Plan } from './plan.js';

export interface GatherOptions {
  jsonl: string | null;
  parquet: string | null;
  convert: ConvertOptions;
  jobs: number;
  memoryMb: number;
  signal: AbortSignal;
  workerFile: string | null;
  /** Called before anything is gathered. */
  onBegin(): void;
}

/** Documents of one part: small enough to be shared out among the workers, large enough for a good Parquet file. */
const PART = 1000;
const MARK = '_drugplan.json';

/** Beside what it is to become, under a name that is nobody's: a `data.old` of the user's must stay, and so must what a run into another OUT gathers there. */
function aside(target: string, out: string, what: 'new' | 'old'): string {
  const by = createHash('sha256').update(real(out)).digest('hex').slice(0, 8);
  return join(dirname(target), `.${basename(target)}.${by}.drugplan-${what}`);
}

/** Refuses to replace a folder that holds anything but datasets of this program. */
export function checkDatasetFolder(folder: string): void {
  const stat = statSync(folder, { throwIfNoEntry: false });
  const names = stat?.isDirectory() ? readdirSync(folder) : [];
  if ((stat && !stat.isDirectory()) || (names.length > 0 && !names.includes(MARK)))
    throw new BatchError('dataset-foreign', { folder });
}

/** Writes all records into one file and the datasets, from the documents of the run and of those before it, in the order of the plan; `false` where it was interrupted. */
export async function gather(plan: Plan, rows: ReadonlyMap<string, Row>, options: GatherOptions): Promise<boolean> {
  const good = plan.jobs.map(({ path }) => rows.get(path)).filter((row) => row?.status === 'ok') as Row[];
  const state = new GatherState(plan.out);
  const content = createHash('sha256')
    .update(
      JSON.stringify([
        formatFingerprint('jsonl', options.convert),
        plan.version,
        ...good.map(({ path, sha256 }) => [path, sha256]),
      ]),
    )
    .digest('hex');
  const documentOf = (row: Row): string =>
    join(plan.out, options.convert.formats.includes('json') ? `${row.path}.json` : keptDocument(row.path));
  const worker = {
    file: options.workerFile,
    out: plan.out,
    options: plan.options,
    version: plan.version,
    convert: options.convert,
  };
  const lanes = Array.from(
    { length: Math.max(1, Math.min(options.jobs, Math.ceil(good.length / PART))) },
    () => new Lane(worker, Number.POSITIVE_INFINITY, options.memoryMb),
  );
  const work = async (tasks: GatherTask[]): Promise<void> => {
    const queue = [...tasks].reverse();
    const drive = async (lane: Lane): Promise<void> => {
      for (let task = queue.pop(); task && !options.signal.aborted; task = queue.pop()) await lane.gather(task);
    };
    await Promise.all(lanes.map(drive));
  };
  try {
    if (options.jsonl !== null && !state.stands('jsonl', options.jsonl, content)) {
      options.onBegin();
      await gatherLines(good.map(documentOf), options.jsonl, options.convert.rows as Rows, plan.out, work, options.signal);
      if (options.signal.aborted) return false;
      state.note('jsonl', options.jsonl, content);
    }
    if (options.parquet !== null && !state.stands('parquet', options.parquet, content)) {
      options.onBegin();
      await gatherDatasets(good, documentOf, options.parquet, plan.out, work, options.signal);
      if (options.signal.aborted) return false;
      state.note('parquet', options.parquet, content);
    }
    return true;
  } catch (error) {
    throw writeError(error, options.parquet ?? options.jsonl ?? '') ?? error;
  } finally {
    await Promise.all(lanes.map((lane) => lane.end()));
  }
}

type Work = (tasks: GatherTask[]) => Promise<void>;

function chunks<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / PART) }, (_, index) => list.slice(index * PART, (index + 1) * PART));
}

async function gatherLines(
  documents: string[],
  target: string,
  rows: Rows,
  out: string,
  work: Work,
  signal: AbortSignal,
): Promise<void> {
  const folder = join(out, STATE, 'parts');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tasks = chunks(documents).map(
    (part, index): GatherTask => ({ kind: 'jsonl', documents: part, rows, target: join(folder, `${index}.jsonl`) }),
  );
  const temporary = aside(target, out, 'new');
  try {
    await work(tasks);
    if (signal.aborted) return;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(temporary, '');
    for (const task of tasks)
      if (task.kind === 'jsonl') await pipeline(createReadStream(task.target), createWriteStream(temporary, { flags: 'a' }));
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function gatherDatasets(
  rows: readonly Row[],
  documentOf: (row: Row) => string,
  folder: string,
  out: string,
  work: Work,
  signal: AbortSignal,
): Promise<void> {
  checkDatasetFolder(folder);
  const temporary = aside(folder, out, 'new');
  const years = new Map<number | null, Row[]>();
  for (const row of rows) {
    const some = years.get(row.planYear);
    if (some) some.push(row);
    else years.set(row.planYear, [row]);
  }
  const tasks = [...years].flatMap(([planYear, some]) =>
    chunks(some).map(
      (part, index): GatherTask => ({
        kind: 'parquet',
        documents: part.map(documentOf),
        folder: temporary,
        planYear,
        part: index,
      }),
    ),
  );
  rmSync(temporary, { recursive: true, force: true });
  try {
    mkdirSync(temporary, { recursive: true });
    await work(tasks);
    if (signal.aborted) return;
    for (const dataset of DATASETS) mkdirSync(join(temporary, dataset), { recursive: true });
    writeFileSync(join(temporary, MARK), `${JSON.stringify({ datasets: DATASETS, documents: rows.length })}\n`);
    replaceFolder(folder, temporary, aside(folder, out, 'old'));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** A folder cannot be replaced in one step; the old one stands aside until the new one is in its place. */
function replaceFolder(folder: string, by: string, old: string): void {
  for (let attempt = 0; ; attempt++) {
    rmSync(old, { recursive: true, force: true });
    try {
      if (existsSync(folder)) renameSync(folder, old);
      renameSync(by, folder);
      break;
    } catch (error) {
      // A run into another OUT has put its own there, or taken this one aside, in just that moment.
      const { code = '' } = error as NodeJS.ErrnoException;
      if (attempt === 9 || !['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(code) || !existsSync(by)) throw error;
    }
  }
  rmSync(old, { recursive: true, force: true });
}

type Notes = Record<string, { content: string; bytes: number }>;

/** What was gathered from what, so that nothing is gathered again where nothing has changed. */
class GatherState {
  readonly #file: string;
  #notes: Notes = {};

  constructor(out: string) {
    this.#file = join(out, STATE, 'gathered.json');
    try {
      this.#notes = (JSON.parse(readFileSync(this.#file, 'utf8')) as Notes | null) ?? {};
    } catch {
      // Not there yet, or torn: then all is gathered again.
    }
  }

  stands(kind: string, target: string, content: string): boolean {
    const note = this.#notes[`${kind} ${real(target)}`];
    return note?.content === content && note.bytes === sizeOf(target);
  }

  note(kind: string, target: string, content: string): void {
    this.#notes[`${kind} ${real(target)}`] = { content, bytes: sizeOf(target) };
    writeFileSync(`${this.#file}.tmp`, `${JSON.stringify(this.#notes)}\n`);
    renameSync(`${this.#file}.tmp`, this.#file);
  }
}

/** Bytes of a file, or of all files in a folder; -1 where there is none. */
function sizeOf(target: string): number {
  const stat = statSync(target, { throwIfNoEntry: false });
  if (!stat) return -1;
  if (!stat.isDirectory()) return stat.size;
  const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

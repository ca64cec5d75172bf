import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Document } from '../types.js';
import { type Part, partsOf } from './ledger.js';

/** The datasets that an archive becomes, for DuckDB, Spark, pandas and the like. */
export const DATASETS = ['documents', 'measures', 'quantities', 'units'] as const;
export type Dataset = (typeof DATASETS)[number];

type Value = string | number | boolean | null;
type Cell = Value | bigint | Date | undefined;
type Type = 'text' | 'integer' | 'number' | 'boolean' | 'date';
type Column<T> = readonly [name: string, type: Type, value: (row: T) => Value];

type Measure = Document['measures'][number];
type InPart<T> = { document: Document; part: Part; fact: T };
type Quantity = Measure['quantities'][number];
type Unit = Measure['units'][number];

/** What every dataset tells of the document that a row comes from, so that most questions need one dataset only. */
const origin: readonly Column<Document>[] = [
  ['path', 'text', (d) => d.source.name],
  ['title', 'text', (d) => d.meta.title],
  ['issuer', 'text', (d) => d.meta.issuer],
  ['type', 'text', (d) => d.meta.type],
  ['issued_on', 'date', (d) => d.meta.issuedOn],
];
const from = <T>(document: (row: T) => Document): Column<T>[] =>
  origin.map(([name, type, value]) => [name, type, (row) => value(document(row))]);
const place = <T>(part: (row: T) => Part): Column<T>[] => [
  ['part', 'text', (row) => part(row).id],
  ['section', 'text', (row) => part(row).chapter || null],
  ['heading', 'text', (row) => part(row).title],
  ['part_role', 'text', (row) => part(row).role],
];

const documents: readonly Column<Document>[] = [
  ...origin,
  ['review_year', 'integer', (d) => d.meta.reviewYear],
  ['doc_number', 'text', (d) => d.meta.docNumber],
  ['speaker', 'text', (d) => d.meta.speaker],
  ['publicity', 'text', (d) => d.meta.publicity],
  ['media_type', 'text', (d) => d.source.mediaType],
  ['encoding', 'text', (d) => d.source.encoding],
  ['script', 'text', (d) => d.source.script],
  ['bytes', 'integer', (d) => d.source.bytes],
  ['length', 'integer', (d) => d.source.length],
  ['sha256', 'text', (d) => d.source.sha256],
  ['sections', 'integer', (d) => d.sections.length],
  ['measures', 'integer', (d) => d.measures.length],
  ['references', 'integer', (d) => d.references.length],
  ['repairs', 'integer', (d) => d.repairs.length],
  ['warnings', 'integer', (d) => d.diagnostics.filter(({ severity }) => severity !== 'info').length],
];

const measures: readonly Column<{ document: Document; measure: Measure }>[] = [
  ...from((row: { document: Document; measure: Measure }) => row.document),
  ['measure', 'text', ({ measure }) => measure.id],
  ['section', 'text', ({ measure }) => measure.path.join(' › ') || null],
  ['marker', 'text', ({ measure }) => measure.marker],
  ['number', 'integer', ({ measure }) => measure.number],
  ['heading', 'text', ({ measure }) => measure.heading],
  ['role', 'text', ({ measure }) => measure.role],
  ['speaker', 'text', ({ measure }) => measure.speaker],
  ['text', 'text', ({ measure }) => measure.text],
  ['tasks', 'integer', ({ measure }) => measure.tasks.length],
  ['units', 'integer', ({ measure }) => measure.units.length],
  ['quantities', 'integer', ({ measure }) => measure.quantities.length],
  [
    'deadline',
    'date',
    ({ measure }) =>
      measure.deadlines
        .map(({ date }) => date)
        .filter((date) => date !== null)
        .sort()
        .at(-1) ?? null,
  ],
  ['deadline_text', 'text', ({ measure }) => measure.deadlines.map(({ text }) => text).join('；') || null],
  ['start', 'integer', ({ measure }) => measure.span.start],
  ['end', 'integer', ({ measure }) => measure.span.end],
];

const quantities: readonly Column<InPart<Quantity>>[] = [
  ...from((row: InPart<Quantity>) => row.document),
  ...place((row: InPart<Quantity>) => row.part),
  ['text', 'text', ({ fact }) => fact.text],
  ['kind', 'text', ({ fact }) => fact.kind],
  ['metric', 'text', ({ fact }) => fact.metric],
  ['value', 'number', ({ fact }) => fact.value],
  ['max', 'number', ({ fact }) => fact.max],
  ['unit', 'text', ({ fact }) => fact.unit],
  ['comparator', 'text', ({ fact }) => fact.comparator],
  ['direction', 'text', ({ fact }) => fact.direction],
  ['change', 'text', ({ fact }) => fact.change],
  ['masked', 'boolean', ({ fact }) => fact.masked],
  ['scale', 'number', ({ fact }) => fact.scale],
  ['deadline', 'date', ({ fact }) => fact.deadline?.date ?? null],
  ['deadline_text', 'text', ({ fact }) => fact.deadline?.text ?? null],
  ['baseline', 'date', ({ fact }) => fact.baseline?.date ?? null],
  ['baseline_text', 'text', ({ fact }) => fact.baseline?.text ?? null],
  ['start', 'integer', ({ fact }) => fact.span.start],
  ['end', 'integer', ({ fact }) => fact.span.end],
];

const units: readonly Column<InPart<Unit>>[] = [
  ...from((row: InPart<Unit>) => row.document),
  ...place((row: InPart<Unit>) => row.part),
  ['name', 'text', ({ fact }) => fact.name],
  ['role', 'text', ({ fact }) => fact.role],
  ['collective', 'boolean', ({ fact }) => fact.collective],
  ['basis', 'text', ({ fact }) => fact.basis],
  ['start', 'integer', ({ fact }) => fact.span.start],
  ['end', 'integer', ({ fact }) => fact.span.end],
  ['scope_start', 'integer', ({ fact }) => fact.scope.start],
  ['scope_end', 'integer', ({ fact }) => fact.scope.end],
];

const PHYSICAL = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
} as const;

/** Rows are written in groups, so that memory does not grow with the dataset. */
const GROUP_ROWS = 10_000;

/** One file of one dataset, which is made at its first row. */
class Table<T> {
  #columns: Cell[][];
  #writer: ParquetWriter | null = null;

  constructor(
    readonly file: string,
    readonly columns: readonly Column<T>[],
  ) {
    this.#columns = columns.map(() => []);
  }

  add(row: T): void {
    this.columns.forEach(([, type, value], index) => this.#columns[index]?.push(cell(type, value(row))));
    if ((this.#columns[0]?.length ?? 0) >= GROUP_ROWS) this.#flush();
  }

  #flush(): void {
    if (!this.#writer) {
      mkdirSync(join(this.file, '..'), { recursive: true });
      const schema = [
        { name: 'root', num_children: this.columns.length },
        ...this.columns.map(([name, type]) => ({ name, repetition_type: 'OPTIONAL' as const, ...PHYSICAL[type] })),
      ];
      this.#writer = new ParquetWriter({ writer: fileWriter(this.file), schema, createdBy: 'drugplan' });
    }
    this.#writer.write({
      columnData: this.columns.map(([name], index) => ({ name, data: this.#columns[index] as Cell[] })),
      rowGroupSize: GROUP_ROWS,
    });
    this.#columns = this.columns.map(() => []);
  }

  end(): void {
    if ((this.#columns[0]?.length ?? 0) > 0) this.#flush();
    this.#writer?.finish();
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function cell(type: Type, value: Value): Cell {
  if (value === null) return undefined;
  if (type !== 'date') return value;
  return DAY.test(String(value)) ? new Date(`${value}T00:00:00Z`) : undefined;
}

/** Name of a partition's folder as Hive, Spark and DuckDB know it. */
export const partition = (planYear: number | null): string => `plan_year=${planYear ?? '__HIVE_DEFAULT_PARTITION__'}`;

/** Writes one part of each dataset from documents of one plan year. */
export function writeDatasets(
  source: Iterable<Document>,
  where: { folder: string; planYear: number | null; part: number },
): void {
  const file = (dataset: Dataset): string =>
    join(where.folder, dataset, partition(where.planYear), `part-${String(where.part).padStart(5, '0')}.parquet`);
  const tables = {
    documents: new Table(file('documents'), documents),
    measures: new Table(file('measures'), measures),
    quantities: new Table(file('quantities'), quantities),
    units: new Table(file('units'), units),
  };
  for (const document of source) {
    tables.documents.add(document);
    for (const measure of document.measures) tables.measures.add({ document, measure });
    for (const part of partsOf(document)) {
      for (const fact of part.quantities) tables.quantities.add({ document, part, fact });
      for (const fact of part.units) tables.units.add({ document, part, fact });
    }
  }
  for (const table of Object.values(tables)) table.end();
}

import type { Document, Span } from '../../types.js';
import { type LedgerRow, ledgerRows, type Part, partsOf, type UnitCount, unitCounts } from '../ledger.js';
import { type Placer, placerOf } from '../place.js';
import { type RenderLanguage, type Words, words } from '../words.js';

type Measure = Document['measures'][number];

/** What the filter and the colours tell apart. */
export type FactKind = 'task' | 'unit' | 'target' | 'result' | 'context' | 'deadline' | 'reference' | 'repair';

/** One thing found in the text, with the row that tells of it. */
export interface Mark {
  /** Id in the page: its place in the text is `x-ID`. */
  id: string;
  /** Id of the row it leads to. */
  row: string;
  kind: FactKind;
  span: Span;
  /** Id of the part it belongs to; null for repairs and what stands in the front matter. */
  part: string | null;
  /** What a pointer or a screen reader is told. */
  label: string;
}

/** A quantity, deadline or reference with its ids and its part. */
export interface Entry<T> {
  id: string;
  fact: T;
  part: Part | null;
}

/** A row of the table of tasks: a row of the ledger, or a part that only speaks of work. */
export interface TaskEntry {
  id: string;
  part: Part;
  ledger: LedgerRow | null;
  tasks: Entry<Measure['tasks'][number]>[];
}

/** A unit with its count in the ledger and every place that names it. */
export interface UnitEntry {
  id: string;
  index: number;
  name: string;
  count: UnitCount | null;
  mentions: Entry<Measure['units'][number]>[];
}

/** All that the page shows, with ids given out once. */
export interface Model {
  document: Document;
  source: string;
  lang: RenderLanguage;
  said: Words;
  place: Placer;
  parts: Part[];
  tasks: TaskEntry[];
  units: UnitEntry[];
  quantities: Entry<Measure['quantities'][number]>[];
  deadlines: Entry<Measure['deadlines'][number]>[];
  references: Entry<Document['references'][number]>[];
  marks: Mark[];
  /** Numbers of the units that each part names, for the filter. */
  unitsOf: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Gathers what the page shows. */
export function modelOf(document: Document, source: string, lang: RenderLanguage): Model {
  const said = words[lang];
  const parts = partsOf(document, lang);
  const byId = new Map(parts.map((part) => [part.id, part]));
  const ledger = ledgerRows(document, { source, lang });
  const inLedger = new Map(ledger.map((row) => [row.part, row]));

  const numbered = <T extends { span: Span }>(letter: string, pick: (part: Part) => readonly T[]): Entry<T>[] =>
    parts
      .flatMap((part) => pick(part).map((fact) => ({ id: '', fact, part })))
      .sort((a, b) => a.fact.span.start - b.fact.span.start || b.fact.span.end - a.fact.span.end)
      .map((entry, index) => ({ ...entry, id: `${letter}${index + 1}` }));

  const taskFacts = numbered('t', (part) => part.tasks);
  const tasksOf = groupBy(taskFacts, (entry) => entry.part?.id);
  const tasks = parts
    .filter((part) => inLedger.has(part.id) || part.tasks.length > 0)
    .map((part) => ({ id: part.id, part, ledger: inLedger.get(part.id) ?? null, tasks: tasksOf.get(part.id) ?? [] }));

  const unitFacts = numbered('u', (part) => part.units);
  const counts = new Map(unitCounts(document, ledger).map((count) => [count.name, count]));
  const units = [...groupBy(unitFacts, (entry) => entry.fact.name)]
    .map(([name, mentions]) => ({ name, mentions, count: counts.get(name) ?? null }))
    .sort((a, b) => (b.count?.total ?? 0) - (a.count?.total ?? 0))
    .map((unit, index) => ({ ...unit, id: `n${index + 1}`, index }));
  const unitIds = new Map(units.map((unit) => [unit.name, unit]));
  const unitsOf = new Map(
    parts.map((part) => [part.id, new Set(part.units.flatMap((unit) => unitIds.get(unit.name)?.index ?? []))] as const),
  );

  const quantities = numbered('q', (part) => part.quantities);
  const deadlines = numbered('d', (part) => part.deadlines);
  const references = document.references.map((fact, index) => ({ id: `r${index + 1}`, fact, part: byId.get(fact.in) ?? null }));

  const marks: Mark[] = [
    ...taskFacts.map(({ id, fact, part }) => mark(id, id, 'task', fact.span, part, said.fact.task)),
    ...unitFacts.map(({ id, fact, part }) =>
      mark(id, unitIds.get(fact.name)?.id ?? id, 'unit', fact.span, part, `${said.unitRole[fact.role]}：${fact.name}`),
    ),
    ...quantities.map(({ id, fact, part }) =>
      mark(id, id, fact.kind, fact.span, part, `${said.fact[fact.kind]}${fact.metric === null ? '' : `：${fact.metric}`}`),
    ),
    ...deadlines.map(({ id, fact, part }) =>
      mark(id, id, 'deadline', fact.span, part, `${said.fact.deadline}${fact.date === null ? '' : `：${fact.date}`}`),
    ),
    ...references.map(({ id, fact, part }) => mark(id, id, 'reference', fact.span, part, said.fact.reference)),
    ...document.repairs.map((repair, index) =>
      mark(`f${index + 1}`, `f${index + 1}`, 'repair', repair.span, null, `${said.fact.repair}：${repair.text}`),
    ),
  ];
  const place = placerOf(document, source, lang);
  return { document, source, lang, said, place, parts, tasks, units, quantities, deadlines, references, marks, unitsOf };
}

const mark = (id: string, row: string, kind: FactKind, span: Span, part: Part | null, label: string): Mark => ({
  id,
  row,
  kind,
  span,
  part: part?.id ?? null,
  label,
});

function groupBy<T, K>(list: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

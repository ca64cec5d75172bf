import type { Document, Span } from '../types.js';
import { type Placer, placerOf } from './place.js';
import { type RenderLanguage, words } from './words.js';

/** What the tables of tasks (xlsx, csv, md, report) can be told. */
export interface LedgerOptions {
  /** One row a measure, or one a task. */
  rows?: 'measures' | 'tasks';
  /** The decoded source text; with it places are lines and columns. */
  source?: string;
  lang?: RenderLanguage;
}

/** One row of the 任务分解表. */
export interface LedgerRow {
  index: number;
  /** Id of the part that the row stands for: m3, s2, preamble, closing. */
  part: string;
  span: Span;
  chapter: string;
  task: string;
  detail: string;
  lead: string[];
  support: string[];
  responsible: string[];
  targets: string[];
  deadlines: string[];
  references: string[];
  place: string;
}

type Measure = Document['measures'][number];
type Owner = Pick<Measure, 'span' | 'text' | 'tasks' | 'units' | 'quantities' | 'deadlines'>;

/** A stretch of own text with its facts: a measure, a section's own text, the preamble or the closing. */
export interface Part extends Owner {
  id: string;
  /** Marker and heading as one title; null where neither is printed. */
  title: string | null;
  chapter: string;
  role: Measure['role'] | null;
}

/** All parts of a document that can hold facts, in document order. */
export function partsOf(document: Document, lang: RenderLanguage = 'zh'): Part[] {
  const sections = new Map(document.sections.map((section) => [section.id, section]));
  const chapterOf = (id: string | null): string => {
    const path: string[] = [];
    for (let at = id; at !== null; ) {
      const section = sections.get(at);
      if (!section) break;
      if (section.heading !== null) path.unshift(titleOf(section) as string);
      at = section.parent;
    }
    return path.join(' › ');
  };
  const prose = (id: 'preamble' | 'closing'): Part[] => {
    const part = document[id];
    return part ? [{ ...part, id, title: words[lang][id], chapter: '', role: null }] : [];
  };
  const numbered: Part[] = [
    ...document.sections.map((section) => ({ ...section, title: titleOf(section), chapter: chapterOf(section.parent) })),
    ...document.measures.map((measure) => ({ ...measure, title: titleOf(measure), chapter: chapterOf(measure.section) })),
  ];
  numbered.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  return [...prose('preamble'), ...numbered, ...prose('closing')];
}

/** Marker and heading as printed together: 一、深化改革. */
export function titleOf(part: { marker: string | null; heading: string | null }): string | null {
  if (part.marker === null && part.heading === null) return null;
  const marker = part.marker ?? '';
  // 一是, 第一条 and the like read badly when the heading follows without a gap; 一、 and （一） do not need one.
  const gap = marker !== '' && part.heading !== null && /[\p{L}\p{N}.]$/u.test(marker) && !/[是要]$/.test(marker) ? ' ' : '';
  return `${marker}${gap}${part.heading ?? ''}`;
}

/** The rows of the 任务分解表, in document order. */
export function ledgerRows(document: Document, options: LedgerOptions = {}): LedgerRow[] {
  const lang = options.lang ?? 'zh';
  const place = placerOf(document, options.source, lang);
  const references = referencesByPart(document);
  const parts = partsWithWork(partsOf(document, lang));
  const rows =
    options.rows === 'tasks'
      ? parts.flatMap((part) => taskRows(part, references.get(part.id) ?? [], place, lang))
      : parts.map((part) =>
          row(part, part.title ?? opening(part.text), part.text, part, references.get(part.id) ?? [], part.span, place, lang),
        );
  return rows.map((item, index) => ({ ...item, index: index + 1 }));
}

/**
 * Which parts a table of tasks is about: measures that plan or require, other parts where their own text says what to do.
 * Of a document without any such part, everything that is numbered.
 */
function partsWithWork(parts: Part[]): Part[] {
  const planned = parts.filter((part) => {
    const assigned = part.units.some((unit) => unit.basis === 'assignment');
    if (part.id.startsWith('m')) return part.role === 'plan' || part.role === 'requirement' || assigned;
    if (part.id.startsWith('s'))
      return assigned || ((part.role === 'plan' || part.role === 'requirement') && part.tasks.length > 0);
    return false;
  });
  if (planned.length > 0) return planned;
  const spoken = parts.filter((part) => part.tasks.length > 0);
  return spoken.length > 0 ? spoken : parts.filter((part) => part.id.startsWith('m'));
}

type Row = Omit<LedgerRow, 'index'>;

function taskRows(part: Part, references: Document['references'], place: Placer, lang: RenderLanguage): Row[] {
  const title = part.title ?? opening(part.text);
  if (part.tasks.length === 0) return [row(part, title, part.text, part, references, part.span, place, lang)];
  return part.tasks.map((task) => {
    const touches = (span: Span) => span.start < task.span.end && task.span.start < span.end;
    const own: Owner = {
      ...part,
      units: part.units.filter((unit) => touches(unit.scope)),
      quantities: part.quantities.filter((quantity) => touches(quantity.span)),
      deadlines: part.deadlines.filter((deadline) => touches(deadline.span)),
    };
    return row(
      part,
      title,
      task.text,
      own,
      references.filter((reference) => touches(reference.span)),
      task.span,
      place,
      lang,
    );
  });
}

function row(
  part: Part,
  task: string,
  detail: string,
  own: Owner,
  references: Document['references'],
  span: Span,
  place: Placer,
  lang: RenderLanguage,
): Row {
  const said = words[lang];
  const named = (role: string) => [...new Set(own.units.filter((unit) => unit.role === role).map((unit) => unit.name))];
  const lead = named('lead');
  const support = named('support');
  const others = new Set([...lead, ...support]);
  const responsible = [...new Set([...named('responsible'), ...named('actor').filter((name) => !others.has(name))])];
  return {
    part: part.id,
    span,
    chapter: part.chapter,
    task,
    detail,
    lead,
    support,
    responsible: [
      ...responsible,
      ...named('supervise').map((name) => (lang === 'zh' ? `${name}（${said.supervised}）` : `${name} (${said.supervised})`)),
    ],
    targets: own.quantities.filter((quantity) => quantity.kind === 'target').map((quantity) => targetText(quantity)),
    deadlines: deadlinesOf(own),
    references: [...new Set(references.map((reference) => referenceText(reference)))],
    place: place(span),
  };
}

/** A target as a person would note it: 省级药品抽检：7100批次. */
export function targetText(quantity: Document['measures'][number]['quantities'][number]): string {
  return quantity.metric === null ? quantity.text : `${quantity.metric}：${quantity.text}`;
}

/** A cited document with its number: 《…》（国办发〔2021〕16号）. */
export function referenceText(reference: Pick<Document['references'][number], 'title' | 'docNumber'>): string {
  const title = reference.title.startsWith('《') ? reference.title : `《${reference.title}》`;
  return reference.docNumber === null ? title : `${title}（${reference.docNumber}）`;
}

/** Deadlines of the work and of its targets, each once, with the day where it is certain. */
function deadlinesOf(own: Owner): string[] {
  const mentions = [...own.deadlines, ...own.quantities.flatMap((quantity) => (quantity.deadline ? [quantity.deadline] : []))];
  mentions.sort((a, b) => a.span.start - b.span.start);
  return [...new Set(mentions.map((mention) => (mention.date === null ? mention.text : `${mention.text}（${mention.date}）`)))];
}

/** The opening of a text that has no heading: its first clause, at most 40 characters. */
export function opening(text: string): string {
  const end = text.slice(0, 41).search(/[。；;！\n]/);
  if (end > 0) return text.slice(0, end);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

function referencesByPart(document: Document): Map<string, Document['references']> {
  const byPart = new Map<string, Document['references']>();
  for (const reference of document.references) {
    const list = byPart.get(reference.in);
    if (list) list.push(reference);
    else byPart.set(reference.in, [reference]);
  }
  return byPart;
}

/** How often a unit is named in the rows of a ledger, by role. */
export interface UnitCount {
  name: string;
  /** Rows in which it stands in any role. */
  total: number;
  lead: number;
  support: number;
  responsible: number;
  supervise: number;
  actor: number;
  /** Numbers of those rows. */
  rows: number[];
}

/** Counts, for each unit, the rows that name it; most first, then in order of appearance. */
export function unitCounts(document: Document, rows: readonly LedgerRow[]): UnitCount[] {
  const parts = new Map(partsOf(document).map((part) => [part.id, part]));
  const counts = new Map<string, UnitCount>();
  for (const line of rows) {
    const seen = new Set<string>();
    for (const unit of parts.get(line.part)?.units ?? []) {
      if (unit.scope.start >= line.span.end || line.span.start >= unit.scope.end) continue;
      let count = counts.get(unit.name);
      if (!count) {
        count = { name: unit.name, total: 0, lead: 0, support: 0, responsible: 0, supervise: 0, actor: 0, rows: [] };
        counts.set(unit.name, count);
      }
      if (!seen.has(unit.name)) {
        count.total += 1;
        count.rows.push(line.index);
        seen.add(unit.name);
      }
      if (seen.has(`${unit.name}\n${unit.role}`)) continue;
      seen.add(`${unit.name}\n${unit.role}`);
      count[unit.role] += 1;
    }
  }
  return [...counts.values()].sort((a, b) => b.total - a.total);
}

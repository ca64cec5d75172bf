import type { Document } from '../types.js';
import { type LedgerOptions, ledgerRows, type Part, partsOf, referenceText, unitCounts } from './ledger.js';
import { placerOf } from './place.js';
import { words } from './words.js';

/** The document as a readable outline, then its tables: tasks, quantities, units, references, diagnostics. */
export function renderMarkdown(document: Document, options: LedgerOptions = {}): string {
  const said = words[options.lang ?? 'zh'];
  const { meta } = document;
  const about = [said.type[meta.type], meta.issuer, meta.docNumber, meta.issuedOn]
    .filter((part) => part !== null)
    .map(escapeInline);
  const blocks = [
    `# ${escapeInline(meta.title ?? document.source.name)}`,
    about.join(' · '),
    ...outline(document, options),
    ...tables(document, options),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function outline(document: Document, options: LedgerOptions): string[] {
  const said = words[options.lang ?? 'zh'];
  const levels = new Map(document.sections.map((section) => [section.id, section.level]));
  const under = new Map(document.measures.map((measure) => [measure.id, measure.section]));
  const levelOf = (part: Part) => levels.get(part.id) ?? (levels.get(under.get(part.id) ?? '') ?? 0) + 1;
  return partsOf(document, options.lang).flatMap((part) => {
    const depth = Math.min(6, levelOf(part) + 1);
    const role = part.role === null ? '' : ` \`${said.role[part.role]}\``;
    const facts = factLines(part, said);
    return [
      `${'#'.repeat(depth)} ${escapeInline(part.title ?? said.untitled)}${role}`,
      ...part.text.split('\n').map(escapeBlock),
      ...(facts.length > 0 ? [facts.join('\n')] : []),
    ];
  });
}

function factLines(part: Part, said: (typeof words)['zh']): string[] {
  const lines: string[] = [];
  for (const role of ['lead', 'support', 'responsible', 'supervise', 'actor'] as const) {
    const names = [...new Set(part.units.filter((unit) => unit.role === role).map((unit) => unit.name))];
    if (names.length > 0) lines.push(`- **${said.unitRole[role]}** ${escapeInline(names.join('、'))}`);
  }
  for (const { text, metric, kind } of part.quantities)
    lines.push(`- **${said.kind[kind]}** ${escapeInline(metric === null ? text : `${metric}：${text}`)}`);
  for (const { text, date } of part.deadlines)
    lines.push(`- **${said.columns.deadlines}** ${escapeInline(text)}${date === null ? '' : ` (${date})`}`);
  return lines;
}

function tables(document: Document, options: LedgerOptions): string[] {
  const lang = options.lang ?? 'zh';
  const said = words[lang];
  const place = placerOf(document, options.source, lang);
  const rows = ledgerRows(document, options);
  const parts = partsOf(document, lang);
  const quantities = parts
    .flatMap((part) => part.quantities.map((quantity) => ({ part, quantity })))
    .sort((a, b) => a.quantity.span.start - b.quantity.span.start);
  const { columns } = said;
  return [
    ...table(
      said.ledger,
      [
        columns.index,
        columns.chapter,
        columns.task,
        columns.lead,
        columns.support,
        columns.responsible,
        columns.targets,
        columns.deadlines,
        columns.references,
        columns.place,
      ],
      rows.map((row) => [
        String(row.index),
        row.chapter,
        options.rows === 'tasks' ? row.detail : row.task,
        row.lead.join('、'),
        row.support.join('、'),
        row.responsible.join('、'),
        row.targets.join('\n'),
        row.deadlines.join('\n'),
        row.references.join('\n'),
        row.place,
      ]),
    ),
    ...table(
      said.sheets.quantities,
      [
        columns.task,
        said.quantity.metric,
        said.quantity.text,
        said.quantity.value,
        said.quantity.unit,
        said.quantity.kind,
        said.quantity.deadline,
        columns.place,
      ],
      quantities.map(({ part, quantity }) => [
        part.title ?? said.untitled,
        quantity.metric ?? '',
        quantity.text,
        quantity.masked ? said.masked : [quantity.value, quantity.max].filter((value) => value !== null).join('–'),
        quantity.unit,
        said.kind[quantity.kind],
        quantity.deadline?.text ?? '',
        place(quantity.span),
      ]),
    ),
    ...table(
      said.sheets.units,
      [said.unit.name, said.unit.total, said.unit.rows],
      unitCounts(document, rows).map((count) => [count.name, String(count.total), count.rows.join('、')]),
    ),
    ...table(
      said.sheets.references,
      [said.reference.title, said.reference.docNumber, columns.place],
      document.references.map((reference) => [
        referenceText({ title: reference.title, docNumber: null }),
        reference.docNumber ?? '',
        place(reference.span),
      ]),
    ),
    ...table(
      said.sheets.diagnostics,
      [said.diagnostic.severity, said.diagnostic.message, columns.place],
      document.diagnostics.map((diagnostic) => [
        said.severity[diagnostic.severity],
        diagnostic.message,
        diagnostic.span ? place(diagnostic.span) : '',
      ]),
    ),
  ];
}

/** A headed table, or nothing where there are no rows. */
function table(title: string, header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `## ${title}`,
    [line(header), line(header.map(() => '---')), ...rows.map((row) => line(row.map(escapeCell)))].join('\n'),
  ];
}

/** Makes what Markdown or HTML would read as markup stand as printed. */
export const escapeInline = (text: string): string => text.replace(/[\\`*_[\]<>|~&]/g, '\\$&').replace(/\s*\n\s*/g, ' ');

/** The same at the beginning of a line, where more is markup: headings, lists, quotes, indented code. */
export const escapeBlock = (text: string): string =>
  escapeInline(text.trim())
    .replace(/^([#+=-])/, '\\$1')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');

const escapeCell = (text: string): string => text.split('\n').map(escapeInline).join('<br>');

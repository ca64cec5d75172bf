import type { Document, Quantity, Role, Unit } from '../types.js';

/** What a line of JSON Lines stands for. */
export type Rows = 'measures' | 'documents' | 'quantities' | 'units';

interface Part {
  id: string;
  path: string[];
  marker: string | null;
  heading: string | null;
  role: Role | null;
  speaker: string | null;
  units: Unit[];
  quantities: Quantity[];
}

/** All parts that hold facts, in document order. */
function partsOf(document: Document): Part[] {
  const byId = new Map(document.sections.map((section) => [section.id, section]));
  const pathOf = (id: string | null): string[] => {
    const section = id === null ? undefined : byId.get(id);
    if (!section) return [];
    return [...pathOf(section.parent), ...(section.heading === null ? [] : [section.heading])];
  };
  const nothing = { path: [], marker: null, heading: null, role: null, speaker: null };
  const outline = [
    ...document.sections.map((section) => ({ ...section, path: pathOf(section.parent) })),
    ...document.measures,
  ].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  return [
    ...(document.preamble ? [{ ...document.preamble, ...nothing, id: 'preamble' }] : []),
    ...outline,
    ...(document.closing ? [{ ...document.closing, ...nothing, id: 'closing' }] : []),
  ];
}

/** The records of one document; each can be read without the others. */
export function recordsOf(document: Document, rows: Rows): object[] {
  if (rows === 'documents') return [document];
  const { name, sha256 } = document.source;
  const shared = { source: { name, sha256 }, meta: document.meta };
  const record = (row: string, rest: object): object => ({ $schema: 'urn:drugplan:schema:record:1', row, ...shared, ...rest });
  if (rows === 'measures') return document.measures.map((measure) => record('measure', { measure }));
  return partsOf(document).flatMap(({ id, path, marker, heading, role, speaker, units, quantities }) => {
    const part = { id, path, marker, heading, role, speaker };
    return rows === 'quantities'
      ? quantities.map((quantity) => record('quantity', { part, quantity }))
      : units.map((unit) => record('unit', { part, unit }));
  });
}

import type { SourceText } from '../types.js';
import { knowsPages, linesOf, sectionReferences, type Walk } from './docx/body.js';
import { readNumbering } from './docx/numbering.js';
import { ReadError } from './error.js';
import { append, type ExtractedLine, NOTES, NOWHERE, sourceOfLines } from './extract.js';
import type { ReadOptions } from './options.js';
import { child, children, parseXml, type XmlElement } from './xml.js';
import { openZip, type Zip } from './zip.js';

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * Reads a Word document (.docx, .docm): paragraphs and tables in reading order, automatic numbers written out, changes accepted,
 * notes behind the text, headers and footers as noise at the end.
 */
export async function readDocx(bytes: Uint8Array, options: ReadOptions): Promise<SourceText> {
  const { name } = options;
  const files = openPackage(openZip(bytes, name), name);
  const body = child(files.main, 'w:body');
  if (!body) throw new ReadError('read/damaged', { name, found: 'word/document.xml' });

  const walk: Walk = {
    numbering: readNumbering(files.part('numbering'), files.part('styles')),
    page: knowsPages(body) ? 1 : null,
    paragraph: 0,
    table: 0,
    fields: [],
    notes: [],
  };
  const lines = linesOf(body, walk);
  append(lines, noteLines(files, walk));
  append(lines, marginLines(files, body, walk));
  return sourceOfLines(lines, { bytes, name, mediaType: DOCX, encoding: 'utf-8' });
}

/** The parts of a Word file that the reader needs. */
interface Package {
  main: XmlElement;
  /** A part by its kind: styles, numbering, footnotes, endnotes; null if there is none. */
  part(kind: string): XmlElement | null;
  /** A part by the id that the main part refers to it with. */
  related(id: string): XmlElement | null;
}

function openPackage(zip: Zip, name: string): Package {
  const read = (path: string): XmlElement | null => {
    const content = zip.read(path);
    return content ? parseXml(content, name, path) : null;
  };
  const start = relationsOf(read('_rels/.rels'), '').find((relation) => relation.kind === 'officeDocument');
  const path = start?.target ?? 'word/document.xml';
  const main = read(path);
  if (!main) throw new ReadError('read/damaged', { name, found: path });
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  const relations = relationsOf(read(`${folder}_rels/${path.slice(slash)}.rels`), folder);
  return {
    main,
    part(kind) {
      const relation = relations.find((candidate) => candidate.kind === kind);
      return relation ? read(relation.target) : null;
    },
    related(id) {
      const relation = relations.find((candidate) => candidate.id === id);
      return relation ? read(relation.target) : null;
    },
  };
}

function relationsOf(element: XmlElement | null, folder: string): { id: string; kind: string; target: string }[] {
  return children(element ?? undefined, 'rel:Relationship')
    .filter((relation) => relation.attributes.TargetMode !== 'External')
    .map((relation) => {
      const target = relation.attributes.Target ?? '';
      return {
        id: relation.attributes.Id ?? '',
        kind: (relation.attributes.Type ?? '').replace(/^.*\//, ''),
        target: target.startsWith('/') ? target.slice(1) : resolve(folder, target),
      };
    });
}

function resolve(folder: string, target: string): string {
  const path = folder.split('/').filter((part) => part !== '');
  for (const part of target.split('/')) {
    if (part === '..') path.pop();
    else if (part !== '.' && part !== '') path.push(part);
  }
  return path.join('/');
}

/** Footnotes and endnotes in the order of reference, each with its number in front. */
function noteLines(files: Package, walk: Walk): ExtractedLine[] {
  const notes = walk.notes.splice(0);
  const lines: ExtractedLine[] = [];
  const elements = new Map<string, XmlElement>();
  for (const kind of new Set(notes.map((note) => note.kind))) {
    for (const element of children(files.part(`${kind}s`) ?? undefined, `w:${kind}`))
      elements.set(`${kind} ${element.attributes['w:id']}`, element);
  }
  notes.forEach((note, index) => {
    const element = elements.get(`${note.kind} ${note.id}`);
    if (!element) return;
    const found = linesOf(element, walk).filter((line) => line.pieces.some((piece) => piece.text.trim() !== ''));
    found.forEach((line, at) => {
      const [first, ...rest] = line.pieces;
      lines.push(
        at === 0 && first
          ? { pieces: [{ text: `[${index + 1}] ${first.text.trimStart()}`, place: first.place }, ...rest] }
          : line,
      );
    });
  });
  return lines.length > 0 ? [{ pieces: [{ text: NOTES, place: NOWHERE }] }, ...lines] : [];
}

/** Headers and footers, each text once. */
function marginLines(files: Package, body: XmlElement, walk: Walk): ExtractedLine[] {
  const lines: ExtractedLine[] = [];
  const seen = new Set<string>();
  for (const reference of sectionReferences(body)) {
    const element = files.related(reference.id);
    if (!element) continue;
    for (const line of linesOf(element, walk)) {
      const text = line.pieces
        .map((piece) => piece.text.trim())
        .join('\t')
        .trim();
      if (text === '' || seen.has(text)) continue;
      seen.add(text);
      lines.push({ pieces: [{ text, place: NOWHERE }], noise: reference.kind === 'header' ? 'navigation' : 'footer' });
    }
  }
  return lines;
}

import type { SourceText } from '../types.js';
import { type Fib, openWord, type Piece, positionsOf } from './doc/fib.js';
import { listsOf } from './doc/lists.js';
import { type ParagraphProperties, paragraphProperties, runProperties, styleLists } from './doc/properties.js';
import { countersOf } from './docx/numbering.js';
import { symbol } from './docx/symbol.js';
import { append, type ExtractedLine, NOTES, NOWHERE, type Place, sourceOfLines, type Piece as TextPiece } from './extract.js';
import type { ReadOptions } from './options.js';
import { tableLayout } from './table.js';

/**
 * Reads a Word 97–2003 document (.doc, and .wps of Kingsoft, which is the same): automatic numbers written out, tables, changes accepted,
 * notes behind the text, headers and footers as noise.
 */
export async function readDoc(bytes: Uint8Array, options: ReadOptions): Promise<SourceText> {
  const { name } = options;
  const document = new WordDocument(openWord(bytes, name));
  return sourceOfLines(document.lines(), { bytes, name, mediaType: 'application/msword', encoding: 'utf-16le' });
}

interface Character {
  text: string;
  /** Place in the main stream. */
  fc: number;
}

interface Paragraph {
  text: string;
  properties: ParagraphProperties;
  /** Whether a cell or a row ends with it. */
  endsCell: boolean;
  start: number;
  end: number;
}

class WordDocument {
  private readonly paragraphAt: (fc: number) => ParagraphProperties;
  private readonly runAt: ReturnType<typeof runProperties>;
  private readonly styleAt: ReturnType<typeof styleLists>;
  private readonly number: (list: string, level: number) => string;
  private readonly sectionEnds: ReadonlySet<number>;
  private paragraph = 0;
  private table = 0;

  constructor(private readonly fib: Fib) {
    this.paragraphAt = paragraphProperties(fib);
    this.runAt = runProperties(fib);
    this.styleAt = styleLists(fib);
    this.number = countersOf(listsOf(fib));
    this.sectionEnds = new Set(positionsOf(fib, fib.sections, 12).positions);
  }

  lines(): ExtractedLine[] {
    const { lengths } = this.fib;
    const footnotes = lengths.main;
    const headers = footnotes + lengths.footnotes;
    const endnotes = headers + lengths.headers + lengths.macros + lengths.comments;
    const boxes = endnotes + lengths.endnotes;
    const lines = this.linesOf(0, lengths.main, this.boxesAfter(boxes));
    append(lines, this.noteLines(footnotes, endnotes));
    append(lines, this.marginLines(headers));
    return lines;
  }

  /** The lines of a stretch of the text; `after` gives the text boxes that hang on a paragraph. */
  private linesOf(
    start: number,
    end: number,
    after: (start: number, end: number) => ExtractedLine[] = () => [],
  ): ExtractedLine[] {
    const lines: ExtractedLine[] = [];
    let cells: ExtractedLine[][] = [];
    let cell: ExtractedLine[] = [];
    let row = 0;
    let layOut = layoutOf();
    for (const paragraph of this.paragraphs(start, end)) {
      const { inTable, endsRow } = paragraph.properties;
      if (!inTable) row = 0;
      if (inTable && endsRow) {
        const { merged } = paragraph.properties;
        append(lines, layOut(cells.map((content, column) => ({ lines: content, merged: merged[column] === true }))));
        cells = [];
        row++;
        continue;
      }
      if (inTable && row === 0) {
        this.table++;
        row = 1;
        layOut = layoutOf();
      }
      this.paragraph++;
      const place: Place = {
        page: null,
        paragraph: this.paragraph,
        table: inTable ? this.table : null,
        row: inTable ? row : null,
        cell: inTable ? cells.length + 1 : null,
      };
      const line: ExtractedLine = { pieces: [{ text: this.numberOf(paragraph.properties) + paragraph.text, place }] };
      const own = [line, ...after(paragraph.start, paragraph.end)];
      if (!inTable) {
        append(lines, own);
        continue;
      }
      append(cell, own);
      if (paragraph.endsCell) {
        cells.push(cell);
        cell = [];
      }
    }
    append(lines, [...cells.flat(), ...cell]);
    return lines;
  }

  private numberOf({ style, list, level }: ParagraphProperties): string {
    const styled = this.styleAt(style);
    const id = list ?? styled.list ?? 0;
    return id === 0 ? '' : this.number(String(id), level ?? styled.level ?? 0);
  }

  /** Paragraphs with their text as printed: without instructions of fields, hidden and deleted text. */
  private *paragraphs(start: number, end: number): Generator<Paragraph> {
    const fields: boolean[] = []; // whether the result has begun, for each open field
    let text = '';
    let from = start;
    let at = start;
    for (const { text: character, fc } of this.characters(start, end)) {
      at++;
      const code = character.charCodeAt(0);
      const { hidden, deleted, symbol: sign } = this.runAt(fc);
      const endsSection = code === 0x0c && this.sectionEnds.has(at);
      if (code === 0x0d || code === 0x07 || endsSection) {
        // A paragraph whose mark is struck out runs on into the next one.
        if (deleted && code === 0x0d) continue;
        yield { text, properties: this.paragraphAt(fc), endsCell: code === 0x07, start: from, end: at };
        text = '';
        from = at;
      } else if (code === 0x13) fields.push(false);
      else if (code === 0x14) fields[fields.length - 1] = true;
      else if (code === 0x15) fields.pop();
      else if (!hidden && !deleted && !fields.includes(false))
        text += sign !== null && (code === 0x28 || code >= 0xf000) ? symbol(sign) : printed(code, character);
    }
    if (text.trim() !== '') yield { text, properties: this.paragraphAt(-1), endsCell: false, start: from, end: at };
  }

  private *characters(start: number, end: number): Generator<Character> {
    for (const piece of this.fib.pieces) {
      const from = Math.max(start, piece.start);
      const to = Math.min(end, piece.end);
      if (from >= to) continue;
      const text = this.textOf(piece, from, to);
      for (let index = 0; index < text.length; index++)
        yield { text: text[index] as string, fc: piece.fc + (from - piece.start + index) * piece.width };
    }
  }

  private textOf(piece: Piece, from: number, to: number): string {
    const at = piece.fc + (from - piece.start) * piece.width;
    const bytes = this.fib.stream.bytes.subarray(at, at + (to - from) * piece.width);
    return new TextDecoder(piece.width === 1 ? 'windows-1252' : 'utf-16le', { ignoreBOM: true }).decode(bytes);
  }

  /** Footnotes and endnotes in the order in which the text refers to them. */
  private noteLines(footnotes: number, endnotes: number): ExtractedLine[] {
    const { fib } = this;
    const notes = [
      { references: fib.footnoteReferences, texts: fib.footnoteTexts, offset: footnotes },
      { references: fib.endnoteReferences, texts: fib.endnoteTexts, offset: endnotes },
    ].flatMap(({ references, texts, offset }) => {
      const starts = positionsOf(fib, texts, 0).positions;
      return positionsOf(fib, references, 2)
        .positions.slice(0, -1)
        .map((reference, index) => ({ reference, start: offset + (starts[index] ?? 0), end: offset + (starts[index + 1] ?? 0) }));
    });
    notes.sort((a, b) => a.reference - b.reference);
    const lines = notes.flatMap(({ start, end }, index) => {
      const [first, ...rest] = this.linesOf(start, end).filter((line) => line.pieces.some((piece) => piece.text.trim() !== ''));
      const [piece, ...pieces] = first?.pieces ?? [];
      return piece ? [{ pieces: [{ ...piece, text: `[${index + 1}] ${piece.text.trimStart()}` }, ...pieces] }, ...rest] : [];
    });
    return lines.length > 0 ? [{ pieces: [{ text: NOTES, place: NOWHERE }] }, ...lines] : [];
  }

  /** Headers and footers of all sections, each text once. The first six stories part notes from the text; each section has six. */
  private marginLines(offset: number): ExtractedLine[] {
    const starts = positionsOf(this.fib, this.fib.headerTexts, 0).positions;
    const lines: ExtractedLine[] = [];
    const seen = new Set<string>();
    for (let story = 6; story + 1 < starts.length; story++) {
      const isHeader = [0, 1, 4].includes((story - 6) % 6);
      for (const line of this.linesOf(offset + (starts[story] as number), offset + (starts[story + 1] as number))) {
        const text = line.pieces
          .map((piece) => piece.text.trim())
          .join('\t')
          .trim();
        if (text === '' || seen.has(text)) continue;
        seen.add(text);
        lines.push({ pieces: [{ text, place: NOWHERE }], noise: isHeader ? 'navigation' : 'footer' });
      }
    }
    return lines;
  }

  /** Text boxes by the place of their shape; those without one come at the end. */
  private boxesAfter(offset: number): (start: number, end: number) => ExtractedLine[] {
    const { fib } = this;
    const { positions, entries } = positionsOf(fib, fib.boxTexts, 22);
    if (positions.length < 2) return () => [];
    const shapes = positionsOf(fib, fib.shapes, 26);
    const places = new Map<number, number>();
    shapes.positions.slice(0, -1).forEach((position, index) => places.set(fib.table.u32(shapes.entries + index * 26), position));
    const boxes = positions.slice(0, -1).map((start, index) => ({
      start: offset + start,
      end: offset + (positions[index + 1] as number),
      at: places.get(fib.table.u32(entries + index * 22 + 14)) ?? fib.lengths.main - 1,
    }));
    return (start, end) => boxes.filter(({ at }) => at >= start && at < end).flatMap((box) => this.linesOf(box.start, box.end));
  }
}

const EMPTY: TextPiece = { text: '', place: NOWHERE };
const layoutOf = () =>
  tableLayout(
    (line: ExtractedLine) => line.pieces,
    (pieces): ExtractedLine => ({ pieces }),
    EMPTY,
  );

/** What a character prints as: breaks and hyphens have codes of their own, marks of notes, pictures and comments print nothing here. */
function printed(code: number, character: string): string {
  if (code === 0x0b || code === 0x0c || code === 0x0e) return '\n';
  if (code === 0x1e) return '-';
  if (code === 0x09 || code >= 0x20) return character;
  return '';
}

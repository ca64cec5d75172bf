import { ReadError } from '../error.js';
import { Binary } from './binary.js';
import { openCompound } from './cfb.js';

/** Where a structure stands in the table stream. */
export interface Place {
  from: number;
  length: number;
}

/** A piece of the text: where it stands in the main stream and how it is coded. */
export interface Piece {
  /** First character position. */
  start: number;
  end: number;
  /** Place in the main stream. */
  fc: number;
  /** Bytes a character: 1 for Windows-1252, 2 for UTF-16. */
  width: 1 | 2;
}

/** The file information block, as far as the reader needs it. */
export interface Fib {
  stream: Binary;
  table: Binary;
  pieces: Piece[];
  /** Lengths in characters of the parts of the text, in their order. */
  lengths: {
    main: number;
    footnotes: number;
    headers: number;
    macros: number;
    comments: number;
    endnotes: number;
    boxes: number;
  };
  styles: Place;
  footnoteReferences: Place;
  footnoteTexts: Place;
  endnoteReferences: Place;
  endnoteTexts: Place;
  sections: Place;
  headerTexts: Place;
  runPages: Place;
  paragraphPages: Place;
  shapes: Place;
  boxTexts: Place;
  lists: Place;
  overrides: Place;
}

const WORD_97 = 0xc1;

/** Opens a Word 97–2003 document. Throws a `ReadError` where it is locked, older, or damaged. */
export function openWord(bytes: Uint8Array, name: string): Fib {
  const streams = openCompound(bytes, name);
  const main = streams('WordDocument');
  if (!main || main.length < 0x300) throw new ReadError('read/truncated', { name, found: 'DOC' });
  const stream = new Binary(main);
  if (stream.u16(0) !== 0xa5ec) throw new ReadError('read/unsupported-format', { name, found: 'Word 6.0/95' });
  if (stream.u16(2) < WORD_97) throw new ReadError('read/unsupported-format', { name, found: 'Word 6.0/95' });
  const flags = stream.u16(0x0a);
  if (flags & 0x0100) throw new ReadError('read/encrypted', { name });
  const tableBytes = streams(flags & 0x0200 ? '1Table' : '0Table');
  if (!tableBytes) throw new ReadError('read/damaged', { name, found: 'DOC' });
  const table = new Binary(tableBytes);
  const place = (at: number): Place => ({ from: stream.u32(at), length: stream.u32(at + 4) });
  const pieces = piecesOf(table, place(0x1a2));
  if (pieces.length === 0) throw new ReadError('read/damaged', { name, found: 'DOC' });
  return {
    stream,
    table,
    pieces,
    lengths: {
      main: stream.u32(0x4c),
      footnotes: stream.u32(0x50),
      headers: stream.u32(0x54),
      macros: stream.u32(0x58),
      comments: stream.u32(0x5c),
      endnotes: stream.u32(0x60),
      boxes: stream.u32(0x64),
    },
    styles: place(0xa2),
    footnoteReferences: place(0xaa),
    footnoteTexts: place(0xb2),
    sections: place(0xca),
    headerTexts: place(0xf2),
    runPages: place(0xfa),
    paragraphPages: place(0x102),
    shapes: place(0x1da),
    endnoteReferences: place(0x20a),
    endnoteTexts: place(0x212),
    boxTexts: place(0x25a),
    lists: place(0x2e2),
    overrides: place(0x2ea),
  };
}

function piecesOf(table: Binary, { from, length }: Place): Piece[] {
  let at = from;
  // Property lists of fast saves stand in front of the table of pieces.
  while (at < from + length && table.u8(at) === 1) at += 3 + table.u16(at + 1);
  if (table.u8(at) !== 2) return [];
  const count = Math.floor((table.u32(at + 1) - 4) / 12);
  const start = at + 5;
  const pieces: Piece[] = [];
  for (let index = 0; index < count; index++) {
    const fc = table.u32(start + (count + 1) * 4 + index * 8 + 2);
    const narrow = (fc & 0x40000000) !== 0;
    pieces.push({
      start: table.u32(start + index * 4),
      end: table.u32(start + index * 4 + 4),
      fc: narrow ? (fc & 0x3fffffff) / 2 : fc,
      width: narrow ? 1 : 2,
    });
  }
  return pieces.filter((piece) => piece.end > piece.start);
}

/** The positions of a table of positions with entries of `size` bytes behind them. */
export function positionsOf(fib: Fib, { from, length }: Place, size: number): { positions: number[]; entries: number } {
  if (length < 4) return { positions: [], entries: 0 };
  const count = Math.floor((length - 4) / (4 + size));
  return {
    positions: Array.from({ length: count + 1 }, (_, index) => fib.table.u32(from + index * 4)),
    entries: from + (count + 1) * 4,
  };
}

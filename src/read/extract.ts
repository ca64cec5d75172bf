import { createHash } from 'node:crypto';
import type { Document, SourceText } from '../types.js';

type Origin = Document['origins'][number];
type NoiseKind = Document['noise'][number]['kind'];

/** Where a stretch stands in its file; numbers count from 1, null where the format has no such thing. */
export type Place = Omit<Origin, 'span'>;

/** A stretch of text and its place. */
export interface Piece {
  text: string;
  place: Place;
  /** What stands between it and the piece before; a tab if not said, as between cells. */
  glue?: string;
}

/** A line of the extracted text: a paragraph, or the cells of a table row, which tabs part. */
export interface ExtractedLine {
  pieces: readonly Piece[];
  /** What the format itself marks as furniture. */
  noise?: NoiseKind;
}

/** The heading under which footnotes and endnotes stand behind the text. */
export const NOTES = '注释';

export const NOWHERE: Place = { page: null, paragraph: null, table: null, row: null, cell: null };

/** Adds items to a list, however many; as arguments of a call there may be too many of them. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}

/** The largest of some numbers, however many. */
export const largest = (numbers: Iterable<number>): number => {
  let found = Number.NEGATIVE_INFINITY;
  for (const number of numbers) if (number > found) found = number;
  return found;
};

/** Puts the lines of a file together to a source text: a line each, origins for its pieces, noise where the format marks it. */
export function sourceOfLines(
  lines: Iterable<ExtractedLine>,
  file: { bytes: Uint8Array; name: string; mediaType: string; encoding: string },
): SourceText {
  const parts: string[] = [];
  const origins: Origin[] = [];
  const noise: Document['noise'] = [];
  let at = 0;
  const add = (text: string) => {
    parts.push(text);
    at += text.length;
  };
  for (const line of lines) {
    if (line.pieces.every((piece) => piece.text.trim() === '')) continue;
    if (at > 0) add('\n');
    const start = at;
    line.pieces.forEach((piece, index) => {
      if (index > 0) add(piece.glue ?? '\t');
      const text = piece.text.trimEnd();
      if (text.trim() !== '' && piece.place !== NOWHERE)
        origins.push({ span: { start: at, end: at + text.length }, ...piece.place });
      add(text);
    });
    if (line.noise) noise.push({ kind: line.noise, span: { start, end: at } });
  }
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  return {
    name: file.name,
    mediaType: file.mediaType,
    encoding: file.encoding,
    bytes: file.bytes.length,
    sha256,
    text: parts.join(''),
    origins,
    noise,
    problems: [],
  };
}

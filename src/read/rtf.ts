import type { SourceText } from '../types.js';
import { ReadError } from './error.js';
import { append, type ExtractedLine, NOTES, NOWHERE, type Piece, sourceOfLines } from './extract.js';
import type { ReadOptions } from './options.js';
import { type Token, tokensOf } from './rtf/tokens.js';
import { tableLayout } from './table.js';

const DEEPEST = 2000;

/** Reads RTF, whose writers put the numbers of lists into the text themselves; notes behind the text, headers and footers as noise. */
export async function readRtf(bytes: Uint8Array, options: ReadOptions): Promise<SourceText> {
  const { name } = options;
  const lines = new RtfReader(name).read(bytes);
  return sourceOfLines(lines, { bytes, name, mediaType: 'application/rtf', encoding: 'ascii' });
}

/** Where text goes: the body, a note, a text box, a header. */
interface Sink {
  kind: 'body' | 'note' | 'box' | 'header' | 'footer';
  lines: ExtractedLine[];
  text: string;
  cells: ExtractedLine[][];
  cell: ExtractedLine[];
  row: number;
  /** Text boxes that hang on the paragraph. */
  boxes: ExtractedLine[];
  /** Which cells of the row are lower parts of cells that reach over several rows. */
  merged: boolean[];
  layOut: ReturnType<typeof layoutOf>;
}

/** What a group inherits from the one around it. */
interface State {
  sink: Sink;
  silent: boolean;
  hidden: boolean;
  inTable: boolean;
  decoder: string;
  /** How many characters stand behind \u for programs that do not know it. */
  fallback: number;
  inFonts: boolean;
  font: number;
}

/** Destinations that print nothing. */
const SILENT = new Set(
  'colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore listtable listoverridetable revtbl rsidtbl generator xmlnstbl filetbl fldinst sp shprslt nonshppict bkmkstart bkmkend atnid atnauthor annotation atndate atnref pgdsctbl userprops mmathPr ftnsep ftnsepc aftnsep aftnsepc pntxta pntxtb defchp defpap'.split(
    ' ',
  ),
);
/** Optional destinations ({\*\…) that print something; all others are silent. */
const PRINTED = new Set(['shpinst', 'shptxt', 'dptxbxtext', 'footnote', 'nesttableprops', 'ud', 'shppict']);
const CODE_PAGES: Readonly<Record<number, string>> = {
  936: 'gb18030',
  54936: 'gb18030',
  950: 'big5',
  932: 'shift_jis',
  949: 'euc-kr',
  1252: 'windows-1252',
  65001: 'utf-8',
};
const CHARSETS: Readonly<Record<number, string>> = { 134: 'gb18030', 136: 'big5', 128: 'shift_jis', 129: 'euc-kr' };
const SIGNS: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: '\u2003',
  enspace: '\u2002',
  page: '\n',
  column: '\n',
  '~': '\u00a0',
  _: '-',
  '\n': '\n',
};

class RtfReader {
  private readonly body = sinkOf('body');
  private readonly margins: ExtractedLine[] = [];
  private readonly marginTexts = new Set<string>();
  private readonly notes: ExtractedLine[] = [];
  private readonly fonts = new Map<number, string>();
  private readonly stack: State[] = [];
  private state: State = {
    sink: this.body,
    silent: false,
    hidden: false,
    inTable: false,
    decoder: 'windows-1252',
    fallback: 1,
    inFonts: false,
    font: 0,
  };
  private codePage = 'windows-1252';
  private noteCount = 0;
  private paragraph = 0;
  private table = 0;
  /** Bytes that wait for the rest of their character. */
  private pending: number[] = [];
  private skip = 0;
  private starred = false;
  /** Whether the cell that is being defined goes on from the row above. */
  private mergedNext = false;

  constructor(private readonly name: string) {}

  read(rtf: Uint8Array): ExtractedLine[] {
    for (const token of tokensOf(rtf)) this.take(token);
    if (this.stack.length > 0) throw new ReadError('read/truncated', { name: this.name, found: 'RTF' });
    this.flush();
    this.endParagraph(this.body);
    const notes = this.notes.length > 0 ? [{ pieces: [{ text: NOTES, place: NOWHERE }] }, ...this.notes] : [];
    return [...this.body.lines, ...notes, ...this.margins];
  }

  private take(token: Token): void {
    if (token.kind === 'bytes') return this.addBytes(token);
    // What is given up for \u is counted in characters; a group or a word of its own ends it.
    if (token.kind === 'control' && this.skip > 0 && token.word.length === 1 && !/[a-z]/i.test(token.word)) {
      this.skip--;
      return;
    }
    this.flush();
    this.skip = 0;
    if (token.kind === 'open') {
      if (this.stack.length >= DEEPEST) throw new ReadError('read/too-large', { name: this.name, found: 'RTF' });
      this.stack.push(this.state);
      this.state = { ...this.state };
    } else if (token.kind === 'close') this.close();
    else this.control(token.word, token.value);
    this.starred = token.kind === 'control' && token.word === '*';
  }

  private close(): void {
    const { sink } = this.state;
    const outer = this.stack.pop();
    if (!outer) return;
    if (sink !== outer.sink) this.endSink(sink, outer.sink);
    this.state = outer;
  }

  /** What a note, a box or a margin held goes where it is shown. */
  private endSink(sink: Sink, outer: Sink): void {
    this.endParagraph(sink);
    const lines = sink.lines.filter((line) => line.pieces.some((piece) => piece.text.trim() !== ''));
    if (sink.kind === 'box') append(outer.boxes, lines);
    else if (sink.kind === 'note') {
      const [first, ...rest] = lines;
      const [piece, ...pieces] = first?.pieces ?? [];
      if (piece)
        this.notes.push({ pieces: [{ ...piece, text: `[${++this.noteCount}] ${piece.text.trimStart()}` }, ...pieces] }, ...rest);
    } else if (sink.kind !== 'body') {
      for (const line of lines) {
        const text = line.pieces.map((piece) => piece.text.trim()).join('\t');
        if (this.marginTexts.has(text)) continue;
        this.marginTexts.add(text);
        this.margins.push({ pieces: [{ text, place: NOWHERE }], noise: sink.kind === 'header' ? 'navigation' : 'footer' });
      }
    }
  }

  private control(word: string, value: number | null): void {
    const { state } = this;
    if ((this.starred && !PRINTED.has(word)) || SILENT.has(word)) state.silent = true;
    switch (word) {
      case 'fonttbl':
        state.inFonts = true;
        state.silent = true;
        return;
      case 'ansicpg':
        this.codePage = CODE_PAGES[value ?? 1252] ?? 'windows-1252';
        state.decoder = this.codePage;
        return;
      case 'f':
        state.font = value ?? 0;
        if (!state.inFonts) state.decoder = this.fonts.get(state.font) ?? this.codePage;
        return;
      case 'fcharset': {
        const charset = CHARSETS[value ?? 0];
        if (state.inFonts && charset) this.fonts.set(state.font, charset);
        return;
      }
      case 'uc':
        state.fallback = Math.max(value ?? 1, 0);
        return;
      case 'u':
        this.print(String.fromCharCode((value ?? 0x20) & 0xffff));
        this.skip = state.fallback;
        return;
      case 'v':
      case 'deleted':
        state.hidden = value !== 0;
        return;
      case 'plain':
        state.hidden = false;
        state.decoder = this.codePage;
        return;
      case 'pard':
        state.inTable = false;
        return;
      case 'intbl':
        state.inTable = true;
        return;
      case 'par':
      case 'sect':
        if (!state.silent) this.endParagraph(state.sink);
        return;
      case 'cell':
      case 'nestcell':
        if (!state.silent) this.endCell(state.sink);
        return;
      case 'row':
        if (!state.silent) endRow(state.sink);
        return;
      case 'trowd':
        state.sink.merged = [];
        this.mergedNext = false;
        return;
      case 'clvmrg':
        this.mergedNext = true;
        return;
      case 'cellx':
        state.sink.merged.push(this.mergedNext);
        this.mergedNext = false;
        return;
      case 'footnote':
        state.sink = sinkOf('note');
        return;
      case 'shptxt':
      case 'dptxbxtext':
        state.sink = sinkOf('box');
        state.silent = false;
        return;
      case 'shpinst':
        state.silent = false;
        return;
      default:
        if (/^header[lrf]?$/.test(word)) state.sink = sinkOf('header');
        else if (/^footer[lrf]?$/.test(word)) state.sink = sinkOf('footer');
        else if (SIGNS[word] !== undefined) this.print(SIGNS[word]);
    }
  }

  private addBytes({ bytes, hex }: { bytes: number[]; hex: boolean }): void {
    let rest = bytes;
    if (this.skip > 0) {
      const skipped = hex ? 1 : Math.min(this.skip, bytes.length);
      this.skip -= skipped;
      rest = bytes.slice(skipped);
    }
    if (!this.state.silent && !this.state.hidden) for (const byte of rest) this.pending.push(byte);
    this.starred = false;
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    const text = new TextDecoder(this.state.decoder).decode(Uint8Array.from(this.pending));
    this.pending = [];
    this.print(text);
  }

  private print(text: string): void {
    if (!this.state.silent && !this.state.hidden) this.state.sink.text += text;
  }

  private endParagraph(sink: Sink): void {
    const inTable = this.state.inTable && sink.kind === 'body';
    if (!inTable && sink.cells.length === 0) sink.row = 0;
    if (inTable && sink.row === 0) {
      this.table++;
      sink.row = 1;
      sink.layOut = layoutOf();
    }
    this.paragraph++;
    const place = {
      page: null,
      paragraph: this.paragraph,
      table: inTable ? this.table : null,
      row: inTable ? sink.row : null,
      cell: inTable ? sink.cells.length + 1 : null,
    };
    const lines: ExtractedLine[] = [{ pieces: [{ text: sink.text, place }] }, ...sink.boxes.splice(0)];
    sink.text = '';
    append(inTable ? sink.cell : sink.lines, lines);
  }

  private endCell(sink: Sink): void {
    this.state.inTable = true;
    this.endParagraph(sink);
    sink.cells.push(sink.cell);
    sink.cell = [];
  }
}

const EMPTY: Piece = { text: '', place: NOWHERE };

const layoutOf = () =>
  tableLayout(
    (line: ExtractedLine) => line.pieces,
    (pieces): ExtractedLine => ({ pieces }),
    EMPTY,
  );

function endRow(sink: Sink): void {
  append(sink.lines, sink.layOut(sink.cells.map((lines, column) => ({ lines, merged: sink.merged[column] === true }))));
  sink.cells = [];
  sink.row++;
}

const sinkOf = (kind: Sink['kind']): Sink => ({
  kind,
  lines: [],
  text: '',
  cells: [],
  cell: [],
  row: 0,
  boxes: [],
  merged: [],
  layOut: layoutOf(),
});

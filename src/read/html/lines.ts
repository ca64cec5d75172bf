import type { DefaultTreeAdapterTypes } from 'parse5';
import { append } from '../extract.js';
import { type Cell, tableLayout } from '../table.js';
import { listNumber } from './list-number.js';

type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

/** The text of a cell, or of a whole line outside of tables. */
export interface Fragment {
  text: string;
  table: number | null;
  row: number | null;
  cell: number | null;
}

/** A block element with the blocks around and in it, in the order in which they begin. */
export interface Block {
  element: Element;
  outer: Block | null;
  inner: Block[];
  /** Place in the order of beginnings; all blocks inside lie between it and `last`. */
  index: number;
  last: number;
}

/** A line as a browser shows it. */
export interface PageLine {
  fragments: Fragment[];
  /** The innermost block around it. */
  block: Block;
  /** How many characters of it are links. */
  linked: number;
}

/** Elements that a browser does not show as text. */
const UNSEEN = new Set(
  'script style noscript template head title svg math iframe object embed select option button input textarea canvas audio video map del rt rp rtc datalist meter progress'.split(
    ' ',
  ),
);
/** Elements that stand within a line; all others begin and end one. */
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data dfn del em font i img ins kbd label mark nobr output q rb ruby s samp small span strike strong sub sup time tt u var wbr o:p'.split(
    ' ',
  ),
);

export const attribute = (element: Element, name: string): string =>
  element.attrs.find((candidate) => candidate.name === name)?.value ?? '';

const isHidden = (element: Element): boolean =>
  element.attrs.some(({ name }) => name === 'hidden') ||
  /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i.test(attribute(element, 'style'));

const isNoteMark = (element: Element): boolean => {
  const text = plainText(element);
  return /^\s*(?:[[(（〔]?\d{1,3}[\])）〕]?|[①-⑳*※])\s*$/.test(text) && hasLink(element);
};
const plainText = (element: Element): string =>
  element.childNodes
    .map((node) => (node.nodeName === '#text' && 'value' in node ? node.value : 'tagName' in node ? plainText(node) : ''))
    .join('')
    .slice(0, 20);
const hasLink = (element: Element): boolean =>
  element.parentNode?.nodeName === 'a' ||
  element.childNodes.some((node) => 'tagName' in node && (node.tagName === 'a' || hasLink(node)));

/** White space of HTML; ideographic and no-break spaces are characters like others. */
const SPACE = /[ \t\n\r\f]+/g;
/** From this length on a source line that ends within a text is a wrapped one. */
const WRAPPED = 20;
const WIDE = /[\u2E80-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF“”‘’—…·]/;

/** Walks through a page and gives the lines that a browser shows, in reading order. */
export function linesOfPage(body: Element): PageLine[] {
  return new Walker({ table: 0, block: 0 }).run(body, null);
}

interface Counter {
  table: number;
  block: number;
}

class Walker {
  private readonly lines: PageLine[] = [];
  private text = '';
  /** Whether a blank at the end of the line so far makes another one too many; to look at the line itself would copy it at every word. */
  private blank = true;
  /** The number of a list item whose text has not begun. */
  private marker = '';
  private linked = 0;
  private inLink = 0;
  private preformatted = 0;
  private block!: Block;

  constructor(private readonly counter: Counter) {}

  run(root: Element, outer: Block | null): PageLine[] {
    this.block = begin(root, outer, this.counter);
    this.visitAll(root);
    this.endLine();
    this.block.last = this.counter.block;
    return this.lines;
  }

  private visitAll(element: Element): void {
    for (const node of element.childNodes) this.visit(node);
  }

  private visit(node: Node): void {
    if (node.nodeName === '#text') return this.addText((node as DefaultTreeAdapterTypes.TextNode).value);
    if (!('tagName' in node) || UNSEEN.has(node.tagName) || isHidden(node)) return;
    switch (node.tagName) {
      case 'br':
        return this.endLine();
      case 'table':
        this.endLine();
        append(this.lines, tableLines(node, this.block, this.counter));
        return;
      case 'sup':
        // A mark that leads to a note is no part of the text.
        if (isNoteMark(node)) return;
        break;
      case 'q':
        this.append('“');
        this.visitAll(node);
        this.append('”');
        return;
    }
    if (INLINE.has(node.tagName)) {
      if (node.tagName === 'a') this.inLink++;
      this.visitAll(node);
      if (node.tagName === 'a') this.inLink--;
      return;
    }
    this.endLine();
    if (node.tagName === 'pre') this.preformatted++;
    this.block = begin(node, this.block, this.counter);
    if (node.tagName === 'li') this.marker = listNumber(node);
    this.visitAll(node);
    this.endLine();
    if (node.tagName === 'li') this.marker = '';
    this.block.last = this.counter.block;
    this.block = this.block.outer as Block;
    if (node.tagName === 'pre') this.preformatted--;
  }

  private addText(value: string): void {
    if (this.preformatted > 0) {
      const [first = '', ...more] = value.split(/\r\n|[\r\n]/);
      this.append(first);
      for (const line of more) {
        this.endLine();
        this.append(line);
      }
      return;
    }
    let lineStart = 0;
    this.append(
      value.replace(SPACE, (space, at: number) => {
        if (!/[\n\r]/.test(space)) return ' ';
        const length = at - lineStart;
        lineStart = at + space.length;
        // Where a long line of the source ends between two Chinese characters, the author wrapped it and meant no blank.
        const wrapped = length >= WRAPPED && WIDE.test(value[at - 1] ?? '') && WIDE.test(value[lineStart] ?? '');
        return wrapped ? '' : ' ';
      }),
    );
  }

  private append(text: string): void {
    const added = this.preformatted === 0 && this.blank ? text.replace(/^ +/, '') : text;
    if (added === '') return;
    this.text += added;
    this.blank = added.endsWith(' ');
    if (this.inLink > 0) this.linked += added.trim().length;
  }

  private endLine(): void {
    const text = this.text.trimEnd();
    if (text.trim() !== '') {
      const fragment = { text: this.marker === '' ? text : this.marker + text.trimStart(), table: null, row: null, cell: null };
      this.lines.push({ fragments: [fragment], block: this.block, linked: this.linked });
      this.marker = '';
    }
    this.text = '';
    this.blank = true;
    this.linked = 0;
  }
}

function begin(element: Element, outer: Block | null, counter: Counter): Block {
  const index = ++counter.block;
  const block: Block = { element, outer, inner: [], index, last: index };
  outer?.inner.push(block);
  return block;
}

/** The lines of a table: a line a row with tabs between the cells, or a line a paragraph where it only lays the page out. */
function tableLines(table: Element, outer: Block, counter: Counter): PageLine[] {
  const block = begin(table, outer, counter);
  const number = ++counter.table;
  const lines: PageLine[] = [];
  // How many more rows each column is taken by a cell from above.
  const taken: number[] = [];
  let rowNumber = 0;
  let row = block;
  let linked = 0;
  const layOut = tableLayout(
    (line: PageLine) => line.fragments,
    (fragments) => ({ fragments, block: row, linked }),
    EMPTY,
  );
  for (const part of rowsAndCaptions(table)) {
    if (part.tagName === 'caption') {
      append(lines, new Walker(counter).run(part, block));
      continue;
    }
    if (isHidden(part)) continue;
    rowNumber++;
    row = begin(part, block, counter);
    const cells: Cell<PageLine>[] = [];
    let column = 0;
    const skipTaken = () => {
      while (column < MOST_COLUMNS && (taken[column] ?? 0) > 0) {
        taken[column] = (taken[column] as number) - 1;
        column++;
        cells.push({ lines: [], merged: true });
      }
    };
    for (const cell of part.childNodes) {
      if (!('tagName' in cell) || (cell.tagName !== 'td' && cell.tagName !== 'th') || isHidden(cell)) continue;
      skipTaken();
      const inside = new Walker(counter).run(cell, row);
      for (const line of inside)
        for (const fragment of line.fragments)
          if (fragment.table === null) Object.assign(fragment, { table: number, row: rowNumber, cell: column + 1 });
      cells.push({ lines: inside, merged: false });
      const wide = span(cell, 'colspan');
      const high = span(cell, 'rowspan');
      for (let next = column; next < Math.min(column + wide, MOST_COLUMNS); next++) taken[next] = high - 1;
      column += wide;
    }
    skipTaken();
    row.last = counter.block;
    linked = cells.reduce((sum, cell) => sum + cell.lines.reduce((inner, line) => inner + line.linked, 0), 0);
    append(lines, layOut(cells));
  }
  block.last = counter.block;
  return lines;
}

/** Columns that are kept apart; a table with more of them is made to break its readers. */
const MOST_COLUMNS = 200;

const EMPTY: Fragment = { text: '', table: null, row: null, cell: null };

const span = (cell: Element, name: string): number =>
  Math.min(Math.max(Number.parseInt(attribute(cell, name), 10) || 1, 1), 1000);

function* rowsAndCaptions(table: Element): Generator<Element> {
  for (const node of table.childNodes) {
    if (!('tagName' in node)) continue;
    if (node.tagName === 'tr' || node.tagName === 'caption') yield node;
    else if (node.tagName === 'thead' || node.tagName === 'tbody' || node.tagName === 'tfoot') yield* rowsAndCaptions(node);
  }
}

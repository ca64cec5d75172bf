import type { Level, List } from '../docx/numbering.js';
import type { Binary } from './binary.js';
import type { Fib } from './fib.js';

/** The number formats of Word in the order of their codes, under the names that newer files give them. */
const FORMATS =
  'decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago ideographDigital japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth irohaFullWidth decimalZero bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen decimalEnclosedCircleChinese ideographEnclosedCircle ideographTraditional ideographZodiac ideographZodiacTraditional taiwaneseCounting ideographLegalTraditional taiwaneseCountingThousand taiwaneseDigital chineseCounting chineseLegalSimplified chineseCountingThousand'.split(
    ' ',
  );

/** The lists of a document, by the number (from 1) under which its paragraphs refer to them. */
export function listsOf(fib: Fib): Map<string, List> {
  const { table } = fib;
  const levels = new Map<number, (Level | undefined)[]>();
  if (fib.lists.length > 0) {
    const count = table.u16(fib.lists.from);
    const heads = Array.from({ length: count }, (_, index) => fib.lists.from + 2 + index * 28);
    // The levels of all lists stand behind the list of lists, beyond its stated end.
    let at = fib.lists.from + 2 + count * 28;
    for (const head of heads) {
      const isSimple = (table.u8(head + 26) & 1) === 1;
      const found: Level[] = [];
      for (let level = 0; level < (isSimple ? 1 : 9); level++) {
        const read = readLevel(table, at);
        found.push(read.level);
        at = read.end;
      }
      levels.set(table.u32(head), found);
    }
  }
  return overridden(fib, levels);
}

function overridden(fib: Fib, levels: ReadonlyMap<number, (Level | undefined)[]>): Map<string, List> {
  const { table } = fib;
  const lists = new Map<string, List>();
  if (fib.overrides.length < 4) return lists;
  const count = Math.min(table.u32(fib.overrides.from), Math.floor(fib.overrides.length / 16));
  let at = fib.overrides.from + 4 + count * 16;
  for (let index = 0; index < count; index++) {
    const head = fib.overrides.from + 4 + index * 16;
    const id = table.u32(head);
    const list: List = { abstract: String(id), levels: [...(levels.get(id) ?? [])], overrides: new Map() };
    at += 4;
    for (let override = 0; override < table.u8(head + 12); override++) {
      const start = table.u32(at);
      const flags = table.u8(at + 4);
      const level = Math.min(flags & 0x0f, 8);
      at += 8;
      if (flags & 0x20) {
        const read = readLevel(table, at);
        list.levels[level] = read.level;
        at = read.end;
        if (flags & 0x10) list.overrides.set(level, read.level.start);
      } else if (flags & 0x10) list.overrides.set(level, start);
    }
    lists.set(String(index + 1), list);
  }
  return lists;
}

function readLevel(table: Binary, at: number): { level: Level; end: number } {
  const flags = table.u8(at + 5);
  const runProperties = table.u8(at + 24);
  const paragraphProperties = table.u8(at + 25);
  const text = at + 28 + paragraphProperties + runProperties;
  const length = table.u16(text);
  const code = table.u8(at + 4);
  const level: Level = {
    start: table.u32(at),
    format: code === 0xff ? 'none' : (FORMATS[code] ?? 'decimal'),
    // Levels are shown by their index, from 0 to 8.
    text: table.utf16(text + 2, Math.min(length, 200)).replace(/[\0-\x08]/g, (index) => `%${index.charCodeAt(0) + 1}`),
    suffix: (['tab', 'space', 'nothing'] as const)[table.u8(at + 15)] ?? 'tab',
    restart: flags & 0x08 ? table.u8(at + 26) : null,
    legal: (flags & 0x04) !== 0,
    style: null,
  };
  return { level, end: text + 2 + length * 2 };
}

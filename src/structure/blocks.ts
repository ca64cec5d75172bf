import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Document, Lexicon, Line, NormalText, Span } from '../types.js';
import { markersIn } from './markers.js';
import { type Cell, tablesIn } from './tables.js';

export type FrontKind = Document['front'][number]['kind'];
export type NoiseKind = Document['noise'][number]['kind'];

/** A stretch of a line and what it is: the body, a part of the front matter wherever it stands, or noise. */
export interface Block extends Span {
  kind: 'body' | 'front' | 'noise';
  front: FrontKind | null;
  noise: NoiseKind | null;
  line: number;
  /** Where the line was a cell of a flattened table. */
  cell?: Cell;
}

interface Rule {
  kind: string;
  where: string;
  pattern: RegExp;
  prefix: boolean;
}

const rulesOf = (lexicon: Lexicon, name: string): Rule[] =>
  entriesOf(lexicon, name)
    .filter((entry) => entry.pattern !== undefined)
    .map((entry) => ({
      kind: String(entry.kind),
      where: String(entry.where ?? 'line'),
      pattern: new RegExp(entry.pattern as string, 'u'),
      prefix: entry.prefix === true,
    }));

const compile = perLexicon((lexicon) => {
  const front = rulesOf(lexicon, 'front');
  const words = (id: string) => wordsOf(entriesOf(lexicon, 'front', 'id', id));
  return {
    noise: rulesOf(lexicon, 'noise'),
    front,
    contentsHeading: new RegExp(String(entriesOf(lexicon, 'front', 'id', 'front.contents-heading')[0]?.pattern ?? '^$')),
    titleEnd: new RegExp(`${anyOf(words('front.title-kind'))}[》”)]?(?:\\([^()]{1,20}\\))?$`),
    speaker: new RegExp(
      `^[^。,;:、]{0,24}?(?:${anyOf(words('front.speaker-office'))})[ ]{1,4}\\p{Script=Han}(?:[ ]?\\p{Script=Han}){1,3}$`,
      'u',
    ),
    // 国务院总理某某某 without a blank: only where the salutation follows.
    speakerJoined: new RegExp(`^[^。,;:、 ]{0,24}?(?:${anyOf(words('front.speaker-office'))})\\p{Script=Han}{2,3}$`, 'u'),
    salutation: new RegExp(String(entriesOf(lexicon, 'front', 'kind', 'salutation')[0]?.pattern ?? '^$')),
    office: new RegExp(
      `^[^。,;:!?]{1,40}${anyOf(words('front.office-suffix'))}(?:[ 、]{1,4}[^。,;:!?]{1,40}${anyOf(words('front.office-suffix'))}){0,12}$`,
    ),
  };
});

/** Lines at the head in which a medium may stand in front of its report. */
const HEAD = 12;
/** Longest line that is still looked at as furniture, a title or a signature. */
const SHORT = 130;
/** A line at least this long with a full stop is running text. */
const RUNNING = 60;

/** Tells body, front matter and noise apart, line by line, each non-space character in exactly one block. */
export function blocksOf(text: NormalText, all: readonly Line[], lexicon: Lexicon): Block[] {
  const rules = compile(lexicon);
  const { fold } = text;
  const blocks: Block[] = [];
  const lines = all
    .map((line) => (line.index < HEAD ? cutDispatch(fold, line, rules.noise, blocks) : line))
    .filter((line) => line.end > line.start);
  const printed = lines.map((line) =>
    line.end - line.start > 400 ? fold.slice(line.start, line.start + 400) : fold.slice(line.start, line.end),
  );
  const kinds: (Block | null)[] = lines.map(() => null);
  const noise = (index: number, kind: string) => {
    const line = lines[index] as Line;
    kinds[index] = { kind: 'noise', front: null, noise: kind as NoiseKind, line: index, start: line.start, end: line.end };
  };
  const front = (index: number, kind: string) => {
    const line = lines[index] as Line;
    kinds[index] = { kind: 'front', front: kind as FrontKind, noise: null, line: index, start: line.start, end: line.end };
  };
  const lengthOf = (index: number) => (lines[index] as Line).end - (lines[index] as Line).start;

  const running = (index: number) =>
    lengthOf(index) >= RUNNING && (lengthOf(index) > 400 || (printed[index] as string).includes('。'));
  const opensItem = (index: number) =>
    markersIn(
      fold,
      { start: (lines[index] as Line).start, end: Math.min((lines[index] as Line).end, (lines[index] as Line).start + 12) },
      lexicon,
    )[0]?.atStart === true;
  const first = lines.findIndex((_, index) => running(index) || opensItem(index));
  const headEnd = first < 0 ? lines.length : first;
  let footStart = lines.length;
  while (footStart > headEnd && !running(footStart - 1) && !opensItem(footStart - 1)) footStart--;

  // Cells keep out of the reading of furniture, titles and signatures.
  const cells = tablesIn(lines, printed, lexicon);
  for (const [index, cell] of cells) {
    const line = lines[index] as Line;
    kinds[index] = { kind: 'body', front: null, noise: null, line: index, start: line.start, end: line.end, cell };
  }
  markNoise(lines, printed, rules.noise, headEnd, footStart, lengthOf, noise, cells);
  markFront(lines, printed, rules, headEnd, lengthOf, front, noise, kinds, opensItem, running);

  lines.forEach((line, index) => {
    const block = kinds[index];
    if (block) blocks.push(block);
    else blocks.push(...splitSalutation(line, index, printed[index] as string, rules, index <= headEnd + 2));
  });
  return blocks.sort((a, b) => a.start - b.start);
}

function markNoise(
  lines: readonly Line[],
  printed: readonly string[],
  rules: readonly Rule[],
  headEnd: number,
  footStart: number,
  lengthOf: (index: number) => number,
  noise: (index: number, kind: string) => void,
  cells: ReadonlyMap<number, Cell>,
): void {
  let awaiting = -1;
  for (let index = 0; index < lines.length; index++) {
    const line = printed[index] as string;
    const edge = index < headEnd || index >= footStart;
    if (lengthOf(index) > SHORT || cells.has(index)) continue;
    const rule = rules.find(({ where, pattern }) => where !== 'prefix' && (where === 'line' || edge) && pattern.test(line));
    if (rule) {
      noise(index, rule.kind);
      // Of several labels on a line (字体：大 中 小 分享到：) none has its value on the next.
      awaiting = rule.where === 'label' && /^[^:]*:$/.test(line) ? index + 1 : -1;
    } else if (edge && index > 0 && /^[>»]+$/.test(printed[index - 1] as string) && lengthOf(index) <= 12)
      noise(index, 'navigation');
    else if (index === awaiting && edge && lengthOf(index) <= 24 && !/[。,;]/.test(line)) noise(index, 'navigation');
  }
}

function markFront(
  lines: readonly Line[],
  printed: readonly string[],
  rules: ReturnType<typeof compile>,
  headEnd: number,
  lengthOf: (index: number) => number,
  front: (index: number, kind: string) => void,
  noise: (index: number, kind: string) => void,
  kinds: readonly (Block | null)[],
  opensItem: (index: number) => boolean,
  running: (index: number) => boolean,
): void {
  const free = (index: number) => index >= 0 && index < lines.length && kinds[index] === null;
  // Parts that their wording tells, wherever they stand.
  for (let index = 0; index < lines.length; index++) {
    const line = printed[index] as string;
    if (!free(index) || lengthOf(index) > 300) continue;
    if (rules.contentsHeading.test(line)) {
      markContents(index, lines, printed, front, kinds, lengthOf);
      continue;
    }
    // The further lines of a list of attachments.
    if (
      kinds[index - 1]?.front === 'contents' &&
      /^(?:附(?:件|表|录)[^。]{0,6}:)?[ ]?\d{1,2}[.、][^。;]{2,60}$/.test(line) &&
      /^附|^\d/.test(printed[index - 1] as string) &&
      listsAttachments(printed, index - 1)
    ) {
      front(index, 'contents');
      continue;
    }
    const rule = rules.front.find(({ prefix, pattern }) => !prefix && pattern.test(line));
    const salutes = rules.front.some(({ prefix, pattern }) => prefix && pattern.test(line));
    // Issuance and subtitles stand before the outline only: further down ——… is an item of a list.
    if (rule && !((rule.kind === 'subtitle' || rule.kind === 'issuance') && index > headEnd + 3)) front(index, rule.kind);
    else if (
      !rule &&
      !salutes &&
      (index <= headEnd || ['title', 'docNumber'].includes(kinds[index - 1]?.front ?? '')) &&
      /:$/.test(line) &&
      !line.includes('。') &&
      /[各局部委厅处府门位室院]/.test(line) &&
      !/(?:如下|以下|工作|要求|意见|通知)[^,、]{0,6}:$/.test(line)
    )
      front(index, 'recipients');
  }
  // Titles: lines without a final mark at the head, and later where a document follows its covering letter.
  const isTitle = (index: number) =>
    free(index) &&
    lengthOf(index) >= 3 &&
    lengthOf(index) <= 90 &&
    !/[。;:,、!]$|^[•●·◆■]|。\(|~/.test(printed[index] as string) &&
    !opensItem(index) &&
    !running(index);
  let index = 0;
  while (index < headEnd && !isTitle(index)) {
    if (free(index) && (printed[index] as string).length > RUNNING) break;
    index++;
  }
  const saysKind = (at: number) => at < lines.length && isTitle(at) && rules.titleEnd.test(printed[at] as string);
  // The name of a site stands in front of its furniture, and the title behind it.
  if (index < headEnd && kinds[index + 1]?.kind === 'noise' && rules.office.test(printed[index] as string)) {
    let title = index + 1;
    while (title < headEnd && !saysKind(title)) title++;
    if (title < headEnd) {
      noise(index, 'navigation');
      index = title;
    }
  }
  if (index < headEnd) {
    // A title goes over several lines only where one of them names the kind of document, or a subtitle follows.
    let most = 4;
    const endsTitle = (at: number) => at < headEnd && (saysKind(at) || (isTitle(at) && kinds[at + 1]?.front === 'subtitle'));
    while (most > 1 && !endsTitle(index + most - 1)) most--;
    for (let lineCount = 0; index < headEnd && lineCount < most && isTitle(index); index++, lineCount++) {
      const line = printed[index] as string;
      if (lineCount > 0 && rules.speaker.test(line)) break;
      if (rules.office.test(line) && kinds[index + 1]?.front === 'date') break;
      // A line that names the kind of document (…通知) is a title's last.
      const whole = saysKind(index) && !saysKind(index + 1);
      front(index, 'title');
      if (whole) {
        index++;
        break;
      }
    }
  }
  // The rest of a subtitle that is broken over lines, and what a title has in brackets below it.
  for (let at = 1; at < Math.min(lines.length, headEnd); at++) {
    const line = printed[at] as string;
    if (
      free(at) &&
      kinds[at - 1]?.front === 'subtitle' &&
      isTitle(at) &&
      !rules.speaker.test(line) &&
      !/[)上话)]$/.test(printed[at - 1] as string)
    )
      front(at, 'subtitle');
  }
  const firstItem = lines.findIndex((_, at) => opensItem(at));
  // What the covering letter issues, by name, and where it ends.
  const issued = new Set<string>();
  for (let at = 0; at < lines.length; at++)
    if (kinds[at]?.front === 'issuance')
      for (const match of (printed[at] as string).matchAll(/《([^《》]{2,80})》/g))
        issued.add((match[1] as string).replace(/ /g, ''));
  const endsLetter = (at: number): boolean => {
    const before = kinds[at - 1];
    return before?.kind === 'noise' ? endsLetter(at - 1) : before?.front === 'date' || before?.front === 'publicity';
  };
  const titleZone = firstItem < 0 ? Math.min(lines.length, headEnd + 12) : firstItem;
  for (let at = index; at < titleZone; at++) {
    if (!isTitle(at)) continue;
    const line = printed[at] as string;
    if (
      rules.speaker.test(line) ||
      (rules.speakerJoined.test(line) && at + 1 < lines.length && rules.salutation.test(printed[at + 1] as string))
    ) {
      front(at, 'signature');
      continue;
    }
    const next = kinds[at + 1]?.front;
    if (rules.office.test(line) && (next === 'date' || kinds[at - 1]?.front === 'date')) {
      front(at, 'signature');
      continue;
    }
    // Who wrote a report, between its title and the text; several such lines head the parts of a list by offices.
    if (
      kinds[at - 1]?.front === 'title' &&
      rules.titleEnd.test(printed[at - 1] as string) &&
      rules.office.test(line) &&
      !lines.some((_, other) => other > at && free(other) && lengthOf(other) <= 40 && rules.office.test(printed[other] as string))
    ) {
      front(at, 'signature');
      continue;
    }
    if (kinds[at - 1]?.front === 'title' && /^\([^()]{2,40}\)$/.test(line)) {
      front(at, 'subtitle');
      continue;
    }
    // A title of its own kind (…通知), or the front half of one.
    const behindLetter = issued.size > 0 && endsLetter(at) && at + 1 < lines.length && !isTitle(at + 1);
    // In the middle of the text a line with such a word is a heading (2025年工作安排).
    const opens =
      at === 0 || kinds[at - 1] !== null || next === 'docNumber' || /:$/.test(printed[at - 1] as string) || isTitle(at - 1);
    if ((opens && rules.titleEnd.test(line)) || behindLetter || issued.has(line.replace(/ /g, ''))) {
      front(at, 'title');
      const before = kinds[at - 1];
      if (at > 0 && isTitle(at - 1) && lengthOf(at - 1) >= 6 && (before === null || before === undefined)) front(at - 1, 'title');
    }
  }
  // Signatures at the foot: an office beside a date.
  for (let at = lines.length - 1; at >= Math.max(0, lines.length - 16); at--) {
    if (
      free(at) &&
      lengthOf(at) <= 60 &&
      rules.office.test(printed[at] as string) &&
      (kinds[at + 1]?.front === 'date' || kinds[at - 1]?.front === 'date' || kinds[at + 1]?.front === 'signature')
    )
      front(at, 'signature');
  }
}

/** Whether a line is in the list behind 附件：1.… */
function listsAttachments(printed: readonly string[], from: number): boolean {
  for (let at = from; at >= Math.max(0, from - 20); at--)
    if (/^附(?:件|表|录)[^。]{0,6}:/.test(printed[at] as string)) return true;
  return false;
}

/** A table of contents runs until its first entry, or the title in front of it, comes again, or running text begins. */
function markContents(
  heading: number,
  lines: readonly Line[],
  printed: readonly string[],
  front: (index: number, kind: string) => void,
  kinds: readonly (Block | null)[],
  lengthOf: (index: number) => number,
): void {
  const plain = (index: number) => (printed[index] as string).replace(/[ .…·\d]+$/, '').replace(/[ ]/g, '');
  const before = new Set<string>();
  for (let index = Math.max(0, heading - 4); index < heading; index++)
    before.add(plain(index).replace(/^[([【][^)\]】]{1,12}[)\]】]/, ''));
  const firstEntry = heading + 1 < lines.length ? plain(heading + 1) : '';
  let end = heading + 1;
  while (end < lines.length) {
    const entry = plain(end);
    if (lengthOf(end) > 70 || /[。;]$/.test(printed[end] as string)) break;
    if (end > heading + 1 && (entry === firstEntry || before.has(entry))) break;
    end++;
  }
  if (end === heading + 1) return;
  if (end < lines.length && kinds[end] === null && before.has(plain(end))) front(end, 'title');
  for (let index = heading; index < end; index++) if (kinds[index] === null) front(index, 'contents');
}

/** Cuts what a medium or a web page puts in front of a line (央视网消息：) off as noise. */
function cutDispatch(fold: string, line: Line, rules: readonly Rule[], blocks: Block[]): Line {
  let { start } = line;
  for (const { where, pattern, kind } of rules) {
    if (where !== 'prefix') continue;
    const match = pattern.exec(fold.slice(start, Math.min(line.end, start + 120)));
    if (!match) continue;
    const end = start + match[0].trimEnd().length;
    blocks.push({ kind: 'noise', front: null, noise: kind as NoiseKind, line: line.index, start, end });
    start = end;
    while (start < line.end && fold[start] === ' ') start++;
  }
  return start === line.start ? line : { ...line, start };
}

/** Cuts a salutation off the front of a line. */
function splitSalutation(line: Line, index: number, printed: string, rules: ReturnType<typeof compile>, early: boolean): Block[] {
  const blocks: Block[] = [];
  let at = line.start;
  for (const { prefix, pattern, kind } of rules.front) {
    if (!prefix) continue;
    const match = pattern.exec(printed.slice(at - line.start));
    // In the middle of a speech 同志们, opens a sentence; a salutation of its own is a line, or stands at the head.
    if (!match || !(early || at + match[0].length >= line.end || match[0].startsWith('各位'))) continue;
    blocks.push({ kind: 'front', front: kind as FrontKind, noise: null, line: index, start: at, end: at + match[0].length });
    at += match[0].length;
  }
  while (at < line.end && printed[at - line.start] === ' ') at++;
  if (at < line.end) blocks.push({ kind: 'body', front: null, noise: null, line: index, start: at, end: line.end });
  return blocks;
}

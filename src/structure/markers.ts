import { anyOf, entriesOf, literal, perLexicon } from '../per-lexicon.js';
import type { Lexicon, LexiconEntry, Span } from '../types.js';

/** A marker such as 一、 or （十三） where it could open a heading or an item. */
export interface Marker extends Span {
  /** Id of the style in the lexicon `numbering`. */
  style: string;
  /** Styles from the whole (0) to the part. */
  rank: number;
  /** Value of the numeral. */
  number: number;
  /** Whether it is the last of its kind by its wording (最后). */
  last: boolean;
  /** Whether it stands at the start of a paragraph. */
  atStart: boolean;
  /** Members of a series only: always, where they stand within a paragraph, or never. */
  series: 'always' | 'inline' | 'never';
  /** The mark it follows within a paragraph; empty at its start. */
  behind: string;
}

const CHINESE: Record<string, number> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  壹: 1,
  贰: 2,
  叁: 3,
  参: 3,
  肆: 4,
  伍: 5,
  陆: 6,
  柒: 7,
  捌: 8,
  玖: 9,
};
const TENS: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100 };

/** Value of a numeral of a marker (二十三, 一百零五, 廿 is not used here); null for what is no number (十十). */
export function ordinalOf(numeral: string): number | null {
  if (/^\d+$/.test(numeral)) return Number(numeral);
  let total = 0;
  let digit = -1;
  let unit = Number.POSITIVE_INFINITY;
  for (const character of numeral) {
    const tens = TENS[character];
    if (tens !== undefined) {
      if (tens >= unit) return null;
      total += (digit < 0 ? 1 : digit) * tens;
      unit = tens;
      digit = -1;
      continue;
    }
    const value = CHINESE[character];
    if (value === undefined) return null;
    if (digit > 0) return null;
    digit = value;
  }
  if (digit > 0) total += digit;
  return total > 0 ? total : null;
}

interface Style {
  id: string;
  rank: number;
  inline: boolean;
  series: Marker['series'];
  /** The numeral is the first group. */
  source: string;
  valueOf: (numeral: string) => number | null;
  last: ReadonlySet<string>;
}

function styleOf(entry: LexiconEntry, numerals: readonly LexiconEntry[]): Style {
  const classes = String(entry.numeral)
    .split('-or-')
    .map((name) => numerals.find((numeral) => numeral.id === `numeral.${name}`));
  const sources: string[] = [];
  const values = new Map<string, number>();
  const last = new Set<string>();
  for (const numeral of classes) {
    if (!numeral) throw new Error(`lexicon numbering: ${entry.id} names an unknown class of numerals ${String(entry.numeral)}`);
    const characters = numeral.characters as string | undefined;
    if (numeral.words) {
      const lasts = (numeral.last as string[] | undefined) ?? [];
      numeral.words.forEach((word, index) => values.set(word, index + 1));
      for (const word of lasts) last.add(word);
      sources.push(anyOf([...numeral.words, ...lasts]));
    } else if (numeral.ordinal) {
      [...(characters ?? '')].forEach((character, index) => values.set(character, index + 1));
      sources.push(`[${characters}]`);
    } else sources.push(`[${literal(characters ?? '')}]{1,${Number(numeral['max-length'] ?? 3)}}`);
  }
  return {
    id: entry.id,
    rank: Number(entry.rank),
    inline: entry.inline === true,
    series: entry.series === 'always' || entry.series === 'inline' ? entry.series : 'never',
    source: `${String(entry.before ?? '')}(${sources.join('|')})${String(entry.after ?? '')}`,
    valueOf: (numeral) => values.get(numeral) ?? (values.size === 0 ? ordinalOf(numeral) : null),
    last,
  };
}

/** Styles that are looked for together, and what tells in one look that none of them is there. */
interface Styles {
  any: RegExp;
  each: { style: Style; pattern: RegExp }[];
}

const together = (styles: readonly Style[]): Styles => ({
  any: new RegExp(styles.map(({ source }) => source).join('|') || '(?!)', 'yu'),
  each: styles.map((style) => ({ style, pattern: new RegExp(style.source, 'yu') })),
});

const compile = perLexicon((lexicon: Lexicon) => {
  const styles = entriesOf(lexicon, 'numbering').map((entry) => styleOf(entry, entriesOf(lexicon, 'numerals')));
  return {
    start: together(styles),
    inline: together(styles.filter((style) => style.inline)),
    series: together(styles.filter((style) => style.inline && style.series === 'always')),
    // What a marker within a paragraph may begin with, to look no further elsewhere.
    opener: /[(〔一二三四五六七八九十第\d①-⑳⑴-⒛㈠-㈩首其再最]/u,
  };
});

/** What a marker within a paragraph follows, which may be whom the list is for (各单位一要…，二要…); the line's end, so that the search stops there. */
const CANDIDATE = /[。;:!?,、 ”）)》—\n]|[镇门位级局地们](?=一[要是])/g;

/** The marker that a line begins with; null where it begins with none. */
export function markerAtStart(fold: string, line: Span, lexicon: Lexicon): Marker | null {
  return markerOf(compile(lexicon).start, fold, line.start, line.end, true);
}

/** The marker of the first of some styles that begins at `at`. */
function markerOf({ any, each }: Styles, fold: string, at: number, end: number, atStart: boolean): Marker | null {
  any.lastIndex = at;
  if (!any.test(fold)) return null;
  for (const { style, pattern } of each) {
    const marker = matchAt(fold, at, end, style, pattern, atStart);
    if (marker) return marker;
  }
  return null;
}

/**
 * All markers that a line could hold, in order; which of them count is decided by the series they make (`outline`).
 * @param fold normalised text with widths folded
 */
export function markersIn(fold: string, line: Span, lexicon: Lexicon): Marker[] {
  const compiled = compile(lexicon);
  const first = markerAtStart(fold, line, lexicon);
  const found: Marker[] = first ? [first] : [];
  const nested = first && firstBehindTitle(fold, first, line.end, compiled.inline);
  if (nested) found.push(nested);
  const from = (nested ?? first)?.end ?? line.start;
  let sought = false;
  for (let at = Math.max(from, line.start + 1); at < line.end; at++) {
    if (at !== from || !compiled.opener.test(fold[at] as string)) {
      CANDIDATE.lastIndex = at - 1;
      const boundary = CANDIDATE.exec(fold);
      if (!boundary || boundary[0] === '\n' || boundary.index + 1 >= line.end) break;
      at = boundary.index + 1;
      if (!compiled.opener.test(fold[at] as string)) continue;
    }
    // After a comma or a mark of enumeration only words of series open an item (…,一是…), and nothing does after a closing quote;
    // behind a bracket one in brackets may: …。(建设处负责)(2)….
    const before = fold[at - 1] as string;
    const opens = at === from || '。;:!? '.includes(before) || (before === ')' && fold[at] === '(');
    const styles = opens ? compiled.inline : compiled.series;
    const marker = markerOf(styles, fold, at, line.end, false);
    if (!marker) continue;
    // Looked for once a line and not far back, so that time stays linear.
    if (marker.number === 2 && marker.series === 'always' && !sought) {
      sought = true;
      const first = found.some(({ style, number }) => style === marker.style && number === 1)
        ? null
        : firstBehindSubject(fold, Math.max(line.start, marker.start - 600), marker);
      if (first) found.push(first);
    }
    found.push(marker);
    const inside = firstBehindTitle(fold, marker, line.end, compiled.inline);
    if (inside) found.push(inside);
    at = (inside ?? marker).end - 1;
  }
  return found.some((marker, index) => index > 0 && marker.start < (found[index - 1] as Marker).start)
    ? found.sort((a, b) => a.start - b.start)
    : found;
}

/** A title that the first of a series stands right behind, where a line end was lost: 三、职责分工(一)…. */
const TITLE = /[\u4E00-\u9FFF、]{2,20}(?=[(〔][一1][)〕])/y;

function firstBehindTitle(fold: string, above: Marker, end: number, styles: Styles): Marker | null {
  if (above.series === 'always') return null;
  TITLE.lastIndex = above.end;
  if (!TITLE.test(fold)) return null;
  const marker = markerOf(styles, fold, TITLE.lastIndex, end, false);
  return marker && marker.rank > above.rank ? marker : null;
}

/** How the name of who must act ends. */
const SUBJECT_END = /[门位县区市局级地们部者业乡镇村]/;

/** The first of a series of words right behind its subject, where a second one follows (各部门一要…；二要…): 一 of 统一要求 is none. */
function firstBehindSubject(fold: string, from: number, second: Marker): Marker | null {
  const word = `一${fold.slice(second.start + 1, second.end)}`;
  if (word.length !== 2 || fold[second.start] !== '二') return null;
  for (let at = fold.indexOf(word, from); at > from && at < second.start; at = fold.indexOf(word, at + 2))
    if (SUBJECT_END.test(fold[at - 1] as string))
      return { ...second, start: at, end: at + word.length, number: 1, behind: fold[at - 1] as string };
  return null;
}

/** The mark in front of a place, past blanks. */
function markBefore(fold: string, at: number): string {
  let before = at - 1;
  while (before > at - 4 && fold[before] === ' ') before--;
  return fold[before] ?? '';
}

function matchAt(fold: string, at: number, end: number, style: Style, pattern: RegExp, atStart: boolean): Marker | null {
  pattern.lastIndex = at;
  const match = pattern.exec(fold);
  if (!match || pattern.lastIndex > end) return null;
  const numeral = match[1] ?? '';
  const last = style.last.has(numeral);
  const number = last ? 0 : style.valueOf(numeral);
  if (number === null) return null;
  return {
    start: at,
    end: pattern.lastIndex,
    style: style.id,
    rank: style.rank,
    number,
    last,
    atStart,
    series: style.series,
    behind: atStart ? '' : markBefore(fold, at),
  };
}

import { child, children, isOn, valueOf, type XmlElement } from '../xml.js';
import { formatNumber } from './number-format.js';

/** One level of a list. */
export interface Level {
  start: number;
  format: string;
  /** Template such as （%1） or 第%1条; %n stands for the number of level n. */
  text: string;
  /** What parts the number from the text. */
  suffix: 'tab' | 'space' | 'nothing';
  /** The level whose items let this one begin anew: 0 for none, null for any above it. */
  restart: number | null;
  /** Whether all numbers are written in plain digits. */
  legal: boolean;
  style: string | null;
}

export interface List {
  abstract: string;
  levels: (Level | undefined)[];
  /** Numbers at which levels start anew when this list begins. */
  overrides: Map<number, number>;
}

/** What a paragraph or a style says about its number; null where it says nothing. */
export interface NumberReference {
  list: string | null;
  level: number | null;
}

/** Renders the numbers of a document, paragraph by paragraph in document order. */
export interface Numbering {
  /** The number of the next paragraph with what parts it from the text; empty where it has none. */
  next(direct: NumberReference | null, style: string | null): string;
}

/** The `numPr` of a paragraph's or a style's properties. */
export function numberReference(properties: XmlElement | undefined): NumberReference | null {
  const found = child(properties, 'w:numPr');
  if (!found) return null;
  const level = valueOf(found, 'w:ilvl');
  return { list: valueOf(found, 'w:numId') ?? null, level: level === undefined ? null : Number(level) };
}

/** The lists of numbering.xml, with the styles that refer to them. */
export function readNumbering(numbering: XmlElement | null, styles: XmlElement | null): Numbering {
  const styleNumbers = stylesWithNumbers(styles);
  const lists = readLists(numbering, styleNumbers);
  return numberingOf(lists, styleNumbers);
}

interface StyleNumber {
  reference: NumberReference;
  /** The style that itself carries the reference: levels are linked to that one. */
  owner: string;
}

/** What each paragraph style says about numbers, on its own or through the styles that it is based on. */
function stylesWithNumbers(styles: XmlElement | null): {
  of(style: string | null): StyleNumber | null;
  direct(style: string): NumberReference | null;
} {
  const known = new Map<string, { based: string | null; reference: NumberReference | null }>();
  let usual: string | null = null;
  for (const style of children(styles ?? undefined, 'w:style')) {
    const id = style.attributes['w:styleId'];
    if (!id) continue;
    known.set(id, { based: valueOf(style, 'w:basedOn') ?? null, reference: numberReference(child(style, 'w:pPr')) });
    if (style.attributes['w:type'] === 'paragraph' && ['1', 'true', 'on'].includes(style.attributes['w:default'] ?? ''))
      usual = id;
  }
  const of = (style: string | null): StyleNumber | null => {
    let level: number | null = null;
    const seen = new Set<string>();
    for (let id = style ?? usual; id && !seen.has(id); id = known.get(id)?.based ?? null) {
      seen.add(id);
      const reference = known.get(id)?.reference;
      if (!reference) continue;
      level ??= reference.level;
      if (reference.list !== null) return { reference: { list: reference.list, level }, owner: style ?? id };
    }
    return null;
  };
  return { of, direct: (style) => known.get(style)?.reference ?? null };
}

type StyleNumbers = ReturnType<typeof stylesWithNumbers>;

function readLists(numbering: XmlElement | null, styles: StyleNumbers): Map<string, List> {
  const abstracts = new Map<string, XmlElement>();
  for (const element of children(numbering ?? undefined, 'w:abstractNum'))
    abstracts.set(element.attributes['w:abstractNumId'] ?? '', element);
  const nums = new Map<string, XmlElement>();
  for (const element of children(numbering ?? undefined, 'w:num')) nums.set(element.attributes['w:numId'] ?? '', element);

  /** Follows a list that is only a link to a numbering style to the list that the style has. */
  const resolve = (id: string): { id: string; element: XmlElement } | null => {
    const seen = new Set<string>();
    for (let current = id; !seen.has(current); ) {
      seen.add(current);
      const element = abstracts.get(current);
      if (!element) return null;
      const link = valueOf(element, 'w:numStyleLink');
      const list = link === undefined ? null : styles.direct(link)?.list;
      const target = list ? valueOf(nums.get(list), 'w:abstractNumId') : undefined;
      if (target === undefined || target === current) return { id: current, element };
      current = target;
    }
    return null;
  };

  const lists = new Map<string, List>();
  for (const [id, num] of nums) {
    const found = resolve(valueOf(num, 'w:abstractNumId') ?? '');
    if (!found) continue;
    const list: List = { abstract: found.id, levels: [], overrides: new Map() };
    for (const element of children(found.element, 'w:lvl')) list.levels[levelIndex(element)] = readLevel(element);
    for (const override of children(num, 'w:lvlOverride')) {
      const index = levelIndex(override);
      const whole = child(override, 'w:lvl');
      if (whole) list.levels[index] = readLevel(whole);
      const start = valueOf(override, 'w:startOverride');
      if (start !== undefined) list.overrides.set(index, toCount(start));
    }
    lists.set(id, list);
  }
  return lists;
}

const levelIndex = (element: XmlElement): number =>
  Math.min(Math.max(Math.trunc(Number(element.attributes['w:ilvl'] ?? 0)) || 0, 0), 8);

/** A longer template is made to break its readers. */
const LONGEST = 200;

/** A whole number of at most nine digits; what is none is 0. */
const toCount = (value: string | undefined): number => Math.min(Math.max(Math.trunc(Number(value ?? 0)) || 0, 0), 999_999_999);

function readLevel(element: XmlElement): Level {
  const restart = valueOf(element, 'w:lvlRestart');
  const suffix = valueOf(element, 'w:suff');
  const style = valueOf(element, 'w:pStyle');
  return {
    // A list without a start begins at 0, as Word has it.
    start: toCount(valueOf(element, 'w:start')),
    format: formatOf(element),
    text: (valueOf(element, 'w:lvlText') ?? '').slice(0, LONGEST),
    suffix: suffix === 'space' || suffix === 'nothing' ? suffix : 'tab',
    restart: restart === undefined ? null : toCount(restart),
    legal: isOn(element, 'w:isLgl'),
    style: style ?? null,
  };
}

/** The number format, also where a newer one is wrapped in alternate content with a fallback. */
function formatOf(level: XmlElement): string {
  const direct = valueOf(level, 'w:numFmt');
  if (direct !== undefined) return direct;
  const alternate = child(level, 'mc:AlternateContent');
  const custom = child(child(alternate, 'mc:Choice'), 'w:numFmt')?.attributes['w:format'];
  if (custom && /^0+1,/.test(custom)) return 'decimalZero';
  return valueOf(child(alternate, 'mc:Fallback'), 'w:numFmt') ?? 'decimal';
}

/** Resolves what a paragraph and its style say to a list and a level, and counts. */
function numberingOf(lists: ReadonlyMap<string, List>, styles: StyleNumbers): Numbering {
  const counter = countersOf(lists);
  return {
    next(direct, style) {
      const styled = styles.of(style);
      const id = direct?.list ?? styled?.reference.list ?? null;
      if (id === null) return '';
      const linked =
        direct?.list == null && styled ? (lists.get(id)?.levels.findIndex((level) => level?.style === styled.owner) ?? -1) : -1;
      return counter(id, direct?.level ?? (linked >= 0 ? linked : (styled?.reference.level ?? 0)));
    },
  };
}

/**
 * Counts the items of lists: given the list and the level of each numbered paragraph in document order, gives its number. Lists that
 * share an abstract list count on together; a start override begins anew the first time that its list is used.
 */
export function countersOf(lists: ReadonlyMap<string, List>): (id: string, level: number) => string {
  const counts = new Map<string, (number | null)[]>();
  const begun = new Set<string>();
  return (id, level) => {
    const list = lists.get(id);
    if (!list?.levels[level]) return '';
    const count = counts.get(list.abstract) ?? [];
    counts.set(list.abstract, count);
    const start = list.overrides.get(level) ?? list.levels[level]?.start ?? 0;
    const first = `${id}/${level}`;
    const anew = list.overrides.has(level) && !begun.has(first);
    begun.add(first);
    const last = count[level];
    count[level] = anew || last == null ? start : last + 1;
    // Upper levels that were passed over count as begun: after 1.1 without a 1 comes 2.
    for (let above = 0; above < level; above++) count[above] ??= list.levels[above]?.start ?? 0;
    for (let below = level + 1; below <= 8; below++) {
      const restart = list.levels[below]?.restart ?? null;
      if (restart === null || level < restart) count[below] = null;
    }
    return render(list, level, count);
  };
}

function render(list: List, index: number, count: readonly (number | null)[]): string {
  const level = list.levels[index] as Level;
  const text =
    level.format === 'bullet'
      ? printableBullet(level.text)
      : level.text.replace(/%([1-9])/g, (_, digit: string) => {
          const at = Number(digit) - 1;
          const of = list.levels[at];
          if (!of || at > index) return '';
          const plain = level.legal && of.format !== 'none' && of.format !== 'decimalZero';
          return formatNumber(count[at] ?? of.start, plain ? 'decimal' : of.format);
        });
  if (text === '') return '';
  return text + { tab: '\t', space: ' ', nothing: '' }[level.suffix];
}

/** Bullets are mostly characters of symbol fonts in the private use area; as text they are one round bullet. */
const printableBullet = (text: string): string => text.replace(/[\uE000-\uF8FF]/g, '•');

import { matchesOf } from '../matches.js';
import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Lexicon, Span } from '../types.js';
import { WordTable } from './word-table.js';

/** A unit named in a list: its printed place and the name without 各, 相关, 有关. */
export interface UnitName extends Span {
  name: string;
  collective: boolean;
}

/** How a list of names is read. */
export interface ListOptions {
  /** Every name must end like an organisation; else a role word behind the list vouches for it. */
  strict: boolean;
  /** Spaces, commas and slashes part names too (behind 责任单位：). */
  label?: boolean;
}

interface Ending {
  id: string;
  class: string;
  loose: boolean;
}

interface NameRules {
  endings: WordTable<Ending | null>;
  longest: number;
  /** Endings of organisations, and collectives: what a list ends with. */
  listEnds: WordTable<true>;
  prefix: RegExp;
  keepPrefix: RegExp;
  kept: RegExp;
  others: RegExp;
  noName: RegExp;
  noNameInside: RegExp;
  collective: ReadonlySet<string>;
  collectiveEnding: RegExp;
  placesOnly: RegExp;
  /** 县（市）…: a kind of place with another in brackets. */
  places: RegExp;
  placeBody: RegExp;
  /** 县市场监管局, which a list of places may share: 各市、县市场监管局. */
  lowBody: RegExp;
  /** Places that have no bureaus. */
  township: RegExp;
  shared: RegExp;
  /** Ends that names of towns share: 石家庄、廊坊市政府. */
  sharedOfPlaces: RegExp;
  belonging: RegExp;
  joined: readonly string[];
  /** 文化和旅游: what one department is named by. */
  twofold: readonly string[];
}

const compile = (lexicon: Lexicon): NameRules => {
  const endings = new Map<string, Ending | null>();
  const suffixes = entriesOf(lexicon, 'org-suffixes');
  for (const entry of suffixes) {
    if (['body', 'group', 'area', 'firm'].includes(String(entry.class)))
      for (const word of entry.words ?? [])
        if (!endings.has(word)) endings.set(word, { id: entry.id, class: String(entry.class), loose: entry.loose === true });
  }
  for (const entry of suffixes)
    for (const word of (entry.except as string[] | undefined) ?? []) if (!endings.has(word)) endings.set(word, null);
  const ofKind = (kind: string) => entriesOf(lexicon, 'unit-roles', 'kind', kind);
  const words = (kind: string) => anyOf(wordsOf(ofKind(kind)));
  const ofClass = (name: string) => wordsOf(entriesOf(lexicon, 'org-suffixes', 'class', name));
  const places = anyOf(ofClass('place'));
  const notNames = ofKind('no-name');
  const exceptions = notNames.flatMap((entry) => (entry.except as string[] | undefined) ?? []);
  return {
    endings: new WordTable(endings),
    longest: Math.max(0, ...[...endings.keys(), ...wordsOf(ofKind('collective'))].map((word) => word.length)),
    listEnds: new WordTable(
      [...[...endings].flatMap(([word, ending]) => (ending === null ? [] : word)), ...wordsOf(ofKind('collective'))].map(
        (word) => [word, true] as const,
      ),
    ),
    prefix: new RegExp(`^${words('prefix')}`),
    keepPrefix: new RegExp(`^${words('keep-prefix')}`),
    kept: new RegExp(words('keep-prefix')),
    others: new RegExp(
      `等(?:有关|相关|其他|各)?(?:\\d{1,2}|[一二三四五六七八九十]{1,3})?(?:个|家)?(${words('generic')})?(?:\\((?:部门|单位|机构|处室)\\))?$`,
    ),
    noName: new RegExp(`^(?!${anyOf(exceptions)})${anyOf(wordsOf(notNames))}`),
    noNameInside: new RegExp(
      [words('no-name-inside'), ...ofKind('no-name-inside').flatMap((entry) => entry.pattern ?? [])].join('|'),
    ),
    collective: new Set(wordsOf(ofKind('collective'))),
    collectiveEnding: new RegExp(`${words('collective-ending')}$`),
    places: new RegExp(`^${places}[(〔]`),
    placesOnly: new RegExp(`^各?${places}(?:\\([^()]{1,12}\\))?$`),
    placeBody: new RegExp(`^各?${places}{1,3}(?:\\([^()]{1,12}\\))?(?!直)[^、]{0,10}?(?:政府|部门|机关)(?:\\([^()]{1,8}\\))?$`),
    lowBody: new RegExp(`^各?${anyOf(ofClass('low-place'))}[^、]{1,10}?(?:局|委|办)$`),
    township: new RegExp(`^各?${anyOf(ofClass('township'))}$`),
    shared: new RegExp(`${anyOf(ofClass('shared'))}$`),
    sharedOfPlaces: new RegExp(`${anyOf(ofClass('shared-of-places'))}$`),
    belonging: new RegExp(`^各?${anyOf(ofClass('belonging'))}`),
    joined: ofClass('joined'),
    twofold: ofClass('twofold'),
  };
};

const nameRules = perLexicon(compile);

/** What a name's end says of it: the entry of the lexicon, or null where it does not end like an organisation. */
export function endingOf(lexicon: Lexicon, name: string): Ending | null {
  const bare = BRACKETED_END.test(name) ? name.replace(/[(（〔][^()（）〔〕]{1,20}[)）〕]$/, '') : name;
  return nameRules(lexicon).endings.endingAt(bare, bare.length, 0)?.value ?? null;
}

const BRACKETED_END = /[)）〕]$/;

const SEPARATORS = { list: /[、;/]/, label: /[、;,/ ]/ } as const;
const OPENING = '([【〔';
const CLOSING = ')]】〕';

/** The pieces between separators that stand outside brackets. */
function pieces(fold: string, span: Span, separator: RegExp): Span[] {
  const found: Span[] = [];
  let depth = 0;
  let start = span.start;
  for (let at = span.start; at < span.end; at++) {
    const char = fold.charAt(at);
    if (OPENING.includes(char)) depth++;
    else if (CLOSING.includes(char)) depth--;
    else if (depth <= 0 && separator.test(char)) {
      found.push({ start, end: at });
      start = at + 1;
    }
  }
  found.push({ start, end: span.end });
  return found;
}

const trim = (fold: string, { start, end }: Span): Span => {
  let from = start;
  let to = end;
  while (from < to && /[\s*_]/.test(fold.charAt(from))) from++;
  while (to > from && /[\s*_]/.test(fold.charAt(to - 1))) to--;
  return { start: from, end: to };
};

const CONJUNCTION = /以及|会同|联合|和|及|与|或者?|暨/g;

/** 各地各部门: two groups without a mark between them; 各级 is none by itself. */
const EVERY_TWICE = /^各(?!级)[^各、()]{1,8}(?=各)/;

function partAtEvery(lexicon: Lexicon, fold: string, piece: Span): Span[] {
  const first = EVERY_TWICE.exec(fold.slice(piece.start, Math.min(piece.end, piece.start + 12)))?.[0];
  if (first === undefined || endingOf(lexicon, first) === null) return [piece];
  return [
    { start: piece.start, end: piece.start + first.length },
    { start: piece.start + first.length, end: piece.end },
  ];
}

/** Whether the 和 at `at` is that of a name of two fields (文化和旅游) that begins behind `from`: 省文化和旅游部门. */
function standsAround(fold: string, name: string, at: number, from: number): boolean {
  const start = at - name.indexOf('和');
  return start >= from && fold.startsWith(name, start);
}

/** Parts a piece where 和, 及, 与 stand between two organisations; 工业和信息化部 stays whole. */
function partAtConjunctions(lexicon: Lexicon, fold: string, piece: Span, shares: boolean): Span[] {
  const rules = nameRules(lexicon);
  const whole = fold.slice(piece.start, piece.end);
  if (whole.length > 3 * LONGEST_NAME || rules.joined.some((name) => whole.includes(name))) return [piece];
  const parts: Span[] = [];
  let start = piece.start;
  for (const match of matchesOf(whole, CONJUNCTION)) {
    const at = piece.start + match.index;
    if (at <= start) continue;
    const left = fold.slice(start, at).replace(/等$/, '');
    const right = fold.slice(at + match[0].length, piece.end);
    const depth = left.split('(').length - left.split(')').length;
    if (depth !== 0 || right === '' || rules.belonging.test(right)) continue;
    const leftEnds = endingOf(lexicon, left);
    const rightEnds = endingOf(lexicon, right.replace(rules.others, '')) ?? endingOf(lexicon, right);
    // 省局与卫健、医保等部门: what stands behind 与 shares the end of the list.
    // So does what stands before 和: 财政和医保部门.
    const lends = leftEnds === null && left.length <= 4 && right.length > 3 && rules.shared.test(right);
    if (lends && !/[的有各]/.test(left) && !rules.twofold.some((name) => standsAround(fold, name, at, start))) {
      parts.push({ start, end: at });
      start = at + match[0].length;
      continue;
    }
    const borrows = shares && rightEnds === null && right.length <= 6 && leftEnds?.class === 'body' && left.length > 1;
    if (
      leftEnds === null ||
      (rightEnds === null && !borrows) ||
      (leftEnds.loose && left.length > 2 && rightEnds?.class !== 'area')
    )
      continue;
    parts.push({ start, end: at });
    start = at + match[0].length;
  }
  parts.push({ start, end: piece.end });
  return parts;
}

/** The name without 各, 相关, 有关, and whether they stood there. */
function stripPrefix(rules: NameRules, printed: string): { name: string; stripped: boolean } {
  let name = printed;
  let stripped = false;
  for (let match = rules.prefix.exec(name); match !== null && match[0].length < name.length; match = rules.prefix.exec(name)) {
    const rest = name.slice(match[0].length);
    if (rules.keepPrefix.test(name) && !rules.collective.has(rest)) break;
    name = rest;
    stripped = true;
  }
  return { name, stripped };
}

const LONGEST_NAME = 40;
const LONGEST_TOWN = 4;

/** Whether round brackets close in a name. */
function balanced(name: string): boolean {
  let depth = 0;
  for (const char of name) {
    if (char === '(') depth++;
    else if (char === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

const NO_NAME_INSIDE = /[。,:!?《》…=%<>+|]|的$/;

function named(
  lexicon: Lexicon,
  rules: NameRules,
  text: string,
  fold: string,
  span: Span,
  options: ListOptions,
  sharedEnd = '',
): UnitName | null {
  const printed = fold.slice(span.start, span.end);
  if (printed.length === 0 || printed.length > LONGEST_NAME || NO_NAME_INSIDE.test(printed)) return null;
  const bracketed = /[()〔〕]/.test(printed);
  if (bracketed && !balanced(printed)) return null;
  const joined = printed.replace(/\s+/g, '');
  const bare = bracketed ? joined.replace(/(部门|单位|机构)\((?:部门|单位|机构|处室)\)$/, '$1') : joined;
  const { name: folded, stripped } = stripPrefix(rules, bare);
  if (folded === '' || rules.noName.test(folded) || rules.noNameInside.test(folded)) return null;
  const known = rules.collective.has(bracketed ? folded.replace(/[(〔][^()〔〕]{1,12}[)〕]$/, '') : folded);
  const ending = endingOf(lexicon, folded + sharedEnd);
  if (!known && folded.length < 2 && sharedEnd === '') return null;
  if (options.strict && !known && (ending === null || ending.loose)) return null;
  if (!options.strict && !known && ending === null && (folded.length > 20 || /[的了是]/.test(folded))) return null;
  // The printed form keeps its own widths: only what was stripped or folded away is taken from the folded one.
  const own = text.slice(span.start, span.end).replace(/\s+/g, '');
  const at = bare.length - folded.length;
  return {
    start: span.start,
    end: span.end,
    name: own.slice(at, at + folded.length) + sharedEnd,
    collective:
      stripped ||
      known ||
      ending?.class === 'group' ||
      rules.collectiveEnding.test(folded + sharedEnd) ||
      rules.kept.test(folded) ||
      (bracketed && rules.places.test(folded)),
  };
}

/** One piece of a list before it is named. */
interface Piece extends Span {
  /** Where 等, 等部门 begins. */
  headEnd: number;
  /** The noun that 等 brings, if any. */
  generic: string;
  /** Does not end like an organisation. */
  bare: boolean;
  /** 省, 各市: a place that may share 人民政府 with the next. */
  place: boolean;
}

function classify(lexicon: Lexicon, rules: NameRules, fold: string, span: Span): Piece {
  const printed = fold.slice(span.start, span.end);
  const others = printed.includes('等') ? rules.others.exec(printed) : null;
  const headEnd = others === null ? span.end : span.start + others.index;
  const head = others === null ? printed : printed.slice(0, others.index);
  return {
    start: span.start,
    end: span.end,
    headEnd,
    generic: others?.[1] ?? '',
    bare: endingOf(lexicon, head) === null && !rules.collective.has(stripPrefix(rules, head).name),
    place: rules.placesOnly.test(head),
  };
}

/** Ends of a list in which other things than the last name stand: blanks and marks around it, 省（区、市）, 等. */
const OTHER_END = /[\s*_)\]】〕、;/]|等/;

/** Whether a list of which every name must end like an organisation can be one, by its last characters. */
function mayEndList(rules: NameRules, fold: string, { start, end }: Span): boolean {
  return (
    rules.listEnds.endingAt(fold, end, start) !== null || OTHER_END.test(fold.slice(Math.max(start, end - rules.longest), end))
  );
}

/** What a label's list may say of the time (责任单位：A，B，6月底完成). */
const WHEN =
  /^(?:\d{4}年)?(?:\d{1,2}月(?:\d{1,2}日|底|末)?|[上下]半年|年[底末]|第?[一二三四]季度|全年|年内|长期|持续)(?:之?前)?(?:完成|推进|坚持|实施|开展|落实|启动|建成)?$/;

/** Reads a list such as 各处室、分局和直属单位 into its units, or null where some piece is no name. */
export function readNames(lexicon: Lexicon, text: string, fold: string, span: Span, options: ListOptions): UnitName[] | null {
  const rules = nameRules(lexicon);
  if (span.end - span.start > 600 || (options.strict && !mayEndList(rules, fold, span))) return null;
  const tail = fold.slice(Math.max(span.start, span.end - 12), span.end);
  const shares = tail.includes('等') && rules.others.test(tail);
  const parts = pieces(fold, span, options.label ? SEPARATORS.label : SEPARATORS.list)
    .map((piece) => trim(fold, piece))
    .filter((piece) => piece.end > piece.start && !(options.label && WHEN.test(fold.slice(piece.start, piece.end))))
    .flatMap((piece) => partAtEvery(lexicon, fold, piece))
    .flatMap((piece, index, all) => partAtConjunctions(lexicon, fold, piece, index < all.length - 1 && shares))
    .map((piece) => classify(lexicon, rules, fold, piece));
  const units: UnitName[] = [];
  const add = (piece: Span, sharedEnd = '', strict = options.strict): boolean => {
    const unit = named(lexicon, rules, text, fold, piece, { ...options, strict }, sharedEnd);
    if (unit !== null) units.push(unit);
    return unit !== null;
  };
  let waiting: Piece[] = []; // pieces that may share the end of a later one
  for (const part of parts) {
    if (part !== parts.at(-1) && (part.bare || part.place)) {
      waiting.push(part);
      continue;
    }
    const head = { start: part.start, end: part.headEnd };
    const printed = fold.slice(head.start, head.end);
    const first = waiting[0];
    const shareBody = (): boolean =>
      rules.placeBody.test(printed) ||
      (rules.lowBody.test(printed) && !waiting.some(({ start, end }) => rules.township.test(fold.slice(start, end))));
    if (first !== undefined && waiting.every((piece) => piece.place) && shareBody()) {
      if (!add({ start: first.start, end: head.end }, '', false)) return null;
    } else {
      const shared = part.bare ? part.generic : (rules.shared.exec(printed)?.[0] ?? '');
      const ofPlaces = rules.sharedOfPlaces.exec(printed)?.[0] ?? '';
      for (const piece of waiting) {
        const length = piece.end - piece.start;
        const end = shared === '' && length <= LONGEST_TOWN ? ofPlaces : shared;
        if (!add(piece, piece.bare && length <= 8 ? end : '')) return null;
      }
      if (head.end > head.start && !add(head, part.bare ? part.generic : '')) return null;
    }
    if (part.generic !== '' && !part.bare)
      units.push({ start: part.headEnd, end: part.end, name: part.generic, collective: true });
    waiting = [];
  }
  return units.length > 0 ? units : null;
}

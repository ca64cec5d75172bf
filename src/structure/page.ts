import { LiteralIndex } from '../literal-index.js';
import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Lexicon, Line } from '../types.js';
import type { Block, FrontKind, NoiseKind } from './blocks.js';

export interface Rule {
  kind: string;
  where: string;
  pattern: RegExp;
  prefix: boolean;
  literals: readonly string[] | undefined;
}

/** All ideographs by script are thousands of ranges, which takes milliseconds to compile at each place; those in use are three. */
const plain = (source: string): string =>
  source.replaceAll(/(\[\^?)?\\p\{Script=Han\}/g, (_, open?: string) => (open === undefined ? `[${HAN}]` : open + HAN));
const HAN = '\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff';

const rulesOf = (lexicon: Lexicon, name: string): Rule[] =>
  entriesOf(lexicon, name)
    .filter((entry) => entry.pattern !== undefined)
    .map((entry) => ({
      kind: String(entry.kind),
      where: String(entry.where ?? 'line'),
      pattern: new RegExp(plain(entry.pattern as string), 'u'),
      prefix: entry.prefix === true,
      literals: entry.literals,
    }));

const anyPattern = (rules: readonly Rule[]): RegExp =>
  new RegExp(rules.map(({ pattern }) => `(?:${pattern.source})`).join('|') || '(?!)', 'u');

const indexed = (rules: readonly Rule[]) => new LiteralIndex(rules, ({ literals }) => literals);

/** What tells furniture and front matter, compiled once for each lexicon. */
export const pageRules = perLexicon((lexicon: Lexicon) => {
  const front = rulesOf(lexicon, 'front');
  const words = (id: string) => wordsOf(entriesOf(lexicon, 'front', 'id', id));
  const noise = rulesOf(lexicon, 'noise');
  const of = (isAt: (place: string) => boolean) => indexed(noise.filter(({ where }) => isAt(where)));
  const at = (place: string) => anyPattern(noise.filter(({ where }) => where === place));
  return {
    /** Furniture inside a page, at its edges too, and what only a line's beginning is. */
    line: of((where) => where === 'line'),
    noise: of((where) => !['prefix', 'tail', 'teaser', 'intro'].includes(where)),
    prefix: of((where) => where === 'prefix'),
    tail: at('tail'),
    teaser: at('teaser'),
    intro: at('intro'),
    front: indexed(front),
    prefixed: front.filter(({ prefix }) => prefix),
    contentsHeading: new RegExp(String(entriesOf(lexicon, 'front', 'id', 'front.contents-heading')[0]?.pattern ?? '^$')),
    titleEnd: new RegExp(`${anyOf(words('front.title-kind'))}[》”)]?(?:\\([^()]{1,20}\\))?$`),
    // Of several offices (党组书记、局长 某某某) as of one; a name may be masked.
    speaker: new RegExp(
      `^[^。,;:]{0,24}?(?:${anyOf(words('front.speaker-office'))})(?:[ ]{1,4}\\p{Script=Han}(?:[ ]?\\p{Script=Han}){1,3}|[ ]{0,4}\\p{Script=Han}?[×X*]{1,3})$`,
      'u',
    ),
    // Offices alone, the name left out.
    position: new RegExp(`^[^。,;:]{2,40}(?:${anyOf(words('front.speaker-office'))})$`),
    // 关于…的通知： in front of the text in its own line.
    runInTitle: new RegExp(`^[^。;:!?,]{0,40}关于[^。;:!?]{2,60}?(?:${anyOf(words('front.run-in-title'))}):`),
    // A name alone on its line, 刘 某某.
    person: new RegExp(
      `^(?:\\()?(?:${anyOf(wordsOf(entriesOf(lexicon, 'surnames')))})(?:[ ]{0,3}\\p{Script=Han}){1,2}(?:\\))?$`,
      'u',
    ),
    // 国务院总理某某某 without a blank: only where the salutation follows.
    speakerJoined: new RegExp(`^[^。,;: ]{0,24}?(?:${anyOf(words('front.speaker-office'))})\\p{Script=Han}{2,3}$`, 'u'),
    salutation: new RegExp(String(entriesOf(lexicon, 'front', 'kind', 'salutation')[0]?.pattern ?? '^$')),
    office: new RegExp(
      `^[^。,;:!?]{1,40}${anyOf(words('front.office-suffix'))}(?:[ 、]{1,4}[^。,;:!?]{1,40}${anyOf(words('front.office-suffix'))}){0,12}$`,
    ),
  };
});

export type PageRules = ReturnType<typeof pageRules>;

/** A line at least this long with a full stop is running text. */
const RUNNING = 60;

/** The lines of a document while it is told what each of them is. */
export interface Page {
  lines: readonly Line[];
  /** The lines as folded text; of a long one its beginning. */
  printed: readonly string[];
  /** What is known of each line so far. */
  kinds: (Block | null)[];
  /** The first line of running text or with a marker; in front of it stands the head. */
  headEnd: number;
  /** Behind the last such line. */
  footStart: number;
  lengthOf(index: number): number;
  free(index: number): boolean;
  running(index: number): boolean;
  opensItem(index: number): boolean;
  /** Whether a line could be a title: short, without a final mark. */
  isTitle(index: number): boolean;
  front(index: number, kind: string): void;
  noise(index: number, kind: string): void;
}

/** How far down a site may say something of the text that it has. */
const INTRO_LINES = 4;

/** A line that counts something (300批次, 15%) is the report's, whatever a site put in front of it. */
const COUNTS = /\d(?:%|[万亿余多]|[个家批次件人项名起户吨元所])/;

/**
 * @param opensItem whether a line begins with a marker
 * @param intro what a site says of a text in front of it, however long
 */
export function pageOf(
  lines: readonly Line[],
  printed: readonly string[],
  opensItem: (index: number) => boolean,
  intro: RegExp,
): Page {
  const kinds: (Block | null)[] = lines.map(() => null);
  const lengthOf = (index: number) => (lines[index] as Line).end - (lines[index] as Line).start;
  const running = (index: number) =>
    lengthOf(index) >= RUNNING &&
    kinds[index]?.kind !== 'noise' &&
    (lengthOf(index) > 400 || (printed[index] as string).includes('。'));
  for (let index = 0; index < Math.min(INTRO_LINES, lines.length - 1); index++) {
    const { start, end } = lines[index] as Line;
    const line = printed[index] as string;
    if (end - start >= RUNNING / 2 && end - start < 400 && intro.test(line) && !COUNTS.test(line))
      kinds[index] = { kind: 'noise', front: null, noise: 'navigation', line: index, start, end };
  }
  const first = lines.findIndex((_, index) => running(index) || opensItem(index));
  const headEnd = first < 0 ? lines.length : first;
  let footStart = lines.length;
  while (footStart > headEnd && !running(footStart - 1) && !opensItem(footStart - 1)) footStart--;
  const free = (index: number) => index >= 0 && index < lines.length && kinds[index] === null;
  const block = (index: number, kind: 'front' | 'noise', front: FrontKind | null, noise: NoiseKind | null) => {
    const { start, end } = lines[index] as Line;
    kinds[index] = { kind, front, noise, line: index, start, end };
  };
  return {
    lines,
    printed,
    kinds,
    headEnd,
    footStart,
    lengthOf,
    free,
    running,
    opensItem,
    isTitle: (index) =>
      free(index) &&
      lengthOf(index) >= 3 &&
      lengthOf(index) <= 90 &&
      !/[。;:,、!]$|^[•●·◆■]|。\(|~/.test(printed[index] as string) &&
      !opensItem(index) &&
      !running(index),
    front: (index, kind) => block(index, 'front', kind as FrontKind, null),
    noise: (index, kind) => block(index, 'noise', null, kind as NoiseKind),
  };
}

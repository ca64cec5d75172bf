import * as dates from './facts/dates.js';
import * as numbers from './facts/numbers.js';
import * as quantities from './facts/quantities.js';
import * as units from './facts/units.js';
import { lexicons } from './generated/lexicons.js';
import { normalise } from './normalise/index.js';
import * as script from './normalise/script.js';
import { sourceOf } from './read/text.js';
import { defaultSegmenter } from './segment/index.js';
import { wordsOf } from './segment/words.js';
import type { DateMention, FactContext, Lexicon, OffsetMap, Passage, Quantity, Role, Unit } from './types.js';

/** What a text without a document around it may be told. */
export interface FindOptions {
  /** Lexicon to go by; the built-in one if not given. */
  lexicon?: Lexicon;
  /** Year that 今年 and months without a year belong to. */
  year?: number;
  /** What the text speaks of: decides between targets and results where the words leave it open. plan if not given. */
  role?: Role;
}

/** A context in which every line of a text is a passage of one part. */
function contextOf(text: string, { lexicon = lexicons, year, role = 'plan' }: FindOptions): FactContext {
  const normal = normalise(sourceOf(text, 'text'), lexicon);
  const passages: Passage[] = [];
  for (const { 0: line, index } of normal.text.matchAll(/[^\n]+/g)) {
    passages.push({ start: index, end: index + line.length, owner: 'preamble', role, headingEnd: null, numbered: false });
  }
  return { text: normal, passages, lexicon, planYear: year ?? null, reviewYear: null, words: wordsOf(defaultSegmenter, normal) };
}

const located = (mention: DateMention | null, map: OffsetMap): DateMention | null =>
  mention && { ...mention, span: map.toSource(mention.span) };

/** The quantities in a text, masked ones too; spans are offsets of the text given. */
export function findQuantities(text: string, options: FindOptions = {}): Quantity[] {
  const context = contextOf(text, options);
  const { map } = context.text;
  return quantities.findQuantities(context).map(({ passage: _p, rule, evidence, span, deadline, baseline, ...fact }) => ({
    ...fact,
    span: map.toSource(span),
    deadline: located(deadline, map),
    baseline: located(baseline, map),
    rule,
    evidence: map.toSource(evidence),
  }));
}

/** The units that a text makes responsible, by assignment or as subject of the work. */
export function findUnits(text: string, options: FindOptions = {}): Unit[] {
  const context = contextOf(text, options);
  const { map } = context.text;
  return units.findUnits(context).map(({ passage: _p, rule, evidence, span, scope, ...fact }) => ({
    ...fact,
    span: map.toSource(span),
    scope: map.toSource(scope),
    rule,
    evidence: map.toSource(evidence),
  }));
}

/** All dates that a text names (3月底前, 到2025年, 民国113年), with the last day meant where it is certain. */
export function findDates(text: string, options: Pick<FindOptions, 'year' | 'lexicon'> = {}): DateMention[] {
  const lexicon = options.lexicon ?? lexicons;
  const simplified = script.toSimplified(text, lexicon);
  return dates
    .findDates(simplified.text, { year: options.year ?? null }, lexicon)
    .map((mention) => ({ ...mention, span: simplified.map.toSource(mention.span) }));
}

/** The number that a text begins with: 三百八十七万亩 → 3870000 亩; null where there is none (万一, 一些). */
export function readNumber(text: string, lexicon: Lexicon = lexicons): numbers.NumberReading | null {
  return numbers.readNumber(text, lexicon);
}

/** A text in simplified characters, and the map from its offsets to those of the text given. */
export function toSimplified(text: string, lexicon: Lexicon = lexicons): { text: string; map: OffsetMap } {
  const { text: simplified, map } = script.toSimplified(text, lexicon);
  return { text: simplified, map };
}

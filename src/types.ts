/** Types that pass between the stages of the pipeline. No code. The document's own types are generated from `schemas/`. */
import type { Diagnostic, Document } from './generated/document.js';

export type * from './generated/document.js';

/** A half-open range of UTF-16 offsets. Inside the pipeline it refers to the normalised text, in a document to the source. */
export interface Span {
  start: number;
  end: number;
}

/** What a reader makes of a file: its text before any conversion, and where the text came from. */
export interface SourceText {
  name: string;
  mediaType: string;
  encoding: string;
  bytes: number;
  sha256: string;
  text: string;
  /** Where stretches of `text` stand in a paged or nested format; empty for plain text. */
  origins: Document['origins'];
  /** What the format itself marks as furniture (running heads, page numbers), in source offsets. */
  noise: Document['noise'];
  /** Problems found while reading, in source offsets. */
  problems: Problem[];
}

/** Where each UTF-16 unit of a derived text came from. */
export interface OffsetMap {
  /** Length of the derived text. */
  readonly length: number;
  /** The source range of a derived range. */
  toSource(span: Span): Span;
  /** The first derived offset that comes from `offset` or from what stands behind it. */
  fromSource(offset: number): number;
}

/** The text that all rules see: simplified, repaired, without inline noise, one paragraph a line. */
export interface NormalText {
  text: string;
  /** `text` with full-width forms folded to ASCII, unit by unit: same length, same offsets. Rules match here, values are cut from `text`. */
  fold: string;
  map: OffsetMap;
  script: 'simplified' | 'traditional' | 'mixed';
  /** In source offsets. */
  repairs: Document['repairs'];
  /** What was cut out of lines (pinyin, paywall marks), in source offsets. */
  noise: Document['noise'];
  /** In source offsets. */
  problems: Problem[];
}

/** A problem as data; `messages.*.yaml` has the words. */
export interface Problem {
  code: Diagnostic['code'];
  span: Span | null;
  data?: Record<string, string | number>;
}

/** One paragraph of the normalised text, trimmed. */
export interface Line extends Span {
  index: number;
}

export type Role = 'review' | 'situation' | 'problem' | 'requirement' | 'plan' | 'experience' | 'other';

/** A stretch of the own text of one part (section, measure, preamble, closing), within one line; facts are found in passages. */
export interface Passage extends Span {
  /** Id of the part it belongs to: s1, m1, preamble, closing, or front. */
  owner: string;
  /** Role of the part. */
  role: Role;
  /** Whether the stretch opens with the part's heading, and where that ends. */
  headingEnd: number | null;
  /** Whether the part is numbered. */
  numbered: boolean;
  /** Head of the column (牵头单位, 完成时限) where the stretch was a cell of a flattened table, else null. */
  column?: string | null;
  /** Whether it stands in no part and opens with a time that is over. */
  past?: boolean;
  /** Whether no heading says the role: it is a guess by the wording. */
  guessed?: boolean;
}

/** A word of the segmenter in offsets of the normalised text. */
export interface Word extends Span {
  text: string;
}

/** The port of word segmentation. Adapters: nodejieba, @node-rs/jieba. */
export interface Segmenter {
  readonly name: 'nodejieba' | '@node-rs/jieba' | 'longest-match';
  /** Cuts a text into words whose concatenation is the text. */
  cut(text: string): string[];
}

/** How many facts of one kind are enough: a text with more of them than any report has would take seconds. */
export interface FactLimit {
  /** How many more may come to so many. */
  roomFor(count: number): number;
  /** Notes that there were too many: of some kind none is looked for from this offset on. */
  stopAt(at: number): void;
  /** Whether so many are enough; if so, that is noted. */
  reached(count: number, at: number): boolean;
}

/** What the finders of facts share. */
export interface FactContext {
  text: NormalText;
  passages: readonly Passage[];
  lexicon: Lexicon;
  planYear: number | null;
  reviewYear: number | null;
  /** The year of issue where the text is sure of it. */
  issueYear?: number | null;
  /** What kind of paper it is. */
  type?: Document['meta']['type'];
  /** Absent where all are wanted, however many. */
  limit?: FactLimit;
  /** Words that lie between two offsets, each sentence segmented once. */
  words(span: Span): readonly Word[];
}

/** Common to all facts: which passage, which rule of which lexicon, what it went by. */
export interface Fact {
  span: Span;
  passage: number;
  rule: string;
  evidence: Span;
}

/** One entry of a lexicon; `positives` and `negatives` stay in the YAML for the tests. */
export interface LexiconEntry {
  id: string;
  words?: readonly string[];
  pattern?: string;
  /** Strings one of which is in every text that the pattern matches; found when the lexicon is compiled. */
  literals?: readonly string[];
  [attribute: string]: unknown;
}

/** All lexicons by name, each a list of entries in file order. */
export type Lexicon = Readonly<Record<string, readonly LexiconEntry[]>>;

/** A date that a text gives: the printed words, the last day meant (ISO) where it is certain, and its place. */
export interface DateMention {
  text: string;
  date: string | null;
  span: Span;
}

export interface QuantityFact extends Fact {
  text: string;
  kind: 'target' | 'result' | 'context';
  metric: string | null;
  value: number | null;
  max: number | null;
  unit: string;
  comparator: 'eq' | 'gte' | 'gt' | 'lte' | 'lt' | 'approx';
  direction: 'increase' | 'decrease' | null;
  change: 'by' | 'to' | null;
  masked: boolean;
  scale: number | null;
  deadline: DateMention | null;
  baseline: DateMention | null;
}

export interface DeadlineFact extends Fact {
  text: string;
  date: string | null;
}

export interface UnitFact extends Fact {
  name: string;
  role: 'lead' | 'support' | 'responsible' | 'supervise' | 'actor';
  collective: boolean;
  basis: 'assignment' | 'subject';
  scope: Span;
}

export interface ReferenceFact extends Fact {
  title: string;
  docNumber: string | null;
}

export interface TaskFact extends Fact {
  text: string;
  verb: string | null;
}

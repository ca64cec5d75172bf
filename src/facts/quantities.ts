import type { DateMention, FactContext, Passage, QuantityFact } from '../types.js';
import { lastDayOf } from './dates.js';
import { type DeadlineFrame, deadlineFrame, limitsIn, type TimeLimit } from './deadlines.js';
import { type Closed, closedIn, excluded } from './quantities-exclude.js';
import { isAttribute, kindOf } from './quantities-kind.js';
import { attributeMetric, bareThings, hasOwnVerb, type Metric, metricOf, shareOut } from './quantities-metric.js';
import { type Measure, scanMeasures } from './quantities-scan.js';
import { wordsAround } from './quantities-words.js';

/**
 * Every number that counts or measures something, with what it measures, how it is meant and by when it is due.
 * Slogans, ordinals, dates, durations that are no result, names and announcements of lists are none.
 */
export function findQuantities(ctx: FactContext): QuantityFact[] {
  const frame = deadlineFrame(ctx);
  return ctx.passages.flatMap((passage, index) => quantitiesIn(ctx, passage, index, frame));
}

function quantitiesIn(ctx: FactContext, passage: Passage, index: number, frame: DeadlineFrame): QuantityFact[] {
  const { fold, text } = ctx.text;
  const { lexicon } = ctx;
  const scanned = scanMeasures(fold, passage.start, passage.end, lexicon).concat(plainChanges(ctx, passage));
  if (scanned.length === 0) return [];
  scanned.sort((a, b) => a.start - b.start);
  let closed = 0;
  const stretches = closedIn(fold, passage.start, passage.end, lexicon);
  const measures: Measure[] = [];
  let floor = passage.start;
  for (const m of scanned) {
    while (closed < stretches.length && (stretches[closed] as Closed).end <= m.numberStart) closed++;
    if (!excluded(fold, m, floor, passage.end, stretches, closed, lexicon)) measures.push(m);
    if (m.sense !== 'time') floor = Math.max(floor, m.unitEnd);
  }
  if (measures.length === 0) return [];
  spreadComparators(fold, measures);
  const limits = new Limits(fold, passage.role === 'review' ? [] : limitsIn(ctx, passage, frame));
  const bounds = new Bounds(fold, passage);
  const facts: QuantityFact[] = [];
  let metric: Metric | null = null;
  let sentenceOfMetric = -1;
  for (const [k, m] of measures.entries()) {
    const clause = bounds.clauseOf(m.numberStart);
    const sentence = bounds.sentenceOf(m.numberStart);
    if (sentence.start !== sentenceOfMetric) metric = null;
    sentenceOfMetric = sentence.start;
    const before = measures[k - 1];
    const after = measures[k + 1];
    const continues = before !== undefined && before.end > clause.start;
    const inner = after && isAttribute(fold, after, clause.end) && after.end < clause.end ? measures[k + 2] : after;
    const places = {
      from: continues ? before.end : clause.start,
      to: clause.end,
      next: inner ? inner.start : Number.POSITIVE_INFINITY,
      skip: inner === after ? m.end : (after as Measure).end,
      continues,
    };
    metric = isAttribute(fold, m, clause.end)
      ? attributeMetric(fold, m, places, lexicon)
      : metricOf(fold, m, places, metric, lexicon);
    const limit = limits.of(m);
    let { kind, rule } = kindOf(fold, m, passage, sentence, clause, limit !== null, frame.thisYear, lexicon);
    // The items of a list are of one kind (现有30户企业、20个品规).
    if (
      continues &&
      facts.at(-1)?.rule.endsWith('kind.context.standing') &&
      kind !== 'context' &&
      /[、和与]$/.test(fold.slice(before.end, m.wordsStart))
    ) {
      kind = 'context';
      rule = 'kind.context.standing';
    }
    const governing = m.direction === null && m.change === null ? governedBy(ctx, m, clause.start, before) : null;
    facts.push({
      text: text.slice(m.start, m.end),
      span: { start: m.start, end: m.end },
      kind,
      metric: metric.text === null ? null : printed(ctx, metric.text, clause.start, m.end),
      value: m.value,
      max: m.max,
      unit: m.unit,
      comparator: m.comparator === 'eq' && m.reach ? (kind === 'target' ? m.reach.target : m.reach.result) : m.comparator,
      direction: m.direction ?? governing,
      change: m.change ?? (governing ? 'by' : null),
      masked: m.masked,
      scale: m.scale,
      deadline:
        kind === 'target' && limit
          ? { text: text.slice(limit.start, limit.end), date: limit.date, span: { start: limit.start, end: limit.end } }
          : null,
      baseline: baselineOf(ctx, m, clause.start, passage, frame),
      passage: index,
      rule: `${m.rule} ${rule}`,
      evidence: { start: Math.min(m.start, clause.start), end: Math.max(m.end, clause.end) },
    });
  }
  return shareMetrics(ctx, measures, facts, bounds);
}

/** The words of a metric as the text has them, where they stand there in one piece: rules see widths folded. */
function printed(ctx: FactContext, words: string, from: number, to: number): string {
  if (!/[!-~]/.test(words)) return words;
  const start = Math.max(0, from, to - 100);
  const at = ctx.text.fold.slice(start, to + 60).indexOf(words);
  return at < 0 ? words : ctx.text.text.slice(start + at, start + at + words.length);
}

/** Ends of clauses and sentences around a place; each is looked up once from left to right. */
class Bounds {
  private clause = { start: -1, end: -1 };
  private sentence = { start: -1, end: -1 };

  constructor(
    private readonly fold: string,
    private readonly passage: Passage,
  ) {}

  clauseOf(at: number): { start: number; end: number } {
    if (!(this.clause.start <= at && at < this.clause.end)) this.clause = this.around(at, isClauseEnd, this.clause.end);
    return this.clause;
  }

  sentenceOf(at: number): { start: number; end: number } {
    if (!(this.sentence.start <= at && at < this.sentence.end)) this.sentence = this.around(at, isSentenceEnd, this.sentence.end);
    return this.sentence;
  }

  private around(at: number, ends: (fold: string, at: number) => boolean, known: number): { start: number; end: number } {
    let start = at;
    const floor = Math.max(this.passage.start, Math.max(known, 0));
    while (start > floor && !ends(this.fold, start - 1)) start--;
    let end = at;
    while (end < this.passage.end && !ends(this.fold, end)) end++;
    return { start, end };
  }
}

const isDigit = (fold: string, at: number): boolean => fold.charCodeAt(at) >= 48 && fold.charCodeAt(at) <= 57;

/** A mark that ends a clause; the comma of 1,234 is none. */
function isClauseEnd(fold: string, at: number): boolean {
  const mark = fold[at] as string;
  if (!',。;:!?\n'.includes(mark)) return false;
  return !((mark === ',' || mark === ':') && isDigit(fold, at - 1) && isDigit(fold, at + 1));
}

const isSentenceEnd = (fold: string, at: number): boolean => '。;!?\n'.includes(fold[at] as string);

/** 减半, 翻番: changes without a number. */
function plainChanges(ctx: FactContext, passage: Passage): Measure[] {
  const { plain } = wordsAround(ctx.lexicon);
  const found: Measure[] = [];
  const line = ctx.text.fold.slice(passage.start, passage.end);
  for (const form of plain) {
    for (const match of line.matchAll(form.pattern)) {
      const end = passage.start + match.index + match[0].length;
      const start = end - 2;
      found.push({
        start,
        end,
        numberStart: start,
        numberEnd: end,
        unitEnd: end,
        wordsStart: start,
        value: form.value,
        max: null,
        masked: false,
        scale: null,
        unit: form.unit,
        sense: 'rate',
        rule: form.rule,
        chinese: false,
        bare: false,
        comparator: 'eq',
        reach: null,
        direction: form.direction,
        change: form.change,
        from: false,
        hasAfter: false,
        lent: false,
        noun: '',
      });
    }
  }
  return found;
}

/** How far apart the values of one list may stand. */
const LIST_GAP = 1;

/** 分别达到65%和55%, 98%和97%、99%以上: what touches the first or the last of the values is meant of all. */
function spreadComparators(fold: string, measures: Measure[]): void {
  for (let k = 0; k < measures.length; k++) {
    const run = [measures[k] as Measure];
    while (k + 1 < measures.length) {
      const [last, next] = [run[run.length - 1] as Measure, measures[k + 1] as Measure];
      if (next.start - last.end > LIST_GAP || !/^[、和与及,]$/.test(fold.slice(last.end, next.start)) || next.unit !== last.unit)
        break;
      run.push(next);
      k++;
    }
    if (run.length < 2) continue;
    const [head, tail] = [run[0] as Measure, run[run.length - 1] as Measure];
    for (const m of run.slice(1)) {
      m.from ||= head.from && m.change === null;
      if (m.direction === null && m.change === null && m.reach === null && m.comparator !== 'gte') {
        m.direction = head.direction;
        m.change = head.change;
      }
      if (m.comparator === 'eq' && m.reach === null) {
        m.reach = head.reach;
        if (!head.hasAfter) m.comparator = head.comparator;
      }
    }
    if (!tail.hasAfter) continue;
    for (const m of run) if (m.comparator === 'eq' && !m.hasAfter) m.comparator = tail.comparator;
  }
}

/** The direction that a verb at the head of the clause gives what is counted behind it (新增…1000个). */
function governedBy(
  ctx: FactContext,
  m: Measure,
  clauseStart: number,
  before: Measure | undefined,
): 'increase' | 'decrease' | null {
  if (m.sense === 'time' || m.sense === 'rate' || m.from) return null;
  const { governing } = wordsAround(ctx.lexicon);
  const { fold } = ctx.text;
  const from = Math.max(clauseStart, m.wordsStart - 40);
  for (let at = m.wordsStart; at > from; at--) {
    const word = governing.endingAt(fold, at, from);
    if (!word) continue;
    // 新增5家、培育8家: the item has a verb of its own.
    if (before && at <= before.end && hasOwnVerb(fold.slice(before.end, m.wordsStart), ctx.lexicon)) return null;
    const head = fold.slice(from, at - word.word.length);
    // 新增 must govern the number: nothing but its own object may stand between.
    if (/[的]$/.test(head) || /^(?:额|量|长|值|率)/.test(fold.slice(at, at + 1))) return null;
    return word.value;
  }
  return null;
}

/** The deadlines of a passage, asked from left to right. */
class Limits {
  private next = 0;
  private last: TimeLimit | null = null;
  private lastOpen: TimeLimit | null = null;

  constructor(
    private readonly fold: string,
    private readonly limits: readonly TimeLimit[],
  ) {}

  /** The deadline that governs a measure: 到2025年 for its paragraph, others for their sentence. */
  of(m: Measure): TimeLimit | null {
    for (let limit = this.limits[this.next]; limit && limit.start < m.start; limit = this.limits[++this.next]) {
      if (limit.rule === 'deadline.recurring') continue;
      this.last = limit;
      if (limit.opens) this.lastOpen = limit;
    }
    return [this.last, this.lastOpen].find((limit) => limit !== null && this.governs(limit, m)) ?? null;
  }

  private governs(limit: TimeLimit, m: Measure): boolean {
    const between = this.fold.slice(limit.end, Math.min(m.start, limit.end + 400));
    return !/[。;!?]/.test(between) || (limit.opens && !/\d{4}年/.test(between));
  }
}

const BASELINE =
  /(?:比|较|在)(“?十[一二三四五]五”?(?:时期)?末|(?:\d{4}|[〇零○一二三四五六七八九]{4})年(?:同期|底|末)?|上年(?:同期|末)?|去年(?:同期|底)?|前年)/g;

/** What a change is compared with: 比2020年, 较上年同期. */
function baselineOf(
  ctx: FactContext,
  m: Measure,
  clauseStart: number,
  passage: Passage,
  frame: DeadlineFrame,
): DateMention | null {
  if (m.direction === null) return null;
  const from = Math.max(clauseStart, m.start - 24);
  const words = ctx.text.fold.slice(from, m.start);
  let last: RegExpMatchArray | null = null;
  for (const match of words.matchAll(BASELINE)) last = match;
  if (!last || last.index === undefined) return null;
  const said = last[1] as string;
  const start = from + last.index + last[0].length - said.length;
  const span = { start, end: start + said.length };
  const current = passage.role === 'review' && ctx.reviewYear !== null ? ctx.reviewYear : frame.thisYear;
  const date = /同期/.test(said)
    ? null
    : lastDayOf(said.replace('十', '“十').replace('““', '“'), { thisYear: current, year: null }, ctx.lexicon);
  return { text: ctx.text.text.slice(span.start, span.end), date, span };
}

/** Gives values said one by one of things named together a metric each (…、…分别达到65%和55%). */
function shareMetrics(ctx: FactContext, measures: readonly Measure[], facts: QuantityFact[], bounds: Bounds): QuantityFact[] {
  const { fold } = ctx.text;
  for (let k = 0; k + 1 < facts.length; k++) {
    const first = measures[k] as Measure;
    const clause = bounds.clauseOf(first.numberStart);
    const said = fold.slice(Math.max(clause.start, first.numberStart - 160), first.numberStart);
    const at = said.lastIndexOf('分别');
    if (at < 0 || said.length - at > 12) continue;
    const run = [k];
    while ((run[run.length - 1] as number) + 1 < facts.length) {
      const [last, next] = [
        measures[run[run.length - 1] as number] as Measure,
        measures[(run[run.length - 1] as number) + 1] as Measure,
      ];
      if (!/^[、和与及,]$/.test(fold.slice(last.end, next.start)) || next.start >= clause.end + 30) break;
      run.push((run[run.length - 1] as number) + 1);
    }
    if (run.length < 2) continue;
    const things = bareThings(said.slice(0, at), ctx.lexicon);
    const shared = shareOut(things, run.length, (part) => cutWords(ctx, part, first.wordsStart));
    if (shared) run.forEach((at, n) => Object.assign(facts[at] as QuantityFact, { metric: shared[n] }));
    k = run[run.length - 1] as number;
  }
  return facts;
}

/** The words of a part of the text that stands shortly before `at`. */
function cutWords(ctx: FactContext, part: string, at: number): string[] {
  const from = Math.max(0, at - 200);
  const found = ctx.text.fold.slice(from, at).lastIndexOf(part);
  if (found < 0) return [part];
  const start = from + found;
  const words = ctx
    .words({ start, end: start + part.length })
    .map((word) => ctx.text.fold.slice(Math.max(word.start, start), Math.min(word.end, start + part.length)));
  return words.filter((word) => word !== '');
}

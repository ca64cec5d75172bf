import type { FactContext, Lexicon, Passage, QuantityFact } from '../types.js';
import { type DeadlineFrame, deadlineFrame, limitsIn, type TimeLimit } from './deadlines.js';
import { numberAt } from './numbers.js';
import { Bounds } from './quantities-bounds.js';
import { governedBy, plainChanges } from './quantities-changes.js';
import { type Closed, closedIn, excluded } from './quantities-exclude.js';
import { isAttribute, kindOf } from './quantities-kind.js';
import { shareMetrics, spreadComparators } from './quantities-lists.js';
import type { Measure } from './quantities-measure.js';
import { attributeMetric, type Metric, metricOf } from './quantities-metric.js';
import { inContext, measuredHeadings } from './quantities-metric-context.js';
import { hasOwnVerb } from './quantities-metric-words.js';
import { scanMeasures } from './quantities-scan.js';
import { Tense } from './quantities-tense.js';
import { announcedLimit, baselineOf, isListed, Limits } from './quantities-times.js';

/**
 * Every number that counts or measures something, with what it measures, how it is meant and by when it is due.
 * Slogans, ordinals, dates, durations that are no result, names and announcements of lists are none.
 */
export function findQuantities(ctx: FactContext): QuantityFact[] {
  const frame = deadlineFrame(ctx);
  const headings = measuredHeadings(ctx.text.fold, ctx.passages);
  const said = TITLE_YEAR.exec(ctx.text.fold.slice(0, 100))?.[1];
  const yearOfTitle = said === undefined ? null : (numberAt(said, 0, said.length, ctx.lexicon)?.value ?? null);
  const tense = new Tense(ctx);
  let announced: TimeLimit | null = null;
  const facts: QuantityFact[] = [];
  for (const [index, passage] of ctx.passages.entries()) {
    if (ctx.limit?.reached(facts.length, passage.start)) break;
    const listed = isListed(ctx.text.fold, passage);
    if (!listed) announced = announcedLimit(ctx, passage, frame);
    const found = quantitiesIn(ctx, passage, index, frame, {
      announced: listed ? announced : null,
      heading: headings.get(passage.owner),
      tense,
      thisYear: frame.thisYear ?? yearOfTitle,
      room: ctx.limit?.roomFor(facts.length) ?? Number.POSITIVE_INFINITY,
    });
    for (const fact of found) facts.push(fact);
  }
  return facts;
}

/** The year of a report whose title alone says it. */
const TITLE_YEAR = /^[^\d。;]{0,20}(?<![-—至到、\d])(\d{4}|[一二][〇零○一二三四五六七八九]{3})年度?(?:施政|政府|工作|重点|预算)/m;

/** What a passage's facts take from outside of it. */
interface Around {
  announced: TimeLimit | null;
  heading: string | undefined;
  tense: Tense;
  thisYear: number | null;
  room: number;
}

function quantitiesIn(
  ctx: FactContext,
  passage: Passage,
  index: number,
  frame: DeadlineFrame,
  { announced, heading, tense, thisYear, room }: Around,
): QuantityFact[] {
  const { fold, text } = ctx.text;
  const { lexicon } = ctx;
  const scanned = scanMeasures(fold, passage.start, passage.end, lexicon).concat(plainChanges(ctx, passage));
  if (scanned.length === 0) return [];
  scanned.sort((a, b) => a.start - b.start);
  let closed = 0;
  const stretches = closedIn(fold, passage.start, passage.end, scanned, lexicon);
  const measures: Measure[] = [];
  let floor = passage.start;
  for (const m of scanned) {
    if (measures.length > room) break;
    while (closed < stretches.length && (stretches[closed] as Closed).end <= m.numberStart) closed++;
    if (!excluded(fold, m, floor, passage.end, stretches, closed, lexicon)) measures.push(m);
    if (m.sense !== 'time') floor = Math.max(floor, m.unitEnd);
  }
  if (measures.length === 0) return [];
  const further = measures[room];
  if (further) {
    ctx.limit?.stopAt(further.start);
    measures.length = room;
  }
  spreadComparators(fold, measures);
  const due = passage.role === 'review' ? [] : limitsIn(ctx, passage, frame);
  const limits = new Limits(fold, due, announced);
  const bounds = new Bounds(fold, passage);
  const facts: QuantityFact[] = [];
  let metric: Metric | null = null;
  let sentenceOfMetric = -1;
  let standing = false;
  for (const [k, m] of measures.entries()) {
    const clause = bounds.clauseOf(m.numberStart);
    const sentence = bounds.sentenceOf(m.numberStart);
    if (sentence.start !== sentenceOfMetric) metric = null;
    sentenceOfMetric = sentence.start;
    // 大案要案(货值50万元以上)20件: what brackets add is passed over.
    const previous = measures[k - 1];
    const bracketed =
      previous !== undefined &&
      previous.end < m.start &&
      /^(?:以[上下]|[^()]{0,3})?\)/.test(fold.slice(previous.end, Math.min(m.start, previous.end + 4))) &&
      isAttribute(fold, previous, clause.end);
    const before = bracketed ? measures[k - 2] : previous;
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
    const attribute = isAttribute(fold, m, clause.end);
    const cell = metric !== null && isNextCell(fold, m, before);
    const own: Metric = cell
      ? (metric as Metric)
      : attribute
        ? attributeMetric(fold, m, places, lexicon)
        : inContext(fold, m, metricOf(fold, m, places, metric, lexicon), metric, clause.start, passage.start, heading, lexicon);
    if (!own.aside) metric = own;
    const limit = limits.of(m);
    const said = kindOf(fold, m, passage, sentence, clause, limit !== null, thisYear, tense, lexicon);
    // The items of a list are of one kind (现有30户企业、20个品规).
    const shared: boolean =
      standing && before !== undefined && isBeside(fold.slice(before.end, m.numberStart).slice(-24), continues, lexicon);
    standing = said.standing || shared;
    const kind = shared ? 'context' : said.kind;
    const last = facts.at(-1);
    if (cell && last && kind === 'target' && last.kind === 'target') Object.assign(last, { kind: 'context', deadline: null });
    // 增加3,560万元(8.9%): the same change as a share.
    const share =
      m.sense === 'rate' &&
      m.change === null &&
      before?.change === 'by' &&
      fold[m.start - 1] === '(' &&
      before.end === m.start - 1;
    const governing = share
      ? before.direction
      : m.direction === null && m.change === null
        ? governedBy(ctx, m, clause.start, before)
        : null;
    facts.push({
      text: text.slice(m.start, m.end),
      span: { start: m.start, end: m.end },
      kind,
      metric: own.text === null ? null : printed(ctx, own.text, clause.start, m.end),
      value: m.value,
      max: m.max,
      unit: m.unit,
      comparator: m.comparator === 'eq' && m.reach ? (kind === 'target' ? m.reach.target : m.reach.result) : m.comparator,
      direction: m.direction ?? governing,
      change: m.change ?? (governing ? 'by' : null),
      masked: m.masked,
      scale: m.scale,
      deadline: kind === 'target' && limit ? mentionOf(limit, text) : null,
      baseline: baselineOf(ctx, m, clause.start, passage, frame),
      passage: index,
      rule: m.rule,
      evidence: { start: Math.min(m.start, clause.start), end: Math.max(m.end, clause.end) },
    });
  }
  for (const [k, limit] of due.entries())
    if (limit.rule === 'deadline.until-joined') shareJoined(due[k - 1], limit, facts, bounds, text);
  return shareMetrics(ctx, passage, measures, facts);
}

/** What stands beside things that are there: 现有30户企业、20个品规, 现有企业30户，其中骨干2户；合作社50个. */
function isBeside(between: string, continues: boolean, lexicon: Lexicon): boolean {
  const words = (continues ? /[、和与]([^、,。;\d]{0,12})$/ : /(?:^|[一-龥])(?:[,;]其中:?|; ?)([^,。;:\d]{2,12})$/).exec(
    between,
  )?.[1];
  return words !== undefined && !hasOwnVerb(words, lexicon);
}

const mentionOf = ({ start, end, date }: TimeLimit, text: string) => ({
  text: text.slice(start, end),
  date,
  span: { start, end },
});

/** 到2022年和2030年，分别达到80%和90%: of the two of a clause the first is due by the first year. */
function shareJoined(first: TimeLimit | undefined, second: TimeLimit, facts: QuantityFact[], bounds: Bounds, text: string): void {
  if (first === undefined) return;
  const clauses = new Map<number, QuantityFact[]>();
  for (const fact of facts) {
    if (fact.deadline?.span.start !== second.start) continue;
    const { start } = bounds.clauseOf(fact.span.start);
    clauses.set(start, [...(clauses.get(start) ?? []), fact]);
  }
  for (const [one, ...others] of clauses.values()) if (one && others.length === 1) one.deadline = mentionOf(first, text);
}

/** 合格率98.6%98.5%以上约束性: the next cell of a row of indicators, of which the last is to be reached. */
const isNextCell = (fold: string, m: Measure, before: Measure | undefined): boolean =>
  before !== undefined &&
  before.unit === m.unit &&
  before.sense !== 'time' &&
  m.start - before.end <= 1 &&
  /^ ?$/.test(fold.slice(before.end, m.start)) &&
  /^ ?(?:[≥≤><\d]|约束性|预期性|\n|$)/.test(fold.slice(m.end, m.end + 4));

/** The words of a metric as the text has them, where they stand there in one piece: rules see widths folded. */
function printed(ctx: FactContext, words: string, from: number, to: number): string {
  if (!/[!-~]/.test(words)) return words;
  const start = Math.max(0, from, to - 100);
  const at = ctx.text.fold.slice(start, to + 60).indexOf(words);
  return at < 0 ? words : ctx.text.text.slice(start + at, start + at + words.length);
}

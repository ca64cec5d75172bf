import type { FactContext, Lexicon, Passage, QuantityFact } from '../types.js';
import { Bounds } from './quantities-bounds.js';
import type { Measure } from './quantities-measure.js';
import { bareThings, measuredTail, verbAt } from './quantities-metric-words.js';

/** How far apart the values of one list may stand. */
const LIST_GAP = 1;

/** 分别达到65%和55%, 98%和97%、99%以上: what touches the first or the last of the values is meant of all. */
export function spreadComparators(fold: string, measures: Measure[]): void {
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

/** Gives values said one by one of things named together a metric each (…、…分别达到65%和55%). */
export function shareMetrics(
  ctx: FactContext,
  passage: Passage,
  measures: readonly Measure[],
  facts: QuantityFact[],
): QuantityFact[] {
  const { fold } = ctx.text;
  const bounds = new Bounds(fold, passage);
  for (let k = 0; k + 1 < facts.length; k++) {
    const first = measures[k] as Measure;
    const clause = bounds.clauseOf(first.numberStart);
    const said = fold.slice(Math.max(clause.start, first.numberStart - FAR), first.numberStart);
    const at = said.lastIndexOf('分别');
    const bare = first.start - clause.start <= NEAR && ONLY_COMPARED.test(fold.slice(clause.start, first.start));
    // 抽检药品、器械800批次、120批次: things and numbers named in turn, without 分别.
    const named = !bare && at < 0 && facts[k]?.metric?.includes('、') === true;
    if (!bare && !named && (at < 0 || said.length - at > NEAR)) continue;
    const marks: string[] = [];
    for (let n = k + 1; n < facts.length; n++) {
      const mark = fold.slice((measures[n - 1] as Measure).end, (measures[n] as Measure).start);
      if (!/^[、和与及,]$/.test(mark)) break;
      marks.push(mark);
    }
    if (marks.length === 0) continue;
    if (bare) {
      const from = k - marks.length - 1;
      if (first.change === 'by' && ofOneSentence(bounds, measures, from, k))
        for (let n = 0; n <= marks.length; n++) {
          const [of, fact] = [facts[from + n] as QuantityFact, facts[k + n] as QuantityFact];
          Object.assign(fact, {
            metric: of.metric,
            direction: fact.direction ?? first.direction,
            change: fact.change ?? first.change,
          });
        }
      k += marks.length;
      continue;
    }
    if (named) {
      inTurn(bareThings(said, ctx.lexicon), measures.slice(k, k + marks.length + 1), ctx.lexicon)?.forEach((metric, n) => {
        Object.assign(facts[k + n] as QuantityFact, { metric });
      });
      k += marks.length;
      continue;
    }
    const things = bareThings(said.slice(0, at), ctx.lexicon);
    // 甲300批次、乙200批次，合格率分别为98%、97%: of the numbers before, as many as there are values.
    const from = k - marks.length - 1;
    if (OF_EACH.test(things) && ofOneSentence(bounds, measures, from, k)) {
      for (let n = 0; n <= marks.length; n++) {
        const of = facts[from + n]?.metric;
        if (of) Object.assign(facts[k + n] as QuantityFact, { metric: of.endsWith(things) ? of : of + things });
      }
      k += marks.length;
      continue;
    }
    // 甲、乙、丙分别完成投资3亿元、2亿元、1亿元: what is done follows 分别.
    const done = bareThings(fold.slice(first.numberStart - said.length + at + 2, first.wordsStart), ctx.lexicon);
    const shared =
      shareInGroups(things, marks, (part) => cutWords(ctx, part, first.wordsStart), ctx.lexicon) ??
      byItem(things, marks.length + 1, done);
    shared?.forEach((metric, n) => {
      const fact = facts[k + n] as QuantityFact;
      // 分别增长8%和7%以上: the verb is of both.
      const changes = first.change === 'by' && fact.change === null && fact.unit === first.unit;
      Object.assign(fact, { metric }, changes ? { direction: first.direction, change: 'by' } : {});
    });
    k += marks.length;
  }
  return facts;
}

/** Nothing but what changes are compared with stands before the values (…，同比分别增长5%、7%): they are of the numbers before. */
const ONLY_COMPARED =
  /^(?:分别|各)?(?:(?:同比|环比|[比较](?:上年|去年|前年|上年同期|去年同期|同期|上季度|\d{4}年))[,]?)?(?:分别|各)?$/;

/** Things named in turn, each with what is done to all of them; null where there are not as many as values. */
function byItem(things: string, count: number, done: string): string[] | null {
  const items = things.split('、');
  return items.length === count && done.length >= 2 && items.every((item) => item.length >= 2 && item.length <= 10)
    ? items.map((item) => item + done)
    : null;
}

/** A measure that says not of what it is. */
const OF_EACH = /^(?:抽检|总体|平均|监测)?[一-龥]{0,2}率$/;

/** The metrics of numbers of one unit that stand in turn behind as many things (检查甲、乙30家、20家). */
function inTurn(words: string, measures: readonly Measure[], lexicon: Lexicon): string[] | null {
  const items = words.split(/[、和与及]/);
  const [first] = measures as [Measure];
  if (items.length !== measures.length || items.some((item) => item.length < 2)) return null;
  // 撤销、收回证书9张,6张许可证: two things done to one, not two things.
  if (items.some((item) => verbAt(item, lexicon) === item)) return null;
  if (first.sense === 'rate' || measures.some((m) => m.unit !== first.unit || m.change !== null)) return null;
  const verb = verbAt(items[0] as string, lexicon);
  return items.map((item, n) => (n === 0 || verbAt(item, lexicon) !== '' ? item : verb + item));
}

/** Whether the numbers from one to another stand in one sentence, and none of them is a change. */
const ofOneSentence = (bounds: Bounds, measures: readonly Measure[], from: number, to: number): boolean =>
  from >= 0 &&
  measures.slice(from, to).every((m) => m.change !== 'by' && !m.from) &&
  bounds.sentenceOf((measures[from] as Measure).numberStart).start ===
    bounds.sentenceOf((measures[to] as Measure).numberStart).start;

/** How a thing ends that is itself a measure. */
const MEASURED = /(?:[率量额值数费]|人次|货值|收入|支出|占比|比重|面积)$/;

/** Words of the segmenter. */
type Cut = (text: string) => readonly string[];

/** How far before its values 分别 may stand, and the things before it. */
const NEAR = 12;
const FAR = 160;

/** A、B和C、D分别为98%和97%、99%: the first value is of A and B, the others of C and D. */
function shareInGroups(things: string, marks: readonly string[], cut: Cut, lexicon: Lexicon): string[] | null {
  const plain = shareOut(things, marks.length + 1, cut, lexicon);
  if (plain) return plain;
  const groups = things.split('和');
  const sizes = [1];
  for (const mark of marks) {
    if (mark === '和') sizes.push(1);
    else sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + 1;
  }
  if (groups.length < 2 || groups.length !== sizes.length) return null;
  return groups.flatMap((group, n) => {
    const size = sizes[n] as number;
    return (size > 1 ? shareOut(group, size, cut, lexicon) : null) ?? Array.from({ length: size }, () => group);
  });
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

/**
 * The metrics of values that are said one by one of things named together (花生种植、收获机械化率分别达到65%和55%).
 * @param words the things, with the words they share at the end
 * @param count how many values there are
 * @param cut words of the segmenter, where it is at hand
 */
function shareOut(words: string, count: number, cut: Cut, lexicon: Lexicon): string[] | null {
  let items = expanded(
    words.split(/[、和与及]/).filter((item) => item !== ''),
    count,
  );
  // 甲和乙业、丙和丁业增加值分别增长5%、7%: what 和 joins is one thing.
  if (items.length > count && words.includes('、') && !items.slice(0, -1).some((item) => MEASURED.test(item))) {
    items = words.split('、');
    if (items.length === count && !MEASURED.test(items[items.length - 1] as string)) return [...items];
  }
  if (items.length !== count || count < 2) return null;
  // 新增就业、发放贷款: each says itself what is done.
  if (count === 2 && items.every((item) => item.length >= 5 && /^.{0,2}(?:新增|发放|新建|新设)/.test(item))) return [...items];
  // 用电量、零售总额: each says itself what is measured.
  const measures = items.filter((item) => item.length > 3 && MEASURED.test(item)).length;
  // 货值、入境游客、销售额: where one in front does, the end is not shared.
  if (measures === count) return [...items];
  const last = items[items.length - 1] as string;
  if (count > 2 && items.slice(0, -1).some((item) => item.length > 3 && MEASURED.test(item))) {
    // 巩固率、高中和高校入学率: only what 和 joins.
    const neighbour = items[items.length - 2] as string;
    const joined = /[和与及]/.test(words.charAt(words.lastIndexOf(last) - 1)) && !MEASURED.test(neighbour);
    const shared = joined ? (shareOut(`${neighbour}和${last}`, 2, cut, lexicon)?.[0] ?? neighbour) : neighbour;
    return [...items.slice(0, -2), shared, last];
  }
  // 合同额 says itself what is measured, though it is short.
  if (count === 2 && MEASURED.test(last) && last.length <= 3 && MEASURED.test(items[0] as string)) return [...items];
  const tail = sharedTail(items, last, cut, lexicon);
  if (tail === null) return null;
  const lead = count > 2 ? '' : sharedLead(items[0] as string, last.slice(0, last.length - tail.length), cut);
  return items.map((item, k) =>
    k === items.length - 1
      ? item.startsWith(lead)
        ? item
        : lead + item
      : (k > 0 && !item.startsWith(lead) ? lead : '') + item + (item.endsWith(tail) ? '' : tail),
  );
}

/** 一二三产增加值, 一、二、三产增加值: numbered things that are written as one. */
function expanded(items: readonly string[], count: number): readonly string[] {
  const whole = items.join('');
  const match = /^([^一二三四]{0,6})([一二三四]{2,4})(次?产.*)$/.exec(whole);
  if (!match || match[2]?.length !== count) return items;
  return [...(match[2] as string)].map((number) => `${match[1]}${number}${match[3]}`);
}

/** What the last of the things has behind what they have in common: 警情 of 刑事治安、涉诈、涉毒警情. */
function sharedTail(items: readonly string[], last: string, cut: Cut, lexicon: Lexicon): string | null {
  const first = items[0] as string;
  for (let size = Math.min(first.length, last.length - 1); size >= 2; size--) {
    const at = last.indexOf(first.slice(-size));
    if (at >= 0) return last.slice(at + size);
  }
  // 一产、二产、三产增加值
  if (last.length > first.length && last[first.length - 1] === first.at(-1)) return last.slice(first.length);
  // 涉诈、涉毒警情: things that begin alike are of one length.
  const neighbour = items[items.length - 2] as string;
  if (items.length > 2 && neighbour[0] === last[0] && neighbour.length < last.length) return last.slice(neighbour.length);
  // 新材料、生物医药产业产值: what follows a word of kind is shared with it.
  const kind = /(?:产业|行业|工业|企业|产品)[^、]{2,4}$/.exec(last);
  if (kind && kind.index >= 2) return kind[0];
  // 花生种植、收获机械化率: words of one length stand for one another; else what is measured at the end is shared.
  const words = cut(last);
  if (words.length > 1 && words[0]?.length === cut(first).at(-1)?.length) return words.slice(1).join('');
  const measured = measuredTail(last, lexicon);
  if (measured.length >= 2 && measured.length < last.length) return measured;
  return words.length > 1 ? words.slice(1).join('') : null;
}

/** What only the first of the things has before what differs: 花生 of 花生种植、收获…. */
function sharedLead(first: string, core: string, cut: Cut): string {
  const words = cut(first);
  const own = cut(core);
  if (words.length <= own.length || words.length > 3 || (words[0] as string).length < 2) return '';
  return words.slice(0, words.length - own.length).join('');
}

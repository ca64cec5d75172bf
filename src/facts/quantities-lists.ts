import type { FactContext, QuantityFact } from '../types.js';
import type { Bounds } from './quantities-bounds.js';
import type { Measure } from './quantities-measure.js';
import { bareThings, shareOut } from './quantities-metric.js';

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
  measures: readonly Measure[],
  facts: QuantityFact[],
  bounds: Bounds,
): QuantityFact[] {
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

import type { DateMention, FactContext, Passage } from '../types.js';
import { lastDayOf } from './dates.js';
import type { DeadlineFrame, TimeLimit } from './deadlines.js';
import type { Measure } from './quantities-measure.js';

/** The deadlines of a passage, asked from left to right. */
export class Limits {
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
export function baselineOf(
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

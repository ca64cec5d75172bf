import { matchesOf } from '../matches.js';
import type { DateMention, FactContext, Passage, Span } from '../types.js';
import { lastDayOf } from './dates.js';
import { type DeadlineFrame, limitsIn, type TimeLimit } from './deadlines.js';
import type { Measure } from './quantities-measure.js';

/** Whether a paragraph is one of a list of dashes. */
export const isListed = (fold: string, { start }: Span): boolean => /^(?:——|—|--|―)/.test(fold.slice(start, start + 2));

/** The limit of the list that a paragraph announces (到2025年，实现以下目标：). */
export function announcedLimit(ctx: FactContext, passage: Passage, frame: DeadlineFrame): TimeLimit | null {
  if (!/:\s{0,2}$/.test(ctx.text.fold.slice(Math.max(passage.start, passage.end - 3), passage.end)) || passage.role === 'review')
    return null;
  return limitsIn(ctx, passage, frame).findLast(({ opens }) => opens) ?? null;
}

/** The deadlines of a passage, asked from left to right. */
export class Limits {
  private next = 0;
  private last: TimeLimit | null = null;

  private lastOpen: TimeLimit | null;

  /** @param carried the limit that a paragraph before announced for the list of which this one is part */
  constructor(
    private readonly fold: string,
    private readonly limits: readonly TimeLimit[],
    private readonly carried: TimeLimit | null = null,
  ) {
    this.lastOpen = carried;
  }

  /** The deadline that governs a measure: 到2025年 for its paragraph, others for their sentence. */
  of(m: Measure): TimeLimit | null {
    for (let limit = this.limits[this.next]; limit && limit.start < m.start; limit = this.limits[++this.next]) {
      if (limit.rule === 'deadline.recurring') continue;
      this.last = limit;
      if (limit.opens) this.lastOpen = limit;
    }
    return this.closing(m) ?? [this.last, this.lastOpen].find((limit) => limit !== null && this.governs(limit, m)) ?? null;
  }

  /** The deadline right behind a measure, of the whole that it counts: 检查30家，6月底前全面完成. */
  private closing(m: Measure): TimeLimit | null {
    const limit = this.limits[this.next];
    if (!limit || limit.start - m.end > 16 || !/^[^,。;:、]{0,15},$/.test(this.fold.slice(m.end, limit.start))) return null;
    return /^(?:全面|全部|基本)?(?:完成|建成|办结|到位|结束)[。;,)]/.test(this.fold.slice(limit.end, limit.end + 6))
      ? limit
      : null;
  }

  private governs(limit: TimeLimit, m: Measure): boolean {
    if (limit === this.carried) return true;
    const between = this.fold.slice(limit.end, Math.min(m.start, limit.end + 400));
    // 年底前应汰换三千辆，惟截至8月底仅汰换九百辆: how far it went is due by no day.
    if (/[,;](?:[惟但](?:是)?)?(?:截至|截止)/.test(between)) return false;
    // 2023年底前达到200名，2025年达到240名: another year has the say.
    if (!limit.opens && /[,;](?:(?:到|至|在)?\d{4}年(?!以来|度)|(?:力争|确保|争取)?全年)/.test(between)) return false;
    // 到某年…。三年多来，共…: what follows tells of the years that are over.
    return !/[。;!?]/.test(between) || (limit.opens && !/(?<![比较])\d{4}年|[。;][^,。;]{0,6}(?:以|年多?)来,/.test(between));
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
  for (const match of matchesOf(words, BASELINE)) last = match;
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

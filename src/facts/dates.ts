import { perLexicon } from '../per-lexicon.js';
import type { DateMention, Lexicon, NormalText } from '../types.js';
import { foldWidths, numberAt } from './numbers.js';

/** What the words of a text take their year from. */
export interface DateFrame {
  /** 今年. */
  thisYear: number | null;
  /** The year that a month without a year belongs to. */
  year: number | null;
}

/** A pattern with `{part}` replaced by the parts of the lexicon `dates`. */
export const withDateParts = perLexicon((lexicon: Lexicon) => {
  const parts = new Map<string, string>();
  const fill = (pattern: string): string => pattern.replace(/\{([a-z-]+)\}/g, (whole, name: string) => parts.get(name) ?? whole);
  for (const entry of lexicon.dates ?? []) parts.set(entry.id.replace(/^date\./, ''), fill(String(entry.pattern ?? '')));
  return fill;
});

const YEAR = /((?:民国 ?)?[〇零○一二三四五六七八九\d]{2,4}) ?年/;
const RELATIVE: Record<string, number> = {
  今年: 0,
  本年: 0,
  明年: 1,
  来年: 1,
  次年: 1,
  翌年: 1,
  后年: 2,
  去年: -1,
  上年: -1,
  前年: -2,
};
const MONTH = /(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月/;
const DAY = /([12]\d|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]) ?[日号]/;
const QUARTER = /第?([一二三四1-4])季/;
const PLAN = /(十[一二三四五六]?|[八九])五/;

const pad = (value: number): string => String(value).padStart(2, '0');
const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const small = (digits: string, lexicon: Lexicon): number => {
  const match = numberAt(digits, 0, digits.length, lexicon);
  return match?.value ?? Number.NaN;
};

/** The year that a mention names itself, null where it names none. */
export function yearIn(text: string, thisYear: number | null, lexicon: Lexicon): number | null {
  const named = YEAR.exec(text);
  if (named) {
    const words = (named[1] as string).replace('民国', '').trim();
    const value = small(words, lexicon);
    if (/民国/.test(named[0]) || (value >= 90 && value <= 150)) return value + 1911;
    return value >= 1800 && value <= 2200 ? value : null;
  }
  const relative = /(今年|本年|明年|来年|次年|翌年|后年|去年|上年|前年)/.exec(text);
  if (relative && thisYear !== null) return thisYear + (RELATIVE[relative[0]] ?? 0);
  return null;
}

/**
 * The last day that a mention of a date means, as ISO, or null where it is not certain:
 * 2022年3月底 → 2022-03-31, 到2025年 → 2025-12-31, 上半年 → 06-30, “十四五”末 → 2025-12-31.
 */
export function lastDayOf(text: string, frame: DateFrame, lexicon: Lexicon): string | null {
  const fold = foldWidths(text);
  const plan = PLAN.exec(fold);
  if (plan && !YEAR.test(fold) && /末/.test(fold)) {
    const number = small(plan[1] as string, lexicon);
    return `${1955 + 5 * number}-12-31`;
  }
  const year = yearIn(fold, frame.thisYear, lexicon) ?? frame.year;
  if (year === null) return null;
  const rest = fold.replace(YEAR, '');
  const month = MONTH.exec(rest);
  const day = DAY.exec(month ? rest.slice(month.index + month[0].length) : rest);
  if (month) {
    const value = small(month[1] as string, lexicon);
    const tail = rest.slice(month.index + month[0].length);
    const date = day ? small(day[1] as string, lexicon) : /上旬/.test(tail) ? 10 : /中旬/.test(tail) ? 20 : lastDay(year, value);
    return date <= lastDay(year, value) ? `${year}-${pad(value)}-${pad(date)}` : null;
  }
  if (day) return null;
  const quarter = QUARTER.exec(rest);
  if (quarter) {
    const value = small(quarter[1] as string, lexicon) * 3;
    return `${year}-${pad(value)}-${pad(lastDay(year, value))}`;
  }
  if (/上半年|年中/.test(rest)) return `${year}-06-30`;
  if (/前三季度/.test(rest)) return `${year}-09-30`;
  return `${year}-12-31`;
}

const DOCUMENT_YEAR =
  /^[^\n]{0,24}[〔[(【](\d{4})[〕\])】][^\n]{0,16}号[^\n]{0,4}$|^[ (]?((?:19|20)\d{2}|二[〇零○0][〇零○一二三四五六七八九\d]{2}) ?年 ?\d{1,2} ?月 ?\d{1,2} ?日[ )]?$|^发布(?:时间|日期)[:  ]{0,3}((?:19|20)\d{2})|^[—-]{1,4} ?((?:19|20)\d{2}) ?年\d{1,2}月\d{1,2}日在/m;

/**
 * The year in which a document was issued as its own number, its date line or its dateline says; null where none does.
 * Looks at its first and last lines only.
 */
export function issueYearOf(text: NormalText, lexicon: Lexicon): number | null {
  const head = text.fold.slice(0, 2000);
  const tail = text.fold.slice(Math.max(2000, text.fold.length - 600));
  const match = DOCUMENT_YEAR.exec(head) ?? DOCUMENT_YEAR.exec(tail);
  const words = match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4];
  return words ? small(words, lexicon) : null;
}

const mentionsOf = perLexicon((lexicon: Lexicon) => {
  const fill = withDateParts(lexicon);
  return new RegExp(`(?:到|至)?(?:${fill('{calendar}')})(?:之前|以前|前(?![后列沿]))?|${fill('{plan-period}')}`, 'g');
});

/**
 * All dates that a text names, in order: days, months, years, 3月底前, 到2025年, 民国113年, 二〇三五年.
 * @param options.year the year that 今年 and months without a year belong to
 */
export function findDates(text: string, options: { year?: number | null }, lexicon: Lexicon): DateMention[] {
  const fold = foldWidths(text);
  const found: DateMention[] = [];
  let year = options.year ?? null;
  for (const match of fold.matchAll(mentionsOf(lexicon))) {
    const printed = text.slice(match.index, match.index + match[0].length);
    const named = yearIn(match[0], options.year ?? null, lexicon);
    if (named !== null) year = named;
    const date = lastDayOf(match[0], { thisYear: options.year ?? null, year }, lexicon);
    found.push({ text: printed, date, span: { start: match.index, end: match.index + match[0].length } });
  }
  return found;
}

import { matchesOf } from '../matches.js';
import type { Document, Span } from '../types.js';
import { inDigits } from './meta-dates.js';
import type { Part } from './parts.js';

/** Patterns of the lexicon that years are found by. */
export interface YearRules {
  plan: RegExp;
  review: RegExp;
  outlined: RegExp;
  planTitle: RegExp;
  notPlanTitle: RegExp;
  reviewTitle: RegExp;
  toDo: RegExp;
}

/** The year that a title names, in the Common Era; 民国113年 and 113年度 are 2024. */
function yearIn(title: string): string | undefined {
  const common = /(\d{4})年/.exec(title)?.[1] ?? BUDGET_YEAR.exec(title)?.[1];
  const republic = /(?:民国)(\d{2,3})年|(?:^|[^\d])(1[0-2]\d)年度/.exec(title);
  return common ?? (republic ? String(1911 + Number(republic[1] ?? republic[2])) : undefined);
}

/** A year of accounts over two of the calendar: 2024至25年度, 2024-25年度, 2024至2025年度. */
const BUDGET_YEAR = /((?:19|20)\d\d)(?:年?[至-])(?:20)?\d\d(?:财政)?年度/;

/** The line of an estimate that says its year. */
const ESTIMATE = /(?:^|\n) ?((?:19|20)\d\d)年?[至-](?:20)?\d\d(?:财政)?年度(?:开支)?预算/;

/** A school year goes by the year in which it begins, where that alone is said: 2023学年工作计划. */
const SCHOOL_YEAR = /(?<![\d至到—~-])((?:19|20)\d\d)学年/;

/** Years of a title in characters as digits: 二〇二五年, 民国一一四年度, 二零二四至二五年度. */
function withDigits(printed: string): string {
  const title = printed.includes('学年') ? printed.replace(SCHOOL_YEAR, '$1年') : printed;
  if (!/[〇○零一二三四五六七八九]{2,4}年/.test(title)) return title;
  const digits = (printed: string) => inDigits(printed.replace(/[○零]/g, '〇'));
  return title
    .replace(/民国([〇○零一二三四五六七八九]{2,3})(?=年)/g, (_, year: string) => `民国${digits(year)}`)
    .replace(
      /((?:一九|二[〇○零])[〇○零一二三四五六七八九]{2})(?:([至-])([〇○零一二三四五六七八九]{2,4}))?(?=年)/g,
      (_, year: string, mark?: string, end?: string) => digits(year) + (mark && end ? mark + digits(end) : ''),
    );
}

/** The one year that the title of a plan or of a notice to do something is for: 2025年…实施方案, 关于做好2025年…的通知, 2030年前 is none. */
function yearOfPlan(rules: YearRules, title: string, type: Document['meta']['type']): string | undefined {
  if (rules.notPlanTitle.test(title) || !(type === 'plan' || (type === 'notice' && rules.toDo.test(title)))) return undefined;
  const years = new Set([...title.matchAll(/(\d{4})年/g)].map((match) => match[1]));
  if (years.size > 1 || /\d{4}年?[至—~-]|[到至—~-]\d{4}年|\d{4}年(?:以?前|底|末|版)/.test(title)) return undefined;
  return yearIn(title);
}

/**
 * The year that stands before a word of a title (2023年工作总结和2024年工作计划, 2023工作总结), else any that it names.
 * @param other words of another year's: what stands behind one of them (2023年工作总结和下一步工作计划) is not of the year before it
 */
function yearOfWord(title: string, word: RegExp, other?: RegExp): string | undefined {
  const before = title.slice(0, word.exec(title)?.index ?? title.length);
  const year = [...before.matchAll(/((?:19|20)\d\d)(?:年|$)/g)].at(-1);
  if (year && other?.test(before.slice(year.index))) return undefined;
  return year?.[1] ?? yearIn(title);
}

/**
 * The year planned for and the year looked back on: by the title, the headings, and what the opening says was met for.
 * @param letter what a letter that issues something says
 */
export function yearsOf(
  rules: YearRules,
  fold: string,
  printedTitle: string,
  parts: readonly Part[],
  opening: string,
  type: Document['meta']['type'],
  letter: string,
): { planYear: number | null; reviewYear: number | null } {
  const title = withDigits(printedTitle);
  const year = (printed: string | undefined) => (printed === undefined ? null : Number(printed));
  const headings = (role: string) =>
    parts
      .filter((part) => part.role === role && part.heading)
      .map((part) => fold.slice((part.heading as Span).start, (part.heading as Span).end));
  const inHeading = (role: string) =>
    headings(role)
      .map(
        (heading) =>
          /(?:^|——|[^\d—〇○零一二三四五六七八九到至自])(20\d\d|19\d\d|(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2})年(?![\d底末前初]|以前)/.exec(
            heading,
          )?.[1],
      )
      .find(Boolean)
      ?.replace(/^[^\d]+/, (digits) => inDigits(digits.replace(/[○零]/g, '〇')));
  // A plan that is looked back on (2024年专项整治工作总结) is none.
  const planTitle =
    SUMMED_UP.test(title) || DONE.test(title)
      ? undefined
      : type === 'work-points' || rules.planTitle.test(title)
        ? yearOfWord(title, rules.planTitle, rules.reviewTitle)
        : yearOfPlan(rules, title, type);
  // What a budget is for, or an estimate of a department's spending (2024至25年度预算).
  const asked = title === '' ? `${letter}\n${opening}`.slice(0, 600).replace(/[《》<>]/g, '') : title;
  const shared =
    type === 'notice' && SHARES_REPORT.test(asked) ? onlyYear(title === '' ? `${letter}\n${opening}` : opening) : undefined;
  const budget = /预算/.test(title) ? yearIn(title) : ESTIMATE.exec(withDigits(opening.slice(0, 300)))?.[1];
  const reviewTitle = rules.reviewTitle.test(title)
    ? yearOfWord(title, rules.reviewTitle)
    : (HALF_YEAR.exec(title)?.[1] ?? RESULTS.exec(title)?.[1]);
  const saidPlan =
    rules.plan.exec(opening)?.[1] ??
    rules.outlined.exec(opening)?.[1] ??
    (type === 'news' ? WORK_MEETING.exec(opening.slice(0, 200))?.[1] : undefined);
  const saidReview =
    rules.review.exec(opening)?.[1] ??
    (saidPlan !== undefined && LAST_YEAR.test(opening.slice(0, 400)) ? String(Number(saidPlan) - 1) : undefined);
  const meeting = type === 'news' || type === 'speech' || type === 'study-speech' || type === 'work-points';
  const told = type === 'news' && saidPlan === undefined && saidReview === undefined ? yearsTold(fold, parts, opening) : null;
  const plan = saidPlan ?? told?.plan;
  const before = type === 'news' && plan !== undefined ? String(Number(plan) - 1) : undefined;
  const toldBefore =
    before !== undefined && matchesOf(opening, OPENING_YEAR).some((match) => match[1] === before) ? before : undefined;
  return {
    // 在2021年…工作会议上 may be where 2021 is looked back on.
    planYear: year(
      (saidPlan !== undefined && planTitle !== undefined && saidReview === planTitle ? saidPlan : planTitle) ??
        budget ??
        shared ??
        inHeading('plan') ??
        (meeting ? plan : undefined) ??
        (type === 'news' ? MET_FOR.exec(opening.slice(0, 80))?.[1] : undefined),
    ),
    reviewYear: year(reviewTitle ?? inHeading('review') ?? (meeting ? (saidReview ?? told?.review ?? toldBefore) : undefined)),
  };
}

/** A title that tells how a year went: 2023年药品抽检情况, 2023年药品抽检合格率99%. */
const RESULTS = /((?:19|20)\d\d)年度?(?![^。]*\d{4}年)[^。]{0,40}(?:情况|合格率[^。]{0,12}|(?:工作|情况)的报告)$/;

/** The year in the name of a meeting on the work: 2023年全市市场监管工作会议. */
const WORK_MEETING = /((?:19|20)\d\d)年度?[^。,;:\d]{0,24}?工作会议/;

/** A sentence that opens with a year (2022年，全市…; 会议指出，2022年以来…). */
const OPENING_YEAR = /(?<=^|[。;\n])(?:[^。,;:\n\d]{2,8}[,:] ?)?((?:19|20)\d\d)年(?:度|全年|以?来)?,/g;

/** A notice that shares out the tasks of a government's report. */
const SHARES_REPORT = /政府工作报告[^。]{0,40}(?:任务|目标|分解|分工)|(?:分解|分工|落实)[^。]{0,12}政府工作报告/;

/** The year whose aims and tasks an opening speaks of, where it is one. */
function onlyYear(opening: string): string | undefined {
  const years = new Set(matchesOf(opening, YEAR_OF_TASKS).map((match) => match[1]));
  return years.size === 1 ? [...years][0] : undefined;
}

const YEAR_OF_TASKS = /(?<!\d)(20\d\d)年度?(?=[^。;,\d]{0,24}(?:任务|目标|重点工作))/g;

/** A work meeting by its name (在2020年全省渔业工作会上了解到). */
const MET_FOR = /在((?:19|20)\d\d)年全[国省市县区州][^,。;]{2,14}工作会议?上/;

/** Of whom a year's work is: 2024年全省…要…. */
const TO_DO = /(?:^|[。;,:\n])((?:19|20)\d\d)年,?(?:全[国省市县区州系]|各级|各地|我[省市县区州])[^。;,\d]{0,16}?(?:要|将|必须)/;
const NAMED_YEAR = /(?<!\d)((?:19|20)\d\d)年/g;
const LAST_YEAR = /(?:总结|回顾)[^。;,]{0,3}(?:去年|过去一年|上一年)/;

/** A headline of what was done in a year (某年某县办了这10件实事). */
const DONE = /(?:办|做|完成|落实|实现|解决)了/;

/** How a title ends that looks back. */
const SUMMED_UP = /(?:总结|总结报告|情况汇报|工作汇报|小结)(?:材料|稿)?(?:\([^()]{1,12}\))?$/;

/** A report on a part of a year (2022年上半年政府工作报告). */
const HALF_YEAR = /((?:19|20)\d\d)年度?(?:上半年|前三季度|第?[一二三四]季度)[^《》]{0,30}(?:总结|报告|汇报|小结|情况)/;

/** The years of a report of a meeting that names none where it says what was met for: by its statements, or by 去年 where one year alone is named. */
function yearsTold(fold: string, parts: readonly Part[], opening: string): { plan?: string; review?: string } {
  const review = parts
    .filter((part) => part.kind === 'statement' && part.role === 'review' && part.heading)
    .map((part) => fold.slice((part.heading as Span).end, (part.heading as Span).end + 12))
    .map((text) => /^[,:]?((?:19|20)\d\d)年(?:[以来全]|度?,)/.exec(text)?.[1])
    .find(Boolean);
  const plan = TO_DO.exec(opening)?.[1];
  if (review !== undefined || plan !== undefined || !LAST_YEAR.test(opening))
    return { ...(plan === undefined ? {} : { plan }), ...(review === undefined ? {} : { review }) };
  const named = new Set(matchesOf(opening, NAMED_YEAR).map((match) => match[1] as string));
  const [only] = named;
  if (named.size !== 1 || only === undefined) return {};
  // 表彰2021年度先进 looks back as 去年 does; 2024年1月10日 is when they met, in the year that they met for.
  if (opening.includes(`${only}年度`)) return { review: only, plan: String(Number(only) + 1) };
  if (new RegExp(`${only}年\\d{1,2}月`).test(opening)) return { review: String(Number(only) - 1), plan: only };
  return {};
}

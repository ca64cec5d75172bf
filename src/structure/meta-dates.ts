import { matchesOf } from '../matches.js';

const DIGITS = '〇一二三四五六七八九';

/** ISO date of a printed full date in Arabic or Chinese digits; null where it is none. */
export function isoOf(printed: string): string | null {
  const arabic = printed
    .replace(/[〇○零ОoO]|(?<=[一二三四五六七八九〇])0/g, '〇')
    .replace(/[一二三四五六七八九〇十]+/g, (digits) =>
      digits.length === 4 && !digits.includes('十') ? inDigits(digits) : String(smallNumber(digits)),
    );
  const match = /(\d{4})[年.-](\d{1,2})[月.-](\d{1,2})/.exec(arabic);
  if (!match) return unmarkedDay(printed);
  return `${match[1]}-${String(match[2]).padStart(2, '0')}-${String(match[3]).padStart(2, '0')}`;
}

/** A day that has lost its marks (2018年416, 2015917), where its digits can be parted in one way only. */
function unmarkedDay(printed: string): string | null {
  const [, year, digits = ''] = /^(20[0-3]\d)年?(\d{2,4})$/.exec(printed.trim()) ?? [];
  const days = [1, 2]
    .map((length) => [digits.slice(0, length), digits.slice(length)] as const)
    .filter(([month, day]) => /^(?:[1-9]|0[1-9]|1[0-2])$/.test(month) && /^(?:[1-9]|0[1-9]|[12]\d|3[01])$/.test(day));
  const only = days.length === 1 ? days[0] : undefined;
  return only ? `${year}-${only[0].padStart(2, '0')}-${only[1].padStart(2, '0')}` : null;
}

/** 二〇二五 as 2025. */
export const inDigits = (digits: string): string => [...digits].map((digit) => DIGITS.indexOf(digit)).join('');

function smallNumber(digits: string): number {
  const [tens, ones] = digits.includes('十') ? digits.split('十') : ['', digits];
  return (digits.includes('十') ? 10 * (tens ? DIGITS.indexOf(tens) : 1) : 0) + (ones ? DIGITS.indexOf(ones) : 0);
}

/** The line of a page that says when it was put out (发布时间：2024-02-02, 2024-02-02 来源：…). */
const PUBLISHED =
  /(?:(?:发布|发表|更新|录入)?(?:时间|日期)[:： ]{1,3}(?=20\d\d)|(?:^|\n)[ 　]*(?=20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}[^\n]{0,20}(?:来源|浏览|作者|字号|阅读|编辑|审核))|(?:^|\n)[ 　•·]*(?=20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?: \d{1,2}:\d{2}(?::\d{2})?)? *\n))(20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2})/;

/** The day from which an agency's report is dated (某社北京8月16日电). */
const WIRE = /(\d{1,2})月(\d{1,2})日(?:电|讯|消息)/;

/** The day of a release that names it (今日（三月十四日）), in the one year that its text speaks of; null where either is not said. */
export function releasedOn(opening: string): string | null {
  const day = /今[日天]?\(([一二三四五六七八九十]{1,2}|\d{1,2})月([一二三四五六七八九十]{1,3}|\d{1,2})日\)/.exec(
    opening.slice(0, 120),
  );
  if (!day) return null;
  const years = new Set(
    matchesOf(opening, /(?<![\d〇○零一二三四五六七八九])(20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年/g).map(
      ([, year]) => year,
    ),
  );
  const [year] = years;
  return years.size === 1 ? isoOf(`${year}年${day[1]}月${day[2]}日`) : null;
}

/** A labelled day in years of the Republic (建檔日期:106-08-17), as the groups of one of the Common Era. */
function ofRepublic(text: string): [string, string, string, string] | null {
  const match =
    /(?:(?:日期|時間|时间|新聞稿|新闻稿)[:： ]{1,3}|(?:^|\n) *)(1[01]\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)(?:日? *(?=\n|$))?/.exec(
      text,
    );
  return match ? [match[0], String(1911 + Number(match[1])), match[2] as string, match[3] as string] : null;
}

/** A day on a line of its own, the year last (26.12.2017 02:59). */
function dayFirst(text: string): [string, string, string, string] | null {
  const match = /(?:^|\n) *(\d{1,2})[./](\d{1,2})[./](20\d\d)(?: |\n)/.exec(text);
  if (!match || Number(match[2]) > 12) return null;
  return [match[0], match[3] as string, match[2] as string, match[1] as string];
}

/** Day of the meeting that a report tells of; a year that it leaves out is taken from a dated link or line around it, or from the years it speaks of. */
export function newsDate(source: string, opening: string, planYear: number | null, reviewYear: number | null): string | null {
  const lead = opening
    .slice(0, 160)
    .replace(CHINESE_DAY, (day) => day.replace(/[一二三四五六七八九十]+/g, (n) => String(smallNumber(n))));
  const full = /(?<![自从至])(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(lead);
  const pad = (value: string | number) => String(value).padStart(2, '0');
  if (full) return `${full[1]}-${pad(full[2] as string)}-${pad(full[3] as string)}`;
  const wire = WIRE.exec(source.slice(0, 600));
  const said =
    /(?<!\d|自|从|至|去年|\d月|\d年)(?:(\d{1,2})月)?(\d{1,2})(?:日(?!之?前|以前|内|起)|(?<=月\d{1,2})(?=[上下]午))/.exec(lead) ??
    /今(\d{1,2}月)?\((\d{1,2})\)日/.exec(lead);
  // 记者16日获悉: the month stands where the report is dated.
  const partial = !said || (!said[1] && said[2] === wire?.[2]) ? (wire ?? said) : said;
  // Without a day of its own (近日，…) a report is of the day on which its page says that it was put out.
  if (!partial)
    return isoOf(PUBLISHED.exec(source.slice(0, 600))?.[1] ?? dayFirst(source.slice(0, 600))?.slice(1).join('-') ?? '');
  const around = `${source.slice(0, 600)}\n${source.slice(-600)}`;
  const dated = /(?<![自从至])(20\d\d)[/年-](\d{1,2})[/月-](\d{1,2})/.exec(around) ?? ofRepublic(around) ?? dayFirst(around);
  const day = Number(partial[2]);
  if (dated) {
    let month = partial[1] ? Number(partial[1]) : Number(dated[2]);
    let year = Number(dated[1]);
    if (!partial[1] && day > Number(dated[3])) month -= 1;
    if (month === 0) {
      month = 12;
      year -= 1;
    } else if (partial[1] && month > Number(dated[2])) year -= 1;
    return `${year}-${pad(month)}-${pad(day)}`;
  }
  if (!partial[1]) return null;
  const month = Number(partial[1]);
  // Work meetings for a year are held in its first months, or in the last of the year before.
  const year = planYear ?? yearMet(lead) ?? (reviewYear === null ? onlyYear(lead, month) : reviewYear + 1);
  return year === null ? null : `${month >= 11 ? year - 1 : year}-${pad(month)}-${pad(day)}`;
}

/** A day in characters (十三日, 一月二十七日). */
const CHINESE_DAY =
  /(?<![一二三四五六七八九十年至到])(?:[一二三四五六七八九十]{1,2}月)?[一二三四五六七八九十]{1,3}日(?![常程益])/g;

/** The year in the name of a meeting right behind its day (1月24日，2024年某委第一次会议召开). */
function yearMet(lead: string): number | null {
  const year = /^\s*\d{1,2}月\d{1,2}日(?:[上下]午)?,(20\d\d)年(?!度)[^。,;]{2,30}会/.exec(lead)?.[1];
  return year === undefined ? null : Number(year);
}

/** The one year that the lead of a report names, where a meeting in that month is of it (9月24日…2020年国庆期间…). */
function onlyYear(lead: string, month: number): number | null {
  const years = new Set([...lead.matchAll(/(?<!\d)(20\d\d)年(?!度|工作总结)/g)].map((match) => match[1] as string));
  const [only] = years;
  return years.size === 1 && only !== undefined && month > 2 && month < 11 ? Number(only) : null;
}

import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Document, Lexicon, NormalText, Role, Span } from '../types.js';
import type { Block } from './blocks.js';
import { type Part, walk } from './parts.js';

export type Meta = Document['meta'];

const compile = perLexicon((lexicon: Lexicon) => {
  const words = (id: string) => wordsOf(entriesOf(lexicon, 'meta', 'id', id));
  const offices = anyOf(words('meta.office'));
  return {
    types: entriesOf(lexicon, 'meta', 'where', 'title').map((entry) => ({
      type: entry.type as Meta['type'],
      words: [...(entry.words ?? [])],
    })),
    news: new RegExp(anyOf(words('meta.news-opening'))),
    study: new RegExp(anyOf(words('meta.study'))),
    studyOpening: new RegExp(anyOf(words('meta.study-opening'))),
    tidings: new RegExp(
      `^(?:${anyOf(words('meta.tidings'))}|(?:\\d{4}年)?\\d{1,2}月\\d{1,2}日(?:至(?:\\d{1,2}月)?\\d{1,2}日)?(?:[上下]午|晚)?),`,
    ),
    newsDay: new RegExp(`\\d日|${anyOf(words('meta.news-day'))}`),
    reportYear: new RegExp(anyOf(words('meta.report-year'))),
    reportMatter: new RegExp(anyOf(words('meta.report-matter'))),
    planTitle: new RegExp(anyOf(words('meta.plan-title'))),
    notPlanTitle: new RegExp(anyOf(words('meta.not-plan-title'))),
    toDo: new RegExp(`关于[^《》]{0,20}?${anyOf(words('meta.notice-to-do'))}`),
    reviewTitle: new RegExp(anyOf(words('meta.review-title'))),
    represents: new RegExp(`我(?:谨)?(?:受委托,)?代表([^,。;我]{2,20}?)(?=,?${anyOf(words('meta.represents-after'))})`),
    titleOffice: new RegExp(
      `^([^,。;《》]{1,24}?${offices})(?:关于|印发|\\d{4}年|(?:民国)?1[0-2]\\d年度?|民国[〇○零一二三四五六七八九]{2,3}年|“)`,
    ),
    joint: new RegExp(
      `(?:^|[。,;])([^。,;]{2,200}?${offices})(?:等[^,。;、]{0,8}(?:部门|单位))?(?:日前|近日|今日)?(?:联合|共同|会同)(?:印发|发布|下发|出台|制定)`,
    ),
    plan: new RegExp(`(?:${anyOf(words('meta.plan-before'))})[^。;,\\d]{0,12}?(\\d{4})年`),
    review: new RegExp(`(?:${anyOf(words('meta.review-before'))})[^。;,\\d]{0,8}?(\\d{4})年`),
    // 2021年全市药品监管工作的总体要求是：…
    outlined: new RegExp(`(?:^|[。;,\\n])(\\d{4})年,?[^。;,:\\d]{0,20}?工作的?${anyOf(words('meta.outline'))}(?:是|为|:)`),
    publicity: new RegExp(anyOf(words('meta.publicity'))),
    titleRoles: entriesOf(lexicon, 'meta', 'where', 'title-end').map((entry) => ({
      role: entry.role as Role,
      pattern: new RegExp(`${anyOf(entry.words ?? [])}(?:\\([^()]{1,12}\\))?$`),
    })),
  };
});

/**
 * The document's own data: what kind it is, its title, who issues it and when, the years it looks back on and plans for. What the text does not
 * say is null.
 * @param source the text as printed, for dated links and lines around the report that are no part of it
 */
export function metaOf(
  text: NormalText,
  source: string,
  type: Meta['type'],
  blocks: readonly Block[],
  parts: readonly Part[],
  running: readonly Span[],
  lexicon: Lexicon,
): Meta {
  const rules = compile(lexicon);
  const { fold } = text;
  const printed = (span: Span) => text.text.slice(span.start, span.end);
  const front = (kind: string) => blocks.filter((block) => block.kind === 'front' && block.front === kind);
  const title = titleOf(text.text, blocks);
  const folded = titleOf(fold, blocks) ?? '';
  const opening = openingOf(fold, running);
  const subtitle = front('subtitle')[0];
  const signature = front('signature').map(printed);
  const speaker =
    signature
      .map((line) =>
        ((OFFICE_END.test(line) ? null : NAME.exec(line)) ??
          /[ 　]{1,4}(\p{Script=Han}(?:[ 　]?\p{Script=Han}){1,3})$/u.exec(line))?.[1]?.replace(/[ 　]/g, ''),
      )
      .find(Boolean) ?? null;
  const offices = signature.filter((line) => OFFICE_END.test(line));
  const represented = rules.represents.exec(fold)?.[1] ?? null;
  const inTitle = rules.titleOffice.exec(folded)?.[1];
  // What the issuer's own secretariat prints (…局办公室 2024年2月28日印发) is the issuer's.
  const issuer =
    type === 'news'
      ? null
      : offices.length > 0 && !(inTitle && offices.join('') === `${inTitle}办公室`)
        ? offices.join('、').replace(/[ 　]+/g, '、')
        : (inTitle ??
          (type === 'study-speech' ? null : represented) ??
          (type === 'notice' ? (rules.joint.exec(opening)?.[1] ?? null) : null));
  const number = front('docNumber')[0];
  const { planYear: saidYear, reviewYear } = yearsOf(rules, fold, folded, parts, opening, type);
  const issued =
    front('date')
      .map((block) => isoOf(fold.slice(block.start, block.end)))
      .find((date) => date !== null) ?? null;
  const delivered = type === 'speech' && subtitle ? isoOf(fold.slice(subtitle.start, subtitle.end)) : null;
  const planYear = saidYear ?? (type === 'speech' ? thisYear(fold, parts, delivered ?? issued) : null);
  // The table of data above an official document on the web tells its date; that of the page's own publication says nothing.
  const index = type === 'news' ? '' : indexOf(fold, blocks);
  const indexedDay = INDEX_DATE.exec(index)?.[1];
  const indexed = indexedDay === undefined ? null : isoOf(indexedDay);
  const indexedNumber = INDEX_NUMBER.exec(index)?.[1] ?? null;
  const publicity = front('publicity')[0];
  const recipients = front('recipients')[0];
  return {
    type,
    title,
    subtitle: subtitle
      ? front('subtitle')
          .filter((block) => block.line < subtitle.line + 3)
          .map(printed)
          .join('')
          .replace(/^[—\-―–]+|^[（(]|[）)]$/g, '')
          .trim()
      : null,
    issuer,
    docNumber: number ? printed(number).replace(/^[（(]|[）)]$/g, '') : indexedNumber,
    issuedOn: issued ?? delivered ?? indexed ?? (type === 'news' ? newsDate(source, opening, planYear, reviewYear) : null),
    reviewYear,
    planYear,
    recipients: recipients
      ? printed(recipients)
          .replace(/[：:]$/, '')
          .split(/[，,；;]/)
          .map((name) => name.trim())
          .filter(Boolean)
      : [],
    speaker: type === 'speech' || type === 'study-speech' ? speaker : null,
    publicity: publicity ? (rules.publicity.exec(printed(publicity))?.[0] ?? null) : null,
  };
}

/** Work of 今年 in a dated speech is work of the year in which it was given; late in the year it is more often told of. */
function thisYear(fold: string, parts: readonly Part[], date: string | null): number | null {
  if (date === null || Number(date.slice(5, 7)) > 10) return null;
  const planned = walk(parts).some(
    (part) => part.role === 'plan' && part.own.some((span) => /今年(?!以来)/.test(fold.slice(span.start, span.end))),
  );
  return planned ? Number(date.slice(0, 4)) : null;
}

const INDEX_DATE = /(?:成文|发文|印发|制发|签发)(?:日期|时间)[ ]?[: ]\s?(\d{4}[年.-]\d{1,2}[月.-]\d{1,2})/;

const INDEX_NUMBER =
  /(?:发文字号|文[ ]?号|文件编号)[ ]?[: ]\s?([^\s,。:;《》()\d]{2,16}[〔[(【]\d{4}[〕\])】][ ]?(?:第)?\d{1,5}号)/;

/** The lines of furniture at the head, where a table tells what the document is; a value may stand on the line behind its label. */
function indexOf(fold: string, blocks: readonly Block[]): string {
  const lines: string[] = [];
  for (const block of blocks) {
    if (block.line > 60) break;
    if (block.kind === 'noise' && block.end - block.start <= 130) lines.push(fold.slice(block.start, block.end));
  }
  return lines.join('\n');
}

/** A speaker's name alone on its line. */
const NAME = /^[(（]?(\p{Script=Han}(?:[ 　]{0,3}\p{Script=Han}){1,3})[)）]?$/u;

/** How a line ends that names an office, not a person. */
const OFFICE_END = /[局部委厅会府院署室组处心社司行团队台站所校]$/;

/** The last group of adjacent title lines: in a notice that issues a plan, the plan's. */
function titleOf(text: string, blocks: readonly Block[]): string | null {
  const groups: Block[][] = [];
  for (const block of blocks) {
    if (block.kind !== 'front' || block.front !== 'title') continue;
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && block.line === before.line + 1 && group.length < 4) group.push(block);
    else groups.push([block]);
  }
  const written = groups.map((group) => {
    const lines = group.map((block) => text.slice(block.start, block.end).trim());
    return lines
      .filter((line, index) => lines.indexOf(line) === index)
      .join('')
      .replace(/[：:]$/, '');
  });
  return written.at(-1) ?? null;
}

const openingOf = (fold: string, running: readonly Span[]): string =>
  running
    .slice(0, 6)
    .map((span) => fold.slice(span.start, Math.min(span.end, span.start + 1500)))
    .join('\n');

/** The role of all parts that no heading sorts, where the title tells it (…工作总结 looks back, …办法 orders); else null. */
export function roleOfTitle(fold: string, blocks: readonly Block[], lexicon: Lexicon): Role | null {
  const title = titleOf(fold, blocks) ?? '';
  return compile(lexicon).titleRoles.find(({ pattern }) => pattern.test(title))?.role ?? null;
}

/** What kind of document it is: by its title, the parts of its body, and how it opens. */
export function typeOf(
  fold: string,
  blocks: readonly Block[],
  parts: readonly Part[],
  running: readonly Span[],
  lexicon: Lexicon,
): Meta['type'] {
  const rules = compile(lexicon);
  const opening = openingOf(fold, running);
  const title = titleOf(fold, blocks) ?? '';
  const subtitle = blocks.find((block) => block.front === 'subtitle');
  const head = `${title}\n${subtitle ? fold.slice(subtitle.start, subtitle.end) : ''}`;
  const salutation = blocks.some((block) => block.kind === 'front' && block.front === 'salutation');
  const told = !salutation && parts.some((part) => part.kind === 'statement');
  if ((rules.study.test(head) && !told) || (salutation && rules.studyOpening.test(opening.slice(0, 200)))) return 'study-speech';
  const dispatch = blocks.some(
    (block) =>
      block.kind === 'noise' &&
      block.line < 12 &&
      /^(?:央视网|新华社|中新社|本报|人民网|新华网|据)/.test(fold.slice(block.start, block.end)),
  );
  if (
    parts.some((part) => part.kind === 'statement') ||
    (dispatch && !rules.types.some(({ type, words }) => type !== 'speech' && words.some((word) => title.endsWith(word))))
  )
    return 'news';
  let best: Meta['type'] | null = null;
  let end = -1;
  for (const { type, words } of rules.types)
    for (const word of words) {
      const at = head.lastIndexOf(word);
      if (at >= 0 && at + word.length > end) {
        best = type;
        end = at + word.length;
      }
    }
  if (best !== null) return best;
  // The covering letter of a list without a kind of its own.
  const letter = blocks
    .filter((block) => block.front === 'title')
    .map((block) => fold.slice(block.start, block.end))
    .join('');
  for (const { type, words } of rules.types) if (words.some((word) => letter.includes(word))) return type;
  if (rules.news.test(opening.slice(0, 120)) && rules.newsDay.test(opening.slice(0, 120))) return 'news';
  if (salutation || /各位代表[!:,]|同志们[!:,]/.test(fold)) return 'speech';
  // What a bureau tells of its doings: 近日，省药监局….
  if (title !== '' && rules.tidings.test(opening.trimStart().slice(0, 20))) return 'news';
  // Pages out of a government's report on its work, which is read to an assembly.
  return title === '' && rules.reportYear.test(fold) && rules.reportMatter.test(fold) ? 'speech' : 'other';
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

/** Years of a title in characters as digits: 二〇二五年, 民国一一四年度, 二零二四至二五年度. */
function withDigits(title: string): string {
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
function yearOfPlan(rules: ReturnType<typeof compile>, title: string, type: Meta['type']): string | undefined {
  if (rules.notPlanTitle.test(title) || !(type === 'plan' || (type === 'notice' && rules.toDo.test(title)))) return undefined;
  const years = new Set([...title.matchAll(/(\d{4})年/g)].map((match) => match[1]));
  if (years.size > 1 || /\d{4}年?[至—~-]|[到至—~-]\d{4}年|\d{4}年(?:以?前|底|末|版)/.test(title)) return undefined;
  return yearIn(title);
}

/** The year that stands before a word of a title (2023年工作总结和2024年工作计划), else any that it names. */
function yearOfWord(title: string, word: RegExp): string | undefined {
  const at = word.exec(title)?.index ?? title.length;
  return [...title.slice(0, at).matchAll(/(\d{4})年/g)].at(-1)?.[1] ?? yearIn(title);
}

function yearsOf(
  rules: ReturnType<typeof compile>,
  fold: string,
  printedTitle: string,
  parts: readonly Part[],
  opening: string,
  type: Meta['type'],
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
  const planTitle =
    type === 'work-points' || rules.planTitle.test(title) ? yearOfWord(title, rules.planTitle) : yearOfPlan(rules, title, type);
  // What a budget is for, or an estimate of a department's spending (2024至25年度预算).
  const budget = /预算/.test(title) ? yearIn(title) : ESTIMATE.exec(withDigits(opening.slice(0, 300)))?.[1];
  const reviewTitle = rules.reviewTitle.test(title) ? yearOfWord(title, rules.reviewTitle) : undefined;
  const saidPlan = rules.plan.exec(opening)?.[1] ?? rules.outlined.exec(opening)?.[1];
  const saidReview = rules.review.exec(opening)?.[1];
  const meeting = type === 'news' || type === 'speech' || type === 'study-speech' || type === 'work-points';
  const told = type === 'news' && saidPlan === undefined && saidReview === undefined ? yearsTold(fold, parts, opening) : null;
  return {
    planYear: year(planTitle ?? budget ?? inHeading('plan') ?? (meeting ? (saidPlan ?? told?.plan) : undefined)),
    reviewYear: year(reviewTitle ?? inHeading('review') ?? (meeting ? (saidReview ?? told?.review) : undefined)),
  };
}

/** Of whom a year's work is: 2024年全省…要…. */
const TO_DO = /(?:^|[。;,:\n])((?:19|20)\d\d)年,?(?:全[国省市县区州系]|各级|各地|我[省市县区州])[^。;,\d]{0,16}?(?:要|将|必须)/;
const LAST_YEAR = /(?:总结|回顾)[^。;,]{0,3}去年/;

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
  const named = new Set([...opening.matchAll(/(?<!\d)((?:19|20)\d\d)年/g)].map((match) => match[1] as string));
  const [only] = named;
  return named.size === 1 && only !== undefined ? { review: only, plan: String(Number(only) + 1) } : {};
}

const DIGITS = '〇一二三四五六七八九';

/** ISO date of a printed full date in Arabic or Chinese digits; null where it is none. */
function isoOf(printed: string): string | null {
  const arabic = printed
    .replace(/[〇○零Оo]|(?<=[一二三四五六七八九〇])0/g, '〇')
    .replace(/[一二三四五六七八九〇十]+/g, (digits) =>
      digits.length === 4 && !digits.includes('十') ? inDigits(digits) : String(smallNumber(digits)),
    );
  const match = /(\d{4})[年.-](\d{1,2})[月.-](\d{1,2})/.exec(arabic);
  return match ? `${match[1]}-${String(match[2]).padStart(2, '0')}-${String(match[3]).padStart(2, '0')}` : null;
}

const inDigits = (digits: string): string => [...digits].map((digit) => DIGITS.indexOf(digit)).join('');

function smallNumber(digits: string): number {
  const [tens, ones] = digits.includes('十') ? digits.split('十') : ['', digits];
  return (digits.includes('十') ? 10 * (tens ? DIGITS.indexOf(tens) : 1) : 0) + (ones ? DIGITS.indexOf(ones) : 0);
}

/** The line of a page that says when it was put out (发布时间：2024-02-02, 2024-02-02 来源：…). */
const PUBLISHED =
  /(?:(?:发布|发表|更新|录入)?(?:时间|日期)[:： ]{1,3}(?=20\d\d)|(?:^|\n)[ 　]*(?=20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}[^\n]{0,20}(?:来源|浏览|作者|字号|阅读)))(20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2})/;

/** Day of the meeting that a report tells of; a year that it leaves out is taken from a dated link or line around it, or from the years it speaks of. */
function newsDate(source: string, opening: string, planYear: number | null, reviewYear: number | null): string | null {
  const lead = opening.slice(0, 160);
  const full = /(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(lead);
  const pad = (value: string | number) => String(value).padStart(2, '0');
  if (full) return `${full[1]}-${pad(full[2] as string)}-${pad(full[3] as string)}`;
  const partial = /(?:^|[^\d])(?:(\d{1,2})月)?(\d{1,2})日(?!之?前|以前|内)/.exec(lead);
  // Without a day of its own (近日，…) a report is of the day on which its page says that it was put out.
  if (!partial) return isoOf(PUBLISHED.exec(source.slice(0, 600))?.[1] ?? '');
  const dated = /(20\d\d)[/年-](\d{1,2})[/月-](\d{1,2})/.exec(`${source.slice(0, 600)}\n${source.slice(-600)}`);
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
  const year = planYear ?? (reviewYear === null ? null : reviewYear + 1);
  return year === null ? null : `${month >= 11 ? year - 1 : year}-${pad(month)}-${pad(day)}`;
}

import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Document, Lexicon, NormalText, Role, Span } from '../types.js';
import type { Block } from './blocks.js';
import { isoOf, newsDate, releasedOn } from './meta-dates.js';
import { typeOfText } from './meta-told.js';
import { yearsOf } from './meta-years.js';
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
    summed: new RegExp(`${anyOf(words('meta.summed'))}(?:以?及|暨|和|与|、)`),
    told: new RegExp(anyOf(words('meta.told'))),
    newsDay: new RegExp(`\\d日|${anyOf(words('meta.news-day'))}`),
    reportYear: new RegExp(anyOf(words('meta.report-year'))),
    reportMatter: new RegExp(anyOf(words('meta.report-matter'))),
    planTitle: new RegExp(anyOf(words('meta.plan-title'))),
    notPlanTitle: new RegExp(anyOf(words('meta.not-plan-title'))),
    toDo: new RegExp(`关于[^《》]{0,20}?${anyOf(words('meta.notice-to-do'))}`),
    reviewTitle: new RegExp(anyOf(words('meta.review-title'))),
    represents: new RegExp(`我(?:谨)?(?:受委托,)?代表([^,。;我]{2,28}?)(?=,?${anyOf(words('meta.represents-after'))})`),
    titleOffice: new RegExp(
      `^([^,。;《》]{1,24}?${offices})(?:关于|印发|转发|\\d{4}(?:年|工作)|(?:民国)?1[0-2]\\d年度?|民国[〇○零一二三四五六七八九]{2,3}年|“)`,
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
  const entitled = titleOf(text.text, blocks);
  const numbered = titleOf(fold, blocks) ?? '';
  // A title may carry the number of its document (…的意见（某政〔2018〕12号）).
  const ownNumber = TITLE_NUMBER.exec(numbered);
  const title = ownNumber ? (entitled as string).slice(0, (entitled as string).length - ownNumber[0].length) : entitled;
  const folded = ownNumber ? numbered.slice(0, ownNumber.index) : numbered;
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
  // 市局领导班子 speaks for the bureau.
  const represented = rules.represents.exec(fold)?.[1]?.replace(/(?:领导)?班子(?:成员)?$|全体(?:同志|干部职工)$/, '') ?? null;
  const inTitle = rules.titleOffice.exec(folded)?.[1];
  // What the issuer's own secretariat prints (…局办公室 2024年2月28日印发) is the issuer's.
  const titled = titlesOf(fold, blocks);
  const issuer =
    type === 'news'
      ? null
      : offices.length > 0 && !(inTitle && offices.join('') === `${inTitle}办公室`)
        ? offices.join('、').replace(/[ 　]+/g, '、')
        : (inTitle ??
          [...titled, ...front('title').map(({ start, end }) => fold.slice(start, end))]
            .map((line) => rules.titleOffice.exec(line)?.[1])
            .find(Boolean) ??
          (type === 'study-speech' ? null : represented) ??
          (type === 'notice' ? (rules.joint.exec(opening)?.[1] ?? null) : null));
  const number = front('docNumber')[0];
  // That of what it issues has none: …印发《某意见》的通知（某办发〔2017〕2号） / 某意见.
  const lettered = ownNumber ?? titled.map((line) => TITLE_NUMBER.exec(line)).find(Boolean);
  const titleNumber = lettered ? lettered[0].slice(1, -1) : null;
  const { planYear: saidYear, reviewYear } = yearsOf(
    rules,
    fold,
    folded,
    parts,
    opening,
    type,
    front('issuance')
      .map(({ start, end }) => fold.slice(start, end))
      .join('\n'),
  );
  const issued =
    front('date')
      .map((block) => isoOf(fold.slice(block.start, block.end)))
      .find((date) => date !== null) ?? null;
  const delivered = type === 'speech' && subtitle ? isoOf(fold.slice(subtitle.start, subtitle.end)) : null;
  const planYear = saidYear ?? (type === 'speech' ? thisYear(fold, parts, delivered ?? issued ?? releasedOn(opening)) : null);
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
    docNumber: number
      ? printed(number).replace(/^[（(]|^发?文[字文]?号(?=\p{Script=Han})|[）)]$/gu, '')
      : (titleNumber ?? indexedNumber),
    issuedOn:
      issued ??
      delivered ??
      (type === 'speech' ? releasedOn(opening) : null) ??
      indexed ??
      (type === 'news' ? newsDate(source, opening, planYear, reviewYear) : null),
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

/** A day with its year, as pages print when they put a report out. */
const PUT_OUT = /(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d/;

/** A speaker's name alone on its line. */
const NAME = /^[(（]?(\p{Script=Han}(?:[ 　]{0,3}\p{Script=Han}){1,3})[)）]?$/u;

/** How a line ends that names an office, not a person. */
const OFFICE_END = /[局部委厅会府院署室组处心社司行团队台站所校]$/;

const TITLE_NUMBER = /\([^0-9 ,。:;《》()]{2,16}[〔[【]\d{4}[〕\]】][ ]?(?:第)?\d{1,5}号\)$/;

/** The last group of adjacent title lines: in a notice that issues a plan, the plan's. */
const titleOf = (text: string, blocks: readonly Block[]): string | null => titlesOf(text, blocks).at(-1) ?? null;

/** The titles of a document and of what it issues, each of adjacent lines. */
function titlesOf(text: string, blocks: readonly Block[]): string[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    if (block.kind !== 'front' || block.front !== 'title') continue;
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && block.line === before.line + 1 && group.length < 4) group.push(block);
    else groups.push([block]);
  }
  return groups.map((group) => {
    const lines = group.map((block) => text.slice(block.start, block.end).trim());
    const again = lines.length > 2 && lines.slice(1).join('').replace(/ /g, '') === (lines[0] as string).replace(/ /g, '');
    return (again ? lines.slice(0, 1) : lines.filter((line, index) => lines.indexOf(line) === index))
      .join('')
      .replace(/^(?:发文|文件|文章|政策|法规|信息|新闻)?(?:标题|名称)[：:] ?| ?[/／]报告人[：:].{2,16}$|[：:]$/g, '')
      .replace(/^[（(]原标题[：:] ?(.{6,})[）)]$/, '$1');
  });
}

const openingOf = (fold: string, running: readonly Span[]): string =>
  running
    .slice(0, 6)
    .map((span) => fold.slice(span.start, Math.min(span.end, span.start + 1500)))
    .join('\n');

/** Whether the page names the reporter or the editor of a newspaper: at its foot, or behind the last sentence. */
function isCredited({ fold, noise }: NormalText, source: string, blocks: readonly Block[]): boolean {
  const credits = ({ start, end }: Span, printed: string): boolean =>
    end - start <= 60 && /记者|記者|通讯员|通訊員|^[(（[【]?(?:责编|責編)/.test(printed.slice(start, end));
  return (
    noise.some(({ kind, span }) => kind === 'footer' && credits(span, source)) ||
    blocks.some((block) => block.noise === 'footer' && credits(block, fold))
  );
}

/** The role of all parts that no heading sorts, where the title tells it (…工作总结 looks back, …办法 orders); else null. */
export function roleOfTitle(fold: string, blocks: readonly Block[], lexicon: Lexicon): Role | null {
  const title = titleOf(fold, blocks) ?? '';
  return compile(lexicon).titleRoles.find(({ pattern }) => pattern.test(title))?.role ?? null;
}

/** What is not read out at a study session, though it is about one. */
const NO_STUDY = /(?:情况报告|总结|通知|方案|计划|要点|规则|制度|召开|举行|举办)$/;

/** A headline that tells of a report or a speech (…听取工作报告, …宣读施政报告). */
const TOLD_OF = /(?:宣读|听取|审议|发表|传达|解读|(?:召开|举行|开幕|出席|主持|到会)[^。《》]{0,30})[^,。《》]{0,8}$/;

/** 【某某报告】 in front of a headline names its column. */
const COLUMN = /^【[^【】]{2,12}】(?=.{8})/;

/** What a covering letter does. */
const LETTER = /给你们|(?:事项|要求)?通知如下|特此通知|现将[^。]{2,60}下达|现予(?:印发|下达)/;

/** What explains a paper to its readers. */
const EXPLAINS = /解读如下/;

/** The day of a release that calls it today. */
const TODAY = /今[日天]?\((?:\d{1,2}月)?[\d一二三四五六七八九十月]{1,7}日?\)/;

/** What a draft is for says nothing of its kind (…工作思路（征求意见稿）). */
const DRAFT = /\((?:公开)?(?:征求意见|送审|讨论|审议)稿\)$/;

/** What kind of document it is: by its title, the parts of its body, and how it opens. */
export function typeOf(
  text: NormalText,
  source: string,
  blocks: readonly Block[],
  parts: readonly Part[],
  running: readonly Span[],
  lexicon: Lexicon,
): Meta['type'] {
  const rules = compile(lexicon);
  const { fold } = text;
  const opening = openingOf(fold, running);
  const title = (titleOf(fold, blocks) ?? '').replace(DRAFT, '');
  const subtitle = blocks.find((block) => block.front === 'subtitle');
  const head = `${title.replace(COLUMN, '')}\n${subtitle ? fold.slice(subtitle.start, subtitle.end) : ''}`;
  const salutation = blocks.some((block) => block.kind === 'front' && block.front === 'salutation');
  const stated = !salutation && parts.some((part) => part.kind === 'statement');
  if (
    (rules.study.test(head) && !stated && !NO_STUDY.test(title)) ||
    (salutation && rules.studyOpening.test(opening.slice(0, 200)))
  )
    return 'study-speech';
  const dispatch = blocks.some(
    (block) =>
      block.kind === 'noise' &&
      block.noise !== 'caption' &&
      block.line < 12 &&
      /^(?:央视网|新华社|中新社|本报|人民网|新华网|据|[【(]?记者)|^.{2,10}(?:日报|晚报|网|报)[^ ]{0,2}记者/.test(
        fold.slice(block.start, block.end),
      ),
  );
  if (
    parts.some((part) => part.kind === 'statement') ||
    (dispatch && !rules.types.some(({ type, words }) => type !== 'speech' && words.some((word) => title.endsWith(word))))
  )
    return 'news';
  // A letter without a title, to those whom it asks for something.
  const letters = (kind: string) => blocks.some(({ front }) => front === kind);
  if (title === '' && letters('recipients') && (letters('issuance') || LETTER.test(opening.slice(0, 500)))) return 'notice';
  // 4月2日，…: what a bureau issued or told of, not the paper itself (省药监局印发年度工作要点).
  const happened = rules.tidings.test(opening.trimStart().slice(0, 20));
  if (happened && !salutation && rules.told.test(title) && !/关于|的(?:通知|通报|公告|意见|决定|函)$/.test(title)) return 'news';
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
  // A review with an outlook (工作总结及下半年工作安排) is neither work points nor a plan.
  if ((best === 'work-points' || best === 'plan') && rules.summed.test(title)) return 'other';
  // What an office tells of today: 某署今日（九月二十日）…, 行政院会今（17）日….
  if (best !== 'speech' && best !== 'work-points' && !salutation && TODAY.test(opening.slice(0, 120))) return 'news';
  if (best === 'speech' && !salutation && TOLD_OF.test(head.slice(0, end - 2).split('\n')[0] as string)) best = 'news';
  if (best !== null) return best;
  if (EXPLAINS.test(opening.slice(0, 200))) return 'other';
  // The covering letter of a list without a kind of its own.
  const letter = blocks
    .filter((block) => block.front === 'title')
    .map((block) => fold.slice(block.start, block.end))
    .join('')
    .replace(COLUMN, '');
  for (const { type, words } of rules.types) if (words.some((word) => letter.includes(word))) return type;
  if (rules.news.test(opening.slice(0, 120)) && rules.newsDay.test(opening.slice(0, 120))) return 'news';
  if (salutation || /各位代表[!:,]|同志们[!:,]/.test(fold)) return 'speech';
  // What a bureau tells of its doings: 近日，省药监局…; or a newspaper, whose reporter or editor is named at its foot.
  if (happened || isCredited(text, source, blocks)) return 'news';
  // A report, with a headline or without, under the day on which its page put it out, and no outline below.
  if (
    blocks.some(({ kind, line, start, end }) => kind === 'noise' && line < 12 && PUT_OUT.test(fold.slice(start, end))) &&
    !parts.some(
      ({ marker }) => marker !== null && /^(?:第|[一二三四五六七八九十]{1,3}、|\()/.test(fold.slice(marker.start, marker.end)),
    )
  )
    return 'news';
  const told = typeOfText(
    opening,
    title !== '',
    parts.some(({ marker }) => marker !== null),
  );
  if (told !== null) return told;
  // Pages out of a government's report on its work, which is read to an assembly.
  return title === '' && rules.reportYear.test(fold) && rules.reportMatter.test(fold) ? 'speech' : 'other';
}

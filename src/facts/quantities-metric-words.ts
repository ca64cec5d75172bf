import { perLexicon } from '../per-lexicon.js';
import type { Lexicon, LexiconEntry } from '../types.js';
import { WordTable } from './word-table.js';

const table = (entries: readonly LexiconEntry[], where: string): WordTable<true> =>
  new WordTable(
    entries.filter((entry) => entry.where === where).flatMap((entry) => (entry.words ?? []).map((word) => [word, true] as const)),
  );

/** The words of the lexicon that a metric is cut by, compiled once for each lexicon. */
export const metricWords = perLexicon((lexicon: Lexicon) => {
  const entries = lexicon['metric-words'] ?? [];
  const patterns = entries.filter((entry) => entry.where === 'lead' && entry.pattern).map((entry) => String(entry.pattern));
  return {
    leadPattern: patterns.length > 0 ? new RegExp(`^(?:${patterns.join('|')})`) : null,
    lead: table(entries, 'lead'),
    tail: table(entries, 'tail'),
    keepTail: table(entries, 'keep-tail'),
    scope: table(entries, 'scope'),
    act: table(entries, 'act'),
    verb: table(entries, 'verb'),
    keep: table(entries, 'keep'),
    light: table(entries, 'light'),
    part: table(entries, 'part'),
    goesOn: table(entries, 'goes-on'),
    governing: table(entries, 'governing'),
    notGoverning: table(entries, 'not-governing'),
    cuts: table(entries, 'cut'),
  };
});

/** The longest metric that is written down. */
export const LONGEST = 18;
/** The longest where a number stands before what it counts. */
export const LONGEST_HEAD = 22;
/** The longest of things named together. */
const LONGEST_LIST = 28;
/** Longer phrases lose what stands before their light verb. */
const LONG = 12;
/** Blanks, what only says 各类, a light verb within, and abbreviations in brackets. */
const clean = (words: string): string =>
  words
    .replace(/\s+/g, '')
    .replace(/^(.{0,2})(?:各类|各种|各项)(?=.{4})/, '$1')
    .replace(/\([^()\u4e00-\u9fa5]{1,12}\)/g, '')
    // 重点项目1-5月完成投资: a time in the middle says nothing of what is measured.
    .replace(/(?<=.{2})\d{1,2}[-—–至]\d{1,2}月份?(?=.{2})/, '')
    // 全部实现全国最优: a verb that is no light one stays.
    .replace(/(?<=.{2})(?:实现(?=.{0,8}[值额润入税量利模数积产]$)|[要应须]完成(?=.{2}))/, '')
    .replace(/(?<=.{2})原则上(?=.{2})/, '')
    // 某某讲坛开启以来举办讲座: since when says nothing of what is measured.
    .replace(/^[^,。、“”]{2,14}以来(?:累计|共|已)?(?=.{2})/, '')
    // 新设企业已占总数, 开发《某书》等校本课程
    .replace(/(?<=.{2})已(?=占.)/, '')
    .replace(/《[^《》]{1,40}》等(?=.{2})/, '')
    .replace(/^(全[省市县区国州旗])(?:现?共有|现有|拥有)(?=.{2})/, '$1');

/** Takes words off the front that say nothing of what is measured: 2025年, 全年累计, 其中. */
export function stripLead(words: string, lexicon: Lexicon): string {
  const { leadPattern, lead, verb, keep } = metricWords(lexicon);
  let rest = words;
  for (let k = 0; k < 8 && rest !== ''; k++) {
    const time = leadPattern?.exec(rest);
    if (time && time[0] !== '') {
      // 二零二四年度预算: no more than the year says which.
      if (/^[\d一二].*年度$/.test(time[0]) && rest.length - time[0].length < 3) break;
      rest = rest.slice(time[0].length);
      continue;
    }
    const word = lead.startingAt(rest, 0, rest.length);
    if (!word) break;
    // 新建, 在建, 对外 begin with words of the list.
    if (word.word.length === 1 && (verb.startingAt(rest, 0, rest.length) || keep.startingAt(rest, 0, rest.length))) break;
    // 完成各类检品: short things keep their verb.
    if (word.word.length > 1 && rest.length - word.word.length < 5 && verb.startingAt(rest, 0, rest.length)) break;
    rest = rest.slice(word.word.length);
  }
  return withoutWho(rest, lexicon);
}

/** 全系统共查办案件: what was done, without who did it; 水利建设共投入资金 is of the works. */
function withoutWho(words: string, lexicon: Lexicon): string {
  const at = words.indexOf('共', 2);
  if (at < 2 || at > 14 || words[at - 1] === '公') return words;
  if (!metricWords(lexicon).verb.startingAt(words, at + 1, words.length)) return words;
  return (WHO.test(words.slice(0, at)) ? '' : words.slice(0, at)) + words.slice(at + 1);
}

/** How the name of those ends who do the work, or a time. */
const WHO = /(?:系统|[局队厅省市县区乡镇国]|部门|机关|单位|期间|银行|公司|集团|医院|大学|协会)$/;

export function stripTail(words: string, lexicon: Lexicon): string {
  const { tail, keepTail, verb } = metricWords(lexicon);
  let rest = words;
  if (/[计可应中]$/.test(rest))
    rest = rest.replace(
      /(?:(?<![统审会设预合共总累估])计|(?<![许认])可|(?<![供响反效对适相])应|(?<![初高集其空手途期当])中)$/,
      '',
    );
  if (/[比较与]/.test(rest))
    rest = rest.replace(/(?:比|较|与)[^,、。]{1,16}$/, (match) => (/年|期|末|底|上|去/.test(match) ? '' : match));
  // 利率在同档次贷款基础上下浮
  if (rest.endsWith('基础上')) rest = rest.replace(/(?<=.{2})在[^,。、]{1,16}的?基础上$/, '');
  if (/[年计来间]$/.test(rest))
    rest = rest
      .replace(/[在到于至]?(?<![〇零○一二三四五六七八九\d])(?:\d{4}|[一二][〇零○一二三四五六七八九]{3})年$/, '')
      .replace(/(?:连续)?(?<![〇零○一二三四五六七八九\d])[一二两三四五六七八九十\d]{1,3}年(?:累计|来|间)?$/, '');
  for (let k = 0; k < 8; k++) {
    const word = tail.endingAt(rest, rest.length, 1);
    if (!word) break;
    // 项目签约, 违法行为 end with characters of the list.
    if (word.word.length === 1 && (verb.endingAt(rest, rest.length, 0) || keepTail.endingAt(rest, rest.length, 0))) break;
    rest = rest.slice(0, rest.length - word.word.length);
  }
  return rest;
}

/** Whether an item of a list opens with a verb of its own. */
export function hasOwnVerb(words: string, lexicon: Lexicon): boolean {
  return metricWords(lexicon).verb.startingAt(words.replace(/^.*[、和及与]/, ''), 0, words.length) !== null;
}

/** The verb that opens the words, or nothing. */
export const verbAt = (words: string, lexicon: Lexicon): string =>
  metricWords(lexicon).verb.startingAt(words, 0, words.length)?.word ?? '';

/** 围绕重点群体开展职业技能培训: what the light verb brings, where the rest is long. */
export function afterLightVerb(words: string, lexicon: Lexicon): string {
  const { light } = metricWords(lexicon);
  for (let at = words.length - 4; at >= 0; at--) {
    const found = light.startingAt(words, at, words.length);
    if (found && (words.length > LONG || at === 0)) return words.slice(at + found.word.length);
  }
  return words;
}

export function lastVerb(words: string, lexicon: Lexicon): string {
  const { verb } = metricWords(lexicon);
  return verb.endingAt(words, words.length, 0)?.word ?? '';
}

/** What only says of which nature something is, before its name. */
const HAVING = /(?:具有|具备|符合|适应|能够|拥有)[^的、]{2,20}的(?=[^的]{4,}$)/;

/** Of a long phrase behind a number its beginning says what is counted. */
export const headOf = (words: string): string | null => {
  const whole = clean(words).replace(/^[、,的]+|[、,的“]+$/g, '');
  if (whole === '') return null;
  if (whole.length <= LONGEST_HEAD) return whole;
  // 建设具有…的基地: what it has is left out.
  const bare = whole.replace(HAVING, '');
  if (bare.length < whole.length) return bare.slice(0, LONGEST_HEAD);
  const list = whole.indexOf('、', 4);
  const part = whole.slice(0, list > 0 && list < LONGEST ? list : LONGEST_HEAD);
  return part.replace(/[《“(][^》”)]*$/, '');
};

export const shorten = (words: string): string | null => {
  // 学校建成投用、新增学位: another thing that was done.
  const whole = clean(words)
    .replace(/^[、,的]+|[、,的“]+$/g, '')
    .replace(/^.{2,20}(?:投用|收官|竣工|通车|完工)、(?=新增.{2}|完成.{2})/, '');
  if (whole === '') return null;
  if (whole.length <= LONGEST) return whole;
  if (whole.length <= LONGEST_LIST && whole.includes('、')) return whole;
  // Of a long phrase before a number its end says what is measured; commas part it.
  const parts = whole.split(/(?<=[^、]{2})、(?=[^、]{6,}$)/);
  const last = parts[parts.length - 1] as string;
  return last.length <= LONGEST + 8 ? last : last.slice(-LONGEST);
};

/** What a phrase measures at its end: 抽检合格率. */
export function measuredTail(words: string, lexicon: Lexicon): string {
  const { act, part } = metricWords(lexicon);
  let at = words.length;
  for (let k = 0; k < 3; k++) {
    const word = part.endingAt(words, at, 0) ?? (at < words.length ? act.endingAt(words, at, 0) : null);
    if (!word) break;
    at -= word.word.length;
  }
  return words.slice(at);
}

/** Things named together without brackets and without words of time before them. */
export const bareThings = (words: string, lexicon: Lexicon): string =>
  stripTail(stripLead(words.replace(/\((?!(?:[、或]?[市县区州旗镇乡场])+\))[^()]*\)/g, ''), lexicon), lexicon);

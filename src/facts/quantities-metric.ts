import type { Lexicon } from '../types.js';
import type { Measure } from './quantities-measure.js';
import {
  afterLightVerb,
  headOf,
  LONGEST,
  LONGEST_HEAD,
  lastVerb,
  metricWords,
  shorten,
  stripLead,
  stripTail,
} from './quantities-metric-words.js';
import { wordsAround } from './quantities-words.js';

/** How far back and ahead the words of a metric are looked for. */
const REACH = 48;

/** What a number measures, and what of it a list carries on. */
export interface Metric {
  text: string | null;
  /** The verb of the head of a list (新建), carried on to its items. */
  verb: string;
  /** What 总投资, 办结率 behind it are of, where that is not the text itself. */
  thing?: string;
  /** Not what the measures behind it are of. */
  aside?: boolean;
}

interface Places {
  /** Where the clause of the measure begins, or the measure before it in the clause ends. */
  from: number;
  /** Where the clause ends. */
  to: number;
  /** Where the next measure begins. */
  next: number;
  /** Where the words behind the measure begin: behind an inner measure that only says which things are meant. */
  skip: number;
  /** Whether another measure stands before it in the clause. */
  continues: boolean;
}

/** What brackets add that is not in the middle of a name (not 县(市), 规上(限上)企业). */
const ADDED =
  /\((?!(?:[、或]?[市县区州旗镇乡场])+\)|(?<=[\u4e00-\u9fa5]\()(?![如即含见详其指])[\u4e00-\u9fa5]{1,5}\)[\u4e00-\u9fa5])[^()]{0,40}\)/g;

/** Words in which the words to cut at stand: 高等学校, 生产总值. */
const WITHIN =
  /^.[高中初平同对优]等|^..(?:等级|使用|使命|共(?:[享建青产]|同(?!创建|参与|建设|出资))|并[购网轨]|总[部队])|^生产总值|^.(?:公共|合并|[行作人]为)/;

const CLAUSE_END = /[,。;:!?\n]/;

/** The words behind a number that name what it counts, up to the end of the clause or a word that goes on to something else. */
function behind(fold: string, m: Measure, places: Places, lexicon: Lexicon, governed = false): string {
  const { cuts, governing, notGoverning } = metricWords(lexicon);
  const governs = (at: number): boolean => {
    const verb = governing.startingAt(fold, at, places.to);
    return verb !== null && notGoverning.endingAt(fold, at + verb.word.length, m.end) === null;
  };
  let from = Math.max(m.end, places.skip);
  const end = Math.min(places.to, places.next, from + REACH);
  if (fold[from] === '的') from++;
  // 从53.2%提升到…: the verb goes on to the other end.
  if ((m.from || m.sense === 'rate') && wordsAround(lexicon).before.startingAt(fold, from, places.to)?.value.does === 'change')
    return '';
  if (/^(?:并|且|及|和|与|或|而|使|让|[高超]出)/.test(fold.slice(from, from + 2))) return '';
  // 副市长一行8人察看了窗口: who is counted stands before.
  if (fold.startsWith('一行', m.wordsStart - 2)) return '';
  if (
    ((m.unit !== '项' || fold[from + 2] === '中') && fold.startsWith('任务', from)) ||
    /^(?:水平|目标|台阶|[两三四]?个?大关|以上|标准(?!化)|规模(?!化)|的?速度|幅度|的?增速|关口|区间|约束性|预期性)/.test(
      fold.slice(from, from + 4),
    )
  )
    return '';
  // 3场暴雨和“海燕”等5个台风: the name is of the next number.
  const named = places.next <= places.to && fold[places.next - 1] === '等';
  let to = from;
  while (to < end) {
    const mark = fold[to] as string;
    if (mark === '(' && to > from) {
      const close = fold.slice(to, Math.min(end, to + 12)).indexOf(')');
      if (close > 0) {
        to += close + 1;
        continue;
      }
    }
    if (CLAUSE_END.test(mark) || mark === '(' || mark === ')' || mark === '—') break;
    if ((mark === '、' || mark === '和' || mark === '及') && (places.next - to <= 2 || named)) break;
    if (mark === '、' && to === from) break;
    // 增加12个职位至2025年3月的90个: where the change ends.
    if (
      to > from + 1 &&
      (mark === '至' || mark === '到') &&
      /^(?:\d{4}|[〇零○一二三四五六七八九]{4})年/.test(fold.slice(to + 1, to + 6))
    )
      break;
    if (
      to > from + 1 &&
      ((cuts.startingAt(fold, to, end) && !WITHIN.test(fold.slice(to - 2, to + 4))) || (governed && governs(to)))
    )
      break;
    to++;
  }
  return fold.slice(from, to);
}

/**
 * What a measure measures, in the words and the order of the text.
 * @param previous the metric of the measure before it in the sentence
 */
export function metricOf(fold: string, m: Measure, places: Places, previous: Metric | null, lexicon: Lexicon): Metric {
  const { verb } = metricWords(lexicon);
  const raw = ownWords(
    fold
      .slice(Math.max(places.from, m.wordsStart - REACH), Math.max(places.from, m.wordsStart))
      // 物流企业(以下简称…)应当具备: what brackets add is not what is measured.
      .replace(ADDED, ''),
    places,
  );
  // 4个方面15条措施: the words between are those of the number before.
  const taken = places.continues && raw.length > 1 && previous?.text?.endsWith(raw) === true && fold[places.from] !== '、';
  const closed = raw.includes('(') ? -1 : raw.lastIndexOf(')');
  const own = taken ? '' : closed < 0 ? raw : raw.slice(closed + 1);
  const governed = /(?:对|为|给|向|在|于|有|等|由|的)$/.test(raw);
  const before = afterLightVerb(stripTail(stripLead(acted(own, m), lexicon), lexicon), lexicon).replace(/^分别(?=占)/, '');
  const after = stripTail(
    behind(
      fold,
      m,
      places,
      lexicon,
      /(?:对|为|给|向)(?:全部|所有|全[省市县区州国]|[省市县区辖]内|辖区内?|境内|[^,、的]{1,14}的)?$/.test(raw),
    ),
    lexicon,
  );
  const head = verb.startingAt(before, 0, before.length)?.word ?? '';
  // 生产疫苗20批，分装3万剂: the verb alone is of the thing before.
  const ofThings = m.sense !== 'money' && m.sense !== 'rate' && m.change === null;
  if (ofThings && before.length === 2 && after === '' && previous?.text && metricWords(lexicon).goesOn.startingAt(before, 0, 2)) {
    const thing = thingOf(previous, lexicon);
    if (thing.length >= 2 && thing.length < LONGEST) return { text: before + thing, verb: '', thing };
  }
  const pick = (words: string, verbOf = ''): Metric => ({ text: headOf(words), verb: verbOf });
  // 投放八亿元更新设备: of money that which it is for is another clause.
  if (m.sense === 'money' && MONEY_VERB.test(before) && metricWords(lexicon).verb.startingAt(after, 0, after.length))
    return carried(before, head, places, previous, lexicon);
  // 出口在进口下降三成的情况下增长: what stands in the circumstance.
  if (/^的(?:情况|背景|条件|前提)下/.test(fold.slice(m.end, m.end + 4)) && before.lastIndexOf('在') >= 0)
    return { text: headOf(before.slice(before.lastIndexOf('在') + 1)), verb: '', aside: true };
  const whole =
    m.noun !== ''
      ? `${m.noun}${after}`
      : m.unit === '部门'
        ? `${m.unit}${after}`
        : m.sense === 'time'
          ? after.replace(/^完成了?/, '')
          : after;
  if (m.sense === 'rate' && m.unit !== '比例' && before.length >= 4)
    return whole.length > 1
      ? { text: shorten(whole.length <= 4 ? before + whole : whole), verb: '' }
      : carried(before, head, places, previous, lexicon);
  const counts = m.sense === 'count' || m.sense === 'event' || m.sense === 'kind' || m.sense === 'people';
  if (
    whole.length >= 2 &&
    (counts || before.length < 4 || m.unit === '比例' || (m.change === null && m.reach === null && !m.from))
  ) {
    if (m.sense === 'time') return pick(whole);
    if (m.unit === '次') return pick(afterLightVerb(whole, lexicon));
    if (before === '' && places.continues && previous?.verb) return pick(previous.verb + whole, previous.verb);
    const reach = /(?:对|为|给|向)(全[省市县区州国])?(?:全部|所有)?$/.exec(raw);
    if (reach) return pick((before.length <= 6 ? (reach[1] ?? '') : '') + whole.replace(OF_ACT, ''));
    if (governed || before === '') return pick(whole.replace(OF_ACT, ''));
    if (before.length <= 6) return pick(before + whole, head);
    // A long subject before its verb: the verb and what it does to.
    const last = lastVerb(before, lexicon);
    // 货运列车通达30个城市: a thing of few characters says too little.
    if (whole.length <= 4 && before.length + whole.length <= LONGEST) return pick(before + whole);
    return pick(last + whole, last);
  }
  // 全省14个市: a thing of one character.
  if (counts && whole.length === 1 && metricWords(lexicon).scope.startingAt(before, 0, before.length)?.word === before)
    return pick(before + whole);
  if (before.length >= 2) return carried(before, head, places, previous, lexicon);
  if (whole.length >= 2) return pick(before + whole);
  if (previous?.text)
    // 新认定企业7家，累计达41家: of all, not of the new ones.
    return /累计|总[量数]/.test(raw + fold.slice(m.wordsStart, m.numberStart))
      ? { ...previous, text: previous.text.replace(NEWLY, '') }
      : previous;
  if (m.from) return { text: null, verb: '' };
  const rest = stripLead(fold.slice(m.end, Math.min(places.to, m.end + 8)), lexicon);
  // 分别达2个、3个: what goes on to the next number names nothing.
  if (before + whole === '' && /\d/.test(rest)) return { text: null, verb: '' };
  return { text: (before + whole || rest) === '' ? null : before + whole || rest, verb: '' };
}

/** 企业的全覆盖检查: what is done to what is counted. */
const OF_ACT =
  /的(?=(?:全覆盖|监督|日常|专项|飞行|现场|年度|集中)?(?:检查|抽检|核查|评估|培训|巡查|排查|检验|监测|审计|评审|验收)$)/;

/** 采购机构可以将等标期缩短到…: of who changes something, what is changed. */
const acted = (words: string, m: Measure): string => {
  if (m.change === null && !m.from) return words;
  const at = Math.max(words.lastIndexOf('将'), words.lastIndexOf('把'));
  return at >= 0 && words.length - at > 3 && !/^(?:将[来军领近士要]|把[关握控])/.test(words.slice(at, at + 2))
    ? words.slice(at + 1)
    : words;
};

const NEWLY = /^新(?:增|认定|培育|建成?|获批?|设立?|登记|引进|创建|评)(?=.{2})/;

const MONEY_VERB = /(?:投入|投放|增拨|拨款|拨付|安排|注资|预留|斥资)$/;

/** 海拔 of 海拔1500米以上学校: the words right before the number. */
export function attributeMetric(fold: string, m: Measure, places: Places, lexicon: Lexicon): Metric {
  const near = fold.slice(Math.max(places.from, m.wordsStart - 8), m.wordsStart);
  const open = near.replace(/^.*[、的对为(和及或且并在于]/, '');
  // Nothing parts the words from those before them: what is measured is a word of two characters.
  const words = stripLead(open.length === 8 ? open.slice(/[度积入额值量率龄拔期格]$/.test(open) ? -2 : -4) : open, lexicon);
  return { text: headOf(words === '' ? behind(fold, m, places, lexicon) : words), verb: '', aside: true };
}

/** Of the words behind the measure before it, those that belong to this one: behind the last mark of enumeration. */
function ownWords(words: string, places: Places): string {
  if (!places.continues) return words;
  if (/^[、和及与,]./.test(words)) return words.slice(1);
  const at = Math.max(words.lastIndexOf('、'), words.lastIndexOf('和'), words.lastIndexOf('及'), words.lastIndexOf('与'));
  return at < 0 ? words : words.slice(at + 1);
}

/** What a metric is about without its verb: 企业 of 约谈企业. */
function thingOf(metric: Metric, lexicon: Lexicon): string {
  if (metric.thing !== undefined) return metric.thing;
  const text = metric.text ?? '';
  return text.slice(metricWords(lexicon).verb.startingAt(text, 0, text.length - 2)?.word.length ?? 0);
}

/** 电解铝 of 电解铝产能, before another word of its kind (实际产量). */
function withoutPart(thing: string, lexicon: Lexicon): string {
  const own = metricWords(lexicon).part.endingAt(thing, thing.length, 2)?.word ?? '';
  return thing.slice(0, thing.length - own.length);
}

/** An item of a list with what the head of the list gives it: its verb, or its scope and act. */
function carried(words: string, head: string, places: Places, previous: Metric | null, lexicon: Lexicon): Metric {
  const { scope, act, part } = metricWords(lexicon);
  // 办结率, 总投资 are of what was counted before them.
  if (
    previous?.text &&
    (/^(?:占|[高低快好优]于)/.test(words) ||
      ((words.length <= 3 || /^(?:总|实际|平均)/.test(words)) && words.length <= 5 && part.endingAt(words, words.length, 0)))
  ) {
    // 合格率98%，高于全省: of the share itself.
    const whole = thingOf(previous, lexicon);
    const thing = /^[占高低快好优]/.test(words) ? whole : withoutPart(whole, lexicon);
    if (!thing.endsWith(words) && thing.length + words.length <= LONGEST_HEAD + 2)
      return { text: thing + words, verb: '', thing };
  }
  if (!places.continues || !previous?.text || head !== '') return { text: shorten(words), verb: head };
  const tail = act.endingAt(previous.text, previous.text.length, 1)?.word;
  const wide = scope.startingAt(previous.text, 0, previous.text.length)?.word;
  if (/^(?:占|[高低快好优]于)/.test(words)) return { text: words, verb: '' };
  if (tail && wide && !act.endingAt(words, words.length, 0))
    return { text: shorten(`${wide}${words}${tail}`), verb: previous.verb };
  if (previous.verb !== '' && words.length <= 12) return { text: shorten(previous.verb + words), verb: previous.verb };
  return { text: shorten(words), verb: '' };
}

import { matchesOf } from '../matches.js';
import { perLexicon } from '../per-lexicon.js';
import type { Lexicon } from '../types.js';
import { idiomEndAt } from './number-idioms.js';
import type { Measure } from './quantities-measure.js';
import { wordsAround } from './quantities-words.js';
import { WordTable } from './word-table.js';

const MAY_HOLD_DIGIT = /\d|\\d|\\w|\\S|\[\^|(?<!\\)\./;
const anyPattern = (patterns: readonly string[]): RegExp | null =>
  patterns.length > 0 ? new RegExp(patterns.join('|'), 'g') : null;

const compile = perLexicon((lexicon: Lexicon) => {
  const slogans = (lexicon.slogans ?? []).map((entry) => String(entry.pattern ?? '')).filter((pattern) => pattern !== '');
  const uncounted = lexicon.uncounted ?? [];
  const of = (where: string) =>
    new WordTable(
      uncounted
        .filter((entry) => entry.where === where)
        .flatMap((entry) => (entry.words ?? []).map((word) => [word, true] as const)),
    );
  const heads = uncounted.filter((entry) => entry.where === 'head').flatMap((entry) => [...(entry.words ?? [])]);
  return {
    slogans: anyPattern(slogans),
    // Most numbers are written in digits, which most of the patterns have no place for.
    slogansWithDigits: anyPattern(slogans.filter((pattern) => MAY_HOLD_DIGIT.test(pattern.replace(/\{[\d,]+\}/g, '')))),
    before: of('before'),
    beforeChinese: of('before-chinese'),
    after: of('after'),
    alone: of('head-alone'),
    counted: of('counted'),
    heads: new WordTable(heads.map((word) => [word, true] as const)),
  };
});

/** Stretches of a passage in which no number is a quantity. */
export interface Closed {
  start: number;
  end: number;
  /** title: 《…》; name: a short quotation; slogan. */
  kind: 'title' | 'name' | 'slogan';
}

const QUOTED = /《[^《》\n]{0,120}》|“[^“”\n]{1,40}”|"[^"\n]{1,40}"|「[^「」\n]{1,40}」|‘[^‘’\n]{1,40}’/g;
/** A longer quotation is speech, in which arabic numbers count things. */
const NAME_LENGTH = 16;

/** A slogan that a number belongs to begins at most so far in front of it, and ends at most so far behind. */
const SLOGAN_BEFORE = 12;
const SLOGAN_BEHIND = 24;

/** The titles and short quotations between two offsets, and the slogans around the numbers, in order. */
export function closedIn(
  fold: string,
  start: number,
  end: number,
  numbers: readonly Pick<Measure, 'numberStart' | 'chinese'>[],
  lexicon: Lexicon,
): Closed[] {
  const { slogans, slogansWithDigits } = compile(lexicon);
  const text = fold.slice(start, end);
  const closed: Closed[] = [];
  for (const match of matchesOf(text, QUOTED)) {
    const title = match[0].startsWith('《');
    closed.push({ start: start + match.index, end: start + match.index + match[0].length, kind: title ? 'title' : 'name' });
  }
  let done = 0;
  for (const { numberStart, chinese } of numbers) {
    const at = numberStart - start;
    const pattern = chinese ? slogans : slogansWithDigits;
    if (at < done || !pattern) continue;
    const stretch = text.slice(0, at + SLOGAN_BEHIND);
    pattern.lastIndex = Math.max(done, at - SLOGAN_BEFORE);
    for (let match = pattern.exec(stretch); match; match = pattern.exec(stretch)) {
      closed.push({ start: start + match.index, end: start + pattern.lastIndex, kind: 'slogan' });
      done = pattern.lastIndex;
    }
    done = Math.max(done, at);
  }
  return closed.sort((a, b) => a.start - b.start);
}

/**
 * Whether a measure is no quantity: part of a name or slogan, a date, a duration, the announcement of a list.
 * @param first the first of the closed stretches that does not end before the measure
 */
export function excluded(
  fold: string,
  m: Measure,
  floor: number,
  end: number,
  closed: readonly Closed[],
  first: number,
  lexicon: Lexicon,
): boolean {
  const { before, beforeChinese, after } = compile(lexicon);
  for (let k = first; k < closed.length; k++) {
    const stretch = closed[k] as Closed;
    if (stretch.start >= m.unitEnd) break;
    if (stretch.end <= m.numberStart) continue;
    if (stretch.kind === 'title') return true;
    if (stretch.kind === 'slogan') {
      if (stretch.end > m.numberStart && stretch.start < m.unitEnd) return true;
    } else if ((m.chinese || stretch.end - stretch.start <= NAME_LENGTH) && m.sense !== 'money') return true;
  }
  if (m.rule === 'measure.turn') return false;
  if (m.chinese && m.value === 0) return true;
  if (m.chinese && idiomEndAt(fold, m.numberStart, lexicon) >= m.numberEnd) return true;
  if (fold[m.numberStart - 1] === '第' || fold[m.numberStart - 1] === '届') return true;
  // 七届人大二次会议: which meeting it was.
  if (
    m.unit === '次' &&
    fold.startsWith('会议', m.unitEnd) &&
    /届[^,。、]{1,8}$/.test(fold.slice(m.numberStart - 10, m.numberStart))
  )
    return true;
  const announced =
    before.endingAt(fold, m.numberStart, floor) ?? (m.chinese ? beforeChinese.endingAt(fold, m.numberStart, floor) : null);
  if (
    announced &&
    m.numberStart - m.start < announced.word.length &&
    !(m.bare && announced.word === '上') &&
    !comparing(fold, m, announced.word)
  )
    return true;
  if (m.bare && m.comparator === 'eq' && !m.reach) return true;
  // 亿元以上项目: a class of things.
  if (m.bare && m.hasAfter && m.sense === 'money' && /[一-龥]/.test(fold[m.end] ?? '')) return true;
  if (m.sense === 'time') return !durationCounts(fold, m, floor, end, lexicon);
  if (m.sense === 'kind' && m.chinese && (m.value ?? 0) < 10) return true;
  if (after.startingAt(fold, m.unitEnd, end) || after.startingAt(fold, m.unitEnd - m.unit.length, end))
    return !countsMeasures(fold, m, end);
  if (isMarker(fold, m, floor)) return true;
  const smallChinese =
    m.chinese && m.value !== null && m.value <= 10 && m.max === null && (m.sense === 'count' || m.sense === 'event');
  if (smallChinese && m.value === 1 && !(m.comparator === 'gte' && m.start < m.numberStart)) return true;
  if (smallChinese && !(m.comparator !== 'eq') && abstractThing(fold, m, end, lexicon)) return true;
  if (announcesList(fold, m, end)) return true;
  if (m.sense === 'count' && /级$/.test(fold.slice(m.unitEnd, m.unitEnd + 1))) return true;
  return fold[m.unitEnd] === '级';
}

/** 前 and 后 belong to 以前, 目前, 之后, where they rank nothing. */
function comparing(fold: string, m: Measure, word: string): boolean {
  const previous = fold[m.numberStart - word.length - 1] as string | undefined;
  if (word === '前' || word === '后') return previous !== undefined && '目以之当此先今最年日月提空落'.includes(previous);
  if (word === '上') return previous !== undefined && '以之网线加手地会船马场'.includes(previous);
  if (word === '此') return previous === '因' || previous === '为' || previous === '由';
  return false;
}

/** 4个方面15条具体措施: the count of headings counts where another number follows. */
function countsMeasures(fold: string, m: Measure, end: number): boolean {
  return /^个?方面[,、]?(?:的)?(?:共)?\d{1,4}(?:项|条|个)/.test(
    fold.slice(m.unitEnd - m.unit.length, Math.min(end, m.unitEnd + 12)),
  );
}

function durationCounts(fold: string, m: Measure, floor: number, end: number, lexicon: Lexicon): boolean {
  const around = wordsAround(lexicon);
  const text = fold.slice(m.numberStart, m.unitEnd);
  if (m.unit === '年' && /^(?:\d{4}|[〇零○一二三四五六七八九]{2,4}|1[01]\d) ?年/.test(text)) return false;
  if (fold[m.unitEnd] === '内' && !m.reach && m.change === null && m.comparator !== 'lte') return false;
  if (/^(?:以来|来|间|前|后|之前|之后|期|度|级|制|代)/.test(fold.slice(m.end, m.end + 2)) && m.unit !== '岁') return false;
  if (m.unit === '日' && fold[m.numberStart - 1] === '月') return false;
  if (around.durationBefore.endingAt(fold, m.numberStart, floor)) return true;
  if (around.durationNever.endingAt(fold, m.numberStart, floor)) return false;
  for (let at = m.numberStart; at > floor && m.numberStart - at < 8; ) {
    if (around.durationBefore.endingAt(fold, at, floor)) return true;
    const filler = around.before.endingAt(fold, at, floor);
    if (!filler || filler.value.does === 'change') break;
    at -= filler.word.length;
  }
  const said = fold.slice(Math.max(0, m.numberStart - 40), m.numberStart);
  const own = said.slice(said.search(/[^,。;:!?\n]*$/));
  return around.durationClause.some((word) => own.includes(word)) && end > m.unitEnd;
}

/** A number that opens a line or a clause and is parted from the rest is a marker (1、2.). */
function isMarker(fold: string, m: Measure, floor: number): boolean {
  return (
    m.numberStart === floor &&
    /^\d{1,3}[.、)]/.test(fold.slice(m.numberStart, m.numberStart + 4)) &&
    !/^\d+\.\d/.test(fold.slice(m.numberStart, m.numberStart + 6))
  );
}

const CLAUSE = /[,。;:!?、()]/;

/** 三个关系, 两项改革: what a few of are spoken of, not counted. */
function abstractThing(fold: string, m: Measure, end: number, lexicon: Lexicon): boolean {
  const { heads, alone, counted } = compile(lexicon);
  const tail = fold.slice(m.unitEnd, Math.min(end, m.unitEnd + 14));
  const stop = tail.search(CLAUSE);
  const to = m.unitEnd + (stop < 0 ? tail.length : stop);
  if (heads.startingAt(fold, m.unitEnd, to)) return true;
  if (to === m.unitEnd) return false;
  if (alone.startingAt(fold, m.unitEnd, to)?.word.length === to - m.unitEnd) return true;
  if (counted.endingAt(fold, to, m.unitEnd)) return false;
  // The head of the phrase: its last word, or the last before 的 or a verb that goes on.
  const phrase = fold.slice(m.unitEnd, to);
  const head = phrase.search(/的|等/);
  const headEnd = head > 0 ? m.unitEnd + head : to;
  return (
    heads.endingAt(fold, headEnd, m.unitEnd) !== null ||
    heads.endingAt(fold, to, m.unitEnd) !== null ||
    fold[to] === '《' ||
    tail.startsWith('《')
  );
}

/** 做好五项工作:一是…; 有十件大事: */
function announcesList(fold: string, m: Measure, end: number): boolean {
  if (m.sense !== 'count' && m.sense !== 'event') return false;
  const tail = fold.slice(m.unitEnd, Math.min(end, m.unitEnd + 14));
  return (
    /^[^,。;、!?()\d]{0,12}(?::|。?(?:一是|第一[,，]|一要|其一))/.test(tail) &&
    (m.value ?? 99) < 30 &&
    !/^[^:]{0,12}:\d/.test(tail)
  );
}

import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Lexicon, Span } from '../types.js';
import type { Part } from './parts.js';

/** A sentence longer than this is body, not a heading. */
const LONGEST_SENTENCE = 40;
/** A title in front of a colon is no longer than this. */
const LONGEST_TITLE = 30;
/** A parenthesis at the end of a heading that says who is responsible is no part of it. */
const assignment = perLexicon(
  (lexicon: Lexicon) =>
    new RegExp(
      `\\([^()]{0,200}(?:${anyOf(wordsOf(entriesOf(lexicon, 'unit-roles', 'kind', 'role')))}|(?:单位|部门|处室|机构|机关):[^()]{1,200})\\)$`,
    ),
);
const BUREAU = /(?:[;。](?:以及|及|和)?|以及)[ ]?\([^();。]{2,80}[局署司处厅部办]\)$/;
/** Styles of headings: 一、 and （一）. */
const JOINED_RANK = 3;
const JOINT = /;[ ]?(?:以及|及|和)$/;
/** What brings a list in is no heading: 我们会：, 包括：. */
const LEAD_IN = /(?:我们[会将]|本[署局处部司][将会]{1,2}|包括|如下):$/;
/** The same where it is the whole of the text: behind a title (提升能力。着力抓好以下几项工作：) it takes nothing from it. */
const LEAD_ALONE = /(?:(?:以下|下列)[^,。;:]{0,10}:|[—–]{1,2})$/;
/** A heading alone on its line may be longer. */
const LONGEST_LINE = 90;

/** A title of a few words in front of a colon and what it is about (疫苗追溯工程：6月底前，全市…。). */
const SHORT_TITLE = /^[^,。;:、!?()“”《》\d]{4,14}(?=:)/;
/** What brings a list, a name or a case in is no such title. */
const NO_TITLE =
  /(?:要|应|须|是|为|有|会|将|即|如下|以下|下列|包括|例如|其中|做到|名称|时间|地点|日期|对象|范围|目标|指标|对比)$/;

function shortTitle(fold: string, start: number, end: number): number {
  const title = SHORT_TITLE.exec(fold.slice(start, Math.min(end, start + 20)))?.[0];
  if (title === undefined || NO_TITLE.test(title) || end - start - title.length < 10) return -1;
  return /[,。;]/.test(fold.slice(start + title.length, end + 1)) ? start + title.length : -1;
}

/**
 * The heading of a numbered item: what stands behind the marker up to the first 。 or the line's end, where that is a title; for an item that is one
 * sentence, that sentence where it is short; null where it opens with an ordinary long sentence.
 */
export function headingOf(fold: string, part: Part, lexicon: Lexicon): Span | null {
  const own = part.own[0];
  if (!own || !part.marker) return null;
  let start = part.marker.end;
  while (start < own.end && ' ,:、'.includes(fold[start] as string)) start++;
  let end = own.end;
  while (end > start && ' ;。,'.includes(fold[end - 1] as string)) end--;
  // Before the last of a list stands …；及.
  const joint = JOINT.exec(fold.slice(Math.max(start, end - 4), end));
  if (joint) end -= joint[0].length;
  if (end <= start) return null;
  const sentence = fold.slice(start, Math.min(end, start + 400));
  const bracket = assignment(lexicon).exec(sentence.slice(0, (sentence.indexOf('。') + 1 || sentence.length + 1) - 1));
  if (bracket && bracket.index >= 4) end = start + bracket.index;
  // Hong Kong closes a bullet with its bureau: …；以及（环境及生态局）.
  const bureau = BUREAU.exec(sentence);
  if (bureau && bureau.index >= 4) end = start + bureau.index;
  const tail = fold.slice(Math.max(start, end - 14), end);
  if (LEAD_IN.test(tail) || (LEAD_ALONE.test(tail) && !sentence.slice(0, end - start).includes('。'))) return null;
  const limit = Math.min(end, start + LONGEST_LINE + 1);
  let stop = -1;
  for (let at = start; at < limit; at++) {
    const mark = fold[at] as string;
    if (mark === '。') {
      stop = at;
      break;
    }
  }
  if (stop < 0 && end - start <= LONGEST_LINE) stop = end;
  // Where paragraphs were joined by blanks, one ends the heading (…几点意见: 一、认清形势 今年以来，…).
  if (!part.marker.atStart && part.marker.rank <= JOINED_RANK) {
    const blank = fold.slice(start, Math.min(end, start + LONGEST_SENTENCE)).indexOf(' ');
    if (blank >= 4 && /[,。]/.test(fold.slice(start + blank, Math.min(end, start + blank + 60))))
      return { start, end: start + blank };
  }
  // 一、质量为本：严把关口，守住底线: a line with items below it is a heading to its end.
  const line = part.children.length > 0 && stop === end && !/[。;]/.test(fold.slice(end, end + 2)) && part.own.length === 1;
  const titled = part.inline || line ? -1 : shortTitle(fold, start, stop < 0 ? limit : stop);
  if (titled > 0) return { start, end: titled };
  if (stop < 0 || stop - start > LONGEST_SENTENCE) {
    // A title in front of a colon (强化资料标准及格式品质：发展…标准，…。).
    const colon = fold.slice(start, start + LONGEST_TITLE + 1).search(/:/);
    if (colon >= 4 && !/[,。;]/.test(fold.slice(start, start + colon)) && end > start + colon + 1)
      return { start, end: start + colon };
  }
  if (stop < 0) return null;
  const whole = stop >= end;
  const endsLine = whole && !bracket && !/[。;]/.test(fold.slice(end, Math.min(own.end, end + 2)));
  if (stop - start > (endsLine && !part.inline ? LONGEST_LINE : LONGEST_SENTENCE)) return null;
  // A heading and its body may be parted by blanks alone (一、总体要求  以…为指导，…).
  const gap = fold.slice(start, stop).indexOf('  ');
  return { start, end: gap >= 4 && gap <= 30 ? start + gap : stop };
}

/** From this length on the first of several sentences is no title among items that have none. */
const LONG_OPENING = 25;

/**
 * Takes back the headings of items that open with a sentence of the body, as those beside them do: （三）将…下放…。对…，开展评估。 among items of which
 * many are one long sentence each.
 */
export function dropSentences(fold: string, siblings: readonly Part[]): void {
  const items = siblings.filter((part) => part.kind === 'item' && part.marker !== null && !part.inline);
  if (items.length < 3) return;
  for (const part of items) {
    const { heading, style } = part;
    const own = part.own[0];
    if (!heading || !own || heading.end - heading.start < LONG_OPENING || fold[heading.end] !== '。') continue;
    const rest = fold.slice(heading.end + 1, Math.min(own.end, heading.end + 12)).trimStart();
    if (rest.length < 6 || /^[([【〔]/.test(rest)) continue;
    const series = items.filter((other) => other.style === style && other !== part);
    if (series.filter((other) => other.heading === null).length * 2 >= series.length && series.length > 1) part.heading = null;
  }
}

import type { LiteralIndex } from '../literal-index.js';
import type { Line } from '../types.js';
import type { Block, NoiseKind } from './blocks.js';
import type { Page, PageRules, Rule } from './page.js';

/** Longest line that is still looked at as furniture; at the very foot there may be a longer notice. */
const SHORT = 130;
const LONGEST_NOTICE = 390;
const NOTICES = 6;
/** Of so many lines no head and no foot is longer than this, though nothing in between is running text. */
const MANY = 5000;
const EDGE = 300;

/** What stands only at the very head of a page, in front of its first sentence, is among so many lines. */
const FIRST = 6;

/** Labels of days, counts and sizes, whose values are figures or short. */
const COUNTED = /(?:日期|时间|次数|[率量数]|字[号体级])[^:]{0,2}:$/;

/** A list mark in front of a line of furniture (• 来源：某局). */
const BULLET = /^[•·●▪][ ]?/;

/** Marks the lines that belong to the page, not to the document. */
export function markNoise(page: Page, rules: PageRules): void {
  const { lines, printed, kinds, headEnd, lengthOf, running, opensItem, noise } = page;
  let { footStart } = page;
  markTail(page, rules.tail);
  markTeaser(page, rules.teaser);
  const last = lines.length - 1;
  // A long notice at the very foot is no running text.
  for (let index = last; index > Math.max(headEnd, last - NOTICES); index--) {
    const rule =
      running(index) && lengthOf(index) <= LONGEST_NOTICE
        ? rules.line.in(printed[index] as string).find(({ pattern }) => pattern.test(printed[index] as string))
        : undefined;
    if (rule) noise(index, rule.kind);
  }
  if (kinds.some((kind, index) => kind?.kind === 'noise' && index > headEnd))
    while (
      footStart > headEnd &&
      (kinds[footStart - 1]?.kind === 'noise' || !(running(footStart - 1) || opensItem(footStart - 1)))
    )
      footStart--;
  let awaiting = -1;
  let counted = false;
  const sentence = printed.findIndex((line, index) => index >= FIRST || line.includes('。'));
  const head = Math.min(headEnd, sentence < 0 ? lines.length : sentence);
  const reach = lines.length > MANY ? EDGE : lines.length;
  for (let index = 0; index < lines.length; index++) {
    if (lengthOf(index) > SHORT || kinds[index] !== null) continue;
    const edge = (index < headEnd && index < reach) || (index >= footStart && index >= lines.length - reach);
    const line = edge ? (printed[index] as string).replace(BULLET, '') : (printed[index] as string);
    const rule = (edge || index === last ? rules.noise : rules.line)
      .in(line)
      .find(
        ({ where, pattern }) =>
          (where === 'line' ||
            (where === 'foot' ? index >= footStart || index === last : where === 'head' ? index < head : edge)) &&
          pattern.test(line),
      );
    if (rule) {
      noise(index, rule.kind);
      // Of several labels on a line (字体：大 中 小 分享到：) none has its value on the next.
      awaiting = rule.where === 'label' && /^[^:]*:$/.test(line) ? index + 1 : -1;
      counted = awaiting >= 0 && COUNTED.test(line);
    } else if (index === last && last > 0 && line.startsWith('(') && rules.person.test(line)) noise(index, 'footer');
    else if (edge && index > 0 && /^[>»]+$/.test(printed[index - 1] as string) && lengthOf(index) <= 12)
      noise(index, 'navigation');
    // The name of a column in two languages.
    else if (
      index < headEnd &&
      index < 6 &&
      lengthOf(index) <= 8 &&
      /^[A-Z]{2,16}(?:[ &/]{1,3}[A-Z]{2,16}){1,4}$/.test(printed[index + 1] ?? '')
    )
      noise(index, 'navigation');
    else if (
      index === awaiting &&
      edge &&
      lengthOf(index) <= 24 &&
      !/[。,;]|[〔[]\d{4}/.test(line) &&
      (!counted || lengthOf(index) <= 6 || /\d/.test(line)) &&
      // Behind an empty label a title may begin with who issues it.
      !(/^关于/.test(printed[index + 1] ?? '') && rules.office.test(line))
    )
      noise(index, 'navigation');
  }
  markHead(page);
  const isFront = (line: string) => rules.front.in(line).some(({ pattern }) => pattern.test(line)) || rules.office.test(line);
  markFoot(page, footStart, (index) => isFront(printed[index] as string));
}

/** A page's tail is shorter than its report, or this long at most. */
const TAIL = 600;

/** What stands behind the heading of a box of other reports, or of a notice of rights, is of the page as that is. */
function markTail({ lines, printed, kinds, lengthOf, opensItem, noise }: Page, heading: RegExp): void {
  let from = -1;
  let behind = 0;
  for (let index = lines.length - 1; index > 0; index--) {
    behind += lengthOf(index);
    if (kinds[index] !== null || opensItem(index)) break;
    if (lengthOf(index) <= 10 && heading.test(printed[index] as string)) {
      if (behind > TAIL && behind * 2 > (lines[index] as Line).start) break;
      from = index;
    }
  }
  if (from >= 0 && printed.some((line, index) => index < from && line.includes('。')))
    for (let index = from; index < lines.length; index++) noise(index, 'footer');
}

/** A line at the head that tells the beginning of the text in its own words. */
function markTeaser({ lines, printed, headEnd, free, noise }: Page, label: RegExp): void {
  for (let index = 0; index <= headEnd && index < Math.min(12, lines.length - 1); index++) {
    const line = printed[index] as string;
    const said = free(index) ? label.exec(line)?.[0] : undefined;
    if (said === undefined) continue;
    const opening = line.slice(said.length, said.length + 16);
    if (opening.length === 16 && printed.slice(index + 1, index + 4).some((text) => text.includes(opening)))
      noise(index, 'navigation');
  }
}

/** What a page says of where it is. */
const PLACE = /位置[是为]?[: ]|[>»›].*[>»›]/;

/** In front of the path of a page stands its site's head, where the title stands behind it. */
function markHead({ lines, printed, kinds, headEnd, lengthOf, isTitle, noise }: Page): void {
  let place = Math.min(headEnd, lines.length) - 1;
  while (place > 0 && !(kinds[place]?.kind === 'noise' && PLACE.test(printed[place] as string))) place--;
  if (place <= 0) return;
  let title = place + 1;
  while (title < headEnd && !isTitle(title)) title++;
  // Without one the text stands behind it, and a headline may stand in front.
  const longest = title >= headEnd ? 8 : 40;
  for (let index = 0; index < place; index++)
    if (kinds[index] === null && lengthOf(index) <= longest && !/[。;]/.test(printed[index] as string))
      noise(index, 'navigation');
}

/** What stands over the captions of a page's pictures. */
const PICTURES = /^(?:相关)?(?:图片|照片)$/;

/** Short lines among those of the page's foot, and behind two of them, are of it (政策咨询电话：…, 用户登录). */
function markFoot({ lines, printed, kinds, lengthOf, noise }: Page, from: number, isFront: (index: number) => boolean): void {
  for (let index = from + 1; index < lines.length; index++)
    if (
      kinds[index] === null &&
      kinds[index - 1]?.kind === 'noise' &&
      PICTURES.test(printed[index - 1] as string) &&
      !/。$/.test(printed[index] as string)
    )
      noise(index, 'caption');
  let last = lines.length - 1;
  while (last >= from && kinds[last]?.kind !== 'noise') last--;
  let seen = 0;
  for (let index = from; index < lines.length; index++) {
    if (kinds[index]?.kind === 'noise') seen++;
    else if (
      kinds[index] === null &&
      (index < last ? seen > 0 : seen >= 2) &&
      lengthOf(index) <= 40 &&
      (lengthOf(index) <= 20 || !/[。;]/.test(printed[index] as string)) &&
      ((kinds[index - 1]?.kind === 'noise' && kinds[index + 1]?.kind === 'noise') || !isFront(index))
    )
      noise(index, 'footer');
  }
}

/** What a medium puts in front of its report is no longer, and there are few of them in a row. */
const LONGEST_DISPATCH = 120;
const DISPATCHES = 3;

/** Cuts what a medium or a web page puts in front of a line (央视网消息：) off as noise. */
export function cutDispatch(fold: string, line: Line, rules: LiteralIndex<Rule>, blocks: Block[]): Line {
  let { start } = line;
  for (const { pattern, kind } of rules.in(fold.slice(start, Math.min(line.end, start + DISPATCHES * LONGEST_DISPATCH)))) {
    const match = pattern.exec(fold.slice(start, Math.min(line.end, start + LONGEST_DISPATCH)));
    if (!match) continue;
    const end = start + match[0].trimEnd().length;
    blocks.push({ kind: 'noise', front: null, noise: kind as NoiseKind, line: line.index, start, end });
    start = end;
    while (start < line.end && fold[start] === ' ') start++;
  }
  return start === line.start ? line : { ...line, start };
}

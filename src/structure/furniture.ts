import type { Line } from '../types.js';
import type { Block, NoiseKind } from './blocks.js';
import type { Page, PageRules, Rule } from './page.js';

/** Longest line that is still looked at as furniture; at the very foot there may be a longer notice. */
const SHORT = 130;
const LONGEST_NOTICE = 390;
const NOTICES = 6;

/** A list mark in front of a line of furniture (• 来源：某局). */
const BULLET = /^[•·●▪][ ]?/;

/** Marks the lines that belong to the page, not to the document. */
export function markNoise(page: Page, { noise: rules, anyNoise, anyFront, office }: PageRules): void {
  const { lines, printed, kinds, headEnd, lengthOf, running, opensItem, noise } = page;
  let { footStart } = page;
  const last = lines.length - 1;
  // A long notice at the very foot is no running text.
  for (let index = last; index > Math.max(headEnd, last - NOTICES); index--) {
    const rule =
      running(index) && lengthOf(index) <= LONGEST_NOTICE
        ? rules.find(({ where, pattern }) => where === 'line' && pattern.test(printed[index] as string))
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
  for (let index = 0; index < lines.length; index++) {
    if (lengthOf(index) > SHORT || kinds[index] !== null) continue;
    const edge = index < headEnd || index >= footStart;
    const line = edge ? (printed[index] as string).replace(BULLET, '') : (printed[index] as string);
    const rule = anyNoise.test(line)
      ? rules.find(
          ({ where, pattern }) =>
            where !== 'prefix' &&
            (where === 'line' || (where === 'foot' ? index >= footStart || index === last : edge)) &&
            pattern.test(line),
        )
      : undefined;
    if (rule) {
      noise(index, rule.kind);
      // Of several labels on a line (字体：大 中 小 分享到：) none has its value on the next.
      awaiting = rule.where === 'label' && /^[^:]*:$/.test(line) ? index + 1 : -1;
    } else if (edge && index > 0 && /^[>»]+$/.test(printed[index - 1] as string) && lengthOf(index) <= 12)
      noise(index, 'navigation');
    else if (index === awaiting && edge && lengthOf(index) <= 24 && !/[。,;]/.test(line)) noise(index, 'navigation');
  }
  // Short lines behind two of the page's foot are of it (用户登录, 立即注册), and so is one alone among them (政策咨询电话：…).
  let seen = 0;
  for (let index = footStart; index < lines.length; index++) {
    if (kinds[index]?.kind === 'noise') seen++;
    else if (
      kinds[index] === null &&
      seen > 0 &&
      lengthOf(index) <= 40 &&
      !/[。;]/.test(printed[index] as string) &&
      (kinds[index + 1]?.kind === 'noise' ||
        (seen >= 2 && !anyFront.test(printed[index] as string) && !office.test(printed[index] as string)))
    )
      noise(index, 'footer');
  }
}

/** Cuts what a medium or a web page puts in front of a line (央视网消息：) off as noise. */
export function cutDispatch(fold: string, line: Line, rules: readonly Rule[], blocks: Block[]): Line {
  let { start } = line;
  for (const { where, pattern, kind } of rules) {
    if (where !== 'prefix') continue;
    const match = pattern.exec(fold.slice(start, Math.min(line.end, start + 120)));
    if (!match) continue;
    const end = start + match[0].trimEnd().length;
    blocks.push({ kind: 'noise', front: null, noise: kind as NoiseKind, line: line.index, start, end });
    start = end;
    while (start < line.end && fold[start] === ' ') start++;
  }
  return start === line.start ? line : { ...line, start };
}

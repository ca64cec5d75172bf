import type { Line } from '../types.js';
import type { Block, NoiseKind } from './blocks.js';
import type { Page, PageRules, Rule } from './page.js';

/** Longest line that is still looked at as furniture. */
const SHORT = 130;

/** Marks the lines that belong to the page, not to the document. */
export function markNoise({ lines, printed, kinds, headEnd, footStart, lengthOf, noise }: Page, rules: PageRules): void {
  let awaiting = -1;
  for (let index = 0; index < lines.length; index++) {
    const line = printed[index] as string;
    const edge = index < headEnd || index >= footStart;
    if (lengthOf(index) > SHORT || kinds[index] !== null) continue;
    const rule = rules.anyNoise.test(line)
      ? rules.noise.find(
          ({ where, pattern }) =>
            where !== 'prefix' &&
            (where === 'line' || (where === 'foot' ? index >= footStart || index === lines.length - 1 : edge)) &&
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
  // A line alone among those of the page's foot is one of them (政策咨询电话：…).
  for (let index = footStart + 1; index < lines.length - 1; index++)
    if (
      kinds[index] === null &&
      kinds[index - 1]?.kind === 'noise' &&
      kinds[index + 1]?.kind === 'noise' &&
      lengthOf(index) <= 40 &&
      !/[。;!?]/.test(printed[index] as string)
    )
      noise(index, 'footer');
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

import type { Page, PageRules } from './page.js';

/** How far down a title is looked for, how much of the text it is held against, and how much of it the text has to say. */
const HEAD_LINES = 40;
const TEXT_LINES = 3;
const SAID = 0.45;
const BETTER = 0.25;

/** The longest line that may be a site's or a column's name. */
const NAME_LENGTH = 16;

/** A title with its label (发文标题：…). */
export const TITLE_LABEL = /^(?:发文|文件|文章|政策|法规|信息|新闻)?(?:标题|名称): ?/;

const isHan = (text: string, at: number): boolean => text.charCodeAt(at) >= 0x4e00 && text.charCodeAt(at) <= 0x9fff;

/** The part of a line's pairs of characters that the text has too: a title shares most with its text, the name of a site or a column little. */
function shareOf(line: string, text: string): number {
  let pairs = 0;
  let said = 0;
  for (let at = 0; at + 1 < line.length; at++) {
    if (!isHan(line, at) || !isHan(line, at + 1)) continue;
    pairs++;
    if (text.includes(line.slice(at, at + 2))) said++;
  }
  return pairs === 0 ? 0 : said / pairs;
}

/**
 * The line of the head that the title begins with. The first that could be one gives way to a later that has its label, or that the text repeats
 * while the first is a short name that the text knows nothing of, and something else than their order tells them apart: furniture between or
 * in front, several such names, or the later printed once more.
 * @param first the first line that could be a title
 */
export function headlineAt(page: Page, rules: PageRules, first: number): number {
  const { printed, kinds, headEnd, isTitle } = page;
  const end = Math.min(headEnd, HEAD_LINES);
  let second = first + 1;
  while (second < end && !isTitle(second)) second++;
  const line = printed[first] as string;
  if (TITLE_LABEL.test(line)) return first;
  for (let at = second; at < end; at++)
    if (isTitle(at) && TITLE_LABEL.test(printed[at] as string) && rules.titleEnd.test(printed[at] as string)) return at;
  if (second >= end || (line.length > NAME_LENGTH && !SITE.test(line)) || OF_THE_TITLE.test(line) || rules.titleEnd.test(line))
    return first;
  if (rules.office.test(line) && !SITE.test(line)) return first;
  let text = '';
  let from = second;
  while (from < headEnd && !(printed[from] as string).includes('。')) from++;
  for (let at = from; at < printed.length && at < from + TEXT_LINES; at++) text += `${printed[at]}\n`;
  if (text.length < 60) return first;
  const own = shareOf(line, text);
  if (own > 1 - BETTER) return first;
  let best = first;
  let most = Math.max(SAID, own + BETTER);
  let names = 1;
  let furnished = SITE.test(line) || (first > 0 && kinds[first - 1]?.kind === 'noise');
  for (let at = first + 1; at < end; at++) {
    furnished ||= kinds[at]?.kind === 'noise';
    if (!isTitle(at)) continue;
    const said = printed[at] as string;
    const again =
      said.length >= 8 &&
      printed.some(
        (other, index) => index !== at && index < from && (other.includes(said) || (other.length >= 8 && said.includes(other))),
      );
    const share = shareOf(said, text) + (again ? 0.3 : 0);
    if (
      (best === first
        ? share > most
        : share > most + BETTER || (said !== printed[best] && (printed[best] as string).endsWith(said))) &&
      said.length >= 8 &&
      (furnished || again || names > 1) &&
      !rules.office.test(said) &&
      !rules.speaker.test(said) &&
      !rules.position.test(said)
    ) {
      best = at;
      most = share;
    }
    if (best === first) {
      if (said.length > NAME_LENGTH || OF_THE_TITLE.test(said)) break;
      names++;
    }
  }
  return best;
}

/** What a page says of a paper whose title has a label (法规类型：…), on the lines around it. */
export const LABELLED = /^\p{Script=Han}{2,6}: ?(?:[^。;:]{1,40})?$/u;

/** The front of a title over several lines may end so (江海县, 关于). */
const OF_THE_TITLE = /[省市县区州镇乡村国旗盟年]$|^关于|^《/;

/** What a site calls itself. */
const SITE = /[网站报台]$|\.(?:com|cn|net|org)$/;

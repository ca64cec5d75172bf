import { append } from '../extract.js';
import { attribute, type Block, type Element, type PageLine } from './lines.js';

/** What the lines of a page are. */
export type Part = 'article' | 'before' | 'after';

/** Words in names of classes and ids, and elements, that stand around an article. */
const FURNITURE =
  /(?:^|[-_ ])(?:nav|navbar|menu|header|footer|foot|foots|sidebar|side|aside|breadcrumbs?|crumbs?|share|bdshare|related|relate|recommend|comments?|copyright|banner|toolbar|pager|pagination|hotnews|links?|friendlink|login|search|ewm|qrcode|dangqianweizhi|weizhi)(?:$|[-_ 0-9])/i;
const FURNITURE_TAGS = new Set(['nav', 'header', 'footer', 'aside', 'dialog']);
/** Names that the editors of Chinese government sites give to the text itself. */
const ARTICLE =
  /(?:^|[-_ ])(?:article|articlecontent|art_?con|TRS_Editor|TRS_UEDITOR|UCAP-CONTENT|pages_content|zoom|news_content|newscontent|article-content|articlebody|detail-content|view_content|v_news_content|wp_articlecontent|content_body|main-?text|xxgk_content)(?:$|[-_ 0-9])/i;

/** A child that has this share of its parent's prose is the way to the article. */
const MOST = 0.9;
const MOST_MARKED = 0.6;

const names = (element: Element): string => `${attribute(element, 'class')} ${attribute(element, 'id')}`;
const isMarked = (element: Element): boolean =>
  element.tagName === 'article' || element.tagName === 'main' || ARTICLE.test(names(element));
const isFurniture = (element: Element): boolean =>
  FURNITURE_TAGS.has(element.tagName) ||
  attribute(element, 'title') === 'header' ||
  attribute(element, 'title') === 'footer' ||
  (FURNITURE.test(names(element)) && !isMarked(element));

const lengthOf = (line: PageLine): number => line.fragments.reduce((sum, fragment) => sum + fragment.text.trim().length, 0);

/** Words of the lines at the foot of a site. */
const IMPRINT =
  /版权所有|ICP备|公网安备|网站标识码|邮政编码|邮编[:：]|技术支持[:：]|主办(?:单位)?[:：]|承办(?:单位)?[:：]|即将离开|建议使用.{0,20}浏览器/;

/** How much of a line is running text: what is not linked, where the line has a mark of a sentence or some length. */
function proseOf(line: PageLine): number {
  const length = lengthOf(line);
  const own = length - line.linked;
  if (own < length * 0.5) return 0;
  const text = line.fragments.map((fragment) => fragment.text).join('');
  if (IMPRINT.test(text)) return 0;
  return /[。；，、：！？]/.test(text) && length > 15 ? own : length > 30 ? own / 2 : 0;
}

/** Tells the article of a page from what stands around and inside it. */
export function partsOf(lines: readonly PageLine[], title: string): Part[] {
  const body = lines[0] && outermost(lines[0].block);
  if (!body) return [];
  const furniture = furnitureIn(body);
  const container = containerOf(body, lines, furniture);
  const inside = lines.map(
    ({ block }) => block.index >= container.index && block.index <= container.last && !furniture.has(block),
  );
  // Where names mislead, all is article, and the rules for furniture in plain text remain.
  if (!inside.includes(true)) return lines.map(() => 'article');
  const first = inside.indexOf(true);
  const last = inside.lastIndexOf(true);
  const heading = headingOf(lines, inside, first, title);
  return lines.map((line, index) => {
    if (index === heading || (inside[index] && !isMenu(line, lines, index))) return 'article';
    return index < first || index < (first + last) / 2 ? 'before' : 'after';
  });
}

function outermost(block: Block): Block {
  let outer = block;
  while (outer.outer) outer = outer.outer;
  return outer;
}

/** All blocks that are furniture or stand inside such. */
function furnitureIn(body: Block): Set<Block> {
  const found = new Set<Block>();
  const pending = [...body.inner];
  for (let block = pending.pop(); block; block = pending.pop()) {
    if (found.has(block.outer as Block) || isFurniture(block.element)) found.add(block);
    append(pending, block.inner);
  }
  return found;
}

/** Goes from the body inwards as long as one block holds nearly all of the running text. */
function containerOf(body: Block, lines: readonly PageLine[], furniture: ReadonlySet<Block>): Block {
  const own: number[] = [];
  const many: number[] = [];
  for (const line of lines) {
    const { index } = line.block;
    if (furniture.has(line.block)) continue;
    own[index] = (own[index] ?? 0) + proseOf(line);
    many[index] = (many[index] ?? 0) + 1;
  }
  // Sums from the front, so that the prose of a block with all inside it is a difference.
  const sums = [0];
  for (let index = 1; index <= body.last; index++) sums[index] = (sums[index - 1] as number) + (own[index] ?? 0);
  const counts = [0];
  for (let index = 1; index <= body.last; index++) counts[index] = (counts[index - 1] as number) + (many[index] ?? 0);
  const linesIn = (block: Block) => (counts[block.last] as number) - (counts[block.index - 1] as number);
  const prose = (block: Block) => (sums[block.last] as number) - (sums[block.index - 1] as number);

  const blocks = markedIn(body, furniture);
  let container = body;
  for (;;) {
    const total = prose(container);
    if (total === 0) return container;
    const marked = blocks.find(
      (block) => block.index > container.index && block.index <= container.last && prose(block) / total >= MOST_MARKED,
    );
    const next =
      marked ??
      insides(container).find((block) => {
        const share = prose(block) / total;
        if (PARAGRAPH.test(block.element.tagName) || (CELL.test(block.element.tagName) && !(linesIn(block) >= 3))) return false;
        return share >= MOST && !losesText(lines, block, container, furniture);
      });
    if (!next) return container;
    container = next;
  }
}

/** Blocks whose names say that they hold the article, from the outside inwards. */
function markedIn(body: Block, furniture: ReadonlySet<Block>): Block[] {
  const found: Block[] = [];
  const pending = [...body.inner];
  for (let block = pending.pop(); block; block = pending.pop()) {
    if (isMarked(block.element) && !furniture.has(block)) found.push(block);
    append(pending, block.inner);
  }
  return found.sort((a, b) => a.index - b.index);
}

/** Whether annexes or more than a stray line of text stand behind a block in what is around it. */
function losesText(lines: readonly PageLine[], block: Block, container: Block, furniture: ReadonlySet<Block>): boolean {
  const lost = lines.filter(
    (line) =>
      line.block.index > block.last && line.block.index <= container.last && line.linked === 0 && !furniture.has(line.block),
  );
  const texts = lost.map((line) =>
    line.fragments
      .map((fragment) => fragment.text)
      .join('')
      .trim(),
  );
  return (
    texts.some((text) => /^(?:附件|附表|附录|附[:：])/.test(text)) ||
    texts.filter((text) => text.length > 30 && text.endsWith('。')).length >= 2
  );
}

/** A paragraph may be most of a short article, but what stands beside it belongs to it. */
const PARAGRAPH = /^(?:p|li|h[1-6]|dd|dt|blockquote|pre|ol|ul)$/;
/** A cell holds an article where the table lays out the page, which shows in the number of its lines. */
const CELL = /^t[dh]$/;

/** The blocks inside a block; tables and rows are looked through. */
function insides(block: Block): Block[] {
  return block.inner.flatMap((inner) => (/^(?:table|tr)$/.test(inner.element.tagName) ? insides(inner) : [inner]));
}

/** A shorter line is no title of an article. */
const SHORTEST = 6;

/** The title where it stands above the article: the last line there that the page's own title begins with or that is the main heading. */
function headingOf(lines: readonly PageLine[], inside: readonly boolean[], first: number, title: string): number {
  const bare = (text: string) => text.replace(/[\s\u3000]+/g, '');
  // The page's title names the section and the site behind the article.
  const names = title.split(/[_|>»]|\s[-—–]+\s|-+(?=[^-]{2,20}$)/).map(bare);
  const wanted = (names.length > 1 ? names.slice(0, -1) : names).filter((name) => name.length >= SHORTEST);
  const textOf = (line: PageLine) => bare(line.fragments.map((fragment) => fragment.text).join(''));
  const isTitle = (text: string) =>
    text.length >= SHORTEST && wanted.some((name) => name === text || (name.startsWith(text) && text.length * 2 > name.length));
  if (lines.some((line, index) => inside[index] && index < first + 3 && isTitle(textOf(line)))) return -1;
  for (let index = first - 1; index >= 0; index--) {
    const line = lines[index] as PageLine;
    if (line.linked > 0) continue;
    const text = textOf(line);
    if (isTitle(text) || (text.length >= SHORTEST && within(line.block, 'h1'))) return index;
  }
  return -1;
}

/** A line of links inside the article: a menu where its neighbours are links too; a single link is an annex or a source. */
function isMenu(line: PageLine, lines: readonly PageLine[], index: number): boolean {
  const isLink = (candidate: PageLine | undefined) => candidate !== undefined && candidate.linked > lengthOf(candidate) * 0.8;
  if (!isLink(line)) return false;
  const text = line.fragments.map((fragment) => fragment.text).join('');
  if (/附件|附表|\.(?:docx?|xlsx?|pdf|wps)\b/i.test(text)) return false;
  return isLink(lines[index - 1]) || isLink(lines[index + 1]);
}

function within(block: Block, tag: string): boolean {
  for (let outer: Block | null = block; outer; outer = outer.outer) if (outer.element.tagName === tag) return true;
  return false;
}

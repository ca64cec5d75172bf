import { formatNumber } from '../docx/number-format.js';
import { attribute, type Element } from './lines.js';

/** How CSS and HTML call the ways of counting, and how Word does. */
const STYLES: Readonly<Record<string, { format: string; after: string }>> = {
  decimal: { format: 'decimal', after: '. ' },
  'decimal-leading-zero': { format: 'decimalZero', after: '. ' },
  'lower-alpha': { format: 'lowerLetter', after: '. ' },
  'lower-latin': { format: 'lowerLetter', after: '. ' },
  'upper-alpha': { format: 'upperLetter', after: '. ' },
  'upper-latin': { format: 'upperLetter', after: '. ' },
  'lower-roman': { format: 'lowerRoman', after: '. ' },
  'upper-roman': { format: 'upperRoman', after: '. ' },
  'cjk-ideographic': { format: 'chineseCountingThousand', after: '、' },
  'simp-chinese-informal': { format: 'chineseCountingThousand', after: '、' },
  'trad-chinese-informal': { format: 'taiwaneseCountingThousand', after: '、' },
  'simp-chinese-formal': { format: 'chineseLegalSimplified', after: '、' },
  'trad-chinese-formal': { format: 'ideographLegalTraditional', after: '、' },
  'cjk-decimal': { format: 'ideographDigital', after: '、' },
  'japanese-informal': { format: 'japaneseCounting', after: '、' },
  'cjk-heavenly-stem': { format: 'ideographTraditional', after: '、' },
  'cjk-earthly-branch': { format: 'ideographZodiac', after: '、' },
};
const TYPES: Readonly<Record<string, string>> = {
  a: 'lower-alpha',
  A: 'upper-alpha',
  i: 'lower-roman',
  I: 'upper-roman',
  '1': 'decimal',
};

/** A number that the author wrote into the text; the list's own is then switched off in a style sheet. */
const WRITTEN =
  /^\s*(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十百〇零]{1,5})[）)、.．]|第[一二三四五六七八九十百〇零\d]{1,5}[章节条]|[①-⑳㈠-㈩⑴-⒇⒈-⒛•·●■])/;

/** The numbers of the items of each list, found once a list. */
const numbered = new WeakMap<Element, ReadonlyMap<Element, string>>();

/** The number that a browser puts before an item of an ordered list; empty for other items. */
export function listNumber(item: Element): string {
  const list = item.parentNode;
  if (!list || !('tagName' in list) || list.tagName !== 'ol') return '';
  const known = numbered.get(list) ?? numbersOf(list);
  numbered.set(list, known);
  return known.get(item) ?? '';
}

function numbersOf(list: Element): Map<Element, string> {
  const numbers = new Map<Element, string>();
  const items = list.childNodes.filter((node): node is Element => 'tagName' in node && node.tagName === 'li');
  if (items.some((item) => WRITTEN.test(firstText(item)))) return numbers;
  let value = Number.parseInt(attribute(list, 'start'), 10);
  if (Number.isNaN(value)) value = 1;
  for (const item of items) {
    const own = Number.parseInt(attribute(item, 'value'), 10);
    if (!Number.isNaN(own)) value = own;
    const style =
      listStyle(item) ?? listStyle(list) ?? TYPES[attribute(item, 'type')] ?? TYPES[attribute(list, 'type')] ?? 'decimal';
    const way = STYLES[style];
    if (way) numbers.set(item, formatNumber(value, way.format) + way.after);
    value++;
  }
  return numbers;
}

const listStyle = (element: Element): string | null =>
  /list-style(?:-type)?\s*:\s*([a-z-]+)/i.exec(attribute(element, 'style'))?.[1]?.toLowerCase() ?? null;

function firstText(element: Element): string {
  for (const node of element.childNodes) {
    if (node.nodeName === '#text' && 'value' in node && node.value.trim() !== '') return node.value;
    if ('tagName' in node) {
      const inside = firstText(node);
      if (inside !== '') return inside;
    }
  }
  return '';
}

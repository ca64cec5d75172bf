import type { Document } from '../types.js';

type Repair = Document['repairs'][number];

/** With what stands between several, as where the blanks of an indent were lost. */
const questions = /[?\uFFFD]+(?:[ \u00A0\u3000]{1,2}[?\uFFFD]+){0,6}/g;
/** Words of a real question. */
const asking = /[吗嗎呢么麼谁誰哪怎何否吧几幾]|多少|能不能|是不是|要不要|有没有|可不可|好不好/;
const clauseMark = /[，。、；：！,;:!\n?]/;
/** What opens behind a character that was lost. */
const opens = /[“‘「『《〈（(【〔]/;
const closes = /[，。、；：！”’」』》〉】〕,;:]/;
const marker = /(?:[(（](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|(?:^|[\n。；;])\d{1,2}[.．])$/;
const han = /[\u4E00-\u9FFF]/;

/**
 * A `?` (or U+FFFD) that a lost blank or control character has left in a sentence: behind another mark or a marker, at the start of a
 * paragraph, or before an opening mark where nothing is asked.
 */
export function strayMarks(text: string): Repair[] {
  const found: Repair[] = [];
  for (const match of text.matchAll(questions)) {
    const start = match.index;
    const end = start + match[0].length;
    const confidence = straying(text, start, end);
    if (confidence === 0) continue;
    found.push({ span: { start, end }, original: match[0], text: '', method: 'stray-mark', lost: [], confidence });
  }
  return found;
}

function straying(text: string, start: number, end: number): number {
  const before = text[start - 1] ?? '\n';
  const after = text[end] ?? '\n';
  if (after === '\n' || after === '\r') return 0;
  if (before === '\n') {
    // ? 会议指出: a blank may stand behind it; a digit opens a date (??8月21日).
    const next = after === ' ' || after === '\u3000' ? (text[end + 1] ?? '') : after;
    return han.test(next) || opens.test(next) || (end - start > 1 && /\d/.test(next)) ? 0.9 : 0;
  }
  if (/[。，、；：]/.test(before) && !closes.test(after)) return 0.95;
  // Behind a marker (（一）?抓检查, 1.?抓检查) nothing is asked yet.
  if (/[)）.．]/.test(before) && han.test(after) && marker.test(text.slice(Math.max(0, start - 6), start))) return 0.9;
  if (!opens.test(after) || !(han.test(before) || closes.test(before))) return 0;
  return asking.test(clause(text, start)) ? 0 : 0.9;
}

/** The clause before an offset. */
function clause(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < 60 && !clauseMark.test(text[start - 1] as string)) start--;
  return text.slice(start, end);
}

import { lexicons } from '../src/generated/lexicons.js';
import { defaultSegmenter } from '../src/segment/index.js';
import { wordsOf } from '../src/segment/words.js';
import type { FactContext, NormalText, Passage, Role } from '../src/types.js';

/** Full-width forms folded, as the normaliser does it. */
const folded = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/[\u3000\u00a0\t]/g, ' ');

/** A context of facts over measures that are already normal: each a part of its own, each line a passage, `标题|正文` with a heading. */
export function contextOf(measures: string | readonly string[], role: Role = 'plan', owner = 'm'): FactContext {
  const parts = typeof measures === 'string' ? [measures] : measures;
  const passages: Passage[] = [];
  let text = '';
  parts.forEach((part, index) => {
    for (const [number, line] of part.trim().split('\n').entries()) {
      const bar = number === 0 ? line.indexOf('|') : -1;
      const start = text.length;
      text += `${line.replace('|', '')}\n`;
      const name = ['m', 's'].includes(owner) ? `${owner}${index + 1}` : owner;
      passages.push({ start, end: text.length - 1, owner: name, role, headingEnd: bar < 0 ? null : start + bar, numbered: true });
    }
  });
  const normal: NormalText = {
    text,
    fold: folded(text),
    map: { length: text.length, toSource: (span) => span, fromSource: (offset) => offset },
    script: 'simplified',
    repairs: [],
    noise: [],
    problems: [],
  };
  return {
    text: normal,
    passages,
    lexicon: lexicons,
    planYear: 2022,
    reviewYear: 2021,
    words: wordsOf(defaultSegmenter, normal),
  };
}

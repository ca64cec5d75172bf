import { columnKind } from '../column-heads.js';
import type { Lexicon, Span } from '../types.js';
import { headKind } from './table-heads.js';

const BAR = /[|｜]/g;
/** The rule between the head and the rows. */
const RULE = /^[\s|｜:—-]{3,400}$/;
/** No row is longer. */
const LONGEST_ROW = 2000;

/**
 * Tables of tasks whose cells bars part (| 1 | 开展检查 | 检验处 |), with tabs in place of the bars and blanks for the rule: each character stays one.
 * @returns the text, and what was taken out of it
 */
export function barsAsTabs(text: string, lexicon: Lexicon): { text: string; taken: Span[] } {
  const taken: Span[] = [];
  if (!text.includes('|') && !text.includes('｜')) return { text, taken };
  const out: string[] = [];
  let copied = 0;
  let inside = false;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = end - start > LONGEST_ROW ? '' : text.slice(start, end);
    const barred = line.includes('|') || line.includes('｜');
    if (barred && !inside) inside = isHead(line, lexicon) || isTallHead(text, start, line, lexicon);
    else if (!barred && line.trim() !== '') inside = false;
    if (barred && inside) {
      const rule = RULE.test(line);
      if (rule) {
        const at = start + line.search(/\S/);
        taken.push({ start: at, end: start + line.trimEnd().length });
      } else for (const bar of line.matchAll(BAR)) taken.push({ start: start + bar.index, end: start + bar.index + 1 });
      out.push(text.slice(copied, start), rule ? line.replace(/[^\r]/g, ' ') : line.replace(BAR, '\t'));
      copied = end;
    }
    start = end + 1;
  }
  return taken.length === 0 ? { text, taken } : { text: out.join('') + text.slice(copied), taken };
}

function isHead(line: string, lexicon: Lexicon): boolean {
  if (line.length > 200) return false;
  const cells = line.split(/[|｜]/).flatMap((cell) => (cell.trim() === '' ? [] : [cell.trim()]));
  return headKind(cells, lexicon) !== null;
}

/** Whether heads begin here that stand one on a line (序号 |⏎任务 |⏎责任单位 |), as do the cells below them. */
function isTallHead(text: string, start: number, line: string, lexicon: Lexicon): boolean {
  const first = aloneBefore(line);
  if (first === null || columnKind(first, lexicon, false) !== 'index') return false;
  const heads = [first];
  for (let from = start + line.length + 1; from < text.length && heads.length < MOST_COLUMNS; ) {
    const end = text.indexOf('\n', from);
    const head = end < 0 || end - from > 40 ? null : aloneBefore(text.slice(from, end));
    if (head === null || columnKind(head, lexicon, true) === null) break;
    heads.push(head);
    from = end + 1;
  }
  return headKind(heads, lexicon) === 'numbered';
}

const MOST_COLUMNS = 12;

/** What stands alone in front of a bar, without blanks. */
function aloneBefore(line: string): string | null {
  const bare = line.replace(/\s/g, '');
  return /^[^|｜]{1,12}[|｜]$/.test(bare) ? bare.slice(0, -1) : null;
}

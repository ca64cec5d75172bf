import { matchesOf } from '../matches.js';
import type { FactContext, Passage } from '../types.js';
import type { Measure } from './quantities-measure.js';
import { hasOwnVerb } from './quantities-metric-words.js';
import { wordsAround } from './quantities-words.js';

/** 减半, 翻番: changes without a number. */
export function plainChanges(ctx: FactContext, passage: Passage): Measure[] {
  const { plain } = wordsAround(ctx.lexicon);
  const found: Measure[] = [];
  const line = ctx.text.fold.slice(passage.start, passage.end);
  for (const form of plain) {
    for (const match of matchesOf(line, form.pattern)) {
      const end = passage.start + match.index + match[0].length;
      const start = end - 2;
      found.push({
        start,
        end,
        numberStart: start,
        numberEnd: end,
        unitEnd: end,
        wordsStart: start,
        value: form.value,
        max: null,
        masked: false,
        scale: null,
        unit: form.unit,
        sense: 'rate',
        rule: form.rule,
        chinese: false,
        bare: false,
        comparator: 'eq',
        reach: null,
        direction: form.direction,
        change: form.change,
        from: false,
        hasAfter: false,
        lent: false,
        noun: '',
      });
    }
  }
  return found;
}

/** Words of what there is by then. */
const TOTAL = /^[、,]?(?:总数|总量|总计|总规模|累计|存量|保有量|总额)/;

/** The direction that a verb at the head of the clause gives what is counted behind it (新增…1000个). */
export function governedBy(
  ctx: FactContext,
  m: Measure,
  clauseStart: number,
  before: Measure | undefined,
): 'increase' | 'decrease' | null {
  if (m.sense === 'time' || m.sense === 'rate' || m.from) return null;
  const { governing } = wordsAround(ctx.lexicon);
  const { fold } = ctx.text;
  // 增加灭鼠队至74队, 增加一倍至600个: where the change ends.
  if (/[至到]/.test(fold.slice(m.wordsStart, m.numberStart))) return null;
  const from = Math.max(clauseStart, m.wordsStart - 40);
  for (let at = m.wordsStart; at > from; at--) {
    const word = governing.endingAt(fold, at, from);
    if (!word) continue;
    // 新增5家、培育8家: the item has a verb of its own.
    if (before && at <= before.end && hasOwnVerb(fold.slice(before.end, m.wordsStart), ctx.lexicon)) return null;
    // 新增企业30家、总数突破400家: a total is no change.
    if (before && at <= before.end && TOTAL.test(fold.slice(before.end, Math.min(m.wordsStart, before.end + 8)))) return null;
    // 增加5个职位至2025年3月的90个: where the change ends is none.
    if (
      before &&
      at <= before.end &&
      /[至到](?:\d{4}|[一二][〇零一二三四五六七八九]{3})年/.test(fold.slice(before.end, m.wordsStart))
    )
      return null;
    const head = fold.slice(from, at - word.word.length);
    // 新增 must govern the number: nothing but its own object may stand between.
    if (/[的]$/.test(head) || /^(?:额|量|长|值|率|到|至)/.test(fold.slice(at, at + 1))) return null;
    return word.value;
  }
  return null;
}

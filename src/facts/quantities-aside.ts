import { patternOf, perLexicon } from '../per-lexicon.js';
import type { Lexicon, Passage } from '../types.js';
import type { Measure } from './quantities-measure.js';

interface Stretch {
  start: number;
  end: number;
}

const compile = perLexicon((lexicon: Lexicon) => {
  const pattern = (id: string) => patternOf(lexicon, 'quantity-kinds', `kind.aside.${id}`);
  return {
    standing: pattern('standing'),
    size: pattern('size'),
    penalty: pattern('penalty'),
    issuers: pattern('issuers'),
    issuing: pattern('issuing'),
    places: pattern('places'),
    sharedOut: pattern('shared-out'),
    joined: pattern('joined'),
    joinedBodies: pattern('joined-bodies'),
    frame: pattern('frame'),
    theme: pattern('theme'),
    works: pattern('works'),
    cost: pattern('cost'),
    sources: pattern('sources'),
    paidBy: pattern('paid-by'),
    wholeLead: pattern('whole-lead'),
    wholeBodies: pattern('whole-bodies'),
    wholeDone: pattern('whole-done'),
    share: pattern('share'),
    shareOf: pattern('share-of'),
  };
});

type Rules = ReturnType<typeof compile>;

/**
 * Whether a number only says how things are, what is worked on, or of what another number is a part; by what stands right around it.
 * @param told whether the role of its part says that it is to be reached
 * @returns whether words of standing (共有) said it, which the items of a list share; null where it is none of these
 */
export function asideOf(
  fold: string,
  m: Measure,
  passage: Passage,
  sentence: Stretch,
  clause: Stretch,
  told: boolean,
  lexicon: Lexicon,
): { standing: boolean } | null {
  const rules = compile(lexicon);
  const before = (from: number, length: number, to = m.wordsStart) => fold.slice(Math.max(from, to - length), to);
  const fixed = m.change === null;
  // 全乡共有劳动力七千人: how many there are, not what was done.
  if (fixed && rules.standing.test(before(clause.start, 14))) return { standing: true };
  // 全县总人口101万人
  if (!told && fixed && rules.size.test(before(clause.start, 8, m.numberStart))) return { standing: false };
  // 一倍以上五倍以下罚款: what the law says.
  if (m.hasAfter && rules.penalty.test(fold.slice(m.end, m.end + 3))) return { standing: false };
  // 某局等九部委联合印发: who issues a paper is no result.
  if (rules.issuers.test(m.unit) && rules.issuing.test(fold.slice(m.end, m.end + 4))) return { standing: false };
  if (fold[m.wordsStart - 1] === '等' && rules.places.test(fold.slice(clause.start, m.wordsStart))) return { standing: false };
  if (countsTasks(rules, fold, m, passage)) return { standing: false };
  if (isFrame(rules, fold, m, before(clause.start, 60))) return { standing: true };
  const aside =
    fixed &&
    ((m.sense === 'money' && isCost(rules, before(sentence.start, 100))) ||
      isWhole(rules, fold, m, clause) ||
      (m.sense !== 'rate' && rules.share.test(fold.slice(m.end, m.end + 3)) && rules.shareOf.test(before(clause.start, 24))));
  return aside ? { standing: false } : null;
}

/** How many measures a heading stands for (加强检查（4项）), or a paper shares out (6个方面243项任务予以分解): they are what is told of. */
function countsTasks({ sharedOut }: Rules, fold: string, m: Measure, passage: Passage): boolean {
  if (m.unit !== '项' && m.unit !== '条' && m.unit !== '个') return false;
  if (fold[m.start - 1] === '(' && fold[m.end] === ')') return m.end < (passage.headingEnd ?? 0) + 2 && m.comparator === 'eq';
  return sharedOut.test(fold.slice(m.end, m.end + 30));
}

/** 聚焦6类重点场所、针对8类问题, 会同公安等5个部门: what is worked on, and with whom, is no count of the work. */
function isFrame({ joined, joinedBodies, frame, theme }: Rules, fold: string, m: Measure, before: string): boolean {
  if (m.sense !== 'count' && m.sense !== 'kind' && m.sense !== 'event' && m.unit !== '部门') return false;
  if (m.comparator !== 'eq' || m.change !== null) return false;
  const after = fold.slice(m.unitEnd, m.unitEnd + 14);
  if (joined.test(before)) return joinedBodies.test(after) || m.unit === '部门';
  return frame.test(before) && theme.test(after);
}

/** 工程总投资3亿元，其中中央资金1亿元: what works cost and who pays it, in front of what is done about them. */
function isCost({ works, cost, sources, paidBy }: Rules, before: string): boolean {
  const at = before.lastIndexOf('总投资');
  if (at < 0 || !works.test(before.slice(0, at))) return false;
  const behind = before.slice(at);
  return cost.test(behind) || (sources.test(behind) && paidBy.test(before));
}

/** 61件工程已完工41件: how many there are in all, of which the clause goes on to count. */
const isWhole = ({ wholeLead, wholeBodies, wholeDone }: Rules, fold: string, m: Measure, { start, end }: Stretch): boolean =>
  m.sense === 'count' &&
  m.wordsStart - start < 4 &&
  wholeLead.test(fold.slice(start, Math.min(m.wordsStart, start + 8))) &&
  (wholeBodies.test(fold.slice(m.unitEnd, Math.min(end, m.unitEnd + 24))) ||
    wholeDone.test(fold.slice(m.unitEnd, Math.min(end, m.unitEnd + 50))));

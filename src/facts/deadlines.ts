import { LiteralIndex } from '../literal-index.js';
import { matchesOf } from '../matches.js';
import { perLexicon } from '../per-lexicon.js';
import type { DeadlineFact, FactContext, Lexicon, Passage } from '../types.js';
import { type DateFrame, issueYearOf, lastDayOf, withDateParts, yearIn } from './dates.js';

interface Rule {
  id: string;
  pattern: RegExp;
  literals: readonly string[] | undefined;
  dated: boolean;
  planOnly: boolean;
  notBefore: RegExp | null;
  notAfter: RegExp | null;
}

/** How far back the words that may not precede a deadline are looked for. */
const REACH = 20;

const compile = perLexicon((lexicon: Lexicon) => {
  const fill = withDateParts(lexicon);
  const entries = (lexicon.deadlines ?? []).filter((entry) => entry.pattern !== undefined);
  const rules: Rule[] = entries.map((entry) => ({
    id: entry.id,
    pattern: new RegExp(fill(String(entry.pattern)), 'g'),
    literals: entry.literals,
    dated: entry.date !== 'none',
    planOnly: entry.only === 'plan',
    notBefore: entry['not-before'] ? new RegExp(String(entry['not-before']), 'y') : null,
    notAfter: entry['not-after'] ? new RegExp(`(?:${String(entry['not-after'])})$`) : null,
  }));
  const past = (lexicon.deadlines ?? []).filter((entry) => entry.past === true).flatMap((entry) => [...(entry.words ?? [])]);
  return {
    rules: new LiteralIndex(rules, ({ literals }) => literals),
    // Every form has one of these, and a word of time, so that most clauses are passed over.
    trigger:
      /[前内末底到至]|半年|季|时限|期限|完成[时日]|时间[要节]|[年月日],?(?:基本|全[面部]|完成|建成|实现|正式|投|开[工通园]|启[动用]|上线|竣工|通车|达到|形成|交付)/,
    time: /[年月日号底末周季岁天时钟期节庆旦秋汛学会五]/,
    past,
    timeHeads: new Set(
      (lexicon.tables ?? []).filter((entry) => entry.column === 'time').flatMap((entry) => [...(entry.words ?? [])]),
    ),
    cell: new RegExp(fill('^{calendar}$')),
  };
});

/** A deadline in one passage, before it is decided what it is a deadline of. */
export interface TimeLimit {
  start: number;
  end: number;
  date: string | null;
  rule: string;
  /** 到2025年: governs the sentences that follow in its paragraph, too. */
  opens: boolean;
}

/** What the years of a document's deadlines go by. */
export interface DeadlineFrame {
  thisYear: number | null;
  /** Limits before this year are past. */
  from: number | null;
}

/** The years that the deadlines of a document go by: its year of issue, else the year it plans for. */
export function deadlineFrame(ctx: FactContext): DeadlineFrame {
  const issued = issueYearOf(ctx.text, ctx.lexicon) ?? ctx.issueYear ?? null;
  const thisYear = issued ?? ctx.planYear ?? (ctx.reviewYear === null ? null : ctx.reviewYear + 1);
  return { thisYear, from: ctx.planYear ?? (ctx.reviewYear === null ? issued : ctx.reviewYear + 1) };
}

const known = new WeakMap<FactContext, Map<Passage, readonly TimeLimit[]>>();

/** All limits of time in a passage, whatever its role; past ones left out. Looked for once, though several rules ask. */
export function limitsIn(ctx: FactContext, passage: Passage, frame: DeadlineFrame): readonly TimeLimit[] {
  let found = known.get(ctx);
  if (!found) {
    found = new Map();
    known.set(ctx, found);
  }
  let limits = found.get(passage);
  if (!limits) {
    limits = findLimits(ctx, passage, frame);
    found.set(passage, limits);
  }
  return limits;
}

function findLimits(ctx: FactContext, passage: Passage, frame: DeadlineFrame): TimeLimit[] {
  const { rules, trigger, time, past, timeHeads, cell } = compile(ctx.lexicon);
  const line = ctx.text.fold.slice(passage.start, passage.end);
  // In a column 完成时限 a time needs no 前.
  if (passage.column && timeHeads.has(passage.column) && line.length < 40 && cell.test(line)) {
    const year = ctx.planYear ?? frame.thisYear;
    const date = lastDayOf(line, { thisYear: frame.thisYear, year }, ctx.lexicon);
    return [{ start: passage.start, end: passage.end, date, rule: 'deadline.labelled', opens: false }];
  }
  if (!trigger.test(line)) return [];
  const limits: TimeLimit[] = [];
  let year = ctx.planYear ?? frame.thisYear;
  let reached = '';
  const allowed = (rule: Rule, from: number, to: number) => !blocked(rule, line, line.slice(Math.max(0, from - REACH), from), to);
  for (const { rule, match } of matchesIn(line, rules, (clause) => trigger.test(clause) && time.test(clause), allowed)) {
    const words = match[0];
    const [from, to] = [match.index, match.index + words.length];
    const before = line.slice(Math.max(0, from - REACH), from);
    const frameHere: DateFrame = { thisYear: frame.thisYear, year };
    const named = yearIn(words, frame.thisYear, ctx.lexicon);
    if (named !== null && !/^每/.test(words)) year = named;
    const scheduled = rule.dated && year === null ? scheduledBefore(ctx.text.fold, passage.start + from, words) : null;
    const date = rule.dated ? lastDayOf(words, { ...frameHere, year: year ?? scheduled }, ctx.lexicon) : null;
    if (date !== null && frame.from !== null && Number(date.slice(0, 4)) < frame.from) continue;
    if (saidAsPast(line, from, to, past) || countedSince(line, words, from, reached)) {
      reached = words;
      continue;
    }
    if (rule.planOnly && passage.role !== 'plan' && passage.role !== 'requirement') continue;
    limits.push({
      start: passage.start + from,
      end: passage.start + to,
      date,
      rule: rule.id,
      opens:
        (/^(?:到|至)/.test(words) || rule.id === 'deadline.plan-period') &&
        FRAME.test(before) &&
        (line[to] === ',' || !IN_CLAUSE.test(before)),
    });
  }
  return limits;
}

/** How far back a month of a year is looked for that a schedule goes by. */
const SCHEDULE = 800;
const YEAR_AND_MONTH = /(20\d\d)年(\d{1,2})月/g;

/** The year of a document without one of its own, by the month that stands before a limit (检查从2011年8月开始。…9月5日前): months only go on. */
function scheduledBefore(fold: string, at: number, words: string): number | null {
  const month = Number(/^(\d{1,2})月/.exec(words)?.[1] ?? 0);
  if (month === 0) return null;
  const said = matchesOf(fold.slice(Math.max(0, at - SCHEDULE), at), YEAR_AND_MONTH).at(-1);
  return said !== undefined && Number(said[2]) <= month ? Number(said[1]) : null;
}

/** A form looks no further beyond its clause; behind a part of a year that a comma sets apart (上半年，各市局完成自查) to the verb. */
const BEYOND = 4;
const BEYOND_PART = 20;
const PART_APART = /[年度季],$/;

interface Found {
  rule: Rule;
  match: RegExpExecArray;
}

/** What the rules find, clause by clause: of those at one place the first rule's, and behind one that is not allowed what begins at the next character. */
function* matchesIn(
  line: string,
  rules: LiteralIndex<Rule>,
  mayHave: (clause: string) => boolean,
  allowed: (rule: Rule, from: number, to: number) => boolean,
): Iterable<Found> {
  for (let start = 0; start < line.length; ) {
    CLAUSE_MARK.lastIndex = start;
    const stop = CLAUSE_MARK.test(line) ? CLAUSE_MARK.lastIndex : line.length;
    if (mayHave(line.slice(start, stop + BEYOND))) {
      const upTo = line.slice(0, stop + (PART_APART.test(line.slice(Math.max(0, stop - 2), stop)) ? BEYOND_PART : BEYOND));
      const candidates = rules.in(upTo.slice(start));
      const next = candidates.map(({ pattern }) => nextIn(pattern, upTo, start));
      for (let at = start; ; ) {
        let first = -1;
        for (const [k, { pattern }] of candidates.entries()) {
          let match = next[k] ?? null;
          if (match !== null && match.index < at) {
            match = nextIn(pattern, upTo, at);
            next[k] = match;
          }
          if (match !== null && match.index < stop && (first < 0 || match.index < (next[first] as RegExpExecArray).index))
            first = k;
        }
        if (first < 0) break;
        const rule = candidates[first] as Rule;
        const match = next[first] as RegExpExecArray;
        const end = match.index + match[0].length;
        if (allowed(rule, match.index, end)) {
          yield { rule, match };
          at = end;
        } else at = match.index + 1;
      }
    }
    start = stop;
  }
}

function nextIn(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

const CLAUSE_MARK = /[,。;]/g;

function blocked(rule: Rule, line: string, before: string, to: number): boolean {
  if (rule.notAfter?.test(before)) return true;
  if (!rule.notBefore) return false;
  rule.notBefore.lastIndex = to;
  return rule.notBefore.test(line);
}

/** What stands before a limit that frames what follows, not one clause (…，争取到2025年全面覆盖). */
const FRAME = /(?:^|[。;:!?)—,])[ ]?(?:力争|争取|确保|计划|预计|目标是)?$/;
/** Such a verb behind a comma opens a frame only where the limit is set apart (力争到2025年，…). */
const IN_CLAUSE = /,(?:力争|争取|确保|计划|预计|目标是)$/;
const CLAUSE_END = /[,。;:!?]/;

/** Whether a month is the one that an account has come to (今年以来，形势平稳。到10月底，新增…), here or before in the passage; or three quarters are over. */
function countedSince(line: string, words: string, from: number, reached: string): boolean {
  if (words === '前三季度')
    return (
      /[共已]|同[比期]|累计/.test(line.slice(from + 4, from + 34)) && !TO_COME.test(line.slice(Math.max(0, from - 20), from + 20))
    );
  if (!/^到\d{1,2}月底?$/.test(words)) return false;
  if (words === reached) return true;
  const before = line.slice(Math.max(0, from - 40), from);
  const since = before.lastIndexOf('以来');
  return since >= 0 && !TO_COME.test(before.slice(since)) && !TO_COME.test(line.slice(from, from + 20));
}

const TO_COME = /要|将|力争|争取|确保|计划|必须|务必|目标|下一?步|打算/;

/** Whether the clause of a limit says that it is past or only supposed (到2010年底，产能已达…). */
function saidAsPast(line: string, from: number, to: number, past: readonly string[]): boolean {
  const before = line.slice(Math.max(0, from - 12), from);
  const head = before.slice(before.search(/[^,。;:!?]*$/)).replace(/截[止至](?:时间|日期|期限)/, '');
  const sentence = line.slice(Math.max(0, from - 40), from);
  if (/(?:如果|若(?!干)|假如)[^。;!?]*$/.test(sentence)) return true;
  const tail = line.slice(to, to + 30);
  const comma = tail.search(CLAUSE_END);
  const second = comma < 0 ? -1 : tail.slice(comma + 1).search(CLAUSE_END);
  // A limit set apart by a comma belongs to the clause behind it.
  const rest =
    comma < 0 ? tail : comma <= 1 ? tail.slice(0, second < 0 ? tail.length : comma + 1 + second) : tail.slice(0, comma);
  return past.some((word) => head.includes(word) || rest.includes(word));
}

/**
 * Every time by or within which work is to be done or a target is to be reached, in any role but review.
 */
export function findDeadlines(ctx: FactContext): DeadlineFact[] {
  const frame = deadlineFrame(ctx);
  return ctx.passages.flatMap((passage, index) =>
    passage.role === 'review'
      ? []
      : limitsIn(ctx, passage, frame).map((limit) => ({
          text: ctx.text.text.slice(limit.start, limit.end),
          date: limit.date,
          span: { start: limit.start, end: limit.end },
          passage: index,
          rule: limit.rule,
          evidence: { start: limit.start, end: limit.end },
        })),
  );
}

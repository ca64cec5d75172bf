import { matchesOf } from '../matches.js';
import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { FactContext, Lexicon, Span, UnitFact } from '../types.js';
import { endingOf, readNames, type UnitName } from './units-names.js';

type UnitRole = UnitFact['role'];

/** Units that share a role within an assignment. */
export interface UnitGroup {
  role: UnitRole;
  rule: string;
  names: UnitName[];
}

/** One statement of who is responsible: a parenthesis, a labelled line, a sentence with 由…牵头. */
export interface Assignment extends Span {
  /** Index of the passage it stands in. */
  passage: number;
  form: 'bracket' | 'label' | 'sentence' | 'bare';
  groups: UnitGroup[];
  /** Says itself that the unit named first leads. */
  firstLeads: boolean;
  /** …, 下同 */
  holdsOn: boolean;
}

interface RoleWord {
  role: UnitRole;
  rule: string;
}

export interface AssignmentRules {
  roles: ReadonlyMap<string, RoleWord>;
  anyRole: RegExp;
  roleAtEnd: RegExp;
  /** A clause that ends with a word of support. */
  supports: RegExp;
  eachRole: RegExp;
  /** A role in brackets, behind a name of a list. */
  marked: RegExp;
  running: ReadonlyMap<string, RoleWord>;
  eachRunning: RegExp;
  label: RegExp;
  labelAlone: RegExp;
  labels: readonly { pattern: RegExp; role: UnitRole | null; bracketed: UnitRole | null; rule: string }[];
  eventLabels: ReadonlySet<string>;
  order: RegExp;
  /** Words of a remark in a parenthesis that names no units of this item. */
  note: RegExp;
  holdsOn: RegExp;
  companions: RegExp;
  mechanism: RegExp;
  notOrdering: RegExp;
  notBy: ReadonlySet<string>;
  /** Verbs whose object does the work: 支持企业牵头. */
  leader: RegExp;
}

function roleWords(entries: Lexicon[string]): Map<string, RoleWord> {
  return new Map(
    entries.flatMap((entry) =>
      (entry.words ?? []).map((word) => [word, { role: entry.role as UnitRole, rule: entry.id }] as const),
    ),
  );
}

export const assignmentRules = perLexicon((lexicon: Lexicon): AssignmentRules => {
  const ofKind = (kind: string) => entriesOf(lexicon, 'unit-roles', 'kind', kind);
  const patterns = (kind: string) => ofKind(kind).map((entry) => entry.pattern ?? '(?!)');
  const roles = roleWords(ofKind('role'));
  const running = roleWords(ofKind('running-role'));
  const role = anyOf([...roles.keys()]);
  const labels = [...ofKind('label'), ...ofKind('other-label')];
  const anyLabel = labels.map((entry) => entry.pattern ?? '(?!)').join('|');
  return {
    roles,
    anyRole: new RegExp(role),
    roleAtEnd: new RegExp(`(?:${anyOf(wordsOf(ofKind('adverb')))}){0,3}(${role})$`),
    supports: new RegExp(`${anyOf([...roles].filter(([, { role: kind }]) => kind === 'support').map(([word]) => word))}$`),
    eachRole: new RegExp(role, 'g'),
    marked: new RegExp(`\\(总?${role}\\)`),
    running,
    eachRunning: new RegExp(anyOf([...running.keys()]), 'g'),
    label: new RegExp(`(${anyLabel})[ *]{0,3}:`, 'g'),
    labelAlone: new RegExp(`^[*]{0,2}(${anyLabel})[ *]{0,3}:[\\s*]*$`),
    labels: labels.map((entry) => ({
      pattern: new RegExp(`^(?:${entry.pattern})$`),
      role: (entry.role as UnitRole | undefined) ?? null,
      bracketed: (entry.bracketed as UnitRole | undefined) ?? null,
      rule: entry.id,
    })),
    eventLabels: new Set(wordsOf(ofKind('event-label'))),
    order: new RegExp(patterns('order').join('|')),
    note: new RegExp(anyOf(wordsOf(ofKind('note')))),
    holdsOn: new RegExp(anyOf(wordsOf(ofKind('same')))),
    companions: new RegExp(`^${anyOf(wordsOf(ofKind('with')))}`),
    notOrdering: new RegExp(`^${anyOf(wordsOf(ofKind('not-ordering')))}`),
    notBy: new Set(wordsOf(ofKind('not-by'))),
    leader: new RegExp(`^${anyOf(wordsOf(entriesOf(lexicon, 'actors', 'kind', 'leader')).filter((word) => word.length > 1))}`),
    mechanism: new RegExp(`${anyOf(wordsOf(ofKind('mechanism')))}[^,。;]{0,2}$`),
  };
});

/** The stretches between marks that part sentences, outside brackets. */
function segments(fold: string, span: Span, marks: string): Span[] {
  const found: Span[] = [];
  let depth = 0;
  let start = span.start;
  for (let at = span.start; at < span.end; at++) {
    const char = fold.charAt(at);
    if ('([【〔'.includes(char)) depth++;
    else if (')]】〕'.includes(char)) depth--;
    else if (depth <= 0 && marks.includes(char)) {
      if (at > start) found.push({ start, end: at });
      start = at + 1;
    }
  }
  if (span.end > start) found.push({ start, end: span.end });
  return found;
}

/** A segment with a role word: A、B等按职责分工负责, 试点城市政府负责落实本地区任务, A牵头会同B. Empty where it has none. */
export function groupsOf(ctx: FactContext, segment: Span, strict: boolean): UnitGroup[] {
  const rules = assignmentRules(ctx.lexicon);
  const { text, fold } = ctx.text;
  const printed = fold.slice(segment.start, segment.end).trimEnd();
  const start = segment.start + (/^\s*(?:由|请)?/.exec(printed)?.[0].length ?? 0);
  const atEnd = rules.roleAtEnd.exec(printed);
  const known = rules.roles.get(atEnd?.[1] ?? '');
  if (atEnd !== null && known !== undefined) {
    const names = readNames(ctx.lexicon, text, fold, { start, end: segment.start + atEnd.index }, { strict });
    if (names?.some(({ name, collective }) => collective || endingOf(ctx.lexicon, name) !== null)) return [{ ...known, names }];
  }
  let tries = 0;
  for (const match of matchesOf(printed, rules.eachRole)) {
    if (++tries > 4) break;
    const role = rules.roles.get(match[0]);
    const names = readNames(ctx.lexicon, text, fold, { start, end: segment.start + match.index }, { strict: true });
    if (role === undefined || names === null) continue;
    const behind = match.index + match[0].length;
    const joins = rules.companions.exec(printed.slice(behind));
    const end = atEnd !== null && atEnd.index > behind ? atEnd.index : printed.length;
    const others = joins && { start: segment.start + behind + joins[0].length, end: segment.start + end };
    const companions = others && readNames(ctx.lexicon, text, fold, others, { strict: true });
    const first = { ...role, names };
    return companions ? [first, { ...role, role: role.role === 'lead' ? 'support' : role.role, names: companions }] : [first];
  }
  return [];
}

/** Whether every name of some groups ends like an organisation or is a known collective. */
const wellNamed = (ctx: FactContext, groups: readonly UnitGroup[]): boolean =>
  groups.every(({ names }) => names.every(({ name, collective }) => collective || endingOf(ctx.lexicon, name)?.loose === false));

/** What stands inside a parenthesis, read as an assignment; null where it is none. */
export function readBracket(ctx: FactContext, inside: Span): Omit<Assignment, keyof Span | 'passage'> | null {
  const rules = assignmentRules(ctx.lexicon);
  const { text, fold } = ctx.text;
  const labelled = readLabels(ctx, inside);
  const inner = fold.slice(inside.start, inside.end);
  const notes = { firstLeads: rules.order.test(inner), holdsOn: rules.holdsOn.test(inner) };
  if (labelled.length > 0) return { form: 'bracket', groups: labelled.flatMap((one) => one.groups), ...notes };
  const tail = rules.roleAtEnd.exec(inner);
  const listEnd = inside.start + (tail?.index ?? inner.length);
  const marked = markedNames(ctx, { start: inside.start, end: listEnd }, rules.roles.get(tail?.[1] ?? '')?.role ?? 'responsible');
  if (marked !== null)
    return {
      form: 'bracket',
      groups: marked.map((group) => ({ ...group, rule: group.rule || 'unit.role-responsible' })),
      ...notes,
    };
  const groups: UnitGroup[] = [];
  let waiting: UnitName[] = [];
  let doubtful = false; // opens with something else: （2022年6月底前完成，药品处负责）
  for (const segment of segments(fold, inside, ',。;.')) {
    const printed = fold.slice(segment.start, segment.end);
    if (rules.order.test(printed) || rules.note.test(printed)) continue;
    const found = groupsOf(ctx, segment, false);
    if (found.length > 0) {
      found[0]?.names.unshift(...waiting);
      waiting = [];
      groups.push(...found);
      continue;
    }
    const names = readNames(ctx.lexicon, text, fold, segment, { strict: true });
    if (names !== null) waiting.push(...names);
    else if (groups.length === 0) doubtful = true;
  }
  const last = groups.at(-1);
  if (waiting.length > 0 && last !== undefined)
    groups.push({ ...last, role: last.role === 'lead' ? 'support' : last.role, names: waiting });
  else if (waiting.length > 0) groups.push({ role: 'responsible', rule: BARE_RULE, names: waiting });
  if (groups.length === 0 || (doubtful && (last === undefined || !wellNamed(ctx, groups)))) return null;
  return { form: last === undefined ? 'bare' : 'bracket', groups, ...notes };
}

/** 责任单位：A、B按职责分工负责: the label has said the role already. */
function namesBeforeRole(ctx: FactContext, piece: Span): UnitName[] | null {
  const { text, fold } = ctx.text;
  const tail = assignmentRules(ctx.lexicon).roleAtEnd.exec(fold.slice(piece.start, piece.end));
  if (tail === null) return null;
  return readNames(ctx.lexicon, text, fold, { start: piece.start, end: piece.start + tail.index }, { strict: true, label: true });
}

/** A list in which some names have their role behind them: 生产处（牵头）、稽查处. Null where none has. */
function markedNames(ctx: FactContext, span: Span, role: UnitRole): UnitGroup[] | null {
  const { text, fold } = ctx.text;
  const { roles, marked } = assignmentRules(ctx.lexicon);
  const printed = fold.slice(span.start, span.end);
  if (!marked.test(printed)) return null;
  const groups: UnitGroup[] = [];
  for (const piece of segments(fold, span, '、,; ')) {
    const mark = /\(([^()]{2,3})\)$/.exec(fold.slice(piece.start, piece.end));
    const told = mark === null ? undefined : roles.get((mark[1] ?? '').replace('总', ''));
    const end = told === undefined || mark === null ? piece.end : piece.start + mark.index;
    const names = readNames(ctx.lexicon, text, fold, { start: piece.start, end }, { strict: true });
    if (names === null) return null;
    groups.push({ role: told?.role ?? role, rule: told?.rule ?? '', names });
  }
  return groups;
}

/** The rule of a parenthesis that holds nothing but units, as Hong Kong's plans close a bullet. */
const BARE_RULE = 'unit.bare-parenthesis';

const LONGEST_VALUE = 600;

/** Labelled lists within a stretch: 牵头单位：A；配合单位：B、C. */
export function readLabels(ctx: FactContext, span: Span): (Span & { groups: UnitGroup[]; label: string })[] {
  const rules = assignmentRules(ctx.lexicon);
  const { text, fold } = ctx.text;
  const stretch = fold.slice(span.start, span.end);
  if (!stretch.includes(':')) return [];
  const marks = matchesOf(stretch, rules.label);
  const found: ReturnType<typeof readLabels> = [];
  marks.forEach((mark, index) => {
    const words = mark[1] ?? '';
    const label = rules.labels.find((one) => one.pattern.test(words));
    if (label === undefined || label.role === null) return;
    const before = stretch.charAt(mark.index - 1);
    if (/[\u4e00-\u9fff]/.test(before) && mark.index > 0) return;
    const start = span.start + mark.index + mark[0].length;
    const next = span.start + (marks[index + 1]?.index ?? stretch.length);
    const value = fold.slice(start, Math.min(next, start + LONGEST_VALUE));
    const stop = value.search(/[。\n]/);
    const note = rules.order.exec(value)?.index ?? value.length;
    let end = start + Math.min(stop < 0 ? value.length : stop, note);
    // The bracket that the note opens: A、B（第一责任单位为牵头单位）.
    if (end === start + note && fold.charAt(end - 1) === '(') end--;
    const groups: UnitGroup[] = [];
    let valueEnd = start;
    for (const piece of segments(fold, { start, end }, ';')) {
      const names = valueNames(ctx, piece, label.role, label.bracketed);
      if (names.length === 0) break;
      groups.push(...names.map((group) => ({ ...group, rule: group.rule || label.rule })));
      valueEnd = piece.end;
    }
    if (groups.length > 0) found.push({ start: span.start + mark.index, end: valueEnd, groups, label: words });
  });
  return found;

  function valueNames(context: FactContext, piece: Span, role: UnitRole, bracketed: UnitRole | null): UnitGroup[] {
    if (bracketed === null) {
      const marked = markedNames(context, piece, role);
      if (marked !== null) return marked;
      // 牵头单位：A，B配合: a part of the value may have a role of its own.
      const parts = segments(fold, piece, ',');
      const told = parts.map((part, index) => (index === 0 ? [] : groupsOf(context, part, true)));
      if (told.some((groups) => groups.length > 0))
        return parts.flatMap((part, index) =>
          told[index]?.length ? (told[index] ?? []) : valueNames(context, part, role, null),
        );
      const names =
        readNames(context.lexicon, text, fold, piece, { strict: false, label: true }) ?? namesBeforeRole(context, piece);
      const sound =
        names?.filter((unit) => endingOf(context.lexicon, unit.name) !== null || unit.collective || unit.name.length <= 12) ?? [];
      return sound.length > 0 ? [{ role, rule: '', names: sound }] : [];
    }
    // 主（协）办机关：A、（B、C）: what stands in brackets takes the role that is in brackets.
    const open = fold.slice(piece.start, piece.end).indexOf('(');
    const parted = open >= 0 ? piece.start + open : piece.end;
    const outside = readNames(context.lexicon, text, fold, { start: piece.start, end: parted }, { strict: false, label: true });
    const inside =
      parted < piece.end
        ? readNames(context.lexicon, text, fold, { start: parted + 1, end: piece.end - 1 }, { strict: false, label: true })
        : null;
    return [
      ...(outside === null ? [] : [{ role, rule: '', names: outside }]),
      ...(inside === null ? [] : [{ role: bracketed, rule: '', names: inside }]),
    ];
  }
}

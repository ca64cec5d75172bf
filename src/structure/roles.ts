import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Lexicon, Role, Span } from '../types.js';
import { endOf, type Part, walk } from './parts.js';

interface Cue {
  role: Role;
  words: string[];
}

/** Cues that are looked for together, and what tells in one look that none of their words is there. */
interface Cues {
  each: Cue[];
  any: RegExp;
}

const together = (each: Cue[], edge: string): Cues => ({
  each,
  any: new RegExp(anyOf(each.flatMap(({ words }) => words)) + edge),
});

const compile = perLexicon((lexicon: Lexicon) => {
  const cues = (where: string): Cue[] =>
    entriesOf(lexicon, 'roles', 'where', where).map((entry) => ({ role: entry.role as Role, words: [...(entry.words ?? [])] }));
  const wording = entriesOf(lexicon, 'roles', 'where', 'wording');
  const weights = new Map<string, { role: Role; weight: number }>();
  for (const entry of wording)
    for (const word of entry.words ?? []) weights.set(word, { role: entry.role as Role, weight: Number(entry.weight ?? 1) });
  return {
    opening: new RegExp(
      `^(?:据(?:了解|介绍|悉),?)?[,、 还]{0,2}(?:在?(?:(?:19|20)\\d{2}|[一二][〇零○一二三四五六七八九]{3})年(?:[,以来全间]|度[,共])|“[^”]{2,6}”(?:时期|期间|以来)|${anyOf(wordsOf(entriesOf(lexicon, 'roles', 'where', 'opening')))})`,
    ),
    strongPlan: new RegExp(
      [
        ...entriesOf(lexicon, 'roles', 'where', 'strong-plan').flatMap(({ pattern }) => pattern ?? []),
        anyOf(wordsOf(entriesOf(lexicon, 'roles', 'where', 'strong-plan'))),
      ].join('|'),
    ),
    glossary: new RegExp(`^(?:[^。;,]{0,24})${anyOf(wordsOf(entriesOf(lexicon, 'roles', 'id', 'role.glossary')))}$`),
    // The first that has a word counts.
    is: new Map(
      cues('heading-is')
        .flatMap(({ role, words }, order) => words.map((word) => [word, { role, order }] as const))
        .reverse(),
    ),
    has: together([...cues('heading-has'), ...cues('heading-spirit')], ''),
    hasNoun: together(cues('heading-has'), ''),
    year: new RegExp(String(entriesOf(lexicon, 'roles', 'where', 'heading-year')[0]?.pattern ?? '(?!)')),
    personal: new RegExp(String(entriesOf(lexicon, 'roles', 'where', 'personal')[0]?.pattern ?? '(?!)')),
    reach: new RegExp(String(entriesOf(lexicon, 'roles', 'where', 'heading-reach')[0]?.pattern ?? '(?!)')),
    ends: together(cues('heading-ends'), '$'),
    drive: new RegExp(anyOf(wordsOf(entriesOf(lexicon, 'roles', 'where', 'heading-drive')))),
    standing: new RegExp(anyOf(wordsOf(entriesOf(lexicon, 'roles', 'where', 'standing')))),
    turns: entriesOf(lexicon, 'roles', 'where', 'paragraph').map((entry) => ({
      role: entry.role as Role,
      pattern: new RegExp(`^(?:${String(entry.pattern)})`),
    })),
    series: new RegExp(String(entriesOf(lexicon, 'roles', 'where', 'series')[0]?.pattern ?? '(?!)')),
    weights,
    wording: new RegExp(anyOf(wordsOf(wording)), 'g'),
  };
});

/** Whether a line is the heading of notes on terms, whose numbered entries are no measures. */
export const isGlossaryHeading = (line: string, lexicon: Lexicon): boolean =>
  compile(lexicon).glossary.test(line.replace(/[ :]+$/, ''));

/** What stands in front of the phrase that a heading is: a year, a period, a place, 主要 or 存在的. */
const LEAD =
  /^(?:\d{4}年?|“?[十一二三四五六七八九]{2,3}”?(?:时期|计划|规划)|以前年度|前年度|上年度|今后五年|未来五年|全[省市县区国]|当前|今年|主要|一年来|我[省市县区国]|关于|(?:经济社会)?发展的|[(]\d{2,4}年度?[)]|及|和|的|[,、 ])+/;

/** Role by a heading that is such a phrase; null where it is none. */
function roleByPhrase(heading: string, known: ReadonlyMap<string, { role: Role; order: number }>): Role | null {
  const bare = heading.replace(LEAD, '');
  let first = known.get(heading);
  for (let from = 0; from <= 3 && from < bare.length; from++) {
    const cue = known.get(bare.slice(from));
    if (cue && (!first || cue.order < first.order)) first = cue;
  }
  return first?.role ?? null;
}

/** Role by the longest phrase that a heading holds. */
function roleByPart(heading: string, { each: cues, any }: Cues, ends = false): Role | null {
  if (!any.test(heading)) return null;
  let best: Role | null = null;
  let length = 0;
  // 主要目标和重点工作: the work is the greater part.
  if (
    !ends &&
    ['requirement', 'plan'].every((wanted) =>
      cues.some(({ role, words }) => role === wanted && words.some((word) => heading.includes(word))),
    )
  )
    return 'plan';
  for (const { role, words } of cues)
    for (const word of words)
      if (word.length > length && (ends ? heading.endsWith(word) : heading.includes(word))) {
        best = role;
        length = word.length;
      }
  return best;
}

/** Role that the wording of running text speaks for; null where nothing does. */
export function roleByWording(fold: string, spans: readonly Span[], lexicon: Lexicon): Role | null {
  const rules = compile(lexicon);
  const scores = new Map<Role, number>();
  for (const span of spans) {
    const text = fold.slice(span.start, span.end);
    rules.wording.lastIndex = 0;
    for (let match = rules.wording.exec(text); match; match = rules.wording.exec(text)) {
      const cue = rules.weights.get(match[0]);
      if (cue) scores.set(cue.role, (scores.get(cue.role) ?? 0) + cue.weight);
    }
  }
  let best: Role | null = null;
  let most = 0;
  for (const [role, score] of scores)
    if (score > most) {
      best = role;
      most = score;
    }
  return best;
}

/** Role that the wording of a part speaks for. A paragraph that turns to problems (肯定成绩的同时…) says nothing of the rest. */
function roleOfText(fold: string, part: Part, lexicon: Lexicon): Role | null {
  const own = part.children.length === 0 ? part.own : walk([part]).flatMap((inner) => inner.own);
  const straight = own.filter((span) => roleOfTurn(fold, span, lexicon) !== 'problem');
  return roleByWording(fold, straight.length > 0 ? straight : own, lexicon);
}

/** Role that the words in front of a series speak for, where they name problems or turn to what will be done; else null. */
function leadRole(fold: string, part: Part, first: Part, lexicon: Lexicon): Role | null {
  const lead = part.own.findLast((span) => span.end <= first.start);
  if (!lead || first.kind !== 'item' || fold.slice(lead.end, first.start).trim() !== '') return null;
  const turn = roleOfTurn(fold, lead, lexicon);
  if (turn === 'problem' || turn === 'plan') return turn;
  return roleByWording(fold, [{ start: Math.max(lead.start, lead.end - 100), end: lead.end }], lexicon) === 'problem'
    ? 'problem'
    : null;
}

/** The role that a paragraph turns to by its opening (今年的主要预期目标是…, 我们也清醒看到…), whatever the part it stands in; null where it does not. */
export function roleOfTurn(fold: string, { start, end }: Span, lexicon: Lexicon): Role | null {
  const opening = fold.slice(start, Math.min(end, start + 80));
  return compile(lexicon).turns.find(({ pattern }) => pattern.test(opening))?.role ?? null;
}

/** Whether running text opens with a time that is past (2023年，全系统批准…) and demands nothing: a review. */
export function looksBack(fold: string, spans: readonly Span[], lexicon: Lexicon): boolean {
  const rules = compile(lexicon);
  const first = spans[0];
  if (!first || !rules.opening.test(fold.slice(first.start, first.start + 16))) return false;
  if (roleOfTurn(fold, first, lexicon) === 'requirement') return false;
  return !spans.some((span) => rules.strongPlan.test(fold.slice(span.start, Math.min(span.end, span.start + 2000))));
}

/** What counts as done right behind the year that opens an item (二零二三年，本署共批出…). */
const COUNTED = /年度?,?[^,。;:]{0,8}?(?:共|累计|已)(?!同|享|建|治|产|青|管|安排|计划|组织|部署)/;

/**
 * Gives every part its role: by its heading, else as the part it stands in, else by the wording of its text. Speakers are handed down too.
 * @param all role of the whole document where its kind tells (a study speech says what must be done), else null
 * @param studied whether it is a study speech
 */
export function assignRoles(fold: string, parts: readonly Part[], lexicon: Lexicon, all: Role | null, studied: boolean): void {
  const rules = compile(lexicon);
  // 发展基础 tells of what was reached where its text opens with the years that are over.
  const opensInPast = ({ heading, own }: Part): boolean => {
    const text = own.find((span) => heading !== null && span.start >= heading.end);
    return text !== undefined && rules.opening.test(fold.slice(text.start, text.start + 16));
  };
  const countsDone = (part: Part): boolean => {
    const start = part.heading?.start ?? part.marker?.end ?? part.start;
    return COUNTED.test(fold.slice(start, start + 30)) && looksBack(fold, [{ start, end: endOf(part) }], lexicon);
  };
  const assign = (part: Part, inherited: Role | null, list: Role | null, before: Role | null) => {
    const heading = part.heading && part.kind !== 'statement' ? fold.slice(part.heading.start, part.heading.end) : '';
    const said = heading === '' ? null : rules.year.test(heading) ? 'plan' : roleByPhrase(heading, rules.is);
    const phrase = said === 'situation' && rules.standing.test(heading) && opensInPast(part) ? 'review' : said;
    let role: Role | null = part.role ?? phrase ?? (heading.length <= 40 && rules.glossary.test(heading) ? 'other' : null);
    if (role === null && inherited === null && heading !== '')
      role =
        all !== 'review' && rules.reach.test(heading)
          ? 'plan'
          : roleByPart(heading, all === 'review' ? rules.hasNoun : rules.has);
    const lead = part.own[0];
    if (
      (role === null || role === 'situation') &&
      lead &&
      part.kind === 'statement' &&
      part.heading &&
      looksBack(fold, [{ start: part.heading.end, end: lead.end }, ...part.own.slice(1)], lexicon)
    )
      role = 'review';
    // A headed paragraph whose text opens in a time that is over.
    if (role === null && part.kind === 'headed' && part.children.length === 0 && inherited === null && opensInPast(part)) {
      const text = part.own.filter((span) => part.heading === null || span.start >= part.heading.end);
      if (looksBack(fold, text, lexicon)) role = 'review';
    }
    if (role === null && part.kind === 'headed' && inherited === 'review') {
      const opening = roleByWording(fold, [{ start: part.start, end: Math.min(endOf(part), part.start + 60) }], lexicon);
      role = opening === 'experience' || opening === 'problem' ? opening : null;
    }
    if (role === null && part.kind === 'item' && inherited !== 'review' && all === null && countsDone(part)) role = 'review';
    // A section without a word of its own in the heading, whose text opens with what is past and asks for nothing.
    if (role === null && part.kind === 'item' && inherited === null && all === null && opensInPast(part)) {
      const text = walk([part])
        .flatMap((inner) => inner.own)
        .filter((span) => part.heading !== null && span.start >= part.heading.end);
      // 近年来，企业快速增加。加强检查，…: what is past may be why the work is done.
      const stop = text[0] ? fold.indexOf('。', text[0].start) + 1 : 0;
      const rest = text.filter(({ end }) => end > stop).map((span) => ({ start: Math.max(span.start, stop), end: span.end }));
      if (looksBack(fold, text, lexicon) && roleByWording(fold, rest, lexicon) !== 'plan') role = 'review';
    }
    // Who speaks of what was learned tells in places what was felt, or what is wanting, in place of what must be done.
    if (role === null && inherited === null && studied && rules.personal.test(fold.slice(part.start, endOf(part)))) {
      const said = roleOfText(fold, part, lexicon);
      role = said === 'experience' || said === 'problem' ? said : null;
    }
    // 一要…: the marker itself demands.
    if (role === null && !(part.marker && fold[part.marker.end - 1] === '要'))
      part.guessed = inherited === null ? studied || all === null : part.parent?.guessed === true;
    role ??= inherited ?? list ?? all;
    if (role === null) {
      const wording = roleOfText(fold, part, lexicon);
      role =
        (heading === '' || rules.drive.test(heading) ? null : roleByPart(heading, rules.ends, true)) ??
        wording ??
        (part.kind === 'statement' ? 'situation' : (before ?? 'plan'));
    }
    part.role = role ?? 'other';
    // What a person listed need not be of the kind of the verb that brings it in (总结了…，介绍了重点推进的五个方面工作：一是…).
    const handed =
      part.kind === 'statement' && part.children.length > 0
        ? (roleByWording(
            fold,
            walk(part.children).flatMap((inner) => inner.own),
            lexicon,
          ) ?? part.role)
        : part.role;
    let series: Role | null = null;
    part.children.forEach((child, index) => {
      child.speaker ??= part.speaker;
      // A list that the text brings in as problems (也要看到存在的不足：一是…) is one, though it stands in a review.
      if (child.style !== part.children[index - 1]?.style || child.marker?.number === 1)
        series = handed === 'review' || handed === 'situation' ? leadRole(fold, part, child, lexicon) : null;
      assign(child, series ?? handed, null, null);
    });
  };
  // Measures at the top that no heading sorts are one list: their wording is read together.
  const flat = parts.filter((part) => part.kind === 'item' && part.children.length === 0);
  const listed = new Set(flat);
  const together =
    flat.length > 2
      ? (all ??
        roleByWording(
          fold,
          flat.flatMap((part) => part.own),
          lexicon,
        ))
      : null;
  // 主要成效有：1.…2.…: a series at the top that is brought in as what was done.
  let broughtIn: Role | null = null;
  parts.forEach((part, index) => {
    if (part.style !== parts[index - 1]?.style || part.marker?.number === 1)
      broughtIn =
        part.kind === 'item' &&
        part.marker?.number === 1 &&
        rules.series.test(fold.slice(Math.max(0, part.start - 14), part.start).trimEnd())
          ? 'review'
          : null;
    // A headed paragraph that says nothing of its role is as the one before it.
    const before = parts[index - 1];
    const like = part.kind === 'headed' && before?.kind === 'headed' && before.style === part.style ? before.role : null;
    const inList = flat.length > 2 && listed.has(part);
    assign(part, null, broughtIn ?? (inList ? together : null), like);
  });
}

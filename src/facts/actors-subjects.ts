import { matchesOf } from '../matches.js';
import type { FactContext, Span, Word } from '../types.js';
import type { ActorRules } from './actors-rules.js';
import { endingOf, readNames, type UnitName } from './units-names.js';

/** A subject and its verb are looked for so far from where a clause begins. */
export const FURTHEST = 70;

/** The word that begins where a stretch begins. */
function wordAt(ctx: FactContext, start: number, limit: number): Word | null {
  const word = ctx.words({ start, end: Math.min(limit, start + 8) })[0];
  return word?.start === start ? word : null;
}

/** Where a department named by a verb ends that a stretch opens with; -1 where it opens with none. */
function departmentEnd({ department }: ActorRules, fold: string, start: number): number {
  department.lastIndex = start;
  return department.test(fold) ? department.lastIndex : -1;
}

/** Whether a stretch opens with a verb or adverb, so that it is no subject; 积极争取 may be one word. */
function opensAsVerb(ctx: FactContext, rules: ActorRules, { start, end }: Span): boolean {
  const word = wordAt(ctx, start, end)?.text ?? '';
  // Nor is what a body does in a task: 牵头单位, 配合部门.
  if (end - start <= 8 && rules.inCharge.test(ctx.text.fold.slice(start, end))) return false;
  // 派出所 is no verb, though 派出 is.
  if (word.length > 2 && endingOf(ctx.lexicon, word)?.class === 'body') return false;
  // 组织部, 组织部门 are bodies; 按 and 依据 open phrases.
  if (rules.personnel.test(ctx.text.fold.slice(start, Math.min(end, start + 4)))) return false;
  if (rules.openPhrase.test(ctx.text.fold.slice(start, start + 2))) return true;
  if (departmentEnd(rules, ctx.text.fold, start) === end) return false;
  // 服务中心, 保障处: a noun-like verb and what makes a body of it.
  const whole = end - start <= 6 && rules.nominal.has(word) ? ctx.text.fold.slice(start, end) : '';
  if (whole !== '' && endingOf(ctx.lexicon, whole)?.class === 'body') return false;
  return rules.opens.has(word) || (word.length !== 2 && rules.opens.has(ctx.text.fold.slice(start, start + 2)));
}

/** Whether the words of a stretch can make a name: no 由, 对, 所, no number, no quotation, no person joined by 和. */
function soundsLikeName(ctx: FactContext, rules: ActorRules, span: Span): boolean {
  const printed = ctx.text.fold.slice(span.start, span.end);
  const joined = /^(.+)[和与及或]/.exec(printed)?.[1];
  if (/[\d“”‘’]/.test(printed) || opensAsVerb(ctx, rules, span) || (joined && rules.excluded.test(joined))) return false;
  return ctx
    .words(span)
    .every(
      ({ text, end }) =>
        !rules.inside.has(text) ||
        (text === '所' &&
          end === span.end &&
          (rules.station.test(printed) || (printed === '所' && /[、和及]/.test(ctx.text.fold.charAt(span.start - 1))))),
    );
}

/** Whether a name ends like a person's; 上市许可持有人 is a firm. */
const isPerson = (ctx: FactContext, rules: ActorRules, name: string): boolean =>
  rules.excluded.test(name) && endingOf(ctx.lexicon, name) === null;

/** The units of a stretch that stands as a subject, or null where it holds anything else. */
function subjects(ctx: FactContext, rules: ActorRules, whole: Span): UnitName[] | null {
  const { text, fold } = ctx.text;
  let span = whole;
  let printed = fold.slice(whole.start, whole.end);
  const of = printed.includes('的') ? rules.ofTask.exec(printed) : null;
  if (of !== null) {
    span = { start: whole.start + of[0].length, end: whole.end };
    printed = printed.slice(of[0].length);
  }
  if (printed === '' || printed.endsWith('、') || isPerson(ctx, rules, printed)) return null;
  const everyPlace = printed.startsWith('各') && endingOf(ctx.lexicon, printed)?.class === 'area';
  const names = readNames(ctx.lexicon, text, fold, span, { strict: !everyPlace });
  const sound = names?.every(({ name }) => !rules.general.has(name) && !isPerson(ctx, rules, name));
  return names && sound && names.every((unit) => soundsLikeName(ctx, rules, unit)) ? names : null;
}

/** Whether a word is a verb of work, or two and more of them in one (组织开展, 抓好落实, 负责组织实施). */
const isWork = (ctx: FactContext, { work, adverb, nominal }: ActorRules, text: string): boolean =>
  work.has(text) ||
  // 宣传教育中心 opens like a verb, too.
  (text.length > 4 && work.has(text.slice(0, 2)) && endingOf(ctx.lexicon, text)?.class !== 'body') ||
  (text.length === 4 &&
    (work.has(text.slice(2)) || (nominal.has(text.slice(2)) && work.has(text.slice(0, 2)))) &&
    (work.has(text.slice(0, 2)) || adverb.has(text.slice(0, 2)) || nominal.has(text.slice(0, 2))));

/** 按, or a phrase with it that is one word (按职责分工, 依据职责). */
const isPreposition = ({ preposition }: ActorRules, text: string): boolean =>
  preposition.has(text) || /^(?:按|依)..+$/.test(text);

const isAuthority = ({ authority }: ActorRules, name: string): boolean => name.length > 3 && authority.test(name);

/** Whether what stands before a preposition is a body or an authority and the phrase tells how it is to act: 县财政局对项目…, 省局于3月底前…. */
function phraseOf(ctx: FactContext, rules: ActorRules, clause: Span, at: number): boolean {
  const { fold } = ctx.text;
  if (!rules.phrase.test(fold.slice(at, at + 2))) return false;
  if (fold.charAt(at) === '于' && !rules.time.test(fold.slice(at, at + 20))) return false;
  const name = fold.slice(clause.start, at);
  const ending = endingOf(ctx.lexicon, name);
  if (ending?.class === 'body') return !ending.loose;
  return ending?.class === 'group' && isAuthority(rules, name) && /[要应须]/.test(fold.slice(at, clause.end));
}

/** Whether a noun-like verb has a verb of work right behind it, and so is one itself: 研究建立. */
function leansOn(ctx: FactContext, rules: ActorRules, word: Word, limit: number): boolean {
  const next = rules.nominal.has(word.text) ? wordAt(ctx, word.end, limit) : null;
  return next !== null && rules.work.has(next.text) && !rules.adverb.has(next.text);
}

/** Whether a sentence goes on behind its subject as one that gives work: 完成…, 全面承接…, 结合实际…. */
function goesOn(ctx: FactContext, rules: ActorRules, at: number, limit: number, every: boolean): boolean {
  const { fold } = ctx.text;
  let last: Word | null = null;
  const from = at + (rules.time.exec(fold.slice(at, at + 20))?.[0].length ?? 0);
  if (from > at && from >= limit) return true;
  for (const word of ctx.words({ start: from, end: Math.min(limit, from + 24) })) {
    // 日前 may be one word.
    if (word.start < from && from > at) continue;
    if (word.start < from) return false;
    if (rules.nominal.has(word.text) && !every && !leansOn(ctx, rules, word, limit))
      return last !== null && rules.helping.has(last.text) && !rules.nounGoesOn.test(fold.slice(word.end, word.end + 2));
    const heads = isWork(ctx, rules, word.text) || isPreposition(rules, word.text) || rules.nominal.has(word.text);
    if (heads && (word.text === '将' || !rules.adverb.has(word.text)))
      return !rules.verbEnds.test(fold.slice(word.end, word.end + 2));
    if (!rules.adverb.has(word.text)) return last !== null && rules.work.has(last.text);
    last = word;
  }
  return false;
}

/** The subject without a word of duty: the shortest stretch of words that names units and is followed by a verb. */
export function plainSubject(ctx: FactContext, rules: ActorRules, clause: Span, firm = true, by = false): UnitName[] | null {
  const { fold } = ctx.text;
  const each = fold.charAt(clause.start) === '各';
  const every = by || each;
  const related = rules.related.test(fold.slice(clause.start, clause.start + 2));
  if (!every) {
    const text = fold.slice(clause.start, Math.min(clause.end, clause.start + FURTHEST));
    const mayBeTold = rules.mayBeTold.test(text) || (related && /[按依]/.test(text));
    if (!(mayBeTold && rules.bodyEnds.test(text)) && !(firm && rules.actsItself.test(text))) return null;
  }
  const department = departmentEnd(rules, fold, clause.start);
  for (const word of ctx.words({ start: clause.start, end: Math.min(clause.end, clause.start + FURTHEST) })) {
    if (word.start <= clause.start || word.start < department) {
      if (department < 0 && rules.opens.has(word.text)) return null;
      continue;
    }
    if (rules.barred.test(word.text)) return null;
    // 各分局对企业每年检查: behind 各… a preposition opens what is to be done, behind a named body some do.
    const opensPhrase = isPreposition(rules, word.text);
    if (opensPhrase && (every || (firm && phraseOf(ctx, rules, clause, word.start)))) {
      const names = subjects(ctx, rules, { start: clause.start, end: word.start });
      return names !== null && goesOn(ctx, rules, word.start, clause.end, each) ? names : null;
    }
    if (rules.inside.has(word.text) && !(word.text === '所' && rules.station.test(fold.slice(word.end - 4, word.end))))
      return null;
    const verb =
      isWork(ctx, rules, word.text) ||
      isPreposition(rules, word.text) ||
      rules.adverb.has(word.text) ||
      rules.time.test(fold.slice(word.start, word.start + 20)) ||
      (firm && leansOn(ctx, rules, word, clause.end));
    if (!verb && !(each && rules.nominal.has(word.text))) continue;
    // Kinds of bodies without 各 (机构, 企业, 地区) are mostly spoken of, not told to act, unless it is said how often.
    const ending = endingOf(ctx.lexicon, fold.slice(clause.start, word.start));
    const told = () => rules.told.test(fold.slice(word.start, word.start + 4)) || (related && /^[按依]/.test(word.text));
    if (ending?.class === 'body' || every) {
      if (!firm && (ending?.loose || !told())) continue;
    } else if (ending?.class === 'area') {
      if (ending.loose || !firm || !fold.startsWith('负责', word.start) || !told()) continue;
    } else if (
      ending?.class !== 'group' ||
      !(
        told() ||
        (firm &&
          (opensPhrase ? /^[结按根]/.test(word.text) : isWork(ctx, rules, word.text) || leansOn(ctx, rules, word, clause.end)) &&
          isAuthority(rules, fold.slice(clause.start, word.start)))
      )
    )
      continue;
    const names = subjects(ctx, rules, { start: clause.start, end: word.start });
    // 组织部门 may be a department of its own.
    if (
      department !== word.start &&
      names?.some((unit) =>
        ctx.words(unit).some(({ text, start }) => rules.work.has(text) && !(text === '组织' && start === unit.start)),
      )
    )
      return null;
    if (names !== null && goesOn(ctx, rules, word.start, clause.end, each)) return names;
  }
  return null;
}

/** The subject in front of 要, 应, 务必. */
export function dutySubject(ctx: FactContext, rules: ActorRules, clause: Span): UnitName[] | null {
  const { fold } = ctx.text;
  const stretch = fold.slice(clause.start, Math.min(clause.end, clause.start + FURTHEST));
  let tries = 0;
  for (const match of matchesOf(stretch, rules.modal)) {
    if (++tries > 3) return null;
    const modal = clause.start + match.index;
    // 卫生署会增加抽查, as Hong Kong's plans say it; 会 in 社会, 协会, 部会 is no word of duty.
    if (match[0] === '会' && !/[署局厅处司]/.test(fold.charAt(modal - 1))) continue;
    let end = modal;
    let filler = rules.filler.exec(fold.slice(clause.start, end));
    while (filler !== null) {
      end -= filler[0].length;
      filler = rules.filler.exec(fold.slice(clause.start, end));
    }
    end -= rules.everybody.exec(fold.slice(clause.start, end))?.[0].length ?? 0;
    const found = subjects(ctx, rules, { start: clause.start, end });
    // 应用, 需求, 要素 hold no word of duty.
    if (found !== null && (wordAt(ctx, modal, clause.end)?.text.length ?? 0) <= match[0].length) return found;
  }
  return null;
}

/** A subject that a comma parts from its verb: 各地主管部门，要严格…. */
export function partedSubject(ctx: FactContext, rules: ActorRules, clause: Span): UnitName[] | null {
  const { fold } = ctx.text;
  if (clause.end - clause.start > FURTHEST || fold.charAt(clause.end) !== ',') return null;
  const behind = clause.end + 1;
  if (!rules.duty.test(fold.slice(behind, behind + 4))) return null;
  return subjects(ctx, rules, clause);
}

/** The first of subjects that a comma parts: 各乡政府、街道办，县政府各部门要…. */
export function listedSubject(ctx: FactContext, rules: ActorRules, clause: Span, limit: number): UnitName[] | null {
  const { fold } = ctx.text;
  if (clause.end - clause.start > FURTHEST) return null;
  const printed = fold.slice(clause.start, clause.end);
  const behind = fold.slice(clause.end + 1, Math.min(limit, clause.end + FURTHEST)).search(/[,。;:!?\n]/);
  const next = { start: clause.end + 1, end: behind < 0 ? Math.min(limit, clause.end + FURTHEST) : clause.end + 1 + behind };
  if (next.end <= next.start || dutySubject(ctx, rules, next) === null) return null;
  return subjects(ctx, rules, { start: clause.start, end: clause.end - (rules.called.exec(printed)?.[0].length ?? 0) });
}

/** A subject that a phrase and a comma part from its word of duty: 制造部门在安排任务的时候，也应当…. */
export function phrasedSubject(ctx: FactContext, rules: ActorRules, clause: Span): UnitName[] | null {
  const { fold } = ctx.text;
  // 机构在经营中发生变化的，要…: a case, not a subject.
  if (clause.end - clause.start > FURTHEST || fold.charAt(clause.end) !== ',' || fold[clause.end - 1] === '的') return null;
  const behind = fold.slice(clause.end + 1, clause.end + 6).replace(/^[也都均]/, '');
  const phrase = rules.phraseApart.exec(fold.slice(clause.start, Math.min(clause.end, clause.start + 30)));
  if (phrase === null || phrase.index === 0 || !rules.duty.test(behind)) return null;
  return subjects(ctx, rules, { start: clause.start, end: clause.start + phrase.index });
}

/** Who acts by 由: 由县农业局组织排查; a body that is only described (由县局组织的检查) does not. */
export function bySubject(ctx: FactContext, rules: ActorRules, { start, end }: Span): UnitName[] | null {
  const { fold } = ctx.text;
  const by = rules.by.exec(fold.slice(start, start + 4))?.[0];
  if (by === undefined) return null;
  const names = plainSubject(ctx, rules, { start: start + by.length, end }, true, true);
  const last = names?.at(-1);
  return last && !rules.describes.test(fold.slice(last.end, Math.min(end, last.end + 16))) ? names : null;
}

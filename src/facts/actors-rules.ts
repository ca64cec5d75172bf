import { anyOf, entriesOf, patternOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Lexicon } from '../types.js';

/** What the lexicons say of subjects. */
export interface ActorRules {
  modal: RegExp;
  /** A word of duty at once. */
  duty: RegExp;
  opener: RegExp;
  filler: RegExp;
  /** Words that a subject never opens with: verbs, and 推动, 对, 在. */
  opens: ReadonlySet<string>;
  excluded: RegExp;
  /** Prohibitions and permissions right behind a subject. */
  barred: RegExp;
  /** A body that only belongs to what is spoken of (各单位的意识不断增强). */
  attribute: RegExp;
  /** Words behind a list of subjects that name no body (各部门、各行各业都要…). */
  everybody: RegExp;
  general: ReadonlySet<string>;
  adverb: ReadonlySet<string>;
  preposition: ReadonlySet<string>;
  work: ReadonlySet<string>;
  nominal: ReadonlySet<string>;
  /** Verbs and adverbs behind which a noun-like verb is the verb: 统筹安排, 定期检查. */
  helping: ReadonlySet<string>;
  /** Words that no subject holds. */
  inside: ReadonlySet<string>;
  /** What a passage has that tells somebody to act, unless a body does by itself. */
  mayAct: RegExp;
  /** A body, a department or an area that is responsible; a look for one spares most clauses the segmenter. */
  actsItself: RegExp;
  /** The last characters of bodies, for the same reason. */
  bodyEnds: RegExp;
  /** 所 that is a station, not the particle of 群众所…. */
  station: RegExp;
  /** A time limit between a subject and its verb: 各市局每月25日前报送. */
  time: RegExp;
  /** Bodies by their part in a task: 牵头单位. */
  inCharge: RegExp;
  /** Of which task they are is no part of their name: 各项任务的牵头单位. */
  ofTask: RegExp;
  /** A department named by a verb (建设处, 协调科) in front of what it is to do. */
  department: RegExp;
  /** 组织部, 组织部门, which open like a verb. */
  personnel: RegExp;
  /** 按, 依据 open phrases, no subject. */
  openPhrase: RegExp;
  /** Verbs by which a kind of body, or one named behind a comma, is told to act rather than spoken of. */
  told: RegExp;
  /** A clause without any of these tells none of them to act. */
  mayBeTold: RegExp;
  /** 有关, 相关 in front of a kind of body. */
  related: RegExp;
  /** 卫生健康部门: departments of a named field, which act where 机构, 单位 are spoken of. */
  authority: RegExp;
  /** Opens a phrase that tells how a body is to act: 县财政局对项目…. */
  phrase: RegExp;
  /** Opens a phrase between a subject and the comma before its word of duty. */
  phraseApart: RegExp;
  /** What makes a noun of the verb in front of it: 统一采购项目. */
  nounGoesOn: RegExp;
  /** What shows that the verb in front of it tells or describes: 组织了, 组织的. */
  verbEnds: RegExp;
  /** What a list of subjects is called from here on: 各乡政府、街道办（以下统称各乡镇）. */
  called: RegExp;
  /** 由 in front of who acts. */
  by: RegExp;
  /** What stands behind a body that is only described: 由县局组织的检查. */
  describes: RegExp;
}

/** The rules of a lexicon, compiled once. */
export const actorRules = perLexicon((lexicon: Lexicon): ActorRules => {
  const words = (name: string, kind: string) => wordsOf(entriesOf(lexicon, name, 'kind', kind));
  const pattern = (id: string, flags?: string) => patternOf(lexicon, 'actors', `actor.${id}`, flags);
  const mayBeTold = pattern('may-be-told');
  const persons = entriesOf(lexicon, 'actors', 'id', 'actor.person');
  const openers = entriesOf(lexicon, 'actors', 'kind', 'opener').flatMap((entry) => entry.pattern ?? []);
  const nominal = new Set(words('verbs', 'nominal'));
  const bodies = wordsOf(entriesOf(lexicon, 'org-suffixes', 'class', 'body'));
  const areas = wordsOf(entriesOf(lexicon, 'org-suffixes', 'class', 'area'));
  const work = words('verbs', 'work').filter((word) => !nominal.has(word));
  return {
    modal: new RegExp(anyOf(words('actors', 'modal')), 'g'),
    duty: new RegExp(`^${anyOf(words('actors', 'modal').filter((word) => word !== '会'))}`),
    opener: new RegExp(`^(?:${[...openers, anyOf(words('actors', 'opener'))].join('|')}|[s“”])`),
    filler: new RegExp(
      `(?:${[anyOf(words('actors', 'filler')), ...entriesOf(lexicon, 'actors', 'kind', 'filler').flatMap((entry) => entry.pattern ?? [])].join('|')})$`,
    ),
    opens: new Set([...words('actors', 'leader'), ...words('verbs', 'adverb'), ...work]),
    excluded: new RegExp(`${anyOf(wordsOf(persons))}$`),
    barred: new RegExp(`^(?:[^,。;]{0,4}${anyOf(words('actors', 'barred'))}|可$)`),
    attribute: new RegExp(
      entriesOf(lexicon, 'actors', 'kind', 'attribute')
        .map((entry) => String(entry.pattern))
        .join('|') || '(?!)',
    ),
    everybody: new RegExp(`[、和及]${anyOf(words('actors', 'everybody'))}$`),
    general: new Set(words('actors', 'excluded')),
    adverb: new Set(words('verbs', 'adverb')),
    preposition: new Set(words('actors', 'preposition')),
    work: new Set(work),
    nominal,
    helping: new Set(words('actors', 'helping')),
    inside: new Set(words('actors', 'inside')),
    mayAct: new RegExp(`[由各按依]|${anyOf(words('actors', 'modal'))}|${mayBeTold.source}`),
    actsItself: new RegExp(`(?:${anyOf(bodies)}|部门)(?!的)|(?:${anyOf(areas)})负责`),
    bodyEnds: new RegExp(anyOf(bodies.map((word) => word.slice(-1)))),
    station: pattern('station'),
    time: pattern('time'),
    inCharge: pattern('in-charge'),
    ofTask: pattern('of-task'),
    department: pattern('department', 'uy'),
    personnel: pattern('bureau-of-personnel'),
    openPhrase: pattern('open-phrase'),
    told: pattern('told'),
    mayBeTold,
    related: pattern('related'),
    authority: pattern('authority'),
    phrase: pattern('phrase'),
    phraseApart: pattern('phrase-apart'),
    nounGoesOn: pattern('noun-goes-on'),
    verbEnds: pattern('verb-ends'),
    called: pattern('called'),
    by: pattern('by'),
    describes: pattern('describes'),
  };
});

import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Lexicon } from '../types.js';

/** A clause without any of these tells no kind of body, and none that stands behind a comma, to act. */
export const MAY_BE_TOLD = /负责|会同|统筹|组织|[接收]到|每[年月季半周两三]/;

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
}

/** The rules of a lexicon, compiled once. */
export const actorRules = perLexicon((lexicon: Lexicon): ActorRules => {
  const words = (name: string, kind: string) => wordsOf(entriesOf(lexicon, name, 'kind', kind));
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
    mayAct: new RegExp(`[由各按依]|${anyOf(words('actors', 'modal'))}|${MAY_BE_TOLD.source}`),
    actsItself: new RegExp(`(?:${anyOf(bodies)}|部门)(?!的)|(?:${anyOf(areas)})负责`),
    bodyEnds: new RegExp(anyOf(bodies.map((word) => word.slice(-1)))),
  };
});

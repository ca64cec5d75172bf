import { matchesOf } from '../matches.js';
import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Lexicon, Span } from '../types.js';
import type { Part } from './parts.js';

/** How much of the text in front of a list is looked at for who speaks. */
const LEAD = 600;

/** How much of a report is looked at for persons and their offices. */
const REPORT = 8000;

const compile = perLexicon((lexicon: Lexicon) => {
  const said = (where: string) => anyOf(wordsOf(entriesOf(lexicon, 'statements', 'where', where)));
  const office = anyOf(wordsOf(entriesOf(lexicon, 'front', 'id', 'front.speaker-office')));
  const surname = anyOf(wordsOf(entriesOf(lexicon, 'surnames')));
  return {
    // 副县长王某某, 叶某副州长.
    titled: new RegExp(
      `(?<=${office}|同志)(?=(${surname}[\\u4e00-\\u9fff])(?:(?=${said('list-behind-name')})|([\\u4e00-\\u9fff])?))`,
      'g',
    ),
    title: new RegExp(`(${surname}(?!副|总)[\\u4e00-\\u9fff]{1,2}?)(?:副|总)?${office}`, 'g'),
    saying: new RegExp(said('list-saying')),
    endsSaying: new RegExp(`[^的]${said('list-saying')}[^的]{0,8}$`),
    meeting: new RegExp(`^(?:${said('subject')})`),
    subjectless: new RegExp(`^(?:${said('list-subjectless')})`),
    pronoun: /^[他她](?!们)/,
    // 叶副州长 for whom the report has named before.
    surnameOnly: new RegExp(`^(${surname})(?:副|总)?${office}`),
    officeEnd: new RegExp(`(?:^|${office}|同志)$`),
  };
});

type Rules = ReturnType<typeof compile>;

/**
 * Gives the items of a list in a report of a meeting the person who spoke them, where the words in front of the list say it (某某要求，一是…) and no
 * statement did.
 */
export function nameSpeakers(fold: string, parts: readonly Part[], preamble: readonly Span[], lexicon: Lexicon): void {
  const rules = compile(lexicon);
  let persons: Set<string> | null = null;
  const visit = (siblings: readonly Part[], texts: readonly Span[]): void => {
    let speaker: string | null = null;
    let listed = false;
    let passed = 0;
    for (const part of siblings) {
      while (passed < texts.length && (texts[passed] as Span).end <= part.start) passed++;
      if (part.kind === 'item') {
        if (!listed || part.marker?.number === 1) {
          const lead = texts[passed - 1];
          speaker = null;
          if (part.speaker === null && lead && fold.slice(lead.end, part.start).trim() === '') {
            persons ??= personsIn(fold, rules);
            if (persons.size > 0)
              speaker = speakerIn(fold.slice(Math.max(lead.start, lead.end - LEAD), lead.end), persons, rules);
          }
        }
        if (speaker !== null) speak(part, speaker);
      } else visit(part.children, part.own);
      listed = part.kind === 'item';
    }
  };
  visit(parts, preamble);
}

function speak(part: Part, speaker: string): void {
  part.speaker ??= speaker;
  for (const child of part.children) speak(child, speaker);
}

/** The persons whose office a report says. */
function personsIn(whole: string, { titled, title }: Rules): Set<string> {
  const fold = whole.slice(0, REPORT);
  const persons = new Set<string>();
  for (const [, short, third] of matchesOf(fold, titled)) {
    if (short === undefined) continue;
    // Of a name of three characters the first two stand nowhere without the third.
    const long = third === undefined ? short : short + third;
    persons.add(count(fold, long) === count(fold, short) ? long : short);
  }
  for (const [, name] of matchesOf(fold, title)) if (name !== undefined) persons.add(name);
  return persons;
}

function count(fold: string, name: string): number {
  let found = 0;
  for (let at = fold.indexOf(name); at >= 0; at = fold.indexOf(name, at + name.length)) found++;
  return found;
}

/** The person who speaks at the end of the words in front of a list; null for a meeting, or where they do not say. */
function speakerIn(lead: string, persons: ReadonlySet<string>, rules: Rules): string | null {
  const clauses = lead.split(/[,。;:!]/);
  let said = false;
  for (let at = clauses.length - 1; at >= 0; at--) {
    const clause = (clauses[at] as string).trim();
    const says = rules.saying.test(clause);
    said ||= says;
    if (!said || rules.pronoun.test(clause)) continue;
    if (rules.meeting.test(clause)) return null;
    const name = subjectOf(clause, persons, rules);
    if (name !== null) return name;
    // Somebody else spoke who is no person of the report (巡视组强调); 按照…要求 says nothing of who spoke.
    if (says && rules.endsSaying.test(clause) && !rules.subjectless.test(clause)) return null;
  }
  return null;
}

/** The person that a clause opens with, an office before the name. */
function subjectOf(clause: string, persons: ReadonlySet<string>, { officeEnd, surnameOnly }: Rules): string | null {
  const head = clause.slice(0, 40);
  for (const name of persons) {
    const at = head.indexOf(name);
    if (at >= 0 && officeEnd.test(head.slice(0, at)) && !/^的/.test(head.slice(at + name.length))) return name;
  }
  const surname = surnameOnly.exec(head)?.[1];
  if (surname === undefined) return null;
  const namesakes = [...persons].filter((name) => name.startsWith(surname));
  return namesakes.length === 1 ? (namesakes[0] as string) : null;
}

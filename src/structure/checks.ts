import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { Lexicon, Problem, Span } from '../types.js';
import { ordinalOf } from './markers.js';
import type { Part } from './parts.js';

const compile = perLexicon((lexicon: Lexicon) => {
  const nouns = anyOf(wordsOf(entriesOf(lexicon, 'announcements', 'where', 'noun')));
  return new RegExp(`([一二两三四五六七八九十]{1,3}|\\d{1,2})(?:个|项|条|点|大|件|方面)(?:方面|${nouns})?[^。;:,]{0,12}[:。]?$`);
});

/** A count that the text announces in front of a series (重点做好以下六个方面的工作：) and that the series does not keep. */
export function countProblems(
  fold: string,
  parts: readonly Part[],
  all: readonly Part[],
  preamble: readonly Span[],
  lexicon: Lexicon,
): Problem[] {
  const announced = compile(lexicon);
  const problems: Problem[] = [];
  const check = (children: readonly Part[], lead: Span | undefined) => {
    if (children.length < 2) return;
    const first = children.find((child) => child.marker !== null);
    const series = children.filter((child) => child.marker !== null && child.style === first?.style);
    if (!first || !lead || series.length < 2 || lead.end > first.start || fold.slice(lead.end, first.start).trim() !== '') return;
    const match = announced.exec(fold.slice(Math.max(lead.start, lead.end - 40), lead.end).trimEnd());
    if (!match) return;
    const said = match[1] === '两' ? 2 : ordinalOf(match[1] as string);
    if (said === null || said < 2) return;
    let kept = 1;
    while (kept < series.length && (series[kept] as Part).marker?.number === ((series[kept - 1] as Part).marker?.number ?? 0) + 1)
      kept++;
    if (kept !== said)
      problems.push({
        code: 'outline/count-mismatch',
        span: { start: lead.end - match[0].length, end: lead.end },
        data: { declared: said, found: kept },
      });
  };
  check(parts, preamble.at(-1));
  for (const { children, own } of all) {
    const [first] = children;
    if (first)
      check(
        children,
        own.findLast(({ end }) => end <= first.start),
      );
  }
  return problems;
}

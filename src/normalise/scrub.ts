import { perLexicon } from '../per-lexicon.js';
import type { Document, Lexicon, OffsetMap, Span } from '../types.js';
import { OffsetMapBuilder } from './offset-map.js';

type NoiseKind = Document['noise'][number]['kind'];

/** A text without inline noise, what was cut (in offsets of the text before), and the way back. */
export interface Scrubbed {
  text: string;
  map: OffsetMap;
  noise: { kind: NoiseKind; span: Span }[];
}

interface Rule {
  kind: NoiseKind;
  pattern: RegExp;
  /** Of these the text must have one; looked for first, since that is quick. */
  literals: readonly string[] | undefined;
  needs: RegExp | null;
  becomes: string;
}

const rulesOf = perLexicon((lexicon: Lexicon): Rule[] =>
  (lexicon.scrub ?? []).map((entry) => ({
    kind: entry.kind as NoiseKind,
    // Only a part that is cut needs to know its place.
    pattern: new RegExp(entry.pattern as string, (entry.pattern as string).includes('(?<cut>') ? 'dgmu' : 'gmu'),
    literals: entry.literals,
    needs: entry.needs ? new RegExp(entry.needs as string, 'mu') : null,
    becomes: (entry.becomes as string | undefined) ?? '',
  })),
);

/**
 * Cuts out what stands inside lines and is not the document: paywall marks, pinyin, invisible characters, advertising, markup; with it
 * what the reader `knew` as furniture already, which is not told again.
 */
export function scrub(text: string, lexicon: Lexicon, knew: readonly { kind: NoiseKind; span: Span }[] = []): Scrubbed {
  const found: { kind: NoiseKind; start: number; end: number; becomes: string; known: boolean }[] = [];
  for (const { kind, span } of knew) found.push({ kind, start: span.start, end: span.end, becomes: '', known: true });
  for (const { kind, pattern, literals, needs, becomes } of rulesOf(lexicon)) {
    if (literals && !literals.some((one) => text.includes(one))) continue;
    if (needs && !needs.test(text)) continue;
    pattern.lastIndex = 0;
    // Not gathered first: of a text in Markdown there are hundreds of thousands.
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const [start, end] = match.indices?.groups?.cut ?? [match.index, match.index + match[0].length];
      if (end > start) found.push({ kind, start, end, becomes, known: false });
      if (match[0] === '') pattern.lastIndex++;
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const noise: Scrubbed['noise'] = [];
  const builder = new OffsetMapBuilder();
  const out: string[] = [];
  let cursor = 0;
  for (const cut of found) {
    if (cut.start < cursor) continue;
    out.push(text.slice(cursor, cut.start), cut.becomes);
    builder.keep(cut.start - cursor).replace(cut.end - cut.start, cut.becomes.length);
    cursor = cut.end;
    if (!cut.known) noise.push({ kind: cut.kind, span: trimmed(text, cut) });
  }
  out.push(text.slice(cursor));
  builder.keep(text.length - cursor);
  return { text: out.join(''), map: builder.build(text.length), noise };
}

/** Without the blanks at its edges. */
function trimmed(text: string, { start, end }: Span): Span {
  while (start < end - 1 && /\s/.test(text[start] as string)) start++;
  while (end > start + 1 && /\s/.test(text[end - 1] as string)) end--;
  return { start, end };
}

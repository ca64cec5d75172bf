import { anyOf, entriesOf, perLexicon, wordsOf } from '../per-lexicon.js';
import type { FactContext, Lexicon, ReferenceFact, Span } from '../types.js';

interface ReferenceRules {
  number: readonly { rule: string; pattern: RegExp }[];
  notBefore: RegExp;
  notAfter: RegExp;
  noTitle: RegExp;
}

const referenceRules = perLexicon((lexicon: Lexicon): ReferenceRules => {
  const ofKind = (kind: string) => entriesOf(lexicon, 'references', 'kind', kind);
  const patterns = (kind: string) => ofKind(kind).map((entry) => entry.pattern ?? '(?!)');
  const before = patterns('before-pattern');
  const after = patterns('after-pattern');
  return {
    number: ofKind('number').map((entry) => ({ rule: entry.id, pattern: new RegExp(`^(?:${entry.pattern ?? '(?!)'})$`) })),
    notBefore: new RegExp([`${anyOf(wordsOf(ofKind('before')))}$`, ...before].join('|')),
    notAfter: new RegExp(`^(?:${[anyOf(wordsOf(ofKind('after'))), ...after].join('|')})`),
    noTitle: new RegExp(`${anyOf(wordsOf(ofKind('title-end')))}$`),
  };
});

const LONGEST_TITLE = 160;
const LONGEST_NUMBER = 80;

/** The end of the title that opens at an offset (behind its 》), or -1 where it does not close within reach. */
function titleEnd(text: string, open: number): number {
  let depth = 0;
  const limit = Math.min(text.length, open + LONGEST_TITLE);
  let breaks = 0;
  for (let at = open; at < limit; at++) {
    const char = text.charAt(at);
    if (char === '《') {
      // A second 《 inside is a title in the title; where 〈 is not used, the outer mark may also have been left open.
      depth++;
      if (depth > 2) return -1;
    } else if (char === '》') {
      depth--;
      if (depth === 0) return at + 1;
    } else if (char === '\n' && ++breaks > 1) return -1;
    else if (char === '。' || char === '；') return -1;
  }
  return -1;
}

/** The document's number in the bracket right behind a title. */
function numberBehind(
  rules: ReferenceRules,
  text: string,
  fold: string,
  at: number,
): { value: string; end: number; rule: string } | null {
  const stretch = fold.slice(at, at + LONGEST_NUMBER);
  const open = /^\s{0,2}\(/.exec(stretch);
  if (open === null) return null;
  let depth = 0;
  let close = -1;
  for (let index = open[0].length - 1; index < stretch.length && close < 0; index++) {
    const char = stretch.charAt(index);
    if (char === '(') depth++;
    else if (char === ')' && --depth === 0) close = index;
  }
  if (close < 0) return null;
  let start = open[0].length;
  for (const piece of stretch.slice(start, close).split(/[,;、]/)) {
    const trimmed = piece.trim();
    const lead = piece.length - piece.trimStart().length;
    const known = rules.number.find(({ pattern }) => pattern.test(trimmed));
    if (known !== undefined) {
      const from = at + start + lead;
      return { value: text.slice(from, from + trimmed.length), end: at + close + 1, rule: known.rule };
    }
    start += piece.length + 1;
  }
  return null;
}

/** Finds the documents named in 《》, each mention one, with the number that follows in brackets. */
export function findReferences(ctx: FactContext): ReferenceFact[] {
  const { text, fold } = ctx.text;
  const rules = referenceRules(ctx.lexicon);
  const found: ReferenceFact[] = [];
  const from = (at: number): number => {
    const open = text.indexOf('《', at);
    return open < 0 ? text.length : open;
  };
  let open = from(0);
  ctx.passages.forEach((passage, index) => {
    if (open < passage.start) open = from(passage.start);
    while (open < passage.end) {
      const end = titleEnd(text, open);
      if (end < 0) {
        open = from(open + 1);
        continue;
      }
      const title = text
        .slice(open + 1, end - 1)
        .replace(/\s*\n\s*/g, '')
        .trim();
      if (isDocument(rules, fold, { start: open, end }, passage, title)) {
        const number = numberBehind(rules, text, fold, end);
        found.push({
          title,
          docNumber: number?.value ?? null,
          span: { start: open, end },
          passage: index,
          rule: number?.rule ?? 'reference.title',
          evidence: { start: open, end: number?.end ?? end },
        });
      }
      open = from(end);
    }
  });
  return found;
}

function isDocument(rules: ReferenceRules, fold: string, span: Span, passage: Span, title: string): boolean {
  if (title === '' || rules.noTitle.test(title)) return false;
  if (rules.notBefore.test(fold.slice(Math.max(passage.start, span.start - 8), span.start).trimEnd())) return false;
  return !rules.notAfter.test(fold.slice(span.end, span.end + 6).trimStart());
}

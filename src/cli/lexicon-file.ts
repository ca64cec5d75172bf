import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { lexicons } from '../generated/lexicons.js';
import { lexicon as validLexicon } from '../generated/validators.js';
import { mergeLexicon } from '../lexicon.js';
import { type Language, type MessageKey, say } from '../messages.js';
import { checkPattern } from '../pattern.js';
import type { Lexicon } from '../types.js';
import { CliError, EXIT } from './exit.js';
import { describeFinding } from './findings.js';

/** Reads a user's additions to the lexicons; what is wrong is told with its line. */
export function readLexicon(file: string, text: string, language: Language): Lexicon {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const wrong = document.errors[0];
  if (wrong)
    throw new CliError(EXIT.usage, 'lexicon/syntax', { ...at(wrong.pos[0]), reason: wrong.message.split('\n')[0] ?? '' });

  const offsetOf = (path: readonly (string | number)[]): number => {
    let node: unknown = document.contents;
    let offset = 0;
    for (const step of [...path, null]) {
      offset = (node as Node | null)?.range?.[0] ?? offset;
      if (step === null || isAlias(node) || isScalar(node)) break;
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
        offset = (pair?.key as Node | undefined)?.range?.[0] ?? offset;
        node = pair?.value;
      } else if (isSeq(node)) node = node.items[Number(step)];
      else break;
    }
    return offset;
  };

  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (!validLexicon(value)) {
    const error = validLexicon.errors?.[0];
    const path = (error?.instancePath ?? '').split('/').slice(1);
    const finding = { keyword: error?.keyword ?? 'other', params: error?.params ?? {} };
    const reason = describeFinding(finding, language);
    throw new CliError(EXIT.usage, 'lexicon/invalid', {
      ...at(offsetOf(path)),
      path: path.join('.') || say(language, 'lexicon/top'),
      reason,
    });
  }
  const additions = value as Lexicon;
  checkNames(additions, (path, key, data) => {
    throw new CliError(EXIT.usage, key, { ...at(offsetOf(path)), ...data });
  });
  return mergeLexicon(additions);
}

/** Attributes whose values are a closed vocabulary of the code. */
const CLOSED = new Set(['basis', 'class', 'kind', 'numeral', 'part', 'role', 'sense', 'type', 'where']);
const TEST_DATA = ['positives', 'negatives'];

type Fail = (path: readonly (string | number)[], key: MessageKey, data: Record<string, string>) => never;

/** A name that nothing reads would be lost in silence: names of lexicons, attributes and closed values must be ones that exist. */
function checkNames(additions: Lexicon, fail: Fail): void {
  for (const [name, entries] of Object.entries(additions)) {
    const own = Object.hasOwn(lexicons, name) ? lexicons[name] : undefined;
    if (!own) return fail([name], 'lexicon/unknown-name', { name, names: Object.keys(lexicons).join(', ') });
    const attributes = new Set(['id', 'words', 'pattern', ...own.flatMap((entry) => Object.keys(entry)), ...TEST_DATA]);
    entries.forEach((entry, index) => {
      const { id } = entry;
      for (const [attribute, value] of Object.entries(entry)) {
        const path = [name, index, attribute];
        if (!attributes.has(attribute))
          fail(path, 'lexicon/unknown-attribute', { id, name: attribute, names: [...attributes].join(', ') });
        if (!CLOSED.has(attribute)) continue;
        const values = new Set<unknown>(own.map((known) => known[attribute]).filter((known) => known !== undefined));
        if (!values.has(value)) {
          fail(path, 'lexicon/unknown-value', {
            id,
            name: attribute,
            value: String(value),
            names: [...values].map(String).join(', '),
          });
        }
      }
      try {
        if (entry.pattern !== undefined) checkPattern(entry.pattern);
      } catch (error) {
        fail([name, index, 'pattern'], 'lexicon/pattern', { id, reason: String((error as Error).message.split(': ').at(-1)) });
      }
    });
  }
}

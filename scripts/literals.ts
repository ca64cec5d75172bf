import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** A class of more characters tells too little. */
const MOST_OF_CLASS = 12;

/**
 * Literal strings one of which is in every text that a pattern matches, so that a text without any need not be tried; null where the pattern
 * asks for none. What negative lookarounds and optional parts say is left out: the strings are necessary, not sufficient.
 */
export function literalsOf(pattern: string): string[] | null {
  return ofAlternatives(new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, 0, pattern.length, true).alternatives);
}

/** Any of these strings is in what each of the alternatives matches. */
function ofAlternatives(alternatives: readonly AST.Alternative[]): string[] | null {
  const all: string[] = [];
  for (const alternative of alternatives) {
    const found = ofSequence(alternative.elements);
    if (found === null) return null;
    all.push(...found);
  }
  return shortest(all);
}

/** Of all that a sequence needs, what tells most. */
function ofSequence(elements: readonly AST.Element[]): string[] | null {
  let best: string[] | null = null;
  let run = '';
  const offer = (found: string[] | null): void => {
    if (found !== null && found.length > 0 && (best === null || tellsMore(found, best))) best = found;
  };
  for (const element of elements) {
    if (element.type === 'Character') {
      run += String.fromCodePoint(element.value);
      continue;
    }
    if (run !== '') offer([run]);
    run = '';
    offer(ofElement(element));
  }
  if (run !== '') offer([run]);
  return best;
}

function ofElement(element: AST.Element): string[] | null {
  switch (element.type) {
    case 'Character':
      return [String.fromCodePoint(element.value)];
    case 'CharacterClass':
      return ofClass(element);
    case 'Group':
    case 'CapturingGroup':
      return ofAlternatives(element.alternatives);
    case 'Quantifier':
      return element.min > 0 ? ofElement(element.element) : null;
    case 'Assertion':
      return (element.kind === 'lookahead' || element.kind === 'lookbehind') && !element.negate
        ? ofAlternatives(element.alternatives)
        : null;
    default:
      return null;
  }
}

function ofClass(set: AST.CharacterClass): string[] | null {
  if (set.negate) return null;
  const characters: string[] = [];
  for (const element of set.elements) {
    if (element.type === 'Character') characters.push(String.fromCodePoint(element.value));
    else if (element.type === 'CharacterClassRange' && element.max.value - element.min.value < MOST_OF_CLASS)
      for (let code = element.min.value; code <= element.max.value; code++) characters.push(String.fromCodePoint(code));
    else return null;
  }
  return characters.length > MOST_OF_CLASS ? null : characters;
}

/** Without those that have another of them inside, and each once. */
const shortest = (strings: readonly string[]): string[] => {
  const once = [...new Set(strings)];
  return once.filter((one) => !once.some((other) => other !== one && one.includes(other)));
};

/** Longer strings are rarer, fewer are looked for sooner. */
function tellsMore(found: readonly string[], best: readonly string[]): boolean {
  const least = (strings: readonly string[]) => Math.min(...strings.map(({ length }) => length));
  return least(found) === least(best) ? found.length < best.length : least(found) > least(best);
}

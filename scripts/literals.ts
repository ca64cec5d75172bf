import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** A class of more characters tells too little, and a sequence of classes of more strings in all. */
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
  let run: string[] = [];
  const offer = (found: string[] | null): void => {
    if (found !== null && found.length > 0 && (best === null || tellsMore(found, best))) best = found;
  };
  for (const element of elements) {
    // What is repeated ends a run, in which it stands at least once: [-*+][ \t]+ needs one of six pairs.
    const repeated = element.type === 'Quantifier' && element.min > 0 ? element.element : null;
    const characters = charactersOf(repeated ?? element);
    const longer = characters && run.length > 0 ? run.flatMap((front) => characters.map((behind) => front + behind)) : characters;
    if (longer !== null && longer.length <= MOST_OF_CLASS) {
      run = longer;
      if (repeated === null) continue;
      offer(run);
      run = characters ?? [];
      continue;
    }
    offer(run);
    run = characters ?? [];
    if (characters === null) offer(ofElement(element));
  }
  offer(run);
  return best;
}

/** The characters one of which an element is; null where it is something else. */
function charactersOf(element: AST.Element): string[] | null {
  if (element.type === 'Character') return [String.fromCodePoint(element.value)];
  return element.type === 'CharacterClass' ? ofClass(element) : null;
}

function ofElement(element: AST.Element): string[] | null {
  switch (element.type) {
    case 'Character':
    case 'CharacterClass':
      return charactersOf(element);
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

/** A string that a text must have for some rule to match. */
interface Needed {
  literal: string;
  rule: number;
}

/**
 * Rules by the literal strings one of which is in every text that they match: those that a text has none of are neither tried nor compiled.
 * Rules whose strings are not known are always tried.
 */
export class LiteralIndex<T> {
  readonly #byFirst = new Map<number, Needed[]>();
  readonly #always: number[] = [];

  constructor(
    readonly rules: readonly T[],
    literalsOf: (rule: T) => readonly string[] | undefined,
  ) {
    for (const [rule, value] of rules.entries()) {
      const literals = literalsOf(value);
      if (literals === undefined) this.#always.push(rule);
      for (const literal of literals ?? []) {
        const first = literal.charCodeAt(0);
        const list = this.#byFirst.get(first);
        if (list) list.push({ literal, rule });
        else this.#byFirst.set(first, [{ literal, rule }]);
      }
    }
  }

  /** The rules that may match in a text, in their order. */
  in(text: string): T[] {
    const found = [...this.#always];
    for (let at = 0; at < text.length; at++) {
      const list = this.#byFirst.get(text.charCodeAt(at));
      if (list === undefined) continue;
      for (const { literal, rule } of list)
        if ((literal.length === 1 || text.startsWith(literal, at)) && !found.includes(rule)) found.push(rule);
    }
    if (found.length > 1) found.sort((a, b) => a - b);
    return found.map((rule) => this.rules[rule] as T);
  }
}

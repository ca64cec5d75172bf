/** A word of a table and what it stands for. */
interface Known<T> {
  readonly word: string;
  readonly value: T;
}

/** Words found by what stands right before or right behind a place in a text, longest first. */
export class WordTable<T> {
  private readonly byFirst = new Map<number, Known<T>[]>();
  private readonly byLast = new Map<number, Known<T>[]>();

  constructor(words: Iterable<readonly [string, T]>) {
    for (const [word, value] of words) {
      const known = { word, value };
      push(this.byFirst, word.charCodeAt(0), known);
      push(this.byLast, word.charCodeAt(word.length - 1), known);
    }
    for (const table of [this.byFirst, this.byLast])
      for (const list of table.values()) list.sort((a, b) => b.word.length - a.word.length);
  }

  /** The longest word that ends at `at`, not reaching before `from`. */
  endingAt(fold: string, at: number, from: number): Known<T> | null {
    const list = this.byLast.get(fold.charCodeAt(at - 1));
    if (list === undefined) return null;
    for (const known of list) {
      const start = at - known.word.length;
      if (start >= from && fold.startsWith(known.word, start)) return known;
    }
    return null;
  }

  /** The longest word that begins at `at`, not reaching behind `end`. */
  startingAt(fold: string, at: number, end: number): Known<T> | null {
    const list = this.byFirst.get(fold.charCodeAt(at));
    if (list === undefined) return null;
    for (const known of list) if (at + known.word.length <= end && fold.startsWith(known.word, at)) return known;
    return null;
  }
}

function push<T>(table: Map<number, Known<T>[]>, key: number, known: Known<T>): void {
  const list = table.get(key);
  if (list) list.push(known);
  else table.set(key, [known]);
}

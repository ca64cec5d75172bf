/** Words found by what stands right before or right behind a place in a text, longest first. */
export class WordTable<T> {
  private readonly byFirst = new Map<number, [string, T][]>();
  private readonly byLast = new Map<number, [string, T][]>();

  constructor(words: Iterable<readonly [string, T]>) {
    for (const [word, value] of words) {
      push(this.byFirst, word.charCodeAt(0), [word, value]);
      push(this.byLast, word.charCodeAt(word.length - 1), [word, value]);
    }
    for (const table of [this.byFirst, this.byLast])
      for (const list of table.values()) list.sort((a, b) => b[0].length - a[0].length);
  }

  /** The longest word that ends at `at`, not reaching before `from`. */
  endingAt(fold: string, at: number, from: number): { word: string; value: T } | null {
    for (const [word, value] of this.byLast.get(fold.charCodeAt(at - 1)) ?? []) {
      if (at - word.length >= from && fold.startsWith(word, at - word.length)) return { word, value };
    }
    return null;
  }

  /** The longest word that begins at `at`, not reaching behind `end`. */
  startingAt(fold: string, at: number, end: number): { word: string; value: T } | null {
    for (const [word, value] of this.byFirst.get(fold.charCodeAt(at)) ?? []) {
      if (at + word.length <= end && fold.startsWith(word, at)) return { word, value };
    }
    return null;
  }
}

function push<T>(table: Map<number, [string, T][]>, key: number, value: [string, T]): void {
  const list = table.get(key);
  if (list) list.push(value);
  else table.set(key, [value]);
}

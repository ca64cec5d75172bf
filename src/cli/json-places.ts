/** Where each value of a JSON text begins and ends, by JSON Pointer; or where the text stops being JSON. */
export type JsonPlaces = { places: Map<string, { start: number; end: number }>; error: null } | { places: null; error: number };

const SPACE = /[ \t\r\n]*/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\u0000-\u001f]*)*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

type Open = { pointer: string; start: number; array: boolean; count: number };

/** Walks a JSON text without recursion, since hostile input nests deeply. */
export function jsonPlaces(text: string): JsonPlaces {
  const places = new Map<string, { start: number; end: number }>();
  const stack: Open[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const fail = (): JsonPlaces => ({ places: null, error: at });
  let pointer: string | null = '';

  for (;;) {
    match(SPACE);
    if (pointer !== null) {
      const start = at;
      const char = text[at];
      if (char === '{' || char === '[') {
        at++;
        stack.push({ pointer, start, array: char === '[', count: 0 });
        pointer = null;
      } else if (match(char === '"' ? STRING : SCALAR)) {
        places.set(pointer, { start, end: at });
        pointer = null;
      } else return fail();
      if (stack.length === 0) break;
    }
    const open = stack.at(-1);
    if (!open) break;
    match(SPACE);
    if (text[at] === (open.array ? ']' : '}')) {
      at++;
      stack.pop();
      places.set(open.pointer, { start: open.start, end: at });
      if (stack.length === 0) break;
      continue;
    }
    if (open.count > 0) {
      if (text[at] !== ',') return fail();
      at++;
      match(SPACE);
    }
    if (open.array) {
      pointer = `${open.pointer}/${open.count}`;
    } else {
      const keyAt = at;
      const key = text[at] === '"' ? match(STRING) : null;
      if (key === null) return fail();
      match(SPACE);
      if (text[at] !== ':') return fail();
      at++;
      pointer = `${open.pointer}/${escapePointer(JSON.parse(key) as string)}`;
      places.set(`key:${pointer}`, { start: keyAt, end: keyAt + key.length });
    }
    open.count++;
  }
  match(SPACE);
  return at < text.length ? fail() : { places, error: null };
}

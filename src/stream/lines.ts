/** One line of the input, or word that it was too long to be kept. */
export type InputLine = { number: number; bytes: Buffer } | { number: number; bytes: null };

/** Lines of a stream of bytes; a line longer than `limit` is passed over without being held in memory. Empty lines are left out. */
export async function* linesOf(input: AsyncIterable<Buffer | string>, limit: number): AsyncGenerator<InputLine> {
  let number = 0;
  let held: Buffer[] = [];
  let size = 0;
  const take = (piece: Buffer): void => {
    size += piece.length;
    if (size > limit) held = [];
    else held.push(piece);
  };
  const end = (): InputLine | null => {
    number++;
    const line: InputLine = size > limit ? { number, bytes: null } : { number, bytes: Buffer.concat(held) };
    held = [];
    size = 0;
    return line.bytes !== null && isBlank(line.bytes) ? null : line;
  };
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let from = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      take(bytes.subarray(from, at));
      from = at + 1;
      const line = end();
      if (line) yield line;
    }
    if (from < bytes.length) take(bytes.subarray(from));
  }
  if (size > 0) {
    const line = end();
    if (line) yield line;
  }
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 32 || byte === 13 || byte === 9);

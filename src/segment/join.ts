const LATIN = /^[0-9A-Za-z０-９]+$/;
const DIGITS = /^[0-9０-９]+$/;
const DIGIT_LAST = /[0-9０-９]$/;
const DECIMAL = /^[0-9０-９]+[.．][0-9０-９]+$/;
const POINT = /^[.．]$/;

/** Joins again what segmenters take to pieces, each in its own way: 1·2·0, G·M·P, 3·.·5. */
export function joinLatin(pieces: readonly string[]): string[] {
  const out: string[] = [];
  for (const piece of pieces) {
    // Nearly all pieces are Chinese words, which are joined to nothing.
    const first = piece.charCodeAt(0);
    if (first >= 0x2e80 && first < 0xff00) {
      out.push(piece);
      continue;
    }
    const last = out.at(-1) ?? '';
    if ((LATIN.test(piece) && LATIN.test(last)) || (DIGITS.test(piece) && DECIMAL.test(last))) {
      out[out.length - 1] = last + piece;
    } else if (DIGITS.test(piece) && POINT.test(last) && DIGIT_LAST.test(out.at(-2) ?? '')) {
      out.splice(-2, 2, out.at(-2) + last + piece);
    } else {
      out.push(piece);
    }
  }
  return out;
}

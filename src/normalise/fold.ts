/**
 * Folds full-width forms (U+FF01–FF5E) to ASCII, and ideographic space, NBSP, thin spaces and tab to a space, unit by unit: the
 * result has the same length and the same offsets.
 */
export function fold(text: string): string {
  return text.replace(foldable, (c) => {
    const code = c.charCodeAt(0);
    return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : ' ';
  });
}

const foldable = /[\uFF01-\uFF5E\u3000\u00A0\u2000-\u200A\u202F\u205F\t]/g;

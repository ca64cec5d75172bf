/**
 * Folds full-width forms (U+FF01–FF5E) to ASCII, and ideographic space, NBSP, thin spaces and tab to a space, unit by unit: the
 * result has the same length and the same offsets. The corner brackets of traditional print become the quotation marks of
 * simplified print, the ratio sign a colon, so that one rule finds both.
 */
export function fold(text: string): string {
  return text.replace(foldable, (c) => {
    const code = c.charCodeAt(0);
    return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : (OTHERS[c] ?? ' ');
  });
}

const foldable = /[\uFF01-\uFF5E\u3000\u00A0\u2000-\u200A\u202F\u205F\t「」『』∶﹕﹔﹐﹒﹙﹚﹪]/g;

const OTHERS: Readonly<Record<string, string>> = {
  '「': '“',
  '」': '”',
  '『': '‘',
  '』': '’',
  '∶': ':',
  '﹕': ':',
  '﹔': ';',
  '﹐': ',',
  '﹒': '.',
  '﹙': '(',
  '﹚': ')',
  '﹪': '%',
};

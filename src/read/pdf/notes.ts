import type { Page } from './furniture.js';
import type { Line } from './lines.js';

/** How a note begins. */
const MARK = /^(?:[[(（〔]?\d{1,2}[\])）〕]?|[①-⑳]|[*※]|注[:：])/;
/** A note is printed smaller than the text by this. */
const SMALLER = 0.9;

/** Finds footnotes: smaller lines at the foot of a page, the first of which has a mark. Each note comes with all of its lines. */
export function notesOf(pages: readonly Page[], isBody: (line: Line) => boolean, size: number): Line[][] {
  const notes: Line[][] = [];
  for (const page of pages) {
    const lines = page.lines.filter(isBody);
    let from = lines.length;
    while (from > 0 && (lines[from - 1] as Line).size < size * SMALLER) from--;
    const foot = lines.slice(from);
    const first = foot.findIndex(({ text }) => MARK.test(text));
    // A page that is small as a whole is an annex or a table, not its own footnote.
    if (from === 0 || first < 0) continue;
    for (const line of foot.slice(first)) {
      if (MARK.test(line.text) || notes.length === 0) notes.push([line]);
      else notes.at(-1)?.push(line);
    }
  }
  return notes;
}

declare class Highlight {
  constructor(...ranges: Range[]);
}
declare namespace CSS {
  const highlights: Map<string, Highlight> | undefined;
}

const MOST = 2000;

/** Lights up where the words sought stand in the text, across links, without touching the page's own markup. */
export function findInText(paper: HTMLElement, query: string): void {
  if (typeof CSS === 'undefined' || !CSS.highlights) return;
  CSS.highlights.delete('found');
  if (query === '') return;
  const ranges: Range[] = [];
  for (const paragraph of paper.children) {
    if (!(paragraph.textContent ?? '').toLowerCase().includes(query)) continue;
    inParagraph(paragraph, query, ranges);
    if (ranges.length >= MOST) break;
  }
  CSS.highlights.set('found', new Highlight(...ranges));
}

function inParagraph(paragraph: Element, query: string, ranges: Range[]): void {
  const pieces: { node: Text; from: number }[] = [];
  let text = '';
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    pieces.push({ node: walker.currentNode as Text, from: text.length });
    text += (walker.currentNode as Text).data;
  }
  const lower = text.toLowerCase();
  // A few characters change their length in lower case; then offsets would lie.
  if (lower.length !== text.length) return;
  let piece = 0;
  const point = (offset: number): [Text, number] => {
    while (piece > 0 && (pieces[piece]?.from ?? 0) > offset) piece--;
    while ((pieces[piece + 1]?.from ?? Number.POSITIVE_INFINITY) <= offset) piece++;
    const { node, from } = pieces[piece] as { node: Text; from: number };
    return [node, offset - from];
  };
  for (let at = lower.indexOf(query); at >= 0 && ranges.length < MOST; at = lower.indexOf(query, at + query.length)) {
    const range = document.createRange();
    range.setStart(...point(at));
    const [node, offset] = point(at + query.length - 1);
    range.setEnd(node, offset + 1);
    ranges.push(range);
  }
}

import type { Show } from './tabs.js';

/** Links both ways: a row shows its place in the text, a place in the text its row; back and forward work. */
export function links(show: Show, clear: () => void): void {
  const paper = document.getElementById('text') as HTMLElement;

  const reveal = (hash: string): void => {
    const id = decodeURIComponent(hash.slice(1));
    const target = document.getElementById(id);
    if (!target) return;
    if (id.startsWith('v-')) return show(id.slice(2));
    // A window without room for outline or text beside the tables shows them as views of their own.
    if (id === 'text' || id === 'outline') {
      if (asView(id)) show(id);
      else target.focus();
      return;
    }
    if (id.startsWith('x-')) revealText(target);
    else if (id.startsWith('r-')) revealRow(target);
    else target.focus();
  };

  const revealText = (target: HTMLElement): void => {
    if (asView('text')) show('text');
    const fact = target.id.slice(2);
    const pieces = [...paper.querySelectorAll<HTMLElement>(`a[data-f="${fact}"]`)];
    const row = document.getElementById(target.dataset.f ? (target as HTMLAnchorElement).hash.slice(1) : `r-${fact}`);
    mark([...(pieces.length > 0 ? pieces : [target.closest('p') ?? target]), ...(row ? [row] : [])]);
    bring(target);
  };

  const revealRow = (target: HTMLElement): void => {
    const row = target.closest('tr') ?? target;
    if (row.hidden) clear();
    const view = target.closest<HTMLElement>('.view');
    if (view) show(view.id.slice(2));
    const fact = target.id.slice(2);
    mark([target, ...paper.querySelectorAll<HTMLElement>(`a[data-f="${fact}"]`)]);
    bring(target);
  };

  addEventListener('hashchange', () => reveal(location.hash));
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // At once, and not only when the address has changed: a second click on the same link changes none.
    reveal(link.hash);
  });
  if (location.hash.length > 1) reveal(location.hash);
}

/** Whether outline or text is a view of its own at this width: then its tab is to be seen. */
const asView = (id: string): boolean => (document.getElementById(`tab-${id}`) as HTMLElement).offsetParent !== null;

let marked: HTMLElement[] = [];

function mark(elements: HTMLElement[]): void {
  for (const element of marked) element.classList.remove('now');
  marked = elements;
  for (const element of marked) element.classList.add('now');
}

function bring(target: HTMLElement): void {
  target.focus({ preventScroll: true });
  const place = () => target.scrollIntoView({ block: 'center' });
  place();
  // Paragraphs that were never drawn have guessed heights; the second time they are known.
  requestAnimationFrame(place);
}

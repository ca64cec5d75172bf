/** Shows a view by its name: overview, tasks, …, or outline and text where the window has no room for them beside. */
export type Show = (name: string) => void;

/** Turns the list of links into tabs (ARIA pattern: arrows move, one tab stop). */
export function tabs(): Show {
  const list = document.getElementById('tabs') as HTMLElement;
  const links = [...list.querySelectorAll<HTMLAnchorElement>('a')];
  list.setAttribute('role', 'tablist');
  for (const link of links) {
    link.parentElement?.setAttribute('role', 'presentation');
    link.setAttribute('role', 'tab');
    const panel = panelOf(link);
    link.setAttribute('aria-controls', panel.id);
    if (panel.classList.contains('view')) panel.setAttribute('role', 'tabpanel');
  }
  const tables = document.getElementById('tables') as HTMLElement;
  let shown = '';
  const show: Show = (name) => {
    if (name === shown) return;
    shown = name;
    document.body.dataset.view = name;
    for (const link of links) {
      const on = link.id === `tab-${name}`;
      link.setAttribute('aria-selected', String(on));
      link.tabIndex = on ? 0 : -1;
      panelOf(link).classList.toggle('on', on);
    }
    // A view begins at its beginning, wherever the last one was left.
    if (name !== 'text') tables.scrollTop = 0;
  };
  list.addEventListener('keydown', (event) => {
    const visible = links.filter((link) => link.offsetParent !== null);
    const at = visible.indexOf(document.activeElement as HTMLAnchorElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: visible.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const link = visible.at(next % visible.length) as HTMLAnchorElement;
    show(link.id.slice(4));
    link.focus();
  });
  show('overview');
  return show;
}

const panelOf = (link: HTMLAnchorElement): HTMLElement => document.getElementById(link.hash.slice(1)) as HTMLElement;

import { findInText } from './find.js';
import type { Show } from './tabs.js';

const field = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

/** What a row, an outline entry or a place in the text is judged by. */
interface Facets {
  roles: string;
  units: string;
  kinds: string;
}

const facetsOf = ({ dataset }: HTMLElement): Facets => ({
  roles: ` ${dataset.role} `,
  units: dataset.units ?? '',
  kinds: dataset.kinds ?? '',
});

/** The filters by role, unit, kind and free text, over tables, outline and text alike. */
export function filter(show: Show): { clear: () => void } {
  const form = field<HTMLFormElement>('filters');
  const [find, byRole, byUnit, byKind] = [
    field<HTMLInputElement>('find'),
    field<HTMLSelectElement>('by-role'),
    field<HTMLSelectElement>('by-unit'),
    field<HTMLSelectElement>('by-kind'),
  ];
  const shown = field('shown');
  const views = [...document.querySelectorAll<HTMLElement>('.view')].map((view) => ({
    view,
    rows: [...view.querySelectorAll<HTMLElement>('tr[data-kinds]')].map((row) => ({ row, facets: facetsOf(row), text: '' })),
  }));
  const entries = [...document.querySelectorAll<HTMLElement>('#outline li')]
    .reverse()
    .map((entry) => ({ entry, facets: facetsOf(entry), text: '' }));
  const partFacets = new Map(entries.map(({ entry, facets }) => [entry.querySelector('a')?.dataset.part, facets]));
  const marks = [...document.querySelectorAll<HTMLElement>('#text a.f')].map((mark) => ({
    mark,
    facets: partFacets.get(mark.dataset.p),
    kind: mark.classList.item(1),
  }));
  const paper = document.querySelector('.paper') as HTMLElement;

  for (const { view, rows } of views) {
    const count = document.querySelector(`#tab-${view.id.slice(2)} .count`);
    if (count && rows.length > 0) count.textContent = String(rows.length);
  }

  const run = (): void => {
    const query = find.value.trim().toLowerCase();
    const [role, unit, kind] = [byRole.value, byUnit.value, byKind.value];
    const active = query !== '' || role !== '' || unit !== '' || kind !== '';
    const inPart = (facets: Facets | undefined): boolean =>
      facets
        ? (role === '' || facets.roles.includes(` ${role} `)) && (unit === '' || facets.units.includes(` ${unit} `))
        : role === '' && unit === '';

    let total = 0;
    for (const { view, rows } of views) {
      let left = 0;
      for (const item of rows) {
        // Notes on the document as a whole belong to no part: only words filter them.
        let on =
          item.facets.kinds === ' note ' || (inPart(item.facets) && (kind === '' || item.facets.kinds.includes(` ${kind} `)));
        if (on && query !== '') {
          item.text ||= (item.row.textContent ?? '').toLowerCase();
          on = item.text.includes(query);
        }
        item.row.hidden = !on;
        if (on) left++;
      }
      total += left;
      const count = document.querySelector(`#tab-${view.id.slice(2)} .count`);
      if (count && rows.length > 0) count.textContent = active ? `${left}/${rows.length}` : String(rows.length);
      const empty = view.querySelector<HTMLElement>('.empty');
      if (empty) empty.hidden = rows.length === 0 || left > 0;
    }
    for (const item of entries) {
      let on = inPart(item.facets);
      if (on && query !== '') {
        const link = item.entry.querySelector('a');
        item.text ||=
          `${link?.textContent} ${document.getElementById(`r-${link?.dataset.part}`)?.textContent ?? ''}`.toLowerCase();
        on = item.text.includes(query);
      }
      // From the last to the first: the children of an entry have been judged before it.
      item.entry.hidden = !on && item.entry.querySelector('li:not([hidden])') === null;
    }
    for (const { mark, facets, kind: own } of marks)
      mark.classList.toggle('off', active && !((kind === '' || kind === own) && inPart(facets)));
    findInText(paper, query);
    shown.textContent = active ? (shown.dataset.template ?? '').replace('{shown}', String(total)) : '';
  };

  let waiting = 0;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, 120);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(run));
  const clear = (): void => {
    form.reset();
    run();
  };

  // A bar of a chart filters by what it stands for.
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-unit], a[data-kind]');
    if (!link) return;
    event.preventDefault();
    if (link.dataset.unit !== undefined) byUnit.value = link.dataset.unit;
    if (link.dataset.kind !== undefined) byKind.value = link.dataset.kind;
    run();
    show(link.dataset.unit === undefined ? 'quantities' : 'tasks');
  });
  return { clear };
}

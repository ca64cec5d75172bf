/** What the report does in a browser. Without it all views stand in order and the links work as plain links. */
import { filter } from './filter.js';
import { links } from './links.js';
import { tabs } from './tabs.js';

document.documentElement.classList.add('js');
const show = tabs();
const { clear } = filter(show);
links(show, clear);

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-fold]'))
  button.addEventListener('click', () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('#outline details'))
      details.open = button.dataset.fold === 'open';
  });

// What is folded would be missing on paper.
let folded: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const details of folded) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of folded) details.open = false;
});

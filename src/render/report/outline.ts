import { type Html, html } from './html.js';
import type { Model } from './model.js';
import { filterData } from './tables.js';

type Part = Model['parts'][number];

/** The outline as a tree that folds, each entry a link into the text. */
export function outline(model: Model): Html {
  const children = new Map<string | null, Part[]>();
  const above = new Map<string, string | null>([
    ...model.document.sections.map((section) => [section.id, section.parent] as const),
    ...model.document.measures.map((measure) => [measure.id, measure.section] as const),
  ]);
  for (const part of model.parts) {
    const parent = above.get(part.id) ?? null;
    children.set(parent, [...(children.get(parent) ?? []), part]);
  }
  const list = (parent: string | null, around: Part['role']): Html =>
    html`<ul>${(children.get(parent) ?? []).map((part) => entry(part, around))}</ul>`;
  const entry = (part: Part, around: Part['role']): Html => {
    const link = html`<a href="#x-${part.id}" data-part="${part.id}">${part.title ?? model.said.untitled}</a>`;
    // A role said once holds for what is inside, until another is said.
    const role =
      part.role === null || part.role === around
        ? ''
        : html` <span class="role ${part.role}">${model.said.role[part.role]}</span>`;
    const data = filterData(model, part, []);
    const inner = children.get(part.id);
    if (!inner) return html`<li${data}>${link}${role}</li>`;
    return html`<li${data}><details open><summary>${link}${role}</summary>${list(part.id, part.role)}</details></li>`;
  };
  return list(null, null);
}

import { fill } from '../../messages.js';
import type { Span } from '../../types.js';
import { referenceText } from '../ledger.js';
import { Html, html } from './html.js';
import type { FactKind, Model } from './model.js';

type Part = Model['parts'][number];

/** What the filter goes by: role of the part, units it names, kinds of facts in the row. */
export function filterData(model: Model, part: Part | null, kinds: Iterable<FactKind>): Html {
  const units = part ? [...(model.unitsOf.get(part.id) ?? [])] : [];
  return new Html(
    ` data-role="${part?.role ?? ''}" data-units=" ${units.join(' ')} " data-kinds=" ${[...new Set(kinds)].join(' ')} "`,
  );
}

/** A table of one view; where the document has no such facts, a line that says so. */
function table(model: Model, name: string, header: readonly string[], rows: readonly Html[]): Html {
  if (rows.length === 0) return html`<p class="none">${model.said.report.none}</p>`;
  return html`<table class="${name}"><thead><tr>${header.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>
${rows}</tbody></table>`;
}

const partLink = (model: Model, part: Part | null): Html =>
  part === null ? html`` : html`<a href="#x-${part.id}">${part.title ?? model.said.untitled}</a>`;

const placeLink = (place: string, id: string): Html => html`<div class="place"><a href="#x-${id}">${place}</a></div>`;

/** The task that a fact stands in, and its place in the text. */
const where = (model: Model, part: Part | null, span: Span, id: string): Html =>
  html`<td class="where">${partLink(model, part)}${placeLink(model.place(span), id)}</td>`;

const UNIT_ROLES = ['lead', 'support', 'responsible', 'supervise', 'actor'] as const;

/** The table of tasks: who, what, how much, by when; the sentences of work lead to their places. */
export function tasksTable(model: Model): Html {
  const { said } = model;
  const rows = model.tasks.map(({ id, part, ledger, tasks }) => {
    const kinds: FactKind[] = [
      ...(tasks.length > 0 ? (['task'] as const) : []),
      ...(part.units.length > 0 ? (['unit'] as const) : []),
      ...part.quantities.map(({ kind }) => kind),
      ...(part.deadlines.length > 0 ? (['deadline'] as const) : []),
      ...(model.references.some((reference) => reference.part === part) ? (['reference'] as const) : []),
    ];
    const assigned = UNIT_ROLES.flatMap((role) => {
      const names = [...new Set(part.units.filter((unit) => unit.role === role).map(({ name }) => name))];
      return names.length === 0
        ? []
        : [html`<div><span class="tag ${role}">${said.unitRole[role]}</span> ${names.join('、')}</div>`];
    });
    const targets = model.quantities
      .filter((entry) => entry.part === part && entry.fact.kind === 'target')
      .map(
        ({ id: target, fact }) =>
          html`<div><a class="k target" href="#x-${target}">${fact.text}</a>${fact.metric === null ? '' : ` ${fact.metric}`}</div>`,
      );
    const due = model.deadlines
      .filter((entry) => entry.part === part)
      .map(
        ({ id: deadline, fact }) =>
          html`<div><a class="k deadline" href="#x-${deadline}">${fact.text}</a>${fact.date === null ? '' : html` <time datetime="${fact.date}">${fact.date}</time>`}</div>`,
      );
    const number = ledger === null ? html`<abbr title="${said.report.mentioned}">–</abbr>` : html`${ledger.index}`;
    return html`<tr id="r-${id}" tabindex="-1"${filterData(model, part, kinds)}><td class="n">${number}</td><th scope="row">${part.chapter === '' ? '' : html`<div class="chapter">${part.chapter}</div>`}<a href="#x-${id}">${part.title ?? ledger?.task ?? said.untitled}</a>${placeLink(ledger?.place ?? model.place(part.span), id)}${
      tasks.length === 0
        ? html`<p class="detail">${part.text}</p>`
        : html`<ul class="detail">${tasks.map((task) => html`<li id="r-${task.id}" tabindex="-1"><a href="#x-${task.id}">${task.fact.text}</a></li>`)}</ul>`
    }</th><td>${assigned}</td><td>${targets}${due}</td></tr>
`;
  });
  return table(model, 'tasks', [said.columns.index, said.columns.task, said.report.assigned, said.report.dueAndTargets], rows);
}

/** Quantities in the order of the text. */
export function quantitiesTable(model: Model): Html {
  const { said } = model;
  const dates = model.quantities.some(({ fact }) => fact.deadline !== null || fact.baseline !== null);
  const rows = model.quantities.map(({ id, fact, part }) => {
    const value = fact.masked
      ? html`<em>${said.masked}</em>`
      : [fact.value, fact.max]
          .filter((item) => item !== null)
          .map((item) => figure(item, model.lang))
          .join('–');
    const change = [
      fact.direction === null ? '' : said.direction[fact.direction],
      fact.change === null ? '' : said.change[fact.change],
    ].join('');
    return html`<tr id="r-${id}" tabindex="-1"${filterData(model, part, [fact.kind])}><th scope="row"><a class="k ${fact.kind}" href="#x-${id}">${fact.text}</a></th><td>${fact.metric}</td><td class="number">${fact.comparator === 'eq' ? '' : html`<span class="soft">${said.comparator[fact.comparator]}</span> `}${value} ${fact.unit}${change === '' ? '' : html` <span class="soft">${change}</span>`}</td><td><span class="tag ${fact.kind}">${said.kind[fact.kind]}</span></td>${dates ? html`<td>${fact.deadline?.text ?? ''}${fact.baseline ? html` <span class="soft">${said.quantity.baseline} ${fact.baseline.text}</span>` : ''}</td>` : ''}${where(model, part, fact.span, id)}</tr>
`;
  });
  const { quantity, columns } = said;
  return table(
    model,
    'quantities',
    [quantity.text, quantity.metric, quantity.value, quantity.kind, ...(dates ? [quantity.deadline] : []), columns.task],
    rows,
  );
}

/** A number as its readers write it: 1,234; 30.5万; 3000亿. */
function figure(value: number, lang: Model['lang']): string {
  const scale =
    lang === 'zh'
      ? [
          { size: 1e8, name: '亿' },
          { size: 1e4, name: '万' },
        ].find(({ size }) => Math.abs(value) >= size)
      : undefined;
  const shown = (value / (scale?.size ?? 1)).toLocaleString('en-US', { maximumFractionDigits: 6 });
  return `${shown}${scale?.name ?? ''}`;
}

/** Units with how often they stand in the ledger, and every place that names them. */
export function unitsTable(model: Model): Html {
  const { said } = model;
  const used = UNIT_ROLES.filter((role) => model.units.some((unit) => (unit.count?.[role] ?? 0) > 0));
  const rows = model.units.map((unit) => {
    const roles = new Set(unit.mentions.map(({ part }) => part?.role ?? ''));
    const counts = used.map((role) => html`<td class="n">${unit.count?.[role] || ''}</td>`);
    const mentions = UNIT_ROLES.flatMap((role) => {
      const list = unit.mentions.filter(({ fact }) => fact.role === role);
      const links = list.map(
        ({ id, part }, index) => html`${index > 0 ? '；' : ''}<a href="#x-${id}">${part?.title ?? said.untitled}</a>`,
      );
      return list.length === 0 ? [] : [html`<div><span class="tag ${role}">${said.unitRole[role]}</span> ${links}</div>`];
    });
    return html`<tr id="r-${unit.id}" tabindex="-1" data-role="${[...roles].join(' ')}" data-units=" ${unit.index} " data-kinds=" unit "><th scope="row">${unit.name}</th><td class="n strong">${unit.count?.total ?? ''}</td>${counts}<td>${mentions}</td></tr>
`;
  });
  return table(
    model,
    'units',
    [said.unit.name, said.unit.total, ...used.map((role) => said.unitRole[role]), said.report.mentions],
    rows,
  );
}

/** Deadlines by date, what has no certain date last. */
export function deadlinesTable(model: Model): Html {
  const { said } = model;
  const last = '9999';
  const sorted = [...model.deadlines].sort((a, b) =>
    (a.fact.date ?? last) < (b.fact.date ?? last) ? -1 : (a.fact.date ?? last) > (b.fact.date ?? last) ? 1 : 0,
  );
  const rows = sorted.map(({ id, fact, part }) => {
    const task = model.marks.find(
      (mark) => mark.kind === 'task' && mark.span.start <= fact.span.start && fact.span.end <= mark.span.end,
    );
    const sentence = task ? model.source.slice(task.span.start, task.span.end) : '';
    return html`<tr id="r-${id}" tabindex="-1"${filterData(model, part, ['deadline'])}><th scope="row">${fact.date === null ? html`<span class="soft">${said.report.undated}</span>` : html`<time datetime="${fact.date}">${fact.date}</time>`}</th><td><a class="k deadline" href="#x-${id}">${fact.text}</a></td><td>${sentence}</td>${where(model, part, fact.span, id)}</tr>
`;
  });
  return table(model, 'deadlines', [said.report.date, said.report.said, said.columns.detail, said.columns.task], rows);
}

/** Documents named in 《》. */
export function referencesTable(model: Model): Html {
  const { said } = model;
  const rows = model.references.map(
    ({ id, fact, part }) =>
      html`<tr id="r-${id}" tabindex="-1"${filterData(model, part, ['reference'])}><th scope="row"><a class="k reference" href="#x-${id}">${referenceText({ title: fact.title, docNumber: null })}</a></th><td>${fact.docNumber}</td>${where(model, part, fact.span, id)}</tr>
`,
  );
  return table(model, 'references', [said.reference.title, said.reference.docNumber, said.reference.where], rows);
}

/** Diagnostics, then the repairs of damaged text. */
export function checks(model: Model): Html {
  const { said, document } = model;
  const order = { error: 0, warning: 1, info: 2 };
  const listed = [...document.diagnostics].sort((a, b) => order[a.severity] - order[b.severity]);
  const notes = listed.map(({ severity, code, message, span }) => {
    const target = span ? nearest(model, span) : null;
    return html`<tr data-role="" data-units="" data-kinds=" note "><td><span class="tag ${severity}">${said.severity[severity]}</span></td><th scope="row">${message} <code>${code}</code></th><td class="place">${span && target ? html`<a href="#x-${target}">${model.place(span)}</a>` : span ? model.place(span) : ''}</td></tr>
`;
  });
  const words = said.report.repair;
  const repairs = document.repairs.map(
    (repair, index) =>
      html`<tr id="r-f${index + 1}" tabindex="-1" data-role="" data-units="" data-kinds=" repair "><th scope="row"><a class="k repair" href="#x-f${index + 1}">${repair.original}</a></th><td>${repair.text === '' ? html`<span class="soft">${said.report.removed}</span>` : repair.text}</td><td>${said.report.method[repair.method]}</td><td><code>${repair.lost.join(' ')}</code></td><td class="n">${Math.round(repair.confidence * 100)}%</td><td>${(repair.evidence ?? []).join('、')}</td></tr>
`,
  );
  return html`${
    notes.length === 0
      ? html`<p class="none">${said.report.noNotes}</p>`
      : table(model, 'checks', [said.diagnostic.severity, said.diagnostic.message, said.columns.place], notes)
  }${
    repairs.length === 0
      ? ''
      : html`<h3>${said.report.repairs}</h3>${table(model, 'repairs', [words.original, words.text, words.method, words.lost, words.confidence, words.evidence], repairs)}`
  }`;
}

const LISTED = 12;

/** The first targets, for the overview. */
export function targetList(model: Model): Html {
  const targets = model.quantities.filter(({ fact }) => fact.kind === 'target');
  if (targets.length === 0) return html``;
  return html`<ul class="brief">${targets
    .slice(0, LISTED)
    .map(
      ({ id, fact }) => html`<li><a class="k target" href="#x-${id}">${fact.text}</a> ${fact.metric}</li>`,
    )}</ul>${targets.length > LISTED ? html`<p class="more"><a href="#v-quantities" data-kind="target">${counted(model.said.report.all, targets.length)}</a></p>` : ''}`;
}

/** What a reader should look at, for the overview; nothing where all is well. */
export function warnings(model: Model): Html {
  const { said, document } = model;
  const list = document.diagnostics.filter(({ severity }) => severity !== 'info');
  if (list.length === 0) return html``;
  const item = ({ severity, message, span }: (typeof list)[number]) => {
    const target = span ? nearest(model, span) : null;
    return html`<li><span class="tag ${severity}">${said.severity[severity]}</span> ${target ? html`<a href="#x-${target}">${message}</a>` : message}</li>`;
  };
  return html`<section class="card wide"><h3>${said.report.notes}</h3><ul class="brief">${list.slice(0, LISTED).map(item)}</ul>${list.length > LISTED ? html`<p class="more"><a href="#v-checks">${counted(said.report.all, list.length)}</a></p>` : ''}</section>`;
}

/** The anchor for a span that is no fact itself: a fact that begins there, else the innermost part around it. */
function nearest(model: Model, span: Span): string | null {
  const fact = model.marks.find((mark) => mark.span.start === span.start);
  if (fact) return fact.id;
  const around = model.parts.filter((part) => part.span.start <= span.start && span.start < part.span.end);
  return around.at(-1)?.id ?? null;
}

/** Numbers that stand above everything. */
export function figures(model: Model): Html {
  const { said, document } = model;
  const ledger = model.tasks.filter((task) => task.ledger !== null).length;
  const targets = model.quantities.filter(({ fact }) => fact.kind === 'target').length;
  const warnings = document.diagnostics.filter(({ severity }) => severity !== 'info').length;
  const list: [string, string, number, string?][] = [
    ['tasks', said.fact.task, ledger],
    ['units', said.fact.unit, model.units.length],
    targets > 0 ? ['quantities', said.fact.target, targets] : ['quantities', said.report.numbers, model.quantities.length],
    ['deadlines', said.fact.deadline, model.deadlines.length],
    ['references', said.fact.reference, model.references.length],
    ['checks', said.report.notes, warnings, warnings > 0 ? 'warn' : ''],
  ];
  return html`<ul class="figures">${list.map(
    ([view, name, count, look]) =>
      html`<li><a class="figure ${look ?? ''}" href="#v-${view}"><strong>${count}</strong> <span>${name}</span></a></li>`,
  )}</ul>`;
}

/** `{count}` and the like filled in. */
export const counted = (template: string, count: number): string => fill(template, { count });

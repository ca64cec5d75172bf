import { type Html, html } from './html.js';
import type { Model } from './model.js';
import { counted } from './tables.js';

const UNIT_ROLES = ['lead', 'responsible', 'actor', 'supervise', 'support'] as const;
const BARS = 15;

/** A bar of parts; widths are SVG attributes, since the page allows no inline styles. */
function bar(parts: readonly { look: string; size: number }[], total: number): Html {
  let at = 0;
  const rects = parts
    .filter(({ size }) => size > 0)
    .map(({ look, size }) => {
      const x = (at / total) * 100;
      at += size;
      return html`<rect class="${look}" x="${x.toFixed(2)}%" width="${((size / total) * 100).toFixed(2)}%" height="100%"/>`;
    });
  return html`<svg class="bar" aria-hidden="true" focusable="false">${rects}</svg>`;
}

/** Tasks by unit: a table whose bars are drawn, so that it reads without sight as well. A name filters by its unit. */
export function unitChart(model: Model): Html {
  const { said } = model;
  const units = model.units.filter((unit) => unit.count !== null);
  if (units.length === 0) return html`<p class="none">${said.report.none}</p>`;
  const roleSum = (unit: (typeof units)[number]) => UNIT_ROLES.reduce((sum, role) => sum + (unit.count?.[role] ?? 0), 0);
  const most = Math.max(...units.map((unit) => Math.max(unit.count?.total ?? 0, 1)));
  const rows = units.map((unit) => {
    const total = unit.count?.total ?? 0;
    // A unit that both leads and supports in one task is one task: the roles share its bar.
    const scale = total / Math.max(1, roleSum(unit));
    const parts = UNIT_ROLES.map((role) => ({ look: role, size: (unit.count?.[role] ?? 0) * scale }));
    return html`<tr><th scope="row"><a href="#r-${unit.id}" data-unit="${unit.index}">${unit.name}</a></th><td class="n">${total}</td><td class="draw">${bar(parts, most)}</td></tr>`;
  });
  const body = (list: readonly Html[]) => html`<table class="chart"><tbody>${list}</tbody></table>`;
  const used = UNIT_ROLES.filter((role) => units.some((unit) => (unit.count?.[role] ?? 0) > 0));
  return html`<p class="legend">${used.map((role) => html`<span><i class="${role}"></i>${said.unitRole[role]}</span>`)}</p>${body(rows.slice(0, BARS))}${
    rows.length > BARS
      ? html`<details><summary>${counted(said.report.otherUnits, rows.length - BARS)}</summary>${body(rows.slice(BARS))}</details>`
      : ''
  }`;
}

/** How many of the numbers are targets, results and context. */
export function kindChart(model: Model): Html {
  const { said } = model;
  if (model.quantities.length === 0) return html`<p class="none">${said.report.none}</p>`;
  const counts = (['target', 'result', 'context'] as const).map((kind) => ({
    kind,
    count: model.quantities.filter(({ fact }) => fact.kind === kind).length,
  }));
  const most = Math.max(...counts.map(({ count }) => count));
  return html`<table class="chart"><tbody>${counts.map(
    ({ kind, count }) =>
      html`<tr><th scope="row"><a href="#v-quantities" data-kind="${kind}">${said.fact[kind]}</a></th><td class="n">${count}</td><td class="draw">${bar([{ look: kind, size: count }], most)}</td></tr>`,
  )}</tbody></table>`;
}

/** Deadlines along a line of time, then in words, date by date. */
export function timeline(model: Model): Html {
  const { said } = model;
  const dated = model.deadlines.flatMap((entry) => (entry.fact.date === null ? [] : [{ ...entry, date: entry.fact.date }]));
  const undated = model.deadlines.filter(({ fact }) => fact.date === null);
  if (model.deadlines.length === 0) return html`<p class="none">${said.report.none}</p>`;
  const byDate = new Map<string, typeof dated>();
  for (const entry of dated.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)))
    byDate.set(entry.date, [...(byDate.get(entry.date) ?? []), entry]);
  const item = (entry: (typeof model.deadlines)[number]) =>
    html`<li><a class="k deadline" href="#x-${entry.id}">${entry.fact.text}</a> <span>${entry.part?.title ?? said.untitled}</span></li>`;
  const groups = [...byDate].map(
    ([date, entries]) =>
      html`<li><div class="when"><time datetime="${date}">${date}</time> <span class="soft">${counted(said.report.items, entries.length)}</span></div><ul>${entries.map(item)}</ul></li>`,
  );
  return html`${byDate.size > 1 ? axis([...byDate].map(([date, entries]) => ({ date, count: entries.length }))) : ''}<ol class="timeline">${groups}${
    undated.length > 0
      ? html`<li class="open"><div class="when">${said.report.undated} <span class="soft">${counted(said.report.items, undated.length)}</span></div><ul>${undated.map(item)}</ul></li>`
      : ''
  }</ol>`;
}

const DAY = 86_400_000;

/** A line of time with a dot a date, as large as there are deadlines; the words beneath it say the same. */
function axis(points: readonly { date: string; count: number }[]): Html {
  const time = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY;
  const times = points.map(({ date }) => time(date));
  const firstYear = Number(points[0]?.date.slice(0, 4));
  const lastYear = Number(points.at(-1)?.date.slice(0, 4));
  const from = time(`${firstYear}-01-01`);
  const until = time(`${lastYear}-12-31`);
  const x = (day: number) => 3 + ((day - from) / Math.max(1, until - from)) * 94;
  const ticks: { label: string; day: number }[] = [];
  const years = lastYear - firstYear + 1;
  const step = Math.ceil(years / 12);
  for (let year = firstYear; year <= lastYear; year += step) {
    ticks.push({ label: String(year), day: time(`${year}-01-01`) });
    if (years <= 2)
      for (const month of [4, 7, 10])
        ticks.push({ label: `${month}月`, day: time(`${year}-${String(month).padStart(2, '0')}-01`) });
  }
  const most = Math.max(...points.map(({ count }) => count));
  return html`<svg class="axis" aria-hidden="true" focusable="false"><line x1="3%" x2="97%" y1="34" y2="34"/>${ticks.map(
    ({ label, day }) =>
      html`<line class="tick" x1="${x(day).toFixed(2)}%" x2="${x(day).toFixed(2)}%" y1="34" y2="40"/><text x="${x(day).toFixed(2)}%" y="54">${label}</text>`,
  )}${points.map(({ count }, index) => {
    const at = x(times[index] as number).toFixed(2);
    return html`<circle cx="${at}%" cy="34" r="${(5 + 8 * Math.sqrt(count / most)).toFixed(1)}"/><text class="count" x="${at}%" y="38">${count}</text>`;
  })}</svg>`;
}

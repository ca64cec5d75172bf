import { reportAssets } from '../../generated/report-assets.js';
import type { Document } from '../../types.js';
import type { RenderLanguage } from '../words.js';
import { kindChart, timeline, unitChart } from './charts.js';
import { Html, html } from './html.js';
import { type Model, modelOf } from './model.js';
import { outline } from './outline.js';
import { sourceText } from './source-text.js';
import {
  checks,
  counted,
  deadlinesTable,
  figures,
  quantitiesTable,
  referencesTable,
  targetList,
  tasksTable,
  unitsTable,
  warnings,
} from './tables.js';

export interface ReportOptions {
  /** The decoded source text that the document's spans refer to. */
  source: string;
  lang?: RenderLanguage;
}

/**
 * The document as one page that needs nothing but itself: outline, tables, charts, and the source text with every fact
 * linked to its row. Everything from the document is escaped, and the page's own policy runs no script but ours and asks
 * no network.
 */
export function renderReport(document: Document, options: ReportOptions): string {
  const model = modelOf(document, options.source, options.lang ?? 'zh');
  const { said } = model;
  const title = document.meta.title ?? document.source.name;
  return html`<!doctype html>
<html lang="${model.lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${reportAssets.styleHash}'; script-src '${reportAssets.scriptHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(reportAssets.style)}</style>
</head>
<body>
<a class="skip" href="#tables">${said.report.skipTables}</a>
<a class="skip" href="#text">${said.report.skipText}</a>
${head(model, title)}
${filters(model)}
<div class="panes">
<nav id="outline" aria-labelledby="outline-title" tabindex="-1"><h2 id="outline-title">${said.report.outline}</h2><p class="folding"><button type="button" data-fold="open">${said.report.expand}</button><button type="button" data-fold="shut">${said.report.collapse}</button></p>${outline(model)}</nav>
<main id="tables" tabindex="-1">
${views(model)}
</main>
<section id="text" tabindex="0" aria-labelledby="text-title"><h2 id="text-title">${said.report.text}</h2>${legend(model)}<div class="paper" lang="zh">
${sourceText(model)}</div></section>
</div>
<footer><p>${said.report.made} <span class="soft">${document.source.name} · ${document.source.encoding} · ${counted(said.report.chars, document.source.length)} · SHA-256 ${document.source.sha256.slice(0, 16)}</span></p><noscript><p>${said.report.noScript}</p></noscript></footer>
<script>${new Html(reportAssets.script)}</script>
</body>
</html>
`.value;
}

function head(model: Model, title: string): Html {
  const { meta } = model.document;
  const about = [model.said.type[meta.type], meta.issuer, meta.docNumber, meta.issuedOn, meta.speaker].filter(
    (item) => item !== null,
  );
  return html`<header><div class="title"><h1>${title}</h1>${meta.subtitle === null ? '' : html`<p class="subtitle">${meta.subtitle}</p>`}<p class="about">${about.join('　')}</p></div>${figures(model)}</header>`;
}

const KINDS = ['task', 'unit', 'target', 'result', 'context', 'deadline', 'reference', 'repair'] as const;

function filters(model: Model): Html {
  const { said, parts, units, marks } = model;
  const roles = Object.keys(said.role).filter((role) => parts.some((part) => part.role === role)) as (keyof typeof said.role)[];
  const kinds = KINDS.filter((kind) => marks.some((mark) => mark.kind === kind));
  const select = (id: string, name: string, options: readonly (readonly [string | number, string])[]) =>
    html`<div class="field"><label for="${id}">${name}</label><select id="${id}"><option value="">${said.report.any}</option>${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></div>`;
  return html`<form id="filters" role="search" autocomplete="off"><div class="field find"><label for="find">${said.report.search}</label><input id="find" type="search" placeholder="${said.report.searchHint}"></div>${select(
    'by-role',
    said.report.role,
    roles.map((role) => [role, said.role[role]] as const),
  )}${select(
    'by-unit',
    said.report.unit,
    units.map((unit) => [unit.index, unit.name] as const),
  )}${select(
    'by-kind',
    said.report.kind,
    kinds.map((kind) => [kind, said.fact[kind]] as const),
  )}<button type="reset">${said.report.clear}</button><output id="shown" aria-live="polite" data-template="${said.report.shown}"></output></form>`;
}

function views(model: Model): Html {
  const { said } = model;
  const { report } = said;
  const overview = html`<div class="cards"><section class="card"><h3>${report.byUnit}</h3>${unitChart(model)}</section><section class="card"><h3>${report.byKind}</h3>${kindChart(model)}${targetList(model)}</section>${warnings(model)}<section class="card wide"><h3>${report.timeline}</h3>${timeline(model)}</section></div>`;
  const list: [string, string, Html][] = [
    ['overview', report.overview, overview],
    ['tasks', report.tasks, tasksTable(model)],
    ['quantities', report.quantities, quantitiesTable(model)],
    ['units', report.units, unitsTable(model)],
    ['deadlines', report.deadlines, deadlinesTable(model)],
    ['references', report.references, referencesTable(model)],
    ['checks', report.checks, checks(model)],
  ];
  return html`<ul id="tabs" aria-label="${report.views}">${list.map(([id, name]) => html`<li><a id="tab-${id}" href="#v-${id}">${name}<span class="count"></span></a></li>`)}<li class="middle"><a id="tab-outline" href="#outline">${report.outline}</a></li><li class="narrow"><a id="tab-text" href="#text">${report.text}</a></li></ul>
${list.map(([id, name, content]) => html`<section class="view" id="v-${id}" aria-labelledby="tab-${id}" tabindex="-1"><h2>${name}</h2>${content}<p class="empty" hidden>${report.empty}</p></section>`)}`;
}

function legend(model: Model): Html {
  const kinds = KINDS.filter((kind) => model.marks.some((mark) => mark.kind === kind));
  return html`<p class="legend" aria-label="${model.said.report.legend}">${kinds.map((kind) => html`<span class="f ${kind}">${model.said.fact[kind]}</span>`)}</p>`;
}

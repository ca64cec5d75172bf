/**
 * Draws what a reader is to judge by hand, the same rows for the same seed:
 *
 *   node scripts/sample-accuracy.mjs TEXTS PARSED [--seed 1] [--quantities 200] [--units 200] [--pages 20]
 *
 * TEXTS is a folder of *.txt, PARSED a folder with the output of `drugplan parse` as NAME.txt.json (or NAME.json).
 * Rows go to standard output as tab-separated values with an empty verdict and reason, each followed by its context;
 * pages are printed whole, each with what was extracted inside it. Rules and evidence are left out on purpose:
 * the reader judges before looking at them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { random } from './random.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    quantities: { type: 'string', default: '200' },
    units: { type: 'string', default: '200' },
    pages: { type: 'string', default: '20' },
    length: { type: 'string', default: '1000' },
    context: { type: 'string', default: '60' },
  },
});
const [texts, parsed] = positionals;
if (texts === undefined || parsed === undefined) {
  console.error('usage: node scripts/sample-accuracy.mjs TEXTS PARSED [--seed N] [--quantities N] [--units N] [--pages N]');
  process.exit(2);
}

/** The first `count` of a Fisher–Yates shuffle. */
function draw(rows, count, chance) {
  const pool = [...rows];
  const take = Math.min(count, pool.length);
  for (let i = 0; i < take; i += 1) {
    const j = i + Math.floor(chance() * (pool.length - i));
    [pool[i], pool[j]] = [pool[j], pool[i]];
  }
  return pool.slice(0, take);
}

/** Every part of a document that holds facts, with its role. */
function parts(document) {
  return [document.preamble, ...document.sections, ...document.measures, document.closing].filter((part) => part);
}

const oneLine = (text) => text.replace(/\s+/gu, ' ');

function shown(kind, fact, text) {
  const printed = oneLine(text.slice(fact.span.start, fact.span.end));
  if (kind === 'unit') return `${fact.name} · ${fact.role}${fact.collective ? ' · collective' : ''} · ${fact.basis}`;
  const value = fact.masked ? `masked×${fact.scale}` : fact.max === null ? `${fact.value}` : `${fact.value}–${fact.max}`;
  const facts = [`${printed} = ${value} ${fact.unit}`, fact.comparator, fact.kind, `of ${fact.metric ?? '–'}`];
  if (fact.direction !== null) facts.push(`${fact.direction} ${fact.change}`);
  if (fact.deadline !== null) facts.push(`by ${fact.deadline.text}${fact.deadline.date ? ` (${fact.deadline.date})` : ''}`);
  if (fact.baseline !== null) facts.push(`from ${fact.baseline.text}`);
  return facts.join(' · ');
}

function around(text, span, width) {
  const before = oneLine(text.slice(Math.max(0, span.start - width), span.start));
  const after = oneLine(text.slice(span.end, span.end + width));
  return `${before}【${oneLine(text.slice(span.start, span.end))}】${after}`;
}

const facts = { quantity: [], unit: [] };
const documents = [];
for (const name of readdirSync(texts)
  .filter((file) => file.endsWith('.txt'))
  .sort()) {
  const text = readFileSync(join(texts, name), 'utf8').replace(/^\uFEFF/u, '');
  const file = [join(parsed, `${name}.json`), join(parsed, name.replace(/\.txt$/u, '.json'))].find(existsSync);
  if (file === undefined) throw new Error(`no parsed document for ${name} in ${parsed}`);
  const document = JSON.parse(readFileSync(file, 'utf8'));
  const own = [];
  for (const part of parts(document)) {
    for (const fact of part.quantities) own.push({ kind: 'quantity', name, text, fact, role: part.role });
    for (const fact of part.units) own.push({ kind: 'unit', name, text, fact, role: part.role });
  }
  for (const row of own) facts[row.kind].push(row);
  documents.push({ name, text, own });
}

const seed = Number(values.seed);
console.log(`# seed ${seed}; ${documents.length} documents, ${facts.quantity.length} quantities, ${facts.unit.length} units`);
console.log('kind\tdocument\toffset\textracted\tverdict\treason');
for (const [kind, count] of [
  ['quantity', values.quantities],
  ['unit', values.units],
]) {
  // Each kind has a stream of its own, so that the number of one does not move the draw of the other.
  const chance = random(seed * 16 + (kind === 'unit' ? 1 : 0));
  for (const { name, text, fact } of draw(facts[kind], Number(count), chance)) {
    console.log([kind, name, fact.span.start, shown(kind, fact, text), '', ''].join('\t'));
    console.log(`#   ${around(text, fact.span, Number(values.context))}`);
    if (kind === 'unit' && fact.basis === 'assignment')
      console.log(
        `#   for: ${oneLine(text.slice(fact.scope.start, fact.scope.start + 30))}…${oneLine(text.slice(Math.max(fact.scope.start, fact.scope.end - 20), fact.scope.end))}`,
      );
  }
}

const chance = random(seed * 16 + 2);
const length = Number(values.length);
const total = documents.reduce((sum, { text }) => sum + text.length, 0);
for (let page = 1; page <= Number(values.pages); page += 1) {
  // A page opens anywhere: a document is drawn by its length, then a place in it.
  let place = Math.floor(chance() * total);
  const found = documents.find(({ text }) => {
    if (place < text.length) return true;
    place -= text.length;
    return false;
  });
  const { name, text, own } = found;
  const start = Math.max(0, Math.min(place, text.length - length));
  const end = Math.min(text.length, start + length);
  console.log(`# page ${page}: ${name} ${start}–${end}`);
  console.log(text.slice(start, end));
  const inside = own.filter(({ fact }) => fact.span.start >= start && fact.span.end <= end);
  for (const { kind, fact } of inside.sort((a, b) => a.fact.span.start - b.fact.span.start)) {
    console.log(`page ${page}\t${kind}\t${fact.span.start}\t${shown(kind, fact, text)}`);
  }
}

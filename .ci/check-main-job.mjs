// Checks what `drugplan parse` made of the README's fixture: every value must be at its printed place.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const [resultFile, textFile] = process.argv.slice(2);
const document = JSON.parse(readFileSync(resultFile, 'utf8'));
const text = readFileSync(textFile, 'utf8').replace(/^\uFEFF/, '');
const printed = ({ span }) => text.slice(span.start, span.end);
const all = (name) => [...document.sections, ...document.measures].flatMap((part) => part[name]);

assert.equal(document.meta.type, 'work-points');
assert.ok(document.sections.length >= 2 && document.measures.length >= 4, 'sections and measures');
for (const part of [...document.sections, ...document.measures]) {
  if (part.marker !== null) assert.ok(printed(part).startsWith(part.marker), `${part.id} begins with its marker`);
}
assert.ok(
  all('quantities').length > 0 && all('units').length > 0 && all('deadlines').length > 0,
  'quantities, units and deadlines',
);
for (const quantity of all('quantities')) assert.equal(printed(quantity), quantity.text);
for (const unit of all('units')) assert.ok(printed(unit).includes(unit.name), `${unit.name} is printed in its span`);
for (const deadline of all('deadlines')) assert.equal(printed(deadline), deadline.text);
console.log(
  `${document.sections.length} sections, ${document.measures.length} measures, ${all('quantities').length} quantities, ${all('units').length} units: all at their printed places`,
);

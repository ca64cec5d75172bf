import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../src/parse.js';
import { readSource } from '../src/read/index.js';
import type { Document } from '../src/types.js';
import { encode } from './support/encode.js';
import { docxOfText, FORMAT_DOCUMENTS, textOf } from './support/format-documents.js';

const fixture = (path: string): Uint8Array => readFileSync(new URL(`../fixtures/formats/${path}`, import.meta.url));

/** The same document in every form that an office keeps it in. */
const FORMS: Readonly<Record<string, (name: string) => Uint8Array | Promise<Uint8Array>>> = {
  'utf-8.txt': (name) => encode(textOf(name), 'utf-8'),
  'gb18030.txt': (name) => encode(textOf(name), 'gb18030'),
  'manual.docx': (name) => docxOfText(name, 'manual'),
  'automatic.docx': (name) => docxOfText(name, 'automatic'),
  'office.docx': (name) => fixture(`${name}/office.docx`),
  'input.doc': (name) => fixture(`${name}/input.doc`),
  'automatic.doc': (name) => fixture(`${name}/automatic.doc`),
  'input.rtf': (name) => fixture(`${name}/input.rtf`),
  'input.pdf': (name) => fixture(`${name}/input.pdf`),
  'automatic.pdf': (name) => fixture(`${name}/automatic.pdf`),
  'browser.pdf': (name) => fixture(`${name}/browser.pdf`),
  'input.html': (name) => fixture(`${name}/input.html`),
};

/** Browsers print two of them. */
const hasForm = (name: string, form: string): boolean => form !== 'browser.pdf' || ['speech', 'plan'].includes(name);

/** What a document says, without where it says it. */
function factsOf(document: Document): unknown {
  const placeless = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(placeless);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== 'span' && key !== 'scope')
        .map(([key, inner]) => [key, placeless(inner)]),
    );
  };
  const { meta, front, preamble, sections, measures, closing, references } = document;
  return placeless({ meta, front, preamble, sections, measures, closing, references });
}

describe.each(Object.keys(FORMAT_DOCUMENTS))('%s says the same', (name) => {
  let expected: Document;
  beforeAll(async () => {
    expected = parse(await readSource(encode(textOf(name), 'utf-8'), { name: 'input.txt' }));
  });

  it('as plain text, with sections, measures, units and quantities', () => {
    if (name !== 'tasks') expect(expected.sections.length).toBeGreaterThan(0);
    expect(expected.measures.length).toBeGreaterThan(3);
    expect(expected.measures.flatMap((measure) => measure.quantities).length).toBeGreaterThan(5);
  });

  it.each(Object.keys(FORMS).filter((form) => hasForm(name, form)))('as %s', async (form) => {
    const source = await readSource(await (FORMS[form] as (name: string) => Uint8Array)(name), { name: form });
    const document = parse(source);
    expect(factsOf(document)).toEqual(factsOf(expected));
    expect(source.problems).toEqual([]);
    for (const { text, span } of document.measures.flatMap((measure) => measure.quantities))
      expect(source.text.slice(span.start, span.end).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });
});

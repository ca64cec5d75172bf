import fc from 'fast-check';
import { Converter } from 'opencc-js';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { toSimplified, validate } from '../src/index.js';
import { parse } from '../src/parse.js';
import { json } from '../src/render/json.js';
import { jsonl } from '../src/render/jsonl.js';
import { yaml } from '../src/render/yaml.js';
import type { Document, Span } from '../src/types.js';
import { brokenReport, report } from './documents.js';
import { coverage } from './support/coverage.mjs';

/** `RUNS=5000 npx vitest run test/properties.test.ts` looks further. */
const numRuns = Number(process.env.RUNS ?? 150);
const RUNS = { numRuns };
const toTraditional = Converter({ from: 'cn', to: 't' });

/** All spans of a document with the path they stand at. */
function* spansIn(value: unknown, path = ''): Generator<[string, Span]> {
  if (typeof value !== 'object' || value === null) return;
  const { start, end } = value as Partial<Span>;
  if (typeof start === 'number' && typeof end === 'number') yield [path, { start, end }];
  else for (const [key, child] of Object.entries(value)) yield* spansIn(child, `${path}/${key}`);
}

/** A document without what depends on the script of its source; markers are as printed. */
function values(document: Document): unknown {
  const { source: _source, repairs: _repairs, ...rest } = document;
  const skipped = new Set(['span', 'scope', 'evidence']);
  return JSON.parse(
    JSON.stringify(rest, (key, value) =>
      skipped.has(key) ? undefined : key === 'marker' && value ? toSimplified(value).text : value,
    ),
  );
}

const inside = (inner: Span, outer: Span) => outer.start <= inner.start && inner.end <= outer.end;
const facts = ({ tasks, units, quantities, deadlines }: Document['sections'][number] | Document['measures'][number]) => [
  ...tasks,
  ...units,
  ...quantities,
  ...(deadlines ?? []),
];

describe.each([
  ['reports', report],
  ['broken reports', brokenReport],
])('%s', (_, texts) => {
  it('every span holds something that is printed', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const document = parse(text);
        for (const [path, span] of spansIn(document)) {
          expect(span.start, path).toBeGreaterThanOrEqual(0);
          expect(span.end, path).toBeLessThanOrEqual(text.length);
          expect(text.slice(span.start, span.end).trim(), path).not.toBe('');
        }
      }),
      RUNS,
    );
  });

  it('every character belongs to a part', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(coverage(text, parse(text))).toBe('');
      }),
      RUNS,
    );
  });

  it('children lie inside their parents, facts inside their parts', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { sections, measures } = parse(text);
        const spans = new Map(sections.map(({ id, span }) => [id, span]));
        for (const { parent, span } of sections) if (parent !== null) expect(inside(span, spans.get(parent) as Span)).toBe(true);
        for (const { section, span } of measures)
          if (section !== null) expect(inside(span, spans.get(section) as Span)).toBe(true);
        for (const part of [...sections, ...measures])
          for (const fact of facts(part)) expect(inside(fact.span, part.span), JSON.stringify(fact)).toBe(true);
      }),
      RUNS,
    );
  });

  it('two runs give the same bytes', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(JSON.stringify(parse(text))).toBe(JSON.stringify(parse(text)));
      }),
      RUNS,
    );
  });

  it('what is written in any format is valid and says the same', () => {
    const options = { pretty: false, rows: 'measures' } as const;
    fc.assert(
      fc.property(texts, (text) => {
        const document = parse(text, { explain: true });
        const plain: unknown = JSON.parse(JSON.stringify(document));
        expect(validate(plain).findings).toEqual([]);
        expect(JSON.parse(json(document, options))).toEqual(plain);
        expect(parseYaml(yaml(document, options))).toEqual(plain);
        for (const rows of ['measures', 'documents', 'quantities', 'units'] as const)
          for (const line of jsonl(document, { ...options, rows })
            .split('\n')
            .filter(Boolean))
            expect(validate(JSON.parse(line)).findings).toEqual([]);
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });
});

describe('sound reports', () => {
  it('the text of a quantity is what is printed', () => {
    const bare = (text: string) => text.replace(/\s/g, '');
    fc.assert(
      fc.property(report, (text) => {
        const { sections, measures, preamble, closing } = parse(text);
        for (const part of [...sections, ...measures, preamble, closing])
          for (const { span, text: said } of part?.quantities ?? [])
            expect(bare(text.slice(span.start, span.end))).toBe(bare(said));
      }),
      RUNS,
    );
  });

  it('traditional characters give the same values', () => {
    fc.assert(
      fc.property(report, (text) => {
        expect(values(parse(toTraditional(text)))).toEqual(values(parse(text)));
      }),
      RUNS,
    );
  });
});

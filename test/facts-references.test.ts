import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findReferences } from '../src/facts/references.js';
import { contextOf } from './facts-context.js';

const yaml = (path: string) => parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

describe('references', () => {
  it.each(yaml('fixtures/facts/references.yaml') as { name: string; in: string; owner?: string; out: string[] }[])(
    '$name',
    (spec) => {
      const context = contextOf(spec.in, 'plan', spec.owner);
      const found = findReferences(context);
      expect(found.map(({ title, docNumber }) => (docNumber === null ? title : `${title}|${docNumber}`))).toEqual(spec.out);
      for (const { span, title } of found) expect(context.text.text.slice(span.start, span.end)).toBe(`《${title}》`);
    },
  );

  const entries = yaml('src/lexicons/references.yaml') as { id: string; positives?: string[]; negatives?: string[] }[];
  it.each(entries.flatMap(({ id, positives }) => (positives ?? []).map((text) => ({ id, text }))))(
    '$id: $text',
    ({ id, text }) => {
      expect(findReferences(contextOf(text)).map(({ rule, docNumber }) => [rule, docNumber !== null])).toEqual([[id, true]]);
    },
  );
  it.each(entries.flatMap(({ id, negatives }) => (negatives ?? []).map((text) => ({ id, text }))))(
    '$id, not: $text',
    ({ text }) => {
      expect(findReferences(contextOf(text))).toEqual([]);
    },
  );

  it.each(['《', '《一', '《》', '《一》（', '》'])('%s again and again takes linear time', (piece) => {
    const context = contextOf(piece.repeat(Math.ceil(300_000 / piece.length)));
    const start = performance.now();
    findReferences(context);
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});

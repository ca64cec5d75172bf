import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findQuantities } from '../src/facts/quantities.js';
import { lexicons } from '../src/generated/lexicons.js';
import type { QuantityFact, Role } from '../src/types.js';
import { contextOf } from './facts-context.js';

const yaml = (path: string) => parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

interface Spec {
  name: string;
  role?: Role;
  in: string;
  out: (Partial<Omit<QuantityFact, 'deadline' | 'baseline'>> & { deadline?: string | null; baseline?: string })[];
}

const flat = (fact: QuantityFact) => ({ ...fact, deadline: fact.deadline?.text ?? null, baseline: fact.baseline?.text ?? null });

describe('findQuantities', () => {
  it.each(yaml('fixtures/facts/quantities.yaml') as Spec[])('$name', (spec) => {
    const context = contextOf(spec.in, spec.role ?? 'plan');
    const found = findQuantities(context);
    expect(found.map(flat)).toMatchObject(spec.out);
    expect(found.map(({ text }) => text)).toHaveLength(spec.out.length);
    for (const { text, span, evidence } of found) {
      expect(context.text.text.slice(span.start, span.end)).toBe(text);
      expect(evidence.start <= span.start && span.end <= evidence.end).toBe(true);
    }
  });

  const entries = yaml('src/lexicons/slogans.yaml') as {
    id: string;
    pattern: string;
    positives?: string[];
    negatives?: string[];
  }[];
  it.each(entries.flatMap((entry) => (entry.positives ?? []).map((text) => ({ ...entry, text }))))(
    '$id: $text',
    ({ pattern, text }) => {
      expect(new RegExp(pattern).test(text)).toBe(true);
    },
  );
  it.each(entries.flatMap((entry) => (entry.negatives ?? []).map((text) => ({ ...entry, text }))))(
    '$id, not: $text',
    ({ pattern, text }) => {
      expect(new RegExp(pattern).test(text)).toBe(false);
    },
  );

  const measures = yaml('src/lexicons/measure-words.yaml') as { id: string; positives?: string[]; negatives?: string[] }[];
  const rulesOf = (text: string) => findQuantities(contextOf(text)).map(({ rule }) => rule.split(' ')[0]);
  it.each(measures.flatMap(({ id, positives }) => (positives ?? []).map((text) => ({ id, text }))))(
    '$id: $text',
    ({ id, text }) => {
      expect(rulesOf(text)).toContain(id);
    },
  );
  it.each(measures.flatMap(({ id, negatives }) => (negatives ?? []).map((text) => ({ id, text }))))(
    '$id, not: $text',
    ({ id, text }) => {
      expect(rulesOf(text)).not.toContain(id);
    },
  );

  const comparators = yaml('src/lexicons/comparators.yaml') as {
    id: string;
    comparator?: string;
    target?: string;
    positives?: string[];
    negatives?: string[];
  }[];
  const comparatorsOf = (text: string) => findQuantities(contextOf(text)).map(({ comparator }) => comparator);
  it.each(comparators.flatMap((entry) => (entry.positives ?? []).map((text) => ({ ...entry, text }))))(
    '$id: $text',
    ({ comparator, target, text }) => {
      expect(comparatorsOf(text)).toEqual([comparator ?? target]);
    },
  );
  it.each(comparators.flatMap((entry) => (entry.negatives ?? []).map((text) => ({ ...entry, text }))))(
    '$id, not: $text',
    ({ comparator, text }) => {
      expect(comparatorsOf(text)).not.toEqual([comparator]);
    },
  );

  const kinds = yaml('src/lexicons/quantity-kinds.yaml') as {
    id: string;
    kind: string;
    over?: Role[];
    positives?: string[];
    negatives?: string[];
  }[];
  const kindsOf = (text: string, role: Role = 'plan') => findQuantities(contextOf(text, role)).map(({ kind }) => kind);
  it.each(kinds.flatMap((entry) => (entry.positives ?? []).map((text) => ({ ...entry, text }))))(
    '$id: $text',
    ({ kind, over, text }) => {
      expect(kindsOf(text, Array.isArray(over) ? over[0] : 'plan')).toContain(kind);
    },
  );
  it.each(kinds.flatMap((entry) => (entry.negatives ?? []).map((text) => ({ ...entry, text }))))(
    '$id, not: $text',
    ({ kind, text }) => {
      expect(kindsOf(text)).not.toContain(kind);
    },
  );

  const changes = yaml('src/lexicons/changes.yaml') as {
    id: string;
    direction?: string;
    positives?: string[];
    negatives?: string[];
  }[];
  const directionsOf = (text: string) => findQuantities(contextOf(text)).map(({ direction }) => direction);
  it.each(changes.flatMap((entry) => (entry.positives ?? []).map((text) => ({ ...entry, text }))))(
    '$id: $text',
    ({ direction, text }) => {
      expect(directionsOf(text)).toEqual([direction]);
    },
  );
  it.each(changes.flatMap((entry) => (entry.negatives ?? []).map((text) => ({ ...entry, text }))))(
    '$id, not: $text',
    ({ direction, text }) => {
      expect(directionsOf(text)).not.toContain(direction);
    },
  );

  const counted = [...yaml('src/lexicons/uncounted.yaml'), ...yaml('src/lexicons/durations.yaml')] as {
    id: string;
    positives?: string[];
    negatives?: string[];
  }[];
  it.each(counted.flatMap(({ id, positives }) => (positives ?? []).map((text) => ({ id, text }))))(
    '$id: $text',
    ({ id, text }) => {
      expect(findQuantities(contextOf(text))).toHaveLength(id.startsWith('uncounted') ? 0 : 1);
    },
  );
  it.each(counted.flatMap(({ id, negatives }) => (negatives ?? []).map((text) => ({ id, text }))))(
    '$id, not: $text',
    ({ id, text }) => {
      expect(findQuantities(contextOf(text))).toHaveLength(id.startsWith('uncounted') ? 1 : 0);
    },
  );

  const pieces = [
    '一',
    '1',
    'X',
    '×',
    '（',
    '、',
    '万',
    '两个',
    '1%',
    '5个新增',
    '“',
    '《',
    '到2025年5%',
    '分别5%、',
    '百分之',
    '第',
    '1至',
  ];
  it.each(pieces)('%s again and again takes linear time', (piece) => {
    const time = (size: number): number => {
      const context = contextOf(piece.repeat(Math.ceil(size / piece.length)));
      const start = performance.now();
      findQuantities(context);
      return performance.now() - start;
    };
    time(20_000);
    expect(time(200_000)).toBeLessThan(6_000);
  });

  it('goes by the lexicon that it is given', () => {
    const context = contextOf('捐赠8驮物资。');
    expect(findQuantities(context)).toEqual([]);
    const more = {
      ...lexicons,
      'measure-words': [...(lexicons['measure-words'] ?? []), { id: 'measure.load', sense: 'count', words: ['驮'] }],
    };
    expect(findQuantities({ ...context, lexicon: more })).toMatchObject([
      { value: 8, unit: '驮', rule: expect.stringContaining('measure.load') },
    ]);
  });
});

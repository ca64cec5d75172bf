import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readNumber } from '../src/facts/numbers.js';
import { lexicons } from '../src/generated/lexicons.js';

interface Spec {
  text: string;
  none?: true;
  value?: number | null;
  max?: number;
  unit?: string;
  masked?: boolean;
  scale?: number;
}

const specs = parse(readFileSync(new URL('../fixtures/facts/numbers.yaml', import.meta.url), 'utf8')) as Spec[];

describe('readNumber', () => {
  it('is tried on at least 250 texts, each once', () => {
    expect(specs.length).toBeGreaterThanOrEqual(250);
    expect(new Set(specs.map((spec) => spec.text)).size).toBe(specs.length);
  });

  it.each(specs)('reads $text', (spec) => {
    const reading = readNumber(spec.text, lexicons);
    if (spec.none) {
      expect(reading).toBeNull();
      return;
    }
    expect(reading).toEqual({
      value: spec.value,
      max: spec.max ?? null,
      unit: spec.unit ?? null,
      masked: spec.masked ?? false,
      scale: spec.scale ?? null,
      text: spec.text,
    });
  });

  const idioms = parse(readFileSync(new URL('../src/lexicons/number-idioms.yaml', import.meta.url), 'utf8')) as {
    id: string;
    words: string[];
    positives?: string[];
    negatives?: string[];
  }[];
  it.each(idioms)('reads no number in the words of $id', ({ words, positives }) => {
    for (const word of [...words, ...(positives ?? [])]) expect([word, readNumber(word, lexicons)]).toEqual([word, null]);
  });
  it.each(idioms.flatMap(({ id, negatives }) => (negatives ?? []).map((text) => ({ id, text }))))(
    '$id, not: $text',
    ({ text }) => {
      const number = /^[^家户个的以来]+/.exec(text)?.[0] ?? text;
      expect(readNumber(number, lexicons)).not.toBeNull();
    },
  );
});

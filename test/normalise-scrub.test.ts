import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scrub } from '../src/normalise/scrub.js';
import type { Lexicon } from '../src/types.js';

interface Entry {
  id: string;
  positives?: { text: string; to: string }[];
  negatives?: string[];
}
const read = <T>(path: string): T => parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')) as T;
const entries = read<Entry[]>('src/lexicons/scrub.yaml');
const cases = read<{ name: string; in: string; out: string; noise: string[] }[]>('fixtures/stages/scrub.yaml');
const lexicon = { scrub: entries } as unknown as Lexicon;

describe('inline noise', () => {
  it.each(entries)('$id', (entry) => {
    const alone = { scrub: [entry] } as unknown as Lexicon;
    for (const { text, to } of entry.positives ?? []) expect(scrub(text, lexicon).text).toBe(to);
    for (const text of entry.negatives ?? []) expect(scrub(text, alone).text).toBe(text);
  });

  it.each(cases)('$name', (item) => {
    const { text, noise, map } = scrub(item.in, lexicon);
    expect(text).toBe(item.out);
    expect(noise.map(({ span }) => item.in.slice(span.start, span.end))).toEqual(item.noise);
    for (let i = 0; i < text.length; i++) {
      const { start, end } = map.toSource({ start: i, end: i + 1 });
      expect(item.in.slice(start, end)).toBe(text[i]);
    }
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesOf } from '../src/matches.js';

const PATTERNS = [/牵头/g, /[,。;]/g, /\d+/g, /(?:)/g, /(?:)/gu, /x*/gu, /^./gmu];
const texts = fc.string({ unit: fc.constantFrom('牵', '头', ',', '。', '1', '2', 'x', '\n', '𠮷') });

it('finds what matchAll finds', () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(...PATTERNS), (text, pattern) => {
      const found = matchesOf(text, pattern).map(({ 0: words, index }) => ({ words, index }));
      expect(found).toEqual([...text.matchAll(pattern)].map(({ 0: words, index }) => ({ words, index })));
    }),
  );
});

it('begins at the start whatever the pattern found before, and may be asked while its matches are gone through', () => {
  const pattern = /牵头/g;
  pattern.lastIndex = 4;
  const inner = matchesOf('牵头,牵头', pattern).map(() => matchesOf('牵头', pattern).length);
  expect(inner).toEqual([1, 1]);
});

it('refuses a pattern that would find the same match for ever', () => {
  expect(() => matchesOf('牵头', /牵头/)).toThrow(TypeError);
});

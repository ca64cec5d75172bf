import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lexicons } from '../src/generated/lexicons.js';
import { layOut } from '../src/normalise/layout.js';

const cases = parse(readFileSync(new URL('../fixtures/stages/layout.yaml', import.meta.url), 'utf8')) as {
  name: string;
  in: string;
  out: string;
}[];
const long = '一年来，我们坚持稳中求进，统筹发展和安全，各项工作取得新进展。'.repeat(10);
const signs: Readonly<Record<string, string>> = { '⏎': '\r\n', '□': '\u3000', '␣': '\u00A0' };
const written = (text: string): string => text.replace(/[⏎□␣]/g, (c) => signs[c] as string).replaceAll('{long}', long);

describe('one paragraph a line', () => {
  it.each(cases)('$name', (item) => {
    const source = written(item.in);
    const { text, map } = layOut(source, lexicons);
    expect(text).toBe(written(item.out));
    expect(map.length).toBe(text.length);
    for (let i = 0; i < text.length; i++) {
      const { start, end } = map.toSource({ start: i, end: i + 1 });
      if (/\S/.test(text[i] as string)) expect(source.slice(start, end)).toBe(text[i]);
      else expect(source.slice(start, end)).toMatch(/^\s+$/);
    }
  });
});

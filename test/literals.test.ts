import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { literalsOf } from '../scripts/literals.js';
import { withDateParts } from '../src/facts/dates.js';
import { lexicons } from '../src/generated/lexicons.js';
import { LiteralIndex } from '../src/literal-index.js';

describe('the literal strings that a pattern needs', () => {
  it.each<[string, string[] | null]>([
    ['责编', ['责编']],
    ['^(?:记者|通讯员)[^。]{2,12}摄$', ['记者', '通讯员']],
    ['[（(]?图为', ['图为']],
    ['[▲△]', ['▲', '△']],
    ['[0-3]日', ['0日', '1日', '2日', '3日']],
    ['[-*][ \\t]+(?=\\S)', ['- ', '-\t', '* ', '*\t']],
    ['ab+c', ['ab']],
    ['小[编編](?=[为为])', ['小编', '小編']],
    ['(?:之前|以前|前)', ['前']],
    ['(?=.*版权)', ['版权']],
    ['(?<!未)付费(?!的)', ['付费']],
    ['(?:第){1,2}页', ['第']],
    ['(?:附件)?', null],
    ['附件|.', null],
    ['(?!附件)', null],
    ['[^。]', null],
    ['\\d{4}', null],
  ])('%s: %j', (pattern, literals) => expect(literalsOf(pattern)).toEqual(literals));
});

describe('an index of rules by their literal strings', () => {
  const index = new LiteralIndex(
    [
      { name: 'photo', literals: ['记者', '摄'] },
      { name: 'any', literals: undefined },
      { name: 'rights', literals: ['版权'] },
    ],
    ({ literals }) => literals,
  );
  const named = (text: string) => index.in(text).map(({ name }) => name);

  it('gives those that a text may match, each once, in their order', () => {
    expect(named('版权所有，记者摄')).toEqual(['photo', 'any', 'rights']);
    expect(named('出版权威发布')).toEqual(['any', 'rights']);
    expect(named('记')).toEqual(['any']);
  });
});

describe('the patterns of the lexicons', () => {
  const folder = join(import.meta.dirname, '../fixtures');
  const lines = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.txt'))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
  const fill = withDateParts(lexicons);

  it.each(['deadlines', 'front', 'noise', 'scrub'])('of %s match no text without one of their strings', (name) => {
    const yaml = parseYaml(readFileSync(join(import.meta.dirname, `../src/lexicons/${name}.yaml`), 'utf8')) as Record<
      string,
      unknown
    >[];
    const positives = yaml.flatMap((entry) => (entry.positives ?? []) as (string | { text: string })[]);
    const texts = [...lines, ...positives.map((positive) => (typeof positive === 'string' ? positive : positive.text))];
    let matched = 0;
    for (const { id, pattern, literals } of lexicons[name] ?? []) {
      if (pattern === undefined) continue;
      // Few marks and blanks cut out of lines have no string in common; of furniture all must, or each line tries it.
      if (name !== 'scrub') expect(literals, id).toBeDefined();
      if (literals === undefined) continue;
      const compiled = new RegExp(fill(pattern), 'mu');
      for (const text of texts) {
        const match = compiled.exec(text);
        if (match === null) continue;
        matched++;
        expect(
          literals.some((literal) => text.includes(literal)),
          `${id}: ${text}`,
        ).toBe(true);
      }
    }
    expect(matched).toBeGreaterThan(30);
  });
});

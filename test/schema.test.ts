import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import * as validators from '../src/generated/validators.js';
import { json } from '../src/render/json.js';
import { jsonl } from '../src/render/jsonl.js';
import { drugplan, root } from './cli.js';
import { sampleDocument } from './render-sample.js';

const names = readdirSync(join(root, 'schemas')).map((file) => file.replace('.schema.json', ''));
const schemaOf = (name: string) =>
  JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8')) as { $id: string; $schema: string };

describe.each(names)('schema %s', (name) => {
  test('is a JSON Schema 2020-12 with a name of its own', () => {
    const schema = schemaOf(name);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.$id).toBe(`urn:drugplan:schema:${name}:1`);
    expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
  });

  test('is printed as it is shipped', () => {
    expect(drugplan(['schema', name])).toMatchObject({
      code: 0,
      err: '',
      out: readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8'),
    });
  });

  test('its compiled validator agrees with the schema', () => {
    const ajv = new Ajv2020({ schemas: names.map(schemaOf), strict: false, allErrors: true });
    const slow = ajv.getSchema(`urn:drugplan:schema:${name}:1`);
    const fast = (validators as unknown as Record<string, validators.Validator>)[name];
    const document = JSON.parse(json(sampleDocument(), { pretty: false, rows: 'measures' }));
    const records = jsonl(sampleDocument(), { pretty: false, rows: 'quantities' }).trimEnd().split('\n');
    const sound = { document, record: JSON.parse(records[0] as string), lexicon: { verbs: [{ id: 'a', words: ['盘活'] }] } }[
      name
    ];
    expect([fast?.(sound), slow?.(sound)]).toEqual([true, true]);
    const without = Object.keys(sound).map((key) => Object.fromEntries(Object.entries(sound).filter(([other]) => other !== key)));
    const unsound = [
      [],
      null,
      1,
      { ...sound, other: 1 },
      { ...sound, $schema: 'urn:other' },
      { verbs: [{ id: 'a b' }] },
      ...without,
    ];
    for (const value of unsound) expect(fast?.(value), JSON.stringify(value)).toBe(slow?.(value));
    expect(unsound.filter((value) => fast?.(value)).length).toBeLessThan(unsound.length / 2);
  });
});

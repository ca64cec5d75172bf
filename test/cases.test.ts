import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { validate } from '../src/index.js';
import { parse } from '../src/parse.js';
import { readSource } from '../src/read/index.js';
import { expectGolden } from './golden.js';
import { coverage } from './support/coverage.mjs';
import { fault } from './support/fault.js';

const root = fileURLToPath(new URL('../fixtures/cases/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .sort()
  .map((path) => join(root, path));
const inputs = files.filter((path) => basename(path).startsWith('input.'));
const sound = files.filter((path) => basename(path) === 'sound.txt');
const named = inputs.map((path) => ({ path, name: relative(root, dirname(path)) }));

describe('cases', () => {
  it.each(named)('$name', async ({ path }) => {
    const source = await readSource(readFileSync(path), { name: basename(path) });
    const document = parse(source);
    expect(validate(document).findings).toEqual([]);
    expect(coverage(source.text, document)).toBe('');
    expectGolden(join(dirname(path), 'document.json'), document);
  });

  it('each is told of in the table of fixtures/cases/README.md, and nothing else is', () => {
    const table = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map((row) => row[1]);
    expect(table).toEqual(named.map(({ name }) => name));
  });

  it.each(sound)('the damage in %s is what the fault makes of the sound text', (path) => {
    expect(readFileSync(join(dirname(path), 'input.txt'), 'utf8')).toBe(fault(readFileSync(path, 'utf8')).text);
  });
});

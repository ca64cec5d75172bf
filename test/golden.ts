import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Where tests may not write what they expect. */
const frozen = Boolean(process.env.CI);
const update = process.env.UPDATE === '1';
if (frozen && update) throw new Error('UPDATE=1 is refused where CI is set');

/**
 * Compares a value with the JSON that is expected of it. The file writes itself when it is missing and is rewritten by `UPDATE=1`; neither happens
 * where CI is set. What was written is to be read against the text before it is committed.
 */
export function expectGolden(path: string, value: unknown): void {
  const actual: unknown = JSON.parse(JSON.stringify(value));
  if (update || (!frozen && !existsSync(path))) writeFileSync(path, `${layout(actual)}\n`);
  expect(existsSync(path), `${path} is missing; run the tests once where CI is not set`).toBe(true);
  expect(actual).toEqual(JSON.parse(readFileSync(path, 'utf8')));
}

const WIDTH = 140;

/** JSON with one thing a line where it fits, so that a change shows as a line and not as a page. */
function layout(value: unknown, indent = ''): string {
  const flat = inline(value);
  if (typeof value !== 'object' || value === null || flat.length + indent.length <= WIDTH) return flat;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((item) => deeper + layout(item, deeper)).join(',\n')}\n${indent}]`;
  const entries = Object.entries(value).map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${layout(item, deeper)}`);
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

function inline(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map(inline).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

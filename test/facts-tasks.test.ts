import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findTasks } from '../src/facts/tasks.js';
import type { Role } from '../src/types.js';
import { contextOf } from './facts-context.js';

const yaml = (path: string) => parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

describe('tasks', () => {
  it.each(yaml('fixtures/facts/tasks.yaml') as { name: string; in: string; role?: Role; out: string[] }[])('$name', (spec) => {
    const context = contextOf(spec.in, spec.role);
    const found = findTasks(context);
    expect(found.map(({ verb, text }) => `${verb}|${text}`)).toEqual(spec.out);
    for (const { span, text, verb, evidence } of found) {
      expect(context.text.text.slice(span.start, span.end)).toBe(text);
      expect(context.text.text.slice(evidence.start, evidence.end)).toBe(verb);
    }
  });

  const entries = yaml('src/lexicons/verbs.yaml') as { id: string; positives?: string[]; negatives?: string[] }[];
  it.each(entries.flatMap(({ positives }) => positives ?? []))('is a task: %s', (text) =>
    expect(findTasks(contextOf(text))).toHaveLength(1),
  );
  it.each(entries.flatMap(({ negatives }) => negatives ?? []))('is none: %s', (text) =>
    expect(findTasks(contextOf(text))).toEqual([]),
  );
});

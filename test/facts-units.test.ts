import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findUnits } from '../src/facts/units.js';
import { endingOf } from '../src/facts/units-names.js';
import { lexicons } from '../src/generated/lexicons.js';
import type { Role, UnitFact } from '../src/types.js';
import { contextOf } from './facts-context.js';

interface Spec {
  name: string;
  in: string | string[];
  role?: Role;
  out: string[];
  scopes?: string[];
}

const yaml = (path: string) => parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
const short = ({ role, name, collective }: UnitFact): string => `${role} ${name}${collective ? '*' : ''}`;

describe.each(['units', 'actors'])('%s', (file) => {
  it.each(yaml(`fixtures/facts/${file}.yaml`) as Spec[])('$name', (spec) => {
    const context = contextOf(spec.in, spec.role);
    const found = findUnits(context);
    expect(found.map(short)).toEqual(spec.out);
    if (spec.scopes) expect(found.map(({ scope }) => context.text.text.slice(scope.start, scope.end))).toEqual(spec.scopes);
    for (const { span, name, evidence, passage } of found) {
      const printed = context.text.text.slice(span.start, span.end);
      expect(printed.includes(name) || name.startsWith(printed.replace(/^等/, ''))).toBe(true);
      expect(evidence.start <= span.start && span.end <= evidence.end).toBe(true);
      expect(context.passages[passage]).toBeDefined();
    }
  });
});

interface Entry {
  id: string;
  positives?: string[];
  negatives?: string[];
}

describe('lexicon examples', () => {
  const entries = (name: string) => yaml(`src/lexicons/${name}.yaml`) as Entry[];
  const examples = (name: string, key: 'positives' | 'negatives') =>
    entries(name).flatMap(({ id, [key]: list }) => (list ?? []).map((text) => ({ id, text })));

  it.each(examples('org-suffixes', 'positives'))('$text ends like an organisation', ({ text }) =>
    expect(endingOf(lexicons, text)).not.toBeNull(),
  );
  it.each(examples('org-suffixes', 'negatives'))('$text does not', ({ text }) => expect(endingOf(lexicons, text)).toBeNull());
  it.each(examples('unit-roles', 'positives'))('$id: $text', ({ id, text }) => {
    const rules = findUnits(contextOf(text)).map(({ rule }) => rule);
    // 会同 joins units to those that another word gives their role.
    expect(rules).toContain(id === 'unit.with' ? 'unit.role-lead' : id);
  });
  it.each(examples('unit-roles', 'negatives'))('$id, not: $text', ({ text }) => {
    expect(findUnits(contextOf(text)).filter(({ basis }) => basis === 'assignment')).toEqual([]);
  });
  it.each(examples('actors', 'positives'))('$id: $text', ({ text }) => expect(findUnits(contextOf(text))).not.toEqual([]));
  it.each(examples('actors', 'negatives'))('$id, not: $text', ({ text }) => expect(findUnits(contextOf(text))).toEqual([]));
});

describe('hostile input', () => {
  it.each(['（', '(牵头', '、处', '牵头', '由', '各地要', '处和', '责任单位：', '（、负责）', '（处牵头'])(
    '%s again and again takes linear time',
    (piece) => {
      const time = (length: number): number => {
        const context = contextOf(piece.repeat(Math.ceil(length / piece.length)));
        context.words = () => [];
        const start = performance.now();
        findUnits(context);
        return performance.now() - start;
      };
      time(2_000);
      expect(time(200_000)).toBeLessThan(1_500);
    },
  );
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findDates } from '../src/facts/dates.js';
import { findDeadlines } from '../src/facts/deadlines.js';
import { lexicons } from '../src/generated/lexicons.js';
import type { Role } from '../src/types.js';
import { contextOf } from './facts-context.js';

const yaml = (path: string) => parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

describe('findDeadlines', () => {
  it.each(yaml('fixtures/facts/dates.yaml') as { name: string; role?: Role; in: string; out: string[] }[])('$name', (spec) => {
    // A year of the republic before the year of the plan would be past.
    const context = { ...contextOf(spec.in, spec.role ?? 'plan'), ...(spec.in.includes('民国') ? { reviewYear: null } : {}) };
    const found = findDeadlines(context);
    expect(found.map(({ text, date }) => `${text}|${date ?? ''}`)).toEqual(spec.out);
    for (const { text, span } of found) expect(context.text.text.slice(span.start, span.end)).toBe(text);
  });

  const entries = yaml('src/lexicons/deadlines.yaml') as { id: string; positives?: string[]; negatives?: string[] }[];
  const rulesOf = (text: string) =>
    findDeadlines({ ...contextOf(text), planYear: null, reviewYear: null }).map(({ rule }) => rule);
  it.each(entries.flatMap(({ id, positives }) => (positives ?? []).map((text) => ({ id, text }))))(
    '$id: $text',
    ({ id, text }) => {
      expect(rulesOf(text)).toContain(id);
    },
  );
  it.each(entries.flatMap(({ id, negatives }) => (negatives ?? []).map((text) => ({ id, text }))))(
    '$id, not: $text',
    ({ id, text }) => {
      expect(rulesOf(text)).not.toContain(id);
    },
  );

  it.each([
    ['检查从2021年8月开始。企业于9月5日前自查，12月底前整改。', ['2021-09-05', '2021-12-31']],
    ['检查自2021年8月开展。企业于3月5日前自查。', [null]],
    ['2021年以来检查企业。企业于3月5日前自查。', [null]],
  ])('the year of a schedule: %s', (text, dates) => {
    const found = findDeadlines({ ...contextOf(text), planYear: null, reviewYear: null });
    expect(found.filter(({ text: said }) => said.endsWith('前')).map(({ date }) => date)).toEqual(dates);
  });

  it.each(['到', '年', '前', '2025年', '每月', '“十五', '1', '三月底', '到2025年底前'])(
    '%s again and again takes linear time',
    (piece) => {
      const context = contextOf(piece.repeat(Math.ceil(200_000 / piece.length)));
      const start = performance.now();
      findDeadlines(context);
      expect(performance.now() - start).toBeLessThan(4_000);
    },
  );
});

describe('findDates', () => {
  const found = (text: string, year: number | null = 2022) =>
    findDates(text, { year }, lexicons).map(({ text: said, date }) => `${said}|${date ?? ''}`);

  it('finds days, months, years and their ends', () => {
    expect(found('2021年12月15日印发，3月底前完成，到2025年建成。')).toEqual([
      '2021年12月15日|2021-12-15',
      '3月底前|2021-03-31',
      '到2025年|2025-12-31',
    ]);
    expect(found('上半年启动，年底前完成，二〇三五年实现。')).toEqual([
      '上半年|2022-06-30',
      '年底前|2022-12-31',
      '二〇三五年|2035-12-31',
    ]);
    expect(found('民国113年3月、２０２２年５月')).toEqual(['民国113年3月|2024-03-31', '２０２２年５月|2022-05-31']);
  });

  it('says no day where none is certain', () => {
    expect(found('3月底前', null)).toEqual(['3月底前|']);
    expect(found('2022年2月30日')).toEqual(['2022年2月30日|']);
  });

  it('finds none in look-alikes', () => {
    expect(found('一年级学生、三个月、第3季、12345热线')).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lexicons } from '../src/generated/lexicons.js';
import { mend } from '../src/normalise/damage.js';
import { toSimplified } from '../src/normalise/script.js';
import { fault, halfWidth } from './support/fault.js';

interface Case {
  name: string;
  before?: string;
  in?: string;
  out?: string;
  repairs: string[];
}
const cases = parse(readFileSync(new URL('../fixtures/stages/damage.yaml', import.meta.url), 'utf8')) as Case[];
const simple = (text: string): string => toSimplified(text, lexicons).text;

/** Sentences in the manner of reports, put together from parts: `X` is where the fault strikes. */
const heads = ['會議要求，', '各單位要', '今年要', '我們要', '全省藥監系統要'];
const struck = [
  '確保“十四五”開好局',
  '堅持穩字當頭、統籌服務“六保”和疫情防控大局',
  '落實“六穩”“六保”任務',
  '加強環保、藥監、公安等部門聯動',
  '加強學校、醫院疫苗質量監管',
  '推動高校、企業開展合作',
  '落實醫保、醫療、醫藥協同機制',
  '強化科技支撐和安全保障。“智慧監管”建設取得成效',
];
const tails = ['，服務高質量發展。', '，守住安全底線。', '，推動工作落實。', '，提升監管能力。'];
const plain = [
  '深入貫徹“十四五”規劃，服務疫情防控大局，做好六穩六保工作，開好局、起好步。',
  '加強醫療、醫藥、公安、環保等部門聯動，支持企業做好疫情防控工作。',
  '推進智慧監管建設，提升藥品監管能力，保障公眾用藥安全。',
];

describe('damage', () => {
  it.each(cases)('$name', (item) => {
    const text = item.before ? fault(item.before).text : (item.in as string);
    const { repairs, text: mended, map } = mend(text, lexicons);
    expect(repairs.map((r) => r.text)).toEqual(item.repairs);
    if (item.before) expect(simple(mended)).toBe(simple(halfWidth(item.before)));
    if (item.out) expect(mended).toBe(item.out);
    for (const { span, original } of repairs) expect(text.slice(span.start, span.end)).toBe(original);
    expect(map.length).toBe(mended.length);
  });

  it('puts most damaged places right, and none wrong', () => {
    let places = 0;
    let right = 0;
    let wrong = 0;
    for (const head of heads.slice(0, 3))
      for (const middle of struck)
        for (const tail of tails.slice(0, 2)) {
          const before = `${plain.join('\n')}\n${head}${middle}${tail}`;
          const { text, places: count } = fault(before);
          const { repairs, text: mended } = mend(text, lexicons);
          places += count;
          if (simple(mended) === simple(halfWidth(before))) right += repairs.length;
          else wrong += repairs.length;
        }
    expect(right / places).toBeGreaterThan(0.6);
    expect(wrong).toBe(0);
  });

  it('leaves sound text alone', () => {
    const parts = fc.constantFrom(
      ...heads,
      ...struck,
      ...tails,
      ...plain,
      '\n',
      '一、',
      '(一)',
      '!',
      ';',
      ':',
      'GMP',
      '2022年',
      '120批次',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (list) => {
        for (const text of [list.join(''), halfWidth(list.join('')), simple(list.join(''))])
          expect(mend(text, lexicons).text).toBe(text);
      }),
    );
  });
});

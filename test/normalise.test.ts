import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lexicons } from '../src/generated/lexicons.js';
import { fold } from '../src/normalise/fold.js';
import { normalise } from '../src/normalise/index.js';
import { sourceOf } from '../src/read/index.js';
import type { NormalText } from '../src/types.js';

const normal = (text: string): NormalText => normalise(sourceOf(text, 'x'), lexicons);

/** The head of a table without numbers, whose rows are set apart by blank lines. */
const TABLE = '\n| 任务 | 责任单位 | 时限 |\n|---|---|---|\n';

/** Pieces of documents and of what goes wrong with them. */
const pieces = fc.constantFrom(
  '一、总体要求',
  '（一）强化监管。',
  '全年抽检7100批次，合格率98.5%。',
  '要着力推进“十四五”规划',
  '藥品監督管理局著力強化監管',
  '二噁英檢測計畫',
  '「數位建設」３億元',
  '组 长：王某某',
  '喜迎二十大 奋进新征程',
  '药(yao)品',
  '##paidbegin##',
  '##paidend##',
  '\u200B',
  '\uFEFF',
  '# 标题',
  '- 条目',
  '**重点**',
  '— 3 —',
  '----------',
  '确!笆奈濉遍_好局',
  '藥品安全?“智慧監管”',
  '。?(生产处牵头)',
  '\n',
  '\r\n',
  '\n\n',
  '\u3000\u3000',
  '\t',
  ' ',
  '\u00A0',
  '𠌥',
  '[查看原文](https://www.example.cn/a)',
  TABLE,
  '| 抽检 | 检验科 |',
);

describe('normalised text', () => {
  it('leads back to every character that is not blank, or accounts for it as noise or repair', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
        const { text: source } = sourceOf(list.join(''), 'x');
        const result = normal(list.join(''));
        const covered = new Uint8Array(source.length);
        for (let i = 0; i < result.text.length; i++) {
          const { start, end } = result.map.toSource({ start: i, end: i + 1 });
          covered.fill(1, start, end);
        }
        for (const { span } of [...result.noise, ...result.repairs]) covered.fill(1, span.start, span.end);
        const lost = [...source].map((_, i) => source[i] as string).filter((c, i) => !covered[i] && /\S/.test(c ?? ' '));
        expect(lost).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('goes forward: what stands behind in the text stands behind in the source', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
        const { text, map } = normal(list.join(''));
        let last = 0;
        for (let i = 0; i < text.length; i++) {
          const { start, end } = map.toSource({ start: i, end: i + 1 });
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThanOrEqual(start);
          last = start;
        }
      }),
    );
  });

  it('has no blank lines but in tables, no blanks at the ends of lines and no carriage returns', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
        const { text } = normal(list.join(''));
        if (!list.includes(TABLE)) expect(text).not.toContain('\n\n');
        expect(text).not.toMatch(/\r|\n{4}|^\n|[ \t\u3000\u00A0](?:\n|$)|(?:^|\n)[ \t\u3000\u00A0]/);
      }),
    );
  });

  it('folds full-width forms unit by unit', () => {
    expect(fold('（１）抽检７１００批次；合格率９８％\u3000A')).toBe('(1)抽检7100批次;合格率98% A');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(text)).toHaveLength(text.length);
      }),
    );
  });

  it('leaves clean simplified text as it is', () => {
    const text = '关于印发工作要点的通知\n一、总体要求\n以习近平新时代中国特色社会主义思想为指导，抽检7100批次。\n';
    const result = normal(text);
    expect(result.text).toBe(text);
    expect(result.script).toBe('simplified');
    expect(result.problems).toEqual([]);
  });

  it('reports what was repaired', () => {
    const source = '各單位要落實“十四五”規劃。\n為確!笆奈濉遍_好局，藥品安全?“智慧監管”建設有力，確保大局穩定。';
    const { repairs, problems, text } = normal(source);
    expect(text).toContain('为确保“十四五”开好局，药品安全“智慧监管”建设有力');
    expect(repairs.map((r) => r.method)).toEqual(['gbk-misaligned', 'stray-mark']);
    expect(problems.map((p) => p.code)).toEqual(['damage/repaired', 'damage/repaired']);
  });

  it('takes time that grows with the text, whatever it is made of', () => {
    for (const unit of ['药品监管，', '( ', '\u3000', '药(yao)品', '**', '# a\n', '1 ', '?“', '!。', '監管', '第一章 ']) {
      const text = unit.repeat(Math.ceil(400_000 / unit.length));
      const start = performance.now();
      normal(text);
      expect(performance.now() - start, unit).toBeLessThan(4000);
    }
  });
});

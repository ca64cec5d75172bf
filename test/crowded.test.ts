import { describe, expect, it } from 'vitest';
import { findQuantities } from '../src/find.js';
import { parse } from '../src/parse.js';

const MOST = 20_000;
const codes = (text: string) => parse(text).diagnostics.map(({ code }) => code);

/** Facts of a kind in the preamble, which has all the text of these. */
const counted = (text: string) => {
  const { preamble } = parse(text);
  return { quantities: preamble?.quantities.length, units: preamble?.units.length, tasks: preamble?.tasks.length };
};

describe('a text of far too many facts', () => {
  it('keeps as many quantities of one line as are allowed and says where it stopped', () => {
    const piece = '完成抽检100批次，';
    const text = piece.repeat(MOST + 10);
    const { preamble, diagnostics } = parse(text, { lang: 'en' });
    expect(preamble?.quantities).toHaveLength(MOST);
    expect(diagnostics.filter(({ code }) => code === 'facts/too-many')).toEqual([
      {
        code: 'facts/too-many',
        severity: 'warning',
        message: expect.stringContaining(String(MOST)),
        span: { start: piece.length * MOST + piece.indexOf('1'), end: text.length },
      },
    ]);
  });

  it('keeps as many actors, assignments and tasks', () => {
    expect(counted('要加强监管。各处室要抓好监管。'.repeat(MOST + 10)).units).toBe(MOST);
    expect(counted('要抓好监管。（药监处牵头）'.repeat(MOST + 10))).toMatchObject({ units: MOST, tasks: MOST });
  });

  it('searches no more than so many lines', () => {
    const lines = 8_000;
    const text = `${'要抓好监管。\n'.repeat(lines)}要完成检查100家。`;
    expect(counted(text)).toMatchObject({ tasks: lines, quantities: 0 });
    expect(codes(text)).toEqual(['structure/too-many-parts']);
  });

  it('reads a single line of too many markers, too', () => {
    const piece = '一是检查企业30家；';
    const text = piece.repeat(8_010);
    expect(counted(text).quantities).toBe(8_010);
    const problem = parse(text).diagnostics.find(({ code }) => code === 'structure/too-many-parts');
    expect(problem?.span).toEqual({ start: piece.length * 8_000, end: text.length });
  });

  it('is told from a long one', () => {
    const long = '今年要加强药品监管，保障群众用药安全，全年完成抽检100批次。';
    expect(counted(long.repeat(MOST + 10)).quantities).toBe(MOST + 10);
    expect(codes(long.repeat(MOST + 10))).not.toContain('facts/too-many');
  });

  it('is no matter to who asks for quantities alone', () => {
    expect(findQuantities('完成抽检100批次，'.repeat(MOST + 10))).toHaveLength(MOST + 10);
  });
});

describe('a text of far too many lines', () => {
  it('has its furniture at the head and at the foot', () => {
    const text = `首页 > 政务公开 > 药品\n关于公布药品名单的通知\n${'板蓝根颗粒\n'.repeat(MOST)}打印本页\n`;
    const { meta, noise, preamble, closing } = parse(text);
    expect(closing).toBeNull();
    expect(meta.title).toBe('关于公布药品名单的通知');
    expect(noise.map(({ span }) => text.slice(span.start, span.end))).toEqual(['首页 > 政务公开 > 药品', '打印本页']);
    expect(preamble?.text.split('\n')).toHaveLength(MOST);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSource } from '../src/read/index.js';
import { wholeCharacters } from '../src/read/pdf/characters.js';
import { type Placed, pdfOf } from './support/pdf.js';
import { bodyOf, noiseOf, refusal } from './support/source.js';

const read = (...pages: Parameters<typeof pdfOf>[0]) => readSource(pdfOf(pages), { name: 'report.pdf' });
const failure = (bytes: Uint8Array) => refusal(bytes, { name: 'report.pdf' });

/** Lines of 28 characters of 16 points between 72 and 520, paragraphs indented by two characters. */
function page(paragraphs: readonly string[], top = 100, flush = false): Placed[] {
  const placed: Placed[] = [];
  let y = top;
  paragraphs.forEach((paragraph, index) => {
    const first = flush && index === 0 ? 28 : 26;
    const lines = [paragraph.slice(0, first), ...(paragraph.slice(first).match(/.{1,28}/g) ?? [])];
    lines.forEach((text, at) => {
      placed.push({ text, x: at === 0 && first === 26 ? 104 : 72, y });
      y += 28;
    });
  });
  return placed;
}

const LONG =
  '（一）强化药品生产监管。对疫苗、血液制品、中药注射剂等高风险品种生产企业每季度检查不少于一次，全年检查药品生产企业二百六十家次，检查发现缺陷整改率达到百分之百。';
const NEXT = '（二）强化药品流通监管。完成药品网络销售专项整治，检查网络销售企业一千二百家次。';

describe('PDF', () => {
  it('with a Chinese font that is not embedded and has no ToUnicode', async () => {
    const source = await read(page(['江海省药品监督管理局', '一、加强监管']));
    expect(source.text.split('\n')).toEqual(['江海省药品监督管理局', '一、加强监管']);
    expect(source.mediaType).toBe('application/pdf');
  });

  it('has its lines joined to paragraphs', async () => {
    expect(bodyOf(await read(page([LONG, NEXT])))).toEqual([LONG, NEXT]);
  });

  it('has paragraphs that run on from page to page, with furniture between and the page of each piece', async () => {
    const furniture = (number: number): Placed[] => [
      { text: '某省文件汇编', x: 240, y: 50, size: 10 },
      { text: `— ${number} —`, x: 280, y: 800, size: 10 },
    ];
    const source = await read(
      [...furniture(1), ...page([NEXT, LONG.slice(0, 54)])],
      [...page([LONG.slice(54), NEXT], 100, true), ...furniture(2)],
    );
    expect(bodyOf(source)).toEqual([NEXT, LONG, NEXT]);
    expect(noiseOf(source)).toEqual([
      ['navigation', '某省文件汇编'],
      ['footer', '— 1 —'],
      ['navigation', '某省文件汇编'],
      ['footer', '— 2 —'],
    ]);
    const pieces = source.origins
      .filter(({ paragraph }) => paragraph === 2)
      .map(({ page: number, span }) => [number, source.text.slice(span.start, span.end)]);
    expect(pieces).toEqual([
      [1, LONG.slice(0, 54)],
      [2, LONG.slice(54)],
    ]);
  });

  it('loses the air between characters and digits, and keeps the blanks that are printed', async () => {
    const source = await read([
      { text: '江海省', x: 72, y: 100 },
      { text: '2022', x: 124, y: 100 },
      { text: '年', x: 160, y: 100 },
      { text: '12', x: 180, y: 100 },
      { text: '月', x: 200, y: 100 },
      { text: '第一条', x: 72, y: 130 },
      { text: '为了加强监管', x: 128, y: 130 },
    ]);
    expect(source.text.split('\n')).toEqual(['江海省2022年12月', '第一条 为了加强监管']);
  });

  it('has the rows of a table, also where a cell takes two lines', async () => {
    const row = (y: number, ...cells: string[]): Placed[] =>
      cells.map((text, index) => ({ text, x: [72, 200, 400][index] as number, y }));
    const source = await read([
      ...page([LONG]),
      ...row(240, '任务', '目标', '单位'),
      ...row(268, '药品抽检', '七千批次', '药品监管处和各'),
      ...row(296, '', '', '检查分局').slice(2),
      ...row(324, '器械抽检', '九百批次', '器械处'),
    ]);
    expect(bodyOf(source).slice(1)).toEqual([
      '任务\t目标\t单位',
      '药品抽检\t七千批次\t药品监管处和各检查分局',
      '器械抽检\t九百批次\t器械处',
    ]);
  });

  it('has tables of tasks read cell by cell, over pages, with heads in the middle of their columns and repeated ones as noise', async () => {
    const head = (y: number): Placed[] => [
      { text: '序号', x: 80, y, size: 10 },
      { text: '重点任务', x: 170, y, size: 10 },
      { text: '牵头单位', x: 330, y, size: 10 },
      { text: '完成时限', x: 450, y, size: 10 },
    ];
    const row = (y: number, number: string, task: readonly string[], unit: readonly string[], time: string): Placed[] => [
      // The number stands in the middle of its row, and so below the first line of the other cells.
      { text: number, x: 86, y: y + 7, size: 10 },
      ...task.map((text, index) => ({ text, x: 115, y: y + index * 14, size: 10 })),
      ...unit.map((text, index) => ({ text, x: 318, y: y + index * 14, size: 10 })),
      { text: time, x: 440, y: y + 7, size: 10 },
    ];
    const source = await read(
      [
        ...page([LONG]),
        ...head(240),
        ...row(
          260,
          '1',
          ['完成药品抽检七千一百批次，不合格产品', '处置率达到百分之百'],
          ['药品监管处、各', '检查分局'],
          '十一月底前',
        ),
      ],
      [...head(100), ...row(120, '2', ['检查医疗器械生产企业'], ['器械处'], '九月底前'), ...page([NEXT], 200)],
    );
    expect(bodyOf(source).slice(1)).toEqual([
      '序号',
      '重点任务',
      '牵头单位',
      '完成时限',
      '1',
      '完成药品抽检七千一百批次，不合格产品处置率达到百分之百',
      '药品监管处、各检查分局',
      '十一月底前',
      '2',
      '检查医疗器械生产企业',
      '器械处',
      '九月底前',
      NEXT,
    ]);
    expect(noiseOf(source)).toEqual([['navigation', '序号\t重点任务\t牵头单位\t完成时限']]);
    expect(source.origins.filter(({ row: at }) => at === 3).map(({ page: on, cell }) => [on, cell])).toEqual([
      [2, 1],
      [2, 2],
      [2, 3],
      [2, 4],
    ]);
  });

  it('has two columns read one after the other', async () => {
    const column = (x: number, text: string): Placed[] =>
      (text.match(/.{1,12}/g) ?? []).map((line, index) => ({ text: line, x, y: 130 + index * 20 }));
    const left = '左'.repeat(144);
    const right = '右'.repeat(144);
    const source = await read([
      { text: '关于加强药品监督管理工作的若干意见', x: 120, y: 90, size: 20 },
      ...column(72, left),
      ...column(320, right),
    ]);
    expect(source.text.replaceAll('\n', '')).toBe(`关于加强药品监督管理工作的若干意见${left}${right}`);
  });

  it('has footnotes behind the text, also where a paragraph runs on to the next page', async () => {
    const source = await read(
      [
        ...page([NEXT, LONG.slice(0, 54)]),
        { text: '1', x: 72, y: 700, size: 6 },
        { text: '指疫苗和血液制品。', x: 80, y: 702, size: 10 },
        { text: '2 指省局直属的检查机构。', x: 72, y: 716, size: 10 },
        { text: '— 1 —', x: 280, y: 800, size: 10 },
      ],
      [...page([LONG.slice(54), NEXT], 100, true), { text: '— 2 —', x: 280, y: 800, size: 10 }],
    );
    expect(bodyOf(source)).toEqual([NEXT, LONG, NEXT, '注释', '1 指疫苗和血液制品。', '2 指省局直属的检查机构。']);
  });

  it('has whole characters where a font gives radicals', () => {
    expect(wholeCharacters('⻛险⼯作⻓期⻅⼾⾯豈')).toBe('风险工作长期见户面豈');
  });

  it('that is a scan is refused with the number of its pages', async () => {
    const error = await failure(pdfOf(['picture', 'picture', 'picture']));
    expect([error.code, error.data.pages]).toEqual(['read/no-text', 3]);
    expect((await failure(pdfOf([[{ text: '— 1 —', x: 280, y: 800 }], 'picture']))).code).toBe('read/no-text');
  });

  it('with a password, cut off, or damaged is refused', async () => {
    expect((await failure(pdfOf([page([NEXT])], { encrypted: true }))).code).toBe('read/encrypted');
    const whole = pdfOf([page([LONG]), page([NEXT])]);
    for (const share of [0.2, 0.5, 0.9])
      expect((await failure(whole.subarray(0, whole.length * share))).code).toBe('read/truncated');
    expect((await failure(new TextEncoder().encode('%PDF-1.4\nnothing\n%%EOF'))).code).toBe('read/damaged');
  });

  it('as LibreOffice prints the numbers of lists is what the reader of Word files makes of them', async () => {
    const bytes = readFileSync(new URL('../fixtures/formats/regulation/automatic.pdf', import.meta.url));
    expect(bodyOf(await readSource(bytes, { name: 'automatic.pdf' }))).toEqual(
      readFileSync(new URL('../fixtures/formats/regulation/input.txt', import.meta.url), 'utf8')
        .trim()
        .split('\n'),
    );
  });
});

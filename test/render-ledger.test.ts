import { describe, expect, it } from 'vitest';
import { csvCell, renderCsv } from '../src/render/csv.js';
import { ledgerRows, opening, partsOf, titleOf, unitCounts } from '../src/render/ledger.js';
import { escapeBlock, escapeInline, renderMarkdown } from '../src/render/markdown.js';
import { placerOf } from '../src/render/place.js';
import { sampleDocument, sampleText } from './render-sample.js';

const document = sampleDocument();

describe('rows of the ledger', () => {
  it('are the measures, with who, what, how much, by when, after which document and where', () => {
    expect(ledgerRows(document, { source: sampleText })[0]).toEqual({
      index: 1,
      part: 'm1',
      span: document.measures[0]?.span,
      chapter: '一、全力保障药品安全',
      task: '（一）加强质量抽检',
      detail: document.measures[0]?.text,
      lead: ['药品监管处'],
      support: ['省药检院', '分局'],
      responsible: [],
      targets: ['省级药品抽检：7100批次以上', '化妆品抽检：XX批次'],
      deadlines: ['2022年3月底前（2022-03-31）'],
      references: ['《药品质量抽查检验管理办法》（国药监药管〔2019〕34号）'],
      place: '第5行第1字',
    });
    expect(ledgerRows(document).map((row) => [row.index, row.part])).toEqual([
      [1, 'm1'],
      [2, 'm2'],
      [3, 'm3'],
    ]);
  });

  it('name an actor as responsible, and a deadline that is also that of a target once', () => {
    const [, second, third] = ledgerRows(document);
    expect(third?.responsible).toEqual(['省局']);
    expect(second?.deadlines).toEqual(['2025年底前（2025-12-31）']);
  });

  it('are the tasks where asked, each with what lies in its own sentence', () => {
    const rows = ledgerRows(document, { rows: 'tasks' });
    expect(rows.map((row) => row.detail)).toEqual([
      '完成省级药品抽检7100批次以上，化妆品抽检XX批次。',
      '2022年3月底前印发抽检方案。',
      '将审批时限压缩10%，力争2025年底前全部网上办理。',
      '省局要统筹推进，10月底前上线。',
    ]);
    expect(rows.map((row) => row.targets.length)).toEqual([2, 0, 1, 0]);
    expect(rows.map((row) => row.deadlines.length)).toEqual([0, 1, 1, 1]);
    expect(rows.every((row) => row.lead.length + row.responsible.length > 0)).toBe(true);
  });

  it('leave out work done, unless a document has nothing else', () => {
    const mixed = sampleDocument();
    const [first, second, third] = mixed.measures;
    if (!first || !second || !third) throw new Error('sample');
    first.role = 'review';
    first.units = [];
    expect(ledgerRows(mixed).map((row) => row.part)).toEqual(['m2', 'm3']);
    for (const measure of [second, third]) Object.assign(measure, { role: 'review', units: [], tasks: [] });
    first.tasks = [];
    expect(ledgerRows(mixed).map((row) => row.part)).toEqual(['m1', 'm2', 'm3']);
  });

  it('count units by task, in any role once', () => {
    const rows = ledgerRows(document);
    expect(unitCounts(document, rows).map(({ name, total }) => [name, total])).toEqual([
      ['药品监管处', 1],
      ['省药检院', 1],
      ['分局', 1],
      ['行政审批处', 1],
      ['省局', 1],
      ['科技处', 1],
    ]);
  });

  it.each([
    [{ marker: '一、', heading: '深化改革' }, '一、深化改革'],
    [{ marker: '第三条', heading: '深化改革' }, '第三条 深化改革'],
    [{ marker: '一是', heading: '深化改革' }, '一是深化改革'],
    [{ marker: '1.', heading: '深化改革' }, '1. 深化改革'],
    [{ marker: null, heading: '深化改革' }, '深化改革'],
    [{ marker: '（一）', heading: null }, '（一）'],
    [{ marker: null, heading: null }, null],
  ])('%j is titled %s', (part, title) => {
    expect(titleOf(part)).toBe(title);
  });

  it('a text without heading is named by its first clause', () => {
    expect(opening('加强监管。再说别的。')).toBe('加强监管');
    expect(opening('长'.repeat(60))).toBe(`${'长'.repeat(39)}…`);
  });

  it('sections and measures stand in document order, the chapter of each above it', () => {
    expect(partsOf(document).map((part) => [part.id, part.chapter])).toEqual([
      ['preamble', ''],
      ['s1', ''],
      ['m1', '一、全力保障药品安全'],
      ['m2', '一、全力保障药品安全'],
      ['s2', ''],
      ['m3', '二、<script>window.hacked=1</script>强化能力建设'],
      ['closing', ''],
    ]);
  });
});

describe('places', () => {
  const origin = { page: null, paragraph: null, table: null, row: null, cell: null };
  it('are line and column of a text, page, paragraph and cell of other formats, offsets where nothing is known', () => {
    const span = { start: 8, end: 9 };
    expect(placerOf(document, 'abc\ndef\n第三行', 'zh')(span)).toBe('第3行第1字');
    expect(placerOf(document, 'abc\ndef\n第三行', 'en')(span)).toBe('line 3, column 1');
    expect(placerOf(document, undefined, 'zh')(span)).toBe('字符8–9');
    const paged = {
      ...document,
      origins: [
        { ...origin, span: { start: 0, end: 5 }, page: 1, paragraph: 1 },
        { ...origin, span: { start: 5, end: 20 }, page: 2, paragraph: 7, table: 1, row: 3, cell: 2 },
      ],
    };
    expect(placerOf(paged, 'x', 'zh')({ start: 2, end: 3 })).toBe('第1页第1段');
    expect(placerOf(paged, 'x', 'zh')(span)).toBe('第2页表1第3行第2格');
    expect(placerOf(paged, 'x', 'en')(span)).toBe('page 2, table 1, row 3, cell 2');
  });
});

describe('csv', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['＝1+1', "'＝1+1"],
    ['a=1', 'a=1'],
    ['他说"好"，', '"他说""好""，"'],
    ['a,b', '"a,b"'],
    ['a\nb', '"a\nb"'],
    ['', ''],
  ])('%j becomes %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it('has a byte order mark only where asked, CRLF, and a header', () => {
    const text = renderCsv(document, { source: sampleText });
    expect(text.startsWith('序号,章节,任务,具体内容,牵头单位,配合单位,责任单位,量化目标,完成时限,依据文件,原文位置\r\n')).toBe(
      true,
    );
    expect(renderCsv(document, { bom: true })).toBe(`\uFEFF${renderCsv(document)}`);
    expect(text.split('\r\n')).toHaveLength(5);
    // The detail of the second measure begins with =HYPERLINK( and has quotes.
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"",""点我"")`);
    expect(renderCsv(document, { lang: 'en' })).toMatch(/^No\.,Chapter,Task,/);
  });
});

describe('markdown', () => {
  const text = renderMarkdown(document, { source: sampleText });

  it('is an outline with tables', () => {
    expect(text).toMatch(/^# 云岭省药品监督管理局2022年工作要点\n\n工作要点 · 云岭省药品监督管理局 · 2022-02-22\n/);
    expect(text).toContain('\n## 一、全力保障药品安全 `部署`\n');
    expect(text).toContain('\n### （一）加强质量抽检 `部署`\n');
    expect(text).toContain('\n## 任务分解表\n\n| 序号 | 章节 |');
    const tables = text.split('\n').filter((line) => line.startsWith('|'));
    const columns = (line: string) => line.replace(/\\./g, '').split('|').length;
    for (const [index, line] of tables.entries())
      if (/^\| ---/.test(tables[index + 1] ?? '')) expect(columns(line)).toBe(columns(tables[index + 2] as string));
  });

  it('lets nothing of the document be read as markup', () => {
    expect(text).not.toMatch(/(?<!\\)<(?!br>)/);
    expect(escapeInline('a|b*c_d[e](f)`g`<h>&amp;')).toBe('a\\|b\\*c\\_d\\[e\\](f)\\`g\\`\\<h\\>\\&amp;');
    expect(escapeBlock('# 标题')).toBe('\\# 标题');
    expect(escapeBlock('1. 加强')).toBe('1\\. 加强');
    expect(escapeBlock('- 加强')).toBe('\\- 加强');
    expect(escapeBlock('=HYPERLINK()')).toBe('\\=HYPERLINK()');
  });
});

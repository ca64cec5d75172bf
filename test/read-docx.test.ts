import { describe, expect, it } from 'vitest';
import { formatNumber } from '../src/read/docx/number-format.js';
import { readSource } from '../src/read/index.js';
import { refusal } from './support/source.js';
import { type DocxParts, docxOf, p, r, zipOf } from './support/zip.js';

const read = (parts: DocxParts) => readSource(docxOf(parts), { name: 'report.docx' });
const linesOf = async (parts: DocxParts): Promise<string[]> => (await read(parts)).text.split('\n');
const failure = (bytes: Uint8Array, name = 'report.docx') => refusal(bytes, { name });

/** A level of a list: `format|text`, then more of its elements. */
const level = (index: number, format: string, text: string, more = '', start = 1): string =>
  `<w:lvl w:ilvl="${index}"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/>${more.includes('w:suff') ? '' : '<w:suff w:val="nothing"/>'}${more}<w:lvlText w:val="${text}"/></w:lvl>`;
const abstract = (id: number, ...levels: string[]): string =>
  `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`;
const num = (id: number, of: number, overrides = ''): string =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${overrides}</w:num>`;
const report = abstract(
  1,
  level(0, 'chineseCountingThousand', '%1、'),
  level(1, 'chineseCounting', '（%2）'),
  level(2, 'decimal', '%3.'),
  level(3, 'decimalEnclosedCircle', '%4'),
);

describe('number formats', () => {
  it.each([
    ['decimal', [1, 10, 120], ['1', '10', '120']],
    ['decimalZero', [1, 10], ['01', '10']],
    ['decimalFullWidth', [12], ['１２']],
    ['decimalEnclosedCircle', [1, 20, 21], ['①', '⑳', '21']],
    ['decimalEnclosedParen', [1, 20], ['⑴', '⒇']],
    ['decimalEnclosedFullstop', [3], ['⒊']],
    ['chineseCounting', [1, 10, 11, 20, 21, 99, 100, 105], ['一', '十', '十一', '二十', '二十一', '九十九', '一○○', '一○五']],
    [
      'chineseCountingThousand',
      [9, 10, 19, 30, 100, 101, 110, 115, 230, 1000, 1001, 1010, 1100],
      [
        '九',
        '十',
        '十九',
        '三十',
        '一百',
        '一百〇一',
        '一百一十',
        '一百一十五',
        '二百三十',
        '一千',
        '一千〇一',
        '一千〇一十',
        '一千一百',
      ],
    ],
    ['japaneseCounting', [1, 10, 21, 100, 101, 110, 234, 1000], ['一', '十', '二十一', '百', '百一', '百十', '二百三十四', '千']],
    ['ideographTraditional', [1, 10, 11], ['甲', '癸', '11']],
    ['ideographZodiac', [1, 12], ['子', '亥']],
    ['ideographDigital', [10, 25], ['一〇', '二五']],
    ['chineseLegalSimplified', [1, 2, 10, 15], ['壹', '贰', '壹拾', '壹拾伍']],
    ['ideographLegalTraditional', [3, 20], ['參', '貳拾']],
    ['lowerLetter', [1, 26, 27], ['a', 'z', 'aa']],
    ['upperRoman', [4, 9, 14], ['IV', 'IX', 'XIV']],
    ['none', [1], ['']],
    ['aFormatOfTheFuture', [7], ['7']],
  ] as const)('%s', (format, values, written) => {
    expect(values.map((value) => formatNumber(value, format))).toEqual(written);
  });
});

describe('automatic numbers', () => {
  it('are written out level by level, lower ones begin anew', async () => {
    const lines = await linesOf({
      numbering: report + num(1, 1),
      body: [
        p('加强监管', { list: 1 }),
        p('严格许可', { list: 1, level: 1 }),
        p('抽检品种', { list: 1, level: 2 }),
        p('抽检企业', { list: 1, level: 2 }),
        p('上报结果', { list: 1, level: 3 }),
        p('改进服务', { list: 1, level: 1 }),
        p('压缩时限', { list: 1, level: 2 }),
        p('强化保障', { list: 1 }),
        p('建设队伍', { list: 1, level: 1 }),
      ].join(''),
    });
    expect(lines).toEqual([
      '一、加强监管',
      '（一）严格许可',
      '1.抽检品种',
      '2.抽检企业',
      '①上报结果',
      '（二）改进服务',
      '1.压缩时限',
      '二、强化保障',
      '（一）建设队伍',
    ]);
  });

  it('count on through sections where the level never begins anew', async () => {
    const numbering =
      abstract(1, level(0, 'chineseCounting', '%1、'), level(1, 'chineseCounting', '（%2）', '<w:lvlRestart w:val="0"/>')) +
      num(1, 1);
    const body = [0, 1, 1, 0, 1].map((at) => p('甲事', { list: 1, level: at })).join('');
    expect(await linesOf({ numbering, body })).toEqual(['一、甲事', '（一）甲事', '（二）甲事', '二、甲事', '（三）甲事']);
  });

  it('count upper levels that were passed over as begun', async () => {
    const numbering =
      abstract(1, level(0, 'decimal', '%1.'), level(1, 'decimal', '%1.%2'), level(2, 'decimal', '%1.%2.%3')) + num(1, 1);
    const body = [1, 1, 0, 2, 1, 0].map((at) => p('事', { list: 1, level: at })).join('');
    expect(await linesOf({ numbering, body })).toEqual(['1.1事', '1.2事', '2.事', '2.1.1事', '2.2事', '3.事']);
  });

  it('begin anew only below the level that lvlRestart names', async () => {
    const numbering =
      abstract(
        1,
        level(0, 'decimal', '%1.'),
        level(1, 'decimal', '%1.%2'),
        level(2, 'decimal', '%3)', '<w:lvlRestart w:val="1"/>'),
      ) + num(1, 1);
    const body = [0, 1, 2, 1, 2, 0, 1, 2].map((at) => p('事', { list: 1, level: at })).join('');
    expect(await linesOf({ numbering, body })).toEqual(['1.事', '1.1事', '1)事', '1.2事', '2)事', '2.事', '2.1事', '1)事']);
  });

  it('go on in another list of the same kind, and begin anew where that one says so', async () => {
    const numbering =
      abstract(1, level(0, 'decimal', '%1、')) +
      num(1, 1) +
      num(2, 1) +
      num(3, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>');
    const body = [1, 1, 2, 3, 3, 1].map((list) => p('事', { list })).join('');
    expect(await linesOf({ numbering, body })).toEqual(['1、事', '2、事', '3、事', '5、事', '6、事', '7、事']);
  });

  it('take a whole level from an override', async () => {
    const numbering =
      abstract(1, level(0, 'decimal', '%1、')) +
      num(1, 1, `<w:lvlOverride w:ilvl="0">${level(0, 'ideographTraditional', '%1.', '', 2)}</w:lvlOverride>`);
    expect(await linesOf({ numbering, body: p('事', { list: 1 }) + p('事', { list: 1 }) })).toEqual(['乙.事', '丙.事']);
  });

  it('start where the level says', async () => {
    const numbering = abstract(1, level(0, 'chineseCounting', '第%1条', '<w:suff w:val="space"/>', 7)) + num(1, 1);
    expect(await linesOf({ numbering, body: p('为了规范', { list: 1 }) + p('本省', { list: 1 }) })).toEqual([
      '第七条 为了规范',
      '第八条 本省',
    ]);
  });

  it('show the numbers of upper levels, all in plain digits where isLgl stands', async () => {
    const numbering =
      abstract(
        1,
        level(0, 'chineseCounting', '第%1章', '<w:suff w:val="tab"/>'),
        level(1, 'decimal', '%1.%2'),
        level(2, 'chineseCounting', '%1.%2.%3', '<w:isLgl/>'),
      ) + num(1, 1);
    const body = [0, 0, 1, 2].map((at) => p('事', { list: 1, level: at })).join('');
    expect(await linesOf({ numbering, body })).toEqual(['第一章\t事', '第二章\t事', '二.1事', '2.1.1事']);
  });

  it('come from styles: by the level linked to the style, from a style it is based on, off with list 0', async () => {
    const styles = `
      <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
      <w:style w:type="paragraph" w:styleId="H1"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="H2b"><w:basedOn w:val="H2"/></w:style>`;
    const numbering =
      abstract(
        1,
        level(0, 'chineseCounting', '%1、', '<w:pStyle w:val="H1"/>'),
        level(1, 'chineseCounting', '（%2）', '<w:pStyle w:val="H2"/>'),
      ) + num(1, 1);
    const body =
      p('甲', { style: 'H1' }) +
      p('乙', { style: 'H2' }) +
      p('丙', { style: 'H2b' }) +
      p('丁', { style: 'H2', list: 0 }) +
      p('戊') +
      p('己', { style: 'H1' });
    expect(await linesOf({ styles, numbering, body })).toEqual(['一、甲', '（一）乙', '（二）丙', '丁', '戊', '二、己']);
  });

  it('follow a link to a numbering style', async () => {
    const styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>';
    const numbering = `<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>${abstract(2, level(0, 'decimal', '(%1)'))}${num(1, 1)}${num(2, 2)}`;
    expect(await linesOf({ styles, numbering, body: p('事', { list: 1 }) + p('事', { list: 2 }) })).toEqual(['(1)事', '(2)事']);
  });

  it('count paragraphs in tables, skip those struck out, and give one number to what was joined', async () => {
    const deleted = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>';
    const numbering = report + num(1, 1);
    const body = [
      p('甲', { list: 1 }),
      `<w:tbl><w:tr><w:tc>${p('乙', { list: 1 })}</w:tc></w:tr></w:tbl>`,
      `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>${deleted}</w:pPr><w:del w:id="2"><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>`,
      p('丙的前半，', { list: 1, properties: deleted }),
      p('丙的后半', { list: 1 }),
      p('丁', { list: 1 }),
    ].join('');
    expect(await linesOf({ numbering, body })).toEqual(['一、甲', '二、乙', '三、丙的前半，丙的后半', '四、丁']);
  });

  it('write a bullet as a bullet', async () => {
    const numbering = abstract(1, level(0, 'bullet', '\uF06C', '<w:suff w:val="space"/>')) + num(1, 1);
    expect(await linesOf({ numbering, body: p('事', { list: 1 }) })).toEqual(['• 事']);
  });

  it('are kept in bounds where the file states what cannot be', async () => {
    const numbering =
      abstract(1, level(0, 'upperRoman', `%1${'长'.repeat(5000)}`).replace('w:start w:val="1"', 'w:start w:val="1e999"')) +
      abstract(2, level(0, 'chineseCountingThousand', '%1、').replace('w:start w:val="1"', 'w:start w:val="x"')) +
      num(1, 1) +
      num(2, 2);
    const [long = '', odd] = await linesOf({ numbering, body: p('事', { list: 1 }) + p('事', { list: 2 }) });
    expect(long.startsWith('999999999长')).toBe(true);
    expect(long.length).toBeLessThan(300);
    expect(odd).toBe('0、事');
  });

  it('survive lists that are missing or that link in a circle', async () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>';
    expect(await linesOf({ styles, numbering: '', body: p('甲', { list: 9 }) + p('乙', { style: 'A' }) })).toEqual(['甲', '乙']);
  });
});

describe('text', () => {
  it('has soft breaks, tabs, hyphens, links, fields and content controls, but no instructions and nothing hidden', async () => {
    const field =
      '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2022年</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>';
    const body = `<w:p>${r('一是检查')}<w:r><w:br/></w:r>${r('二是抽检')}</w:p><w:p>${field}<w:hyperlink>${r('要点')}</w:hyperlink><w:r><w:tab/></w:r><w:sdt><w:sdtContent>${r('甲')}</w:sdtContent></w:sdt>${r('密', '<w:vanish/>')}<w:r><w:noBreakHyphen/></w:r></w:p>`;
    expect(await linesOf({ body })).toEqual(['一是检查', '二是抽检', '2022年要点\t甲-']);
  });

  it('accepts changes', async () => {
    const body = `<w:p>${r('抽检')}<w:del w:id="1"><w:r><w:delText>500</w:delText></w:r></w:del><w:ins w:id="2">${r('700')}</w:ins>${r('批次')}<w:moveFrom w:id="3">${r('旧')}</w:moveFrom><w:moveTo w:id="4">${r('新')}</w:moveTo></w:p>`;
    expect(await linesOf({ body })).toEqual(['抽检700批次新']);
  });

  it('has text boxes once, behind the paragraph they hang on', async () => {
    const box = (inside: string) => `<w:txbxContent>${p(inside)}</w:txbxContent>`;
    const body = `<w:p>${r('正文')}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>${box('框内')}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>${box('框内')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>${p('下文')}`;
    expect(await linesOf({ body })).toEqual(['正文', '框内', '下文']);
  });

  it('leaves out the pronunciation above words', async () => {
    expect(
      await linesOf({
        body: `<w:p><w:r><w:ruby><w:rt>${r('lú')}</w:rt><w:rubyBase>${r('泸')}</w:rubyBase></w:ruby></w:r>${r('州')}</w:p>`,
      }),
    ).toEqual(['泸州']);
  });

  it('reads strict files, whose namespaces differ', async () => {
    const main = `<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>正文</x:t></x:r></x:p></x:body></x:document>`;
    expect((await readSource(zipOf({ 'word/document.xml': main }), { name: 'a.docx' })).text).toBe('正文');
  });
});

describe('tables', () => {
  const cell = (text: string, properties = '') =>
    `<w:tc><w:tcPr>${properties}</w:tcPr>${text
      .split('|')
      .map((line) => p(line))
      .join('')}</w:tc>`;
  const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;

  it('are a line a row, each cell with its place, merged cells once', async () => {
    const source = await read({
      body: `${p('分工表')}<w:tbl>${row(cell('任务'), cell('单位', '<w:gridSpan w:val="2"/>'))}${row(cell('抽检', '<w:vMerge w:val="restart"/>'), cell('药品处|器械处'), cell('年底前'))}${row(cell('', '<w:vMerge/>'), cell('稽查处'), cell('六月'))}</w:tbl>`,
    });
    expect(source.text.split('\n')).toEqual(['分工表', '任务\t单位', '抽检\t药品处 器械处\t年底前', '\t稽查处\t六月']);
    const places = source.origins.map(({ span, table, row: at, cell: column }) => [
      source.text.slice(span.start, span.end),
      table,
      at,
      column,
    ]);
    expect(places).toEqual([
      ['分工表', null, null, null],
      ['任务', 1, 1, 1],
      ['单位', 1, 1, 2],
      ['抽检', 1, 2, 1],
      ['药品处 器械处', 1, 2, 2],
      ['年底前', 1, 2, 3],
      ['稽查处', 1, 3, 2],
      ['六月', 1, 3, 3],
    ]);
  });

  it('have a line for each cell where they are of tasks, a merged cell said again in each row it reaches over', async () => {
    const source = await read({
      body: `<w:tbl>${row(cell('序号'), cell('任务'), cell('单位'))}${row(cell('1'), cell('抽检'), cell('药品处|稽查处', '<w:vMerge w:val="restart"/>'))}${row(cell('2'), cell('检查'), cell('', '<w:vMerge/>'))}${row(cell('3'), cell(''), cell('人事处'))}</w:tbl>`,
    });
    expect(source.text.split('\n')).toEqual([
      '序号',
      '任务',
      '单位',
      '1',
      '抽检',
      '药品处 稽查处',
      '2',
      '检查',
      '药品处 稽查处',
      '3',
      '人事处',
    ]);
    const traditional = `<w:tbl>${row(cell('項次'), cell('工作項目'), cell('主辦機關'))}${row(cell('1'), cell('抽驗'), cell('食藥署'))}</w:tbl>`;
    expect(await linesOf({ body: traditional })).toEqual(['項次', '工作項目', '主辦機關', '1', '抽驗', '食藥署']);
    const other = `<w:tbl>${row(cell('序号'), cell('企业名称'), cell('单位'))}${row(cell('1'), cell('甲厂'), cell('乙市'))}</w:tbl>`;
    expect(await linesOf({ body: other })).toEqual(['序号\t企业名称\t单位', '1\t甲厂\t乙市']);
    expect(source.origins.slice(-4).map(({ table, row: at, cell: column }) => [table, at, column])).toEqual([
      [1, 3, 2],
      [1, 2, 3],
      [1, 4, 1],
      [1, 4, 3],
    ]);
  });

  it('are a line a paragraph where a cell holds running text', async () => {
    const long = '（一）全面加强疫苗、血液制品、特殊药品等高风险产品的日常监督检查，全年完成全覆盖检查。';
    expect(await linesOf({ body: `<w:tbl>${row(cell('1'), cell(`${long}|（二）完成抽检。`), cell('药品处'))}</w:tbl>` })).toEqual(
      ['1', long, '（二）完成抽检。', '药品处'],
    );
  });
});

describe('notes and margins', () => {
  it('puts notes behind the text, in the order of reference', async () => {
    const note = (id: number, text: string) =>
      `<w:footnote w:id="${id}"><w:p><w:r><w:footnoteRef/></w:r>${r(` ${text}`)}</w:p></w:footnote>`;
    const refer = (id: number) => `<w:r><w:footnoteReference w:id="${id}"/></w:r>`;
    const source = await read({
      footnotes: `<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>${note(1, '指药品和器械。')}${note(2, '指特药。')}`,
      body: `<w:p>${r('加强监管')}${refer(2)}${r('，推进改革')}${refer(1)}${r('。')}</w:p>`,
    });
    expect(source.text.split('\n')).toEqual(['加强监管，推进改革。', '注释', '[1] 指特药。', '[2] 指药品和器械。']);
  });

  it('marks headers and footers as noise', async () => {
    const source = await read({ header: p('某省药品监督管理局文件'), footer: `<w:p>${r('— 1 —')}</w:p>`, body: p('正文') });
    expect(source.noise.map(({ kind, span }) => [kind, source.text.slice(span.start, span.end)])).toEqual([
      ['navigation', '某省药品监督管理局文件'],
      ['footer', '— 1 —'],
    ]);
  });

  it('tells the page where Word left its page breaks', async () => {
    const source = await read({ body: `${p('甲')}<w:p><w:r><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r></w:p>` });
    expect(source.origins.map(({ page, paragraph }) => [page, paragraph])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });
});

describe('files that cannot be read', () => {
  const document = docxOf({ body: p('正文') });

  it('says that a file is cut off', async () => {
    expect((await failure(document.subarray(0, document.length - 40))).code).toBe('read/truncated');
  });

  it('says that a file has a password', async () => {
    expect((await failure(docxOf({ body: p('正文') }, { encrypted: true }))).code).toBe('read/encrypted');
    const ole = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    expect((await failure(ole)).code).toBe('read/encrypted');
  });

  it('says what a file is that no reader is for', async () => {
    expect((await failure(zipOf({ '_rels/.rels': '<a/>', 'xl/workbook.xml': '<a/>' }))).data.found).toBe('XLSX');
    expect((await failure(zipOf({ 'OFD.xml': '<a/>' }))).data.found).toBe('OFD');
    expect((await failure(zipOf({ 'a.txt': '' }))).data.found).toBe('ZIP');
  });

  it('says that a document is empty', async () => {
    expect((await failure(docxOf({ body: '<w:p/>' }))).code).toBe('read/empty');
  });

  it('says that its XML is broken, and expands no entity', async () => {
    expect((await failure(zipOf({ 'word/document.xml': '<w:document><w:body>' }))).code).toBe('read/damaged');
    const bomb = `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><d>&b;</d>`;
    expect((await failure(zipOf({ 'word/document.xml': bomb }))).code).toBe('read/damaged');
  });

  it('refuses XML that is nested without end', async () => {
    expect((await failure(zipOf({ 'word/document.xml': '<a>'.repeat(100_000) }))).code).toBe('read/too-large');
  });

  it('tells that the name says something else', async () => {
    const { problems } = await readSource(document, { name: 'report.doc' });
    expect(problems).toEqual([{ code: 'read/type-mismatch', span: null, data: { found: 'DOCX', expected: 'DOC' } }]);
  });

  it.each([undefined, 1000])('refuses a bomb of 42 kB fast and in little memory, whatever size it states (%s)', async (lie) => {
    const bomb = zipOf({ 'word/document.xml': Buffer.alloc(42_000_000) }, lie === undefined ? {} : { lie });
    expect(bomb.length).toBeLessThan(50_000);
    const before = process.memoryUsage().rss;
    const start = performance.now();
    expect((await failure(bomb)).code).toBe('read/too-large');
    expect(performance.now() - start).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });
});

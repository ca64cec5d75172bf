import { describe, expect, it } from 'vitest';
import { readSource } from '../src/read/index.js';
import { encode } from './support/encode.js';
import { bodyOf, noiseOf, refusal } from './support/source.js';

const read = (html: string, name = 'page.html') => readSource(encode(html, 'utf-8'), { name });
const linesOf = async (body: string): Promise<string[]> =>
  (await read(`<!DOCTYPE html><html><body>${body}</body></html>`)).text.split('\n');

const PAGE = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>江海省药品监督管理局关于印发2022年工作要点的通知_通知公告_江海省药品监督管理局</title><style>p{color:red}</style></head>
<body><div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li><li><a href="/b">办事服务</a></li></ul></div>
<div class="weizhi">当前位置：<a href="/">首页</a> &gt; <a href="/c">通知公告</a></div>
<div class="main"><h1>江海省药品监督管理局关于印发2022年工作要点的通知</h1><div class="info">发布时间：2022-02-18 来源：办公室 浏览次数：132</div>
<div class="TRS_Editor"><p>各处室、各分局：</p><p>&emsp;&emsp;现将2022年工作要点印发给你们，请认真贯彻执行。</p>
<p>一、加强监管</p><p>（一）抽检药品7100批次，&ldquo;两品一械&rdquo;全覆盖。<br>（二）检查企业1200家次，责令整改并复查到位，
年底前完成。</p><table><tr><th>任务</th><th>牵头单位</th></tr><tr><td>药品抽检</td><td><p>药品处</p><p>各分局</p></td></tr></table>
<p>附件：<a href="x.doc">任务分解表.doc</a></p></div>
<div class="related"><a href="1">相关新闻：某局召开会议，部署工作。</a><a href="2">另一条新闻</a></div></div>
<div class="footer"><p>主办：江海省药品监督管理局，地址：江海市某路1号，邮编：100000。</p><p>江ICP备05000000号</p></div><script>var a = "不显示";</script></body></html>`;

describe('web pages', () => {
  it('give title, text and table; all around is noise', async () => {
    const source = await read(PAGE);
    const noise = noiseOf(source);
    const marked = new Set(noise.map(([, text]) => text));
    expect(source.text.split('\n').filter((line) => !marked.has(line))).toEqual([
      '江海省药品监督管理局关于印发2022年工作要点的通知',
      '各处室、各分局：',
      '\u2003\u2003现将2022年工作要点印发给你们，请认真贯彻执行。',
      '一、加强监管',
      '（一）抽检药品7100批次，“两品一械”全覆盖。',
      '（二）检查企业1200家次，责令整改并复查到位，年底前完成。',
      '任务\t牵头单位',
      '药品抽检\t药品处 各分局',
      '附件：任务分解表.doc',
    ]);
    expect(noise.map(([kind]) => kind)).toEqual([
      'navigation',
      'navigation',
      'navigation',
      'navigation',
      'navigation',
      'footer',
      'footer',
      'footer',
    ]);
    expect(source.text).not.toContain('不显示');
  });

  it('keep the place of each cell, also under merged ones', async () => {
    const source = await read(
      '<html><body><table><tr><td rowspan="2">监管</td><td colspan="2">抽检</td></tr><tr><td>药品</td><td>700批次</td></tr></table></body></html>',
    );
    expect(source.text).toBe('监管\t抽检\n\t药品\t700批次');
    expect(source.origins.map(({ table, row, cell }) => [table, row, cell])).toEqual([
      [1, 1, 1],
      [1, 1, 2],
      [1, 2, 2],
      [1, 2, 3],
    ]);
  });

  it('have layout tables read as running text', async () => {
    const long = '现将二〇二二年全省药品监督管理工作要点印发给你们，请结合实际认真抓好贯彻落实，工作中的情况及时报告。';
    expect(await linesOf(`<table><tr><td><p>${long}</p><p>一、加强监管</p></td></tr></table>`)).toEqual([long, '一、加强监管']);
  });

  it('show the numbers of lists unless the author wrote them', async () => {
    expect(
      await linesOf(
        '<ol><li>甲</li><li>乙</li></ol><ol start="3" type="a"><li>丙</li></ol><ol><li>1、丁</li></ol><ol style="list-style:none"><li>戊</li></ol>',
      ),
    ).toEqual(['1. 甲', '2. 乙', 'c. 丙', '1、丁', '戊']);
    expect(
      await linesOf('<ol style="list-style-type: cjk-ideographic"><li><p>甲</p></li><li>乙</li></ol><ul><li>丙</li></ul>'),
    ).toEqual(['一、甲', '二、乙', '丙']);
  });

  it('have no pinyin, no hidden text, and no blank where the source wraps a line', async () => {
    expect(
      await linesOf(
        '<p><ruby>泸<rt>lú</rt></ruby>州</p><p style="display:none">密</p><p>开展药品、医疗器械、化妆品质量安全专项整治，\n  严查违法 GMP\n检查</p><p>第一条\n目的</p><pre>一\n二</pre>',
      ),
    ).toEqual(['泸州', '开展药品、医疗器械、化妆品质量安全专项整治，严查违法 GMP 检查', '第一条 目的', '一', '二']);
  });

  it('laid out with tables give the cell with the article', async () => {
    const menu = ['机构职能', '政策法规', '通知公告', '办事指南']
      .map((name) => `<tr><td><a href="/">${name}</a></td></tr>`)
      .join('');
    const body = [
      '各市市场监管局：',
      '现将2023年药品监管工作要点印发给你们，请认真贯彻落实。',
      '一、加强监管，全年抽检药品7100批次，发现问题及时处置。',
      '二、优化服务，年底前完成审批系统改造，办理时限压缩10%。',
      '江海省药品监督管理局',
    ];
    const source = await read(`<html><head><title>关于印发工作要点的通知-通知公告-江海省药品监督管理局</title></head><body>
      <table><tr><td>江海省药品监督管理局</td></tr></table>
      <table width="960"><tr><td width="200"><table>${menu}</table></td><td>
        <table><tr><td align="center"><b>关于印发工作要点的通知</b></td></tr><tr><td>发布日期：2023-02-01　点击：<span>88</span></td></tr>
        <tr><td><div id="zoom">${body.map((line) => `<p>${line}</p>`).join('')}</div></td></tr></table></td></tr></table>
      <table><tr><td>版权所有：江海省药品监督管理局　地址：江海市某路1号　邮编：100000</td></tr></table></body></html>`);
    expect(bodyOf(source)).toEqual(['关于印发工作要点的通知', ...body]);
  });

  it('inside a form, or with names that mislead, are not lost', async () => {
    expect(
      noiseOf(await read('<html><body><form id="form1"><div><p>一、加强监管，全年抽检700批次。</p></div></form></body></html>')),
    ).toEqual([]);
    expect(
      noiseOf(await read('<html><body><div class="footer"><p>一、加强监管，全年抽检700批次。</p></div></body></html>')),
    ).toEqual([]);
  });

  it('keep an annex that stands beside most of the text', async () => {
    const long = '一、加强监管，全年抽检药品7100批次，检查企业1200家次，发现问题及时处置，依法公开结果。'.repeat(12);
    const lines = await linesOf(
      `<div class="wrap"><div><p>${long}</p><p>${long}</p></div><div><p>附件：指标分解，共三项，请对照落实。</p></div></div><div class="footer"><p>主办单位：某局，地址：某路1号。</p></div>`,
    );
    expect(lines).toHaveLength(4);
    const source = await read(
      `<html><body><div class="wrap"><div><p>${long}</p><p>${long}</p></div><div><p>附件：指标分解，共三项，请对照落实。</p></div></div><div class="footer"><p>主办单位：某局，地址：某路1号。</p></div></body></html>`,
    );
    expect(noiseOf(source).map(([, text]) => text)).toEqual(['主办单位：某局，地址：某路1号。']);
  });

  it('saved by an office program are all text', async () => {
    const source = await read(
      '<html><head></head><body lang="zh-CN"><div title="header"><p>某局文件</p></div><p>关于加强监管的意见</p><p>一、抽检700批次，年底前完成。</p></body></html>',
    );
    expect(noiseOf(source)).toEqual([['navigation', '某局文件']]);
  });

  it.each([
    ['gb2312', 'gb18030', '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'],
    ['big5', 'big5', '<meta charset="big5">'],
    ['utf-8', 'utf-8', ''],
  ])('are decoded as they say: %s', async (_, encoding, meta) => {
    const source = await readSource(encode(`<html><head>${meta}</head><body><p>一、加強監督管理</p></body></html>`, encoding), {
      name: 'a.htm',
    });
    expect([source.text, source.encoding]).toEqual(['一、加強監督管理', encoding]);
  });

  it('that say what is not true are decoded by what they hold', async () => {
    const html = '<html><head><meta charset="utf-8"></head><body><p>一、加强药品监督管理工作，开展专项检查</p></body></html>';
    expect((await readSource(encode(html, 'gb18030'), { name: 'a.htm' })).encoding).toBe('gb18030');
    expect((await readSource(encode(html, 'utf-16le'), { name: 'a.htm' })).text).toBe('一、加强药品监督管理工作，开展专项检查');
  });

  it('are known by their content, and a mismatch is told', async () => {
    const { problems, mediaType } = await read(PAGE, 'report.doc');
    expect(mediaType).toBe('text/html');
    expect(problems).toMatchObject([{ code: 'read/type-mismatch', data: { found: 'HTML', expected: 'DOC' } }]);
    expect((await read('一、加强监管', 'a.html')).problems).toMatchObject([{ data: { found: 'TXT', expected: 'HTML' } }]);
    expect((await readSource(encode('<p>一</p><p>二</p>', 'utf-8'), { name: 'stdin', type: 'html' })).text).toBe('一\n二');
  });

  it('with tables of endless width or rules without end are read in bounds', async () => {
    const start = performance.now();
    const wide = `<html><body><table>${'<tr><td rowspan="1000" colspan="1000">药</td></tr>'.repeat(3000)}</table></body></html>`;
    expect((await read(wide)).text.length).toBeLessThan(3000 * 210);
    expect((await read('|---|\n'.repeat(150_000), 'a.md')).text.length).toBe(900_000);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('nested without end are refused, and flat ones of any length are read fast', async () => {
    const start = performance.now();
    for (const deep of [`<html><body>${'<div>'.repeat(200_000)}`, `<html><body><p${' <a'.repeat(60_000)}>`])
      expect((await refusal(encode(deep, 'utf-8'), { name: 'page.html' })).code).toBe('read/too-large');
    expect((await read(`<html><body>${'<p>一、抽检。'.repeat(60_000)}`)).text.length).toBe(60_000 * 6 - 1);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('pages saved in one file', () => {
  const mhtml = (way: string, body: string, charset = 'gb2312') =>
    `From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n\r\n------B\r\nContent-Type: text/html; charset=${charset}\r\nContent-Transfer-Encoding: ${way}\r\n\r\n${body}\r\n------B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------B--\r\n`;
  const html = encode('<html><body><p>一、加强监管</p></body></html>', 'gb18030');

  it('are read through base64', async () => {
    const source = await readSource(encode(mhtml('base64', Buffer.from(html).toString('base64')), 'utf-8'), { name: 'a.mht' });
    expect([source.text, source.encoding, source.mediaType]).toEqual(['一、加强监管', 'gb18030', 'multipart/related']);
  });

  it('are read through quoted-printable', async () => {
    const quoted = [...html]
      .map((byte) =>
        byte > 126 || byte === 61 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte),
      )
      .join('');
    const wrapped = quoted.replace('</p>', '=\r\n</p>');
    expect((await readSource(encode(mhtml('quoted-printable', wrapped), 'utf-8'), { name: 'a.mhtml' })).text).toBe(
      '一、加强监管',
    );
  });

  it('without a page are damaged', async () => {
    const broken = mhtml('base64', 'AA==')
      .replace('text/html; charset', 'text/css; charset')
      .replace('type="text/html"', 'type="text/css"');
    await expect(readSource(encode(broken, 'utf-8'), { name: 'a.mht' })).rejects.toMatchObject({ code: 'read/damaged' });
  });
});

describe('a megabyte of one piece again and again', () => {
  const pieces = ['<a href="x">首页</a>', '<span>监</span>', '监<br>', '<p>一、加强监管</p>', '<q>监</q>', '&nbsp;', '<'];
  it.each([...pieces, '<tr><td>1</td><td>处</td></tr>'])(
    '%s is read in less than three seconds of processor time',
    async (piece) => {
      const rows = piece.startsWith('<tr>') ? (html: string) => `<table>${html}</table>` : (html: string) => html;
      const page = encode(`<html><body>监管${rows(piece.repeat(1e6 / piece.length))}</body></html>`, 'utf-8');
      const before = process.cpuUsage();
      await readSource(page, { name: 'page.html' });
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).toBeLessThan(3);
    },
  );
});

describe('Markdown', () => {
  it('is read as the text that it is, with front matter, rules of tables and comments as noise', async () => {
    const text = '---\ntitle: 要点\n---\n# 工作要点\n\n<!-- 草稿 -->\n| 任务 | 单位 |\n|---|:---:|\n| 抽检 | 药品处 |\n';
    const source = await read(text, 'a.md');
    expect(source.text).toBe(text);
    expect(source.mediaType).toBe('text/markdown');
    expect(noiseOf(source).map(([, noise]) => noise)).toEqual([
      '---\ntitle: 要点\n---',
      '<!-- 草稿 -->',
      '|',
      '|',
      '|',
      '|---|:---:|',
      '|',
      '|',
      '|',
    ]);
  });
});

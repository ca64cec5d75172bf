import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drugplan, emptyFolder, report, root } from './cli.js';
import { docxOfText } from './support/format-documents.js';
import { pdfOf } from './support/pdf.js';
import { docxOf, p, zipOf } from './support/zip.js';

const folder = emptyFolder();
const fixture = (path: string): Buffer => readFileSync(join(root, 'fixtures/formats', path));
const file = (name: string, content: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('files of offices', () => {
  let docx: string;
  beforeAll(async () => {
    docx = file('plan.docx', await docxOfText('plan', 'automatic'));
  });

  it.each([
    ['docx', () => docx],
    ['doc', () => join(root, 'fixtures/formats/plan/automatic.doc')],
    ['pdf', () => join(root, 'fixtures/formats/plan/browser.pdf')],
    ['html', () => join(root, 'fixtures/formats/plan/input.html')],
    ['rtf', () => join(root, 'fixtures/formats/plan/input.rtf')],
  ])('are parsed as they are: %s', (_, path) => {
    const { code, out, err } = drugplan(['parse', path()]);
    expect([code, err]).toEqual([0, '']);
    const document = JSON.parse(out);
    expect(document.measures.map((measure: { marker: string }) => measure.marker).slice(0, 3)).toEqual(['一、', '1.', '2.']);
    expect(document.origins.length).toBeGreaterThan(10);
  });

  it('with a Chinese font that only the character maps of the package can tell', () => {
    const { out } = drugplan([
      'parse',
      file(
        'gbk.pdf',
        pdfOf([
          [
            { text: '江海省药品监督管理局2023年工作要点', x: 72, y: 100, size: 22 },
            { text: '一、加强监管', x: 72, y: 160 },
          ],
        ]),
      ),
    ]);
    expect(JSON.parse(out).meta.title).toBe('江海省药品监督管理局2023年工作要点');
  });

  it('load their readers when they come, and none for plain text', () => {
    const loaded = (path: string): string[] => {
      const coverage = emptyFolder();
      drugplan(['parse', path], { env: { NODE_V8_COVERAGE: coverage } });
      const { result } = JSON.parse(readFileSync(join(coverage, readdirSync(coverage)[0] as string), 'utf8')) as {
        result: { url: string }[];
      };
      const reader = /\/(?:docx?|pdf|rtf|html|mhtml|zip|markdown)\.js$|node_modules\/(?:saxes|parse5|unpdf)\//;
      return result.map(({ url }) => url).filter((url) => reader.test(url));
    };
    expect(loaded(report)).toEqual([]);
    expect(loaded(docx).some((url) => url.endsWith('/docx.js'))).toBe(true);
  });

  it('come through standard input, by content or as --type says', () => {
    expect(JSON.parse(drugplan(['parse', '-'], { input: fixture('notice/input.doc') }).out).source.mediaType).toBe(
      'application/msword',
    );
    const page = '<p>一、加强监管</p><p>二、优化服务</p>';
    expect(JSON.parse(drugplan(['parse', '-', '--type', 'html'], { input: page }).out).source).toMatchObject({
      mediaType: 'text/html',
      length: 13,
    });
    expect(JSON.parse(drugplan(['parse', '-'], { input: page }).out).source.mediaType).toBe('text/plain');
    expect(drugplan(['parse', '-', '--type', 'odt'], { input: page }).code).toBe(2);
  });

  it('under a wrong name are read by their content, which is told', () => {
    const { code, out } = drugplan(['parse', file('page.doc', fixture('speech/input.html'))]);
    expect(code).toBe(0);
    expect(JSON.parse(out).diagnostics.map((found: { code: string }) => found.code)).toContain('read/type-mismatch');
  });

  it.each([
    ['a password', 'locked.docx', docxOf({ body: p('正文') }, { encrypted: true }), /locked\.docx：有密码保护/],
    ['a password', 'locked.pdf', pdfOf([[{ text: '正文', x: 72, y: 72 }]], { encrypted: true }), /locked\.pdf：有密码保护/],
    ['a cut', 'cut.docx', docxOf({ body: p('正文') }).subarray(0, 900), /cut\.docx：ZIP 文件不完整/],
    ['a cut', 'cut.doc', fixture('plan/input.doc').subarray(0, 9000), /cut\.doc：DOC 文件不完整/],
    ['a cut', 'cut.pdf', fixture('plan/input.pdf').subarray(0, 40_000), /cut\.pdf：PDF 文件不完整/],
    ['a cut', 'cut.rtf', fixture('plan/input.rtf').subarray(0, 9000), /cut\.rtf：RTF 文件不完整/],
    ['damage', 'bad.docx', zipOf({ 'word/document.xml': '<w:document' }), /bad\.docx：文件已损坏（word\/document\.xml）.*\.docx/],
    ['no text', 'scan.pdf', pdfOf(['picture', 'picture']), /scan\.pdf：2 页都是图片，没有文字.*OCR/],
    ['no text', 'empty.docx', docxOf({ body: '<w:p/>' }), /empty\.docx：是空文件/],
    ['no bytes', 'nothing.pdf', '', /nothing\.pdf：是空文件/],
    [
      'a bomb',
      'bomb.docx',
      zipOf({ 'word/document.xml': Buffer.alloc(42_000_000) }),
      /bomb\.docx：word\/document\.xml 解压后太大或嵌套过深.*请/,
    ],
    ['another format', 'table.docx', zipOf({ 'xl/workbook.xml': '<a/>' }), /table\.docx：不支持 XLSX；请先另存为 \.docx/],
  ])('with %s give one clear message: %s', (_, name, content, message) => {
    const { code, out, err } = drugplan(['parse', file(name, content)]);
    expect([code, out]).toEqual([4, '']);
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

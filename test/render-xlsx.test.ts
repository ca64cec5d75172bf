import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openZip } from '../src/read/zip.js';
import { ledgerRows } from '../src/render/ledger.js';
import { renderXlsx } from '../src/render/xlsx.js';
import { columnName, stillTimes } from '../src/render/xlsx-print.js';
import { sampleDocument, sampleText } from './render-sample.js';

const document = sampleDocument();
const SHEETS = ['任务分解表', '量化指标', '责任单位', '依据文件', '诊断'];

/** Lines of a CSV file with quoted cells. */
function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const match of text.replace(/^\uFEFF/, '').matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/g)) {
    if (match.index === text.length) break;
    rows.at(-1)?.push((match[1] ?? '').replace(/^"([\s\S]*)"$/, '$1').replaceAll('""', '"'));
    if (match[2] === '\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

describe('the workbook', () => {
  it('gives the same bytes for the same document, whenever it is made', async () => {
    const first = await renderXlsx(document, { source: sampleText });
    const later = await renderXlsx(document, { source: sampleText });
    expect(Buffer.compare(first, later)).toBe(0);
    const view = new DataView(first.buffer, first.byteOffset);
    expect(view.getUint32(10, true)).toBe(0x00210000);
  });

  it('prints on A3 landscape with a repeated header, frozen above and filtered', async () => {
    const zip = openZip(await renderXlsx(document, { source: sampleText }), 'x.xlsx');
    const text = (name: string) => new TextDecoder().decode(zip.read(name));
    const sheet = text('xl/worksheets/sheet1.xml');
    expect(sheet).toMatch(/<sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr>/);
    expect(sheet).toMatch(
      /<pageSetup(?=[^>]* paperSize="8")(?=[^>]* orientation="landscape")(?=[^>]* fitToWidth="1")(?=[^>]* fitToHeight="0")/,
    );
    expect(sheet).toMatch(/<pane(?=[^>]* ySplit="3")(?=[^>]* state="frozen")/);
    expect(sheet).toMatch(/<autoFilter ref="A3:K6"\/>/);
    const order = [
      'sheetPr',
      'sheetViews',
      'cols',
      'sheetData',
      'autoFilter',
      'mergeCells',
      'pageMargins',
      'pageSetup',
      'headerFooter',
    ];
    const places = order.map((tag) => sheet.indexOf(`<${tag}`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    const workbook = text('xl/workbook.xml');
    for (const name of SHEETS) expect(workbook).toContain(`name="${name}"`);
    expect(workbook).toContain(`<definedName name="_xlnm.Print_Titles" localSheetId="0">'任务分解表'!$1:$3</definedName>`);
    expect(workbook.match(/<definedNames/g)).toHaveLength(1);
  });

  it('holds no formula, whatever a cell begins with, and no character that XML refuses', async () => {
    const hostile = sampleDocument();
    for (const measure of hostile.measures) measure.text = `=1+1\u0001\u000b\ud800${measure.text}`;
    const zip = openZip(await renderXlsx(hostile), 'x.xlsx');
    for (const name of zip.names.filter((entry) => entry.endsWith('.xml'))) {
      const xml = new TextDecoder().decode(zip.read(name));
      expect(xml).not.toMatch(/<f>|<f /);
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    }
  });

  it('cuts what no cell can hold', async () => {
    const long = sampleDocument();
    for (const measure of long.measures) measure.text = '长'.repeat(40_000);
    const zip = openZip(await renderXlsx(long), 'x.xlsx');
    expect(new TextDecoder().decode(zip.read('xl/sharedStrings.xml'))).toContain(`${'长'.repeat(32_766)}…<`);
  });

  it.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [702, 'ZZ'],
    [703, 'AAA'],
  ])('column %i is %s', (column, name) => {
    expect(columnName(column)).toBe(name);
  });

  it('refuses to still the times of what is no zip file', () => {
    expect(() => stillTimes(new Uint8Array(100))).toThrow('not a zip file');
  });
});

const soffice = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice'].find(
  (path) => existsSync(path),
);

describe.skipIf(!soffice)(`in LibreOffice${soffice ? '' : ' (skipped: not installed)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'drugplan-xlsx-'));
  let said = '';
  beforeAll(async () => {
    writeFileSync(join(folder, 'ledger.xlsx'), await renderXlsx(document, { source: sampleText }));
    const csv = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
    const args = ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', csv, '--outdir', folder];
    const run = spawnSync(soffice as string, [...args, join(folder, 'ledger.xlsx')], { encoding: 'utf8', timeout: 90_000 });
    said = `${run.stdout}${run.stderr}`;
    expect(run.status, said).toBe(0);
  }, 100_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const read = (sheet: string): string[][] => cells(readFileSync(join(folder, `ledger-${sheet}.csv`), 'utf8'));

  it('opens without a warning, every sheet', () => {
    expect(said).not.toMatch(/error|corrupt|repair|warn(?!ing: failed to launch javaldx)/i);
    expect(
      readdirSync(folder)
        .filter((file) => file.endsWith('.csv'))
        .sort(),
    ).toEqual(SHEETS.map((name) => `ledger-${name}.csv`).sort());
  });

  it('reads back every cell of the ledger', () => {
    const [title, , header, ...rows] = read('任务分解表');
    expect(title?.[0]).toBe('云岭省药品监督管理局2022年工作要点 任务分解表');
    expect(header).toEqual([
      '序号',
      '章节',
      '任务',
      '具体内容',
      '牵头单位',
      '配合单位',
      '责任单位',
      '量化目标',
      '完成时限',
      '依据文件',
      '原文位置',
    ]);
    const expected = ledgerRows(document, { source: sampleText }).map((row) => [
      String(row.index),
      row.chapter,
      row.task,
      row.detail,
      row.lead.join('、'),
      row.support.join('、'),
      row.responsible.join('、'),
      row.targets.join('\n'),
      row.deadlines.join('\n'),
      row.references.join('\n'),
      row.place,
    ]);
    expect(rows).toEqual(expected);
  });

  it('reads numbers as numbers, and a masked one as none', () => {
    const [, header, first, second, third] = read('量化指标');
    const column = header?.indexOf('数值') as number;
    expect([first?.[column], second?.[column], third?.[column]]).toEqual(['7100', '', '10']);
    expect(second?.[header?.indexOf('备注') as number]).toBe('原文隐去');
    expect(read('责任单位')[2]?.slice(0, 4)).toEqual(['1', '药品监管处', '1', '1']);
    expect(read('依据文件')[2]?.slice(0, 3)).toEqual(['1', '《药品质量抽查检验管理办法》', '国药监药管〔2019〕34号']);
    expect(read('诊断')).toHaveLength(4);
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drugplan, emptyFolder, root } from './cli.js';
import { writeFiles } from './support/program.js';

const paper = (year: number): string => `甲省药品监督管理局${year}年工作要点

一、加强监管
（一）抓好抽检。完成药品抽检100批次，化妆品抽检20批次。（综合处牵头，省药检院配合）
（二）开展检查。${year}年6月底前，检查企业300家以上。（综合处负责）
`;
const folder = emptyFolder();
const stats = (...args: string[]) => drugplan(['stats', 'out', '--lang', 'en', ...args], { cwd: folder });

beforeAll(() => {
  writeFiles(folder, { 'in/a.txt': paper(2021), 'in/b.txt': paper(2022), 'in/c.txt': paper(2022), 'in/empty.txt': '' });
  expect(drugplan(['batch', 'in', '-o', 'out', '-q'], { cwd: folder }).code).toBe(3);
});

describe('drugplan stats', () => {
  it('counts by year and type, the most charged units, and targets without a date', () => {
    const { code, out } = stats('--format', 'json');
    expect(code).toBe(0);
    const read = JSON.parse(out);
    expect(read).toMatchObject({ documents: 3, measures: 6, targets: 9, undated: 6 });
    expect(read.byYear).toEqual([
      { year: 2021, type: 'work-points', documents: 1, measures: 2, quantities: 3, targets: 3, units: 3 },
      { year: 2022, type: 'work-points', documents: 2, measures: 4, quantities: 6, targets: 6, units: 6 },
    ]);
    expect(read.topUnits[0]).toMatchObject({ unit: '综合处', lead: 3 });
    expect(read.undatedTargets[0]).toMatchObject({ file: 'a.txt', year: 2021, target: '100批次' });
  });

  it('shows a table whose columns stand under each other', () => {
    const { code, out } = stats();
    expect(code).toBe(0);
    const [title, head, rule, ...rows] = out.split('\n');
    expect([title, head?.split(/ {2,}/)]).toEqual([
      'By year and type',
      ['Year', 'Type', 'Documents', 'Measures', 'Quantities', 'Targets', 'Units'],
    ]);
    const ends = [...(rule ?? '').matchAll(/─+/g)].map((match) => match.index + match[0].length);
    expect(rows.slice(0, 3).map((row) => ends.map((end, column) => row.slice(ends[column - 1] ?? 0, end).trim()))).toEqual([
      ['2021', 'work-points', '1', '2', '3', '3', '3'],
      ['2022', 'work-points', '2', '4', '6', '6', '6'],
      ['—', 'Total', '3', '6', '9', '9', '9'],
    ]);
    expect(out).toContain('6 of 9 targets have no date');
    expect(drugplan(['stats', 'out'], { cwd: folder }).out).toContain('承担任务最多的单位');
  });

  it('gives CSV', () => {
    const { out } = stats('--format', 'csv', '--top', '1');
    expect(out.split('\r\n')[0]).toBe('Year,Type,Documents,Measures,Quantities,Targets,Units');
    expect(out).toMatch(/^2021,work-points,1,2,3,3,3\r$/m);
    expect(out).toMatch(/^,Total,3,6,9,9,9\r$/m);
  });

  it.each(['=', '＝'])('gives no formula in CSV: %s', (sign) => {
    const folder = emptyFolder();
    writeFiles(folder, { [`in/${sign}a.txt`]: paper(2021) });
    drugplan(['batch', 'in', '-o', 'out', '-q'], { cwd: folder });
    expect(drugplan(['stats', 'out', '--format', 'csv'], { cwd: folder }).out).toContain(`2021,'${sign}a.txt,`);
  });

  it('leaves out a document that somebody has edited', () => {
    expect(drugplan(['batch', 'in', '-o', 'edited', '-q'], { cwd: folder }).code).toBe(3);
    writeFileSync(join(folder, 'edited/a.txt.json'), '{}');
    const { code, out, err } = drugplan(['stats', 'edited', '--format', 'json', '--lang', 'en'], { cwd: folder });
    expect(code, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ documents: 2 });
    expect(err).toContain('1 of 3 reports are not counted');
  });

  it.skipIf(!existsSync('/dev/full'))('says that standard output has no room', () => {
    const run = spawnSync(
      'sh',
      ['-c', `"$0" "$@" > /dev/full`, process.execPath, join(root, 'bin/drugplan.js'), 'stats', 'out'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^drugplan: .*ENOSPC/);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('says what is missing', () => {
    expect(drugplan(['stats', 'nothing'], { cwd: folder })).toMatchObject({ code: 4, out: '' });
    expect(drugplan(['batch', 'in', '-o', 'yaml', '-q', '--format', 'yaml'], { cwd: folder }).code).toBe(3);
    expect(drugplan(['stats', 'yaml', '--lang', 'en'], { cwd: folder }).err).toContain('--format json');
  });
});

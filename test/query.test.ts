import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { drugplan, emptyFolder, root } from './cli.js';
import { writeFiles } from './support/program.js';

const paper = (province: string, year: number, tests: number): string => `${province}药品监督管理局${year}年工作要点

一、加强监管
（一）抓好质量抽检。${year}年完成药品抽检${tests}批次，化妆品抽检XX批次。（药品生产监管处牵头，省药检院配合）
（二）开展专项检查。${year}年6月底前，检查企业300家以上。（综合处牵头）
（三）加强队伍建设。培养专业人才，提升能力。
二、优化服务
（四）压缩办理时限。将审批时限压缩10%。（药品生产监管处负责）

${province}药品监督管理局
${year}年2月10日
`;

/** The recipes of docs/query.md by name. */
const recipes = new Map(
  [...readFileSync(join(root, 'docs/query.md'), 'utf8').matchAll(/```sql ([\w-]+)\n([\s\S]*?)```/g)].map((match) => [
    match[1] as string,
    match[2] as string,
  ]),
);

type Row = Record<string, unknown>;
let query: (name: string) => Promise<Row[]>;

beforeAll(async () => {
  const folder = emptyFolder();
  writeFiles(folder, {
    'reports/2022/江海.txt': paper('江海省', 2022, 5000),
    'reports/2023/江海.txt': paper('江海省', 2023, 6000),
    'reports/2023/云岭.txt': paper('云岭省', 2023, 7100),
    'reports/无年份.txt': '关于加强学习的通知\n\n要认真学习。\n',
  });
  const run = drugplan(['batch', 'reports', '-o', 'out', '--jsonl', 'all.jsonl', '--parquet', 'data', '--lang', 'en'], {
    cwd: folder,
  });
  expect(run).toMatchObject({ code: 0 });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`SET file_search_path = '${folder}'`);
  await connection.run((recipes.get('setup') as string).replaceAll("'data/", `'${folder}/data/`));
  query = async (name) => {
    const sql = recipes.get(name) ?? name;
    const reader = await connection.runAndReadAll(sql.replaceAll("'all.jsonl'", `'${folder}/all.jsonl'`));
    return reader.getRowObjectsJson() as Row[];
  };
});

describe('recipes of docs/query.md', () => {
  it('are all run here', () => {
    expect([...recipes.keys()].sort()).toEqual(
      [
        'across-provinces',
        'due-in-a-quarter',
        'jsonl-units',
        'jsonl-without-unit',
        'leads-most',
        'load-of-a-unit',
        'masked',
        'setup',
        'tasks-of-a-unit',
      ].sort(),
    );
  });

  it('find documents without a plan year, and years are numbers', async () => {
    const rows = await query(
      'SELECT plan_year, count(*) AS papers, typeof(any_value(plan_year)) AS type FROM documents GROUP BY 1 ORDER BY 1 NULLS LAST',
    );
    expect(rows.map(({ plan_year, papers }) => [plan_year === null ? null : Number(plan_year), Number(papers)])).toEqual([
      [2022, 1],
      [2023, 2],
      [null, 1],
    ]);
  });

  it('tasks of one unit over the years', async () => {
    const rows = await query('tasks-of-a-unit');
    expect(rows.map(({ plan_year, role, heading }) => [Number(plan_year), role, heading])).toEqual([
      [2022, 'lead', '抓好质量抽检'],
      [2022, 'responsible', '压缩办理时限'],
      [2023, 'lead', '抓好质量抽检'],
      [2023, 'responsible', '压缩办理时限'],
      [2023, 'lead', '抓好质量抽检'],
      [2023, 'responsible', '压缩办理时限'],
    ]);
    expect((await query('load-of-a-unit')).map((row) => [Number(row.plan_year), Number(row.tasks), Number(row.leads)])).toEqual([
      [2022, 2, 1],
      [2023, 4, 2],
    ]);
  });

  it('targets due in a quarter', async () => {
    const rows = await query('due-in-a-quarter');
    expect(rows.map(({ due, text, path }) => [due, text, path])).toEqual([
      ['2023-06-30', '300家以上', '2023/云岭.txt'],
      ['2023-06-30', '300家以上', '2023/江海.txt'],
    ]);
  });

  it('the same target across provinces', async () => {
    const rows = await query('across-provinces');
    expect(rows.map(({ province, plan_year, value }) => [province, Number(plan_year), value])).toEqual([
      ['江海省', 2022, 5000],
      ['云岭省', 2023, 7100],
      ['江海省', 2023, 6000],
    ]);
  });

  it('provinces with names of any length', async () => {
    const [call = ''] = /regexp_extract\(.*?1\)/.exec(recipes.get('across-provinces') as string) ?? [];
    const names = ['北京市', '江海省', '内蒙古自治区', '新疆维吾尔自治区'];
    const list = names.map((name) => `('${name}药品监督管理局')`).join(', ');
    const rows = await query(`SELECT ${call} AS province FROM (VALUES ${list}) AS offices(issuer)`);
    expect(rows.map(({ province }) => province)).toEqual(names);
  });

  it('masked targets', async () => {
    const rows = await query('masked');
    expect(rows.map(({ text, metric }) => [text, metric])).toEqual(Array(3).fill(['XX批次', '化妆品抽检']));
  });

  it('units that lead most', async () => {
    const rows = await query('leads-most');
    expect(rows.map(({ name, leads, since }) => [name, Number(leads), Number(since)])).toEqual([
      ['综合处', 3, 2022],
      ['药品生产监管处', 3, 2022],
    ]);
  });

  it('units and measures from JSON Lines', async () => {
    const units = await query('jsonl-units');
    expect(units.map(({ name, plan_year, tasks }) => [name, Number(plan_year), Number(tasks)])).toContainEqual([
      '药品生产监管处',
      2023,
      4,
    ]);
    const without = await query('jsonl-without-unit');
    expect(without.map(({ heading }) => heading)).toEqual(Array(3).fill('加强队伍建设'));
  });
});

import { execSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { Document } from '../src/index.js';
import { drugplan, emptyFolder, report, root } from './cli.js';

const document = (text: string): Document => JSON.parse(text) as Document;
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('parse', () => {
  test('prints one compact line of JSON in a pipe and nothing else', () => {
    const { code, out, err } = drugplan(['parse', report]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trimEnd()).not.toContain('\n');
    expect(document(out).source.name).toBe('input.txt');
  });

  test('--pretty indents', () => {
    expect(drugplan(['parse', report, '--pretty']).out).toMatch(/^\{\n {2}"\$schema"/);
  });

  test('reads standard input, named or not', () => {
    const input = readFileSync(report);
    const named = drugplan(['parse', '-'], { input });
    expect(document(named.out).source.name).toBe('stdin');
    expect(drugplan(['parse'], { input }).out).toBe(named.out);
  });

  test('prints a document a line for several files', () => {
    const { out } = drugplan(['parse', report, report]);
    expect(lines(out)).toHaveLength(2);
  });

  test.each([
    ['measures', 'measure'],
    ['quantities', 'quantity'],
    ['units', 'unit'],
  ])('jsonl --rows %s gives records', (rows, row) => {
    const { out } = drugplan(['parse', report, '--format', 'jsonl', '--rows', rows]);
    const records = lines(out);
    expect(records.length).toBeGreaterThan(3);
    for (const record of records) expect(record).toMatchObject({ row, source: { name: 'input.txt' }, [row]: {} });
    expect(drugplan(['validate', '-'], { input: out }).code).toBe(0);
  });

  test('jsonl gives measures if not said, and documents when asked', () => {
    const measures = lines(drugplan(['parse', report, '--format', 'jsonl']).out);
    expect(measures[0]).toHaveProperty('measure.heading');
    const documents = drugplan(['parse', report, '--format', 'jsonl', '--rows', 'documents']).out;
    expect(documents).toBe(drugplan(['parse', report, '--compact']).out);
  });

  test('yaml says the same as json', () => {
    const { out } = drugplan(['parse', report, '--format', 'yaml']);
    expect(parseYaml(out)).toEqual(document(drugplan(['parse', report]).out));
  });

  test('--explain gives rule and evidence of each fact', () => {
    const { measures } = document(drugplan(['parse', report, '--explain']).out);
    const facts = measures.flatMap((measure) => [
      ...measure.quantities,
      ...measure.units,
      ...measure.deadlines,
      ...measure.tasks,
    ]);
    expect(facts.length).toBeGreaterThan(10);
    for (const fact of facts) expect(fact).toMatchObject({ rule: expect.any(String), evidence: { start: expect.any(Number) } });
    expect(drugplan(['parse', report]).out).not.toContain('"rule"');
  });

  test('the same input gives the same bytes, wherever it lies', () => {
    const copy = join(emptyFolder(), 'input.txt');
    writeFileSync(copy, readFileSync(report));
    expect(drugplan(['parse', copy], { cwd: '/', env: { TZ: 'Asia/Tokyo', LANG: 'C' } }).out).toBe(
      drugplan(['parse', report]).out,
    );
  });

  test('--lexicon adds words, and --explain names the entry', () => {
    const lexicon = join(emptyFolder(), 'mine.yaml');
    writeFileSync(lexicon, 'org-suffixes:\n  - id: mine.guild\n    class: body\n    words: [行会]\n');
    const input = '一、工作安排\n（一）加强自律。组织培训3次。（茶叶行会牵头）\n（二）强化检查。检查企业20家。（茶叶行会负责）\n';
    const args = ['parse', '-', '--compact', '--explain'];
    expect(drugplan([...args, '--lexicon', lexicon], { input }).out).toContain('"name":"茶叶行会"');
  });
});

describe('parse --strict', () => {
  const skipping =
    '江海省药监局2023年工作要点\n一、守牢底线\n（一）加强检查。检查企业20家。\n（二）加强抽检。抽检30批次。\n（四）加强监测。\n二、服务发展\n';

  test('takes warnings as failure and shows them with their line', () => {
    const { code, err } = drugplan(['parse', '-', '--strict'], { input: skipping });
    expect(code).toBe(1);
    expect(err).toMatch(/^<stdin>:5:1: 警告: .*\[outline\/skipped-number\]\n5 \| （四）加强监测。\n {4}\^+\n/);
  });

  test('without it the warnings are shown and the run is fine', () => {
    const { code, err, out } = drugplan(['parse', '-', '--lang', 'en'], { input: skipping });
    expect(code).toBe(0);
    expect(err).toContain('warning: numbering skips');
    expect(document(out).diagnostics[0]).toMatchObject({ code: 'outline/skipped-number', severity: 'warning' });
  });

  test('a sound report passes', () => {
    expect(drugplan(['parse', report, '--strict']).code).toBe(0);
  });
});

describe('parse -o', () => {
  test('writes the file whole and leaves nothing beside it', () => {
    const folder = emptyFolder();
    const { code, out } = drugplan(['parse', report, '-o', join(folder, 'out.json')]);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(readdirSync(folder)).toEqual(['out.json']);
    expect(readFileSync(join(folder, 'out.json'), 'utf8')).toBe(drugplan(['parse', report]).out);
  });

  test('writes through a link and keeps the mode', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'real.json'), 'old');
    chmodSync(join(folder, 'real.json'), 0o640);
    symlinkSync('real.json', join(folder, 'link.json'));
    drugplan(['parse', report, '-o', join(folder, 'link.json')]);
    expect(readFileSync(join(folder, 'real.json'), 'utf8')).toContain('urn:drugplan');
    expect(statSync(join(folder, 'real.json')).mode & 0o777).toBe(0o640);
  });

  test('leaves the old file alone where no input is usable', () => {
    const out = join(emptyFolder(), 'out.json');
    writeFileSync(out, 'old');
    expect(drugplan(['parse', 'missing.txt', '-o', out]).code).toBe(4);
    expect(readFileSync(out, 'utf8')).toBe('old');
  });

  test('keeps what could be parsed where another input fails', () => {
    const out = join(emptyFolder(), 'out.json');
    const { code, err } = drugplan(['parse', 'missing.txt', report, '-o', out]);
    expect(code).toBe(3);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(document(readFileSync(out, 'utf8')).measures).toHaveLength(6);
  });

  test('refuses to overwrite an input', () => {
    const copy = join(emptyFolder(), 'a.txt');
    writeFileSync(copy, readFileSync(report));
    expect(drugplan(['parse', copy, '-o', copy]).code).toBe(2);
    expect(readFileSync(copy)).toEqual(readFileSync(report));
  });
});

describe('wrong input gives one clear message', () => {
  const folder = emptyFolder();
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  mkdirSync(join(folder, 'dir'));
  const gbk = Uint8Array.from([0xd6, 0xd0, 0xb9, 0xfa, 0xd2, 0xa9, 0xc6, 0xb7]);
  const cases: [string, string[], number, RegExp][] = [
    ['missing file', ['parse', 'no-such.txt'], 4, /no-such\.txt：没有这个文件/],
    ['directory', ['parse', join(folder, 'dir')], 4, /dir：是目录.*dir\/\*\.txt/],
    ['empty file', ['parse', file('empty.txt', '')], 4, /empty\.txt：是空文件/],
    ['blank file', ['parse', file('blank.txt', ' \n\t\n')], 4, /blank\.txt：是空文件/],
    [
      'binary file',
      [
        'parse',
        file(
          'a.bin',
          Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919 + (i >> 3) * 104729) & 255),
        ),
      ],
      4,
      /a\.bin：是二进制文件/,
    ],
    [
      'picture',
      ['parse', file('a.png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]))],
      4,
      /a\.png：.*PNG/,
    ],
    [
      'invalid UTF-8',
      ['parse', file('gbk.txt', gbk), '--encoding', 'utf-8'],
      4,
      /gbk\.txt：第 \d+ 字节起不是 utf-8 编码.*--encoding/,
    ],
    ['unknown encoding', ['parse', report, '--encoding', 'klingon'], 2, /klingon.*gb18030/],
    ['empty standard input', ['parse', '-'], 4, /<stdin>：是空文件/],
    ['standard input twice', ['parse', '-', '-'], 2, /只能写一次/],
    [
      'lexicon: wrong name',
      ['parse', report, '--lexicon', file('1.yaml', 'verbz:\n  - id: x\n')],
      2,
      /1\.yaml:2:3：没有叫 verbz 的词库；可用 .*verbs/,
    ],
    [
      'lexicon: wrong attribute',
      ['parse', report, '--lexicon', file('2.yaml', 'verbs:\n  - id: x\n    wrods: [a]\n')],
      2,
      /2\.yaml:3:\d+：x 有不认识的属性 wrods；可用 .*words/,
    ],
    [
      'lexicon: no YAML',
      ['parse', report, '--lexicon', file('3.yaml', 'verbs:\n  - id: x\n   words: [a\n')],
      2,
      /3\.yaml:3:\d+：词库不是合法的 YAML/,
    ],
    [
      'lexicon: no id',
      ['parse', report, '--lexicon', file('4.yaml', 'verbs:\n  - words: [a]\n')],
      2,
      /4\.yaml:2:\d+：词库有误：verbs\.0 缺少 id/,
    ],
    [
      'lexicon: wrong value',
      ['parse', report, '--lexicon', file('5.yaml', 'verbs:\n  - id: x\n    kind: wrok\n')],
      2,
      /5\.yaml:3:\d+：x 的 kind 不能是 wrok；可用 work/,
    ],
    [
      'lexicon: wrong pattern',
      ['parse', report, '--lexicon', file('6.yaml', 'references:\n  - id: x\n    pattern: "(["\n')],
      2,
      /6\.yaml:3:\d+：x 的 pattern/,
    ],
    ['lexicon: missing', ['parse', report, '--lexicon', 'no.yaml'], 2, /no\.yaml：没有这个文件/],
    ['unknown command', ['prase', report], 2, /没有 prase 这个命令/],
    ['unknown option', ['parse', report, '--jsonl'], 2, /没有 --jsonl 这个选项/],
    ['wrong format', ['parse', report, '--format', 'xml'], 2, /--format 不能是 xml；可用 json/],
    ['option without value', ['parse', report, '-o'], 2, /--output 后面缺少值/],
    ['output is a directory', ['parse', report, '-o', folder], 2, /是目录/],
    ['output cannot be written', ['parse', report, '-o', '/no/such/place.json'], 2, /写不进去.*未改动/],
    ['--rows without jsonl', ['parse', report, '--rows', 'units'], 2, /--format jsonl/],
    ['--pretty and --compact', ['parse', report, '--pretty', '--compact'], 2, /不能同时用/],
    ['validate without a file', ['validate'], 2, /缺少参数 file/],
    ['validate a missing file', ['validate', 'no.json'], 4, /no\.json：没有这个文件/],
    ['batch without -o', ['batch', folder], 2, /缺少选项 --output/],
    ['batch into a place that cannot be', ['batch', folder, '-o', '/proc/no-such/out'], 2, /写不进去/],
    ['batch with half a worker', ['batch', folder, '-o', 'out', '--jobs', '1.5'], 2, /--jobs 不能是 1\.5；可用 1 到 256 的整数/],
    ['batch with no time', ['batch', folder, '-o', 'out', '--timeout', '0'], 2, /--timeout 不能是 0；可用 0\.01 到 86400 的数/],
    [
      'option of two words, wrong',
      ['stream', '--max-bytes', 'many'],
      2,
      /--max-bytes 不能是 many；可用 1024 到 536870912 的整数/,
    ],
    ['option of two words, without value', ['batch', folder, '-o', 'out', '--from-list'], 2, /--from-list 后面缺少值/],
    ['option without command', ['--jsonl'], 2, /没有 --jsonl 这个选项；请看 drugplan --help/],
    ['unknown shell', ['completion', 'tcsh'], 2, /没有 tcsh；可用 bash/],
    ['unknown schema', ['schema', 'measure'], 2, /可用 document, record, lexicon/],
  ];

  test.each(cases)('%s', (_name, args, code, message) => {
    const run = drugplan(args);
    expect(run.code).toBe(code);
    expect(run.err).toMatch(message);
    expect(run.err.trimEnd().split('\n')).toHaveLength(1);
    expect(run.err).not.toContain('    at ');
    expect(run.out).toBe('');
    const english = drugplan([...args, '--lang', 'en']);
    expect(english.code).toBe(code);
    expect(english.err).toMatch(/^drugplan: error: /);
    // Only names and paths that the user gave may be Chinese.
    expect(english.err).not.toMatch(/[：；，。]/);
  });
});

describe('help, colours, pipes', () => {
  test.each(
    ['', 'parse', 'batch', 'stream', 'stats', 'validate', 'schema', 'formats', 'completion']
      .map((command) => [command, '--help'].filter(Boolean))
      .map((args) => [args.join(' '), args] as const),
  )('%s has examples in both languages', (_name, args) => {
    const chinese = drugplan([...args]);
    expect(chinese.code).toBe(0);
    expect(chinese.out).toMatch(/用法：[\s\S]*例：/);
    expect(chinese.out).not.toMatch(/Usage|Options|choices/);
    const english = drugplan([...args, '--lang', 'en']);
    expect(english.out).toMatch(/Usage:[\s\S]*Examples:/);
  });

  test('colours only where asked for', () => {
    const escape = String.fromCharCode(27);
    expect(drugplan(['parse', 'no.txt'], { env: { NO_COLOR: '' } }).err).not.toContain(escape);
    expect(drugplan(['parse', 'no.txt', '--color', 'always']).err).toContain(escape);
    expect(drugplan(['parse', 'no.txt', '--color', 'never'], { env: { NO_COLOR: '', FORCE_COLOR: '1' } }).err).not.toContain(
      escape,
    );
  });

  test('a reader that leaves early is no error', () => {
    const files = Array.from({ length: 40 }, () => JSON.stringify(report)).join(' ');
    const command = `node bin/drugplan.js parse ${files} --pretty | head -n 1`;
    const run = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { cwd: root, encoding: 'utf8' });
    expect({ out: run.stdout, err: run.stderr, code: run.status }).toEqual({ out: '{\n', err: '', code: 0 });
  });

  test('a fault of the program is told as one, without a stack trace', () => {
    const fault = 'data:text/javascript,JSON.stringify=()=>{throw%20new%20Error("broken")}';
    const run = drugplan(['parse', report], { env: { NODE_OPTIONS: `--import=${fault.replaceAll('"', "'")}` } });
    expect(run.code).toBe(70);
    expect(run.err).toContain('broken');
    expect(run.err).not.toContain('    at ');
    expect(run.out).toBe('');
  });

  test('writes to a device without replacing it', () => {
    expect(drugplan(['parse', report, '-o', '/dev/null']).code).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(existsSync('/dev/null')).toBe(true);
    expect(execSync('ls /dev | grep -c drugplan || true', { encoding: 'utf8' }).trim()).toBe('0');
  });
});

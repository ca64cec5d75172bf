import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type InputLine, linesOf } from '../src/stream/lines.js';
import { drugplan, emptyFolder, root } from './cli.js';

const text = '一、加强监管\n（一）抓好抽检。完成药品抽检100批次。';
const stream = (lines: readonly unknown[], ...args: string[]) => {
  const input = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  const run = drugplan(['stream', '--lang', 'en', ...args], { input });
  return {
    ...run,
    answers: run.out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
};

describe('drugplan stream', () => {
  it('answers in order, whatever comes', () => {
    const file = join(emptyFolder(), 'a.txt');
    writeFileSync(file, text);
    const { code, answers, err } = stream([
      { id: 1, text },
      'no json',
      { id: { any: 'thing' }, path: file },
      '',
      { id: 'b', base64: Buffer.from(text).toString('base64'), options: { name: 'x.txt' } },
      { id: 2, path: '/nowhere' },
      { id: 3 },
      { id: 4, text, base64: '' },
      { id: 5, text, options: { colour: 'red' } },
      { id: 6, text: '' },
      [1, 2],
      { text },
      { id: 7, base64: '', options: { encoding: 'klingon' } },
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(answers.map(({ id, error, document }) => [id, error?.code ?? document.measures.length])).toEqual([
      [1, 1],
      [null, 'stream/bad-json'],
      [{ any: 'thing' }, 1],
      ['b', 1],
      [2, 'file/missing'],
      [3, 'stream/bad-request'],
      [4, 'stream/bad-request'],
      [5, 'stream/bad-options'],
      [6, 'read/empty'],
      [null, 'stream/bad-request'],
      [null, 1],
      [7, 'read/empty'],
    ]);
    expect(answers[1].error.line).toBe(2);
    expect(answers[3].document.source.name).toBe('x.txt');
  });

  it('goes on past what would bring it down', () => {
    const deep = `{"id":${'['.repeat(200_000)}${']'.repeat(200_000)},"text":"一"}`;
    const { code, answers } = stream([
      deep,
      { id: 1, path: '/dev/zero' },
      { id: 2, path: '/' },
      { id: 3, base64: '5oiR*&^5oiR%%%' },
      { id: 4, base64: Buffer.from(text).toString('base64').slice(0, -3) },
      { id: 5, base64: Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n') },
      { id: 6, base64: Buffer.from(text).toString('base64url') },
      { id: 7, text },
    ]);
    expect(code).toBe(0);
    expect(answers.map(({ id, error }) => [id, error?.code ?? null])).toEqual([
      [null, 'stream/bad-request'],
      [1, 'file/unreadable'],
      [2, 'file/unreadable'],
      [3, 'stream/bad-base64'],
      [4, 'stream/bad-base64'],
      [5, null],
      [6, null],
      [7, null],
    ]);
  });

  it('never gives back another id than it was asked with', () => {
    const { answers } = stream([
      '{"id":12345678901234567890,"text":"一"}',
      `{"id":"12345678901234567890","text":"一、加强监管"}`,
    ]);
    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
      [null, 'stream/big-id'],
      ['12345678901234567890', undefined],
    ]);
  });

  it('answers a text that no document has with an error: its parse would take all memory', () => {
    const file = join(emptyFolder(), 'a.txt');
    writeFileSync(file, '一、加强监管。\n'.repeat(400_000));
    const { code, answers } = stream([
      { id: 1, path: file },
      { id: 2, text },
    ]);
    expect(code).toBe(0);
    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
      [1, 'stream/text-too-long'],
      [2, undefined],
    ]);
  });

  it('takes a byte order mark, ends of lines of Windows, and the same id again', () => {
    const { answers } = stream([`\ufeff{"id":1,"text":"一、加强监管"}\r`, '{"id":1,"text":"一、加强监管"}\r', '\r']);
    expect(answers.map(({ id, error }) => [id, error])).toEqual([
      [1, undefined],
      [1, undefined],
    ]);
  });

  it('gives what parse gives', () => {
    const [answer] = stream([{ id: 1, text, options: { name: 'stdin' } }]).answers;
    expect(answer.document).toEqual(JSON.parse(drugplan(['parse', '-'], { input: text }).out));
  });

  it('answers a line that is too long without holding it', () => {
    const { answers } = stream(
      [
        { id: 1, text: '长'.repeat(5000) },
        { id: 2, text },
      ],
      '--max-bytes',
      '2000',
    );
    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
      [null, 'stream/too-long'],
      [2, undefined],
    ]);
  });

  it('says in the language of the user why there is no document, and refuses an encoding that there is none of', () => {
    const { answers } = stream(
      [
        { id: 1, path: '/no/such' },
        { id: 2, base64: 'AAAA' },
        { id: 3, text: '' },
      ],
      '--lang',
      'zh',
    );
    for (const { error } of answers) expect(error.message).toMatch(/^\p{Script=Han}/u);
    expect(drugplan(['stream', '--encoding', 'klingon'], { input: '{"id":1,"text":"一"}' })).toMatchObject({ code: 2, out: '' });
  });

  it('reads no further than its reader, who gets all in the end', async () => {
    const child = spawn(process.execPath, [join(root, 'bin/drugplan.js'), 'stream'], { stdio: ['pipe', 'pipe', 'inherit'] });
    // Answered at once with as much as was asked, so that nothing but the reader holds it up.
    const line = `${JSON.stringify({ id: '长'.repeat(1000) })}\n`;
    let taken = 0;
    const write = (): void => {
      for (let room = true; room && taken < 20_000; taken++) room = child.stdin.write(line);
    };
    child.stdin.on('drain', write);
    write();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    // Nobody reads: what is taken in is what the pipes hold, and no more.
    expect(taken).toBeLessThan(500);
    child.stdin.off('drain', write).end();
    let answers = 0;
    for await (const chunk of child.stdout.setEncoding('utf8')) answers += (chunk as string).split('\n').length - 1;
    expect(answers).toBe(taken);
  });
});

describe('lines', () => {
  it('are the same however the bytes are cut', async () => {
    const bytes = Buffer.from('a\n报告\r\n\n  \nlast');
    for (const size of [1, 2, 3, 7, 100]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
      const lines: [number, string | undefined][] = [];
      for await (const line of linesOf(
        Readable.from(chunks, { objectMode: true }) as AsyncIterable<Buffer>,
        100,
      ) as AsyncIterable<InputLine>) {
        lines.push([line.number, line.bytes?.toString()]);
      }
      expect(lines).toEqual([
        [1, 'a'],
        [2, '报告\r'],
        [5, 'last'],
      ]);
    }
  });
});

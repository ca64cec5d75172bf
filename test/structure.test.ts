import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lexicons } from '../src/generated/lexicons.js';
import { fold } from '../src/normalise/fold.js';
import { normalise } from '../src/normalise/index.js';
import { sourceOf } from '../src/read/text.js';
import { type Part, passagesOf, type Structure, structure } from '../src/structure/index.js';
import { markerAtStart } from '../src/structure/markers.js';
import { roleOfTurn } from '../src/structure/roles.js';
import { isTail } from '../src/structure/statements.js';
import type { NormalText, Span } from '../src/types.js';

interface Spec<T> {
  name: string;
  in: string;
  out: T;
}

interface OutlineSpec extends Spec<string> {
  preamble?: string;
  closing?: string;
  problems?: string[];
  /** The last characters of parts, by marker. */
  ends?: Record<string, string>;
}

const yaml = <T>(path: string): T[] => parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')) as T[];
const specs = <T>(stage: string): T[] => yaml<T>(`fixtures/stages/${stage}.yaml`);

function read(input: string): Structure & { text: NormalText; cut: (span: Span) => string } {
  const source = sourceOf(input, 'spec');
  const text = normalise(source, lexicons);
  return { ...structure(text, source.text, lexicons), text, cut: ({ start, end }) => text.text.slice(start, end).trim() };
}

const levelOf = (part: Part): number => (part.parent ? levelOf(part.parent) + 1 : 0);

describe('outline', () => {
  it.each(specs<OutlineSpec>('outline'))('$name', (spec) => {
    const { all, preamble, closing, problems, cut } = read(spec.in);
    const label = (part: Part) => (part.marker ? cut(part.marker) : '·');
    const lines = all.map((part) => `${'  '.repeat(levelOf(part))}${label(part)} ${part.heading ? cut(part.heading) : '—'}`);
    expect(`${lines.join('\n')}\n`).toBe(spec.out === '' ? '\n' : spec.out);
    if (spec.preamble !== undefined) expect(preamble.map(cut).join('\n')).toBe(spec.preamble);
    if (spec.closing !== undefined) expect(closing.map(cut).join('\n')).toBe(spec.closing);
    if (spec.problems !== undefined) expect(problems.map(({ code }) => code)).toEqual(spec.problems);
    for (const [marker, end] of Object.entries(spec.ends ?? {})) {
      const part = all.find((candidate) => label(candidate) === marker);
      expect(part?.own.map(cut).join('\n').slice(-end.length)).toBe(end);
    }
  });
});

describe('a text of too many parts', () => {
  it('has an outline as far as it is told', () => {
    const line = '一、监管\n';
    const { all, unread, problems } = read(line.repeat(8_003));
    expect(all).toHaveLength(8_000);
    expect(unread).toHaveLength(3);
    const found = problems.find(({ code }) => code === 'structure/too-many-parts');
    expect(found).toMatchObject({
      span: { start: 8_000 * line.length, end: 8_003 * line.length - 1 },
      data: { count: 8_000 },
    });
  });

  it('has it in front of a long table of words, too', () => {
    const { all, cut } = read(`一、监管\n（一）检查。\n二、服务\n（一）办事。\n附件：名录\n${'板蓝根颗粒\n'.repeat(10_000)}`);
    expect(all.map(({ marker }) => marker && cut(marker))).toEqual(['一、', '（一）', '二、', '（一）']);
  });

  it('has none where nothing opens one', () => {
    expect(read('板蓝根颗粒\n'.repeat(8_003)).all).toEqual([]);
  });

  it('is told from a long register and from one of long entries', () => {
    const register = (entries: number, entry: string) => {
      const { all, problems } = read(Array.from({ length: entries }, (_, k) => `${(k % 500) + 1}. ${entry}`).join('\n'));
      expect(problems.map(({ code }) => code)).not.toContain('structure/too-many-parts');
      expect(all).toHaveLength(entries);
    };
    register(7_500, '板蓝根颗粒');
    register(
      8_500,
      '板蓝根颗粒，规格十克，二十袋一盒，由甲乙丙药业有限公司生产，批准文号按国药准字格式填写，有效期三十六个月，密封并置于阴凉干燥处保存',
    );
  });
});

describe('turns', () => {
  it.each(specs<Spec<string[]>>('turns'))('$name', (spec) => {
    const found = read(spec.in);
    const running = passagesOf(found).filter((passage) => /。$/.test(found.cut(passage)));
    expect(running.map((passage) => `${found.cut(passage).slice(0, 4)}: ${passage.role}`)).toEqual(spec.out);
  });

  const turning = yaml<{ where: string; role: string; positives?: string[]; negatives?: string[] }>(
    'src/lexicons/roles.yaml',
  ).filter(({ where }) => where === 'paragraph');
  const turn = (text: string) => roleOfTurn(text, { start: 0, end: text.length }, lexicons);
  it.each(turning.flatMap(({ role, positives }) => (positives ?? []).map((text) => ({ role, text }))))(
    '$role: $text',
    ({ role, text }) => {
      expect(turn(text)).toBe(role);
    },
  );
  it.each(turning.flatMap(({ negatives }) => negatives ?? []))('no turn: %s', (text) => {
    expect(turn(text)).toBeNull();
  });
});

describe('roles', () => {
  it.each(specs<Spec<string[]>>('roles'))('$name', (spec) => {
    const { all, cut } = read(spec.in);
    const label = (part: Part) => (part.heading ? cut(part.heading) : part.marker ? cut(part.marker) : '—');
    expect(all.map((part) => `${label(part)}: ${part.role}${part.speaker ? ` (${part.speaker})` : ''}`)).toEqual(spec.out);
  });
});

describe('meta', () => {
  it.each(specs<Spec<Record<string, unknown>>>('meta'))('$name', (spec) => {
    expect(read(spec.in).meta).toMatchObject(spec.out);
  });
});

describe('front matter', () => {
  it.each(specs<Spec<string[]>>('front'))('$name', (spec) => {
    const { blocks, cut } = read(spec.in);
    expect(blocks.filter(({ kind }) => kind === 'front').map((block) => `${block.front}: ${cut(block)}`)).toEqual(spec.out);
  });
});

describe('noise', () => {
  it.each(specs<Spec<string[]>>('noise'))('$name', (spec) => {
    const { blocks, text } = read(spec.in);
    const printed = (span: Span) => spec.in.slice(span.start, span.end);
    const lines = blocks
      .filter(({ kind }) => kind === 'noise')
      .map((block) => ({ kind: block.noise, span: text.map.toSource(block) }));
    const all = [...lines, ...text.noise].sort((a, b) => a.span.start - b.span.start);
    expect(all.map(({ kind, span }) => `${kind}: ${printed(span)}`)).toEqual(spec.out);
  });
});

interface Entry {
  id: string;
  where?: string;
  pattern?: string;
  words?: string[];
  positives?: string[];
  negatives?: string[];
}

describe('examples of the lexicons', () => {
  const read = (name: string) => yaml<Entry>(`src/lexicons/${name}.yaml`).filter((entry) => entry.positives ?? entry.negatives);
  const holds = ({ pattern, words = [], where }: Entry, text: string): boolean =>
    pattern === undefined
      ? words.some((word) => (where === 'heading-ends' ? text.endsWith(word) : text.includes(word)))
      : new RegExp(pattern, 'u').test(text);
  const turns = (entry: Entry) => entry.where === 'paragraph';
  it.each([...read('front'), ...read('noise'), ...read('roles').filter((entry) => !turns(entry))])('$id', (entry) => {
    for (const text of entry.positives ?? []) expect(holds(entry, text), text).toBe(true);
    for (const text of entry.negatives ?? []) expect(holds(entry, text), text).toBe(false);
  });

  const whole = (text: string) => ({ start: 0, end: text.length });
  it.each(read('numbering'))('$id', ({ id, positives = [], negatives = [] }) => {
    const style = (text: string) => markerAtStart(fold(text), whole(text), lexicons)?.style;
    for (const text of positives) expect(style(text), text).toBe(id);
    for (const text of negatives) expect(style(text), text).not.toBe(id);
  });
  it.each(read('statements'))('$id', ({ positives = [], negatives = [] }) => {
    for (const text of positives) expect(isTail(text, whole(text), lexicons), text).toBe(true);
    for (const text of negatives) expect(isTail(text, whole(text), lexicons), text).toBe(false);
  });
});

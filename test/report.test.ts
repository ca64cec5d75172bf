import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportAssets } from '../src/generated/report-assets.js';
import { parse } from '../src/index.js';
import { renderReport } from '../src/render/report/index.js';
import { root } from './cli.js';
import { sampleDocument, sampleText } from './render-sample.js';

const page = renderReport(sampleDocument(), { source: sampleText });
const body = page.slice(page.indexOf('<body>'), page.lastIndexOf('<script>'));

const unescape = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] as string,
  );

/** The text of the source pane, line by line, as a reader sees it. */
const paperText = (html: string): string => {
  const paper = /<div class="paper"[^>]*>\n([\s\S]*?)<\/div><\/section>/.exec(html)?.[1] ?? '';
  return paper
    .split('</p>\n')
    .slice(0, -1)
    .map((line, index) => (line.startsWith('<p data-n') && index > 0 ? '\n' : '') + unescape(line.replace(/<[^>]*>/g, '')))
    .join('');
};

const ids = (html: string): string[] => [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] as string);
const targets = (html: string): string[] => [...html.matchAll(/ href="#([^"]+)"/g)].map((match) => match[1] as string);

describe('report', () => {
  it('shows the whole source text, character for character', () => {
    expect(paperText(page)).toBe(sampleText);
  });

  it('gives every id once, and no link leads nowhere', () => {
    const all = ids(body);
    expect(new Set(all).size).toBe(all.length);
    for (const target of targets(body)) expect(all, target).toContain(target);
  });

  it('links every fact both ways', () => {
    for (const id of ['t1', 'q1', 'q2', 'q3', 'd1', 'r1']) {
      expect(body).toContain(`href="#x-${id}"`);
      expect(body).toMatch(new RegExp(`<a class="f \\w+" href="#r-${id}"[^>]* id="x-${id}"`));
      expect(body).toMatch(new RegExp(`id="r-${id}"`));
    }
    // A unit's places lead to the one row of the unit.
    expect(body).toMatch(/<a class="f unit" href="#r-n1"[^>]* id="x-u\d"/);
  });

  it('escapes everything from the document', () => {
    expect(body).not.toMatch(/<script|<img|onerror="|<b>/);
    expect(body).toContain('&lt;script&gt;window.hacked=1&lt;/script&gt;');
    expect(page.match(/<script>/g)).toHaveLength(1);
    const title = sampleDocument();
    title.meta.title = '</title><script>1</script>';
    title.source.name = '"><img src=x onerror=1>';
    expect(renderReport(title, { source: sampleText })).not.toMatch(/<\/title><script>|<img/);
  });

  it('asks nothing of the network and lets no other script run', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
    expect(policy).toBe(
      `default-src 'none'; style-src '${reportAssets.styleHash}'; script-src '${reportAssets.scriptHash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(/(?:src|href)="(?!#)|url\(|@import|\sstyle="|\son\w+="/);
  });

  it('is the same for the same document', () => {
    expect(renderReport(sampleDocument(), { source: sampleText })).toBe(page);
  });

  it('speaks English where asked', () => {
    const english = renderReport(sampleDocument(), { source: sampleText, lang: 'en' });
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('Tasks by unit');
    expect(paperText(english)).toBe(sampleText);
  });

  it('breaks a report of one line at its parts, and still shows all of it', () => {
    const line = `三、工作安排。${Array.from({ length: 40 }, (_, i) => `（${i + 1}）加强第${i + 1}类监管。完成抽检${i + 10}批次，${'确保安全，'.repeat(10)}年底前完成。`).join('')}`;
    const html = renderReport(parse(line), { source: line });
    expect(paperText(html)).toBe(line);
    expect(html.match(/<p/g)?.length).toBeGreaterThan(20);
  });

  const cases = join(root, 'fixtures/cases');
  const inputs = readdirSync(cases, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /input\.txt$/.test(file) && !file.startsWith('encodings'),
  );
  it.each(inputs)('%s: whole text, sound links', (file) => {
    const text = readFileSync(join(cases, file), 'utf8').replace(/^\uFEFF/, '');
    const html = renderReport(parse(text), { source: text });
    expect(paperText(html)).toBe(text.replace(/\r\n/g, '\n'));
    const inside = html.slice(html.indexOf('<body>'), html.lastIndexOf('<script>'));
    const all = new Set(ids(inside));
    expect(all.size).toBe(ids(inside).length);
    expect(targets(inside).filter((target) => !all.has(target))).toEqual([]);
  });
});

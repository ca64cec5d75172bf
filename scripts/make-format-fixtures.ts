/**
 * Makes the files of fixtures/formats that need LibreOffice: `npx tsx scripts/make-format-fixtures.ts`. From each input.txt comes a Word
 * document, and from that a .doc, a .pdf, an .html and an .rtf as an office would save them; Chromium prints two of them as a browser does.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openZip } from '../src/read/zip.js';
import { docxOfText, FORMAT_DOCUMENTS, textOf } from '../test/support/format-documents.js';
import { richDocx } from '../test/support/rich-document.js';
import { zipOf } from '../test/support/zip.js';

const BROWSER = ['speech', 'plan'];
const FORMATS = ['doc:MS Word 97', 'pdf', 'html:HTML (StarWriter)', 'rtf:Rich Text Format'];
/** A plain page of a document's text, its paragraphs flush with the margin and parted by air. */
function pageOf(name: string): string {
  const [title = '', ...lines] = textOf(name).trim().split('\n');
  const body = lines.map((line) =>
    line.includes('\t')
      ? `<table width="100%"><tr>${line
          .split('\t')
          .map((cell) => `<td width="33%">${cell}</td>`)
          .join('')}</tr></table>`
      : `<p>${line}</p>`,
  );
  const style = 'body{font:16pt "Noto Serif CJK SC"}p{margin:0 0 .6em;line-height:1.6}h1{text-align:center;font-size:22pt}';
  return `<!DOCTYPE html><meta charset="utf-8"><title>${title}</title><style>${style}</style><h1>${title}</h1>${body.join('')}`;
}

/** LibreOffice tears a list in two where a .docx says that it starts at 1 once more, so that its .doc would number 一、一、二、. */
function withoutOverrides(docx: Uint8Array): Uint8Array {
  const zip = openZip(docx, 'docx');
  const files = zip.names.map((name) => [name, Buffer.from(zip.read(name) ?? '')] as const);
  const strip = (xml: string) => xml.replace(/<w:lvlOverride.*?<\/w:lvlOverride>/g, '');
  return zipOf(
    Object.fromEntries(
      files.map(([name, content]) => [name, name.endsWith('numbering.xml') ? strip(content.toString('utf8')) : content]),
    ),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'formats-'));
const office = (...args: string[]) =>
  execFileSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', ...args], {
    cwd: folder,
    stdio: 'ignore',
    timeout: 300_000,
  });

try {
  const names = Object.keys(FORMAT_DOCUMENTS);
  for (const name of names) {
    writeFileSync(join(folder, `${name}.docx`), await docxOfText(name, 'manual'));
    writeFileSync(join(folder, `${name}-auto.docx`), withoutOverrides(await docxOfText(name, 'automatic')));
  }
  writeFileSync(join(folder, 'rich.docx'), richDocx());
  const files = names.flatMap((name) => [`${name}.docx`, `${name}-auto.docx`]);
  for (const format of FORMATS.filter((name) => /^(?:doc|rtf)/.test(name))) office('--convert-to', format, 'rich.docx');
  for (const format of FORMATS) office('--convert-to', format, ...files);
  // The same lists as LibreOffice writes them into a .docx of its own.
  for (const name of names) writeFileSync(join(folder, `${name}-lists.docx`), await docxOfText(name, 'automatic'));
  office('--convert-to', 'odt', ...names.map((name) => `${name}-lists.docx`));
  office('--convert-to', 'docx:MS Word 2007 XML', '--outdir', 'rewritten', ...names.map((name) => `${name}-lists.odt`));
  for (const name of names)
    cpSync(
      join(folder, 'rewritten', `${name}-lists.docx`),
      fileURLToPath(new URL(`../fixtures/formats/${name}/office.docx`, import.meta.url)),
    );
  // A browser writes PDF in another way: lines without air, radicals for characters, its own head and foot.
  for (const name of BROWSER) {
    writeFileSync(join(folder, `${name}-page.html`), pageOf(name));
    execFileSync(
      'chromium',
      ['--headless', '--no-sandbox', '--disable-gpu', `--print-to-pdf=${name}-page.pdf`, `${name}-page.html`],
      { cwd: folder, stdio: 'ignore', timeout: 120_000 },
    );
    cpSync(join(folder, `${name}-page.pdf`), fileURLToPath(new URL(`../fixtures/formats/${name}/browser.pdf`, import.meta.url)));
  }
  const rich = fileURLToPath(new URL('../fixtures/formats/rich/', import.meta.url));
  mkdirSync(rich, { recursive: true });
  for (const extension of ['doc', 'rtf']) cpSync(join(folder, `rich.${extension}`), join(rich, `rich.${extension}`));
  for (const name of names) {
    const target = fileURLToPath(new URL(`../fixtures/formats/${name}/`, import.meta.url));
    for (const extension of ['doc', 'pdf', 'html', 'rtf']) {
      cpSync(join(folder, `${name}.${extension}`), join(target, `input.${extension}`));
      // LibreOffice writes the numbers of its lists itself into these, which makes them a second opinion on how Word's are written out.
      if (extension !== 'html') cpSync(join(folder, `${name}-auto.${extension}`), join(target, `automatic.${extension}`));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

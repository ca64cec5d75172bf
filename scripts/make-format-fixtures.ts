/**
 * Makes the files of fixtures/formats that need LibreOffice: `npx tsx scripts/make-format-fixtures.ts`. From each input.txt comes a Word
 * document, and from that a .doc, a .pdf, an .html and an .rtf as an office would save them.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openZip } from '../src/read/zip.js';
import { docxOfText, FORMAT_DOCUMENTS } from '../test/support/format-documents.js';
import { richDocx } from '../test/support/rich-document.js';
import { zipOf } from '../test/support/zip.js';

const FORMATS = ['doc:MS Word 97', 'pdf', 'html:HTML (StarWriter)', 'rtf:Rich Text Format'];
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

/**
 * Makes the files of fixtures/formats that need LibreOffice: `npx tsx scripts/make-format-fixtures.ts`. From each input.txt comes a Word
 * document, and from that a .doc, a .pdf, an .html and an .rtf as an office would save them.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { docxOfText, FORMAT_DOCUMENTS } from '../test/support/format-documents.js';

const FORMATS = ['doc:MS Word 97', 'pdf', 'html:HTML (StarWriter)', 'rtf:Rich Text Format'];
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
    writeFileSync(join(folder, `${name}-auto.docx`), await docxOfText(name, 'automatic'));
  }
  const files = names.flatMap((name) => [`${name}.docx`, `${name}-auto.docx`]);
  for (const format of FORMATS) office('--convert-to', format, ...files);
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

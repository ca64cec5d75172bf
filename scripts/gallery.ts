/**
 * Makes the pictures of docs/gallery.md from fixtures/gallery/work-points.txt with the built program:
 * the ledger through LibreOffice, the report through Chromium. Needs both, and pdftoppm; pngquant makes the pictures small.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const input = join(root, 'fixtures/gallery/work-points.txt');
const pictures = join(root, 'docs/gallery');
const folder = mkdtempSync(join(tmpdir(), 'drugplan-gallery-'));

const run = (command: string, args: readonly string[]): void => {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`${command}: ${error?.message ?? stderr}`);
};
const parse = (output: string): string => {
  const path = join(folder, output);
  run(process.execPath, [join(root, 'bin/drugplan.js'), 'parse', input, '-o', path]);
  return path;
};

async function report(): Promise<void> {
  const page = pathToFileURL(parse('report.html')).href;
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  const open = async (width: number, height: number) => {
    const opened = await browser.newPage({ viewport: { width, height } });
    await opened.goto(page);
    return opened;
  };
  const shoot = async (opened: Awaited<ReturnType<typeof open>>, name: string) => {
    await opened.screenshot({ path: join(pictures, name) });
  };
  const wide = await open(1400, 860);
  await shoot(wide, 'report-overview.png');
  await wide.click('#tab-quantities');
  await wide.click('#r-q8 th a');
  await shoot(wide, 'report-links.png');
  await wide.selectOption('#by-unit', { label: '省药检院' });
  await wide.click('#tab-tasks');
  await wide.waitForTimeout(300);
  await shoot(wide, 'report-filter.png');
  const narrow = await open(400, 760);
  await narrow.click('#tab-tasks');
  await shoot(narrow, 'report-narrow.png');
  const printed = join(folder, 'report.pdf');
  const plain = await open(1200, 800);
  await plain.pdf({ path: printed, preferCSSPageSize: true, printBackground: true });
  run('pdftoppm', ['-png', '-r', '55', '-f', '1', '-l', '1', '-singlefile', printed, join(pictures, 'report-print')]);
  await browser.close();
}

function ledger(): void {
  const workbook = parse('ledger.xlsx');
  run('soffice', [
    '--headless',
    `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`,
    '--convert-to',
    'pdf',
    '--outdir',
    folder,
    workbook,
  ]);
  run('pdftoppm', ['-png', '-r', '72', '-f', '1', '-l', '1', '-singlefile', join(folder, 'ledger.pdf'), join(folder, 'ledger')]);
  renameSync(join(folder, 'ledger.png'), join(pictures, 'ledger.png'));
}

const NAMES = ['ledger', 'report-overview', 'report-links', 'report-filter', 'report-narrow', 'report-print'].map((name) =>
  join(pictures, `${name}.png`),
);

/** A palette keeps the repository small; without pngquant the pictures are larger and no worse. */
function shrink(): void {
  const { error } = spawnSync('pngquant', ['--version']);
  if (error) console.error('pngquant is not installed: the pictures stay large');
  else run('pngquant', ['--force', '--ext', '.png', '--speed', '1', '--strip', '64', ...NAMES]);
}

mkdirSync(pictures, { recursive: true });
try {
  await report();
  ledger();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
shrink();
for (const name of NAMES) console.log(`${name} ${Math.round(statSync(name).size / 1024)} kB`);

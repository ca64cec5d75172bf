import { accessSync, constants, existsSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isInside } from '../batch/discover.js';
import type { BatchReport } from '../batch/report.js';
import { CliError, EXIT } from './exit.js';
import { fileOutput } from './output.js';

/** What cannot be written is told before hours of work, not after. */
export function checkReport(file: string, out: string): void {
  if (statOf(file)?.isDirectory()) throw new CliError(EXIT.usage, 'output/directory', { file });
  // OUT itself may be yet to be made.
  if (isInside(file, out)) return;
  if (existsSync(file)) checkWritable(file, file);
  else checkFolder(dirname(file), file);
}

/** As a report; but its folder is made, and it is replaced as a whole, which would take a device's name away. */
export function checkLines(file: string): void {
  const stat = statOf(file);
  if (stat?.isDirectory()) throw new CliError(EXIT.usage, 'output/directory', { file });
  if (stat && !stat.isFile()) throw new CliError(EXIT.usage, 'batch/no-stdout', { name: 'jsonl' });
  checkAbove(file);
}

/** Whether a folder that is yet to be made can be. */
export function checkAbove(file: string): void {
  let above = dirname(file);
  while (!existsSync(above)) above = dirname(above);
  checkFolder(above, file);
}

function checkFolder(folder: string, file: string): void {
  const stat = statOf(folder);
  if (stat && !stat.isDirectory()) throw new CliError(EXIT.usage, 'output/failed', { file, reason: 'ENOTDIR' });
  checkWritable(folder, file);
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    // Not there, or a file where a folder must be: whether it can be made is asked next.
    return undefined;
  }
}

function checkWritable(place: string, file: string): void {
  try {
    accessSync(place, constants.W_OK);
  } catch (error) {
    throw new CliError(EXIT.usage, 'output/failed', { file, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

/** The totals of a run as JSON, replaced as a whole. */
export async function writeReport(file: string | undefined, done: BatchReport): Promise<void> {
  if (file === undefined) return;
  const sink = fileOutput(file, []);
  await sink.write(`${JSON.stringify(done, null, 2)}\n`);
  sink.commit();
}

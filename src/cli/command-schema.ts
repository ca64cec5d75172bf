import { readFileSync } from 'node:fs';
import type { Context } from './command-parse.js';
import { CliError, EXIT, type ExitCode } from './exit.js';
import { standardOutput } from './output.js';

/** The schemas that can be printed. */
export const schemaNames = ['document', 'record', 'lexicon'] as const;

/** `drugplan schema`: prints a schema as it is shipped. */
export async function schemaCommand(name: string, { io }: Context): Promise<ExitCode> {
  if (!(schemaNames as readonly string[]).includes(name)) {
    throw new CliError(EXIT.usage, 'usage/unknown-schema', { name, names: schemaNames.join(', ') });
  }
  await standardOutput(io).write(readPackageFile(`schemas/${name}.schema.json`));
  return EXIT.ok;
}

/** A file of the package: one level up from the bundle, two from the sources. */
function readPackageFile(path: string): string {
  try {
    return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  }
}

import { existsSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { extensionsOf, FORMATS } from '../read/sniff.js';
import { BatchError } from './failure.js';
import { glob, isGlob } from './glob.js';
import { ledgerFile } from './ledger.js';

/** A file to convert. */
export interface Found {
  /** Path under the archive's root, with `/`; what is not UTF-8 in it was read as GB18030. */
  path: string;
  /** Path to open, absolute. */
  file: string;
  /** The same in bytes (as latin1) where the name is not UTF-8 and cannot be opened by text. */
  raw?: string;
  /** And those bytes under the root, to look for it again another day. */
  rawPath?: string;
}

/** A folder, a pattern or a file; or a name of a list, which is never a pattern. */
export type Input = string | Entry;

/** Why something in a folder is not converted. */
export type Skipped =
  | 'hidden'
  | 'office-lock'
  | 'link-outside'
  | 'link-broken'
  | 'other-format'
  | 'output'
  | 'special'
  | 'no-match';

export interface Discovery {
  /** Folder that the paths are relative to. */
  root: string;
  files: Found[];
  skipped: Partial<Record<Skipped, number>>;
  /** Of `other-format`: how many by extension. */
  otherFormats: Record<string, number>;
}

export interface DiscoverOptions {
  /** Folder that paths are relative to; where not given, the folder named, or the deepest that holds all inputs. */
  root?: string;
  /** Folders and files that belong to the output. */
  exclude?: readonly string[];
}

/** Formats that a report comes in. Files of other names are left alone unless they are named themselves. */
const REPORTS: ReadonlySet<string> = new Set(FORMATS.flatMap(extensionsOf).map((extension) => `.${extension}`));

/** Finds the files of folders, globs and names, in the order of their paths. */
export function discover(inputs: readonly Input[], options: DiscoverOptions = {}): Discovery {
  const found = new Map<string, Found>();
  const skipped: Discovery['skipped'] = {};
  const otherFormats: Record<string, number> = {};
  const excluded = new Set((options.exclude ?? []).map(real));
  const skip = (why: Skipped): void => {
    skipped[why] = (skipped[why] ?? 0) + 1;
  };
  const bases: string[] = [];
  /** Of the files, those that nothing but a list has named. */
  const listed = new Set<string>();
  let inList = false;
  const add = (entry: Omit<Found, 'path'>): void => {
    const key = entry.raw ?? entry.file;
    if (!inList) listed.delete(key);
    else if (!found.has(key)) listed.add(key);
    found.set(key, { ...entry, path: '' });
  };

  /** One entry of a folder, or what a link in it leads to. */
  const visit = (entry: Entry, top: string, above: readonly string[], wanted: ((path: string) => boolean) | null): void => {
    const { file, name } = entry;
    if (name.startsWith('.')) return skip('hidden');
    if (name.startsWith('~$')) return skip('office-lock');
    let stat = statOf(entry, lstatSync);
    // A folder whose names may be read, but not what they stand for: the row will say so.
    if (stat === 'denied') return wanted && !wanted(file) ? undefined : add(named(entry));
    if (!stat) return skip('special');
    if (stat.isSymbolicLink()) {
      const target = realOrNull(file);
      if (target === null) return skip('link-broken');
      if (!isInside(target, top) || above.includes(target)) return skip('link-outside');
      stat = statOf(entry, statSync);
      if (!stat || stat === 'denied') return skip('link-broken');
    }
    if (excluded.size > 0 && excluded.has(stat.isDirectory() || excluded.has(file) ? real(file) : file)) {
      if (stat.isFile() && (wanted ? wanted(file) : REPORTS.has(extname(name).toLowerCase())))
        throw new BatchError('over-input', { file });
      return skip('output');
    }
    if (stat.isDirectory()) return walk(entry, top, above, wanted?.(file) ? null : wanted);
    if (!stat.isFile()) return skip('special');
    if (wanted && !wanted(file)) return;
    const extension = extname(name).toLowerCase();
    if (!wanted && !REPORTS.has(extension)) {
      otherFormats[extension] = (otherFormats[extension] ?? 0) + 1;
      return skip('other-format');
    }
    add(named(entry));
  };
  const walk = (folder: Entry, top: string, above: readonly string[], wanted: ((path: string) => boolean) | null): void => {
    const here = folder.raw === undefined ? real(folder.file) : folder.file;
    // What another run wrote would be taken for reports: .md and .html are formats of both.
    if (above.length > 0 && existsSync(ledgerFile(folder.file))) return skip('output');
    const entries = entriesOf(folder);
    if (entries !== null) for (const entry of entries) visit(entry, top, [...above, here], wanted);
    else if (above.length > 0) add(named(folder));
    else throw new BatchError('input-unreadable', { file: folder.file });
  };

  for (const input of inputs) {
    const entry = typeof input === 'string' ? { file: resolve(input), name: '' } : input;
    const { file } = entry;
    inList = typeof input !== 'string';
    const stat = statOf(entry, statSync);
    const isFolder = stat !== undefined && stat !== 'denied' && stat.isDirectory();
    if (isFolder && inList && (excluded.has(real(file)) || existsSync(ledgerFile(file)))) skip('output');
    else if (isFolder && inList && isCircle(entry)) skip('link-outside');
    else if (isFolder) {
      bases.push(soundFolder(file, entry.raw));
      walk(entry, real(file), [], null);
    } else if (!stat && typeof input === 'string' && isGlob(input)) {
      const { base, matches } = glob(input);
      const from = resolve(base);
      const above = statOf({ file: from, name: '' }, statSync);
      if (!above || (above !== 'denied' && !above.isDirectory())) throw new BatchError('input-missing', { file: input });
      bases.push(from);
      let matched = false;
      walk({ file: from, name: '' }, real(from), [], (path) => {
        const hit = matches(slashes(relative(from, path)));
        matched ||= hit;
        return hit;
      });
      if (!matched) skip('no-match');
    } else {
      bases.push(soundFolder(dirname(file), entry.raw === undefined ? undefined : dirname(entry.raw)));
      // A shell's in/*.docx names it too.
      if (basename(file).startsWith('~$')) skip('office-lock');
      else if (!excluded.has(real(file))) {
        // Also one that is not there, or not to be looked at: its row says so, and the other files go on.
        add(named(entry));
      } else if (!inList || REPORTS.has(extname(file).toLowerCase())) throw new BatchError('over-input', { file });
      else skip('output');
    }
  }
  const root = options.root === undefined ? commonFolder(bases) : resolve(options.root);
  const placed = [...found.values()].map((entry) => ({
    ...entry,
    path: slashes(relative(root, entry.file)),
    ...(entry.raw === undefined ? {} : { rawPath: relative(latin1(root), entry.raw) }),
  }));
  const outside = placed.find(({ path }) => path.startsWith('../') || path === '..');
  if (outside) throw new BatchError('outside-root', { file: outside.file, root });
  const within = real(root);
  const files = placed.filter((entry) => {
    const why = listed.has(entry.raw ?? entry.file) ? unwanted(entry, within, excluded) : null;
    if (why !== null) skip(why);
    return why === null;
  });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { root, files, skipped, otherFormats };
}

/** Why a file that a list names is left alone: `find`, which writes such lists, leaves nothing out. */
function unwanted({ path, file }: Found, root: string, excluded: ReadonlySet<string>): Skipped | null {
  const names = path.split('/');
  if (names.some((name) => name.startsWith('.'))) return 'hidden';
  if (names.some((name) => name.startsWith('~$'))) return 'office-lock';
  const place = realOrNull(file);
  if (place === null) return null;
  if (!isInside(place, root)) return 'link-outside';
  return [...excluded].some((output) => isInside(place, output)) ? 'output' : null;
}

/** Whether a folder is a link to one that it lies in. */
function isCircle(folder: Entry): boolean {
  const stat = statOf(folder, lstatSync);
  const isLink = stat !== undefined && stat !== 'denied' && stat.isSymbolicLink();
  return isLink && isInside(real(dirname(folder.file)), real(folder.file));
}

interface Entry {
  file: string;
  name: string;
  raw?: string;
}

const named = ({ file, raw }: Entry): Omit<Found, 'path'> => ({ file, ...(raw === undefined ? {} : { raw }) });
const latin1 = (path: string): string => Buffer.from(path).toString('latin1');

/** A name of a list by its bytes. */
export function entryOf(bytes: Buffer): Entry {
  const text = bytes.toString('utf8');
  if (!text.includes(BROKEN)) return { file: resolve(text), name: '' };
  const raw = resolve(latin1(process.cwd()), bytes.toString('latin1'));
  return { file: resolve(new TextDecoder('gb18030').decode(bytes)), name: '', raw };
}

const BROKEN = '\uFFFD';

/** The folder, or the deepest above it whose name is UTF-8: what paths are relative to must be found again by its text. */
function soundFolder(folder: string, raw = ''): string {
  const isSound = !Buffer.from(raw, 'latin1').toString('utf8').includes(BROKEN);
  return isSound ? folder : soundFolder(dirname(folder), dirname(raw));
}

/** Entries of a folder by name; null where they may not be read, none where it has just gone. */
function entriesOf(folder: Entry): Entry[] | null {
  try {
    return listed(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    return null;
  }
}

/** Names that are not UTF-8, as old archives have them, are read as GB18030 and opened by their bytes. */
function listed(folder: Entry): Entry[] {
  const path = folder.raw === undefined ? folder.file : Buffer.from(folder.raw, 'latin1');
  if (folder.raw === undefined) {
    const names = readdirSync(path);
    if (!names.some((name) => name.includes(BROKEN)))
      return names.sort().map((name) => ({ name, file: join(folder.file, name) }));
  }
  const above = folder.raw ?? Buffer.from(folder.file).toString('latin1');
  return readdirSync(path, { encoding: 'buffer' })
    .map((bytes): Entry => {
      const name = bytes.toString('utf8');
      const sound = !name.includes(BROKEN);
      const shown = sound ? name : new TextDecoder('gb18030').decode(bytes);
      const file = join(folder.file, shown);
      return sound && folder.raw === undefined
        ? { name: shown, file }
        : { name: shown, file, raw: `${above}/${bytes.toString('latin1')}` };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What an entry is; nothing where there is none, `denied` where nobody can tell. */
function statOf({ file, raw }: Entry, look: typeof statSync | typeof lstatSync): Stats | 'denied' | undefined {
  try {
    return look(raw === undefined ? file : Buffer.from(raw, 'latin1'));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : 'denied';
  }
}

const slashes = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));
export const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

function realOrNull(file: string): string | null {
  try {
    return realpathSync.native(file);
  } catch {
    // A link to nothing, or a loop of links.
    return null;
  }
}

/** The real path; of what does not exist yet, that of the folder above with the rest. */
export function real(file: string): string {
  const absolute = resolve(file);
  const found = realOrNull(absolute);
  if (found !== null) return found;
  const above = dirname(absolute);
  return above === absolute ? absolute : join(real(above), absolute.slice(above.length).replace(/^[/\\]+/, ''));
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? resolve('.');
  for (const folder of folders) while (!isInside(folder, common)) common = dirname(common);
  return common;
}

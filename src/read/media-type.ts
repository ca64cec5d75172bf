import { ReadError } from './error.js';

/** What a file's first bytes say that it is. */
interface Signature {
  bytes: readonly number[];
  found: string;
  /** Whether it may hold a report that a reader could be written for. */
  document: boolean;
}

const SIGNATURES: readonly Signature[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46], found: 'PDF', document: true },
  { bytes: [0x50, 0x4b, 0x03, 0x04], found: 'ZIP or DOCX', document: true },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], found: 'DOC, WPS or XLS', document: true },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], found: 'RTF', document: true },
  { bytes: [0x89, 0x50, 0x4e, 0x47], found: 'PNG', document: false },
  { bytes: [0xff, 0xd8, 0xff], found: 'JPEG', document: false },
  { bytes: [0x47, 0x49, 0x46, 0x38], found: 'GIF', document: false },
  { bytes: [0x1f, 0x8b], found: 'gzip', document: false },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], found: 'a program', document: false },
  { bytes: [0x4d, 0x5a, 0x90], found: 'a program', document: false },
  { bytes: [0x52, 0x61, 0x72, 0x21], found: 'RAR', document: false },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], found: '7z', document: false },
  { bytes: [0x53, 0x51, 0x4c, 0x69], found: 'SQLite', document: false },
];

/** Refuses files that are known to be something else by their first bytes. */
export function refuseOtherFormats(bytes: Uint8Array, name: string): void {
  const known = SIGNATURES.find((s) => s.bytes.every((byte, i) => bytes[i] === byte));
  if (known) throw new ReadError(known.document ? 'read/unsupported-format' : 'read/binary', { name, found: known.found });
}

/** Refuses a decoded text with more control characters than any text has. */
export function refuseControls(text: string, name: string): void {
  const sample = text.slice(0, 16_384);
  const controls = sample.match(/[\0-\x08\x0E-\x1A\x1C-\x1F\x7F]/g)?.length ?? 0;
  if (controls > 4 && controls > sample.length * 0.01) throw new ReadError('read/binary', { name, found: 'control characters' });
}

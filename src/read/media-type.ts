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

/** Refuses what is no text: known formats by their first bytes, others by the control characters that text does not have. */
export function refuseBinary(bytes: Uint8Array, name: string): void {
  const known = SIGNATURES.find((s) => s.bytes.every((byte, i) => bytes[i] === byte));
  if (known) throw new ReadError(known.document ? 'read/unsupported-format' : 'read/binary', { name, found: known.found });
  const sample = bytes.subarray(0, 8192);
  let control = 0;
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i] as number;
    if (byte === 0) zeros[i & 1 ? 1 : 0]++;
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) control++;
  }
  // in UTF-16 the zeros stand in one place of each pair; control bytes are halves of characters there
  const wide = bytes.length % 2 === 0 && (Math.max(...zeros) === 0 || Math.min(...zeros) <= Math.max(...zeros) * 0.1);
  const limit = zeros[0] + zeros[1] > 0 || control > 0 ? sample.length * (wide ? 0.6 : 0.02) : sample.length;
  if (control + (wide ? 0 : zeros[0] + zeros[1]) > limit)
    throw new ReadError('read/binary', { name, found: 'control characters' });
}

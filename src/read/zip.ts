import { inflateRawSync } from 'node:zlib';
import { ReadError } from './error.js';

/** What an archive may ask for at most; an office file of a thousand pages stays far below. */
const LIMITS = {
  entries: 10_000,
  /** Unpacked bytes of all entries that are read together. */
  total: 128 * 1024 * 1024,
  /** Unpacked by packed size of one entry, once it is larger than `ratioFrom`. Deflate itself ends at about 1030. */
  ratio: 250,
  ratioFrom: 4 * 1024 * 1024,
};

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

interface Entry {
  method: number;
  flags: number;
  packed: number;
  unpacked: number;
  offset: number;
}

/** A zip archive in memory. Nothing is unpacked before it is read. */
export interface Zip {
  readonly names: readonly string[];
  /** The bytes of an entry; null if there is none of that name. */
  read(name: string): Uint8Array | null;
}

/** Opens a zip archive through its central directory. Throws a `ReadError` where it is cut off or asks for too much. */
export function openZip(bytes: Uint8Array, name: string): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const truncated = () => new ReadError('read/truncated', { name, found: 'ZIP' });
  const end = endOfDirectory(view);
  if (end < 0) throw truncated();
  const count = view.getUint16(end + 10, true);
  if (count > LIMITS.entries) throw new ReadError('read/too-large', { name, found: `${count} entries` });

  const entries = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw truncated();
    const nameLength = view.getUint16(at + 28, true);
    const entryName = new TextDecoder()
      .decode(bytes.subarray(at + 46, at + 46 + nameLength))
      .replaceAll('\\', '/')
      .replace(/^\//, '');
    entries.set(entryName, {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }

  let total = 0;
  const read = (entryName: string): Uint8Array | null => {
    const entry = entries.get(entryName);
    if (!entry) return null;
    if (entry.flags & 1) throw new ReadError('read/encrypted', { name });
    if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL_ENTRY) throw truncated();
    const from = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
    if (from + entry.packed > bytes.length) throw truncated();
    const room = Math.min(LIMITS.total - total, Math.max(LIMITS.ratioFrom, entry.packed * LIMITS.ratio));
    const tooLarge = () => new ReadError('read/too-large', { name, found: entryName });
    // The size that the directory states may be a lie, so it only refuses early; the inflater itself is held to the room that is left.
    if (entry.unpacked > room) throw tooLarge();
    const content = unpack(bytes.subarray(from, from + entry.packed), entry.method, room);
    if (content === 'too-large') throw tooLarge();
    if (content === 'broken') throw new ReadError('read/damaged', { name, found: entryName });
    total += content.length;
    return content;
  };
  return { names: [...entries.keys()], read };
}

/** Offset of the record that ends the directory; it may be followed by a comment of at most 64 KiB. */
function endOfDirectory(view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  return -1;
}

function unpack(packed: Uint8Array, method: number, room: number): Uint8Array | 'too-large' | 'broken' {
  if (method === 0) return packed.length > room ? 'too-large' : packed;
  if (method !== 8) return 'broken';
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(room, 1) });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'broken';
  }
}

import { ReadError } from '../error.js';

const END = 0xfffffffe;
/** Streams shorter than this stand in small sectors. */
const MINI_CUTOFF = 4096;

/** The streams of an OLE compound file by name; only those of the root storage and below, whatever storage they are in. */
export function openCompound(bytes: Uint8Array, name: string): (stream: string) => Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const truncated = () => new ReadError('read/truncated', { name, found: 'DOC' });
  if (bytes.length < 512) throw truncated();
  const sectorSize = 1 << view.getUint16(0x1e, true);
  const miniSize = 1 << view.getUint16(0x20, true);
  if (sectorSize !== 512 && sectorSize !== 4096) throw new ReadError('read/damaged', { name, found: 'DOC' });
  const perSector = sectorSize / 4;

  const sector = (index: number): Uint8Array => {
    const from = (index + 1) * sectorSize;
    if (from >= bytes.length) throw truncated();
    return bytes.subarray(from, Math.min(from + sectorSize, bytes.length));
  };
  const fat = fatOf();
  function fatOf(): number[] {
    const places: number[] = [];
    for (let index = 0; index < 109; index++) places.push(view.getUint32(0x4c + index * 4, true));
    let next = view.getUint32(0x44, true);
    for (let guard = view.getUint32(0x48, true); next < END && guard > 0; guard--) {
      const more = numbers(sector(next));
      places.push(...more.slice(0, perSector - 1));
      next = more[perSector - 1] ?? END;
    }
    const used = places.slice(0, view.getUint32(0x2c, true)).filter((place) => place < END - 2);
    return used.flatMap((place) => numbers(sector(place)));
  }
  const chain = (start: number): Uint8Array => {
    const parts: Uint8Array[] = [];
    for (let at = start; at < END - 2 && parts.length <= fat.length; at = fat[at] ?? END) parts.push(sector(at));
    return Buffer.concat(parts);
  };

  const directory = chain(view.getUint32(0x30, true));
  const entries = new Map<string, { start: number; size: number }>();
  let root = { start: END, size: 0 };
  const table = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const length = table.getUint16(at + 64, true);
    const type = directory[at + 66];
    if (length < 2 || length > 64 || (type !== 2 && type !== 5)) continue;
    const entry = { start: table.getUint32(at + 116, true), size: table.getUint32(at + 120, true) };
    if (type === 5) root = entry;
    else entries.set(new TextDecoder('utf-16le').decode(directory.subarray(at, at + length - 2)), entry);
  }
  const mini = root.size > 0 ? chain(root.start) : new Uint8Array();
  const miniFat = view.getUint32(0x40, true) > 0 ? numbers(chain(view.getUint32(0x3c, true))) : [];

  return (stream) => {
    const entry = entries.get(stream);
    if (!entry) return null;
    let content: Uint8Array;
    if (entry.size >= MINI_CUTOFF) content = chain(entry.start);
    else {
      const parts: Uint8Array[] = [];
      for (let at = entry.start; at < END - 2 && parts.length <= miniFat.length; at = miniFat[at] ?? END)
        parts.push(mini.subarray(at * miniSize, (at + 1) * miniSize));
      content = Buffer.concat(parts);
    }
    if (content.length < entry.size) throw truncated();
    return content.subarray(0, entry.size);
  };
}

function numbers(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => view.getUint32(index * 4, true));
}

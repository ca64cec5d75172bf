/** Little-endian numbers of a stream; what lies outside of it is 0, since old files state more than they have. */
export class Binary {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0;
  }

  u16(at: number): number {
    return at + 2 <= this.bytes.length ? this.view.getUint16(at, true) : 0;
  }

  u32(at: number): number {
    return at + 4 <= this.bytes.length ? this.view.getUint32(at, true) : 0;
  }

  i16(at: number): number {
    return at + 2 <= this.bytes.length ? this.view.getInt16(at, true) : 0;
  }

  slice(from: number, length: number): Binary {
    return new Binary(this.bytes.subarray(Math.min(from, this.bytes.length), Math.min(from + length, this.bytes.length)));
  }

  utf16(from: number, length: number): string {
    return new TextDecoder('utf-16le').decode(this.bytes.subarray(from, from + length * 2));
  }

  get length(): number {
    return this.bytes.length;
  }
}

/** A single property modifier: its code and its operand. */
export interface Sprm {
  code: number;
  operand: Binary;
}

const OPERAND_SIZES = [1, 1, 2, 4, 2, 2, null, 3] as const;
const TABLE_DEFINITION = 0xd608;

/** Reads a list of property modifiers. */
export function* sprmsOf(list: Binary): Generator<Sprm> {
  let at = 0;
  while (at + 2 <= list.length) {
    const code = list.u16(at);
    at += 2;
    let size: number | null = OPERAND_SIZES[code >> 13] as number | null;
    if (size === null) {
      if (code === TABLE_DEFINITION) {
        size = Math.max(list.u16(at) - 1, 0);
        at += 2;
      } else size = list.u8(at++);
    }
    yield { code, operand: list.slice(at, size) };
    at += size;
  }
}

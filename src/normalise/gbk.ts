/** What GBK makes of bytes, as tables that are built when first needed: Node decodes GBK but does not encode it. */
export interface Gbk {
  /** The character of two bytes; an empty string where there is none. */
  decode(high: number, low: number): string;
  /** The two bytes of a character as one number; undefined where GBK does not have it. */
  encode(character: string): number | undefined;
  /** Leading bytes with which a byte is the second of a character. */
  leads(low: number): readonly number[];
  /** Bytes that can follow a leading byte. */
  trails(high: number): readonly number[];
  /** Whether some byte of a common character behind a leading byte gives no character. */
  hasHoles(high: number): boolean;
}

let table: Gbk | undefined;

/** The table of all characters of two bytes. Private-use characters count as none: who converts a page drops them. */
export function gbk(): Gbk {
  if (table) return table;
  const pairs: number[] = [];
  for (let high = 0x81; high <= 0xfe; high++) for (let low = 0x40; low <= 0xfe; low++) pairs.push(high, low, 10);
  const texts = new TextDecoder('gb18030').decode(Uint8Array.from(pairs)).split('\n');
  const characters: string[] = new Array(0x8000).fill('');
  const codes = new Map<string, number>();
  const leads: number[][] = Array.from({ length: 256 }, () => []);
  const trails: number[][] = Array.from({ length: 256 }, () => []);
  for (let i = 0; i * 3 < pairs.length; i++) {
    const [high, low, text] = [pairs[i * 3] as number, pairs[i * 3 + 1] as number, texts[i] as string];
    const code = text.charCodeAt(0);
    if (text.length !== 1 || code === 0xfffd || (code >= 0xe000 && code < 0xf900)) continue;
    characters[((high & 0x7f) << 8) | low] = text;
    if (!codes.has(text)) codes.set(text, (high << 8) | low);
    leads[low]?.push(high);
    trails[high]?.push(low);
  }
  const holes = trails.map((of, high) => high >= 0xa1 && of.filter((low) => low >= 0xa1).length < 94);
  table = {
    decode: (high, low) => (high < 0x81 ? '' : (characters[((high & 0x7f) << 8) | low] ?? '')),
    encode: (character) => codes.get(character),
    leads: (low) => leads[low] ?? [],
    trails: (high) => trails[high] ?? [],
    hasHoles: (high) => holes[high] ?? false,
  };
  return table;
}

/** Bytes as they are reported: `AE CB`. */
export const hex = (...bytes: number[]): string => bytes.map((b) => b.toString(16).toUpperCase().padStart(2, '0')).join(' ');

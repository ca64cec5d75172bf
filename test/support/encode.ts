/** Encodes a text; for the multibyte encodings, which Node only decodes, by a table made of the decoder. */
export function encode(text: string, encoding: string): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const bytes = Buffer.from(text, 'utf16le');
    return Uint8Array.from(encoding === 'utf-16le' ? bytes : bytes.swap16());
  }
  const table = tableOf(encoding);
  return Uint8Array.from([...text].flatMap((c) => table.get(c) ?? missing(c, encoding)));
}

const tables = new Map<string, Map<string, number[]>>();

function tableOf(encoding: string): Map<string, number[]> {
  const known = tables.get(encoding);
  if (known) return known;
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, number[]>([['\uFEFF', [0x84, 0x31, 0x95, 0x33]]]);
  for (let byte = 0; byte < 0x80; byte++) table.set(String.fromCharCode(byte), [byte]);
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      const c = decoder.decode(Uint8Array.of(high, low));
      if ([...c].length === 1 && c !== '\uFFFD' && !table.has(c)) table.set(c, [high, low]);
    }
  }
  tables.set(encoding, table);
  return table;
}

function missing(c: string, encoding: string): never {
  throw new Error(`${c} is not in ${encoding}`);
}

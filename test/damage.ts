/**
 * The fault that spoils traditional pages kept in GBK: full-width marks are replaced by half-width ones byte by byte, so the bytes of `！` are also
 * found across two characters (保“ is B1 A3 A1 B0); what then does not decode is dropped. A character that GBK does not have (a no-break space) has
 * become `?` before.
 */
const QUESTION_MARK = 0x3f;
const gbk = new TextDecoder('gbk', { fatal: true });

/** GBK's two bytes of each character; the private use area counts as nothing. */
const bytesOf = new Map<string, [number, number]>();
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    const character = decodePair(lead, trail);
    if (character !== null && !bytesOf.has(character)) bytesOf.set(character, [lead, trail]);
  }
}

function decodePair(lead: number, trail: number): string | null {
  try {
    const character = gbk.decode(Uint8Array.of(lead, trail));
    return character.length === 1 && !/[\uE000-\uF8FF]/.test(character) ? character : null;
  } catch {
    return null;
  }
}

/** What the fault makes of a sound text. `marks` are the full-width marks (of `A3 xx`) that the page's program replaced. */
export function damage(text: string, marks: string): string {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) bytes.push(code);
    else bytes.push(...(bytesOf.get(character) ?? [QUESTION_MARK]));
  }
  const replaced: number[] = [];
  const wanted = new Map([...marks].map((mark) => [bytesOf.get(mark)?.[1], mark.charCodeAt(0) - 0xfee0]));
  for (let at = 0; at < bytes.length; at++) {
    const ascii = bytes[at] === 0xa3 ? wanted.get(bytes[at + 1] ?? -1) : undefined;
    if (ascii === undefined) replaced.push(bytes[at] as number);
    else {
      replaced.push(ascii);
      at++;
    }
  }
  let out = '';
  for (let at = 0; at < replaced.length; at++) {
    const lead = replaced[at] as number;
    const trail = replaced[at + 1] ?? 0;
    if (lead < 0x80) out += String.fromCharCode(lead);
    else if (trail < 0x40) continue;
    else {
      out += decodePair(lead, trail) ?? '';
      at++;
    }
  }
  return out;
}

/** A token of RTF: the start or end of a group, a control word or symbol, a byte written in hex, or plain bytes. */
export type Token =
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'control'; word: string; value: number | null }
  | { kind: 'bytes'; bytes: number[]; hex: boolean };

/** Cuts RTF into tokens. Binary data is left out. */
export function* tokensOf(rtf: Uint8Array): Generator<Token> {
  const letter = (byte: number | undefined) =>
    byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));
  const digit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;
  let at = 0;
  while (at < rtf.length) {
    const byte = rtf[at] as number;
    if (byte === 0x7b || byte === 0x7d) {
      yield { kind: byte === 0x7b ? 'open' : 'close' };
      at++;
    } else if (byte !== 0x5c) {
      const from = at;
      while (at < rtf.length && rtf[at] !== 0x7b && rtf[at] !== 0x7d && rtf[at] !== 0x5c) at++;
      const bytes = [...rtf.subarray(from, at)].filter((plain) => plain !== 0x0a && plain !== 0x0d && plain !== 0);
      if (bytes.length > 0) yield { kind: 'bytes', bytes, hex: false };
    } else if (letter(rtf[at + 1])) {
      const from = ++at;
      while (letter(rtf[at]) && at - from < 40) at++;
      const word = String.fromCharCode(...rtf.subarray(from, at));
      const numberFrom = at;
      if (rtf[at] === 0x2d) at++;
      while (digit(rtf[at]) && at - numberFrom < 12) at++;
      const value = at > numberFrom ? Number(String.fromCharCode(...rtf.subarray(numberFrom, at))) : null;
      if (rtf[at] === 0x20) at++;
      if (word === 'bin' && value !== null) at += Math.max(value, 0);
      else yield { kind: 'control', word, value };
    } else if (rtf[at + 1] === 0x27) {
      const code = Number.parseInt(String.fromCharCode(rtf[at + 2] ?? 0x30, rtf[at + 3] ?? 0x30), 16);
      at += 4;
      yield { kind: 'bytes', bytes: [Number.isNaN(code) ? 0x20 : code], hex: true };
    } else {
      const sign = String.fromCharCode(rtf[at + 1] ?? 0x20);
      at += 2;
      if (sign === '\\' || sign === '{' || sign === '}') yield { kind: 'bytes', bytes: [sign.charCodeAt(0)], hex: true };
      else yield { kind: 'control', word: sign, value: null };
    }
  }
}

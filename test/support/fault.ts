import { encode } from './encode.js';

/** The marks that the fault replaced, as printed afterwards. */
const MARKS = '!,:;()?';

/** A text after the fault, and the places where it did more than replace a mark. */
export interface Faulty {
  text: string;
  places: number;
}

/**
 * What a careless converter once did: in the GBK bytes of a text the two bytes of full-width marks are replaced by half-width
 * marks wherever they are found, also across two characters; then what does not decode is dropped.
 */
export function fault(text: string): Faulty {
  const bytes = [...encode(text, 'gb18030')];
  const aligned = alignments(text);
  const out: number[] = [];
  let places = 0;
  for (let i = 0; i < bytes.length; i++) {
    const mark = (bytes[i + 1] ?? 0) - 0x80;
    if (bytes[i] === 0xa3 && MARKS.includes(String.fromCharCode(mark))) {
      if (!aligned.has(i)) places++;
      out.push(mark);
      i++;
    } else out.push(bytes[i] as number);
  }
  return { text: decodeDropping(out), places };
}

/** Offsets at which characters of the text begin. */
function alignments(text: string): Set<number> {
  const starts = new Set<number>();
  let offset = 0;
  for (const c of text) {
    starts.add(offset);
    offset += c.charCodeAt(0) < 0x80 ? 1 : 2;
  }
  return starts;
}

function decodeDropping(bytes: number[]): string {
  const decoder = new TextDecoder('gb18030');
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const [high, low] = [bytes[i] as number, bytes[i + 1] ?? 0];
    if (high < 0x80) {
      text += String.fromCharCode(high);
      i++;
    } else if (high === 0x80 || low < 0x40 || low === 0x7f) i++;
    else {
      const c = decoder.decode(Uint8Array.of(high, low));
      const code = c.charCodeAt(0);
      if (c.length === 1 && code !== 0xfffd && (code < 0xe000 || code >= 0xf900)) text += c;
      i += 2;
    }
  }
  return text;
}

/** What a sound text looks like where only whole marks were replaced. */
export const halfWidth = (text: string): string =>
  text.replace(/[！，：；（）？]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));

import { ReadError } from './error.js';

/** The encodings that are found without being named. */
const ENCODINGS = ['utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const ALIASES: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  'utf-8': 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  big5: 'big5',
  'big5-hkscs': 'big5',
  cp950: 'big5',
  utf16: 'utf-16le',
  'utf-16': 'utf-16le',
  utf16le: 'utf-16le',
  'utf-16le': 'utf-16le',
  utf16be: 'utf-16be',
  'utf-16be': 'utf-16be',
};

/** What decoding gave. */
export interface Decoded {
  text: string;
  encoding: Encoding;
  /** Whether the encoding is beyond doubt. */
  sure: boolean;
}

/** Enough to judge by; what follows would not change the verdict. */
const SAMPLE = 65_536;

/**
 * Characters that make up more than half of any report, in both scripts, with the marks between them. A wrong encoding
 * gives them by chance only.
 */
const COMMON = new Set(
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严药监督检审批疗械化妆监管' +
    '國這為個時來們對發動說產種後學經進電裡現實體機點從業還開應與關線數間質氣無軍題黨員總設長頭資邊統見計別論運農幾區強決戰則據處隊給門規熱領東導壓爭濟階術極聯認權證轉單風場車務萬達積議聲報鬥類離華確張馬節話況傳許廣記須際驗連斷難礦備辦劃選標寫親養狀專屬圓滿縣參紅細聽該鐵價嚴藥監檢審療' +
    '，。、；：？！“”‘’（）《》〈〉「」『』【】〔〕—…·　０１２３４５６７８９％①②③④⑤',
);

/** The encoding that a user named, under whatever name. */
export function namedEncoding(label: string, name: string): Encoding {
  const found = ALIASES[label.trim().toLowerCase()];
  if (!found) throw new ReadError('read/unknown-encoding', { name, encoding: label, known: ENCODINGS.join(', ') });
  return found;
}

/** The encoding that a page or a mail says it is in; null where that is none of those that are known. */
export const encodingOfLabel = (label: string): Encoding | null => ALIASES[label.trim().toLowerCase()] ?? null;

/** Decodes bytes in the encoding that a user named; bytes that are not valid in it are an error. */
export function decodeAs(bytes: Uint8Array, encoding: Encoding, name: string): Decoded {
  const text = strict(bytes, encoding);
  if (text === null) throw new ReadError('read/invalid-bytes', { name, encoding, offset: firstInvalid(bytes, encoding) });
  return { text: withoutMark(text), encoding, sure: true };
}

/** Finds the encoding: a byte order mark, then UTF-8 if it is valid, then the one that gives the most common characters. */
export function decode(bytes: Uint8Array, name: string): Decoded {
  const marked = byteOrderMark(bytes);
  if (marked) return decodeAs(bytes, marked, name);
  if (!bytes.subarray(0, SAMPLE).includes(0)) {
    const text = strict(bytes, 'utf-8');
    if (text !== null) return { text, encoding: 'utf-8', sure: true };
  }
  const scored = ENCODINGS.map((encoding) => ({ encoding, score: score(bytes.subarray(0, SAMPLE), encoding) }));
  scored.sort((a, b) => b.score - a.score);
  const [best, next] = scored as [(typeof scored)[0], (typeof scored)[0]];
  if (best.score <= 0) throw new ReadError('read/binary', { name, found: 'no known encoding of Chinese text' });
  const text = new TextDecoder(best.encoding, { ignoreBOM: true }).decode(bytes);
  const sure = best.score >= 0.4 && best.score - next.score >= 0.15 && !text.includes('\uFFFD');
  return { text: withoutMark(text), encoding: best.encoding, sure };
}

function byteOrderMark([a, b, c, d]: Uint8Array): Encoding | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33 ? 'gb18030' : null;
}

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

function strict(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return null; // that is how a decoder says that bytes are invalid
    throw cause;
  }
}

/** How much of what is no ASCII are common characters, from 0 to 1; what cannot be decoded counts against. */
function score(sample: Uint8Array, encoding: Encoding): number {
  const wide = encoding.startsWith('utf-16');
  if (wide && sample.length % 2 === 1 && sample.length < SAMPLE) return 0;
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(sample, { stream: true });
  let common = 0;
  let other = 0;
  let bad = 0;
  for (const c of text) {
    const code = c.codePointAt(0) as number;
    if (code === 0xfffd || (code < 0x20 && code !== 9 && code !== 10 && code !== 13) || (code >= 0xe000 && code < 0xf900)) bad++;
    else if (code < 0x80) continue;
    else if (COMMON.has(c)) common++;
    else other++;
  }
  const weighed = common + other + bad;
  // pure ASCII in two bytes a character
  if (weighed === 0) return wide && text.length > 0 ? 0.9 : 0;
  return Math.max(0, common + 0.1 * other - 3 * bad) / weighed;
}

/** The offset of the first byte at which decoding fails, by halving. */
function firstInvalid(bytes: Uint8Array, encoding: Encoding): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valid(bytes.subarray(0, middle + 1), encoding)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether bytes are valid as far as they go; a character may be cut at the end. */
function valid(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch (cause) {
    if (cause instanceof TypeError) return false;
    throw cause;
  }
}

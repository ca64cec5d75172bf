import { frequentCharacters } from '../generated/damage-model.js';
import type { Document, Lexicon, OffsetMap, Problem } from '../types.js';
import { type Reading, readRun, type Setting } from './damage-search.js';
import { gbk } from './gbk.js';
import { OffsetMapBuilder } from './offset-map.js';
import { scriptOf, simplifier } from './script.js';
import { strayMarks } from './stray-marks.js';
import { LONGEST, wordModel } from './word-model.js';

type Repair = Document['repairs'][number];

/** A text with its damaged places repaired where that is sure enough. */
export interface Mended {
  text: string;
  map: OffsetMap;
  repairs: Repair[];
  problems: Problem[];
}

/** Repairs at least this sure are used (four of five were right when measured); others are only reported. */
const SURE = 0.5;
/** By how much a repair must be more probable than the text as it stands (logarithms), for the prior of damage at all. */
const GAIN = 14;

/** So many characters in a row, at least, are no chance; and how far around they are looked for. */
const ECHO = 5;
const NEAR = 50_000;
/** What they weigh (logarithms of odds). */
const ECHOED = 1.5;

/** More places than this are not read: such a text is beyond repair, and the search is slow. */
const MOST = 40;

/** Half-width marks whose full-width bytes hide the first byte of a common character or mark: ! is A1, : to @ and [ to ` are BA to E0. */
const markBeforeText = /(?:[!:-@[-`]|(?<!#)#)(?=[^\0-\x7F\s])/g;

let common: Uint8Array | undefined;

/** Characters and marks that are no sign of damage. */
function commonTable(): Uint8Array {
  if (common) return common;
  common = new Uint8Array(0x10000);
  const { traditional } = simplifier();
  for (const c of `${frequentCharacters.slice(0, 3200)}，。、；：？！“”‘’（）《》【】〔〕「」『』〈〉·—…％×～①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９　`) {
    common[c.charCodeAt(0)] = 1;
    for (const other of traditional(c)) common[other.charCodeAt(0)] = 1;
  }
  return common;
}

/** Finds and repairs text that a wrong conversion has damaged: misaligned GBK, and marks left where a character was lost. */
export function mend(text: string, lexicon: Lexicon): Mended {
  const repairs: Repair[] = strayMarks(text);
  const problems: Problem[] = [];
  const places = suspects(text);
  if (places.length > 0) repairs.push(...repairAt(text, places, lexicon));
  repairs.sort((a, b) => a.span.start - b.span.start);
  const builder = new OffsetMapBuilder();
  const out: string[] = [];
  let cursor = 0;
  const done: Repair[] = [];
  for (const [index, repair] of repairs.entries()) {
    const { span, original } = repair;
    if (span.start < cursor) continue;
    const sure = repair.confidence >= SURE;
    problems.push({ code: sure ? 'damage/repaired' : 'damage/suspected', span, data: { original, text: repair.text } });
    if (!sure) continue;
    done.push(repair);
    out.push(text.slice(cursor, span.start), repair.text);
    const [before, length] = [span.start - cursor, span.end - span.start];
    // What is taken out belongs to its neighbour, so that no character of the source is in no part.
    if (repair.text !== '') builder.keep(before).replace(length, repair.text.length);
    else if (before > 0 && text[span.start - 1] !== '\n') builder.keep(before - 1).replace(1 + length, 1);
    else if (span.end < (repairs[index + 1]?.span.start ?? text.length)) {
      builder.keep(before).replace(length + 1, 1);
      out.push(text[span.end] as string);
      cursor = span.end + 1;
      continue;
    } else builder.keep(before).replace(length, 0);
    cursor = span.end;
  }
  out.push(text.slice(cursor));
  builder.keep(text.length - cursor);
  return { text: out.join(''), map: builder.build(text.length), repairs: done, problems };
}

/** Offsets of half-width marks with a run of characters behind that language seldom has. Sound text is passed over fast. */
function suspects(text: string): number[] {
  const found: number[] = [];
  for (const { index } of text.matchAll(markBeforeText)) if (isSuspect(text, index)) found.push(index);
  return found;
}

function isSuspect(text: string, at: number): boolean {
  const table = commonTable();
  let rare = 0;
  let seen = 0;
  for (let i = at + 1; i < text.length && seen < 6; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80)
      return rare > 0 ? /[@A-z{-~]/.test(text[i] as string) : seen > 0 && seen <= 3 && /[@[-`{-~]/.test(text[i] as string);
    seen++;
    if (table[code]) continue;
    if (!inGbk(code)) return false;
    rare++;
    // kana, Greek, Cyrillic and the like come out of misaligned bytes
    if (code < 0x3000 || (code > 0x3040 && code < 0x3400)) rare++;
    if (rare >= 2) return true;
  }
  return false;
}

/** Characters of other planes and rare ones of names do not come from two bytes. */
const inGbk = (code: number): boolean =>
  (code >= 0xe000 && code < 0xe800) || (code < 0xac00 && gbk().encode(String.fromCharCode(code)) !== undefined);

function repairAt(text: string, places: number[], lexicon: Lexicon): Repair[] {
  const setting = settingFor(text, places.slice(0, MOST), lexicon);
  const found: Repair[] = [];
  let end = 0;
  const simplified = scriptOf(text) === 'simplified';
  let read = 0;
  for (const at of places) {
    if (at < end || ++read > MOST) continue;
    const { readings, sound } = readRun(text, at, setting);
    const best = readings[0];
    if (!best) continue;
    const gain = best.score - sound;
    if (gain < GAIN) continue;
    end = at + best.units;
    found.push({
      span: { start: at, end },
      original: text.slice(at, end),
      // 、 and 。 differ in the byte that is lost; nothing ends a paragraph with 、.
      text: /^(?:[\r\n]|$)/.test(text.slice(end, end + 1)) ? best.text.replace(/、$/, '。') : best.text,
      method: 'gbk-misaligned',
      lost: [...best.lost],
      confidence: confidence(best, readings[1], gain, simplified, echoes(text, at, end, best.text)),
      evidence: evidence(best.text, setting),
    });
  }
  return found;
}

/**
 * How sure the best reading is, as measured by damaging sound text: by its distance to the next other reading, by what it gains over
 * the text as it stands, by how common its words are, and by how much was lost. Simplified text has no trailing bytes that end a run.
 */
function confidence(best: Reading, next: Reading | undefined, gain: number, simplified: boolean, echoed: boolean): number {
  const ahead = Math.min(15, next ? best.score - next.score : 15);
  const doubt = 0.3 * best.lost.length + (simplified ? 1.52 : 0) - 0.54 - (echoed ? ECHOED : 0);
  const sure = 0.156 * ahead + (0.092 * gain) / best.units + (0.3 * best.own) / best.text.length - doubt;
  return Math.round(Math.min(0.99, 1 / (1 + Math.exp(-sure))) * 100) / 100;
}

/** Whether a good part of a reading stands elsewhere in the text, sound: the strongest evidence that there is. */
function echoes(text: string, start: number, end: number, reading: string): boolean {
  const before = text.slice(Math.max(0, start - NEAR), start);
  const after = text.slice(end, end + NEAR);
  const least = Math.max(ECHO, Math.ceil(reading.length * 0.4));
  for (let at = 0; at + least <= reading.length; at++) {
    const words = reading.slice(at, at + least);
    if (before.includes(words) || after.includes(words)) return true;
  }
  return false;
}

/** The words of a repair, and what stands in quotation marks elsewhere in the document. */
function evidence(text: string, { model }: Setting): string[] {
  const words: string[] = [];
  for (let start = 0; start < text.length; ) {
    let length = Math.min(LONGEST, text.length - start);
    const isWord = (word: string): boolean =>
      model.word(word) !== null || (/^“.*”$/.test(word) && model.source(word) === 'document');
    while (length > 1 && !isWord(text.slice(start, start + length))) length--;
    if (length > 1) words.push(text.slice(start, start + length));
    start += length;
  }
  return words;
}

function settingFor(text: string, places: number[], lexicon: Lexicon): Setting {
  const script = scriptOf(text);
  const { simple, kindOf } = simplifier();
  // what stands behind the marks is no evidence
  let sound = text;
  for (const at of places.toReversed()) sound = `${sound.slice(0, Math.max(0, at - 4))}\n${sound.slice(at + 24)}`;
  const model = wordModel([...sound].map(simple).join(''), lexicon);
  const unwanted = script === 'traditional' ? 'simplified' : script === 'simplified' ? 'traditional' : null;
  return { model, simple, foreign: (c) => (unwanted !== null && kindOf(c) === unwanted ? -3 : 0) };
}

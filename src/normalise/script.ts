import { fromCharacters, phrases, simplifiedOnly, toCharacters, traditionalOnly } from '../generated/script-data.js';
import { perLexicon } from '../per-lexicon.js';
import type { Lexicon, OffsetMap } from '../types.js';
import { identityMap, OffsetMapBuilder } from './offset-map.js';

export type Script = 'simplified' | 'traditional' | 'mixed';

/** A text in simplified characters and where it came from. */
export interface Simplified {
  text: string;
  map: OffsetMap;
  script: Script;
}

const TRADITIONAL = 1;
const SIMPLIFIED = 2;
/** The character has a simplified form, or a phrase begins with it. */
const CONVERTED = 4;

/** Which UTF-16 units tell something about the script; built when first needed. */
let classes: Uint8Array | undefined;
let characters: Map<string, string> | undefined;

function classTable(): Uint8Array {
  if (classes) return classes;
  classes = new Uint8Array(0x10000);
  for (let i = 0; i < traditionalOnly.length; i++) classes[traditionalOnly.charCodeAt(i)] = TRADITIONAL;
  for (let i = 0; i < simplifiedOnly.length; i++) classes[simplifiedOnly.charCodeAt(i)] = SIMPLIFIED;
  return classes;
}

function characterMap(): Map<string, string> {
  if (characters) return characters;
  const to = [...toCharacters];
  characters = new Map([...fromCharacters].map((from, i) => [from, to[i] as string]));
  return characters;
}

interface Converter {
  characters: Map<string, string>;
  /** Phrases by their first code point, longest first, each with what it becomes. */
  phrases: Map<string, [from: string, to: string][]>;
  /** By UTF-16 unit: whether anything may have to be converted here. */
  flags: Uint8Array;
}

const converterFor = perLexicon(makeConverter);

function makeConverter(lexicon: Lexicon): Converter {
  const single = new Map(characterMap());
  const long = new Map<string, string>();
  const given = phrases.split(' ');
  for (let i = 0; i + 1 < given.length; i += 2) long.set(given[i] as string, given[i + 1] as string);
  for (const [from, to] of ownPhrases(lexicon, single)) ([...from].length === 1 ? single : long).set(from, to);
  const byFirst = new Map<string, [string, string][]>();
  for (const [from, to] of long) {
    const first = String.fromCodePoint(from.codePointAt(0) as number);
    const list = byFirst.get(first);
    if (list) list.push([from, to]);
    else byFirst.set(first, [[from, to]]);
  }
  const flags = new Uint8Array(0x10000);
  for (const list of byFirst.values()) list.sort((a, b) => b[0].length - a[0].length);
  for (const from of [...single.keys(), ...byFirst.keys()]) flags[from.charCodeAt(0)] = CONVERTED;
  return { characters: single, phrases: byFirst, flags };
}

/** The phrases of `script-phrases`, in every mixture of scripts. */
function* ownPhrases(lexicon: Lexicon, single: ReadonlyMap<string, string>): Iterable<[string, string]> {
  const traditional = traditionalForms(single);
  for (const entry of lexicon['script-phrases'] ?? []) {
    const { keep, reads, last } = entry as { keep?: string; reads?: string; last?: string };
    for (const word of entry.words ?? []) {
      const units = [...word];
      const plain = units.map((c) => (c === keep ? c : (single.get(c) ?? c)));
      if (last) plain[plain.length - 1] = last;
      const to = reads ?? plain.join('');
      let forms = [''];
      for (const unit of units) {
        const ways = [unit, ...(traditional.get(unit) ?? []).filter((c) => c.length === 1)];
        forms = forms.flatMap((form) => ways.map((way) => form + way));
      }
      for (const form of forms) yield [form, to];
    }
  }
}

/** The marks of both scripts in a stretch: characters that only one of them uses. */
function count(text: string, start: number, end: number): { traditional: number; simplified: number } {
  const table = classTable();
  let traditional = 0;
  let simplified = 0;
  for (let i = start; i < end; i++) {
    const kind = table[text.charCodeAt(i)];
    if (kind === TRADITIONAL) traditional++;
    else if (kind === SIMPLIFIED) simplified++;
  }
  return { traditional, simplified };
}

/** In which script a text is written. A few characters of the other one, as names have them, do not make it mixed. */
export function scriptOf(text: string): Script {
  const { traditional, simplified } = count(text, 0, text.length);
  return judge(traditional, simplified);
}

/** Character by character, without regard to words. */
export interface Simplifier {
  /** What a character becomes. */
  simple(character: string): string;
  /** The traditional characters that become this one. */
  traditional(character: string): readonly string[];
  /** Which script alone uses a character. */
  kindOf(character: string): 'traditional' | 'simplified' | null;
}

let known: Simplifier | undefined;

/** The conversion of single characters, for what has no words yet. */
export function simplifier(): Simplifier {
  if (known) return known;
  const to = characterMap();
  const table = classTable();
  const back = traditionalForms(to);
  known = {
    simple: (c) => to.get(c) ?? c,
    traditional: (c) => back.get(c) ?? [],
    kindOf: (c) => {
      const kind = table[c.charCodeAt(0)];
      return kind === TRADITIONAL ? 'traditional' : kind === SIMPLIFIED ? 'simplified' : null;
    },
  };
  return known;
}

function traditionalForms(single: ReadonlyMap<string, string>): Map<string, string[]> {
  const forms = new Map<string, string[]>();
  for (const [from, to] of single) {
    const list = forms.get(to);
    if (list) list.push(from);
    else forms.set(to, [from]);
  }
  return forms;
}

function judge(traditional: number, simplified: number): Script {
  const share = traditional / Math.max(1, traditional + simplified);
  if (share >= 0.85) return 'traditional';
  return share < 0.1 || (traditional < 3 && simplified > traditional) ? 'simplified' : 'mixed';
}

/**
 * Turns traditional into simplified characters. What is simplified already is left as it is, 毕昇 and 乾隆 in it too: a line is
 * converted only where traditional characters are no exception in it.
 */
export function toSimplified(text: string, lexicon: Lexicon): Simplified {
  const all = count(text, 0, text.length);
  const script = judge(all.traditional, all.simplified);
  if (all.traditional === 0) return { text, map: identityMap(text.length), script };
  const builder = new OffsetMapBuilder();
  const out: string[] = [];
  const converter = converterFor(lexicon);
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('\n', start) + 1;
    if (end === 0) end = text.length;
    if (isTraditional(text, start, end, script)) convert(text, start, end, converter, builder, out);
    else {
      builder.keep(end - start);
      out.push(text.slice(start, end));
    }
    start = end;
  }
  return { text: out.join(''), map: builder.build(text.length), script };
}

function isTraditional(text: string, start: number, end: number, script: Script): boolean {
  const { traditional, simplified } = count(text, start, end);
  if (script === 'traditional') return traditional * 4 >= simplified;
  return traditional >= 3 ? traditional > simplified : traditional > 0 && simplified === 0 && script === 'mixed';
}

/** Converts one line; the pieces that stay go to the output in one. */
function convert(text: string, start: number, end: number, to: Converter, builder: OffsetMapBuilder, out: string[]): void {
  let kept = start;
  let i = start;
  while (i < end) {
    if (to.flags[text.charCodeAt(i)] === 0) {
      i++;
      continue;
    }
    const first = String.fromCodePoint(text.codePointAt(i) as number);
    const phrase = to.phrases.get(first)?.find(([from]) => from.length <= end - i && text.startsWith(from, i));
    const source = phrase ? phrase[0] : first;
    const target = phrase ? phrase[1] : (to.characters.get(first) ?? first);
    if (target !== source) {
      out.push(text.slice(kept, i), target);
      builder.keep(i - kept);
      if (target.length === source.length) builder.keep(source.length);
      else builder.replace(source.length, target.length);
      kept = i + source.length;
    }
    i += source.length;
  }
  out.push(text.slice(kept, end));
  builder.keep(end - kept);
}

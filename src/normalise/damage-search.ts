import { gbk, hex } from './gbk.js';
import { LONGEST, type WordModel } from './word-model.js';

/** What a damaged place is read with. */
export interface Setting {
  model: WordModel;
  /** Simplified form of a character. */
  simple(character: string): string;
  /** How much a character speaks against being in this text at all: 0 or below. */
  foreign(character: string): number;
}

/** A reading of a damaged run. */
export interface Reading {
  /** What it reads, in simplified characters. */
  text: string;
  /** UTF-16 units of the displayed text that it replaces, the mark included. */
  units: number;
  lost: readonly string[];
  /** Logarithm of the probability of the reading and of what stands around it, per run of `span` units. */
  score: number;
}

/** A string that grows by characters, with the best cuts into words that end 0 … LONGEST - 1 characters before its end. */
interface Grown {
  text: string;
  cuts: readonly number[];
  /** What speaks for and against it besides the words. */
  against: number;
}

interface Hypothesis extends Grown {
  /** Leading byte of the character that is not complete yet. */
  pending: number;
  lost: readonly string[];
}

const BEAM = 64;
/** So many of the best are tried with a dropped pair, and with a dropped half at an end. */
const DEEP = 16;
/** No run is followed further than this. */
const WINDOW = 48;
/** So many characters before and behind a run are taken into account word by word. */
const CONTEXT = 4;
/** A half that was dropped although no ASCII mark stands behind it. */
const DROPPED_ALONE = -6;
/** Characters less probable than this are not guessed from one byte. */
const GUESSABLE = -14;

/** The byte that a half-width mark hides as the first of the next character: `!` is A3 A1, so A1. */
const hidden = (mark: number): number => mark + 0x80;

const score = (grown: Grown): number => (grown.cuts[0] as number) + grown.against;

function grow(grown: Grown, character: string, setting: Setting): Grown {
  const text = grown.text + setting.simple(character);
  let best = Number.NEGATIVE_INFINITY;
  for (let length = 1; length <= LONGEST && length <= grown.cuts.length && length <= text.length; length++) {
    const word = setting.model.word(text.slice(text.length - length));
    if (word !== null) best = Math.max(best, (grown.cuts[length - 1] as number) + word);
  }
  return {
    text,
    cuts: [best, ...grown.cuts.slice(0, LONGEST - 1)],
    against: grown.against + setting.foreign(character) + setting.model.familiar(text),
  };
}

const growAll = (grown: Grown, text: string, setting: Setting): Grown => [...text].reduce((g, c) => grow(g, c, setting), grown);

const EMPTY: Grown = { text: '', cuts: [0], against: 0 };
const contextBefore = (text: string, at: number): string => text.slice(Math.max(0, at - CONTEXT), at).replace(/^[\s\S]*\n/, '');

/** What was found about a run: its readings, the best first, each text once, and how probable it is as displayed. */
export interface Found {
  readings: readonly Reading[];
  /** Logarithm of the probability of the displayed text, over the same stretch as the readings' scores. */
  sound: number;
}

/**
 * Reads the run that begins with the half-width mark at `at` as bytes that were cut one off: the mark's two bytes were the second
 * byte of one character and the first of the next. All scores are of the same stretch, so that a reading that ends too soon pays for
 * what it leaves.
 */
export function readRun(text: string, at: number, setting: Setting): Found {
  const tokens = tokensOf(text, at + 1);
  const { decode, hasHoles } = gbk();
  const { byLead, byTrail } = guesses(setting);
  const opening = growAll(EMPTY, contextBefore(text, at), setting);
  const end = at + 1 + tokens.length;
  const tails = tailsOf(text, at, end, setting);
  const readings: Reading[] = [];
  const finish = (h: Hypothesis, units: number): void => {
    const from = at + units;
    const whole = growAll(h, text.slice(from, Math.min(end, from + CONTEXT)), setting);
    const tail = tails[Math.min(tails.length - 1, units + CONTEXT)] as number;
    readings.push({ text: h.text.slice(opening.text.length), units, lost: h.lost, score: score(whole) + tail });
  };
  const extend = (h: Hypothesis, character: string, pending: number, lost: readonly string[] = h.lost): Hypothesis => ({
    ...grow(h, character, setting),
    pending,
    lost,
  });

  const first: Hypothesis = { ...opening, pending: 0, lost: [] };
  let beam = byTrail(0xa3).map(({ byte, character }) => extend(first, character, hidden(text.charCodeAt(at)), [hex(byte)]));
  for (let index = 0; index <= tokens.length; index++) {
    beam = prune(beam);
    if (beam.length === 0) break;
    const token = tokens[index];
    const units = 1 + index;
    // the last half was taken for a leading byte and dropped before an ASCII mark, or with what followed
    const dropped = token === undefined || (token.low < 0 && token.high < 0x40);
    for (const h of beam.slice(0, dropped ? DEEP : 2)) {
      for (const { byte, character } of byLead(h.pending)) {
        if (byte < 0x80 || !(dropped || hasHoles(byte))) continue;
        const done = extend(h, character, 0, [...h.lost, hex(byte)]);
        finish(dropped ? done : { ...done, against: done.against + DROPPED_ALONE }, units);
      }
    }
    if (token === undefined) break;
    const next: Hypothesis[] = [];
    beam.forEach((h, rank) => {
      take(h, token);
      if (rank >= DEEP) return;
      for (const { byte: low, character } of byLead(h.pending)) {
        // a pair of bytes that is no character was dropped here
        if (!hasHoles(low)) continue;
        let between: Hypothesis | undefined;
        for (const { byte: lead } of byTrail(token.high)) {
          if (decode(low, lead) !== '') continue;
          between ??= extend(h, character, 0);
          take({ ...between, pending: lead, lost: [...h.lost, hex(low, lead)] }, token);
        }
      }
    });
    beam = next;

    function take(h: Hypothesis, { high, low }: Token): void {
      if (low < 0 && high < 0x40) {
        // another mark inside the run whose bytes were halves too
        const guess = high > 0x20 ? byLead(h.pending).find(({ byte }) => byte === 0xa3) : undefined;
        if (guess) next.push(extend(h, guess.character, hidden(high)));
        return;
      }
      const character = decode(h.pending, high);
      if (character === '') return;
      if (low < 0) finish(extend(h, character, 0), units + 1);
      else if (low >= 0x81) next.push(extend(h, character, low));
    }
  }
  const shown = growAll(opening, text.slice(at, Math.min(end, at + CONTEXT)), setting);
  return { readings: distinct(readings), sound: score(shown) + (tails[Math.min(tails.length - 1, CONTEXT)] as number) };
}

/** For each offset of the stretch, counted from the mark, how probable the displayed text behind it is. */
function tailsOf(text: string, at: number, end: number, setting: Setting): number[] {
  // read backwards each character is scored by the word that begins with it
  const tails = [0];
  for (let i = end - 1; i >= at; i--) {
    let best = Number.NEGATIVE_INFINITY;
    for (let length = 1; length <= LONGEST && i + length <= end; length++) {
      const piece = [...text.slice(i, i + length)].map(setting.simple).join('');
      const word = setting.model.word(piece);
      if (word !== null) best = Math.max(best, word + (tails[tails.length - length] as number));
    }
    const pair = [...text.slice(i, i + 4)].map(setting.simple).join('');
    tails.push(best + setting.foreign(text[i] as string) + setting.model.familiar(pair.slice(0, 2)));
  }
  return tails.reverse();
}

interface Guess {
  byte: number;
  character: string;
}

/** Characters that may be guessed from one of their bytes, by that byte. */
function guesses(setting: Setting): { byLead(high: number): readonly Guess[]; byTrail(low: number): readonly Guess[] } {
  const { decode, leads, trails } = gbk();
  const guessable = ({ character }: Guess): boolean =>
    (setting.model.word(setting.simple(character)) ?? -99) + setting.foreign(character) > GUESSABLE;
  const cached = (make: (byte: number) => Guess[]): ((byte: number) => readonly Guess[]) => {
    const known = new Map<number, Guess[]>();
    return (byte) => {
      let list = known.get(byte);
      if (!list) {
        list = make(byte).filter(guessable);
        known.set(byte, list);
      }
      return list;
    };
  };
  return {
    byLead: cached((high) => trails(high).map((byte) => ({ byte, character: decode(high, byte) }))),
    byTrail: cached((low) => leads(low).map((byte) => ({ byte, character: decode(byte, low) }))),
  };
}

/** The best hypotheses; of those that differ in nothing to come, the better one. */
function prune(beam: Hypothesis[]): Hypothesis[] {
  const seen = new Set<string>();
  return beam
    .sort((a, b) => score(b) - score(a))
    .filter((h) => {
      const key = `${h.text.slice(-LONGEST)}/${h.pending}`;
      return seen.has(key) ? false : seen.add(key);
    })
    .slice(0, BEAM);
}

function distinct(found: Reading[]): Reading[] {
  const seen = new Set<string>();
  return found
    .sort((a, b) => b.score - a.score)
    .filter((reading) => {
      const key = `${reading.units}/${reading.text}`;
      return seen.has(key) ? false : seen.add(key);
    });
}

/** One unit of what is displayed: the bytes of a character, or an ASCII byte with a negative `low`. */
interface Token {
  high: number;
  low: number;
}

/** The displayed bytes from an offset on, as far as a misaligned run can go. */
function tokensOf(text: string, from: number): Token[] {
  const tokens: Token[] = [];
  const { encode } = gbk();
  for (let i = from; i < text.length && tokens.length < WINDOW; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) break;
    const bytes = code < 0x80 ? code << 8 : (encode(text[i] as string) ?? privateUse(code));
    if (bytes === undefined) break;
    tokens.push({ high: bytes >> 8, low: code < 0x80 ? -1 : bytes & 0xff });
  }
  return tokens;
}

/** The bytes of a private-use character, which some converters keep: rows AA to AF and F8 to FE. */
function privateUse(code: number): number | undefined {
  const index = code - 0xe000;
  if (index < 0 || index >= 13 * 94) return undefined;
  const row = Math.floor(index / 94);
  return ((row < 6 ? 0xaa + row : 0xf8 + row - 6) << 8) | (0xa1 + (index % 94));
}

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
  /** Logarithm of the probability of the reading alone. */
  own: number;
  /** Logarithm of the probability of the reading and of what stands around it, per run of `span` units. */
  score: number;
}

interface Chain {
  character: string;
  before: Chain | null;
}

/** A string that grows by characters, with the best cuts into words that end 0 … LONGEST - 1 characters before its end. */
interface Grown {
  /** The last characters, as many as a word can have. */
  tail: string;
  /** All characters, the last first. */
  chain: Chain | null;
  cuts: readonly number[];
  /** What speaks for and against it besides the words. */
  against: number;
  /** Both together. */
  score: number;
}

/** Bytes that were dropped at one place, and those before them. */
interface Lost {
  bytes: readonly number[];
  before: Lost | null;
}

interface Hypothesis extends Grown {
  /** Leading byte of the character that is not complete yet. */
  pending: number;
  lost: Lost | null;
}

const BEAM = 40;
/** So many of the best are tried with a dropped pair, and with a dropped half at an end. */
const DEEP = 8;
/** So many with two in a row. */
const VERY_DEEP = 3;
/** No run is followed further than this. */
const WINDOW = 36;
/** So many characters before and behind a run are taken into account word by word. */
const CONTEXT = 4;
/** A dropped pair: familiar words would make up characters for nothing without a price on them. */
const DROPPED_PAIR = -3.5;
/** A half that was dropped although no ASCII mark stands behind it. */
const DROPPED_ALONE = -6;
/** Characters less probable than this are not guessed from one byte. */
const GUESSABLE = -14;

/** The byte that a half-width mark hides as the first of the next character: `!` is A3 A1, so A1. */
const hidden = (mark: number): number => mark + 0x80;

/** The same at a price. */
function charge(h: Hypothesis, price: number): Hypothesis {
  const against = h.against + price;
  return { ...h, against, score: (h.cuts[0] as number) + against };
}

/** Made by the hundred thousand, so in one piece. */
function grow(grown: Grown, character: string, setting: Setting, pending = 0, lost: Lost | null = null): Hypothesis {
  const { model } = setting;
  const simple = setting.simple(character);
  const tail = (grown.tail.length >= LONGEST ? grown.tail.slice(1) : grown.tail) + simple;
  let best = (grown.cuts[0] as number) + (model.word(simple) ?? 0);
  if (tail.length > 1 && model.ends(tail.slice(-2))) {
    for (let length = 2; length <= grown.cuts.length && length <= tail.length; length++) {
      const word = model.word(tail.slice(tail.length - length));
      if (word !== null) best = Math.max(best, (grown.cuts[length - 1] as number) + word);
    }
  }
  const cuts = [best];
  for (let i = 0; i < LONGEST - 1 && i < grown.cuts.length; i++) cuts.push(grown.cuts[i] as number);
  const against = grown.against + setting.foreign(character) + model.familiar(tail);
  return {
    tail,
    chain: { character: simple, before: grown.chain },
    cuts,
    against,
    score: best + against,
    pending,
    lost,
  };
}

/** The characters of a chain down to where another begins. */
function textOf(chain: Chain | null, until: Chain | null): string {
  let text = '';
  for (let link = chain; link !== null && link !== until; link = link.before) text = link.character + text;
  return text;
}

const growAll = (grown: Grown, text: string, setting: Setting): Grown => [...text].reduce((g, c) => grow(g, c, setting), grown);

const EMPTY: Grown = { tail: '', chain: null, cuts: [0], against: 0, score: 0 };
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
  const { byLead, byTrail, followers } = guesses(setting);
  const opening = growAll(EMPTY, contextBefore(text, at), setting);
  const end = at + 1 + tokens.length;
  const tails = tailsOf(text, at, end, setting);
  const ends: End[] = [];
  const finish = (h: Hypothesis, units: number): void => {
    const from = at + units;
    const whole = growAll(h, text.slice(from, Math.min(end, from + CONTEXT)), setting);
    const tail = (tails[Math.min(tails.length - 1, units + CONTEXT)] as number) + ending(h.tail.at(-1) ?? '', text[from]);
    ends.push({
      own: h.score - opening.score,
      chain: h.chain,
      units,
      lost: h.lost,
      score: whole.score + tail,
    });
  };
  const extend = (h: Hypothesis, character: string, pending: number, lost = h.lost): Hypothesis =>
    grow(h, character, setting, pending, lost);

  const first: Hypothesis = { ...opening, pending: 0, lost: null };
  let beam = byTrail(0xa3).map(({ byte, character }) =>
    extend(first, character, hidden(text.charCodeAt(at)), { bytes: [byte], before: null }),
  );
  for (let index = 0; index <= tokens.length; index++) {
    beam = prune(beam);
    if (beam.length === 0) break;
    const token = tokens[index];
    const units = 1 + index;
    // the last half was taken for a leading byte and dropped before an ASCII mark, or with what followed
    const dropped = token === undefined ? tokens.length < WINDOW : token.low < 0 && token.high < 0x40;
    for (const h of beam.slice(0, dropped ? DEEP : 2)) {
      for (const { byte, character } of byLead(h.pending)) {
        if (byte < 0x80 || !(dropped || hasHoles(byte))) continue;
        const done = extend(h, character, 0, { bytes: [byte], before: h.lost });
        finish(dropped ? done : charge(done, DROPPED_ALONE), units);
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
        const grown = extend(h, character, 0);
        const between = charge(grown, DROPPED_PAIR);
        for (const { byte: lead } of byTrail(token.high)) {
          if (decode(low, lead) === '') take({ ...between, pending: lead, lost: { bytes: [low, lead], before: h.lost } }, token);
        }
        // two pairs in a row: the character between them is not known at all, but goes with its neighbour
        if (rank >= VERY_DEEP) continue;
        for (const { lead, low: second, character: middle } of followers(character)) {
          if (decode(low, lead) !== '') continue;
          const grownMore = extend(between, middle, 0);
          const longer = charge(grownMore, DROPPED_PAIR);
          for (const { byte: third } of byTrail(token.high)) {
            if (decode(second, third) !== '') continue;
            take(
              {
                ...longer,
                pending: third,
                lost: { bytes: [second, third], before: { bytes: [low, lead], before: h.lost } },
              },
              token,
            );
          }
        }
      }
    });
    beam = next;

    function take(h: Hypothesis, { high, low }: Token): void {
      if (low < 0 && high < 0x40) {
        // another mark inside the run whose bytes were halves too
        const guess = /[!-/:-@[-`]/.test(String.fromCharCode(high))
          ? byLead(h.pending).find(({ byte }) => byte === 0xa3)
          : undefined;
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
  return {
    readings: distinct(ends, opening.chain),
    sound: shown.score + (tails[Math.min(tails.length - 1, CONTEXT)] as number),
  };
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

/** What speaks against a last character where a line or a mark follows. */
function ending(last: string, next: string | undefined): number {
  if (/[，。、；：]/.test(last) && next !== undefined && /[,;:.!?，。、；：]/.test(next)) return -8;
  if (next !== undefined && !/[\r\n]/.test(next)) return 0;
  return /[，、“（《]/.test(last) ? -8 : /[。！？；：”）]/.test(last) ? 0 : -3;
}

interface Guess {
  byte: number;
  character: string;
}

interface Follower {
  lead: number;
  low: number;
  character: string;
}

interface Guesses {
  byLead(high: number): readonly Guess[];
  byTrail(low: number): readonly Guess[];
  /** Characters of which both bytes may be lost and which make a word with the one before. */
  followers(character: string): readonly Follower[];
}

const known = new WeakMap<Setting, Guesses>();

/** Characters that may be guessed from one of their bytes, by that byte. */
function guesses(setting: Setting): Guesses {
  let made = known.get(setting);
  if (!made) {
    made = makeGuesses(setting);
    known.set(setting, made);
  }
  return made;
}

function makeGuesses(setting: Setting): Guesses {
  const { decode, leads, trails, hasHoles } = gbk();
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
  // characters whose two bytes can both be parts of dropped pairs, by their simplified form
  const losable = new Map<string, Follower[]>();
  for (let lead = 0xa1; lead <= 0xf7; lead++)
    for (const low of trails(lead)) {
      const character = decode(lead, low);
      if (!hasHoles(low) || !guessable({ byte: low, character })) continue;
      const simple = setting.simple(character);
      losable.set(simple, [...(losable.get(simple) ?? []), { lead, low, character }]);
    }
  const following = new Map<string, Follower[]>();
  return {
    followers: (character) => {
      let list = following.get(character);
      if (!list) {
        list = [...setting.model.following(setting.simple(character))].flatMap((next) => losable.get(next) ?? []);
        following.set(character, list);
      }
      return list;
    },
    byLead: cached((high) => trails(high).map((byte) => ({ byte, character: decode(high, byte) }))),
    byTrail: cached((low) => leads(low).map((byte) => ({ byte, character: decode(byte, low) }))),
  };
}

/** So many of the best are sorted at first, which nearly always gives a whole beam. */
const SORTED = 8 * BEAM;

/** The best hypotheses; of those that differ in nothing to come, the better one. */
function prune(beam: readonly Hypothesis[]): Hypothesis[] {
  if (beam.length > 2 * SORTED) {
    const scores = new Float64Array(beam.length);
    for (let i = 0; i < scores.length; i++) scores[i] = (beam[i] as Hypothesis).score;
    const least = scores.sort()[beam.length - SORTED] as number;
    const best = distinctBest(beam.filter(({ score }) => score >= least));
    if (best.length === BEAM) return best;
  }
  return distinctBest([...beam]);
}

function distinctBest(beam: Hypothesis[]): Hypothesis[] {
  const seen = new Set<string>();
  const best: Hypothesis[] = [];
  for (const h of beam.sort((a, b) => b.score - a.score)) {
    const key = h.tail + String.fromCharCode(h.pending);
    if (seen.has(key)) continue;
    seen.add(key);
    if (best.push(h) === BEAM) break;
  }
  return best;
}

/** A way to end a run. */
interface End {
  own: number;
  chain: Chain | null;
  units: number;
  lost: Lost | null;
  score: number;
}

/** The dropped bytes as they are reported, in order. */
function lostOf(last: Lost | null): string[] {
  const all: string[] = [];
  for (let lost = last; lost !== null; lost = lost.before) all.push(hex(...lost.bytes));
  return all.reverse();
}

/** The best ends as readings, each text once. */
function distinct(ends: End[], opening: Chain | null): Reading[] {
  const readings = new Map<string, Reading>();
  for (const { own, chain, units, lost, score } of ends.sort((a, b) => b.score - a.score).slice(0, 40)) {
    const text = textOf(chain, opening);
    const key = `${units}/${text}`;
    if (!readings.has(key)) readings.set(key, { own, text, units, lost: lostOf(lost), score });
  }
  return [...readings.values()];
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

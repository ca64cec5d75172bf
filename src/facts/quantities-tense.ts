import { matchesOf } from '../matches.js';
import { entriesOf, perLexicon } from '../per-lexicon.js';
import type { FactContext, Lexicon, Passage, Span } from '../types.js';
import type { Measure } from './quantities-measure.js';

/** A word of what was done (above 0) or of what is to come (below 0), and where it ends. */
interface Mark {
  end: number;
  weight: number;
}

const compile = perLexicon((lexicon: Lexicon) => {
  const sources = (where: string): string =>
    entriesOf(lexicon, 'quantity-kinds', 'where', where)
      .map(({ pattern }) => String(pattern))
      .join('|') || '(?!)';
  return {
    marks: new RegExp(`(${sources('tense-will')})|(${sources('tense-account')})|${sources('tense-done')}`, 'g'),
    goesOn: new RegExp(`^(?:${sources('tense-goes-on')})`),
  };
});

/** Papers that say what is to be done. */
const TO_COME = new Set(['plan', 'notice', 'work-points']);

/** How much it says of all that follows that an account of work is announced (现将工作总结如下). */
const ACCOUNT = 5;

/** No more of a passage, and of all passages together, is read for its tense. */
const [OF_PASSAGE, OF_ALL] = [1500, 12000];

const clamp = (value: number, most: number): number => Math.max(-most, Math.min(most, value));

/**
 * Whether text whose heading does not sort it tells of what was done or of what is to come. No one sign is sure, so the nearest word of tense in the
 * sentence, the look of the number, the paragraph and the whole text are weighed together.
 */
export class Tense {
  private readonly marks = new Map<Passage, Mark[]>();
  private whole: number | null = null;
  /** Where each passage stands; looking for one in the list would take as long as the list is. */
  private order: Map<Passage, number> | null = null;

  constructor(private readonly ctx: FactContext) {}

  /**
   * @returns the score, above 0 the more it was done and below 0 the more it is to come, and what the nearest word of tense says (0 where none is near)
   */
  of(m: Measure, passage: Passage, sentence: Span, clause: Span): { score: number; near: number } {
    const near = this.near(m, passage, sentence, clause);
    // News goes from what was done to what must be done: the one says nothing of the other.
    const whole = this.ctx.type === 'news' && passage.guessed ? 0 : this.ofText();
    const around = clamp((this.sum(passage) + whole) * 0.5, 3);
    const prior = TO_COME.has(this.ctx.type ?? '') ? -2 : 0;
    return { score: near * 2 + looks(this.ctx.text.fold, m) + around + prior, near };
  }

  /** The last word of tense before the number in its sentence, twice as much in its clause, else the first behind it there; 其中 goes on from before. */
  private near(m: Measure, passage: Passage, sentence: Span, clause: Span): number {
    const marks = this.marksOf(passage);
    const before = marks.findLast(({ end }) => end <= m.numberStart);
    if (before && before.end > sentence.start)
      return before.end > clause.start ? 3 * Math.sign(before.weight) : 2 * Math.sign(before.weight);
    const behind = marks.find(({ end }) => end > m.numberStart);
    if (behind && behind.end <= clause.end) return 2 * Math.sign(behind.weight);
    if (behind && behind.end <= sentence.end && behind.weight > 0) return 1;
    const { goesOn } = compile(this.ctx.lexicon);
    const { fold } = this.ctx.text;
    // 目标二千亿元。其中，公路…: what goes on from the sentence before is meant as it is.
    if (before && goesOn.test(fold.slice(sentence.start, sentence.start + 4))) return 2 * Math.sign(before.weight);
    const cut = isCutOff(fold, passage.start);
    if (!cut && !goesOn.test(fold.slice(passage.start, passage.start + 4))) return before ? this.alone(marks, before) : 0;
    if (before) return 2 * Math.sign(before.weight);
    this.order ??= new Map(this.ctx.passages.map((one, index) => [one, index]));
    const last = this.ctx.passages[(this.order.get(passage) ?? 0) - 1];
    return last ? 2 * Math.sign(this.marksOf(last).at(-1)?.weight ?? 0) : 0;
  }

  /** What the words of tense of a passage say of a sentence without one, where they all say the same. */
  private alone(marks: readonly Mark[], { weight }: Mark): number {
    return marks.every((mark) => mark.weight > 0 === weight > 0) ? Math.sign(weight) / 2 : 0;
  }

  private marksOf(passage: Passage): Mark[] {
    let marks = this.marks.get(passage);
    if (marks === undefined) {
      marks = [];
      const words = this.ctx.text.fold.slice(passage.start, Math.min(passage.end, passage.start + OF_PASSAGE));
      for (const found of matchesOf(words, compile(this.ctx.lexicon).marks))
        marks.push({ end: passage.start + found.index + found[0].length, weight: found[1] ? -1 : found[2] ? ACCOUNT : 1 });
      this.marks.set(passage, marks);
    }
    return marks;
  }

  private sum(passage: Passage): number {
    let sum = 0;
    for (const { weight } of this.marksOf(passage)) sum += weight;
    return sum;
  }

  private ofText(): number {
    if (this.whole === null) {
      this.whole = 0;
      let read = 0;
      for (const passage of this.ctx.passages) {
        if (!isOpen(passage)) continue;
        this.whole += clamp(this.sum(passage), ACCOUNT);
        read += passage.end - passage.start;
        if (read > OF_ALL) break;
      }
    }
    return this.whole;
  }
}

/** Whether a line break falls within a sentence: what goes on behind it is meant as it is. */
const isCutOff = (fold: string, start: number): boolean =>
  start > 1 && fold[start - 1] === '\n' && /[一-龥,、]/.test(fold[start - 2] as string);

/** Whether no heading says what a passage is about. */
export const isOpen = ({ owner, guessed }: Passage): boolean =>
  guessed === true || owner === 'preamble' || owner === 'closing' || owner === 'front';

/** What was counted is odd (1087人次, 30余家); what is aimed at is round, or a bound. */
function looks(fold: string, m: Measure): number {
  if (m.comparator === 'gte' || m.comparator === 'lte') return m.hasAfter ? -0.5 : -1.5;
  if (/[余多]/.test(fold.slice(m.numberEnd - 1, m.unitEnd))) return 1.5;
  if (m.value === null) return 0;
  const digits = String(m.value)
    .replace(/[.e+-]/g, '')
    .replace(/^0+|0+$/g, '').length;
  return digits > 3 ? 1.5 : digits === 3 ? 1 : 0;
}

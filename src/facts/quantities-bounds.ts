import type { Passage } from '../types.js';

/** Ends of clauses and sentences around a place; each is looked up once from left to right. */
export class Bounds {
  private clause = { start: -1, end: -1 };
  private sentence = { start: -1, end: -1 };

  constructor(
    private readonly fold: string,
    private readonly passage: Passage,
  ) {}

  clauseOf(at: number): { start: number; end: number } {
    if (!(this.clause.start <= at && at < this.clause.end)) this.clause = this.around(at, isClauseEnd, this.clause.end);
    return this.clause;
  }

  sentenceOf(at: number): { start: number; end: number } {
    if (!(this.sentence.start <= at && at < this.sentence.end)) this.sentence = this.around(at, isSentenceEnd, this.sentence.end);
    return this.sentence;
  }

  private around(at: number, ends: (fold: string, at: number) => boolean, known: number): { start: number; end: number } {
    let start = at;
    const floor = Math.max(this.passage.start, Math.max(known, 0));
    while (start > floor && !ends(this.fold, start - 1)) start--;
    let end = at;
    while (end < this.passage.end && !ends(this.fold, end)) end++;
    return { start, end };
  }
}

const isDigit = (fold: string, at: number): boolean => fold.charCodeAt(at) >= 48 && fold.charCodeAt(at) <= 57;

const [LINE_END, EXCLAMATION, COMMA, COLON, SEMICOLON, QUESTION, FULL_STOP] = [10, 33, 44, 58, 59, 63, 0x3002];

function isSentenceEnd(fold: string, at: number): boolean {
  const code = fold.charCodeAt(at);
  // Nearly all characters are ideographs.
  if (code > QUESTION) return code === FULL_STOP;
  return code === SEMICOLON || code === LINE_END || code === EXCLAMATION || code === QUESTION;
}

/** A mark that ends a clause; the comma of 1,234 is none. */
function isClauseEnd(fold: string, at: number): boolean {
  const code = fold.charCodeAt(at);
  if (code > QUESTION) return code === FULL_STOP;
  if (code === COMMA || code === COLON) return !(isDigit(fold, at - 1) && isDigit(fold, at + 1));
  return isSentenceEnd(fold, at);
}

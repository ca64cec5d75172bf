import type { Span } from '../types.js';

/**
 * A paragraph without a number that opens a part: a topic sentence in front of its text (喜庆百年华诞，党的建设全面加强。…), behind a dash, or on a line
 * of its own with the text below; or a bare short line.
 */
export interface HeadedParagraph {
  piece: number;
  style: 'headed' | 'dash' | 'topic' | 'bare';
  heading: Span;
}

const LONGEST_TOPIC = 30;
const LONGEST_BARE = 40;
const SHORTEST_BODY = 20;
const LONGEST_TOPIC_LINE = 44;
/** One sentence without inner full stops. */
const TOPIC_LINE = /^[^。;:!?]{4,43}。$/;
/** A line of words without marks inside a sentence, or a question. */
const BARE = /^[\p{Script=Han}“《(\dA-Za-z][^。;:!]*[\p{Script=Han}”》)?]$/u;

/** Whether a piece is a paragraph of several sentences. */
function isRunning(fold: string, piece: Span): boolean {
  const text = fold.slice(piece.start, piece.end);
  const first = text.length >= 50 ? text.indexOf('。') : -1;
  return first >= 0 && first < text.length - 1 && text.slice(first + 1, first + 300).includes('。');
}

/** First sentence of a piece where it is short enough for a heading and a body follows. */
function topicOf(fold: string, piece: Span, from: number): Span | null {
  const limit = Math.min(piece.end, from + LONGEST_TOPIC + 1);
  let end = -1;
  for (let at = from; at < limit; at++) {
    const mark = fold[at] as string;
    if (mark === '。') {
      end = at;
      break;
    }
    if (';:!?'.includes(mark)) return null;
  }
  if (end < from + 4 || piece.end - end < SHORTEST_BODY) return null;
  return { start: from, end };
}

/**
 * Headed paragraphs: topic sentences and dashes in runs of two or more paragraphs, and bare short lines in front of running text.
 * @param plain whether a piece has no marker at its start and is no statement
 */
export function headedParagraphs(fold: string, pieces: readonly Span[], plain: (piece: number) => boolean): HeadedParagraph[] {
  const times = new Map<string, number>();
  for (const piece of pieces) {
    if (piece.end - piece.start > LONGEST_BARE) continue;
    const line = fold.slice(piece.start, piece.end);
    times.set(line, (times.get(line) ?? 0) + 1);
  }
  const lineOf = ({ start, end }: Span) => fold.slice(start, Math.min(end, start + LONGEST_BARE + 1));
  // Asked of each line and again by the next.
  const bare: (boolean | undefined)[] = [];
  const isBareLine = (index: number): boolean => {
    bare[index] ??= BARE.test(lineOf(pieces[index] as Span));
    return bare[index];
  };
  const endsSentence = (index: number) =>
    index < 0 || /[。!?;:”)）】]$/.test(fold.slice((pieces[index] as Span).end - 1, (pieces[index] as Span).end));
  const plainHeading = (index: number) =>
    index >= 0 &&
    (!plain(index) || isBareLine(index)) &&
    (pieces[index] as Span).end - (pieces[index] as Span).start <= 2 * LONGEST_BARE;
  const found: (HeadedParagraph | null)[] = pieces.map((piece, index) => {
    if (!plain(index)) return null;
    const dash = /^(?:——|—|--|――|[-•●·◆■★※])[ ]?/.exec(fold.slice(piece.start, piece.start + 4));
    const from = piece.start + (dash?.[0].length ?? 0);
    const topic = topicOf(fold, piece, from);
    if (
      topic &&
      !/^(?:同志们|各位|会议|为此|因此|此外|同时|下面|总之|其中|但|这|他|我们|对此|今年|去年|近年来|近期)/.test(
        fold.slice(topic.start, topic.end),
      )
    )
      return { piece: index, style: dash ? 'dash' : 'headed', heading: topic };
    const next = pieces[index + 1];
    if (
      !dash &&
      next &&
      plain(index + 1) &&
      piece.end - piece.start <= LONGEST_TOPIC_LINE &&
      TOPIC_LINE.test(fold.slice(piece.start, piece.end)) &&
      isRunning(fold, next)
    )
      return { piece: index, style: 'topic', heading: { start: piece.start, end: piece.end - 1 } };
    const line = lineOf(piece);
    // What comes again and again is a label of a table, and what stands in the middle of a sentence is a broken line.
    if (
      !dash &&
      line.length >= 2 &&
      line.length <= LONGEST_BARE &&
      isBareLine(index) &&
      (times.get(line) ?? 0) < 3 &&
      (endsSentence(index - 1) || plainHeading(index - 1))
    )
      return { piece: index, style: 'bare', heading: { start: piece.start, end: piece.end } };
    return null;
  });
  return found.filter((headed, index): headed is HeadedParagraph => {
    if (!headed) return false;
    if (headed.style === 'bare') {
      // A bare heading needs a body: running text or a numbered item, not figures or labels.
      const next = pieces[index + 1];
      return next !== undefined && (!plain(index + 1) || found[index + 1]?.style === 'headed' || next.end - next.start >= 25);
    }
    // Topic lines alternate with their text.
    if (headed.style === 'topic')
      return [2, 3, 4].some((step) => found[index - step]?.style === 'topic' || found[index + step]?.style === 'topic');
    const same = (other: HeadedParagraph | null | undefined) => other?.style === headed.style;
    return same(found[index - 1]) || same(found[index + 1]);
  });
}

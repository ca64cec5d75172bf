import type { Span } from '../types.js';

/** A paragraph without a number that opens a part: 喜庆百年华诞，党的建设全面加强。…, ——高质量发展…。…, or a bare short line. */
export interface HeadedParagraph {
  piece: number;
  style: 'headed' | 'dash' | 'bare';
  heading: Span;
}

const LONGEST_TOPIC = 30;
const LONGEST_BARE = 40;
const SHORTEST_BODY = 20;

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
export function headedParagraphs(fold: string, pieces: readonly Span[], plain: (piece: number) => boolean, isLast: (piece: number) => boolean): HeadedParagraph[] {
  const found: (HeadedParagraph | null)[] = pieces.map((piece, index) => {
    if (!plain(index)) return null;
    const dash = /^(?:——|—|--|――|[-•●·◆■★※])[ ]?/.exec(fold.slice(piece.start, piece.start + 4));
    const from = piece.start + (dash?.[0].length ?? 0);
    const topic = topicOf(fold, piece, from);
    if (topic && !/^(?:同志们|各位|会议|为此|因此|此外|同时|下面|总之|其中|但|这|他|我们|对此|今年|去年|近年来|近期)/.test(fold.slice(topic.start, topic.end))) return { piece: index, style: dash ? 'dash' : 'headed', heading: topic };
    if (!dash && piece.end - piece.start <= LONGEST_BARE && piece.end - piece.start >= 2 && !isLast(index) && /[\p{Script=Han}”》)]$/u.test(fold.slice(piece.start, piece.end)) && !/[。;:,!?]/.test(fold.slice(piece.start, piece.end).replace(/,/g, (_, at: number) => (at > 2 ? '' : ',')))) return { piece: index, style: 'bare', heading: { start: piece.start, end: piece.end } };
    return null;
  });
  // A bare heading needs a body: what follows it is not another bare line only.
  return found.filter((headed, index): headed is HeadedParagraph => {
    if (!headed) return false;
    if (headed.style === 'bare') return index + 1 < pieces.length && found[index + 1]?.style !== 'bare';
    const same = (other: HeadedParagraph | null | undefined) => other?.style === headed.style;
    return same(found[index - 1]) || same(found[index + 1]);
  });
}

import type { Problem } from '../types.js';
import type { Marker } from './markers.js';
import type { Part } from './parts.js';

/** Numbers that may be missing between two members of a series. */
const LONGEST_GAP = 3;
/** Styles whose restart can only be a new whole (an annex), never a part of something weaker. */
const WHOLE = 2;

/** Styles that are words of running text (一是, 首先). */
const WORDS = 8;

/** How many markers ahead a series is followed, so that time stays linear. */
const LOOKAHEAD = 400;

/** The markers behind one of a list, as far as a series is followed. */
export interface Later {
  markers: readonly Marker[];
  from: number;
  to: number;
}

export const behind = (markers: readonly Marker[], index: number): Later => ({
  markers,
  from: index + 1,
  to: Math.min(markers.length, index + LOOKAHEAD),
});

/** What is known of a style of numbering that is not open: its last number and the style it stood in. */
export type NumberMemory = Map<string, { number: number; parentStyle: string | null }>;

/**
 * Pops `stack` until its top is the part that encloses `marker`: found by what encloses what, not by fixed levels. A successor of an open item is
 * its sibling; one that runs on across sections stands where the one before it stood; a new series opens in the deepest open part.
 * @param later the markers that follow, to tell a nested series of the same style (192. with 1. 2. 3. inside) from a restart
 * @param announced whether the text in front of it brings a list in (2.重点如下：)
 */
export function place(
  stack: Part[],
  marker: Marker,
  later: Later,
  memory: NumberMemory,
  problems: Problem[],
  announced = false,
): void {
  for (let depth = stack.length - 1; depth >= 0; depth--) {
    const open = (stack[depth] as Part).marker;
    if (!open || open.style !== marker.style) continue;
    if (marker.last || marker.number === open.number + 1) {
      stack.length = depth;
      return remember(stack, marker, memory);
    }
    if (marker.number === 1) {
      if (!(announced && depth === stack.length - 1) && !nests(open.number, later, marker.style)) stack.length = depth;
      if (marker.rank <= WHOLE) while (stack.length > 0 && isNumberedWeaker(stack, marker)) stack.pop();
      return remember(stack, marker, memory);
    }
    // A number that an outer series of the same style expects is that series'.
    const outer = stack
      .slice(0, depth)
      .some((part) => part.marker?.style === marker.style && part.marker.number + 1 === marker.number);
    if (outer) continue;
    if (marker.number > open.number && marker.number <= open.number + 1 + LONGEST_GAP) {
      problems.push({
        code: 'outline/skipped-number',
        span: { start: marker.start, end: marker.end },
        data: { expected: open.number + 1, found: marker.number },
      });
      stack.length = depth;
      return remember(stack, marker, memory);
    }
    if (marker.number <= open.number) {
      problems.push({
        code: 'outline/duplicate-number',
        span: { start: marker.start, end: marker.end },
        data: { found: marker.number, previous: open.number },
      });
      stack.length = depth;
      return remember(stack, marker, memory);
    }
  }
  const known = memory.get(marker.style);
  if (marker.number > 1 && known && marker.number > known.number && marker.number <= known.number + 1 + LONGEST_GAP) {
    // Runs on across sections: （四） under 二、 after （三） under 一、.
    if (marker.number > known.number + 1)
      problems.push({
        code: 'outline/skipped-number',
        span: { start: marker.start, end: marker.end },
        data: { expected: known.number + 1, found: marker.number },
      });
    const depth = stack.findLastIndex((part) => part.style === known.parentStyle);
    if (depth >= 0) {
      stack.length = depth + 1;
      return remember(stack, marker, memory);
    }
  }
  if (marker.number > 1 || marker.rank <= WHOLE) while (stack.length > 0 && isNumberedWeaker(stack, marker)) stack.pop();
  // A numbered list opens inside 一是 … only where 二是 … follows it, or where it runs on in the paragraph that 第四，… opens.
  for (
    let top = stack.at(-1);
    top?.marker &&
    top.marker.rank >= WORDS &&
    marker.rank < WORDS &&
    !(top.marker.atStart && !marker.atStart) &&
    !goesOn(top.marker, marker, later);
    top = stack.at(-1)
  )
    stack.pop();
  if (marker.number > 1 && !known && marker.number !== 2)
    problems.push({
      code: 'outline/skipped-number',
      span: { start: marker.start, end: marker.end },
      data: { expected: 1, found: marker.number },
    });
  remember(stack, marker, memory);
}

/** Whether the deepest open part is weaker than `marker`, so that it cannot enclose it. */
function isNumberedWeaker(stack: readonly Part[], marker: Marker): boolean {
  const top = stack.at(-1) as Part;
  if (top.kind === 'statement' || top.style === 'bare') return false;
  return top.marker === null ? marker.rank <= WHOLE : top.marker.rank >= marker.rank;
}

function remember(stack: readonly Part[], marker: Marker, memory: NumberMemory): void {
  const parentStyle = stack.at(-1)?.style ?? null;
  const known = memory.get(marker.style);
  if (known) {
    known.number = marker.number;
    known.parentStyle = parentStyle;
  } else memory.set(marker.style, { number: marker.number, parentStyle });
}

/** Whether the series of `open` goes on behind `inner`, before a stronger marker closes it. */
function goesOn(open: Marker, inner: Marker, later: Later): boolean {
  for (let at = later.from; at < later.to; at++) {
    const marker = later.markers[at] as Marker;
    if (marker.style === open.style) return marker.number === open.number + 1;
    if (marker.rank < inner.rank) return false;
  }
  return false;
}

/** Whether an open series goes on after the new one that begins with 1, so that the new one stands inside its item. */
function nests(outer: number, later: Later, style: string): boolean {
  let inner = 1;
  for (let at = later.from; at < later.to; at++) {
    const marker = later.markers[at] as Marker;
    if (marker.style !== style) continue;
    if (marker.number === inner + 1) {
      if (marker.number === outer + 1) return false;
      inner++;
    } else return marker.number === outer + 1;
  }
  return false;
}

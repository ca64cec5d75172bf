import type { Role, Span } from '../types.js';
import type { Marker } from './markers.js';

/** A part of the outline while it is built: a numbered item, a headed paragraph or bare heading, or a statement in a news report. */
export interface Part {
  kind: 'item' | 'headed' | 'statement' | 'series';
  marker: Marker | null;
  start: number;
  /** Where the heading stands, without marker and end mark. */
  heading: Span | null;
  /** Stretches of its own text within one line each; the first begins with marker and heading. */
  own: Span[];
  parent: Part | null;
  children: Part[];
  /** Opened within a paragraph, so it ends with that paragraph. */
  inline: boolean;
  speaker: string | null;
  role: Role | null;
  /** Whether the role is only a guess by the wording: no heading says it. */
  guessed: boolean;
  /** Index of the piece of body text that it opens in. */
  piece: number;
  /** How the part was recognised, for siblings: a style of numbering, or headed, dash, bare, statement. */
  style: string;
  /** s1… for sections, m1… for measures, each in document order; empty until the outline stands. */
  id: string;
}

export function newPart(
  kind: Part['kind'],
  style: string,
  start: number,
  piece: number,
  parent: Part | null,
  marker: Marker | null = null,
): Part {
  const part: Part = {
    kind,
    style,
    marker,
    start,
    piece,
    heading: null,
    own: [],
    parent,
    children: [],
    inline: false,
    speaker: null,
    role: null,
    guessed: false,
    id: '',
  };
  if (parent) parent.children.push(part);
  return part;
}

/** All parts in document order. */
export function walk(parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  const open = parts.toReversed();
  for (let part = open.pop(); part; part = open.pop()) {
    all.push(part);
    for (let i = part.children.length - 1; i >= 0; i--) open.push(part.children[i] as Part);
  }
  return all;
}

/** Where the part ends: its own text or its last child's, whichever is later. */
export function endOf(part: Part): number {
  const own = part.own.at(-1)?.end ?? part.start;
  const child = part.children.at(-1);
  return child ? Math.max(own, endOf(child)) : own;
}

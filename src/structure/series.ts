import type { Span } from '../types.js';
import type { Marker } from './markers.js';
import type { Cell } from './tables.js';

/** A stretch of body text within one line, with the markers in it that count. */
export interface Piece extends Span {
  line: number;
  markers: Marker[];
  /** Where the line was a cell of a flattened table. */
  cell: Cell | null;
}

/** Styles up to this rank (一、 （一）) may be the outline of a whole document. */
const WHOLE_RANK = 3;

interface Chain {
  members: Marker[];
  piece: number;
}

/**
 * Chooses the markers that open items: those at the start of a paragraph, and within paragraphs those that make a series from one on
 * (一是 with no 二是 is no item).
 * @param candidates all markers of each piece, in order
 */
export function acceptSeries(candidates: readonly (readonly Marker[])[], breaks: ReadonlySet<number>): Set<Marker> {
  const accepted = new Set<Marker>();
  let open = new Map<string, Chain>();
  const close = (keep: (chain: Chain) => boolean) => {
    for (const [style, chain] of open)
      if (!keep(chain)) {
        settle(chain, accepted);
        open.delete(style);
      }
  };
  candidates.forEach((markers, piece) => {
    if (breaks.has(piece)) close(() => false);
    for (const marker of markers) {
      if (marker.atStart && marker.series !== 'always') {
        // A stronger heading ends the series inside the one before; a weaker or equal one may stand within their items.
        accepted.add(marker);
        close((chain) => (chain.members[0] as Marker).rank < marker.rank);
        open.set(marker.style, { members: [marker], piece });
        continue;
      }
      const chain = open.get(marker.style);
      const previous = chain?.members.at(-1);
      const follows =
        previous !== undefined &&
        (marker.last
          ? chain !== undefined && chain.members.length > 0
          : marker.number > previous.number && marker.number <= previous.number + (marker.series === 'always' ? 2 : 1));
      const reachable = chain !== undefined && (marker.series === 'always' || chain.piece === piece);
      const kin = follows && reachable ? null : kinOf(open.values(), marker, piece);
      if (follows && reachable) chain.members.push(marker);
      else if (kin) {
        // What encloses what goes by the style: a member is of its series' own.
        marker.style = (kin.members[0] as Marker).style;
        kin.members.push(marker);
      } else if (marker.number === 1 || (marker.series === 'always' && !chain && !marker.last) || goesOn(marker, chain)) {
        if (chain) settle(chain, accepted);
        open.set(marker.style, { members: [marker], piece });
      }
    }
  });
  close(() => false);
  open = new Map();
  return accepted;
}

/** Whether a text that was cut off in front goes on with its outline here: …抽检。三、职责分工…。四、…. */
function goesOn({ rank, series, behind }: Marker, chain: Chain | undefined): boolean {
  return series !== 'always' && rank < WHOLE_RANK && behind === '。' && chain === undefined;
}

/** The series of another wording that a spoken ordinal goes on with in one paragraph (一要…；二要…；三是…). */
function kinOf(open: Iterable<Chain>, { number, rank, series, last }: Marker, piece: number): Chain | null {
  if (series !== 'always' || last || number < 3) return null;
  for (const chain of open) {
    const before = chain.members.at(-1) as Marker;
    if (chain.piece === piece && chain.members.length > 1 && before.rank === rank && before.number === number - 1) return chain;
  }
  return null;
}

function settle(chain: Chain, accepted: Set<Marker>): void {
  // One left of a series whose other ordinals were lost (要…；要…；四是…) still opens an item; a lone first one does not, unless it is the
  // first part of a report that breaks off (我讲几点意见：一、…).
  const [first] = chain.members;
  if (
    chain.members.length < 2 &&
    !(first && (first.number > 2 ? first.behind === ';' : first.number === 1 && first.rank < WHOLE_RANK && first.behind === ':'))
  )
    return;
  for (const marker of chain.members) accepted.add(marker);
}

/**
 * The markers within paragraphs that count as if they stood at a start: the first of a series that goes on at the start of later paragraphs, the
 * successors of the marker that opens their own paragraph (a line end was lost), and a whole outline that begins within the first paragraph.
 */
export function promoted(candidates: readonly (readonly Marker[])[], accepted: ReadonlySet<Marker>): Set<Marker> {
  const found = new Set<Marker>();
  const first = new Map<string, Marker>();
  let begun = false;
  for (const markers of candidates) {
    const opener = markers[0]?.atStart && accepted.has(markers[0]) ? markers[0] : null;
    for (const marker of markers) {
      if (!accepted.has(marker)) continue;
      if (opener && marker !== opener && marker.style === opener.style) found.add(marker);
      else if (marker.series !== 'always') {
        if (!marker.atStart && (opener ? marker.rank <= opener.rank : !begun && marker.rank <= WHOLE_RANK)) found.add(marker);
      }
      if (marker.series !== 'always') continue;
      if (marker.number === 1) first.set(marker.style, marker);
      const before = first.get(marker.style);
      if (marker.atStart && marker.number === 2 && before && !before.atStart) found.add(before);
    }
    begun ||= markers.some((marker) => accepted.has(marker) && (marker.atStart || found.has(marker)));
  }
  return found;
}

import type { Lexicon, NormalText, OffsetMap, SourceText } from '../types.js';
import { mend } from './damage.js';
import { fold } from './fold.js';
import { layOut } from './layout.js';
import { composeMaps, identityMap } from './offset-map.js';
import { toSimplified } from './script.js';
import { scrub } from './scrub.js';
import { barsAsTabs } from './table-bars.js';

/** One step of the way from the source to the normalised text. */
interface Step {
  text: string;
  map: OffsetMap;
}

/**
 * Makes of a source text the text that all rules see; its map leads back to the source. Damage comes first: it is a
 * matter of the printed bytes; characters come last, when words stand together.
 */
export function normalise(source: SourceText, lexicon: Lexicon): NormalText {
  let text = source.text;
  let map = identityMap(text.length);
  const take = <T extends Step>(step: T): T => {
    text = step.text;
    map = composeMaps(step.map, map);
    return step;
  };
  const { repairs, problems } = take(mend(text, lexicon));
  const before = map;
  const { text: tabbed, taken } = barsAsTabs(text, lexicon);
  text = tabbed;
  const bars = new Set(taken.map(({ start }) => start));
  const furniture = source.noise
    .map(({ kind, span }) => ({ kind, span: { start: before.fromSource(span.start), end: before.fromSource(span.end) } }))
    .filter(({ span }) => {
      // What a reader has told of already.
      return !bars.delete(span.start);
    });
  const { noise } = take(scrub(text, lexicon, furniture));
  for (const span of taken) if (bars.has(span.start)) noise.push({ kind: 'blank-run', span });
  take(layOut(text, lexicon));
  const { script } = take(toSimplified(text, lexicon));
  return {
    text,
    fold: fold(text),
    map,
    script,
    repairs,
    noise: noise.map(({ kind, span }) => ({ kind, span: before.toSource(span) })),
    problems,
  };
}

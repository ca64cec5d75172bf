import type { Lexicon, NormalText, OffsetMap, SourceText } from '../types.js';
import { fold } from './fold.js';
import { composeMaps, identityMap } from './offset-map.js';
import { toSimplified } from './script.js';

/** One step of the way from the source to the normalised text. */
interface Step {
  text: string;
  map: OffsetMap;
}

/** Makes of a source text the text that all rules see; its map leads back to the source. */
export function normalise(source: SourceText, lexicon: Lexicon): NormalText {
  let text = source.text;
  let map = identityMap(text.length);
  const take = (step: Step): void => {
    text = step.text;
    map = composeMaps(step.map, map);
  };
  const simplified = toSimplified(text, lexicon);
  take(simplified);
  return { text, fold: fold(text), map, script: simplified.script, repairs: [], noise: [], problems: [] };
}

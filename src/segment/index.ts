import { lexicons } from '../generated/lexicons.js';
import type { Segmenter } from '../types.js';
import { SegmenterError } from './error.js';
import { nodejieba, nodeRsJieba } from './jieba.js';
import { longestMatch } from './longest-match.js';

const MAKERS = {
  nodejieba,
  'node-rs': nodeRsJieba,
  'longest-match': () => longestMatch(lexicons),
} as const;

/** What `DRUGPLAN_SEGMENTER` may say. */
export type SegmenterChoice = keyof typeof MAKERS;

const loaded = new Map<SegmenterChoice, Segmenter>();

/** Loads one segmenter, once a process. */
export function loadSegmenter(choice: SegmenterChoice): Segmenter {
  let segmenter = loaded.get(choice);
  if (!segmenter) {
    segmenter = MAKERS[choice]();
    loaded.set(choice, segmenter);
  }
  return segmenter;
}

/** nodejieba where its binary was built, else the stand-in, else the lexicon's words; `DRUGPLAN_SEGMENTER` forces one. */
function choose(): Segmenter {
  const forced = process.env.DRUGPLAN_SEGMENTER;
  if (forced) {
    if (!Object.hasOwn(MAKERS, forced)) {
      const names = Object.keys(MAKERS).join(', ');
      throw new SegmenterError(
        'segment/unknown',
        { name: forced, names },
        `DRUGPLAN_SEGMENTER=${forced}: must be one of ${names}`,
      );
    }
    try {
      return loadSegmenter(forced as SegmenterChoice);
    } catch (error) {
      if (!isAbsent(error)) throw error;
      throw new SegmenterError(
        'segment/not-installed',
        { name: forced },
        `DRUGPLAN_SEGMENTER=${forced}: is not installed for this machine`,
      );
    }
  }
  for (const choice of ['nodejieba', 'node-rs'] as const) {
    try {
      return loadSegmenter(choice);
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }
  process.emitWarning(
    'neither nodejieba nor @node-rs/jieba is installed for this machine; words are taken from the lexicon alone, and some metrics and verbs may differ. Install drugplan without --omit=optional.',
  );
  return loadSegmenter('longest-match');
}

/** Whether a segmenter failed because its binary is not here. */
const isAbsent = (error: unknown): boolean =>
  ['BINDING_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'].includes((error as NodeJS.ErrnoException).code ?? '') ||
  /native binding/i.test(String((error as Error).message));

let chosen: Segmenter | undefined;

/** The segmenter of this process; its dictionary is loaded at the first cut. */
export const defaultSegmenter: Segmenter = {
  get name() {
    chosen ??= choose();
    return chosen.name;
  },
  cut(text) {
    chosen ??= choose();
    return chosen.cut(text);
  },
};

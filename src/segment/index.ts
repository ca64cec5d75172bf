import { lexicons } from '../generated/lexicons.js';
import type { Segmenter } from '../types.js';
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

/** nodejieba where its binary was built, else the stand-in; `DRUGPLAN_SEGMENTER` forces one. */
function choose(): Segmenter {
  const forced = process.env.DRUGPLAN_SEGMENTER;
  if (forced) {
    if (!Object.hasOwn(MAKERS, forced)) {
      throw new Error(`DRUGPLAN_SEGMENTER=${forced}: must be one of ${Object.keys(MAKERS).join(', ')}`);
    }
    return loadSegmenter(forced as SegmenterChoice);
  }
  try {
    return loadSegmenter('nodejieba');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'BINDING_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || code === 'ERR_DLOPEN_FAILED')
      return loadSegmenter('node-rs');
    throw error;
  }
}

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

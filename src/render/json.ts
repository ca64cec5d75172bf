import type { Renderer } from './index.js';

/** One document a line, or indented. */
export const json: Renderer = (document, { pretty }) => `${JSON.stringify(document, null, pretty ? 2 : undefined)}\n`;

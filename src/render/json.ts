import type { TextRenderer } from './index.js';

/** One document a line, or indented. */
export const json: TextRenderer = (document, { pretty }) => `${JSON.stringify(document, null, pretty ? 2 : undefined)}\n`;

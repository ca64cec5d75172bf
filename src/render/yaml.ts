import { stringify } from 'yaml';
import type { TextRenderer } from './index.js';

/** One YAML document, opened by its marker so that several can follow each other. */
export const yaml: TextRenderer = (document) => `---\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;

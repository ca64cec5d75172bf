import type { Document } from '../types.js';
import { json } from './json.js';
import { jsonl } from './jsonl.js';
import type { Rows } from './records.js';

export interface RenderOptions {
  /** json: indented. */
  pretty: boolean;
  /** jsonl: what a line stands for. */
  rows: Rows;
}

/** Writes one document in one format; what it gives for several documents can be put one behind the other. */
export type Renderer = (document: Document, options: RenderOptions) => string;

/** All formats. Each entry gives its renderer when asked, so that a format's libraries are loaded with it and not before. */
export const renderers = {
  json: async () => json,
  jsonl: async () => jsonl,
  yaml: async () => (await import('./yaml.js')).yaml,
} satisfies Record<string, () => Promise<Renderer>>;

export type Format = keyof typeof renderers;
export const formats = Object.keys(renderers) as Format[];
export const rowKinds: readonly Rows[] = ['measures', 'documents', 'quantities', 'units'];

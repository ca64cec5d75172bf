import type { Document } from '../types.js';
import type { Format, RowKind } from './formats.js';
import { json } from './json.js';
import { jsonl } from './jsonl.js';

export { type Format, factsOf, formatOfFile, formats, type RowKind, rowKinds } from './formats.js';

export interface RenderOptions {
  /** json: indented. */
  pretty: boolean;
  /** jsonl, xlsx, csv, md: what a line stands for. */
  rows: RowKind;
  /** The decoded text that the document's spans refer to. */
  source: string;
  /** Language of headers and labels. */
  lang: 'zh' | 'en';
  /** Written to a pipe or a terminal rather than to a file: csv then has no byte order mark. */
  piped?: boolean;
}

/** Writes one document as text that can be put behind that of another. */
export type TextRenderer = (document: Document, options: Pick<RenderOptions, 'pretty' | 'rows'>) => string;
/** Writes one document in one format. */
export type Renderer = (document: Document, options: RenderOptions) => string | Promise<Uint8Array>;

const ledger = ({ rows, source, lang }: RenderOptions) => ({ rows: rows === 'tasks' ? rows : 'measures', source, lang }) as const;

/** All formats. Each entry gives its renderer when asked, so that a format's libraries are loaded with it and not before. */
export const renderers = {
  json: async () => json,
  jsonl: async () => jsonl,
  yaml: async () => (await import('./yaml.js')).yaml,
  xlsx: async () => {
    const { renderXlsx } = await import('./xlsx.js');
    return (document: Document, options: RenderOptions) => renderXlsx(document, ledger(options));
  },
  csv: async () => {
    const { renderCsv } = await import('./csv.js');
    return (document: Document, options: RenderOptions) =>
      renderCsv(document, { ...ledger(options), bom: options.piped !== true });
  },
  md: async () => {
    const { renderMarkdown } = await import('./markdown.js');
    return (document: Document, options: RenderOptions) => renderMarkdown(document, ledger(options));
  },
  html: async () => {
    const { renderReport } = await import('./report/index.js');
    return (document: Document, { source, lang }: RenderOptions) => renderReport(document, { source, lang });
  },
} satisfies Record<Format, () => Promise<Renderer>>;

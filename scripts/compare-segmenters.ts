/**
 * What word segmentation adds: parses all texts of a folder with nodejieba and with words by longest match from the lexicon alone, and prints each
 * fact that differs. `npx tsx scripts/compare-segmenters.ts FOLDER`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '../src/parse.js';
import { readSource } from '../src/read/index.js';
import { loadSegmenter, type SegmenterChoice } from '../src/segment/index.js';
import type { SourceText } from '../src/types.js';

const KINDS = ['quantities', 'units', 'tasks', 'deadlines'] as const;
type Kind = (typeof KINDS)[number];
type Found = Map<string, { span: { start: number; end: number }; says: string }>;

function factsOf(source: SourceText, choice: SegmenterChoice, kind: Kind): Found {
  const document = parse(source, { segmenter: loadSegmenter(choice) });
  const found: Found = new Map();
  for (const part of [...document.sections, ...document.measures, document.preamble, document.closing]) {
    for (const fact of part?.[kind] ?? []) {
      const says =
        'metric' in fact ? String(fact.metric) : 'verb' in fact ? String(fact.verb) : 'name' in fact ? fact.name : fact.text;
      found.set(`${fact.span.start}-${fact.span.end}${'name' in fact ? fact.name : ''}`, { span: fact.span, says });
    }
  }
  return found;
}

const folder = process.argv[2];
if (!folder) throw new Error('name a folder of texts');
const counts = new Map<Kind, { all: number; differ: number }>(KINDS.map((kind) => [kind, { all: 0, differ: 0 }]));
for (const file of readdirSync(folder).sort()) {
  const source = await readSource(readFileSync(join(folder, file)), { name: file });
  for (const kind of KINDS) {
    const segmented = factsOf(source, 'nodejieba', kind);
    const plain = factsOf(source, 'longest-match', kind);
    const count = counts.get(kind) ?? { all: 0, differ: 0 };
    count.all += segmented.size;
    for (const key of new Set([...segmented.keys(), ...plain.keys()])) {
      const [one, other] = [segmented.get(key), plain.get(key)];
      const span = one?.span ?? other?.span;
      if (!span || one?.says === other?.says) continue;
      count.differ++;
      const around = source.text.slice(Math.max(0, span.start - 24), span.end + 8).replace(/\s+/g, ' ');
      console.log([kind, file, one?.says ?? '—', other?.says ?? '—', around].join('\t'));
    }
  }
}
console.log(Object.fromEntries(counts));

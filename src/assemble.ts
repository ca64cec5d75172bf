import { endOf, isMeasure, type Part, type Structure, walk } from './structure/index.js';
import type {
  DateMention,
  DeadlineFact,
  Document,
  Fact,
  NormalText,
  Passage,
  Problem,
  QuantityFact,
  ReferenceFact,
  SourceText,
  Span,
  TaskFact,
  UnitFact,
} from './types.js';

export interface Facts {
  passages: readonly Passage[];
  quantities: readonly QuantityFact[];
  units: readonly UnitFact[];
  deadlines: readonly DeadlineFact[];
  tasks: readonly TaskFact[];
  references: readonly ReferenceFact[];
}

/** What a document says about a problem: severity and words. */
export type Describe = (problem: Problem) => Pick<Document['diagnostics'][number], 'severity' | 'message'>;

/** Puts a document together, in offsets of the source. */
export function assemble(
  source: SourceText,
  text: NormalText,
  structure: Structure,
  facts: Facts,
  options: { explain: boolean; describe: Describe },
): Document {
  const at = (span: Span): Span => text.map.toSource(span);
  const clean = (span: Span) => text.text.slice(span.start, span.end).trim();
  // A marker stays in the script that it was printed in (貳、); of one that was repaired the repair is shown.
  const asPrinted = (span: Span) => {
    const read = clean(span);
    const { start, end } = at(span);
    const printed = source.text.slice(start, end).trim();
    return printed.length === read.length ? printed : read;
  };
  const { parts, ids, blocks, meta } = structure;

  const why = (fact: Fact) => (options.explain ? { rule: fact.rule, evidence: at(fact.evidence) } : {});
  const date = (mention: DateMention | null) =>
    mention ? { text: mention.text, date: mention.date, span: at(mention.span) } : null;
  // What text says that may be damaged and was not repaired is anybody's guess.
  const garbled = text.problems.flatMap(({ code, span }) => (code === 'damage/suspected' && span ? [span] : []));
  const isGarbled = (span: Span) => garbled.some((place) => place.start < span.end && span.start < place.end);
  const owned = <T extends Fact, U>(list: readonly T[], write: (fact: T) => U) => {
    const groups = new Map<string, U[]>();
    for (const fact of list) {
      if (isGarbled(at(fact.span))) continue;
      const owner = facts.passages[fact.passage]?.owner ?? 'preamble';
      const group = groups.get(owner);
      if (group) group.push(write(fact));
      else groups.set(owner, [write(fact)]);
    }
    return (owner: string): U[] => groups.get(owner) ?? [];
  };
  const quantities = owned(facts.quantities, (fact) => ({
    text: fact.text,
    span: at(fact.span),
    kind: fact.kind,
    metric: fact.metric,
    value: fact.value,
    max: fact.max,
    unit: fact.unit,
    comparator: fact.comparator,
    direction: fact.direction,
    change: fact.change,
    masked: fact.masked,
    scale: fact.scale,
    deadline: date(fact.deadline),
    baseline: date(fact.baseline),
    ...why(fact),
  }));
  const units = owned(facts.units, (fact) => ({
    name: fact.name,
    role: fact.role,
    collective: fact.collective,
    basis: fact.basis,
    span: at(fact.span),
    scope: at(fact.scope),
    ...why(fact),
  }));
  const deadlines = owned(facts.deadlines, (fact) => ({ text: fact.text, date: fact.date, span: at(fact.span), ...why(fact) }));
  const tasks = owned(facts.tasks, (fact) => ({ span: at(fact.span), text: fact.text, verb: fact.verb, ...why(fact) }));
  const factsOf = (owner: string) => ({
    tasks: tasks(owner),
    units: units(owner),
    quantities: quantities(owner),
    deadlines: deadlines(owner),
  });

  const bodyOf = (part: Part) =>
    part.own
      .map((span, index) => {
        if (index > 0) return clean(span);
        const from = part.kind !== 'statement' && part.heading ? part.heading.end : (part.marker?.end ?? span.start);
        return text.text
          .slice(from, span.end)
          .replace(/^[\s。；;:：，,、]+/, '')
          .trim();
      })
      .filter((line) => line !== '')
      .join('\n');
  // Parts of one parent share its path and level; a document may have very many.
  const pathsBelow = new Map<Part | null, string[]>([[null, []]]);
  const pathBelow = (part: Part | null): string[] => {
    let path = pathsBelow.get(part);
    if (!path) {
      path = part?.heading ? [...pathBelow(part.parent), clean(part.heading)] : pathBelow(part?.parent ?? null);
      pathsBelow.set(part, path);
    }
    return path;
  };
  const levelOf = (part: Part): number => (part.parent ? levelOf(part.parent) + 1 : 1);
  const idOf = (part: Part | null) => (part ? (ids.get(part) ?? null) : null);

  const sections: Document['sections'] = [];
  const measures: Document['measures'] = [];
  for (const part of walk(parts)) {
    const id = ids.get(part) as string;
    const marker = part.marker ? asPrinted(part.marker) : null;
    const number = part.marker && part.marker.number > 0 ? part.marker.number : null;
    const heading = part.heading ? clean(part.heading) : null;
    const role = part.role ?? 'other';
    const span = at({ start: part.start, end: endOf(part) });
    // Written out rather than put together: this is the most of what a long document costs here.
    if (isMeasure(part)) {
      measures.push({
        id,
        section: idOf(part.parent),
        path: [...pathBelow(part.parent)],
        marker,
        number,
        heading,
        role,
        speaker: part.speaker,
        span,
        text: bodyOf(part),
        tasks: tasks(id),
        units: units(id),
        quantities: quantities(id),
        deadlines: deadlines(id),
      });
    } else {
      sections.push({
        id,
        parent: idOf(part.parent),
        level: levelOf(part),
        marker,
        number,
        heading,
        role,
        speaker: part.speaker,
        span,
        text: bodyOf(part),
        tasks: tasks(id),
        units: units(id),
        quantities: quantities(id),
        deadlines: deadlines(id),
      });
    }
  }
  const prose = (spans: readonly Span[], owner: 'preamble' | 'closing'): Document['preamble'] => {
    const first = spans[0];
    const last = spans.at(-1);
    if (!first || !last) return null;
    return { span: at({ start: first.start, end: last.end }), text: spans.map(clean).join('\n'), ...factsOf(owner) };
  };
  const bySpan = (a: { span: Span }, b: { span: Span }) => a.span.start - b.span.start || a.span.end - b.span.end;
  const diagnostics = [
    ...source.problems,
    ...text.problems,
    ...structure.problems.map((problem) => ({ ...problem, span: problem.span ? at(problem.span) : null })),
    ...facts.quantities
      .filter((fact) => fact.masked && fact.kind === 'target')
      .map((fact): Problem => ({ code: 'quantities/masked-target', span: at(fact.span), data: { text: fact.text } })),
  ].map((problem) => ({ code: problem.code, ...options.describe(problem), span: problem.span }));
  return {
    $schema: 'urn:drugplan:schema:document:1',
    source: {
      name: source.name,
      mediaType: source.mediaType,
      encoding: source.encoding,
      bytes: source.bytes,
      length: source.text.length,
      sha256: source.sha256,
      script: text.script,
    },
    meta,
    front: blocks
      .filter((block) => block.kind === 'front')
      .map((block) => ({ kind: block.front as NonNullable<typeof block.front>, span: at(block), text: clean(block) })),
    preamble: prose(structure.preamble, 'preamble'),
    sections,
    measures,
    closing: prose(structure.closing, 'closing'),
    references: facts.references.map((fact) => ({
      title: fact.title,
      docNumber: fact.docNumber,
      span: at(fact.span),
      in: facts.passages[fact.passage]?.owner ?? 'front',
      ...why(fact),
    })),
    noise: [
      ...blocks
        .filter((block) => block.kind === 'noise')
        .map((block) => ({ kind: block.noise as NonNullable<typeof block.noise>, span: at(block) })),
      ...text.noise,
      ...source.noise,
    ].sort(bySpan),
    repairs: [...text.repairs].sort(bySpan),
    origins: source.origins,
    diagnostics: diagnostics.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0)),
  };
}

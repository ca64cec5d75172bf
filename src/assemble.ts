import { endOf, isMeasure, type Part, type Structure } from './structure/index.js';
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
  problems: readonly Problem[];
}

/** What a document says about a problem: severity and words. */
export type Describe = (problem: Problem) => Pick<Document['diagnostics'][number], 'severity' | 'message'>;

/**
 * Puts a document together, in offsets of the source. Methods rather than functions within a function: those are made anew for each document, and
 * what the engine has compiled of them is forgotten with the document.
 */
class Assembly {
  /** Where a guess would stand on what may be damaged. */
  readonly #garbled: readonly Span[];
  readonly #pathsBelow = new Map<Part | null, string[]>([[null, []]]);
  readonly #quantities: Owned<Document['measures'][number]['quantities'][number]>;
  readonly #units: Owned<Document['measures'][number]['units'][number]>;
  readonly #deadlines: Owned<Document['measures'][number]['deadlines'][number]>;
  readonly #tasks: Owned<Document['measures'][number]['tasks'][number]>;

  constructor(
    readonly source: SourceText,
    readonly text: NormalText,
    readonly structure: Structure,
    readonly facts: Facts,
    readonly options: { explain: boolean; describe: Describe },
  ) {
    // What text says that may be damaged and was not repaired is anybody's guess.
    this.#garbled = text.problems.flatMap(({ code, span }) => (code === 'damage/suspected' && span ? [span] : []));
    this.#quantities = this.#owned(facts.quantities, this.#quantity);
    this.#units = this.#owned(facts.units, this.#unit);
    this.#deadlines = this.#owned(facts.deadlines, this.#deadline);
    this.#tasks = this.#owned(facts.tasks, this.#task);
  }

  document(): Document {
    const { source, text, structure } = this;
    const { sections, measures } = this.#parts();
    const { preamble, closing, unread } = structure;
    const outlined = structure.parts.length > 0;
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
      meta: structure.meta,
      front: this.#front(),
      preamble: this.#prose(outlined ? preamble : [...preamble, ...unread], 'preamble'),
      sections,
      measures,
      closing: this.#prose(outlined ? [...closing, ...unread] : closing, 'closing'),
      references: this.facts.references.map(this.#reference, this),
      noise: this.#noise(),
      repairs: [...text.repairs].sort(bySpan),
      origins: source.origins,
      diagnostics: this.#diagnostics(),
    };
  }

  #at(span: Span): Span {
    return this.text.map.toSource(span);
  }

  #clean({ start, end }: Span): string {
    return this.text.text.slice(start, end).trim();
  }

  /** A marker stays in the script that it was printed in (貳、); of one that was repaired the repair is shown. */
  #asPrinted(span: Span): string {
    const read = this.#clean(span);
    const { start, end } = this.#at(span);
    const printed = this.source.text.slice(start, end).trim();
    return printed.length === read.length ? printed : read;
  }

  #why(fact: Fact): { rule?: string; evidence?: Span } {
    return this.options.explain ? { rule: fact.rule, evidence: this.#at(fact.evidence) } : {};
  }

  #date(mention: DateMention | null) {
    return mention ? { text: mention.text, date: mention.date, span: this.#at(mention.span) } : null;
  }

  #quantity(fact: QuantityFact) {
    return {
      text: fact.text,
      span: this.#at(fact.span),
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
      deadline: this.#date(fact.deadline),
      baseline: this.#date(fact.baseline),
      ...this.#why(fact),
    };
  }

  #unit(fact: UnitFact) {
    return {
      name: fact.name,
      role: fact.role,
      collective: fact.collective,
      basis: fact.basis,
      span: this.#at(fact.span),
      scope: this.#at(fact.scope),
      ...this.#why(fact),
    };
  }

  #deadline(fact: DeadlineFact) {
    return { text: fact.text, date: fact.date, span: this.#at(fact.span), ...this.#why(fact) };
  }

  #task(fact: TaskFact) {
    return { span: this.#at(fact.span), text: fact.text, verb: fact.verb, ...this.#why(fact) };
  }

  #reference(fact: ReferenceFact) {
    return {
      title: fact.title,
      docNumber: fact.docNumber,
      span: this.#at(fact.span),
      in: this.facts.passages[fact.passage]?.owner ?? 'front',
      ...this.#why(fact),
    };
  }

  #isGarbled(span: Span): boolean {
    for (const place of this.#garbled) if (place.start < span.end && span.start < place.end) return true;
    return false;
  }

  /** Facts as they are written, by the id of the part that has them. */
  #owned<T extends Fact, U>(list: readonly T[], write: (this: Assembly, fact: T) => U): Owned<U> {
    const groups: Owned<U> = new Map();
    for (const fact of list) {
      if (this.#garbled.length > 0 && this.#isGarbled(this.#at(fact.span))) continue;
      const owner = this.facts.passages[fact.passage]?.owner ?? 'preamble';
      const group = groups.get(owner);
      if (group) group.push(write.call(this, fact));
      else groups.set(owner, [write.call(this, fact)]);
    }
    return groups;
  }

  /** The text of a part behind its marker and heading. */
  #bodyOf({ own, kind, heading, marker }: Part): string {
    const lines: string[] = [];
    for (let index = 0; index < own.length; index++) {
      const span = own[index] as Span;
      let line = '';
      if (index > 0) line = this.#clean(span);
      else {
        const from = kind !== 'statement' && heading ? heading.end : (marker?.end ?? span.start);
        line = this.text.text
          .slice(from, span.end)
          .replace(/^[\s。；;：:，,、]+/, '')
          .trim();
      }
      if (line !== '') lines.push(line);
    }
    return lines.join('\n');
  }

  /** Headings down to those below a part, which share them; a document may have very many. */
  #pathBelow(part: Part | null): string[] {
    let path = this.#pathsBelow.get(part);
    if (!path) {
      path = part?.heading ? [...this.#pathBelow(part.parent), this.#clean(part.heading)] : this.#pathBelow(part?.parent ?? null);
      this.#pathsBelow.set(part, path);
    }
    return path;
  }

  #parts(): Pick<Document, 'sections' | 'measures'> {
    const sections: Document['sections'] = [];
    const measures: Document['measures'] = [];
    for (const part of this.structure.all) {
      const { id } = part;
      const marker = part.marker ? this.#asPrinted(part.marker) : null;
      const number = part.marker && part.marker.number > 0 ? part.marker.number : null;
      const heading = part.heading ? this.#clean(part.heading) : null;
      const role = part.role ?? 'other';
      const span = this.#at({ start: part.start, end: endOf(part) });
      // Written out rather than put together: this is the most of what a long document costs here.
      if (isMeasure(part)) {
        measures.push({
          id,
          section: part.parent?.id ?? null,
          path: this.#pathBelow(part.parent).slice(),
          marker,
          number,
          heading,
          role,
          speaker: part.speaker,
          span,
          text: this.#bodyOf(part),
          tasks: this.#tasks.get(id) ?? [],
          units: this.#units.get(id) ?? [],
          quantities: this.#quantities.get(id) ?? [],
          deadlines: this.#deadlines.get(id) ?? [],
        });
      } else {
        sections.push({
          id,
          parent: part.parent?.id ?? null,
          level: levelOf(part),
          marker,
          number,
          heading,
          role,
          speaker: part.speaker,
          span,
          text: this.#bodyOf(part),
          tasks: this.#tasks.get(id) ?? [],
          units: this.#units.get(id) ?? [],
          quantities: this.#quantities.get(id) ?? [],
          deadlines: this.#deadlines.get(id) ?? [],
        });
      }
    }
    return { sections, measures };
  }

  #prose(spans: readonly Span[], owner: 'preamble' | 'closing'): Document['preamble'] {
    const first = spans[0];
    const last = spans.at(-1);
    if (!first || !last) return null;
    return {
      span: this.#at({ start: first.start, end: last.end }),
      text: spans.map(this.#clean, this).join('\n'),
      tasks: this.#tasks.get(owner) ?? [],
      units: this.#units.get(owner) ?? [],
      quantities: this.#quantities.get(owner) ?? [],
      deadlines: this.#deadlines.get(owner) ?? [],
    };
  }

  #front(): Document['front'] {
    return this.structure.blocks
      .filter((block) => block.kind === 'front')
      .map((block) => ({
        kind: block.front as NonNullable<typeof block.front>,
        span: this.#at(block),
        text: this.#clean(block),
      }));
  }

  #noise(): Document['noise'] {
    const lines = this.structure.blocks
      .filter((block) => block.kind === 'noise')
      .map((block) => ({ kind: block.noise as NonNullable<typeof block.noise>, span: this.#at(block) }));
    return [...lines, ...this.text.noise, ...this.source.noise].sort(bySpan);
  }

  #diagnostics(): Document['diagnostics'] {
    const { source, text, structure, facts, options } = this;
    const problems: Problem[] = [
      ...source.problems,
      ...text.problems,
      ...[...structure.problems, ...facts.problems].map((problem) => ({
        ...problem,
        span: problem.span ? this.#at(problem.span) : null,
      })),
      ...facts.quantities
        .filter((fact) => fact.masked && fact.kind === 'target')
        .map((fact): Problem => ({ code: 'quantities/masked-target', span: this.#at(fact.span), data: { text: fact.text } })),
    ];
    return problems
      .map((problem) => ({ code: problem.code, ...options.describe(problem), span: problem.span }))
      .sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  }
}

type Owned<T> = Map<string, T[]>;

const levelOf = (part: Part): number => (part.parent ? levelOf(part.parent) + 1 : 1);
const bySpan = (a: { span: Span }, b: { span: Span }): number => a.span.start - b.span.start || a.span.end - b.span.end;

/** Puts a document together, in offsets of the source. */
export function assemble(
  source: SourceText,
  text: NormalText,
  structure: Structure,
  facts: Facts,
  options: { explain: boolean; describe: Describe },
): Document {
  return new Assembly(source, text, structure, facts, options).document();
}

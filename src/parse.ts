import { assemble, type Describe } from './assemble.js';
import { findDeadlines } from './facts/deadlines.js';
import { TextLimit } from './facts/fact-limit.js';
import { findQuantities } from './facts/quantities.js';
import { findReferences } from './facts/references.js';
import { findTasks } from './facts/tasks.js';
import { findUnits } from './facts/units.js';
import { lexicons } from './generated/lexicons.js';
import { describeProblem } from './messages.js';
import { normalise } from './normalise/index.js';
import { sourceOf } from './read/text.js';
import { defaultSegmenter } from './segment/index.js';
import { wordsOf } from './segment/words.js';
import { passagesOf, structure } from './structure/index.js';
import type { Document, FactContext, Lexicon, Segmenter, SourceText } from './types.js';

export interface ParseOptions {
  /** Name of the source in the document; `parse` of a string has none of its own. */
  name?: string;
  /** Lexicon to go by; the built-in one, or that with a user's additions (`mergeLexicon`). */
  lexicon?: Lexicon;
  /** Word segmenter; nodejieba, or @node-rs/jieba where it could not be built. */
  segmenter?: Segmenter;
  /** Gives each fact the id of the rule that made it and the span it went by. */
  explain?: boolean;
  /** Language of the diagnostics' messages; zh if not said. */
  lang?: 'zh' | 'en';
}

/**
 * Parses one report.
 * @param input a text, or what a reader made of a file
 * @returns the document of `schemas/document.schema.json`; its spans are UTF-16 offsets of the input text
 */
export function parse(input: string | SourceText, options: ParseOptions = {}): Document {
  const lexicon = options.lexicon ?? lexicons;
  const source = typeof input === 'string' ? sourceOf(input, options.name ?? 'text') : input;
  const text = normalise(source, lexicon);
  const outline = structure(text, source.text, lexicon);
  const limit = new TextLimit(text.fold);
  const passages = passagesOf(outline);
  const context: FactContext = {
    text,
    passages,
    lexicon,
    planYear: outline.meta.planYear,
    reviewYear: outline.meta.reviewYear,
    issueYear: outline.meta.issuedOn === null ? null : Number(outline.meta.issuedOn.slice(0, 4)),
    type: outline.meta.type,
    limit,
    words: wordsOf(options.segmenter ?? defaultSegmenter, text),
  };
  const describe: Describe = (problem) => describeProblem(problem, options.lang ?? 'zh');
  const facts = { ...factsIn(context), problems: limit.problems() };
  return assemble(source, text, outline, facts, { explain: options.explain ?? false, describe });
}

/** All facts of the passages; what is found does not depend on the order. */
function factsIn(context: FactContext) {
  return {
    passages: context.passages,
    quantities: findQuantities(context),
    units: findUnits(context),
    deadlines: findDeadlines(context),
    tasks: findTasks(context),
    references: findReferences(context),
  };
}

import type { Validator } from './generated/validators.js';
import type { Document } from './types.js';

/** One thing that is wrong with a value, and where: a JSON Pointer. */
export interface Finding {
  path: string;
  /** Keyword of the schema, or what only a look at the whole document shows. */
  keyword: string;
  params: Record<string, string | number>;
}

export interface Validation {
  valid: boolean;
  /** The schema that the value was held against; null where its `$schema` names none that there is. */
  schema: 'document' | 'record' | null;
  findings: Finding[];
}

type Validators = { document: Validator; record: Validator };
type SpanLike = { start: number; end: number };

/** Makes `validate` from compiled validators, so that who does not validate does not load them. */
export function validateWith(validators: Validators): (value: unknown) => Validation {
  return (value) => {
    const schema = schemaOf(value);
    if (schema === null) {
      const found = JSON.stringify((value as { $schema?: unknown } | null)?.$schema ?? null);
      return { valid: false, schema, findings: [{ path: '', keyword: 'unknown-schema', params: { found } }] };
    }
    const validator = validators[schema];
    if (!validator(value)) return { valid: false, schema, findings: plainFindings(validator.errors ?? []) };
    const findings = schema === 'document' ? consistency(value as Document) : [];
    return { valid: findings.length === 0, schema, findings };
  };
}

/** By `$schema`; a value without one is held against the document's, which then says that it is missing. */
function schemaOf(value: unknown): 'document' | 'record' | null {
  if (typeof value !== 'object' || value === null || !('$schema' in value)) return 'document';
  if (value.$schema === 'urn:drugplan:schema:document:1') return 'document';
  return value.$schema === 'urn:drugplan:schema:record:1' ? 'record' : null;
}

type RawError = NonNullable<Validator['errors']>[number];

/** Findings for people: where a value may be null or an object, only what is wrong with the object is told. */
function plainFindings(errors: readonly RawError[]): Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  const alternatives = errors.filter((error) => error.keyword === 'oneOf').map((error) => error.instancePath);
  for (const { instancePath, keyword, params } of errors) {
    if (keyword === 'oneOf') continue;
    const noNull = keyword === 'type' && params.type === 'null' && alternatives.includes(instancePath);
    if (noNull && errors.some((other) => tellsMore(other, instancePath))) continue;
    const finding = { path: instancePath, keyword, params: plainParams(keyword, params) };
    const key = JSON.stringify(finding);
    if (!seen.has(key)) findings.push(finding);
    seen.add(key);
  }
  return findings;
}

/** Whether an error says more of a value than that it is not null. */
const tellsMore = ({ instancePath, keyword, params }: RawError, path: string): boolean =>
  instancePath.startsWith(`${path}/`) || (instancePath === path && keyword !== 'oneOf' && params.type !== 'null');

function plainParams(keyword: string, params: Record<string, unknown>): Finding['params'] {
  const list = (value: unknown): string => [value].flat().map(String).join(', ');
  switch (keyword) {
    case 'required':
      return { name: String(params.missingProperty) };
    case 'additionalProperties':
      return { name: String(params.additionalProperty) };
    case 'type':
      return { expected: list(params.type) };
    case 'enum':
      return { expected: list(params.allowedValues) };
    case 'const':
      return { expected: JSON.stringify(params.allowedValue) };
    case 'pattern':
      return { expected: String(params.pattern) };
    case 'minimum':
    case 'maximum':
      return { expected: Number(params.limit) };
    default:
      return {};
  }
}

/** What a schema cannot say: spans lie in the source, ids are unique, and what is pointed to is there. */
function consistency(document: Document): Finding[] {
  const findings: Finding[] = [];
  const length = document.source.length;
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { start, end } = value as Partial<SpanLike>;
    if (typeof start === 'number' && typeof end === 'number') {
      if (start > end) findings.push({ path, keyword: 'span-order', params: {} });
      else if (end > length) findings.push({ path, keyword: 'span-range', params: { expected: length } });
      return;
    }
    for (const [key, child] of Object.entries(value)) visit(child, `${path}/${key}`);
  };
  visit(document, '');

  const ids = new Set<string>();
  const own = (list: readonly { id: string }[], name: string): void =>
    list.forEach(({ id }, index) => {
      if (ids.has(id)) findings.push({ path: `/${name}/${index}/id`, keyword: 'duplicate-id', params: { name: id } });
      ids.add(id);
    });
  own(document.sections, 'sections');
  own(document.measures, 'measures');
  const pointsTo = (id: string | null, path: string): void => {
    if (id !== null && !ids.has(id)) findings.push({ path, keyword: 'unknown-id', params: { name: id } });
  };
  document.sections.forEach(({ parent }, index) => pointsTo(parent, `/sections/${index}/parent`));
  document.measures.forEach(({ section }, index) => pointsTo(section, `/measures/${index}/section`));
  for (const part of ['front', 'preamble', 'closing']) ids.add(part);
  document.references.forEach((reference, index) => pointsTo(reference.in, `/references/${index}/in`));
  return findings;
}

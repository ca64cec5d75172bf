import { messages } from './generated/messages.js';
import type { Diagnostic, Problem } from './types.js';

export type Language = keyof typeof messages;
export type MessageKey = keyof (typeof messages)['en'];

/** How grave each code is. A warning is something that a reader of the result should look at. */
const SEVERITY: Record<Diagnostic['code'], Diagnostic['severity']> = {
  'outline/skipped-number': 'warning',
  'outline/duplicate-number': 'warning',
  'outline/count-mismatch': 'warning',
  'outline/lost-parent': 'warning',
  'units/empty-assignment': 'warning',
  'quantities/masked-target': 'info',
  'damage/repaired': 'info',
  'damage/suspected': 'warning',
  'read/encoding-unsure': 'warning',
  'read/type-mismatch': 'info',
  'read/empty': 'error',
  'structure/no-outline': 'info',
  'structure/too-many-parts': 'warning',
  'facts/too-many': 'warning',
};

/** Fills `{name}` in a message from data; a name without data stays visible. */
export const fill = (template: string, data: Readonly<Record<string, string | number>> = {}): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(data, name) ? String(data[name]) : whole));

/** The words of a message in one language. */
export const say = (language: Language, key: MessageKey, data?: Readonly<Record<string, string | number>>): string =>
  fill(messages[language][key], data);

/** The severity and the words of a problem. */
export function describeProblem(problem: Problem, language: Language): Pick<Diagnostic, 'severity' | 'message'> {
  return { severity: SEVERITY[problem.code], message: say(language, problem.code, problem.data) };
}

import { messages } from '../generated/messages.js';
import { type Language, type MessageKey, say } from '../messages.js';

/** Words for what does not fit a schema: those of `validate`, or straight from a compiled validator. */
export function describeFinding(
  { keyword, params }: { keyword: string; params: Record<string, unknown> },
  language: Language,
): string {
  const first = (...names: string[]): string => {
    for (const name of names) if (params[name] !== undefined) return [params[name]].flat().map(String).join(', ');
    return '';
  };
  const key = `validate/${keyword}`;
  return say(language, (key in messages.en ? key : 'validate/other') as MessageKey, {
    name: first('name', 'missingProperty', 'additionalProperty') || keyword,
    expected: first('expected', 'type', 'allowedValues', 'allowedValue', 'pattern', 'limit'),
    found: first('found'),
    names: 'urn:drugplan:schema:document:1, urn:drugplan:schema:record:1',
  });
}

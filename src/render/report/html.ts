/** Markup that is safe to put into a page as it is. */
export class Html {
  constructor(readonly value: string) {}
}

type Value = Html | string | number | null | false | readonly Value[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in elements and quoted attributes; control characters that HTML refuses become visible signs. */
export const escapeHtml = (text: string): string =>
  text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
    .replace(/[\0-\x08\x0B\x0C\x0E-\x1F]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)));

const write = (value: Value): string => {
  if (value === null || value === false) return '';
  if (value instanceof Html) return value.value;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map(write).join('');
};

/** A template whose values are escaped unless they are markup themselves. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(strings.map((string, index) => string + (index < values.length ? write(values[index] as Value) : '')).join(''));

/** The characters of a text that no part of its document holds: each one belongs to the front matter, a part of the body, or noise. */
export function coverage(text, document) {
  const held = new Uint8Array(text.length);
  const parts = [...document.front, ...document.sections, ...document.measures, ...document.noise];
  for (const part of [...parts, document.preamble, document.closing]) if (part) held.fill(1, part.span.start, part.span.end);
  let lost = '';
  for (let at = 0; at < text.length; at++) if (held[at] === 0 && !/\s/.test(text[at])) lost += text[at];
  return lost;
}

const NONE: readonly RegExpExecArray[] = [];

/**
 * All matches of a global pattern, in order. `matchAll` makes a copy of the pattern at each call, which costs more than looking through a clause does.
 * @throws TypeError where the pattern is not global
 */
export function matchesOf(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  if (!pattern.global) throw new TypeError('matchesOf: the pattern must be global');
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (match === null) return NONE;
  const found: RegExpExecArray[] = [];
  for (; match !== null; match = pattern.exec(text)) {
    found.push(match);
    if (match[0] === '') pattern.lastIndex += pattern.unicode && (text.codePointAt(pattern.lastIndex) ?? 0) > 0xffff ? 2 : 1;
  }
  return found;
}

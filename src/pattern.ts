/** Throws a SyntaxError where a lexicon's pattern is no regular expression; `{name}` stands for a class that the code puts in. */
export function checkPattern(pattern: string): void {
  new RegExp(pattern.replace(/\{[A-Za-z][\w-]*\}/g, '(?:x)'), 'u');
}

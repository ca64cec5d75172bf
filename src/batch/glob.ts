import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import { BatchError } from './failure.js';

/** A pattern as a shell knows it: `*`, `?`, `[…]`, `{a,b}`, a backslash before what is to stand for itself, and `**` for any folders. */
export interface Glob {
  /** The folder above all that it can match. */
  base: string;
  matches(path: string): boolean;
}

const MAGIC = /[*?[{]/;
export const isGlob = (text: string): boolean => MAGIC.test(text);

/** Compiles a pattern; `path` of `matches` is relative to `base`, with `/`. */
export function glob(pattern: string): Glob {
  const parts = (sep === '/' ? pattern : pattern.replaceAll(sep, '/')).split('/');
  // A folder that has brackets in its name is that folder, as a file that is there is that file.
  const isPlain = (part: string, index: number): boolean => !isGlob(part) || existsSync(parts.slice(0, index + 1).join('/'));
  let first = 0;
  while (first < parts.length - 1 && isPlain(parts[first] as string, first)) first++;
  const base = parts.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.');
  const regex = compiled(pattern, source(parts.slice(first).join('/')));
  return { base, matches: (path) => regex.test(path) };
}

function compiled(pattern: string, text: string): RegExp {
  try {
    return new RegExp(`^${text}$`, 'u');
  } catch {
    // [z-a]
    throw new BatchError('bad-pattern', { pattern });
  }
}

const literal = (char: string): string => char.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function source(pattern: string): string {
  let out = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (pattern.startsWith('**/', at)) {
      out += '(?:[^/]+/)*';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      out += '.*';
      at += 1;
    } else if (char === '*') out += '[^/]*';
    else if (char === '?') out += '[^/]';
    else if (char === '\\' && at + 1 < pattern.length) out += literal(pattern[++at] as string);
    else if (char === '{') {
      out += '(?:';
      depth++;
    } else if (char === '}' && depth > 0) {
      out += ')';
      depth--;
    } else if (char === ',' && depth > 0) out += '|';
    else if (char === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) out += '\\[';
      else {
        const inside = pattern
          .slice(at + 1, end)
          .replace(/^!/, '^')
          .replace(/[\\[\]]/g, '\\$&');
        out += `(?!/)[${inside}]`;
        at = end;
      }
    } else out += literal(char);
  }
  return out + ')'.repeat(depth);
}

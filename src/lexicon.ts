import { lexicons } from './generated/lexicons.js';
import type { Lexicon, LexiconEntry } from './types.js';

/**
 * The built-in lexicons with a user's additions: an entry whose id exists replaces that entry in its place, any other comes after those that exist.
 * @throws {RangeError} where there is no lexicon of such a name
 */
export function mergeLexicon(additions: Lexicon, base: Lexicon = lexicons): Lexicon {
  const merged: Record<string, readonly LexiconEntry[]> = { ...base };
  for (const [name, entries] of Object.entries(additions)) {
    const existing = Object.hasOwn(base, name) ? base[name] : undefined;
    if (!existing) throw new RangeError(`no lexicon "${name}"; there are ${Object.keys(base).join(', ')}`);
    const byId = new Map(existing.map((entry) => [entry.id, entry]));
    for (const entry of entries) {
      byId.set(entry.id, entry);
    }
    merged[name] = [...byId.values()];
  }
  return merged;
}

import { checkSync } from 'recheck';
import { describe, expect, it } from 'vitest';
import { lexicons } from '../src/generated/lexicons.js';

/** Lexicons whose patterns see whole texts or lines; those of others see stretches of a few dozen characters. */
const WHOLE = ['scrub', 'noise', 'front'];

describe('patterns that see whole texts', () => {
  const patterns = WHOLE.flatMap((name) =>
    (lexicons[name] ?? []).flatMap((entry) =>
      [entry.pattern, entry.needs]
        .filter((pattern) => typeof pattern === 'string')
        .map((pattern) => [`${name} ${entry.id}`, pattern]),
    ),
  ) as [string, string][];

  it('are many', () => expect(patterns.length).toBeGreaterThan(100));

  // What cannot be told in a second passes: soak and hostile texts look for those.
  it.each(patterns)('%s takes linear time', (_, pattern) => {
    const found = checkSync(pattern, 'u', { timeout: 1000 });
    expect(found.status === 'vulnerable' ? found.attack.pattern : null).toBeNull();
  });

  it('are told from one that does not', () => {
    expect(checkSync('(?:[a-z]{2,30}:[^;}]{1,120};?){1,40}\\}', 'u', { timeout: 10_000 }).status).toBe('vulnerable');
  });
});

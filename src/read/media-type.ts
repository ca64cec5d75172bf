import { ReadError } from './error.js';

/** Refuses a decoded text with more control characters than any text has. */
export function refuseControls(text: string, name: string): void {
  const sample = text.slice(0, 16_384);
  const controls = sample.match(/[\0-\x08\x0E-\x1A\x1C-\x1F\x7F]/g)?.length ?? 0;
  if (controls > 4 && controls > sample.length * 0.01) throw new ReadError('read/binary', { name, found: 'control characters' });
}

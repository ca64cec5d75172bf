import type { Document } from '../../src/types.js';

export function coverage(text: string, document: Document): string;

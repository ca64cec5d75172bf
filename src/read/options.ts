import type { Format } from './sniff.js';

/** What a reader is told about a file besides its bytes. */
export interface ReadOptions {
  /** Name of the source in the document and in messages. */
  name: string;
  /** Encoding to go by; found where it is not given. */
  encoding?: string;
  /** What the file is where its content does not tell; by its name if not given. */
  type?: Format;
}

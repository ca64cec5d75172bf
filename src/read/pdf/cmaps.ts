import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** The folder of character maps: beside the sources, and beside the bundle in a package. */
const PLACES = ['../../../assets/cmaps/', '../assets/cmaps/'].map((place) => new URL(place, import.meta.url));

/**
 * Hands pdf.js the character maps of Chinese fonts (GBK-EUC-H, UniGB-UCS2-H, ETen-B5-H and the like) from the package itself. Without them
 * a font that is not embedded and has no ToUnicode gives no text.
 */
export class ChineseMaps {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const folder = PLACES.find((place) => existsSync(place));
    if (kind !== 'cMapUrl' || !folder || !/^[A-Za-z0-9-]+\.bcmap$/.test(filename)) throw new Error(`no such data: ${filename}`);
    return new Uint8Array(await readFile(new URL(filename, folder)));
  }
}

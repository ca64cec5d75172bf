/** What can be wrong with a file that is to be read. */
export type ReadErrorCode =
  | 'read/empty'
  | 'read/binary'
  | 'read/unsupported-format'
  | 'read/invalid-bytes'
  | 'read/unknown-encoding'
  | 'read/encrypted'
  | 'read/truncated'
  | 'read/damaged'
  | 'read/too-large'
  | 'read/no-text';

const WORDS: Record<ReadErrorCode, (data: Readonly<Record<string, string | number>>) => string> = {
  'read/empty': (d) => `${d.name}: the file is empty`,
  'read/binary': (d) => `${d.name}: not a text file (${d.found})`,
  'read/unsupported-format': (d) => `${d.name}: ${d.found} cannot be read; save it as .docx, .pdf or plain text`,
  'read/invalid-bytes': (d) =>
    `${d.name}: byte ${d.offset} is not valid ${d.encoding}; leave --encoding away to have it found, or give the right one`,
  'read/unknown-encoding': (d) => `${d.name}: unknown encoding ${d.encoding}; known are ${d.known}`,
  'read/encrypted': (d) => `${d.name}: protected by a password; take the protection off and save it again`,
  'read/truncated': (d) => `${d.name}: the ${d.found} file is cut off; get it once more from where it came from`,
  'read/damaged': (d) => `${d.name}: damaged in ${d.found}; open it in Word or WPS and save it again`,
  'read/too-large': (d) => `${d.name}: ${d.found} unpacks to more than a document can hold; it is not read`,
  'read/no-text': (d) =>
    `${d.name}: ${d.pages} pages of pictures and no text; it is a scan, run text recognition (OCR) on it first`,
};

/** A file that cannot be read: the code and the data tell what is wrong, the message says it in English. */
export class ReadError extends Error {
  override readonly name = 'ReadError';

  constructor(
    readonly code: ReadErrorCode,
    readonly data: Readonly<Record<string, string | number>>,
  ) {
    super(WORDS[code](data));
  }
}

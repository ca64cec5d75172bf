/** Words cannot be found at all: the installation is not whole, or the environment asks for what is not there. */
export class SegmenterError extends Error {
  override readonly name = 'SegmenterError';

  constructor(
    readonly code: 'segment/no-dictionary' | 'segment/unknown' | 'segment/not-installed',
    readonly data: Readonly<Record<string, string>>,
    message: string,
  ) {
    super(message);
  }
}

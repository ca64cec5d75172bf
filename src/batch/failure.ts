import type { SegmenterError } from '../segment/error.js';

/** Why a file of an archive could not be converted, as data; the words come last. */
export type FailureCode =
  | 'read/empty'
  | 'read/binary'
  | 'read/unsupported-format'
  | 'read/invalid-bytes'
  | 'read/unknown-encoding'
  | 'file/missing'
  | 'file/denied'
  | 'file/unreadable'
  | 'file/changed'
  | 'file/too-large'
  | 'run/timeout'
  | 'run/memory'
  | 'run/crash'
  | 'run/bug'
  | 'output/name-too-long'
  | (string & {});

export interface Failure {
  code: FailureCode;
  /** In English, for the ledger and whoever has no words for the code. */
  message: string;
}

/** A run that cannot go on: where results go fails, not one file. */
export class BatchError extends Error {
  override readonly name = 'BatchError';

  constructor(
    readonly code:
      | 'collision'
      | 'locked'
      | 'out-is-input'
      | 'out-unwritable'
      | 'disk-full'
      | 'other-archive'
      | 'nothing'
      | 'dataset-foreign'
      | 'no-worker'
      | 'input-unreadable'
      | 'ledger-unreadable'
      | 'bad-pattern'
      | 'outside-root'
      | 'over-input'
      | 'gather-memory'
      | 'gather-crash'
      | 'document-lost'
      | SegmenterError['code']
      | 'input-missing',
    readonly data: Readonly<Record<string, string | number>>,
  ) {
    super(`${code}: ${JSON.stringify(data)}`);
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const WRITE = new Set([
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'ENOTDIR',
  'EISDIR',
  'ERR_FS_EISDIR',
  'ENOTEMPTY',
  'ENOENT',
  'EMFILE',
  'ENFILE',
  'EEXIST',
  'ENODEV',
  'ESTALE',
  'EXDEV',
]);

/** What a failed write means: the end of the run, or null where only one name is at fault. */
export function writeError(error: unknown, file: string): BatchError | null {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (FULL.has(code)) return new BatchError('disk-full', { file, reason: code });
  if (WRITE.has(code)) return new BatchError('out-unwritable', { file, reason: code });
  return null;
}

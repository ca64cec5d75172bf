import type { Line } from '../types.js';
import type { Block, FrontKind } from './blocks.js';
import type { PageRules } from './page.js';

/** Cuts a salutation off the front of a line. */
export function splitSalutation(line: Line, index: number, printed: string, rules: PageRules, early: boolean): Block[] {
  const blocks: Block[] = [];
  let at = line.start;
  for (const { pattern, kind } of rules.prefixed) {
    const match = pattern.exec(printed.slice(at - line.start));
    // In the middle of a speech 同志们, opens a sentence; a salutation of its own is a line, or stands at the head.
    if (!match || !(early || at + match[0].length >= line.end || match[0].startsWith('各位'))) continue;
    blocks.push({ kind: 'front', front: kind as FrontKind, noise: null, line: index, start: at, end: at + match[0].length });
    at += match[0].length;
  }
  while (at < line.end && printed[at - line.start] === ' ') at++;
  if (at < line.end) blocks.push({ kind: 'body', front: null, noise: null, line: index, start: at, end: line.end });
  return blocks;
}

/** Recipients in front of the text in its own line. */
const RECIPIENTS = /^(?:各|省|市|县|区|局|机关)[^。;:!?]{1,160}(?:[局委厅部处室站所院司署办府门位校会]|企业|公司|中心):/;

/** The title of a speech that stands with its salutation in one line (…会议上的讲话 同志们：…), with what repeats it; undefined where there is none. */
function titleOfSpeech(printed: string): string | undefined {
  const salutes = SALUTES.exec(printed.slice(0, 150));
  if (!salutes) return undefined;
  const head = printed.slice(0, salutes.index);
  return /^[^。;!?]{4,}(?:讲话|讲话稿|报告|发言|致辞|发言稿) ?$/.test(head) ? head.trimEnd() : undefined;
}

const SALUTES = /(?:尊敬的)?(?:同志们|各位[^,。;:]{1,12})(?:[,、][^。;:!?]{2,12}){0,3}[:!]/;

/** Cuts the title off a document that runs on in one paragraph: 关于开展检查的通知：各市局：…. */
export function splitTitle(line: Line, index: number, printed: string, rules: PageRules): { blocks: Block[]; rest: Line } {
  const blocks: Block[] = [];
  let { start } = line;
  const cut = (length: number, front: FrontKind): void => {
    blocks.push({ kind: 'front', front, noise: null, line: index, start, end: start + length });
    start += length;
    while (printed[start - line.start] === ' ') start++;
  };
  const title = rules.runInTitle.exec(printed)?.[0] ?? titleOfSpeech(printed);
  if (title !== undefined && line.start + title.length < line.end) {
    // 会上的讲话 在全省某会上的讲话: printed twice, each a title of its own.
    const once = /^.{4,60}?(?:讲话|报告|发言)(?= .{6})/.exec(title)?.[0].length ?? 0;
    if (once > 0) cut(once, 'title');
    cut(title.length - (start - line.start), 'title');
    const recipients = RECIPIENTS.exec(printed.slice(start - line.start))?.[0];
    if (recipients !== undefined) cut(recipients.length, 'recipients');
  }
  return { blocks, rest: { ...line, start } };
}

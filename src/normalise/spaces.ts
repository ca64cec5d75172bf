/** Blank characters within a line. */
export const BLANK = ' \\t\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000';

const blankRuns = new RegExp(`[${BLANK}]+`, 'g');
const anyBlank = new RegExp(`[${BLANK}]`);
const cjk = /[\u3400-\u9FFF\uF900-\uFAFF\u3007]/;
const digit = /[0-9０-９]/;
const latin = /[A-Za-zＡ-Ｚａ-ｚ\u00C0-\u024F\u0370-\u03FF]/;
/** Marks that stand close to their neighbours in Chinese print. */
const closeMark = /[、。〈-】〔-〗，．：；！？％％（）“”‘’…—–·,;:!?%‰℃~～/()[\]<>＜＞+＋×=＝-]/;
/** What may follow a number at the start of a line when that is no marker. */
const unitStart = /[年月日时个万亿千百十余多家项人次名件批户条种位天岁元吨倍％%]/;
/** A marker that a blank parts from its heading. */
const markerEnd =
  /^(?:[（(]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,5})[）)、.．，,]?|第[0-9一二三四五六七八九十百]{1,5}[章节条篇部]|[①-⑳㈠-㈩])$/;

/** 4　年内，本署将会: no span of four years. */
const YEARLY = /^\u3000年[内內][,，]/;

/** A marker of an item behind a blank where a line end was lost: 二、措施 1.推进建设 (1)加快建设. */
const opensItem =
  /^(?:[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、．]|[（(](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）])[\u4E00-\u9FFF]/;
const opener = /[（(0-9一二三四五六七八九十]/;

/** A blank run within a line and what it becomes: nothing or one space. */
export interface Gap {
  start: number;
  end: number;
  keep: boolean;
}

/**
 * The blank runs of a line that are not a single space already, or that go. Blanks around marks, between digits and characters
 * and within spaced-out words (组　长, 2 0 2 2) are layout; between two phrases (喜迎二十大 奋进新征程), behind a marker and between
 * Latin words they mean something.
 * @param dense whether the document is strewn with blanks between characters, so that none of them means anything
 */
export function* gapsOf(text: string, start: number, end: number, dense: boolean): Iterable<Gap> {
  const line = start === 0 && end === text.length ? text : text.slice(start, end);
  if (!anyBlank.test(line)) return;
  const runs = [...line.matchAll(blankRuns)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i] as { start: number; end: number };
    const tokenStart = i === 0 ? 0 : (runs[i - 1] as { end: number }).end;
    const tokenEnd = i + 1 < runs.length ? (runs[i + 1] as { start: number }).start : line.length;
    const keep = meansSomething(line, run, tokenStart, tokenEnd, dense);
    if (!keep || run.end - run.start > 1 || line[run.start] !== ' ')
      yield { start: start + run.start, end: start + run.end, keep };
  }
}

function meansSomething(line: string, run: { start: number; end: number }, from: number, to: number, dense: boolean): boolean {
  const before = line[run.start - 1] ?? '';
  const after = line[run.end] ?? '';
  if (before === '' || after === '') return false;
  const left = run.start - from;
  if (
    from === 0 &&
    left <= 7 &&
    markerEnd.test(line.slice(0, run.start)) &&
    (!(digit.test(before) && (unitStart.test(after) || digit.test(after))) || YEARLY.test(line.slice(run.start, run.end + 3)))
  )
    return true;
  if (cjk.test(before) && opener.test(after) && opensItem.test(line.slice(run.end, run.end + 8))) return true;
  if (closeMark.test(before) || closeMark.test(after))
    return /[(（-]/.test(after) ? latin.test(before) : /[A-Za-z]/.test(after) && /[,;:.!?]/.test(before);
  if (cjk.test(before) && cjk.test(after)) {
    // 组 长 and 张 三: one character on either side, up to the next blank or mark
    const single =
      (left === 1 || !cjk.test(line[run.start - 2] ?? '')) && (to - run.end === 1 || !cjk.test(line[run.end + 1] ?? ''));
    return !single && !dense;
  }
  if (digit.test(before) && digit.test(after))
    return digit.test(line[run.start - 2] ?? '') || digit.test(line[run.end + 1] ?? '');
  const chinese = cjk.test(before) || cjk.test(after);
  if (chinese && (digit.test(before) || digit.test(after) || latin.test(before) || latin.test(after))) return false;
  return true;
}

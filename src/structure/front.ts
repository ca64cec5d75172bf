import { headlineAt, LABELLED, TITLE_LABEL } from './headline.js';
import type { Page, PageRules } from './page.js';

/** A line longer than this in front of the first title is text: the document has none. */
const LONGEST_CAPTION = 60;

/** Marks the parts of the front matter wherever they stand: by their wording, titles at the head and behind covering letters, signatures. */
export function markFront(page: Page, rules: PageRules): void {
  markWorded(page, rules);
  const behind = markTitle(page, rules);
  markTitleAgain(page, behind);
  markSubtitles(page, rules);
  markLater(page, rules, behind);
  markSignatures(page, rules);
}

/** Parts that their wording tells: numbers, dates, recipients, publicity, issuance, attachments. */
function markWorded(page: Page, rules: PageRules): void {
  const { lines, printed, kinds, headEnd, lengthOf, free, front } = page;
  markPages(page);
  for (let index = 0; index < lines.length; index++) {
    const line = printed[index] as string;
    if (!free(index) || lengthOf(index) > 300) continue;
    if (rules.contentsHeading.test(line)) {
      markContents(index, page, rules);
      continue;
    }
    // The further lines of a list of attachments.
    if (
      kinds[index - 1]?.front === 'contents' &&
      /^(?:附(?:件|表|录)[^。]{0,6}:)?[ ]?\d{1,2}[.、][^。;]{2,60}$/.test(line) &&
      /^附|^\d/.test(printed[index - 1] as string) &&
      listsAttachments(printed, index - 1)
    ) {
      front(index, 'contents');
      continue;
    }
    const matching = rules.front.in(line).filter(({ pattern }) => pattern.test(line));
    const rule = matching.find(({ prefix }) => !prefix);
    const salutes = matching.some(({ prefix }) => prefix);
    // Issuance and subtitles stand before the outline only: further down ——… is an item of a list.
    if (rule && !((rule.kind === 'subtitle' || rule.kind === 'issuance') && index > headEnd + 3)) front(index, rule.kind);
    else if (
      !rule &&
      !salutes &&
      (index <= headEnd || ['title', 'docNumber'].includes(kinds[index - 1]?.front ?? '')) &&
      /:$/.test(line) &&
      !line.includes('。') &&
      /[各局部委厅处府门位室院]/.test(line) &&
      !/^(?:以下|下面|下列)|(?:如下|以下|工作|要求|意见|通知|发言|讲话|致辞|全文)[^,、]{0,6}:$/.test(line)
    )
      front(index, 'recipients');
  }
}

/**
 * The title at the head: lines without a final mark.
 * @returns the line behind it
 */
function markTitle(page: Page, rules: PageRules): number {
  const { lines, printed, kinds, headEnd, lengthOf, free, isTitle, front, noise } = page;
  let index = 0;
  while (index < headEnd && !isTitle(index)) {
    if (free(index) && (printed[index] as string).length > LONGEST_CAPTION) break;
    index++;
  }
  const saysKind = (at: number) => at < lines.length && isTitle(at) && rules.titleEnd.test(printed[at] as string);
  // The name of a site stands in front of its furniture, and the title behind it.
  if (index < headEnd && kinds[index + 1]?.kind === 'noise' && rules.office.test(printed[index] as string)) {
    let title = index + 1;
    while (title < headEnd && !saysKind(title)) title++;
    if (title < headEnd) {
      noise(index, 'navigation');
      index = title;
    }
  }
  if (index < headEnd) {
    const headline = headlineAt(page, rules, index);
    for (; index < headline; index++)
      if (free(index) && lengthOf(index) <= LONGEST_CAPTION && !(printed[index] as string).includes('。')) {
        // The letter that issues the paper has a title of its own: 某局办公室 / 关于印发…的通知.
        const line = printed[index] as string;
        const lettered =
          line.startsWith('关于') ||
          (line.length >= 8 && /(?:通知|通报|公告|决定|意见|的函)$/.test(line)) ||
          ((printed[index + 1] ?? '').startsWith('关于') && rules.office.test(line));
        if (lettered) front(index, 'title');
        else noise(index, 'navigation');
      }
    if (TITLE_LABEL.test(printed[index] as string))
      for (let at = index + 1; at < headEnd && (!free(at) || LABELLED.test(printed[at] as string)); at++)
        if (free(at)) noise(at, 'navigation');
    // A title goes over several lines only where one of them names the kind of document, or a subtitle follows.
    let most = 4;
    const endsTitle = (at: number) => at < headEnd && (saysKind(at) || (isTitle(at) && kinds[at + 1]?.front === 'subtitle'));
    while (most > 1 && !endsTitle(index + most - 1)) most--;
    for (let lineCount = 0; index < headEnd && lineCount < most && isTitle(index); index++, lineCount++) {
      const line = printed[index] as string;
      if (lineCount > 0 && rules.speaker.test(line)) break;
      if (rules.office.test(line) && ['date', 'signature'].includes(kinds[index + 1]?.front ?? '')) break;
      // A line that names the kind of document (…通知) is a title's last.
      const whole = saysKind(index) && !saysKind(index + 1);
      front(index, 'title');
      if (whole) {
        index++;
        break;
      }
    }
    // Above its dates and below them.
    for (let again = index + 1; again < headEnd; again++)
      if (isTitle(again) && printed[again] === printed[index - 1] && kinds[again - 1]?.kind === 'noise') front(again, 'title');
  }
  return index;
}

/** The lines at the head in which a page may print its title once more. */
const TITLE_AGAIN = 14;

/** The title printed again on lines of its own, whole or broken over several, as pages do under their own headline. */
function markTitleAgain({ lines, printed, kinds, free, lengthOf, isTitle, front, noise }: Page, from: number): void {
  let title = '';
  for (let at = 0; at < from; at++) if (kinds[at]?.front === 'title') title += (printed[at] as string).replace(/ /g, '');
  if (title.length < 6) return;
  for (let at = from; at < Math.min(lines.length, TITLE_AGAIN); at++) {
    let said = '';
    for (let end = at; end < at + 4 && end < lines.length && isTitle(end) && said.length < title.length; end++) {
      said += (printed[end] as string).replace(/ /g, '');
      if (said !== title) continue;
      for (let line = at; line <= end; line++) front(line, 'title');
      // What stands between the two is of the page.
      if (!kinds.slice(from, at).some((block) => block?.kind === 'front'))
        for (let line = from; line < at; line++) if (free(line) && lengthOf(line) <= LONGEST_CAPTION) noise(line, 'navigation');
      return;
    }
  }
}

/** The rest of a subtitle that is broken over lines. */
function markSubtitles({ lines, printed, kinds, headEnd, free, isTitle, front }: Page, rules: PageRules): void {
  // Under the headline of its page a speech has its own title, which the subtitle follows.
  const subtitle = kinds.findIndex((block) => block?.front === 'subtitle');
  if (subtitle > 0 && subtitle < headEnd) {
    let own = subtitle;
    while (own > 0 && subtitle - own < 3 && isTitle(own - 1)) own--;
    if (own < subtitle && kinds[own - 1]?.kind === 'noise' && kinds.slice(0, own).some((block) => block?.front === 'title'))
      for (let at = own; at < subtitle; at++) front(at, 'title');
  }
  for (let at = 1; at < Math.min(lines.length, headEnd); at++) {
    const line = printed[at] as string;
    if (
      free(at) &&
      kinds[at - 1]?.front === 'subtitle' &&
      isTitle(at) &&
      !rules.speaker.test(line) &&
      !/[)上话)]$/.test(printed[at - 1] as string)
    )
      front(at, 'subtitle');
  }
}

/** Titles where a document follows its covering letter, speakers and offices between a title and the text. */
function markLater(page: Page, rules: PageRules, from: number): void {
  const { lines, printed, kinds, headEnd, lengthOf, free, opensItem, isTitle, front } = page;
  const firstItem = lines.findIndex((_, at) => opensItem(at));
  // What the covering letter issues, by name, and where it ends.
  const issued = new Set<string>();
  for (let at = 0; at < lines.length; at++)
    if (kinds[at]?.front === 'issuance')
      for (const match of (printed[at] as string).matchAll(/《([^《》]{2,80})》/g))
        issued.add((match[1] as string).replace(/ /g, ''));
  for (const match of titleText(from).matchAll(/(?:印发|转发|下发|发布|公布)《?([^《》]{4,80}?)》?的(?:通知|公告|通告)/g))
    issued.add(match[1] as string);
  /** How many lines from here on make up the name of what is issued. */
  const namesIssued = (at: number): number => {
    let name = '';
    for (let count = 0; count < 4 && at + count < lines.length && isTitle(at + count); count++) {
      name += (printed[at + count] as string).replace(/ /g, '');
      if (issued.has(name)) return count + 1;
    }
    return 0;
  };
  const endsLetter = (at: number): boolean => {
    const before = kinds[at - 1];
    return before?.kind === 'noise' ? endsLetter(at - 1) : before?.front === 'date' || before?.front === 'publicity';
  };
  /** The lines of the head's title, without blanks. */
  function titleText(end: number): string {
    let title = '';
    for (let at = 0; at < end; at++) if (kinds[at]?.front === 'title') title += (printed[at] as string).replace(/ /g, '');
    return title;
  }
  const titleZone = firstItem < 0 ? Math.min(lines.length, headEnd + 12) : firstItem;
  for (let at = from; at < titleZone; at++) {
    // The speaker's name between a title and its day or the salutation.
    if (
      free(at) &&
      (rules.person.test(printed[at] as string) || rules.position.test(printed[at] as string)) &&
      ['title', 'subtitle', 'date'].includes(kinds[at - 1]?.front ?? '') &&
      (['date', 'subtitle'].includes(kinds[at + 1]?.front ?? '') || rules.salutation.test(printed[at + 1] ?? ''))
    ) {
      front(at, 'signature');
      continue;
    }
    if (!isTitle(at)) continue;
    const line = printed[at] as string;
    const named = issued.size > 0 ? namesIssued(at) : 0;
    if (named > 1) {
      for (let behind = at + named; at < behind; at++) front(at, 'title');
      at--;
      continue;
    }
    if (
      rules.speaker.test(line) ||
      (rules.speakerJoined.test(line) && at + 1 < lines.length && rules.salutation.test(printed[at + 1] as string))
    ) {
      front(at, 'signature');
      continue;
    }
    const next = kinds[at + 1]?.front;
    if (rules.office.test(line) && (next === 'date' || next === 'signature' || kinds[at - 1]?.front === 'date')) {
      front(at, 'signature');
      continue;
    }
    // Who wrote a report, between its title and the text; several such lines head the parts of a list by offices.
    if (
      kinds[at - 1]?.front === 'title' &&
      rules.titleEnd.test(printed[at - 1] as string) &&
      rules.office.test(line) &&
      !lines.some((_, other) => other > at && free(other) && lengthOf(other) <= 40 && rules.office.test(printed[other] as string))
    ) {
      front(at, 'signature');
      continue;
    }
    if (kinds[at - 1]?.front === 'title' && /^\([^()]{2,40}\)$/.test(line)) {
      front(at, 'subtitle');
      continue;
    }
    // A title of its own kind (…通知), or the front half of one.
    const behindLetter = issued.size > 0 && endsLetter(at) && at + 1 < lines.length && !isTitle(at + 1);
    // In the middle of the text a line with such a word is a heading (2025年工作安排).
    const opens =
      at === 0 || kinds[at - 1] !== null || next === 'docNumber' || /:$/.test(printed[at - 1] as string) || isTitle(at - 1);
    if ((opens && rules.titleEnd.test(line)) || behindLetter || named === 1) {
      front(at, 'title');
      const before = kinds[at - 1];
      if (at > 0 && isTitle(at - 1) && lengthOf(at - 1) >= 6 && (before === null || before === undefined)) front(at - 1, 'title');
      markOfficeAbove(page, rules, at);
    }
  }
  // A letter with items of its own goes in front of what it issues, which stands behind 附件.
  if (issued.size > 0)
    for (let at = titleZone; at < lines.length; at++) {
      if (kinds[at - 1]?.front !== 'contents' || !isTitle(at)) continue;
      const named = namesIssued(at);
      if (named === 0) continue;
      for (let line = at; line < at + named; line++) front(line, 'title');
      break;
    }
}

/** The office above the lines of a title that go on with what it does: 某市政府办公室 / 关于转发… / …的通知. */
function markOfficeAbove({ printed, kinds, free, front }: Page, rules: PageRules, end: number): void {
  let head = end;
  while (head > 0 && kinds[head - 1]?.front === 'title' && end - head < 3) head--;
  if (
    head > 0 &&
    free(head - 1) &&
    /^(?:关于|转发|印发)/.test(printed[head] as string) &&
    rules.office.test(printed[head - 1] as string)
  )
    front(head - 1, 'title');
}

/** A month alone, as it stands under who signs a paper. */
const MONTH = /^\(?\d{4}年\d{1,2}月\)?$/;

/** Signatures at the foot, or in front of an annex: an office beside a date. */
function markSignatures({ lines, printed, kinds, headEnd, lengthOf, free, front }: Page, rules: PageRules): void {
  const last = lines.length - 1;
  if (free(last) && MONTH.test(printed[last] as string) && free(last - 1) && rules.office.test(printed[last - 1] as string))
    front(last, 'date');
  // In front of an annex the date follows the office, and the office its letter.
  for (let at = lines.length - 17; at > headEnd; at--)
    if (
      (kinds[at + 1]?.front === 'date' || kinds[at + 1]?.front === 'signature') &&
      free(at) &&
      lengthOf(at) <= 40 &&
      rules.office.test(printed[at] as string)
    )
      front(at, 'signature');
  for (let at = last; at >= Math.max(0, lines.length - 16); at--) {
    if (
      free(at) &&
      lengthOf(at) <= 60 &&
      rules.office.test(printed[at] as string) &&
      (kinds[at + 1]?.front === 'date' || kinds[at - 1]?.front === 'date' || kinds[at + 1]?.front === 'signature')
    )
      front(at, 'signature');
  }
}

/** Whether a line is in the list behind 附件：1.… */
function listsAttachments(printed: readonly string[], from: number): boolean {
  for (let at = from; at >= Math.max(0, from - 20); at--)
    if (/^附(?:件|表|录)[^。]{0,6}:/.test(printed[at] as string)) return true;
  return false;
}

/** How far down a list of pages without a heading is looked for, and how many lines make one. */
const PAGES_WITHIN = 40;
const PAGES = 3;

/** An entry of a list of pages: its number, and its page right behind its title. */
const PAGE = /^(\d{1,3})[.、][^。;]{6,60}[^\d。;%\s](\d{1,4})$/;

/** Numbered titles with their pages right behind them, one more than the other, are contents without a heading. */
function markPages({ lines, printed, front }: Page): void {
  for (let at = 0; at < Math.min(lines.length, PAGES_WITHIN); ) {
    let end = at;
    let page = -1;
    for (let number = -1; end < lines.length; end++) {
      const entry = PAGE.exec(printed[end] as string);
      if (!entry || Number(entry[2]) <= page || (number >= 0 && Number(entry[1]) !== number + 1)) break;
      number = Number(entry[1]);
      page = Number(entry[2]);
    }
    if (end - at >= PAGES) for (let index = at; index < end; index++) front(index, 'contents');
    at = Math.max(end, at + 1);
  }
}

/** A table of contents runs until its first entry, or the title in front of it, comes again, or running text begins. */
function markContents(
  heading: number,
  { lines, printed, front, kinds, lengthOf, opensItem, isTitle }: Page,
  rules: PageRules,
): void {
  const plain = (index: number) => (printed[index] as string).replace(/[ .…·\d]+$/, '').replace(/[ ]/g, '');
  const before = new Set<string>();
  for (let index = Math.max(0, heading - 4); index < heading; index++)
    before.add(plain(index).replace(/^[([【][^)\]】]{1,12}[)\]】]/, ''));
  const firstEntry = heading + 1 < lines.length ? plain(heading + 1) : '';
  let end = heading + 1;
  while (end < lines.length) {
    const entry = plain(end);
    if (lengthOf(end) > 70 || /[。;]$/.test(printed[end] as string) || (/:$/.test(printed[end] as string) && !opensItem(end)))
      break;
    if (end > heading + 1 && (entry === firstEntry || before.has(entry))) break;
    end++;
  }
  // What stands between the entries and the text is the report's own head, where it names its kind.
  const headed = end;
  if (firstEntry !== '' && opensItem(heading + 1))
    while (end > heading + 2 && headed - end < 3 && isTitle(end - 1) && !/\d$|^[….]+$/.test(printed[end - 1] as string)) end--;
  if (end < headed && rules.titleEnd.test(printed[headed - 1] as string))
    for (let index = end; index < headed; index++)
      front(index, index < headed - 1 && rules.office.test(printed[index] as string) ? 'signature' : 'title');
  else end = headed;
  if (end === heading + 1) return;
  if (end < lines.length && kinds[end] === null && before.has(plain(end))) front(end, 'title');
  for (let index = heading; index < end; index++) if (kinds[index] === null) front(index, 'contents');
}

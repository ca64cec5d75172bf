/** Texts that are made to be slow: each gives one of about so many characters. */
const repeat = (piece) => (length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const around = (open, close) => (length) => open.repeat(length >> 1) + close.repeat(length >> 1);

/** Lines that differ: what looks through the whole text for each of them shows only here. */
const varied = (line) => (length) => {
  let seed = 1;
  const ideographs = (count) => {
    let text = '';
    for (let k = 0; k < count; k++) {
      seed = (seed * 48271) % 2147483647;
      text += String.fromCharCode(0x4e00 + (seed % 6000));
    }
    return text;
  };
  let text = '';
  while (text.length < length) text += line(ideographs);
  return text.slice(0, length);
};

export const hostile = {
  'brackets open': repeat('（'),
  'brackets nested': around('（', '）'),
  'title marks open': repeat('《'),
  'title marks nested': around('《', '》'),
  quotes: repeat('“'),
  'half brackets': repeat('(（'),
  'markers of one level': repeat('一、'),
  'markers by lines': repeat('一、\n（一）\n1.\n（1）\n①\n'),
  'markers in brackets': repeat('（一）'),
  'markers inline': repeat('一是抓监管；二是促发展；'),
  digits: repeat('1'),
  'digits and points': repeat('1.'),
  'digits and commas': repeat('1,000'),
  'Chinese digits': repeat('一'),
  'Chinese numerals': repeat('九千九百九十九万'),
  'masked digits': repeat('X'),
  'masked digits with points': repeat('×.×'),
  percents: repeat('100%'),
  quantities: repeat('完成抽检100批次，'),
  ranges: repeat('1-2至3—'),
  years: repeat('2022年'),
  dates: repeat('2022年3月5日前'),
  'units with separators': repeat('药品监管处、'),
  'units that lead': repeat('（药品监管处牵头，综合处配合）'),
  'assignments open': repeat('（牵头单位：'),
  'one verb': repeat('推进'),
  commas: repeat('，'),
  'full stops': repeat('。'),
  semicolons: repeat('；'),
  colons: repeat('：'),
  blanks: repeat(' '),
  'wide blanks': repeat('　'),
  tabs: repeat('\t'),
  'line ends': repeat('\n'),
  'carriage returns': repeat('\r'),
  'blank lines': repeat(' \n'),
  'one character': repeat('的'),
  Latin: repeat('a'),
  pinyin: repeat('(jiān)'),
  Markdown: repeat('#'),
  'Markdown bullets': repeat('- **要**\n'),
  damage: repeat('保!笆奈濉遍_'),
  'question marks': repeat('?'),
  traditional: repeat('藥品監督管理著力'),
  'lone surrogates': repeat('\ud800'),
  'combining marks': repeat('e\u0301'),
  'zero width': repeat('\u200b'),
  'sentences without an end': repeat('省局要加强药品监管'),
  docNumbers: repeat('〔2022〕'),
  references: repeat('《关于加强监管的通知》（国办发〔2022〕1号）'),
  paywall: repeat('##paidbegin##'),
  'table of contents': repeat('一、总则……1\n'),
  'headings only': repeat('会议指出\n'),
  speakers: repeat('何某某强调，'),
  'numbered units': repeat('一、（药品监管处牵头）\n'),
  'numbers that go on': repeat('其中100家\n'),
  'numbered units and work': repeat('一、工作要点\n（一）抓好监管。（药品监管处牵头）\n'),
  'numbers between tabs': repeat('1\t'),
  'orders in short lines': repeat('各处要办。\n'),
  'work, count, day and unit': repeat('一、推进监管工作，年底前完成抽检100批次。（药品监管处牵头）\n'),
  'many speakers': varied((ideographs) => `何${ideographs(2)}强调，${ideographs(9)}\n`),
  'short lines': varied((ideographs) => `${ideographs(3)}\n`),
  'headed paragraphs': varied((ideographs) => `${ideographs(12)}。${ideographs(30)}。${ideographs(5)}。\n`),
};

/** A hostile text of so many bytes in GB18030, the encoding that puts the most characters into a megabyte. */
export function hostileBytes(name, bytes) {
  const text = hostile[name](bytes);
  let size = 0;
  let end = 0;
  while (end < text.length && size < bytes) size += text.charCodeAt(end++) < 0x80 ? 1 : 2;
  return text.slice(0, end);
}

const DIGITS = '〇一二三四五六七八九';
const LEGAL_SIMPLIFIED = '零壹贰叁肆伍陆柒捌玖';
const LEGAL_TRADITIONAL = '零壹貳參肆伍陸柒捌玖';
const STEMS = '甲乙丙丁戊己庚辛壬癸';
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥';

/** Place words from ten up to a thousand, in the order of the places. */
const PLAIN_PLACES = ['', '十', '百', '千'];
const LEGAL_PLACES = ['', '拾', '佰', '仟'];

/** Writes a number in place words; `zero` stands for skipped places, null leaves them out; `one` tells whether 10 is 一十 and 100 一百. */
function inPlaces(
  value: number,
  digits: string,
  places: readonly string[],
  zero: string | null,
  one: { ten: boolean; hundred: boolean },
): string {
  if (value > 9999) {
    const rest = value % 10_000;
    const low =
      rest === 0 ? '' : (rest < 1000 && zero ? zero : '') + inPlaces(rest, digits, places, zero, { ten: true, hundred: true });
    return `${inPlaces(Math.floor(value / 10_000), digits, places, zero, one)}万${low}`;
  }
  let written = '';
  let skipped = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      skipped = written !== '';
      continue;
    }
    if (skipped && zero) written += zero;
    skipped = false;
    const bare =
      digit === 1 &&
      ((place === 1 && written === '' && !one.ten) || (place > 1 && !one.hundred) || (place === 1 && !one.hundred));
    written += (bare ? '' : digits[digit]) + (places[place] as string);
  }
  return written;
}

const positional = (value: number, zero: string): string =>
  [...String(value)].map((digit) => (digit === '0' ? zero : DIGITS[Number(digit)])).join('');

/** Chinese counting as Word writes it: place words up to 99, positional from 100 (一○○) on. */
const counting = (value: number): string =>
  value < 100 ? inPlaces(value, DIGITS, PLAIN_PLACES, null, { ten: false, hundred: true }) : positional(value, '○');

const letters = (value: number, first: string): string =>
  String.fromCharCode(first.charCodeAt(0) + ((value - 1) % 26)).repeat(Math.min(Math.floor((value - 1) / 26) + 1, 64));

/** Behind 3999 Roman numerals have no signs. */
function roman(value: number): string {
  if (value > 3999) return String(value);
  let rest = value;
  let written = '';
  for (const [size, sign] of [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ] as const) {
    while (rest >= size) {
      written += sign;
      rest -= size;
    }
  }
  return written;
}

/** A series of single characters in Unicode order; plain digits behind its end. */
const series =
  (first: number, count: number) =>
  (value: number): string =>
    value >= 1 && value <= count ? String.fromCharCode(first + value - 1) : String(value);

const cycle =
  (signs: string) =>
  (value: number): string =>
    signs[value - 1] ?? String(value);

/** Writers of the number formats (ST_NumberFormat) that Chinese, Japanese and Western lists use. */
const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  decimal: String,
  decimalZero: (value) => String(value).padStart(2, '0'),
  decimalFullWidth: (value) => fullWidth(value),
  decimalFullWidth2: (value) => fullWidth(value),
  decimalHalfWidth: String,
  decimalEnclosedCircle: series(0x2460, 20),
  decimalEnclosedCircleChinese: series(0x2460, 10),
  decimalEnclosedFullstop: series(0x2488, 20),
  decimalEnclosedParen: series(0x2474, 20),
  chineseCounting: counting,
  taiwaneseCounting: counting,
  chineseCountingThousand: (value) => inPlaces(value, DIGITS, PLAIN_PLACES, '〇', { ten: value > 99, hundred: true }),
  taiwaneseCountingThousand: (value) => inPlaces(value, DIGITS, PLAIN_PLACES, '零', { ten: value > 99, hundred: true }),
  japaneseCounting: (value) => inPlaces(value, DIGITS, PLAIN_PLACES, null, { ten: false, hundred: false }),
  koreanCounting: (value) => inPlaces(value, DIGITS, PLAIN_PLACES, null, { ten: false, hundred: false }),
  ideographDigital: (value) => positional(value, '〇'),
  taiwaneseDigital: (value) => positional(value, '○'),
  japaneseDigitalTenThousand: (value) => positional(value, '〇'),
  chineseLegalSimplified: (value) => inPlaces(value, LEGAL_SIMPLIFIED, LEGAL_PLACES, '零', { ten: true, hundred: true }),
  ideographLegalTraditional: (value) => inPlaces(value, LEGAL_TRADITIONAL, LEGAL_PLACES, '零', { ten: true, hundred: true }),
  ideographTraditional: cycle(STEMS),
  ideographZodiac: cycle(BRANCHES),
  ideographZodiacTraditional: (value) => `${STEMS[(value - 1) % 10] ?? ''}${BRANCHES[(value - 1) % 12] ?? ''}`,
  ideographEnclosedCircle: series(0x3220, 10),
  lowerLetter: (value) => letters(value, 'a'),
  upperLetter: (value) => letters(value, 'A'),
  lowerRoman: (value) => roman(value).toLowerCase(),
  upperRoman: roman,
  ordinal: (value) => `${value}${['th', 'st', 'nd', 'rd'][value % 100 > 10 && value % 100 < 14 ? 0 : value % 10] ?? 'th'}`,
  numberInDash: (value) => `- ${value} -`,
  none: () => '',
};

const fullWidth = (value: number): string =>
  [...String(value)].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');

/** Writes the number of a list item in a number format of Word; an unknown format is written in plain digits. */
export function formatNumber(value: number, format: string): string {
  if (value < 1 && format !== 'none') return String(value);
  return (FORMATS[format] ?? String)(value);
}

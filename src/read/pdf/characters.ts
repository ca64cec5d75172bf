/** Radicals that look like whole characters and have no decomposition in Unicode, or that of an older form, each followed by the character. */
const RADICALS =
  '⺁厂⺄乙⺈刀⺊卜⺌小⺍小⺒巳⺓幺⺜日⺝月⺟母⺠民⺧牛⺩王⺫目⺬示⺮竹⺶羊⺼肉⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龜⻳龟⼾户';

const WHOLE = new Map(
  Array.from({ length: RADICALS.length / 2 }, (_, index) => [RADICALS[index * 2] as string, RADICALS[index * 2 + 1] as string]),
);

/**
 * Text with characters in place of radicals and compatibility forms. Fonts that hold a shape once for 长 and for the radical ⻓ make
 * browsers write the one for the other (⻛险, ⼯作); on the page they are the same.
 */
export const wholeCharacters = (text: string): string =>
  text.replace(/[\u2E80-\u2FDF\uF900-\uFAFF]/g, (character) => WHOLE.get(character) ?? character.normalize('NFKC'));

import type { Document } from '../types.js';

type Kind = Document['meta']['type'];

/** What a speaker says of what was just heard, or of what is to be said. */
const SPOKEN =
  /(?:^|[。\n])刚才,|(?:在此|现在),?我[^。,]{0,4}代表|(?:下面|今天),?我[^。,;]{0,4}[就讲]|我[^。,;]{0,8}讲[^。,;]{0,10}(?:意见|问题|方面|要求)|请大家/;

/** Near the beginning of a report: when it was. */
const DAY = /(?:^|\n)[^。\n]{0,60}(?:(?:(?<!\d)\d{1,2}|[一二三四五六七八九十]{1,3})日(?!之?前|内|[常程])|连日来|近日|日前|近期)/;

/** In a report: what was done, or said, by whom it tells of. */
const TELLS = /(?:表示|指出|强调|介绍|透露|致[词辞]时)[,:]|召开|举行|组织|开展|出席|接见|会见|开议/;

/** Who asks or orders something speaks of himself. */
const OWN_VOICE = /我们|我局|现将|通知如下|特制定|制定本|请各/;

/** What only work to be done has: aims, and who is to do what. */
const AIMED =
  /(?:总体|主要|工作)目标|职责分工|责任单位|牵头(?:单位|部门)|实施[^。,;]{2,16}行动。|(?:决定|拟)[^。,;]{0,16}开展[^。,;]{2,40}(?:行动|整治|检查)/;

/**
 * What kind of document a text is by what it does, where no title tells it: is spoken, tells of what happened on a day, or has aims and shares work out.
 * @param titled whether it has a title, of no known kind
 * @param numbered whether it has a numbered outline
 */
export function typeOfText(opening: string, titled: boolean, numbered: boolean): Kind | null {
  const lead = opening.slice(0, 400);
  if (SPOKEN.test(lead)) return 'speech';
  if (!numbered && DAY.test(lead) && TELLS.test(lead) && !OWN_VOICE.test(lead)) return 'news';
  return !titled && numbered && AIMED.test(opening) ? 'plan' : null;
}

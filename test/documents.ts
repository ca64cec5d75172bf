import fc from 'fast-check';

/** Reports composed of parts as offices write them, for property tests; all names are invented. */

const pick = (...words: string[]) => fc.constantFrom(...words);
const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((list) => list.join(''));
const lines = (part: fc.Arbitrary<string>, minLength: number, maxLength: number) =>
  fc.array(part, { minLength, maxLength }).map((list) => list.join(''));

const unit = pick(
  '药品监管处',
  '综合处',
  '省药检院',
  '各检查分局',
  '审评中心',
  '各相关处室',
  '市市场监管局',
  '县卫健局',
  '人事处',
);
const office = pick('江海省药品监督管理局', '临川市市场监管局', '白鹿县人民政府办公室', '云岭州药监局');
const year = fc.integer({ min: 2019, max: 2026 }).map(String);
const count = fc.oneof(
  fc.integer({ min: 2, max: 9999 }).map(String),
  fc.integer({ min: 1, max: 99 }).map((n) => `${n}.${n % 10}万`),
  pick('XX', '×××', '××.×', '三百', '两千', '１２０', '1,286'),
);
const measure = pick('批次', '家', '项', '名', '件', '人次', '万元', '个', '%', '个百分点', '亩');
const comparator = pick('', '', '不少于', '超过', '近', '不低于', '约');
const thing = pick('药品抽检', '监督检查', '备案核查', '检查员培训', '案件查办', '科普宣传', '标准修订', '平台建设');
const deadline = join(year, pick('年6月底前', '年年底前', '年3月31日前'));
const reference = join(
  pick('落实《', '修订《'),
  office,
  thing,
  pick('办法》', '实施方案》'),
  pick('', '（江政办发〔2022〕31号）'),
);

const sentence = fc.oneof(
  join(pick('完成', '开展', '组织', '加强'), thing, comparator, count, measure, pick('。', '，', '；')),
  join(deadline, pick('完成', '建成'), thing, count, measure, pick('。', '，')),
  join(unit, pick('要', '要切实', '应当'), pick('加强', '推进', '完善'), thing, pick('。', '；')),
  join(thing, pick('同比增长', '压缩', '提高', '达到'), count, pick('%', '个百分点'), pick('。', '，')),
  join(reference, pick('。', '，')),
  join(pick('深入贯彻“四个最严”', '坚持“一盘棋”', '实现“十四五”良好开局', '万一出现问题', '第一责任人'), pick('。', '，')),
);
const assignment = fc.oneof(
  pick('', ''),
  join(pick('（', '('), unit, pick('牵头，', '、'), unit, pick('配合）', '负责）', '参与)')),
  join(pick('责任单位：', '牵头单位：'), unit, pick('；', '、'), unit),
);
const noise = pick(
  '',
  '',
  '',
  '▲会议现场\n',
  '##paidbegin##',
  '责任编辑：王某\n',
  '首页 > 政务公开\n',
  '\n\n　　\n',
  '[查看原文](https://example.cn/a.html)\n',
);

const chinese = (n: number) => ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'][n % 10] as string;
const styles: ((n: number) => string)[] = [
  (n) => `${chinese(n)}、`,
  (n) => `（${chinese(n)}）`,
  (n) => `(${chinese(n)})`,
  (n) => `${n + 1}.`,
  (n) => `${n + 1}、`,
  (n) => `（${n + 1}）`,
  (n) => String.fromCharCode(0x2460 + n),
  (n) => `第${chinese(n)}章 `,
  (n) => `第${chinese(n)}，`,
  (n) => `${chinese(n)}是`,
  (n) => `${chinese(n)}要`,
  (n) => `${['壹', '贰', '叁', '肆'][n % 4]}、`,
  () => '',
  () => '——',
];

const body = lines(sentence, 1, 3);
const item = (style: (n: number) => string, separator: string) => (part: string, n: number) => `${style(n)}${part}${separator}`;
const series = fc
  .tuple(
    fc.constantFrom(...styles),
    pick('\n', '\n', ''),
    fc.array(join(pick('强化监管。', '优化服务，提质增效。', ''), body, assignment), { minLength: 1, maxLength: 4 }),
  )
  .map(([style, separator, parts]) => `${parts.map(item(style, separator)).join('')}\n`);
const section = join(
  noise,
  pick('一、2022年工作回顾\n', '二、重点任务\n', '三、保障措施\n', '（一）总体要求。', '第二章 主要任务\n', '总体要求\n', ''),
  fc.oneof(body, pick('')),
  pick('\n', ''),
  series,
  noise,
);
const statement = join(pick('会议指出，', '会议要求，', '韩立群强调，', '韩立群要求，'), body, pick('\n'));

/** A report in simplified characters. */
export const report: fc.Arbitrary<string> = join(
  noise,
  fc.oneof(join(office, year, pick('年工作要点\n')), join(office, pick('关于加强监管的通知\n')), pick('', '韩立群主持会议。\n')),
  pick('', '各检查分局，机关各处室：\n', '同志们：\n', '各位代表：'),
  fc.oneof(body, pick('')),
  pick('\n', ''),
  fc.oneof(lines(section, 1, 4), lines(statement, 2, 4)),
  pick('', '同志们，让我们携手努力！\n', '江海省药监局\n2022年3月5日\n', '（此件公开发布）\n'),
);

const mutations: ((text: string, at: number) => string)[] = [
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => `${text.slice(0, at)}\n${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)} ${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}（${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}》${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}一是${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}?${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}𫫇\u200b${text.slice(at)}`,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '　　'),
  (text) => text.replaceAll('，', ','),
  (text, at) => text.slice(at) + text.slice(0, at),
];

/** A report that something went wrong with: characters lost or put in, line ends changed, halves exchanged. */
export const brokenReport: fc.Arbitrary<string> = fc
  .tuple(report, fc.array(fc.tuple(fc.constantFrom(...mutations), fc.nat()), { maxLength: 4 }))
  .map(([text, list]) => list.reduce((broken, [mutate, at]) => mutate(broken, at % (broken.length + 1)), text));

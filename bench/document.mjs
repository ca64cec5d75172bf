const NUMERALS = '一二三四五六七八九十';
/** 1 → 一, 12 → 十二, 120 → 一百二十. */
const chinese = (n) => {
  if (n <= 10) return NUMERALS[n - 1];
  if (n < 20) return `十${NUMERALS[n - 11]}`;
  if (n < 100) return NUMERALS[Math.floor(n / 10) - 1] + (n % 10 === 0 ? '十' : chinese(10 + (n % 10)));
  return `${NUMERALS[Math.floor(n / 100) - 1]}百${n % 100 === 0 ? '' : (n % 100 < 10 ? '零' : '') + (n % 100 < 20 && n % 100 > 9 ? '一' : '') + chinese(n % 100)}`;
};

const THEMES = [
  '疫苗监管',
  '药品抽检',
  '医疗器械注册',
  '化妆品备案',
  '网络销售监测',
  '检查员队伍建设',
  '审评审批改革',
  '中药传承创新',
  '智慧监管',
  '应急处置',
];
const OFFICES = ['药品生产监管处', '医疗器械监管处', '化妆品监管处', '行政审批处', '综合处', '人事处', '科技标准处'];

const REVIEW = [
  '一年来，面对复杂严峻的形势和艰巨繁重的任务，全系统干部职工迎难而上、奋力拼搏，在疫情防控、安全监管、产业发展等方面取得了来之不易的成绩，得到了社会各界的充分肯定和广泛好评。',
  '工作机制逐步健全，部门之间信息互通、结果互认、力量互补的格局初步形成，各负其责、密切配合、齐抓共管的良好氛围更加浓厚，监管的系统性、整体性、协同性明显增强。',
  '这些成绩的取得，是上级坚强领导、科学决策的结果，是各级各部门通力协作、大力支持的结果，更是广大一线同志恪尽职守、无私奉献的结果。',
  '党风廉政建设持续深入，作风顽疾得到有力整治，干部队伍精神面貌焕然一新，干事创业的氛围日益浓厚，基层基础更加扎实。',
];
const PLAN = [
  '当前正处在爬坡过坎、滚石上山的关键阶段，新产品、新业态、新模式层出不穷，传统风险与新型风险相互交织，既面临着难得的历史机遇，也面临着前所未有的压力和挑战。',
  '坚持以人民为中心的发展思想，牢固树立底线思维和系统观念，统筹发展和安全，把高质量发展同满足人民群众对美好生活的需要紧密结合起来，以更加务实的作风、更加有力的举措推动各项工作迈上新台阶。',
  '深挖问题背后的体制机制障碍，从源头上堵塞漏洞、消除隐患，健全常态长效的制度体系，切实把制度优势转化为治理效能，以实际成效取信于民。',
  '企业是质量安全的第一责任人，这一点任何时候都不能含糊，也不能因为规模大小、效益好坏而有所区别，更不能以任何理由加以推脱和回避。',
];

const reviewed = (n, theme) => [
  `全年完成${theme}检查${100 + 7 * n}家次，抽检${1000 + 13 * n}批次，合格率达到${95 + (n % 5)}.${n % 10}%。`,
  `查办${theme}案件${30 + n}起，罚没款${200 + n}万元，同比增长${10 + (n % 40)}%。`,
];
const planned = (n, theme) => [
  `落实《关于加强${theme}工作的若干意见》（江政办发〔2022〕${n + 3}号），将办理时限再压缩${5 + (n % 30)}%，完成抽检${1000 + 13 * n}批次以上。`,
  `新增检查员${3 + (n % 9)}名，培训${200 + n}余人次，${1 + (n % 12)}月底前全部到岗。`,
];

/** About as many numbers, units and items to the page as in a real speech on the year's work. */
const item = (n, at, past) => {
  const theme = THEMES[n % THEMES.length];
  const prose = past ? REVIEW : PLAN;
  const facts = (past ? reviewed : planned)(n, theme)[n % 2];
  const units = !past && n % 3 === 0 ? `（${OFFICES[n % OFFICES.length]}牵头，省药检院配合）` : '';
  const heading = past ? `${theme}成效明显` : `加强${theme}`;
  return `（${chinese(at)}）${heading}。${prose[n % 4]}${facts}${prose[(n + 1 + (n % 3)) % 4]}${units}`;
};

/** A speech on the year's work, half review and half plan, of at least so many characters; the same for the same length. */
export function speech(length) {
  const lines = [
    '在全省药品监管工作会议上的讲话',
    '（2023年1月10日）',
    '同志们：',
    '这次会议的主要任务是总结2022年工作，部署2023年任务。',
  ];
  let size = lines.join('\n').length;
  let n = 0;
  for (const [part, past] of [
    ['一、2022年工作回顾', true],
    ['二、2023年重点工作', false],
  ]) {
    lines.push(part);
    for (let at = 1; size < (past ? length / 2 : length); at++) {
      const line = item(n++, at, past);
      lines.push(line);
      size += line.length + 1;
    }
  }
  return `${lines.join('\n')}\n`;
}

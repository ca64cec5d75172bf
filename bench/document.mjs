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

const measure = (n, at) => {
  const theme = THEMES[n % THEMES.length];
  const lead = OFFICES[n % OFFICES.length];
  return [
    `（${chinese(at)}）加强${theme}。落实《关于加强${theme}工作的若干意见》（江政办发〔2022〕${n + 3}号），`,
    `全年完成${theme}检查${100 + 7 * n}家次，抽检${1000 + 13 * n}批次，问题整改率达到${80 + (n % 20)}%以上，`,
    `将办理时限再压缩${5 + (n % 30)}%，${1 + (n % 12)}月底前形成工作方案，年底前完成验收。`,
    '省局要统筹协调各方力量，健全跨部门会商机制，畅通信息共享渠道，推动形成齐抓共管的工作格局，切实守住质量安全底线。',
    `各检查分局要每月报告进展情况，新增检查员${3 + (n % 9)}名以上，培训${200 + n}余人次。`,
    `（${lead}牵头，省药检院、各检查分局配合）`,
  ].join('');
};

/** A plan in the manner of real ones, of at least so many characters; the same for the same length. */
export function plan(length) {
  const lines = [
    '江海省药品监督管理局2023年工作要点',
    '2023年全省药品监管工作的总体要求是：守住质量底线，服务产业升级，办好群众关心的实事。',
  ];
  let size = lines.join('\n').length;
  for (let section = 1, n = 0; size < length; section++) {
    lines.push(`${chinese(section)}、抓好${THEMES[section % THEMES.length]}重点任务`);
    for (let item = 1; item <= 6 && size < length; item++) {
      const line = measure(n++, item);
      lines.push(line);
      size += line.length + 1;
    }
  }
  return `${lines.join('\n')}\n`;
}

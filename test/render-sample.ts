import type { Document, Span } from '../src/types.js';

/** A report in the manner of a province's work points, with hostile markup and formulas in it. */
export const sampleText = `各市（州）市场监督管理局，省局机关各处室：
云岭省药品监督管理局2022年工作要点
2022年全省药品监管工作总体要求是：坚持人民至上，守住安全底线。
一、全力保障药品安全
（一）加强质量抽检。完成省级药品抽检7100批次以上，化妆品抽检XX批次。2022年3月底前印发抽检方案。落实《药品质量抽查检验管理办法》（国药监药管〔2019〕34号）。（药品监管处牵头，省药检院、各分局配合）
（二）压缩审批时限。=HYPERLINK("http://evil.example","点我")，将审批时限压缩10%，力争2025年底前全部网上办理。（行政审批处负责）
二、<script>window.hacked=1</script>强化能力建设
（三）建设智慧监管平台。<img src=x onerror="window.hacked=2">省局要统筹推进，10月底前上线。（科技处牵头）
让我们携手前进。
云岭省药品监督管理局
2022年2月22日`;

let from = 0;
/** The next place of a quote; `again` looks from the start. */
function at(quote: string, again = false): Span {
  const start = sampleText.indexOf(quote, again ? 0 : from);
  if (start < 0) throw new Error(`not in the sample: ${quote}`);
  from = start;
  return { start, end: start + quote.length };
}
const upTo = (first: string, last: string): Span => ({ start: at(first).start, end: at(last).end });

type Measure = Document['measures'][number];
type Quantity = Measure['quantities'][number];

const quantity = (text: string, rest: Partial<Quantity>): Quantity => ({
  text,
  span: at(text),
  kind: 'target',
  metric: null,
  value: null,
  max: null,
  unit: '批次',
  comparator: 'eq',
  direction: null,
  change: null,
  masked: false,
  scale: null,
  deadline: null,
  baseline: null,
  ...rest,
});
const unit = (name: string, role: Measure['units'][number]['role'], scope: Span, quote = name): Measure['units'][number] => ({
  name,
  role,
  collective: quote.startsWith('各'),
  basis: role === 'actor' ? 'subject' : 'assignment',
  span: at(quote),
  scope,
});
const task = (text: string, verb: string): Measure['tasks'][number] => ({ span: at(text), text, verb });

/** A document made by hand, so that tests of renderers do not depend on the parser. */
export function sampleDocument(): Document {
  from = 0;
  const front: Document['front'] = [
    {
      kind: 'recipients',
      span: at('各市（州）市场监督管理局，省局机关各处室：'),
      text: '各市（州）市场监督管理局，省局机关各处室：',
    },
    { kind: 'title', span: at('云岭省药品监督管理局2022年工作要点'), text: '云岭省药品监督管理局2022年工作要点' },
  ];
  const preambleText = '2022年全省药品监管工作总体要求是：坚持人民至上，守住安全底线。';
  const preamble: Document['preamble'] = {
    span: at(preambleText),
    text: preambleText,
    tasks: [],
    units: [],
    quantities: [],
    deadlines: [],
  };

  const spanS1 = upTo('一、全力保障', '（行政审批处负责）');
  from = 0;
  const span1 = upTo('（一）加强', '各分局配合）');
  from = span1.start;
  const tasks1 = [task('完成省级药品抽检7100批次以上，化妆品抽检XX批次。', '完成'), task('2022年3月底前印发抽检方案。', '印发')];
  from = span1.start;
  const due: Measure['deadlines'][number] = { text: '2022年3月底前', date: '2022-03-31', span: at('2022年3月底前') };
  from = span1.start;
  const quantities1 = [
    quantity('7100批次以上', { metric: '省级药品抽检', value: 7100, comparator: 'gte' }),
    quantity('XX批次', { metric: '化妆品抽检', masked: true, scale: 1 }),
  ];
  const units1 = [
    unit('药品监管处', 'lead', span1),
    unit('省药检院', 'support', span1),
    unit('分局', 'support', span1, '各分局'),
  ];
  const measure1: Measure = {
    id: 'm1',
    section: 's1',
    path: ['全力保障药品安全'],
    marker: '（一）',
    number: 1,
    heading: '加强质量抽检',
    role: 'plan',
    speaker: null,
    span: span1,
    text: sampleText.slice(span1.start + 10, span1.end),
    tasks: tasks1,
    units: units1,
    quantities: quantities1,
    deadlines: [due],
  };
  from = span1.start;
  const reference: Document['references'][number] = {
    title: '药品质量抽查检验管理办法',
    docNumber: '国药监药管〔2019〕34号',
    span: at('《药品质量抽查检验管理办法》（国药监药管〔2019〕34号）'),
    in: 'm1',
  };

  const span2 = upTo('（二）压缩', '（行政审批处负责）');
  from = span2.start + 11;
  const deadline2 = { text: '2025年底前', date: '2025-12-31', span: at('2025年底前') };
  from = span2.start + 11;
  const measure2: Measure = {
    ...measure1,
    id: 'm2',
    marker: '（二）',
    number: 2,
    heading: '压缩审批时限',
    span: span2,
    text: sampleText.slice(span2.start + 10, span2.end),
    tasks: [task('将审批时限压缩10%，力争2025年底前全部网上办理。', '压缩')],
    quantities: [
      quantity('压缩10%', { metric: '审批时限', value: 10, unit: '%', direction: 'decrease', change: 'by', deadline: deadline2 }),
    ],
    units: [unit('行政审批处', 'responsible', span2)],
    deadlines: [deadline2],
  };

  from = span2.end;
  const spanS2 = upTo('二、<script>', '（科技处牵头）');
  from = span2.end;
  const span3 = upTo('（三）建设', '（科技处牵头）');
  from = span3.start;
  const measure3: Measure = {
    ...measure1,
    id: 'm3',
    section: 's2',
    path: ['<script>window.hacked=1</script>强化能力建设'],
    marker: '（三）',
    number: 3,
    heading: '建设智慧监管平台',
    span: span3,
    text: sampleText.slice(span3.start + 12, span3.end),
    tasks: [task('省局要统筹推进，10月底前上线。', '推进')],
    quantities: [],
    units: [unit('省局', 'actor', span3), unit('科技处', 'lead', span3)],
    deadlines: [{ text: '10月底前', date: '2022-10-31', span: at('10月底前', true) }],
  };
  const section = (id: string, number: number, marker: string, heading: string, span: Span): Document['sections'][number] => ({
    id,
    parent: null,
    level: 1,
    marker,
    number,
    heading,
    role: 'plan',
    speaker: null,
    span,
    text: '',
    tasks: [],
    units: [],
    quantities: [],
    deadlines: [],
  });
  from = span3.end;
  const closing = { span: at('让我们携手前进。'), text: '让我们携手前进。', tasks: [], units: [], quantities: [], deadlines: [] };
  front.push({ kind: 'signature', span: at('云岭省药品监督管理局'), text: '云岭省药品监督管理局' });
  front.push({ kind: 'date', span: at('2022年2月22日'), text: '2022年2月22日' });
  return {
    $schema: 'urn:drugplan:schema:document:1',
    source: {
      name: 'sample.txt',
      mediaType: 'text/plain',
      encoding: 'utf-8',
      bytes: 1000,
      length: sampleText.length,
      sha256: '0'.repeat(64),
      script: 'simplified',
    },
    meta: {
      type: 'work-points',
      title: '云岭省药品监督管理局2022年工作要点',
      subtitle: null,
      issuer: '云岭省药品监督管理局',
      docNumber: null,
      issuedOn: '2022-02-22',
      reviewYear: null,
      planYear: 2022,
      recipients: ['市（州）市场监督管理局', '省局机关处室'],
      speaker: null,
      publicity: null,
    },
    front,
    preamble,
    sections: [
      section('s1', 1, '一、', '全力保障药品安全', spanS1),
      section('s2', 2, '二、', '<script>window.hacked=1</script>强化能力建设', spanS2),
    ],
    measures: [measure1, measure2, measure3],
    closing,
    references: [reference],
    noise: [],
    repairs: [
      {
        span: { start: span1.start, end: span1.start + 3 },
        original: '!笆奈濉遍_',
        text: '保“十四五”开',
        method: 'gbk-misaligned',
        lost: ['B1', 'AE CB'],
        confidence: 0.9,
      },
    ],
    origins: [],
    diagnostics: [
      {
        code: 'quantities/masked-target',
        severity: 'info',
        message: '目标的数字被隐去：XX批次',
        span: (quantities1[1] as Quantity).span,
      },
      { code: 'outline/skipped-number', severity: 'warning', message: '编号不连续：<b>二、</b> 之后缺 三、', span: spanS2 },
    ],
  };
}

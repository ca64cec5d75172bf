import { docxOf, p, r } from './zip.js';

const cell = (text: string, properties = ''): string =>
  `<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/>${properties}</w:tcPr>${text
    .split('|')
    .map((line) => p(line))
    .join('')}</w:tc>`;
const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;
const note = (id: number, text: string): string =>
  `<w:footnote w:id="${id}"><w:p><w:r><w:footnoteRef/></w:r>${r(` ${text}`)}</w:p></w:footnote>`;
const separators =
  '<w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id="0" w:type="continuationSeparator"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>';
const grid =
  '<w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>';
const box = `<w:r><w:pict><v:shape id="b1" style="position:absolute;width:200pt;height:60pt"><v:textbox><w:txbxContent>${p('框内文字')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`;

/** A Word document with all that a report may have besides its paragraphs: notes, a text box, changes, a table with merged cells, margins, hidden text. */
export const richDocx = (): Uint8Array =>
  docxOf({
    styles: '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>',
    header: p('某省药品监督管理局文件'),
    footer: p('内部资料'),
    footnotes: separators + note(1, '指药品和医疗器械。') + note(2, '含特殊药品。'),
    body: [
      p('某省2023年工作要点'),
      `<w:p>${r('一、强化两品监管')}<w:r><w:footnoteReference w:id="1"/></w:r>${r('，确保安全')}<w:r><w:footnoteReference w:id="2"/></w:r>${r('。')}</w:p>`,
      `<w:p>${r('抽检')}<w:del w:id="1" w:author="x"><w:r><w:delText>500</w:delText></w:r></w:del><w:ins w:id="2" w:author="x">${r('700')}</w:ins>${r('批次')}${r('秘密', '<w:vanish/>')}<w:r><w:br/></w:r>${r('检查300家次')}</w:p>`,
      `<w:p>${r('见下框')}${box}</w:p>`,
      `<w:tbl>${grid}${row(cell('任务'), cell('单位', '<w:gridSpan w:val="2"/>'))}${row(cell('抽检', '<w:vMerge w:val="restart"/>'), cell('药品处|器械处'), cell('年底前'))}${row(cell('', '<w:vMerge/>'), cell('稽查处'), cell('六月'))}</w:tbl>`,
      p('二、强化保障'),
    ].join(''),
  });

/** Its lines as every reader of office files gives them; the place of the text box differs from program to program. */
export const RICH_LINES = [
  '某省2023年工作要点',
  '一、强化两品监管，确保安全。',
  '抽检700批次',
  '检查300家次',
  '见下框',
  '框内文字',
  '任务\t单位',
  '抽检\t药品处 器械处\t年底前',
  '\t稽查处\t六月',
  '二、强化保障',
  '注释',
  '[1] 指药品和医疗器械。',
  '[2] 含特殊药品。',
  '某省药品监督管理局文件',
  '内部资料',
];

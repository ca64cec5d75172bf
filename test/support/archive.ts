import { emptyFolder } from '../cli.js';
import { writeFiles } from './program.js';

/** A short paper of an office: one measure, one target, one unit. */
export const paper = (office: string): string =>
  `${office}药品监督管理局2022年工作要点\n\n一、加强监管\n（一）抓好抽检。完成药品抽检100批次。（综合处牵头）\n`;

/** A new folder with an archive `in`: papers of offices by path. */
export function archiveFolder(offices: Readonly<Record<string, string>>): string {
  const folder = emptyFolder();
  writeFiles(folder, Object.fromEntries(Object.entries(offices).map(([path, office]) => [`in/${path}`, paper(office)])));
  return folder;
}

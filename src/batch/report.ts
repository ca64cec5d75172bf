import type { Row } from './ledger.js';
import type { Plan } from './plan.js';

/** Totals of a run, for people and for programs. */
export interface BatchReport {
  version: string;
  /** Files of the archive that the run was about. */
  files: number;
  converted: number;
  /** As they were when they were converted. */
  unchanged: number;
  failed: number;
  /** Failed in an earlier run and unchanged since; part of `failed`. */
  failedBefore: number;
  /** Not reached, because the run was interrupted or could not go on. */
  left: number;
  /** Sources that are gone and whose outputs are still there, as `--prune` was not asked for. */
  gone: number;
  pruned: number;
  /** Whether a signal kept something from being done, be it only the gathering. */
  interrupted: boolean;
  /** Why the run could not go on. */
  stopped: string | null;
  bytes: number;
  seconds: number;
  mbPerSecond: number;
  jobs: number;
  diagnostics: Row['diagnostics'];
  /** What in the folders was not taken for a report. */
  skipped: Record<string, number>;
  otherFormats: Record<string, number>;
  /** Outputs of formats that the run was not asked for, made from an earlier state of their sources, by format. */
  stale: Record<string, number>;
  /** Failures by reason, most first. */
  failures: { code: string; count: number; example: string; files: string[] }[];
}

/** Names listed of each reason; the ledger has them all. */
const LISTED = 200;

/** Collects rows of a run into its report. */
export class Collector {
  #converted = 0;
  #bytes = 0;
  #diagnostics = { error: 0, warning: 0, info: 0 };
  #failures = new Map<string, { code: string; count: number; example: string; files: string[] }>();
  #failed = 0;
  #done = 0;

  constructor(readonly plan: Plan) {
    for (const row of plan.failedBefore) this.#fail(row);
  }

  add(row: Row): void {
    this.#done++;
    this.#bytes += row.size;
    if (row.status === 'failed') return this.#fail(row);
    this.#converted++;
    for (const severity of ['error', 'warning', 'info'] as const) this.#diagnostics[severity] += row.diagnostics[severity];
  }

  /** Files that are still to do. */
  get left(): number {
    return this.plan.todo.length - this.#done;
  }

  #fail(row: Row): void {
    this.#failed++;
    const { code, message } = row.failure ?? { code: 'run/bug', message: '' };
    const group = this.#failures.get(code) ?? { code, count: 0, example: message, files: [] };
    group.count++;
    if (group.files.length < LISTED) group.files.push(row.path);
    this.#failures.set(code, group);
  }

  report(end: {
    seconds: number;
    jobs: number;
    pruned: number;
    stale: Record<string, number>;
    interrupted: boolean;
    stopped: string | null;
  }): BatchReport {
    const { plan } = this;
    const { seconds, ...rest } = end;
    const failures = [...this.#failures.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
    for (const { files } of failures) files.sort();
    return {
      version: plan.version,
      files: plan.jobs.length,
      converted: this.#converted,
      unchanged: plan.unchanged - plan.failedBefore.length,
      failed: this.#failed,
      failedBefore: plan.failedBefore.length,
      left: this.left,
      gone: plan.gone.length - end.pruned,
      ...rest,
      bytes: this.#bytes,
      seconds: Math.round(seconds * 1000) / 1000,
      mbPerSecond: seconds > 0 ? Math.round((this.#bytes / 1e6 / seconds) * 100) / 100 : 0,
      diagnostics: this.#diagnostics,
      skipped: plan.skipped,
      otherFormats: plan.otherFormats,
      failures,
    };
  }
}

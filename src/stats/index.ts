import type { Document, Unit } from '../types.js';

type UnitRole = Unit['role'];

export interface YearRow {
  year: number | null;
  type: string;
  documents: number;
  measures: number;
  quantities: number;
  targets: number;
  units: number;
}

export interface UnitRow {
  unit: string;
  lead: number;
  support: number;
  responsible: number;
  total: number;
}

export interface UndatedTarget {
  file: string;
  year: number | null;
  metric: string | null;
  target: string;
}

export interface Stats {
  documents: number;
  measures: number;
  quantities: number;
  units: number;
  targets: number;
  undated: number;
  byYear: YearRow[];
  /** Units by the number of assignments, most first. */
  topUnits: UnitRow[];
  undatedTargets: UndatedTarget[];
}

/** Counts over documents, one at a time. */
export class Counter {
  #years = new Map<string, YearRow>();
  #units = new Map<string, UnitRow>();
  #undated: UndatedTarget[] = [];
  #undatedCount = 0;

  /** @param top rows of the lists */
  constructor(readonly top: number) {}

  add(document: Document): void {
    const { planYear: year, type } = document.meta;
    const key = `${year} ${type}`;
    const row = this.#years.get(key) ?? { year, type, documents: 0, measures: 0, quantities: 0, targets: 0, units: 0 };
    this.#years.set(key, row);
    row.documents++;
    row.measures += document.measures.length;
    const parts = [document.preamble, ...document.sections, ...document.measures, document.closing];
    for (const part of parts) {
      if (!part) continue;
      const deadlines = part.deadlines.length;
      row.quantities += part.quantities.length;
      row.units += part.units.length;
      for (const { kind, deadline, metric, text } of part.quantities) {
        if (kind !== 'target') continue;
        row.targets++;
        // A deadline of the work holds for the targets of the work.
        if (deadline !== null || deadlines > 0) continue;
        this.#undatedCount++;
        if (this.#undated.length < this.top) this.#undated.push({ file: document.source.name, year, metric, target: text });
      }
      for (const { name, role, basis } of part.units) if (basis === 'assignment') this.#charge(name, role);
    }
  }

  #charge(unit: string, role: UnitRole): void {
    const row = this.#units.get(unit) ?? { unit, lead: 0, support: 0, responsible: 0, total: 0 };
    this.#units.set(unit, row);
    row.total++;
    if (role === 'lead' || role === 'support' || role === 'responsible') row[role]++;
  }

  stats(): Stats {
    const byYear = [...this.#years.values()].sort((a, b) => (a.year ?? 0) - (b.year ?? 0) || (a.type < b.type ? -1 : 1));
    const sum = (of: (row: YearRow) => number): number => byYear.reduce((all, row) => all + of(row), 0);
    return {
      documents: sum((row) => row.documents),
      measures: sum((row) => row.measures),
      quantities: sum((row) => row.quantities),
      units: sum((row) => row.units),
      targets: sum((row) => row.targets),
      undated: this.#undatedCount,
      byYear,
      topUnits: [...this.#units.values()]
        .sort((a, b) => b.total - a.total || b.lead - a.lead || (a.unit < b.unit ? -1 : 1))
        .slice(0, this.top),
      undatedTargets: this.#undated,
    };
  }
}

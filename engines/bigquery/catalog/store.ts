import type { Row } from "../googlesql/proto.js";
import { Problem } from "../problem.js";
import type { Column, SchemaField } from "../values/types.js";

/** Where a table is. */
export interface Path {
  readonly project: string;
  readonly dataset: string;
  readonly table: string;
}
interface Common {
  readonly columns: readonly Column[];
  readonly created: number;
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
}
export interface Table extends Common {
  readonly kind: "TABLE";
  readonly rows: readonly Row[];
}
export interface View extends Common {
  readonly kind: "VIEW" | "MATERIALIZED_VIEW";
  readonly query: string;
  /** Of the connection that made it; its names are looked up there. */
  readonly project: string;
}
export type Entry = Table | View;

export interface Dataset {
  readonly created: number;
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly tables: ReadonlyMap<string, Entry>;
}

const key = (project: string, dataset: string): string => `${project}:${dataset}`;
export const pathText = ({ project, dataset, table }: Path): string => `${project}:${dataset}.${table}`;

/** What a project holds. Entries are never changed but replaced, so that a copy is cheap. */
export class Store {
  private readonly datasets: Map<string, Dataset>;

  constructor(datasets: ReadonlyMap<string, Dataset> = new Map()) {
    this.datasets = new Map(datasets);
  }
  copy(): Store {
    return new Store(this.datasets);
  }

  datasetNames(project: string): readonly string[] {
    const names = [...this.datasets.keys()]
      .filter((k) => k.startsWith(`${project}:`))
      .map((k) => k.slice(project.length + 1));
    return names.filter((name) => !name.startsWith("_"));
  }
  dataset(project: string, dataset: string): Dataset {
    const found = this.datasets.get(key(project, dataset));
    if (!found)
      throw new Problem("notFound", `Not found: Dataset ${key(project, dataset)} was not found in location US`);
    return found;
  }
  createDataset(project: string, dataset: string, more: Partial<Dataset> = {}, ifNotExists = false): void {
    if (!this.datasets.has(key(project, dataset)))
      this.datasets.set(key(project, dataset), { created: Date.now(), tables: new Map(), ...more });
    else if (!ifNotExists) throw new Problem("duplicate", `Already Exists: Dataset ${key(project, dataset)}`);
  }
  dropDataset(project: string, dataset: string, withTables: boolean): void {
    const { tables } = this.dataset(project, dataset);
    if (tables.size > 0 && !withTables)
      throw new Problem("resourceInUse", `Dataset ${key(project, dataset)} is still in use`);
    this.datasets.delete(key(project, dataset));
  }

  find({ project, dataset, table }: Path): Entry | undefined {
    return this.dataset(project, dataset).tables.get(table);
  }
  get(path: Path): Entry {
    const entry = this.find(path);
    if (!entry) throw new Problem("notFound", `Not found: Table ${pathText(path)} was not found in location US`);
    return entry;
  }
  put(path: Path, entry: Entry | null): void {
    const dataset = this.dataset(path.project, path.dataset);
    const tables = new Map(dataset.tables);
    if (entry) tables.set(path.table, entry);
    else tables.delete(path.table);
    this.datasets.set(key(path.project, path.dataset), { ...dataset, tables });
  }

  /** Takes over what has changed from `before` to `after`; refuses where it has changed here as well. */
  merge(before: Store, after: Store): void {
    for (const [name, dataset] of after.datasets) {
      const [old, here] = [before.datasets.get(name), this.datasets.get(name)];
      if (dataset === old) continue;
      const tables = new Map(here?.tables);
      for (const table of new Set([...dataset.tables.keys(), ...(old?.tables.keys() ?? [])])) {
        const [was, is] = [old?.tables.get(table), dataset.tables.get(table)];
        if (was === is) continue;
        if (here?.tables.get(table) !== was)
          throw new Problem(
            "invalidQuery",
            `Transaction is aborted due to concurrent update against table ${name}.${table}.`,
          );
        if (is) tables.set(table, is);
        else tables.delete(table);
      }
      this.datasets.set(name, { ...dataset, tables });
    }
  }
}

/** The bytes of the rows of a table, as BigQuery bills them. */
export function bytesOf(entry: Entry): number {
  if (entry.kind !== "TABLE") return 0;
  let bytes = 0;
  for (const { cell = [] } of entry.rows)
    for (const { value, stringValue, bytesValue } of cell)
      bytes += !value ? 0 : stringValue !== undefined ? 2 + Buffer.byteLength(stringValue) : (bytesValue?.length ?? 8);
  return bytes;
}

export type { Column, SchemaField };

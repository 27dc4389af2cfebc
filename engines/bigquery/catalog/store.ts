import { ApiError } from "../api-error.js";
import type { Row } from "../googlesql/proto.js";
import type { Column, SchemaField } from "../values/types.js";

/** The full name of a table. */
export interface Path {
  readonly project: string;
  readonly dataset: string;
  readonly table: string;
}
interface EntryProperties {
  readonly columns: readonly Column[];
  readonly created: number;
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
}
export interface Table extends EntryProperties {
  readonly kind: "TABLE";
  readonly rows: readonly Row[];
}
export interface View extends EntryProperties {
  readonly kind: "VIEW" | "MATERIALIZED_VIEW";
  readonly query: string;
  /** The project that created the view. Names in its query are resolved in it. */
  readonly project: string;
}
export type Entry = Table | View;

export interface Dataset {
  readonly created: number;
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly tables: ReadonlyMap<string, Entry>;
}

const datasetKey = (project: string, dataset: string): string => `${project}:${dataset}`;
export const pathText = ({ project, dataset, table }: Path): string => `${project}:${dataset}.${table}`;

/** The datasets and tables of all projects. Entries are immutable, so that copies are cheap. */
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
    const entry = this.datasets.get(datasetKey(project, dataset));
    if (!entry)
      throw new ApiError("notFound", `Not found: Dataset ${datasetKey(project, dataset)} was not found in location US`);
    return entry;
  }
  createDataset(project: string, dataset: string, properties: Partial<Dataset> = {}, ifNotExists = false): void {
    if (!this.datasets.has(datasetKey(project, dataset)))
      this.datasets.set(datasetKey(project, dataset), { created: Date.now(), tables: new Map(), ...properties });
    else if (!ifNotExists) throw new ApiError("duplicate", `Already Exists: Dataset ${datasetKey(project, dataset)}`);
  }
  dropDataset(project: string, dataset: string, withTables: boolean): void {
    const { tables } = this.dataset(project, dataset);
    if (tables.size > 0 && !withTables)
      throw new ApiError("resourceInUse", `Dataset ${datasetKey(project, dataset)} is still in use`);
    this.datasets.delete(datasetKey(project, dataset));
  }

  find({ project, dataset, table }: Path): Entry | undefined {
    return this.dataset(project, dataset).tables.get(table);
  }
  get(path: Path): Entry {
    const entry = this.find(path);
    if (!entry) throw new ApiError("notFound", `Not found: Table ${pathText(path)} was not found in location US`);
    return entry;
  }
  put(path: Path, entry: Entry | null): void {
    const dataset = this.dataset(path.project, path.dataset);
    const tables = new Map(dataset.tables);
    if (entry) tables.set(path.table, entry);
    else tables.delete(path.table);
    this.datasets.set(datasetKey(path.project, path.dataset), { ...dataset, tables });
  }

  /** Applies the changes from `base` to `changed`. Throws if an entry has also changed in this store. */
  merge(base: Store, changed: Store): void {
    for (const [name, dataset] of changed.datasets) {
      const [baseDataset, currentDataset] = [base.datasets.get(name), this.datasets.get(name)];
      if (dataset === baseDataset) continue;
      const tables = new Map(currentDataset?.tables);
      for (const table of new Set([...dataset.tables.keys(), ...(baseDataset?.tables.keys() ?? [])])) {
        const [oldEntry, newEntry] = [baseDataset?.tables.get(table), dataset.tables.get(table)];
        if (oldEntry === newEntry) continue;
        if (currentDataset?.tables.get(table) !== oldEntry)
          throw new ApiError(
            "invalidQuery",
            `Transaction is aborted due to concurrent update against table ${name}.${table}.`,
          );
        if (newEntry) tables.set(table, newEntry);
        else tables.delete(table);
      }
      this.datasets.set(name, { ...dataset, tables });
    }
  }
}

/** The size of a table's rows as BigQuery bills them, in bytes. */
export function sizeInBytes(entry: Entry): number {
  if (entry.kind !== "TABLE") return 0;
  let bytes = 0;
  for (const { cell = [] } of entry.rows)
    for (const { value, stringValue, bytesValue } of cell)
      bytes += !value ? 0 : stringValue !== undefined ? 2 + Buffer.byteLength(stringValue) : (bytesValue?.length ?? 8);
  return bytes;
}

export type { Column, SchemaField };

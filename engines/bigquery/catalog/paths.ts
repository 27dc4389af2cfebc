import { invalidQuery } from "../api-error.js";
import type { Path } from "./store.js";

/** Where names without a dataset or a project are looked for. */
export interface Defaults {
  readonly project: string;
  readonly dataset?: { readonly projectId: string; readonly datasetId: string } | undefined;
}

/** The table that a path in a statement means: its parts may be quoted together or apart. */
export function resolve(names: readonly string[], { project, dataset }: Defaults): Path {
  const segments = names.join(".").split(".");
  const table = segments.pop() ?? "";
  const datasetName = segments.pop();
  if (datasetName !== undefined)
    return { project: segments.length > 0 ? segments.join(".") : project, dataset: datasetName, table };
  if (!dataset) throw invalidQuery(`Table "${table}" must be qualified with a dataset (e.g. dataset.table).`);
  return { project: dataset.projectId, dataset: dataset.datasetId, table };
}

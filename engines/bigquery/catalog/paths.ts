import { invalidQuery } from "../api-error.js";
import type { Path } from "./store.js";

/** The project and dataset of names that are not qualified. */
export interface Defaults {
  readonly project: string;
  readonly dataset?: { readonly projectId: string; readonly datasetId: string } | undefined;
}

/** Resolves a table path of a statement. Its segments may be quoted together or separately. */
export function resolve(names: readonly string[], { project, dataset }: Defaults): Path {
  const segments = names.join(".").split(".");
  const table = segments.pop() ?? "";
  const datasetName = segments.pop();
  if (datasetName !== undefined)
    return { project: segments.length > 0 ? segments.join(".") : project, dataset: datasetName, table };
  if (!dataset) throw invalidQuery(`Table "${table}" must be qualified with a dataset (e.g. dataset.table).`);
  return { project: dataset.projectId, dataset: dataset.datasetId, table };
}

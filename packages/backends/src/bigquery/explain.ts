import type { JobState, Stage } from "./job/api.js";

const formatNumber = (text: string | undefined): string => Number(text ?? 0).toLocaleString("en-US");

/** Describes what a query would read. BigQuery has no plan before it runs. */
export function estimateText({ statistics }: JobState): string {
  const tables = statistics?.query?.referencedTables ?? [];
  const names = tables.map((table) => `  ${[table.projectId, table.datasetId, table.tableId].join(".")}`);
  return [
    `reads ${formatNumber(statistics?.totalBytesProcessed)} bytes`,
    ...(names.length > 0 ? ["of", ...names] : []),
  ].join("\n");
}

/** Describes the cost and the stages of a query that has run. */
export function planText({ statistics }: JobState): string {
  const { totalBytesProcessed, totalBytesBilled, totalSlotMs, cacheHit, queryPlan = [] } = statistics?.query ?? {};
  const costs = `read ${formatNumber(totalBytesProcessed)} bytes, billed ${formatNumber(totalBytesBilled)}, ${formatNumber(totalSlotMs)} slot ms`;
  return [`${costs}${cacheHit ? ", from the cache" : ""}`, ...queryPlan.flatMap(stageLines)].join("\n");
}

function stageLines({ name, recordsRead, recordsWritten, slotMs, steps = [] }: Stage): string[] {
  const head = `${name}: ${formatNumber(recordsRead)} rows in, ${formatNumber(recordsWritten)} out, ${formatNumber(slotMs)} slot ms`;
  return [head, ...steps.map(({ kind, substeps = [] }) => `  ${kind} ${substeps.join("; ")}`)];
}

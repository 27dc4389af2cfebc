import type { Catalog, Namespace, RelationKind } from "../shared/driver.js";
import { bigqueryError, failureOf } from "./errors.js";
import type { TableName, TableState } from "./job/api.js";
import type { BigQuerySession } from "./session.js";
import { columnsOf } from "./values/schema.js";

const KINDS: Readonly<Record<string, RelationKind>> = {
  VIEW: "view",
  MATERIALIZED_VIEW: "materialized view",
};

/** What a dataset holds. */
export const catalog: Catalog<BigQuerySession> = {
  names: (on, place = {}) => on.api.tableNames(on.place(place)).catch(failed),
  async kindOf(on, name, place = {}) {
    const state = await stateOf(on, name, place).catch((error: unknown) => {
      if (failureOf(error).code === 404) return null;
      throw bigqueryError(error);
    });
    return state && (KINDS[state.type ?? ""] ?? "table");
  },
  async columnsOf(on, name, place = {}) {
    const state = await stateOf(on, name, place).catch(failed);
    return columnsOf(state.schema?.fields ?? []);
  },
};

function stateOf(on: BigQuerySession, name: string, place: Namespace): Promise<TableState> {
  const table: TableName = { ...on.place(place), tableId: name };
  return on.api.table(table);
}
const failed = (error: unknown): never => {
  throw bigqueryError(error);
};

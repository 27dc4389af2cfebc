import type { Catalog, Namespace, RelationKind } from "../shared/driver.js";
import { bigqueryError, failureOf } from "./errors.js";
import type { TableName, TableState } from "./job/api.js";
import type { BigQuerySession } from "./session.js";
import { columnsOf } from "./values/schema.js";

const KINDS: Readonly<Record<string, RelationKind>> = {
  VIEW: "view",
  MATERIALIZED_VIEW: "materialized view",
};

/** The tables and views of a dataset. */
export const catalog: Catalog<BigQuerySession> = {
  names: (session, namespace = {}) =>
    session.api.tableNames(session.resolveDataset(namespace)).catch(throwBigqueryError),
  async kindOf(session, name, namespace = {}) {
    const state = await tableState(session, name, namespace).catch((error: unknown) => {
      if (failureOf(error).code === 404) return null;
      throw bigqueryError(error);
    });
    return state && (KINDS[state.type ?? ""] ?? "table");
  },
  async columnsOf(session, name, namespace = {}) {
    const state = await tableState(session, name, namespace).catch(throwBigqueryError);
    return columnsOf(state.schema?.fields ?? []);
  },
};

function tableState(session: BigQuerySession, name: string, namespace: Namespace): Promise<TableState> {
  const table: TableName = { ...session.resolveDataset(namespace), tableId: name };
  return session.api.table(table);
}
const throwBigqueryError = (error: unknown): never => {
  throw bigqueryError(error);
};

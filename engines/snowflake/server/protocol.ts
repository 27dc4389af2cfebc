import type { SnowflakeError } from "../errors.js";
import type { QueryResult } from "./result.js";
import type { Session, StatementRecord } from "./session.js";

/** The envelope of every response. */
export interface ApiResponse {
  readonly data: unknown;
  readonly code: string | null;
  readonly message: string | null;
  readonly success: boolean;
}
export const success = (data: unknown = null): ApiResponse => ({ data, code: null, message: null, success: true });
export const failure = (error: SnowflakeError, queryId: string): ApiResponse => ({
  data: {
    internalError: false,
    errorCode: error.code,
    age: 0,
    sqlState: error.sqlState,
    queryId,
    line: -1,
    pos: -1,
    type: "COMPILATION",
  },
  code: error.code,
  message: error.message,
  success: false,
});
export const rejection = (code: string, message: string): ApiResponse => ({
  data: null,
  code,
  message,
  success: false,
});
/** The response if a statement runs longer than the server lets a request wait; the client polls for the result. */
export const inProgress = (queryId: string): ApiResponse => ({
  data: { queryId, getResultUrl: `/queries/${queryId}/result`, progressDesc: null },
  code: "333333",
  message: "Query execution in progress.",
  success: true,
});

/** Statement states in the terms of the driver. */
const DRIVER_STATES = {
  running: "RUNNING",
  done: "SUCCESS",
  failed: "FAILED_WITH_ERROR",
  cancelled: "ABORTED",
} as const;
/** The response with the states of statements. */
export const statusResponse = (statements: readonly StatementRecord[]): ApiResponse =>
  success({ queries: statements.map(({ queryId, state }) => ({ id: queryId, status: DRIVER_STATES[state] })) });

/** The response with a result. */
export const resultResponse = (result: QueryResult, queryId: string, session: Session, base: string): ApiResponse =>
  success({
    parameters: session.parameters(),
    rowtype: result.rowtype,
    rowset: result.firstRows,
    ...(result.chunkSizes.length > 0
      ? {
          chunks: result.chunkSizes.map((rowCount, i) => ({
            url: `${base}/chunk/${queryId}/${i}`,
            rowCount,
            uncompressedSize: rowCount * 16,
            compressedSize: rowCount * 4,
          })),
          chunkHeaders: {},
        }
      : {}),
    total: result.total,
    returned: result.total,
    queryId,
    databaseProvider: null,
    finalDatabaseName: session.database,
    finalSchemaName: session.schema,
    finalWarehouseName: session.warehouse,
    finalRoleName: session.role,
    numberOfBinds: 0,
    arrayBindSupported: false,
    statementTypeId: result.statementTypeId,
    version: 1,
    sendResultTime: Date.now(),
    queryResultFormat: "json",
  });

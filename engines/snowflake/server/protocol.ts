import type { SnowflakeError } from "../errors.js";
import type { WireResult } from "./result.js";
import type { Record_, Session } from "./session.js";

/** What every answer is wrapped in. */
export interface Answer {
  readonly data: unknown;
  readonly code: string | null;
  readonly message: string | null;
  readonly success: boolean;
}
export const success = (data: unknown = null): Answer => ({ data, code: null, message: null, success: true });
export const failure = (error: SnowflakeError, queryId: string): Answer => ({
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
export const refused = (code: string, message: string): Answer => ({ data: null, code, message, success: false });
/** The statement runs longer than the server lets a request wait; the result is asked for again. */
export const inProgress = (queryId: string): Answer => ({
  data: { queryId, getResultUrl: `/queries/${queryId}/result`, progressDesc: null },
  code: "333333",
  message: "Query execution in progress.",
  success: true,
});

/** The driver's words for how far a statement is. */
const STATES = { running: "RUNNING", done: "SUCCESS", failed: "FAILED_WITH_ERROR", cancelled: "ABORTED" } as const;
/** How far statements are. */
export const statusAnswer = (statements: readonly Record_[]): Answer =>
  success({ queries: statements.map(({ queryId, state }) => ({ id: queryId, status: STATES[state] })) });

/** A result as the driver reads it. */
export const resultAnswer = (result: WireResult, queryId: string, session: Session, base: string): Answer =>
  success({
    parameters: session.parameters(),
    rowtype: result.rowtype,
    rowset: result.first,
    ...(result.pieces.length > 0
      ? {
          chunks: result.pieces.map((rowCount, i) => ({
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

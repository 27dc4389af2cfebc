import { Failure, toFailure } from "./failure.js";
import { bigqueryLanguage } from "./language.js";
import { type Service, startService } from "./process.js";
import type {
  Calls,
  Catalog,
  CatalogTable,
  LanguageOptions,
  ModifyResult,
  QueryResult,
  Request,
  Row,
  TableColumn,
  Type,
  Value,
} from "./proto.js";
import { parseTree, type Tree } from "./syntax.js";

/** A table with its rows, under the name that the statement uses. */
export interface Source {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly Row[];
  /** The index of the column that identifies rows in UPDATE and DELETE. */
  readonly key?: number;
}
/** A value for `@name`. */
export interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly value: Value;
}
/** A statement with its tables and parameters. */
export interface Statement {
  readonly sql: string;
  readonly tables: readonly Source[];
  readonly parameters: readonly Parameter[];
}

/** With this rewrite, grouping sets silently return wrong rows; without it, they are an error. */
const BROKEN_REWRITE = "REWRITE_GROUPING_SET";
const DESCRIPTOR_POOLS = { definitions: [{ builtin: {} }] };

/** The GoogleSQL analyzer and executor. A process that crashes is replaced, and its requests are retried once. */
export class GoogleSql {
  private service: Promise<Service>;
  private language: LanguageOptions = { enabledLanguageFeatures: [] };
  private rewrites: readonly string[] = [];
  private closed = false;

  private constructor(service: Service) {
    this.service = Promise.resolve(service);
  }

  static async start(): Promise<GoogleSql> {
    const engine = new GoogleSql(await startService());
    engine.language = bigqueryLanguage(await engine.call("getLanguageOptions", { maximumFeatures: true }));
    const { enabledRewrites = [] } = await engine.call("getAnalyzerOptions", {});
    engine.rewrites = enabledRewrites.filter((rewrite) => rewrite !== BROKEN_REWRITE);
    return engine;
  }

  /** Parses a statement. */
  async parse(sql: string): Promise<Tree> {
    try {
      const answer = await this.call("parse", { sqlStatement: sql, options: this.language });
      return parseTree(answer.parsedStatement, sql);
    } catch (error) {
      await this.tablePaths(sql); // fails too, with a position in its message
      throw error;
    }
  }
  /** Returns the byte position where the statement that begins at `start` ends. */
  async endOfStatement(input: string, start: number): Promise<number> {
    const parseResumeLocation = { input, bytePosition: start, allowResume: true };
    const answer = await this.call("extractTableNamesFromNextStatement", {
      parseResumeLocation,
      options: this.language,
    });
    return answer.resumeBytePosition;
  }
  /** Counts the statements of a text. */
  async countStatements(input: string): Promise<number> {
    const bytes = Buffer.from(input);
    let count = 0;
    for (let position = 0; bytes.subarray(position).toString().trim() !== ""; count++)
      position = await this.endOfStatement(input, position);
    return count;
  }
  /** Returns the paths of the tables that a statement reads or changes. */
  async tablePaths(sql: string): Promise<readonly (readonly string[])[]> {
    const answer = await this.call("extractTableNamesFromStatement", { sqlStatement: sql, options: this.language });
    return (answer.tableName ?? []).map((table) => table.tableNameSegment);
  }
  /** Analyzes a statement without running it. Returns its resolved tree. */
  async analyze(statement: Statement): Promise<unknown> {
    const request = { ...this.request(statement, false), sqlStatement: statement.sql };
    return (await this.call("analyze", request)).resolvedStatement;
  }
  /** Runs a query. Aborting `signal` kills the process that runs it. */
  query(statement: Statement, signal?: AbortSignal): Promise<QueryResult> {
    return this.call("evaluateQuery", { ...this.request(statement, true), sql: statement.sql }, signal);
  }
  /** Evaluates INSERT, UPDATE or DELETE. Returns the rows to write or remove. */
  modify(statement: Statement, signal?: AbortSignal): Promise<ModifyResult> {
    return this.call("evaluateModify", { ...this.request(statement, true), sql: statement.sql }, signal);
  }

  private request({ tables, parameters }: Statement, withRows: boolean): Request {
    return {
      options: {
        languageOptions: this.language,
        enabledRewrites: this.rewrites,
        defaultTimezone: "UTC",
        errorMessageMode: "ERROR_MESSAGE_ONE_LINE",
        parameterMode: "PARAMETER_NAMED",
        preserveColumnAliases: true,
        queryParameters: parameters.map(({ name, type }) => ({ name, type })),
      },
      descriptorPoolList: DESCRIPTOR_POOLS,
      simpleCatalog: this.catalog(tables),
      ...(withRows
        ? {
            tableContent: Object.fromEntries(tables.map(({ name, rows }) => [name, { tableData: { row: rows } }])),
            params: parameters.map(({ name, value }) => ({ name, value })),
          }
        : {}),
    };
  }
  private catalog(tables: readonly Source[]): Catalog {
    return {
      name: "bigquery",
      builtinFunctionOptions: { languageOptions: this.language },
      table: tables.map(
        ({ name, columns, key }, i): CatalogTable => ({
          name,
          fullName: name,
          serializationId: i + 1,
          column: columns,
          ...(key === undefined ? {} : { primaryKeyColumnIndex: [key] }),
        }),
      ),
    };
  }

  private async call<M extends keyof Calls>(
    method: M,
    request: Calls[M][0],
    signal?: AbortSignal,
  ): Promise<Calls[M][1]> {
    for (let canRetry = true; ; canRetry = false) {
      const service = await this.service;
      try {
        return await service.call(method, request, signal);
      } catch (error) {
        const failure = toFailure(error);
        if (signal?.aborted) this.replace(service);
        if (!(failure instanceof Failure && failure.kind === "lost") || this.closed) throw failure;
        this.replace(service);
        if (!canRetry) throw failure;
      }
    }
  }
  /** Replaces a process. Concurrent calls for the same process start one new process. */
  private replace(old: Service): void {
    if (this.closed) return;
    const current = this.service;
    this.service = current.then(async (service) => {
      if (service !== old) return service;
      await old.stop();
      return startService();
    });
    this.service.catch(() => undefined);
  }

  async close(): Promise<void> {
    this.closed = true;
    await (await this.service).stop();
  }
}

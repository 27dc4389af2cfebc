// Runs a program on DuckDB, with inline and with bound literals, and compares the rows with the interpreter's.
import type { Table } from "@avocet/core";
import { fromJSON, Table as TableClass } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects/duckdb";
import type { DuckDBConnection } from "../../../src/duckdb/index.js";
import type { DrawnProgram, Program } from "./program.js";
import { buildProgram } from "./program.js";

const rowText = (columns: readonly string[]) => (row: Readonly<Record<string, unknown>>) =>
  JSON.stringify(columns.map((name) => row[name] ?? null));

/** DuckDB reported an internal error, after which its database is unusable. */
export class EngineFailure extends Error {}

/** Builds and runs a program. Throws an error with all details if the result is wrong. */
export async function check(drawnProgram: DrawnProgram, connection: DuckDBConnection): Promise<Program> {
  const program = buildProgram(drawnProgram);
  const { table, expected } = program;
  if (drawnProgram.stored)
    for (const [i, name] of ["t", "u", "v"].entries()) {
      const base = program.bases[i];
      if (base) await connection.createTable(name, base, { replace: true });
    }
  const columns = expected.cols.map((col) => col.name);
  const expectedLines = expected.rows.map(rowText(columns));
  if (JSON.stringify(table.columns) !== JSON.stringify(columns))
    throw mismatchError(
      drawnProgram,
      program,
      `expected the columns ${columns.join(", ")}, got ${table.columns.join(", ")}`,
      "",
    );
  const reread = fromJSON(JSON.stringify(table.toJSON()));
  if (!("relation" in reread) || reread.relation !== table.relation)
    throw mismatchError(drawnProgram, program, "the table read from JSON is a different node", "");
  for (const literals of ["inline", "bind"] as const) {
    const rows = await executeWith(table, literals, connection).catch((error: unknown) => {
      if (String(error).includes("INTERNAL Error")) throw new EngineFailure();
      throw mismatchError(
        drawnProgram,
        program,
        `literals ${literals}: ${error instanceof Error ? error.message : String(error)}`,
        literals,
      );
    });
    // DuckDB 1.5 loses rows if it filters windows that are partitioned by a bound value, such as one of a memtable.
    if (literals === "bind" && duckdb.compile(table.relation).sql.includes("PARTITION BY")) continue;
    const actualLines = rows.map(rowText(columns));
    const [sortedActual, sortedExpected] = expected.ordered
      ? [actualLines, expectedLines]
      : [actualLines.toSorted(), expectedLines.toSorted()];
    if (sortedActual.join("\n") !== sortedExpected.join("\n"))
      throw mismatchError(
        drawnProgram,
        program,
        `wrong rows, literals ${literals}${expected.ordered ? ", ordered" : ""}\n${columns.join(", ")}\nexpected:\n${sortedExpected.join("\n")}\nactual:\n${sortedActual.join("\n")}`,
        literals,
      );
  }
  return program;
}

/** Executes a table with inline or bound literals. */
async function executeWith(table: Table, literals: "inline" | "bind", connection: DuckDBConnection) {
  const engine: DuckDBConnection = Object.create(connection, {
    compile: { value: (relation: Table["relation"]) => duckdb.compile(relation, { literals }) },
  });
  return new TableClass(table.relation, engine).execute();
}

function mismatchError(drawnProgram: DrawnProgram, program: Program, message: string, literals: string): Error {
  const sql = (): string => {
    try {
      return duckdb.compile(program.table.relation, literals === "bind" ? { literals } : {}).sql;
    } catch (error) {
      return `cannot be compiled: ${String(error)}`;
    }
  };
  const data = drawnProgram.stored
    ? `\n\n${["t", "u", "v"].map((n, i) => `${n}: ${JSON.stringify(drawnProgram.data[i])}`).join("\n")}`
    : "";
  return new Error(`${message}\n\n${program.table.toString()}\n\n${sql()}${data}\n\n${JSON.stringify(program.steps)}`);
}

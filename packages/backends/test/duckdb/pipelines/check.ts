// Runs a program on DuckDB, with literals in the text and beside it, and compares with what it should give.
import type { Table } from "@avocet/core";
import { fromJSON, Table as TableClass } from "@avocet/core";
import { compileDuckDB } from "@avocet/sql-dialects";
import type { DuckDBConnection } from "../../../src/duckdb/index.js";
import type { Drawn, Program } from "./program.js";
import { programOf } from "./program.js";

const line = (columns: readonly string[]) => (row: Readonly<Record<string, unknown>>) =>
  JSON.stringify(columns.map((name) => row[name] ?? null));

/** The engine failed in itself, which it says of its own mistakes; its database is of no more use. */
export class EngineFailure extends Error {}

/** Runs what is drawn; throws an error that shows everything where the result is wrong. */
export async function check(drawn: Drawn, connection: DuckDBConnection): Promise<Program> {
  const program = programOf(drawn);
  const { table, expected } = program;
  if (drawn.stored)
    for (const [i, name] of ["t", "u", "v"].entries()) {
      const base = program.bases[i];
      if (base) await connection.createTable(name, base, { replace: true });
    }
  const columns = expected.cols.map((col) => col.name);
  const wanted = expected.rows.map(line(columns));
  if (JSON.stringify(table.columns) !== JSON.stringify(columns))
    throw wrong(drawn, program, `the columns are ${table.columns.join(", ")}, not ${columns.join(", ")}`, "");
  const again = fromJSON(JSON.stringify(table.toJSON()));
  if (!("relation" in again) || again.relation !== table.relation)
    throw wrong(drawn, program, "JSON gives another node", "");
  for (const literals of ["inline", "bind"] as const) {
    const rows = await run(table, literals, connection).catch((error: unknown) => {
      if (String(error).includes("INTERNAL Error")) throw new EngineFailure();
      throw wrong(
        drawn,
        program,
        `literals ${literals}: ${error instanceof Error ? error.message : String(error)}`,
        literals,
      );
    });
    // DuckDB 1.5 loses rows where it filters windows that are partitioned by a bound value, as rows in memory are then.
    if (literals === "bind" && compileDuckDB(table.relation).sql.includes("PARTITION BY")) continue;
    const found = rows.map(line(columns));
    const [a, b] = expected.ordered ? [found, wanted] : [found.toSorted(), wanted.toSorted()];
    if (a.join("\n") !== b.join("\n"))
      throw wrong(
        drawn,
        program,
        `wrong rows, literals ${literals}${expected.ordered ? ", ordered" : ""}\n${columns.join(", ")}\nexpected:\n${b.join("\n")}\nfound:\n${a.join("\n")}`,
        literals,
      );
  }
  return program;
}

/** The connection, with literals in the text or beside it. */
async function run(table: Table, literals: "inline" | "bind", connection: DuckDBConnection) {
  const runner: DuckDBConnection = Object.create(connection, {
    compile: { value: (relation: Table["relation"]) => compileDuckDB(relation, { literals }) },
  });
  return new TableClass(table.relation, runner).execute();
}

function wrong(drawn: Drawn, program: Program, what: string, literals: string): Error {
  const sql = (): string => {
    try {
      return compileDuckDB(program.table.relation, literals === "bind" ? { literals } : {}).sql;
    } catch (error) {
      return `cannot be compiled: ${String(error)}`;
    }
  };
  const data = drawn.stored
    ? `\n\n${["t", "u", "v"].map((n, i) => `${n}: ${JSON.stringify(drawn.data[i])}`).join("\n")}`
    : "";
  return new Error(`${what}\n\n${program.table.toString()}\n\n${sql()}${data}\n\n${JSON.stringify(program.steps)}`);
}

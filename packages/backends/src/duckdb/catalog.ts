import type { DType, Schema } from "@avocet/core";
import { AvocetError, printDType, suggestion, withNull } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects";
import { engineError, missingTable } from "./errors.js";
import type { Exclusive, ResultColumn } from "./session.js";

/** Where a table is, if not in the current database and schema. */
export interface Place {
  readonly database?: string;
  readonly catalog?: string;
}

/** The name of a table in SQL. */
export const qualified = (name: string, { catalog, database }: Place = {}): string =>
  [catalog, database, name]
    .filter((part) => part !== undefined)
    .map((part) => duckdb.quote(part))
    .join(".");

/** The names of the tables and views of the current schema. */
export async function tableNames(on: Exclusive): Promise<string[]> {
  return strings(await on.run("SHOW TABLES")).sort();
}

/** The first column of a result, as strings. */
function strings(result: Awaited<ReturnType<Exclusive["run"]>>): string[] {
  const found: string[] = [];
  for (let k = 0; k < result.chunkCount; k++)
    for (const value of result.getChunk(k).getColumnVector(0).toArray()) found.push(String(value));
  return found;
}

/** What a name stands for in the current schema, without regard to case, as the engine compares names. */
export async function kindOf(on: Exclusive, name: string): Promise<"table" | "view" | null> {
  const literal = duckdb.literal(name, { kind: "string", nullable: false });
  const [kind] = strings(
    await on.run(`SELECT table_type FROM information_schema.tables
WHERE table_catalog = current_database() AND table_schema = current_schema() AND lower(table_name) = lower(${literal})`),
  );
  return kind === undefined ? null : kind === "VIEW" ? "view" : "table";
}

/** The schema of a table or view as it is now. */
export async function liveSchema(on: Exclusive, name: string, place: Place = {}): Promise<Map<string, DType>> {
  const from = qualified(name, place);
  const columns = await found(on, name, () => on.columns(`SELECT * FROM ${from} LIMIT 0`));
  const fields = fieldsOf(columns, `the table ${name}`);
  const required = strings(await on.run(`SELECT column_name FROM (DESCRIBE ${from}) WHERE "null" = 'NO'`));
  for (const column of required) {
    const dtype = fields.get(column);
    if (dtype) fields.set(column, withNull(dtype, false));
  }
  return fields;
}

/** The columns of a result as a schema; refuses types without a dtype, and two columns of one name. */
export function fieldsOf(columns: readonly ResultColumn[], what: string): Map<string, DType> {
  const fields = new Map<string, DType>();
  for (const { name, dtype, type } of columns) {
    if (!dtype)
      throw new AvocetError(
        "invalid-dtype",
        `the column \`${name}\` of ${what} is of type ${type}, which has no dtype`,
        {
          hint: "Leave it out or cast it in SQL, with connection.sql(text).",
        },
      );
    if (fields.has(name))
      throw new AvocetError("duplicate-column", `${what} has two columns \`${name}\``, {
        hint: "Rename one in the text, with AS.",
      });
    fields.set(name, dtype);
  }
  return fields;
}

/** Runs `work`, and names the tables there are where it fails for want of one. */
export async function found<T>(on: Exclusive, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const missing = missingTable(error);
    if (missing === undefined) throw engineError(error);
    throw new AvocetError("unknown-table", `there is no table or view \`${missing || name}\``, {
      hint: suggestion(missing || name, await tableNames(on), "tables and views"),
      cause: error,
    });
  }
}

/** Refuses a declared schema that the live one does not bear out, and shows the difference. */
export function checkSchema(name: string, declared: Schema, live: ReadonlyMap<string, DType>, isView: boolean): void {
  const lines: string[] = [];
  for (const [column, dtype] of Object.entries(declared)) {
    const actual = live.get(column);
    if (!actual) lines.push(`- ${column}: ${printDType(dtype)} is declared, but not there`);
    else if (!fits(dtype, actual, isView))
      lines.push(`- ${column}: ${printDType(dtype)} is declared, ${printDType(actual)} is there`);
  }
  for (const [column, dtype] of live)
    if (!Object.hasOwn(declared, column)) lines.push(`- ${column}: ${printDType(dtype)} is there, but not declared`);
  if (lines.length > 0)
    throw new AvocetError("schema-mismatch", `the table ${name} is not as declared`, {
      hint: "Correct the schema, or leave it out to take the table as it is.",
      detail: lines.join("\n"),
    });
}

/** A declared dtype may be nullable where the column is not; the columns of a view never say that they are not. */
function fits(declared: DType, actual: DType, isView: boolean): boolean {
  if (!declared.nullable && actual.nullable && !isView) return false;
  return plain(declared) === plain(actual);
}
/** The text of a dtype without what a result does not depend on: the zone of an instant, and whether parts are nullable. */
const plain = (dtype: DType): string =>
  printDType(dtype)
    .replaceAll("!", "")
    .replace(/timestamp\('[^']*'/g, "timestamp('UTC'");

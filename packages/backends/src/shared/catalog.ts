import type { DType, Schema } from "@avocet/core";
import { AvocetError, printDType, suggestion } from "@avocet/core";
import type { Dialect } from "@avocet/sql-dialects";
import type { Driver, Namespace, ResultColumn, Session } from "./driver.js";

/** The name of a table in SQL. */
export function qualified(dialect: Dialect, name: string, { catalog, database }: Namespace = {}): string {
  const quote = dialect.tableName ?? dialect.quote;
  const place = [catalog === undefined ? [] : dialect.quote(catalog), database === undefined ? [] : quote(database)];
  return [...place.flat(), quote(name)].join(".");
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
  if (fields.size === 0)
    throw new AvocetError("schema-mismatch", `${what} has no columns`, { hint: "Give it one, or take another table." });
  return fields;
}

/** Runs `work`, and names the tables there are where it fails for want of one. */
export async function withTableSuggestions<S extends Session, T>(
  driver: Driver<S>,
  on: S,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const missing = driver.missingTable(error);
    if (missing === undefined) throw error;
    const names = await driver.catalog.names(on).catch(() => []);
    throw new AvocetError("unknown-table", `there is no table or view \`${missing || name}\``, {
      hint: suggestion(missing || name, [...names].sort(), "tables and views"),
      cause: error,
    });
  }
}

/** Refuses a declared schema that the live one does not bear out, and shows the difference. */
export function checkSchema(
  name: string,
  declared: Schema,
  live: ReadonlyMap<string, DType>,
  isView: boolean,
  storedAs: Driver["storedAs"],
): void {
  const lines: string[] = [];
  for (const [column, dtype] of Object.entries(declared)) {
    const actual = live.get(column);
    if (!actual) lines.push(`- ${column}: ${printDType(dtype)} is declared, but not there`);
    else if (!fits(dtype, actual, isView, storedAs))
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
function fits(declared: DType, actual: DType, isView: boolean, storedAs: Driver["storedAs"]): boolean {
  if (!declared.nullable && actual.nullable && !isView) return false;
  return plain(declared) === plain(actual) || (storedAs !== undefined && plain(storedAs(declared)) === plain(actual));
}
/** The text of a dtype without what a result does not depend on: the zone of an instant, and whether parts are nullable. */
const plain = (dtype: DType): string =>
  printDType(dtype)
    .replaceAll("!", "")
    .replace(/timestamp\('[^']*'/g, "timestamp('UTC'");

import type { DType, Schema } from "@avocet/core";
import { AvocetError, printDType } from "@avocet/core";
import { suggestion } from "@avocet/core/backend";
import type { Dialect } from "@avocet/sql-dialects";
import type { Driver, Namespace, ResultColumn, Session } from "./driver.js";

/** Returns the qualified and quoted name of a table in SQL. */
export function qualifiedName(dialect: Dialect, name: string, { catalog, database }: Namespace = {}): string {
  const quote = dialect.tableName ?? dialect.quote;
  const prefix = [catalog === undefined ? [] : dialect.quote(catalog), database === undefined ? [] : quote(database)];
  return [...prefix.flat(), quote(name)].join(".");
}

/** Returns the columns of a result as a schema. Throws for a type without a dtype and for a duplicate column name. */
export function fieldsOf(columns: readonly ResultColumn[], source: string): Map<string, DType> {
  const fields = new Map<string, DType>();
  for (const { name, dtype, type } of columns) {
    if (!dtype)
      throw new AvocetError(
        "invalid-dtype",
        `The column \`${name}\` of ${source} is of type ${type}, which has no dtype`,
        {
          hint: "Omit or cast the column in SQL, with connection.sql(text).",
        },
      );
    if (fields.has(name))
      throw new AvocetError("duplicate-column", `Duplicate column \`${name}\` in ${source}`, {
        hint: "Rename one of the columns in the SQL text with AS.",
      });
    fields.set(name, dtype);
  }
  if (fields.size === 0)
    throw new AvocetError("schema-mismatch", `No columns in ${source}`, {
      hint: "Use a table or query with at least one column.",
    });
  return fields;
}

/** Runs `work`; on a missing-table error, rethrows with suggestions of existing names. */
export async function withTableSuggestions<S extends Session, T>(
  driver: Driver<S>,
  session: S,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const missing = driver.missingTable(error);
    if (missing === undefined) throw error;
    const names = await driver.catalog.names(session).catch(() => []);
    throw new AvocetError("unknown-table", `There is no table or view \`${missing || name}\``, {
      hint: suggestion(missing || name, [...names].sort(), "tables and views"),
      cause: error,
    });
  }
}

/** Throws if a declared schema does not match the actual columns; the error lists the differences. */
export function checkSchema(
  name: string,
  declared: Schema,
  actual: ReadonlyMap<string, DType>,
  isView: boolean,
  storedAs: Driver["storedAs"],
): void {
  const lines: string[] = [];
  for (const [column, dtype] of Object.entries(declared)) {
    const actualDType = actual.get(column);
    if (!actualDType) lines.push(`- ${column}: ${printDType(dtype)} is declared, but does not exist`);
    else if (!isCompatible(dtype, actualDType, isView, storedAs))
      lines.push(`- ${column}: ${printDType(dtype)} is declared, but the column is ${printDType(actualDType)}`);
  }
  for (const [column, dtype] of actual)
    if (!Object.hasOwn(declared, column)) lines.push(`- ${column}: ${printDType(dtype)} exists, but is not declared`);
  if (lines.length > 0)
    throw new AvocetError("schema-mismatch", `The declared schema of ${name} does not match its columns`, {
      hint: "Correct the schema, or omit it to use the columns as they are.",
      detail: lines.join("\n"),
    });
}

/**
 * Whether a column can be read as its declared dtype. A column of a view may be declared NOT NULL, because engines
 * report the columns of views as nullable.
 */
function isCompatible(declared: DType, actual: DType, isView: boolean, storedAs: Driver["storedAs"]): boolean {
  if (!declared.nullable && actual.nullable && !isView) return false;
  return (
    comparableText(declared) === comparableText(actual) ||
    (storedAs !== undefined && comparableText(storedAs(declared)) === comparableText(actual))
  );
}
/**
 * The text of a dtype without the name of its time zone and the nullability of its parts, which do not affect results.
 */
const comparableText = (dtype: DType): string =>
  printDType(dtype)
    .replaceAll("!", "")
    .replace(/timestamp\('[^']*'/g, "timestamp('UTC'");

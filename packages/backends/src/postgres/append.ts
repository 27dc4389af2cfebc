import type { ir, LiteralValue } from "@avocet/core";
import { postgres, postgresInputText } from "@avocet/sql-dialects";
import { plain } from "../shared/statement.js";
import { targetOf } from "./catalog.js";
import type { CopyStatement, PostgresSession } from "./session/types.js";

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Adds rows to a table with COPY. */
export async function append(
  on: PostgresSession,
  table: string,
  schema: ir.Fields,
  columns: readonly (readonly LiteralValue[])[],
): Promise<void> {
  const dtypes = [...schema.values()];
  const texts = columns.map((column, i) => {
    const dtype = dtypes[i];
    if (!dtype) throw new TypeError("more columns than dtypes");
    return column.map((value) => {
      const text = postgresInputText(value, dtype);
      return text === null ? "\\N" : text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
    });
  });
  const rows = (texts[0] ?? []).map((_, row) => `${texts.map((column) => column[row]).join("\t")}\n`);
  const list = [...schema.keys()].map((column) => postgres.quote(column)).join(", ");
  const statement: CopyStatement = {
    ...plain(`COPY ${targetOf(table)} (${list}) FROM STDIN`),
    input: [rows.join("")],
  };
  await on.run(statement);
}

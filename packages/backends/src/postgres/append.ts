import type { LiteralValue } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { postgres, inputText as postgresInputText } from "@avocet/sql-dialects/postgres";
import { sqlStatement } from "../shared/statement.js";
import { qualifiedTable } from "./catalog.js";
import type { CopyStatement, PostgresSession } from "./session/types.js";

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Appends rows to a table with COPY. */
export async function append(
  session: PostgresSession,
  table: string,
  schema: ir.Fields,
  columns: readonly (readonly LiteralValue[])[],
): Promise<void> {
  const dtypes = [...schema.values()];
  const texts = columns.map((column, i) => {
    const dtype = dtypes[i];
    if (!dtype) throw new TypeError("Internal error: more columns than dtypes");
    return column.map((value) => {
      const text = postgresInputText(value, dtype);
      return text === null ? "\\N" : text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
    });
  });
  const rows = (texts[0] ?? []).map((_, row) => `${texts.map((column) => column[row]).join("\t")}\n`);
  const list = [...schema.keys()].map((column) => postgres.quote(column)).join(", ");
  const statement: CopyStatement = {
    ...sqlStatement(`COPY ${qualifiedTable(table)} (${list}) FROM STDIN`),
    input: [rows.join("")],
  };
  await session.run(statement);
}

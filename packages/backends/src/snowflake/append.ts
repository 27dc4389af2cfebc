import type { DType } from "@avocet/core";
import { string } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { snowflake, bindText as snowflakeBindText } from "@avocet/sql-dialects/snowflake";
import { qualifiedName } from "../shared/catalog.js";
import type { SnowflakeSession } from "./session/types.js";

/** Maximum length of a bound text. Snowflake's limit is 16 MB, and a character takes up to three bytes. */
const MAX_CHARACTERS = 4_000_000;

/**
 * Inserts rows into a table. They are bound as one JSON text, because VALUES is limited in its number of rows and SQL
 * text to 1 MB.
 */
export async function append(
  session: SnowflakeSession,
  table: string,
  schema: ir.Fields,
  columns: readonly (readonly LiteralValue[])[],
): Promise<void> {
  const fields = [...schema];
  const columnList = fields.map(([name]) => snowflake.quote(name)).join(", ");
  const values = fields.map(([, dtype], i) => snowflake.placeholder(1, dtype).replace(":1", `value[${i}]::VARCHAR`));
  const sql = `INSERT INTO ${qualifiedName(snowflake, table)} (${columnList})\nSELECT ${values.join(", ")}\nFROM TABLE(FLATTEN(INPUT => PARSE_JSON(:1)))`;
  for (const rows of chunksOf(columns, [...schema.values()]))
    await session.run({ sql, values: [{ value: rows, dtype: string }] });
}

/** Yields JSON texts that together contain all rows, each row an array of texts. */
function* chunksOf(columns: readonly (readonly LiteralValue[])[], dtypes: readonly DType[]): Generator<string> {
  let chunk: string[] = [];
  let length = 0;
  for (let row = 0; row < (columns[0]?.length ?? 0); row++) {
    const texts = dtypes.map((dtype, i) => {
      const value = columns[i]?.[row] ?? null;
      return value === null ? null : snowflakeBindText(value, dtype);
    });
    const json = JSON.stringify(texts);
    if (chunk.length > 0 && length + json.length > MAX_CHARACTERS) {
      yield `[${chunk.join(",")}]`;
      chunk = [];
      length = 0;
    }
    chunk.push(json);
    length += json.length + 1;
  }
  if (chunk.length > 0) yield `[${chunk.join(",")}]`;
}

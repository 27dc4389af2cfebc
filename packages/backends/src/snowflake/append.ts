import type { DType } from "@avocet/core";
import { string } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { snowflake, bindText as snowflakeBindText } from "@avocet/sql-dialects/snowflake";
import { qualifiedName } from "../shared/catalog.js";
import type { SnowflakeSession } from "./session/types.js";

/** A text that is bound may have 16 MB; its characters up to three bytes each. */
const MOST_CHARACTERS = 4_000_000;

/** Adds rows to a table: as JSON in one bound text, as VALUES have at most so many rows and their SQL at most 1 MB. */
export async function append(
  on: SnowflakeSession,
  table: string,
  schema: ir.Fields,
  columns: readonly (readonly LiteralValue[])[],
): Promise<void> {
  const fields = [...schema];
  const list = fields.map(([name]) => snowflake.quote(name)).join(", ");
  const values = fields.map(([, dtype], i) => snowflake.placeholder(1, dtype).replace(":1", `value[${i}]::VARCHAR`));
  const sql = `INSERT INTO ${qualifiedName(snowflake, table)} (${list})\nSELECT ${values.join(", ")}\nFROM TABLE(FLATTEN(INPUT => PARSE_JSON(:1)))`;
  for (const rows of inParts(columns, [...schema.values()]))
    await on.run({ sql, values: [{ value: rows, dtype: string }] });
}

/** The rows as JSON, each an array of texts. */
function* inParts(columns: readonly (readonly LiteralValue[])[], dtypes: readonly DType[]): Generator<string> {
  let part: string[] = [];
  let length = 0;
  for (let row = 0; row < (columns[0]?.length ?? 0); row++) {
    const texts = dtypes.map((dtype, i) => {
      const value = columns[i]?.[row] ?? null;
      return value === null ? null : snowflakeBindText(value, dtype);
    });
    const json = JSON.stringify(texts);
    if (part.length > 0 && length + json.length > MOST_CHARACTERS) {
      yield `[${part.join(",")}]`;
      part = [];
      length = 0;
    }
    part.push(json);
    length += json.length + 1;
  }
  if (part.length > 0) yield `[${part.join(",")}]`;
}

import type { ir } from "@avocet/core";
import { listed, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Level } from "../sql/expr.js";
import type { FunctionRef } from "../sql/query.js";
import { quote } from "./literal.js";
import { typeName } from "./types.js";

/** Rows of literals: the elements of an array of structs. */
export function rows(schema: ir.Fields, values: readonly (readonly Sql[])[]): FunctionRef {
  const fields = [...schema].map(([name, dtype]) => `${quote(name)} ${typeName(dtype)}`);
  const structs = values.map((row) => sql`STRUCT(${listed(row)})`);
  const list: Sql = {
    kind: "text",
    parts: [`ARRAY<STRUCT<${fields.join(", ")}>>[`, { sql: listed(structs, ",\n  "), least: Level.any }, "]"],
    level: Level.atom,
  };
  return { kind: "function", sql: sql`UNNEST(${list})`, columns: null };
}

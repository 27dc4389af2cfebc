import type * as ir from "@avocet/core/ir";
import { commaList, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import type { FunctionRef } from "../sql/query.js";
import { quote } from "./literal.js";
import { typeName } from "./types.js";

/** Rows of literals, as UNNEST of an array of structs. */
export function literalRows(schema: ir.Fields, values: readonly (readonly Sql[])[]): FunctionRef {
  const fields = [...schema].map(([name, dtype]) => `${quote(name)} ${typeName(dtype)}`);
  const structs = values.map((row) => sql`STRUCT(${commaList(row)})`);
  const list: Sql = {
    kind: "text",
    segments: [
      `ARRAY<STRUCT<${fields.join(", ")}>>[`,
      { sql: commaList(structs, ",\n  "), minPrecedence: Precedence.any },
      "]",
    ],
    precedence: Precedence.atom,
  };
  return { kind: "function", sql: sql`UNNEST(${list})`, columns: null };
}

import type { Rules } from "../../dialect.js";
import { at, call, operand, sql, word } from "../../sql/build.js";
import { Level } from "../../sql/expr.js";
import { genericRules as standard } from "../../standard/generic.js";
import { typeName } from "../types.js";

export const genericRules = {
  ...standard,
  TryCast: ({ arg, to }, { node }) => ({
    kind: "text",
    parts: ["TRY_CAST(", { sql: arg, least: Level.any }, ` AS ${typeName(to ?? node.dtype)})`],
    level: Level.atom,
  }),
  Greatest: ({ args }) => call("GREATEST", ...args),
  Least: ({ args }) => call("LEAST", ...args),
  // The hash is an unsigned 64-bit number; its upper half has no int64, so the last bit is dropped.
  Hash: ({ arg }) => sql`CAST(${call("HASH", arg)} >> 1 AS BIGINT)`,
  TypeOf: ({ arg }) => call("TYPEOF", arg),
  Grouping: ({ arg }) => sql`CAST(${call("GROUPING", arg)} AS BIGINT)`,
  RowId: () => at(Level.atom)`${operand(word("rowid"), Level.any)}`,
} satisfies Partial<Rules>;

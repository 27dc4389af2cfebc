import type { DType } from "@avocet/core";
import { isFloat, isInteger } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { at, call, cases, operand, sql, word } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Level } from "../../sql/expr.js";
import { genericRules as standard } from "../../standard/generic.js";
import { typeName } from "../types.js";

type Context = Pick<RuleContext, "cast" | "node">;
/** Bare whole numbers are 32 bits wide to DuckDB: where all results are, the whole is cast to the dtype that it has. */
const sized = (result: Sql, parts: readonly (Sql | undefined)[], context: Context): Sql =>
  isInteger(context.node.dtype) && parts.every((p) => p === undefined || p.kind === "literal")
    ? context.cast(result, context.node.dtype)
    : result;

/** A cast of a float to an integer rounds halves to the even number, one of a decimal away from zero. */
const rounded = (arg: Sql, from: DType, to: DType | undefined): Sql =>
  isFloat(from) && to && isInteger(to) ? call("ROUND", arg) : arg;

/** Between text and its bytes in UTF-8; DuckDB's cast takes text for the bytes' escapes. */
function utf8(arg: Sql, from: DType, to: DType | undefined): Sql | undefined {
  if (from.kind === "string" && to?.kind === "binary") return call("ENCODE", arg);
  return from.kind === "binary" && to?.kind === "string" ? call("DECODE", arg) : undefined;
}
const tried = (arg: Sql, from: DType, to: DType): Sql => ({
  kind: "text",
  parts: ["TRY_CAST(", { sql: rounded(arg, from, to), least: Level.any }, ` AS ${typeName(to)})`],
  level: Level.atom,
});

export const genericRules = {
  ...standard,
  Coalesce: ({ args }, context) => sized(call("COALESCE", ...args), args, context),
  NullIf: ({ arg, other }, context) => sized(call("NULLIF", arg, other), [arg], context),
  IfElse: ({ condition, yes, no }, context) => sized(cases([[condition, yes]], no), [yes, no], context),
  Case: (args, context) => sized(standard.Case(args), [...args.results, args.otherwise], context),
  Cast: ({ arg, to }, { cast, dtype, node }) =>
    utf8(arg, dtype("arg"), to) ?? cast(rounded(arg, dtype("arg"), to), to ?? node.dtype),
  TryCast: ({ arg, to }, { dtype, node }) => {
    const bytes = utf8(arg, dtype("arg"), to);
    return bytes ? call("TRY", bytes) : tried(arg, dtype("arg"), to ?? node.dtype);
  },
  Greatest: ({ args }, context) => sized(call("GREATEST", ...args), args, context),
  Least: ({ args }, context) => sized(call("LEAST", ...args), args, context),
  // The hash is an unsigned 64-bit number; its upper half has no int64, so the last bit is dropped.
  Hash: ({ arg }) => sql`CAST(${call("HASH", arg)} >> 1 AS BIGINT)`,
  TypeOf: ({ arg }) => call("TYPEOF", arg),
  Grouping: ({ arg }) => sql`CAST(${call("GROUPING", arg)} AS BIGINT)`,
  RowId: () => at(Level.atom)`${operand(word("rowid"), Level.any)}`,
} satisfies Partial<Rules>;

import type { DType } from "@avocet/core";
import { INTEGER_RANGE, isArray, isDecimal, isFloat, isInteger } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  call,
  caseWhen,
  identifierSql,
  intLiteral,
  keyword,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { genericRules as standard } from "../../standard/generic.js";
import { typeName } from "../types.js";
import { lambda } from "./lambda.js";

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
/**
 * DuckDB finds a time of day in the text of a date or a timestamp, an integer in that of a fraction, and a UUID however its hyphens stand; such
 * a text is made one that says none.
 */
function strict(arg: Sql, to: DType | undefined): Sql {
  if (to?.kind === "time")
    return call("REGEXP_REPLACE", arg, stringLiteral("^\\s*\\d+[-/]"), stringLiteral("no time: \\0"));
  if (to?.kind === "uuid") return call("REGEXP_EXTRACT", arg, stringLiteral(UUID));
  return to && isInteger(to) ? call("TRANSLATE", arg, stringLiteral(".eExXbB_"), stringLiteral("????????")) : arg;
}
const DATE = "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*$";
const UUID = "^\\s*[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}\\s*$";
const asked = (arg: Sql, from: DType, to: DType | undefined): Sql =>
  from.kind === "string" ? strict(arg, to) : rounded(arg, from, to);
/**
 * A number that the dtype cannot hold is NULL. Where the result is compared with a constant, DuckDB compares the number itself instead and finds
 * that it differs; what comes out of a list it does not look through.
 */
function tried(arg: Sql, from: DType, to: DType): Sql {
  if (isArray(from) && isArray(to) && isOwn(arg, from.element, to.element))
    return call("LIST_TRANSFORM", arg, lambda(["element"], tried(ELEMENT, from.element, to.element)));
  // DuckDB passes over what follows a date.
  const dated = from.kind === "string" && to.kind === "date" ? call("REGEXP_EXTRACT", arg, stringLiteral(DATE)) : arg;
  const cast: Sql = {
    kind: "text",
    parts: ["TRY_CAST(", { sql: asked(dated, from, to), least: Precedence.any }, ` AS ${typeName(to)})`],
    level: Precedence.atom,
  };
  return isExact(from) && isExact(to) && !holdsAll(from, to)
    ? call("LIST_EXTRACT", sql`[${cast}]`, intLiteral(1))
    : cast;
}
/** DuckDB casts the elements of arrays that are NULL by then, and rounds those of floats in its own way; a lambda casts those that are there. */
function casted(arg: Sql, from: DType, to: DType, cast: RuleContext["cast"]): Sql {
  if (isArray(from) && isArray(to) && isOwn(arg, from.element, to.element)) {
    const body = casted(ELEMENT, from.element, to.element, cast);
    return call("LIST_TRANSFORM", arg, lambda(["element"], body));
  }
  return utf8(arg, from, to) ?? cast(asked(arg, from, to), to);
}
const ELEMENT = identifierSql("element");
function isOwn(arg: Sql, from: DType, to: DType): boolean {
  if (isArray(from) && isArray(to)) return isOwn(arg, from.element, to.element);
  const kinds = [from.kind, to.kind].sort().join();
  return (
    (isFloat(from) && isInteger(to)) ||
    kinds === "binary,string" ||
    (from.kind === "string" && to.kind !== "string" && (arg.kind === "text" || isInteger(to) || STRICT.has(to.kind)))
  );
}
const STRICT: ReadonlySet<DType["kind"]> = new Set(["time", "uuid", "date"]);
const isExact = (dtype: DType): boolean => isInteger(dtype) || isDecimal(dtype);
function holdsAll(from: DType, to: DType): boolean {
  if (!isInteger(from) || !isInteger(to)) return false;
  const [[least, most], [low, high]] = [INTEGER_RANGE[from.kind], INTEGER_RANGE[to.kind]];
  return low <= least && most <= high;
}

export const genericRules = {
  ...standard,
  Coalesce: ({ args }, context) => sized(call("COALESCE", ...args), args, context),
  NullIf: ({ arg, other }, context) => sized(call("NULLIF", arg, other), [arg], context),
  IfElse: ({ condition, yes, no }, context) => sized(caseWhen([[condition, yes]], no), [yes, no], context),
  Case: (args, context) => sized(standard.Case(args), [...args.results, args.otherwise], context),
  Cast: ({ arg, to }, { cast, dtype, node }) => casted(arg, dtype("arg"), to ?? node.dtype, cast),
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
  RowId: () => withPrecedence(Precedence.atom)`${operand(keyword("rowid"), Precedence.any)}`,
} satisfies Partial<Rules>;

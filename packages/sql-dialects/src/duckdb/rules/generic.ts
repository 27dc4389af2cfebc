import type { DType } from "@avocet/core";
import { INTEGER_RANGE, isArray, isDecimal, isFloat, isInteger } from "@avocet/core/dialect";
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
import * as Precedence from "../../sql/precedence.js";
import { genericRules as standard } from "../../standard/generic.js";
import { typeName } from "../types.js";
import { lambda } from "./lambda.js";

type Context = Pick<RuleContext, "cast" | "node">;
/** DuckDB reads integer literals as 32-bit, so a result that is computed from literals only is cast to its dtype. */
const castIfAllLiterals = (result: Sql, results: readonly (Sql | undefined)[], context: Context): Sql =>
  isInteger(context.node.dtype) && results.every((p) => p === undefined || p.kind === "literal")
    ? context.cast(result, context.node.dtype)
    : result;

/**
 * DuckDB's cast from float to integer rounds half to even; ROUND rounds half away from zero, as casts of decimals do.
 */
const roundIfFloat = (arg: Sql, from: DType, to: DType | undefined): Sql =>
  isFloat(from) && to && isInteger(to) ? call("ROUND", arg) : arg;

/** Converts between strings and their UTF-8 bytes; DuckDB's cast would interpret escape sequences. */
function utf8(arg: Sql, from: DType, to: DType | undefined): Sql | undefined {
  if (from.kind === "string" && to?.kind === "binary") return call("ENCODE", arg);
  return from.kind === "binary" && to?.kind === "string" ? call("DECODE", arg) : undefined;
}
/**
 * Changes text that DuckDB's cast would accept too leniently into text that it rejects: a timestamp cast to a time, a
 * fraction cast to an integer, a UUID with misplaced hyphens.
 */
function rejectLooseText(arg: Sql, to: DType | undefined): Sql {
  if (to?.kind === "time")
    return call("REGEXP_REPLACE", arg, stringLiteral("^\\s*\\d+[-/]"), stringLiteral("no time: \\0"));
  if (to?.kind === "uuid") return call("REGEXP_EXTRACT", arg, stringLiteral(UUID_PATTERN));
  return to && isInteger(to) ? call("TRANSLATE", arg, stringLiteral(".eExXbB_"), stringLiteral("????????")) : arg;
}
const DATE_PATTERN = "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*$";
const UUID_PATTERN = "^\\s*[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}\\s*$";
const castInput = (arg: Sql, from: DType, to: DType | undefined): Sql =>
  from.kind === "string" ? rejectLooseText(arg, to) : roundIfFloat(arg, from, to);
/**
 * TRY_CAST; NULL if the dtype cannot represent the number. If such a cast is compared with a constant, DuckDB's
 * optimizer compares the uncast number instead, which is not NULL. It does not see through LIST_EXTRACT.
 */
function tryCast(arg: Sql, from: DType, to: DType): Sql {
  if (isArray(from) && isArray(to) && needsElementCast(arg, from.element, to.element))
    return call("LIST_TRANSFORM", arg, lambda(["element"], tryCast(ELEMENT, from.element, to.element)));
  // DuckDB ignores text after a date.
  const dateText =
    from.kind === "string" && to.kind === "date" ? call("REGEXP_EXTRACT", arg, stringLiteral(DATE_PATTERN)) : arg;
  const cast: Sql = {
    kind: "text",
    segments: [
      "TRY_CAST(",
      { sql: castInput(dateText, from, to), minPrecedence: Precedence.any },
      ` AS ${typeName(to)})`,
    ],
    precedence: Precedence.atom,
  };
  return isExactNumber(from) && isExactNumber(to) && !fitsWithin(from, to)
    ? call("LIST_EXTRACT", sql`[${cast}]`, intLiteral(1))
    : cast;
}
/**
 * Casts a value. Arrays whose elements need special casts are cast element by element, which also keeps NULL arrays.
 */
function castValue(arg: Sql, from: DType, to: DType, cast: RuleContext["cast"]): Sql {
  if (isArray(from) && isArray(to) && needsElementCast(arg, from.element, to.element)) {
    const body = castValue(ELEMENT, from.element, to.element, cast);
    return call("LIST_TRANSFORM", arg, lambda(["element"], body));
  }
  return utf8(arg, from, to) ?? cast(castInput(arg, from, to), to);
}
const ELEMENT = identifierSql("element");
function needsElementCast(arg: Sql, from: DType, to: DType): boolean {
  if (isArray(from) && isArray(to)) return needsElementCast(arg, from.element, to.element);
  const kinds = [from.kind, to.kind].sort().join();
  return (
    (isFloat(from) && isInteger(to)) ||
    kinds === "binary,string" ||
    (from.kind === "string" &&
      to.kind !== "string" &&
      (arg.kind === "text" || isInteger(to) || STRICT_KINDS.has(to.kind)))
  );
}
const STRICT_KINDS: ReadonlySet<DType["kind"]> = new Set(["time", "uuid", "date"]);
const isExactNumber = (dtype: DType): boolean => isInteger(dtype) || isDecimal(dtype);
function fitsWithin(from: DType, to: DType): boolean {
  if (!isInteger(from) || !isInteger(to)) return false;
  const [[fromMin, fromMax], [toMin, toMax]] = [INTEGER_RANGE[from.kind], INTEGER_RANGE[to.kind]];
  return toMin <= fromMin && fromMax <= toMax;
}

/** Rules for casts, NULL handling, CASE and hashes. */
export const genericRules = {
  ...standard,
  Coalesce: ({ args }, context) => castIfAllLiterals(call("COALESCE", ...args), args, context),
  NullIf: ({ arg, other: value }, context) => castIfAllLiterals(call("NULLIF", arg, value), [arg], context),
  IfElse: ({ condition, yes, no }, context) => castIfAllLiterals(caseWhen([[condition, yes]], no), [yes, no], context),
  Case: (args, context) => castIfAllLiterals(standard.Case(args), [...args.results, args.otherwise], context),
  Cast: ({ arg, to }, { cast, dtype, node }) => castValue(arg, dtype("arg"), to ?? node.dtype, cast),
  TryCast: ({ arg, to }, { dtype, node }) => {
    const bytes = utf8(arg, dtype("arg"), to);
    return bytes ? call("TRY", bytes) : tryCast(arg, dtype("arg"), to ?? node.dtype);
  },
  Greatest: ({ args }, context) => castIfAllLiterals(call("GREATEST", ...args), args, context),
  Least: ({ args }, context) => castIfAllLiterals(call("LEAST", ...args), args, context),
  // HASH returns an unsigned 64-bit integer; the last bit is dropped so that it fits into int64.
  Hash: ({ arg }) => sql`CAST(${call("HASH", arg)} >> 1 AS BIGINT)`,
  TypeOf: ({ arg }) => call("TYPEOF", arg),
  Grouping: ({ arg }) => sql`CAST(${call("GROUPING", arg)} AS BIGINT)`,
  RowId: () => withPrecedence(Precedence.atom)`${operand(keyword("rowid"), Precedence.any)}`,
} satisfies Partial<Rules>;

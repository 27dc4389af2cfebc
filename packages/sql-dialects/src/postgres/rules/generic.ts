import type { DType } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, identifierSql, intLiteral, operand, sql, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { cast, castAs, int64, string } from "../build.js";
import { castTo, hasSameEncoding } from "../cast.js";
import { collateByDefault, sortableOperand, toSortable } from "../sort-keys.js";
import { tryCast } from "../try-cast.js";
import { isNested, typeName } from "../types.js";

type Context = Pick<RuleContext, "node" | "unsupported">;

/**
 * Casts a value to a common dtype where PostgreSQL does not do so implicitly: it resolves common types, but not the
 * scale of decimals or the jsonb encoding of structs and arrays.
 */
export function castToCommon(
  value: Sql,
  from: DType,
  to: DType,
  { unsupported }: Pick<RuleContext, "unsupported">,
): Sql {
  if (typeName(from) === typeName(to) && (!isNested(to) || hasSameEncoding(from, to))) return value;
  if (isNested(to) || isDecimal(to) || (isFloat(to) && from.kind === "float32"))
    return castTo(value, from, to, (why) => unsupported(why));
  return value;
}
/** An integer literal has the smallest type that holds it, so the result is cast if all operands are literals. */
const castIfAllLiterals = (result: Sql, operands: readonly (Sql | undefined)[], context: Context): Sql =>
  isInteger(context.node.dtype) && operands.every((p) => p === undefined || p.kind === "literal")
    ? cast(result, context.node.dtype)
    : result;
const castAllToResult = (
  values: readonly Sql[],
  nodes: readonly { readonly dtype: DType }[],
  context: Context,
): Sql[] =>
  values.map((value, i) => castToCommon(value, nodes[i]?.dtype ?? context.node.dtype, context.node.dtype, context));

const greatestOrLeast =
  (name: "GREATEST" | "LEAST") =>
  ({ args }: { readonly args: readonly Sql[] }, context: RuleContext<"Greatest" | "Least">): Sql => {
    const { dtype } = context.node;
    const values = castAllToResult(args, context.node.args.args, context);
    const [first, ...rest] = values;
    if (!first) return sql`NULL`;
    return castIfAllLiterals(
      collateByDefault(
        call(name, toSortable(first, dtype), ...rest.map((value) => sortableOperand(value, dtype))),
        dtype,
      ),
      args,
      context,
    );
  };

export const genericRules = {
  Cast: ({ arg, to }, { dtype, node, unsupported }) =>
    castTo(arg, dtype("arg"), to ?? node.dtype, (why) => unsupported(why)),
  TryCast: ({ arg, to }, { dtype, node, unsupported }) =>
    tryCast(arg, dtype("arg"), to ?? node.dtype, (why) => unsupported(why)),
  Coalesce: ({ args }, context) =>
    castIfAllLiterals(call("COALESCE", ...castAllToResult(args, context.node.args.args, context)), args, context),
  Greatest: greatestOrLeast("GREATEST"),
  Least: greatestOrLeast("LEAST"),
  NullIf: ({ arg, other: excluded }, context) => castIfAllLiterals(call("NULLIF", arg, excluded), [arg], context),
  IfElse: ({ condition, yes, no }, context) => {
    const [then = yes, otherwise = no] = castAllToResult(
      [yes, no],
      [context.node.args.yes, context.node.args.no],
      context,
    );
    return castIfAllLiterals(caseWhen([[condition, then]], otherwise), [yes, no], context);
  },
  Case: ({ conditions, results, otherwise }, context) => {
    const values = castAllToResult(results, context.node.args.results, context);
    const otherwiseNode = otherwise && context.node.args.otherwise;
    const branches = conditions.map((condition, i) => [condition, values[i] ?? condition] as const);
    return castIfAllLiterals(
      caseWhen(branches, otherwiseNode && castToCommon(otherwise, otherwiseNode.dtype, context.node.dtype, context)),
      [...results, otherwise],
      context,
    );
  },
  // Normalized so that decimals of different scale, and 0 and -0, have the same text.
  Hash: ({ arg }, { dtype }) => {
    const argType = dtype("arg");
    const value = isDecimal(argType)
      ? call("TRIM_SCALE", arg)
      : isFloat(argType)
        ? withPrecedence(Precedence.add)`${operand(arg, Precedence.add)} + 0`
        : arg;
    const hashed = call("HASHTEXTEXTENDED", cast(value, string), intLiteral(0));
    return argType.nullable ? call("COALESCE", hashed, intLiteral(0)) : hashed;
  },
  TypeOf: ({ arg }, { dtype }) =>
    cast(call("PG_TYPEOF", arg.kind === "literal" ? cast(arg, dtype("arg")) : arg), string),
  Grouping: ({ arg }) => cast(call("GROUPING", arg), int64),
  // A ctid is a page and a position in it.
  RowId: () => {
    const tupleId = castAs(castAs(identifierSql("ctid"), "text"), "point");
    const coordinate = (i: number): Sql => castAs(sql`(${tupleId})[${intLiteral(i)}]`, "bigint");
    return withPrecedence(Precedence.otherOperator)`${coordinate(0)} << 16 | ${coordinate(1)}`;
  },
} satisfies Partial<Rules>;

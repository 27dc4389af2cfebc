import type { DType } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, identifierSql, intLiteral, operand, sql, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { cast, castAs, int64, string } from "../build.js";
import { castTo, writtenAlike } from "../cast.js";
import { besideSortable, ordinary, sortable } from "../order.js";
import { tryCast } from "../try-cast.js";
import { isNested, typeName } from "../types.js";

type Context = Pick<RuleContext, "node" | "unsupported">;

/**
 * A value as one of several of a common dtype. PostgreSQL finds the type of its own types by itself, but not the places of decimals, nor
 * what structs and arrays of another dtype become inside of jsonb.
 */
export function alike(value: Sql, own: DType, to: DType, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  if (typeName(own) === typeName(to) && (!isNested(to) || writtenAlike(own, to))) return value;
  if (isNested(to) || isDecimal(to) || (isFloat(to) && own.kind === "float32"))
    return castTo(value, own, to, (why) => unsupported(why));
  return value;
}
/** A bare number has the least type that holds it: where all results are bare, the whole is cast to the dtype that it has. */
const sized = (result: Sql, parts: readonly (Sql | undefined)[], context: Context): Sql =>
  isInteger(context.node.dtype) && parts.every((p) => p === undefined || p.kind === "literal")
    ? cast(result, context.node.dtype)
    : result;
const commonly = (values: readonly Sql[], nodes: readonly { readonly dtype: DType }[], context: Context): Sql[] =>
  values.map((value, i) => alike(value, nodes[i]?.dtype ?? context.node.dtype, context.node.dtype, context));

const extreme =
  (name: "GREATEST" | "LEAST") =>
  ({ args }: { readonly args: readonly Sql[] }, context: RuleContext<"Greatest" | "Least">): Sql => {
    const { dtype } = context.node;
    const values = commonly(args, context.node.args.args, context);
    const [first, ...rest] = values;
    if (!first) return sql`NULL`;
    return sized(
      ordinary(call(name, sortable(first, dtype), ...rest.map((value) => besideSortable(value, dtype))), dtype),
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
    sized(call("COALESCE", ...commonly(args, context.node.args.args, context)), args, context),
  Greatest: extreme("GREATEST"),
  Least: extreme("LEAST"),
  NullIf: ({ arg, other }, context) => sized(call("NULLIF", arg, other), [arg], context),
  IfElse: ({ condition, yes, no }, context) => {
    const [then = yes, otherwise = no] = commonly([yes, no], [context.node.args.yes, context.node.args.no], context);
    return sized(caseWhen([[condition, then]], otherwise), [yes, no], context);
  },
  Case: ({ conditions, results, otherwise }, context) => {
    const values = commonly(results, context.node.args.results, context);
    const last = otherwise && context.node.args.otherwise;
    const branches = conditions.map((condition, i) => [condition, values[i] ?? condition] as const);
    return sized(
      caseWhen(branches, last && alike(otherwise, last.dtype, context.node.dtype, context)),
      [...results, otherwise],
      context,
    );
  },
  // Of equal values in any scale, and of both zeros, the text is the same.
  Hash: ({ arg }, { dtype }) => {
    const own = dtype("arg");
    const value = isDecimal(own)
      ? call("TRIM_SCALE", arg)
      : isFloat(own)
        ? withPrecedence(Precedence.add)`${operand(arg, Precedence.add)} + 0`
        : arg;
    const hashed = call("HASHTEXTEXTENDED", cast(value, string), intLiteral(0));
    return own.nullable ? call("COALESCE", hashed, intLiteral(0)) : hashed;
  },
  TypeOf: ({ arg }, { dtype }) =>
    cast(call("PG_TYPEOF", arg.kind === "literal" ? cast(arg, dtype("arg")) : arg), string),
  Grouping: ({ arg }) => cast(call("GROUPING", arg), int64),
  // The place of a row is its page and its number there.
  RowId: () => {
    const place = castAs(castAs(identifierSql("ctid"), "text"), "point");
    const part = (i: number): Sql => castAs(sql`(${place})[${intLiteral(i)}]`, "bigint");
    return withPrecedence(Precedence.other)`${part(0)} << 16 | ${part(1)}`;
  },
} satisfies Partial<Rules>;

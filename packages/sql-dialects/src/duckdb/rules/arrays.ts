import type { DType } from "@avocet/core";
import { isArray, isFloat } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  and,
  call,
  caseWhen,
  commaList,
  compare,
  identifierSql,
  infix,
  intLiteral,
  isNotNull,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { typeName } from "../types.js";
import { alike, lambda, mayBeNull, once, onceIfLong, unlessNull, userLambda } from "./lambda.js";
import { rangeRules } from "./ranges.js";

const int64: DType = { kind: "int64", nullable: true };
const ELEMENT = identifierSql("element");
const PLACE = identifierSql("place");
const known = (n: Sql): number | null => (n.kind === "literal" && typeof n.value === "number" ? n.value : null);
type Context = Pick<RuleContext, "cast" | "dtype">;
/** DuckDB's lists take no unsigned 64-bit places. */
const place = (n: Sql, arg: string, context: Context): Sql =>
  context.dtype(arg).kind === "uint64" ? context.cast(n, int64) : n;

const belowZero = (n: Sql, then: number, otherwise: number): Sql =>
  caseWhen([[compare(n, "<", intLiteral(0)), intLiteral(then)]], intLiteral(otherwise));
/** A place from 0 as DuckDB counts: from 1, and as here from the end below zero. */
function placeFromOne(place: Sql): Sql {
  const exact = known(place);
  if (exact !== null) return intLiteral(exact < 0 ? exact : exact + 1);
  return onceIfLong({ place }, ({ place: n }) => infix(n, "+", belowZero(n, 0, 1), Precedence.add));
}
/** The last place of a slice, which DuckDB includes. */
function lastPlace(place: Sql): Sql {
  const exact = known(place);
  if (exact !== null) return intLiteral(exact < 0 ? exact - 1 : exact);
  return onceIfLong({ place }, ({ place: n }) => infix(n, "-", belowZero(n, 1, 0), Precedence.add));
}

const position = (list: Sql, value: Sql): Sql => call("LIST_POSITION", list, value);
/** LIST_DISTINCT gives no order and drops NULL; LIST_POSITION finds NULL. */
const distinct = (elements: Sql): Sql =>
  once({ elements }, (a) =>
    call("LIST_FILTER", a.elements, lambda(["element", "place"], compare(position(a.elements, ELEMENT), "=", PLACE))),
  );
const joined = (lists: readonly Sql[]): Sql =>
  lists.reduce((left, right) => infix(left, "||", right, Precedence.other));
const elementOf = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);

const simple =
  (fn: string) =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(fn, arg);

export const arrayRules = {
  ...rangeRules,
  // A list of whole literals would have the smallest type that holds them.
  ArrayConstruct: ({ args }, { cast, node }) => {
    const type = typeName(elementOf(node.dtype));
    const typed = node.args.args.every(
      (v) => typeName(v.dtype) === type && (v.type !== "literal" || v.dtype.kind === "string"),
    );
    const list = sql`[${commaList(args)}]`;
    return typed ? list : cast(list, node.dtype);
  },
  ArrayLength: simple("LEN"),
  ArrayIndex: ({ arg, index }, context) => call("LIST_EXTRACT", arg, placeFromOne(place(index, "index", context))),
  ArraySlice: ({ arg, start, stop }, context) => {
    const first = placeFromOne(place(start, "start", context));
    return call("LIST_SLICE", arg, first, stop ? lastPlace(place(stop, "stop", context)) : intLiteral(-1));
  },
  ArrayConcat: ({ args }) => joined(args),
  ArrayRepeat: ({ arg, times }, context) => call("REPEAT", arg, context.cast(times, int64)),
  ArrayContains: ({ arg, value }) => call("LIST_CONTAINS", arg, value),
  ArrayPosition: (args, context) =>
    unlessNull({ arg: args.arg, value: args.value }, mayBeNull(context), ({ arg, value }) =>
      infix(
        call("COALESCE", context.cast(position(arg, value), int64), intLiteral(0)),
        "-",
        intLiteral(1),
        Precedence.add,
      ),
    ),
  ArrayRemove: (args, { dtype }) =>
    unlessNull(
      { arg: args.arg, value: args.value },
      (arg) => arg === "value" && dtype(arg).nullable,
      ({ arg, value }) => {
        const differs = withPrecedence(
          Precedence.comparison,
        )`${ELEMENT} IS DISTINCT FROM ${operand(value, Precedence.other)}`;
        return call("LIST_FILTER", arg, lambda(["element"], differs));
      },
    ),
  ArrayDistinct: ({ arg }) => distinct(arg),
  ArraySort: ({ arg }) => call("LIST_SORT", arg, stringLiteral("ASC"), stringLiteral("NULLS LAST")),
  ArrayUnion: ({ left, right }) => distinct(joined([left, right])),
  ArrayIntersect: (args, context) =>
    unlessNull(
      { left: alike(args.left, "left", context), right: args.right },
      (arg) => arg === "right" && context.dtype(arg).nullable,
      ({ left, right }) =>
        once({ elements: left }, ({ elements }) => {
          const first = compare(position(elements, ELEMENT), "=", PLACE);
          const there = isNotNull(position(right, ELEMENT));
          return call("LIST_FILTER", elements, lambda(["element", "place"], and(first, there)));
        }),
    ),
  ArrayFlatten: simple("FLATTEN"),
  // LIST_ZIP takes a NULL for an empty list, and names no fields.
  ArrayZip: ({ args }, { cast, node }) => {
    const lists = Object.fromEntries(args.map((list, i) => [`f${i + 1}`, list]));
    const nullable = (name: string): boolean => node.args.args[Number(name.slice(1)) - 1]?.dtype.nullable ?? true;
    return unlessNull(lists, nullable, (a) => cast(call("LIST_ZIP", ...Object.values(a)), node.dtype));
  },
  // ARRAY_TO_STRING gives NULL for a list of NULLs, and takes a NULL for no separator.
  ArrayStringJoin: (args, { dtype }) =>
    unlessNull(
      { arg: args.arg, separator: args.separator },
      (arg) => arg === "separator" && dtype(arg).nullable,
      ({ arg, separator }) => {
        const some = elementOf(dtype("arg")).nullable;
        const strings = some ? call("LIST_FILTER", arg, lambda(["element"], isNotNull(ELEMENT))) : arg;
        if (separator.kind === "literal") return call("ARRAY_TO_STRING", strings, separator);
        // ARRAY_TO_STRING takes none that varies, and LIST_REDUCE takes that of another row where arrays differ in length.
        const each = lambda(["element"], sql`${operand(separator, Precedence.other)} || ${ELEMENT}`);
        const led = call("ARRAY_TO_STRING", call("LIST_TRANSFORM", strings, each), stringLiteral(""));
        return call("SUBSTRING", led, infix(call("LENGTH", separator), "+", intLiteral(1), Precedence.add));
      },
    ),
  ArrayMap: ({ arg, body }, context) => call("LIST_TRANSFORM", arg, userLambda(body, context)),
  ArrayFilter: ({ arg, body }, context) => call("LIST_FILTER", arg, userLambda(body, context)),
  ArrayAny: simple("LIST_BOOL_OR"),
  ArrayAll: simple("LIST_BOOL_AND"),
  // The sum of integers is a HUGEINT; the cast makes an overflow of int64 an error.
  ArraySum: ({ arg }, { cast, node }) => {
    const total = call("LIST_SUM", arg);
    return node.dtype.kind === "int64" ? cast(total, node.dtype) : total;
  },
  ArrayMean: simple("LIST_AVG"),
  ArrayMin: simple("LIST_MIN"),
  ArrayMax: simple("LIST_MAX"),
  // Of several, LIST_MODE takes the one that it meets first. It counts each NaN as another value, but lists of NaN as equal.
  ArrayMode: ({ arg }, { dtype }) => {
    const sorted = call("LIST_SORT", arg, stringLiteral("ASC"), stringLiteral("NULLS LAST"));
    if (!isFloat(elementOf(dtype("arg")))) return call("LIST_MODE", sorted);
    const present = call("LIST_FILTER", sorted, lambda(["element"], isNotNull(ELEMENT)));
    const wrapped = call("LIST_TRANSFORM", present, lambda(["element"], sql`[${ELEMENT}]`));
    return call("LIST_EXTRACT", call("LIST_MODE", wrapped), intLiteral(1));
  },
} satisfies Partial<Rules>;

import type { DType } from "@avocet/core";
import { isArray, isFloat } from "@avocet/core/dialect";
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
import * as Precedence from "../../sql/precedence.js";
import { typeName } from "../types.js";
import { castToResult, evaluateOnce, evaluateOnceIfLong, lambda, mayBeNull, unlessNull, userLambda } from "./lambda.js";
import { rangeRules } from "./ranges.js";

const int64: DType = { kind: "int64", nullable: true };
const ELEMENT = identifierSql("element");
const POSITION = identifierSql("place");
const exactInteger = (n: Sql): number | null => (n.kind === "literal" && typeof n.value === "number" ? n.value : null);
type Context = Pick<RuleContext, "cast" | "dtype">;
/** DuckDB's list functions do not accept unsigned 64-bit positions. */
const castPosition = (n: Sql, arg: string, context: Context): Sql =>
  context.dtype(arg).kind === "uint64" ? context.cast(n, int64) : n;

const ifNegative = (n: Sql, negativeResult: number, otherwise: number): Sql =>
  caseWhen([[compare(n, "<", intLiteral(0)), intLiteral(negativeResult)]], intLiteral(otherwise));
/** Converts a 0-based position to DuckDB's 1-based one. Negative positions count from the end in both. */
function oneBased(position: Sql): Sql {
  const exact = exactInteger(position);
  if (exact !== null) return intLiteral(exact < 0 ? exact : exact + 1);
  return evaluateOnceIfLong({ place: position }, ({ place: n }) => infix(n, "+", ifNegative(n, 0, 1), Precedence.add));
}
/** Converts an exclusive slice end to DuckDB's inclusive one. */
function sliceEnd(position: Sql): Sql {
  const exact = exactInteger(position);
  if (exact !== null) return intLiteral(exact < 0 ? exact - 1 : exact);
  return evaluateOnceIfLong({ place: position }, ({ place: n }) => infix(n, "-", ifNegative(n, 1, 0), Precedence.add));
}

const listPosition = (list: Sql, value: Sql): Sql => call("LIST_POSITION", list, value);
/** Keeps the first of equal elements. LIST_DISTINCT loses the order and drops NULL; LIST_POSITION finds NULL. */
const distinctElements = (elements: Sql): Sql =>
  evaluateOnce({ elements }, (a) =>
    call(
      "LIST_FILTER",
      a.elements,
      lambda(["element", "place"], compare(listPosition(a.elements, ELEMENT), "=", POSITION)),
    ),
  );
const concatLists = (lists: readonly Sql[]): Sql =>
  lists.reduce((left, right) => infix(left, "||", right, Precedence.otherOperator));
const elementOf = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);

const unaryCall =
  (fn: string) =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    call(fn, arg);

/** Rules for arrays. */
export const arrayRules = {
  ...rangeRules,
  // A list of integer literals would have the smallest type that can represent them.
  ArrayConstruct: ({ args }, { cast, node }) => {
    const type = typeName(elementOf(node.dtype));
    const typed = node.args.args.every(
      (v) => typeName(v.dtype) === type && (v.type !== "literal" || v.dtype.kind === "string"),
    );
    const list = sql`[${commaList(args)}]`;
    return typed ? list : cast(list, node.dtype);
  },
  ArrayLength: unaryCall("LEN"),
  ArrayIndex: ({ arg, index }, context) => call("LIST_EXTRACT", arg, oneBased(castPosition(index, "index", context))),
  ArraySlice: ({ arg, start, stop }, context) => {
    const first = oneBased(castPosition(start, "start", context));
    return call("LIST_SLICE", arg, first, stop ? sliceEnd(castPosition(stop, "stop", context)) : intLiteral(-1));
  },
  ArrayConcat: ({ args }) => concatLists(args),
  ArrayRepeat: ({ arg, times }, context) => call("REPEAT", arg, context.cast(times, int64)),
  ArrayContains: ({ arg, value }) => call("LIST_CONTAINS", arg, value),
  ArrayPosition: (args, context) =>
    unlessNull({ arg: args.arg, value: args.value }, mayBeNull(context), ({ arg, value }) =>
      infix(
        call("COALESCE", context.cast(listPosition(arg, value), int64), intLiteral(0)),
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
        )`${ELEMENT} IS DISTINCT FROM ${operand(value, Precedence.otherOperator)}`;
        return call("LIST_FILTER", arg, lambda(["element"], differs));
      },
    ),
  ArrayDistinct: ({ arg }) => distinctElements(arg),
  ArraySort: ({ arg }) => call("LIST_SORT", arg, stringLiteral("ASC"), stringLiteral("NULLS LAST")),
  ArrayUnion: ({ left, right }) => distinctElements(concatLists([left, right])),
  ArrayIntersect: (args, context) =>
    unlessNull(
      { left: castToResult(args.left, "left", context), right: args.right },
      (arg) => arg === "right" && context.dtype(arg).nullable,
      ({ left, right }) =>
        evaluateOnce({ elements: left }, ({ elements }) => {
          const first = compare(listPosition(elements, ELEMENT), "=", POSITION);
          const isInRight = isNotNull(listPosition(right, ELEMENT));
          return call("LIST_FILTER", elements, lambda(["element", "place"], and(first, isInRight)));
        }),
    ),
  ArrayFlatten: unaryCall("FLATTEN"),
  // LIST_ZIP treats NULL as an empty list, and its structs have no field names.
  ArrayZip: ({ args }, { cast, node }) => {
    const lists = Object.fromEntries(args.map((list, i) => [`f${i + 1}`, list]));
    const nullable = (name: string): boolean => node.args.args[Number(name.slice(1)) - 1]?.dtype.nullable ?? true;
    return unlessNull(lists, nullable, (a) => cast(call("LIST_ZIP", ...Object.values(a)), node.dtype));
  },
  // ARRAY_TO_STRING returns NULL for a list of NULLs, and treats a NULL separator as an empty one.
  ArrayStringJoin: (args, { dtype }) =>
    unlessNull(
      { arg: args.arg, separator: args.separator },
      (arg) => arg === "separator" && dtype(arg).nullable,
      ({ arg, separator }) => {
        const hasNullableElements = elementOf(dtype("arg")).nullable;
        const strings = hasNullableElements ? call("LIST_FILTER", arg, lambda(["element"], isNotNull(ELEMENT))) : arg;
        if (separator.kind === "literal") return call("ARRAY_TO_STRING", strings, separator);
        // ARRAY_TO_STRING requires a constant separator, and LIST_REDUCE uses that of another row if lengths differ.
        const prefixSeparator = lambda(["element"], sql`${operand(separator, Precedence.otherOperator)} || ${ELEMENT}`);
        const prefixed = call("ARRAY_TO_STRING", call("LIST_TRANSFORM", strings, prefixSeparator), stringLiteral(""));
        return call("SUBSTRING", prefixed, infix(call("LENGTH", separator), "+", intLiteral(1), Precedence.add));
      },
    ),
  ArrayMap: ({ arg, body }, context) => call("LIST_TRANSFORM", arg, userLambda(body, context)),
  ArrayFilter: ({ arg, body }, context) => call("LIST_FILTER", arg, userLambda(body, context)),
  ArrayAny: unaryCall("LIST_BOOL_OR"),
  ArrayAll: unaryCall("LIST_BOOL_AND"),
  // Integer sums are HUGEINT; the cast raises an error if int64 overflows.
  ArraySum: ({ arg }, { cast, node }) => {
    const total = call("LIST_SUM", arg);
    return node.dtype.kind === "int64" ? cast(total, node.dtype) : total;
  },
  ArrayMean: unaryCall("LIST_AVG"),
  ArrayMin: unaryCall("LIST_MIN"),
  ArrayMax: unaryCall("LIST_MAX"),
  // LIST_MODE breaks ties by position. It treats each NaN as a different value, but lists of NaN as equal.
  ArrayMode: ({ arg }, { dtype }) => {
    const sorted = call("LIST_SORT", arg, stringLiteral("ASC"), stringLiteral("NULLS LAST"));
    if (!isFloat(elementOf(dtype("arg")))) return call("LIST_MODE", sorted);
    const present = call("LIST_FILTER", sorted, lambda(["element"], isNotNull(ELEMENT)));
    const wrapped = call("LIST_TRANSFORM", present, lambda(["element"], sql`[${ELEMENT}]`));
    return call("LIST_EXTRACT", call("LIST_MODE", wrapped), intLiteral(1));
  },
} satisfies Partial<Rules>;

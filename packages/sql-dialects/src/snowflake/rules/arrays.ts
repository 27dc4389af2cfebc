import type { DType } from "@avocet/core";
import { array, isFloat, isStruct, withNull } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  and,
  call,
  caseWhen,
  compare,
  identifierSql,
  infix,
  intLiteral,
  not,
  sql,
  stringLiteral,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { castTo, constant, float64, int64, lambda, once, step, when } from "../build.js";
import { compacted, EMPTY, JSON_NULL, packed, unpacked, whereKnown } from "../variant.js";
import { casted } from "./casts.js";
import { elementOf, userLambda } from "./lambda.js";
import { rangeRules } from "./ranges.js";

type Context = Pick<RuleContext, "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };
const ELEMENT = identifierSql("element");
const SEEN = identifierSql("seen");
const TOTAL = identifierSql("total");
const size = (list: Sql): Sql => call("ARRAY_SIZE", list);
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);

/** A place as GET takes it: one below zero counts from the end; what is still below is nowhere. */
function fromStart(list: Sql, place: Sql): Sql {
  const exact = constant(place);
  if (exact !== null) return exact < 0 ? minus(size(list), intLiteral(-exact)) : intLiteral(exact);
  return plus(place, caseWhen([[compare(place, "<", intLiteral(0)), size(list)]], intLiteral(0)));
}
/** A place held at the start, for slices. */
function held(list: Sql, place: Sql): Sql {
  const exact = constant(place);
  return exact !== null && exact >= 0 ? intLiteral(exact) : call("GREATEST", fromStart(list, place), intLiteral(0));
}

/** A value as an element of an array of some dtype, to be compared with those that are there. */
function asElement(value: Sql, own: DType, element: DType, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  return call("TO_VARIANT", packed(casted(value, own, element, unsupported), element));
}
/** An array of elements of another dtype, or itself. */
const alike = (list: Sql, own: DType, to: DType, { unsupported }: Pick<RuleContext, "unsupported">): Sql =>
  casted(list, own, to, unsupported);

/** An element with a JSON null for NULL, however the array has it. */
const known = (element: DType): Sql => (element.nullable ? call("IFNULL", ELEMENT, JSON_NULL) : ELEMENT);
/** Each different element once, where it comes first; ARRAY_DISTINCT keeps no order. */
function distinct(list: Sql, element: DType, more?: (value: Sql) => Sql): Sql {
  const value = known(element);
  const fresh = not(call("ARRAY_CONTAINS", value, SEEN));
  const added = caseWhen([[more ? and(fresh, more(value)) : fresh, call("ARRAY_APPEND", SEEN, value)]], SEEN);
  return call("REDUCE", list, EMPTY, step("seen", "element", added));
}

const contains = (value: boolean, list: Sql): Sql =>
  call("ARRAY_CONTAINS", call("TO_VARIANT", value ? sql`TRUE` : sql`FALSE`), list);

/** A total over the elements that are not NULL, from nothing. */
const total = (list: Sql, dtype: DType, element: DType): Sql =>
  call(
    "REDUCE",
    list,
    castTo(intLiteral(0), dtype),
    step("total", "element", plus(TOTAL, castTo(ELEMENT, isFloat(dtype) ? dtype : element))),
  );
const some = (list: Sql, then: Sql): Sql => when(compare(size(list), ">", intLiteral(0)), then);

export const arrayRules = {
  ...rangeRules,
  ArrayConstruct: ({ args }, { node, unsupported }) => {
    const element = elementOf(node.dtype);
    const items = args.map((value, i) => {
      const own = node.args.args[i]?.dtype ?? element;
      return own.kind === "null" ? value : packed(casted(value, own, element, unsupported), element);
    });
    return call("ARRAY_CONSTRUCT", ...items);
  },
  ArrayLength: ({ arg }) => size(arg),
  ArrayIndex: ({ arg, index }, { dtype, node }) =>
    once([[arg, dtype("arg")]], node.dtype, ([a = arg]) => unpacked(call("GET", a, fromStart(a, index)), node.dtype)),
  ArraySlice: ({ arg, start, stop }, { dtype }) =>
    once([[arg, dtype("arg")]], dtype("arg"), ([a = arg]) =>
      call("ARRAY_SLICE", a, held(a, start), stop ? held(a, stop) : size(a)),
    ),
  ArrayConcat: ({ args }, { node, unsupported }) => {
    const lists = args.map((list, i) =>
      alike(list, node.args.args[i]?.dtype ?? node.dtype, node.dtype, { unsupported }),
    );
    const [first = EMPTY, ...more] = lists;
    return more.reduce((left, right) => call("ARRAY_CAT", left, right), first);
  },
  ArrayRepeat: ({ arg, times }, { dtype }) => {
    const places = call("ARRAY_GENERATE_RANGE", intLiteral(0), times);
    const made = (a: Sql): Sql => call("REDUCE", places, EMPTY, step("seen", "place", call("ARRAY_CAT", SEEN, a)));
    return once([[arg, dtype("arg")]], dtype("arg"), ([a = arg]) =>
      dtype("arg").nullable ? whereKnown([a], made(a)) : made(a),
    );
  },
  ArrayContains: ({ arg, value }, context) => {
    const found = (v: Sql): Sql =>
      call("ARRAY_CONTAINS", asElement(v, context.dtype("value"), elementOf(context.dtype("arg")), context), arg);
    return context.dtype("value").nullable ? whereKnown([value], found(value)) : found(value);
  },
  ArrayPosition: ({ arg, value }, context) => {
    const sought = asElement(value, context.dtype("value"), elementOf(context.dtype("arg")), context);
    const found = call("COALESCE", call("ARRAY_POSITION", sought, arg), intLiteral(-1));
    const free = [...(context.dtype("arg").nullable ? [arg] : []), ...(context.dtype("value").nullable ? [value] : [])];
    return whereKnown(free, found);
  },
  ArrayRemove: ({ arg, value }, context) =>
    call("ARRAY_REMOVE", arg, asElement(value, context.dtype("value"), elementOf(context.dtype("arg")), context)),
  ArrayDistinct: ({ arg }, { dtype }) => distinct(arg, elementOf(dtype("arg"))),
  ArraySort: ({ arg }, { dtype, unsupported }) => {
    const element = elementOf(dtype("arg"));
    refuseUnordered(element, unsupported);
    if (!element.nullable) return call("ARRAY_SORT", arg);
    // Where a JSON null comes is documented beside numbers only: https://docs.snowflake.com/en/sql-reference/functions/array_sort
    const isNull = call("COALESCE", call("IS_NULL_VALUE", ELEMENT), sql`TRUE`);
    return once([[arg, dtype("arg")]], dtype("arg"), ([a = arg]) =>
      call("ARRAY_CAT", call("ARRAY_SORT", compacted(a)), call("FILTER", a, lambda("element", null, isNull))),
    );
  },
  ArrayUnion: ({ left, right }, { dtype, node, unsupported }) => {
    const lists = [
      alike(left, dtype("left"), node.dtype, { unsupported }),
      alike(right, dtype("right"), node.dtype, { unsupported }),
    ] as const;
    return distinct(call("ARRAY_CAT", ...lists), elementOf(node.dtype));
  },
  ArrayIntersect: ({ left, right }, context) => {
    const element = elementOf(context.node.dtype);
    const both = [context.dtype("left"), context.dtype("right")].map(elementOf);
    const free = both.some((dtype) => dtype.nullable);
    const whole = array(withNull(element, free));
    const l = alike(left, context.dtype("left"), whole, context);
    const own = alike(right, context.dtype("right"), whole, context);
    const r = free ? call("TRANSFORM", own, lambda("element", null, known(withNull(element, true)))) : own;
    const made = distinct(l, withNull(element, free), (value) => call("ARRAY_CONTAINS", value, r));
    return context.dtype("right").nullable ? whereKnown([right], made) : made;
  },
  // An inner array that is NULL would make the whole NULL.
  ArrayFlatten: ({ arg }, { dtype }) => {
    const inner = elementOf(dtype("arg"));
    const kept = sql`${call("AS_ARRAY", ELEMENT)} IS NOT NULL`;
    return call("ARRAY_FLATTEN", inner.nullable ? call("FILTER", arg, lambda("element", null, kept)) : arg);
  },
  // ARRAYS_ZIP makes one object of arrays without elements.
  ArrayZip: ({ args }, { node }) =>
    once(
      args.map((list, i) => [list, node.args.args[i]?.dtype ?? node.dtype] as const),
      node.dtype,
      (lists) => {
        const [only = intLiteral(0), ...more] = lists.map(size);
        const longest = more.length > 0 ? call("GREATEST", only, ...more) : only;
        const parts = lists.flatMap((list, i) => [
          stringLiteral(`f${i + 1}`),
          call("GET", list, identifierSql("place")),
        ]);
        const zipped = call("OBJECT_CONSTRUCT_KEEP_NULL", ...parts);
        return call("TRANSFORM", call("ARRAY_GENERATE_RANGE", intLiteral(0), longest), lambda("place", "INT", zipped));
      },
    ),
  ArrayStringJoin: ({ arg, separator }, { dtype }) =>
    call("ARRAY_TO_STRING", elementOf(dtype("arg")).nullable ? compacted(arg) : arg, separator),
  ArrayMap: ({ arg, body }, context) => {
    const element = elementOf(context.node.dtype);
    return once([[arg, context.dtype("arg")]], context.node.dtype, ([a = arg]) => {
      const made = userLambda(a, body, context.dtype("arg"), (value) => packed(value, element), context);
      return call("TRANSFORM", made.over, made.sql);
    });
  },
  ArrayFilter: ({ arg, body }, context) =>
    once([[arg, context.dtype("arg")]], context.node.dtype, ([a = arg]) => {
      const made = userLambda(a, body, context.dtype("arg"), (value) => value, context);
      const kept = call("FILTER", made.over, made.sql);
      return made.places
        ? call("TRANSFORM", kept, lambda("place", "INT", call("GET", a, identifierSql("place"))))
        : kept;
    }),
  ArrayAny: ({ arg }, { dtype }) =>
    once([[arg, dtype("arg")]], { kind: "bool", nullable: true }, ([a = arg]) =>
      caseWhen([
        [contains(true, a), sql`TRUE`],
        [contains(false, a), sql`FALSE`],
      ]),
    ),
  ArrayAll: ({ arg }, { dtype }) =>
    once([[arg, dtype("arg")]], { kind: "bool", nullable: true }, ([a = arg]) =>
      caseWhen([
        [contains(false, a), sql`FALSE`],
        [contains(true, a), sql`TRUE`],
      ]),
    ),
  ArraySum: ({ arg }, { dtype, node }) =>
    once([[compacted(arg), dtype("arg")]], node.dtype, ([a = arg]) =>
      some(a, total(a, node.dtype, elementOf(dtype("arg")))),
    ),
  ArrayMean: ({ arg }, { dtype }) =>
    once([[compacted(arg), dtype("arg")]], float64, ([a = arg]) =>
      some(a, infix(total(a, float64, elementOf(dtype("arg"))), "/", size(a), Precedence.multiply)),
    ),
  ArrayMin: ({ arg }, context) => extreme("ARRAY_MIN", arg, context),
  ArrayMax: ({ arg }, context) => extreme("ARRAY_MAX", arg, context),
  ArrayMode: ({ arg }, { dtype, node, unsupported }) => {
    refuseUnordered(elementOf(dtype("arg")), unsupported);
    return mode(arg, dtype("arg"), node.dtype);
  },
} satisfies Partial<Rules>;

function extreme(fn: string, arg: Sql, { dtype, node, unsupported }: Context): Sql {
  refuseUnordered(elementOf(dtype("arg")), unsupported);
  return unpacked(call(fn, compacted(arg)), node.dtype);
}
function refuseUnordered(element: DType, unsupported: RuleContext["unsupported"]): void {
  if (isStruct(element) || element.kind === "map" || element.kind === "interval" || element.kind === "json")
    throw unsupported(`values of ${element.kind} have no order in Snowflake`);
}

/** The most frequent element, the smallest of several: how often one occurs is how many fewer there are without it. */
export function mode(list: Sql, own: DType, result: DType): Sql {
  return once([[call("ARRAY_SORT", compacted(list)), own]], result, ([a = list]) => {
    const often = minus(size(a), size(call("ARRAY_REMOVE", a, ELEMENT)));
    const best = castTo(call("GET", identifierSql("best"), stringLiteral("n")), int64);
    const better = call("OBJECT_CONSTRUCT", stringLiteral("n"), often, stringLiteral("element"), ELEMENT);
    const held = caseWhen([[compare(often, ">", best), better]], identifierSql("best"));
    const found = call(
      "REDUCE",
      a,
      call("OBJECT_CONSTRUCT", stringLiteral("n"), intLiteral(0)),
      step("best", "element", held),
    );
    return unpacked(call("GET", found, stringLiteral("element")), result);
  });
}

import type { DType } from "@avocet/core";
import { array } from "@avocet/core";
import { isFloat, isStruct, withNull } from "@avocet/core/dialect";
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
import * as Precedence from "../../sql/precedence.js";
import { castTo, evaluateOnce, float64, ifThen, int64, lambda, literalInteger, reduceLambda } from "../build.js";
import { compactArray, decodeElement, EMPTY_ARRAY, encodeElement, JSON_NULL, unlessNull } from "../variant.js";
import { castValue } from "./casts.js";
import { elementType, userLambda } from "./lambda.js";
import { rangeRules } from "./ranges.js";

type Context = Pick<RuleContext, "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };
const ELEMENT = identifierSql("element");
const SEEN = identifierSql("seen");
const TOTAL = identifierSql("total");
const arraySize = (list: Sql): Sql => call("ARRAY_SIZE", list);
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);

/** An index for GET: a negative one counts from the end. GET returns NULL if the result is still negative. */
function indexFromStart(list: Sql, index: Sql): Sql {
  const constant = literalInteger(index);
  if (constant !== null) return constant < 0 ? minus(arraySize(list), intLiteral(-constant)) : intLiteral(constant);
  return plus(index, caseWhen([[compare(index, "<", intLiteral(0)), arraySize(list)]], intLiteral(0)));
}
/** An index for ARRAY_SLICE, which is at least 0. */
function clampedIndex(list: Sql, index: Sql): Sql {
  const constant = literalInteger(index);
  return constant !== null && constant >= 0
    ? intLiteral(constant)
    : call("GREATEST", indexFromStart(list, index), intLiteral(0));
}

/** Converts a value to an array element of the dtype, for comparison with the elements of an array. */
function toComparableElement(
  value: Sql,
  from: DType,
  element: DType,
  { unsupported }: Pick<RuleContext, "unsupported">,
): Sql {
  return call("TO_VARIANT", encodeElement(castValue(value, from, element, unsupported), element));
}
/** Casts an array to another element dtype if necessary. */
const castArray = (list: Sql, from: DType, to: DType, { unsupported }: Pick<RuleContext, "unsupported">): Sql =>
  castValue(list, from, to, unsupported);

/** The element, or a JSON null for either representation of NULL. */
const elementOrJsonNull = (element: DType): Sql => (element.nullable ? call("IFNULL", ELEMENT, JSON_NULL) : ELEMENT);
/** Distinct elements in the order of their first occurrence; ARRAY_DISTINCT does not preserve the order. */
function distinctElements(list: Sql, element: DType, condition?: (value: Sql) => Sql): Sql {
  const value = elementOrJsonNull(element);
  const isNew = not(call("ARRAY_CONTAINS", value, SEEN));
  const extended = caseWhen(
    [[condition ? and(isNew, condition(value)) : isNew, call("ARRAY_APPEND", SEEN, value)]],
    SEEN,
  );
  return call("REDUCE", list, EMPTY_ARRAY, reduceLambda("seen", "element", extended));
}

const containsBool = (value: boolean, list: Sql): Sql =>
  call("ARRAY_CONTAINS", call("TO_VARIANT", value ? sql`TRUE` : sql`FALSE`), list);

/** Sums the elements of an array without NULLs. */
const sumElements = (list: Sql, dtype: DType, element: DType): Sql =>
  call(
    "REDUCE",
    list,
    castTo(intLiteral(0), dtype),
    reduceLambda("total", "element", plus(TOTAL, castTo(ELEMENT, isFloat(dtype) ? dtype : element))),
  );
const unlessEmpty = (list: Sql, then: Sql): Sql => ifThen(compare(arraySize(list), ">", intLiteral(0)), then);

export const arrayRules = {
  ...rangeRules,
  ArrayConstruct: ({ args }, { node, unsupported }) => {
    const element = elementType(node.dtype);
    const items = args.map((value, i) => {
      const from = node.args.args[i]?.dtype ?? element;
      return from.kind === "null" ? value : encodeElement(castValue(value, from, element, unsupported), element);
    });
    return call("ARRAY_CONSTRUCT", ...items);
  },
  ArrayLength: ({ arg }) => arraySize(arg),
  ArrayIndex: ({ arg, index }, { dtype, node }) =>
    evaluateOnce([[arg, dtype("arg")]], node.dtype, ([a = arg]) =>
      decodeElement(call("GET", a, indexFromStart(a, index)), node.dtype),
    ),
  ArraySlice: ({ arg, start, stop }, { dtype }) =>
    evaluateOnce([[arg, dtype("arg")]], dtype("arg"), ([a = arg]) =>
      call("ARRAY_SLICE", a, clampedIndex(a, start), stop ? clampedIndex(a, stop) : arraySize(a)),
    ),
  ArrayConcat: ({ args }, { node, unsupported }) => {
    const lists = args.map((list, i) =>
      castArray(list, node.args.args[i]?.dtype ?? node.dtype, node.dtype, { unsupported }),
    );
    const [first = EMPTY_ARRAY, ...rest] = lists;
    return rest.reduce((left, right) => call("ARRAY_CAT", left, right), first);
  },
  ArrayRepeat: ({ arg, times }, { dtype }) => {
    const indexes = call("ARRAY_GENERATE_RANGE", intLiteral(0), times);
    const repeat = (a: Sql): Sql =>
      call("REDUCE", indexes, EMPTY_ARRAY, reduceLambda("seen", "place", call("ARRAY_CAT", SEEN, a)));
    return evaluateOnce([[arg, dtype("arg")]], dtype("arg"), ([a = arg]) =>
      dtype("arg").nullable ? unlessNull([a], repeat(a)) : repeat(a),
    );
  },
  ArrayContains: ({ arg, value }, context) => {
    const contains = (v: Sql): Sql =>
      call(
        "ARRAY_CONTAINS",
        toComparableElement(v, context.dtype("value"), elementType(context.dtype("arg")), context),
        arg,
      );
    return context.dtype("value").nullable ? unlessNull([value], contains(value)) : contains(value);
  },
  ArrayPosition: ({ arg, value }, context) => {
    const needle = toComparableElement(value, context.dtype("value"), elementType(context.dtype("arg")), context);
    const position = call("COALESCE", call("ARRAY_POSITION", needle, arg), intLiteral(-1));
    const nullableArgs = [
      ...(context.dtype("arg").nullable ? [arg] : []),
      ...(context.dtype("value").nullable ? [value] : []),
    ];
    return unlessNull(nullableArgs, position);
  },
  ArrayRemove: ({ arg, value }, context) =>
    call(
      "ARRAY_REMOVE",
      arg,
      toComparableElement(value, context.dtype("value"), elementType(context.dtype("arg")), context),
    ),
  ArrayDistinct: ({ arg }, { dtype }) => distinctElements(arg, elementType(dtype("arg"))),
  ArraySort: ({ arg }, { dtype, unsupported }) => {
    const element = elementType(dtype("arg"));
    refuseUnordered(element, unsupported);
    if (!element.nullable) return call("ARRAY_SORT", arg);
    // The order of JSON nulls is documented for numbers only:
    // https://docs.snowflake.com/en/sql-reference/functions/array_sort
    const isNull = call("COALESCE", call("IS_NULL_VALUE", ELEMENT), sql`TRUE`);
    return evaluateOnce([[arg, dtype("arg")]], dtype("arg"), ([a = arg]) =>
      call("ARRAY_CAT", call("ARRAY_SORT", compactArray(a)), call("FILTER", a, lambda("element", null, isNull))),
    );
  },
  ArrayUnion: ({ left, right }, { dtype, node, unsupported }) => {
    const lists = [
      castArray(left, dtype("left"), node.dtype, { unsupported }),
      castArray(right, dtype("right"), node.dtype, { unsupported }),
    ] as const;
    return distinctElements(call("ARRAY_CAT", ...lists), elementType(node.dtype));
  },
  ArrayIntersect: ({ left, right }, context) => {
    const element = elementType(context.node.dtype);
    const elementTypes = [context.dtype("left"), context.dtype("right")].map(elementType);
    const hasNullable = elementTypes.some((dtype) => dtype.nullable);
    const commonType = array(withNull(element, hasNullable));
    const l = castArray(left, context.dtype("left"), commonType, context);
    const rightArray = castArray(right, context.dtype("right"), commonType, context);
    const r = hasNullable
      ? call("TRANSFORM", rightArray, lambda("element", null, elementOrJsonNull(withNull(element, true))))
      : rightArray;
    const intersection = distinctElements(l, withNull(element, hasNullable), (value) =>
      call("ARRAY_CONTAINS", value, r),
    );
    return context.dtype("right").nullable ? unlessNull([right], intersection) : intersection;
  },
  // ARRAY_FLATTEN returns NULL if any inner array is NULL.
  ArrayFlatten: ({ arg }, { dtype }) => {
    const inner = elementType(dtype("arg"));
    const isArrayPresent = sql`${call("AS_ARRAY", ELEMENT)} IS NOT NULL`;
    return call("ARRAY_FLATTEN", inner.nullable ? call("FILTER", arg, lambda("element", null, isArrayPresent)) : arg);
  },
  // ARRAYS_ZIP returns one object for arrays without elements.
  ArrayZip: ({ args }, { node }) =>
    evaluateOnce(
      args.map((list, i) => [list, node.args.args[i]?.dtype ?? node.dtype] as const),
      node.dtype,
      (lists) => {
        const [firstSize = intLiteral(0), ...otherSizes] = lists.map(arraySize);
        const longest = otherSizes.length > 0 ? call("GREATEST", firstSize, ...otherSizes) : firstSize;
        const fields = lists.flatMap((list, i) => [
          stringLiteral(`f${i + 1}`),
          call("GET", list, identifierSql("place")),
        ]);
        const object = call("OBJECT_CONSTRUCT_KEEP_NULL", ...fields);
        return call("TRANSFORM", call("ARRAY_GENERATE_RANGE", intLiteral(0), longest), lambda("place", "INT", object));
      },
    ),
  ArrayStringJoin: ({ arg, separator }, { dtype }) =>
    call("ARRAY_TO_STRING", elementType(dtype("arg")).nullable ? compactArray(arg) : arg, separator),
  ArrayMap: ({ arg, body }, context) => {
    const element = elementType(context.node.dtype);
    return evaluateOnce([[arg, context.dtype("arg")]], context.node.dtype, ([a = arg]) => {
      const callback = userLambda(a, body, context.dtype("arg"), (value) => encodeElement(value, element), context);
      return call("TRANSFORM", callback.input, callback.sql);
    });
  },
  ArrayFilter: ({ arg, body }, context) =>
    evaluateOnce([[arg, context.dtype("arg")]], context.node.dtype, ([a = arg]) => {
      const callback = userLambda(a, body, context.dtype("arg"), (value) => value, context);
      const filtered = call("FILTER", callback.input, callback.sql);
      return callback.takesIndexes
        ? call("TRANSFORM", filtered, lambda("place", "INT", call("GET", a, identifierSql("place"))))
        : filtered;
    }),
  ArrayAny: ({ arg }, { dtype }) =>
    evaluateOnce([[arg, dtype("arg")]], { kind: "bool", nullable: true }, ([a = arg]) =>
      caseWhen([
        [containsBool(true, a), sql`TRUE`],
        [containsBool(false, a), sql`FALSE`],
      ]),
    ),
  ArrayAll: ({ arg }, { dtype }) =>
    evaluateOnce([[arg, dtype("arg")]], { kind: "bool", nullable: true }, ([a = arg]) =>
      caseWhen([
        [containsBool(false, a), sql`FALSE`],
        [containsBool(true, a), sql`TRUE`],
      ]),
    ),
  ArraySum: ({ arg }, { dtype, node }) =>
    evaluateOnce([[compactArray(arg), dtype("arg")]], node.dtype, ([a = arg]) =>
      unlessEmpty(a, sumElements(a, node.dtype, elementType(dtype("arg")))),
    ),
  ArrayMean: ({ arg }, { dtype }) =>
    evaluateOnce([[compactArray(arg), dtype("arg")]], float64, ([a = arg]) =>
      unlessEmpty(a, infix(sumElements(a, float64, elementType(dtype("arg"))), "/", arraySize(a), Precedence.multiply)),
    ),
  ArrayMin: ({ arg }, context) => minOrMax("ARRAY_MIN", arg, context),
  ArrayMax: ({ arg }, context) => minOrMax("ARRAY_MAX", arg, context),
  ArrayMode: ({ arg }, { dtype, node, unsupported }) => {
    refuseUnordered(elementType(dtype("arg")), unsupported);
    return modeOfElements(arg, dtype("arg"), node.dtype);
  },
} satisfies Partial<Rules>;

function minOrMax(fn: string, arg: Sql, { dtype, node, unsupported }: Context): Sql {
  refuseUnordered(elementType(dtype("arg")), unsupported);
  return decodeElement(call(fn, compactArray(arg)), node.dtype);
}
function refuseUnordered(element: DType, unsupported: RuleContext["unsupported"]): void {
  if (isStruct(element) || element.kind === "map" || element.kind === "interval" || element.kind === "json")
    throw unsupported(`values of type ${element.kind} cannot be ordered`);
}

/**
 * The most frequent element, the smallest of several: its frequency is the number of elements that ARRAY_REMOVE
 * removes.
 */
export function modeOfElements(list: Sql, arrayType: DType, result: DType): Sql {
  return evaluateOnce([[call("ARRAY_SORT", compactArray(list)), arrayType]], result, ([a = list]) => {
    const frequency = minus(arraySize(a), arraySize(call("ARRAY_REMOVE", a, ELEMENT)));
    const bestFrequency = castTo(call("GET", identifierSql("best"), stringLiteral("n")), int64);
    const candidate = call("OBJECT_CONSTRUCT", stringLiteral("n"), frequency, stringLiteral("element"), ELEMENT);
    const nextBest = caseWhen([[compare(frequency, ">", bestFrequency), candidate]], identifierSql("best"));
    const best = call(
      "REDUCE",
      a,
      call("OBJECT_CONSTRUCT", stringLiteral("n"), intLiteral(0)),
      reduceLambda("best", "element", nextBest),
    );
    return decodeElement(call("GET", best, stringLiteral("element")), result);
  });
}

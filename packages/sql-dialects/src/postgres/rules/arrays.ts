import type { DType } from "@avocet/core";
import { isArray } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  call,
  caseWhen,
  commaList,
  compare,
  identifierSql,
  infix,
  intLiteral,
  isNotNull,
  sql,
  stringLiteral,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import {
  arraySubquery,
  cast,
  castToInt32,
  evaluateOnce,
  evaluateUnlessNull,
  float64,
  int64,
  subquery,
  withExplicitType,
} from "../build.js";
import { elementFromJsonb, fromElement, jsonbArgument, toElement } from "../jsonb-values.js";
import { collateByDefault, toSortable } from "../sort-keys.js";
import { typeName } from "../types.js";
import { castToCommon } from "./generic.js";
import { fromLambdaElements } from "./lambda.js";
import { rangeRules } from "./ranges.js";

type Context = Pick<RuleContext, "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };
type UnaryArgs = { readonly arg: Sql };
const [ITEM, POSITION, ITEMS] = [identifierSql("item"), identifierSql("place"), identifierSql("items")];
const ASC = sql`ASC NULLS LAST`;

export const elementType = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);
const literalNumber = (n: Sql): number | null => (n.kind === "literal" && typeof n.value === "number" ? n.value : null);
const nullableArg =
  (context: Context, ...argNames: readonly string[]) =>
  (arg: string): boolean =>
    (argNames.length === 0 || argNames.includes(arg)) && context.dtype(arg).nullable;

const cardinality = (list: Sql): Sql => call("CARDINALITY", list);
const fromElements = (list: Sql): Sql => sql`FROM UNNEST(${list}) AS ${ITEMS}(${ITEM})`;
const fromNumberedElements = (list: Sql): Sql =>
  sql`FROM UNNEST(${list}) WITH ORDINALITY AS ${ITEMS}(${ITEM}, ${POSITION})`;
/** The distinct elements, in the order of their first occurrence. */
const distinctElements = (list: Sql, where: Sql = sql``): Sql =>
  arraySubquery(sql`SELECT ${ITEM} ${fromNumberedElements(list)}${where} GROUP BY ${ITEM} ORDER BY MIN(${POSITION})`);
/** Casts an argument to the type of the result. */
const castToResult = (value: Sql, arg: string, context: Context): Sql =>
  castToCommon(
    typeName(context.dtype(arg)) === typeName(context.node.dtype) ? value : cast(value, context.node.dtype),
    context.dtype(arg),
    context.node.dtype,
    context,
  );

/**
 * Converts an index that starts at 0, or counts from the end if negative, to PostgreSQL's 1-based one. The stop index
 * of a slice is one less, because PostgreSQL includes it.
 */
function oneBasedIndex(index: Sql, list: Sql, isSliceEnd: boolean): Sql {
  const literalIndex = literalNumber(index);
  const shift = isSliceEnd ? 0 : 1;
  if (literalIndex !== null)
    return literalIndex < 0
      ? infix(cardinality(list), "-", intLiteral(-literalIndex - shift), Precedence.add)
      : intLiteral(literalIndex + shift);
  const base = caseWhen(
    [[compare(index, "<", intLiteral(0)), infix(cardinality(list), "+", intLiteral(shift), Precedence.add)]],
    intLiteral(shift),
  );
  return infix(index, "+", base, Precedence.add);
}
/** Converts the argument `value` to the form of an array element. */
function toElementOfArg(value: Sql, context: Context): Sql {
  return toElement(withExplicitType(value, context.dtype("value")), context.dtype("value"));
}

/** A rule that computes an aggregate over the elements of an array. */
const aggregateElements =
  (aggregate: (item: Sql, element: DType, context: Context) => Sql) =>
  ({ arg }: UnaryArgs, context: Context): Sql =>
    subquery(sql`SELECT ${aggregate(ITEM, elementType(context.dtype("arg")), context)} ${fromElements(arg)}`);
const minOrMaxElement =
  (isMin: boolean) =>
  ({ arg }: UnaryArgs, context: Context): Sql => {
    const element = elementType(context.dtype("arg"));
    const value = fromElement(ITEM, element);
    const order = isMin ? sql`ASC` : sql`DESC`;
    return subquery(
      sql`SELECT ${value} ${fromElements(arg)} WHERE ${isNotNull(ITEM)} ORDER BY ${toSortable(value, element)} ${order} LIMIT 1`,
    );
  };

export const arrayRules = {
  ...rangeRules,
  ArrayConstruct: ({ args }, context) => {
    const element = elementType(context.node.dtype);
    const items = args.map((arg, i) => {
      const dtype = context.node.args.args[i]?.dtype ?? element;
      return toElement(isArray(element) ? castToCommon(arg, dtype, element, context) : arg, element);
    });
    return cast(sql`ARRAY[${commaList(items)}]`, context.node.dtype);
  },
  ArrayLength: ({ arg }) => cast(cardinality(arg), int64),
  ArrayIndex: ({ arg, index }, context) =>
    evaluateOnce({ list: arg, place: castToInt32(index) }, ({ list, place: position }) =>
      fromElement(sql`(${list})[${oneBasedIndex(position, list, false)}]`, elementType(context.dtype("arg"))),
    ),
  ArraySlice: ({ arg, start, stop }, context) => {
    if (!stop)
      return evaluateOnce({ list: arg, from: castToInt32(start) }, ({ list, from }) => {
        const tail = sql`(${list})[${oneBasedIndex(from, list, false)}:]`;
        return context.dtype("start").nullable ? caseWhen([[isNotNull(from), tail]]) : tail;
      });
    return evaluateOnce(
      { list: arg, from: castToInt32(start), to: castToInt32(stop) },
      ({ list, from, to }) => sql`(${list})[${oneBasedIndex(from, list, false)}:${oneBasedIndex(to, list, true)}]`,
    );
  },
  // In PostgreSQL NULL || array returns the array.
  ArrayConcat: ({ args }, context) => {
    const nodes = context.node.args.args;
    const lists = Object.fromEntries(
      args.map((list, i) => [
        `list_${i}`,
        castToCommon(list, nodes[i]?.dtype ?? context.node.dtype, context.node.dtype, context),
      ]),
    );
    const mayBeNull = (arg: string): boolean => nodes[Number(arg.slice(5))]?.dtype.nullable ?? true;
    return evaluateUnlessNull(lists, mayBeNull, (a) =>
      Object.values(a).reduce((left, right) => infix(left, "||", right, Precedence.otherOperator)),
    );
  },
  ArrayRepeat: ({ arg, times }, context) =>
    evaluateUnlessNull({ arg, times: cast(times, int64) }, nullableArg(context), (a) => {
      const [round, rounds] = [identifierSql("round"), identifierSql("rounds")];
      const repetitions = sql`GENERATE_SERIES(1, ${a.times}) AS ${rounds}(${round})`;
      return arraySubquery(
        sql`SELECT ${ITEM} ${fromNumberedElements(a.arg)} CROSS JOIN ${repetitions} ORDER BY ${round}, ${POSITION}`,
      );
    }),
  ArrayContains: ({ arg, value }, context) =>
    evaluateUnlessNull({ value: toElementOfArg(value, context) }, nullableArg(context, "value"), (a) => {
      // ANY ((SELECT …)) reads the rows of the subquery, not the elements of an array; a cast avoids that.
      const array = arg.kind === "text" && arg.segments[0] === "(" ? cast(arg, context.dtype("arg")) : arg;
      const isContained = sql`${a.value} = ANY(${array})`;
      return context.dtype("arg").nullable
        ? evaluateOnce({ list: arg }, ({ list }) =>
            caseWhen([[isNotNull(list), sql`COALESCE(${a.value} = ANY(${list}), FALSE)`]]),
          )
        : elementType(context.dtype("arg")).nullable
          ? call("COALESCE", isContained, sql`FALSE`)
          : isContained;
    }),
  ArrayPosition: ({ arg, value }, context) =>
    evaluateUnlessNull({ arg, value: toElementOfArg(value, context) }, nullableArg(context), (a) => {
      const position = call("COALESCE", call("ARRAY_POSITION", a.arg, a.value), intLiteral(0));
      return cast(infix(position, "-", intLiteral(1), Precedence.add), int64);
    }),
  ArrayRemove: ({ arg, value }, context) =>
    evaluateUnlessNull({ value: toElementOfArg(value, context) }, nullableArg(context, "value"), (a) =>
      call("ARRAY_REMOVE", arg, a.value),
    ),
  ArrayDistinct: ({ arg }, context) =>
    evaluateUnlessNull({ arg }, nullableArg(context), (a) => distinctElements(a.arg)),
  ArraySort: ({ arg }, context) =>
    evaluateUnlessNull({ arg }, nullableArg(context), (a) => {
      const element = elementType(context.dtype("arg"));
      const key = toSortable(fromElement(ITEM, element), element);
      return arraySubquery(sql`SELECT ${ITEM} ${fromElements(a.arg)} ORDER BY ${key} ${ASC}`);
    }),
  ArrayUnion: ({ left, right }, context) =>
    evaluateUnlessNull(
      { left: castToResult(left, "left", context), right: castToResult(right, "right", context) },
      nullableArg(context),
      (a) => distinctElements(infix(a.left, "||", a.right, Precedence.otherOperator)),
    ),
  ArrayIntersect: ({ left, right }, context) =>
    evaluateUnlessNull(
      { left: castToResult(left, "left", context), right: castToResult(right, "right", context) },
      nullableArg(context),
      (a) => distinctElements(a.left, sql` WHERE ${isNotNull(call("ARRAY_POSITION", a.right, ITEM))}`),
    ),
  ArrayFlatten: ({ arg }, context) =>
    evaluateUnlessNull({ arg }, nullableArg(context), (a) => {
      const [innerItem, innerPosition] = [identifierSql("inner_item"), identifierSql("inner_place")];
      const innerElements = sql`JSONB_ARRAY_ELEMENTS(${ITEM}) WITH ORDINALITY AS ${identifierSql("inner_items")}(${innerItem}, ${innerPosition})`;
      const value = elementFromJsonb(innerItem, elementType(context.node.dtype));
      return arraySubquery(
        sql`SELECT ${value} ${fromNumberedElements(a.arg)} CROSS JOIN ${innerElements} ORDER BY ${POSITION}, ${innerPosition}`,
      );
    }),
  ArrayZip: ({ args }, context) => {
    const nodes = context.node.args.args;
    const lists = Object.fromEntries(args.map((list, i) => [`f${i + 1}`, list]));
    const dtypeOf = (field: string): DType => nodes[Number(field.slice(1)) - 1]?.dtype ?? context.node.dtype;
    return evaluateUnlessNull(
      lists,
      (field) => dtypeOf(field).nullable,
      (a) => {
        const fields = Object.keys(a);
        const fieldValue = (field: string): Sql => {
          const element = elementType(dtypeOf(field));
          return isArray(element) ? identifierSql(field) : jsonbArgument(identifierSql(field), element);
        };
        const object = call(
          "JSONB_BUILD_OBJECT",
          ...fields.flatMap((field) => [stringLiteral(field), fieldValue(field)]),
        );
        return arraySubquery(
          sql`SELECT ${object} FROM UNNEST(${commaList(Object.values(a))}) AS ${ITEMS}(${commaList(fields.map(identifierSql))})`,
        );
      },
    );
  },
  ArrayStringJoin: ({ arg, separator }) => call("ARRAY_TO_STRING", arg, separator),
  ArrayMap: ({ arg, body }, context) =>
    evaluateUnlessNull(
      { list: arg },
      () => context.dtype("arg").nullable,
      ({ list }) => {
        const element = elementType(context.node.dtype);
        const value = toElement(withExplicitType(body.body, element), element);
        return arraySubquery(sql`SELECT ${value} ${fromLambdaElements(list, body, context.node.args.body)}`);
      },
    ),
  ArrayFilter: ({ arg, body }, context) =>
    evaluateUnlessNull(
      { list: arg },
      () => context.dtype("arg").nullable,
      ({ list }) =>
        arraySubquery(sql`SELECT ${ITEM} ${fromLambdaElements(list, body, context.node.args.body)} WHERE ${body.body}`),
    ),
  ArrayAny: aggregateElements((item) => call("BOOL_OR", item)),
  ArrayAll: aggregateElements((item) => call("BOOL_AND", item)),
  ArraySum: aggregateElements((item, element, { node }) => {
    const total = call("SUM", element.kind === "float32" ? cast(item, float64) : item);
    return node.dtype.kind === "float64" ? total : cast(total, node.dtype);
  }),
  ArrayMean: aggregateElements((item, element) =>
    element.kind === "float64"
      ? call("AVG", item)
      : cast(call("AVG", element.kind === "float32" ? cast(item, float64) : item), float64),
  ),
  ArrayMin: minOrMaxElement(true),
  ArrayMax: minOrMaxElement(false),
  ArrayMode: aggregateElements((item, element) =>
    collateByDefault(sql`MODE() WITHIN GROUP (ORDER BY ${toSortable(fromElement(item, element), element)})`, element),
  ),
} satisfies Partial<Rules>;

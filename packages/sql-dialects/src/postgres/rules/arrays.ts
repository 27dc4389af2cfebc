import type { DType } from "@avocet/core";
import { isArray } from "@avocet/core";
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
import { Precedence } from "../../sql/expr.js";
import { arrayOf, cast, float64, int4, int64, once, onceUnlessNull, query, typed } from "../build.js";
import { elementFromJson, fromElement, jsonPart, toElement } from "../nested.js";
import { ordinary, sortable } from "../order.js";
import { typeName } from "../types.js";
import { alike } from "./generic.js";
import { rowsOfLambda } from "./lambda.js";
import { rangeRules } from "./ranges.js";

type Context = Pick<RuleContext, "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };
type One = { readonly arg: Sql };
const [ITEM, PLACE, ITEMS] = [identifierSql("item"), identifierSql("place"), identifierSql("items")];
const ASC = sql`ASC NULLS LAST`;

export const elementOf = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);
const known = (n: Sql): number | null => (n.kind === "literal" && typeof n.value === "number" ? n.value : null);
const nullable =
  (context: Context, ...only: readonly string[]) =>
  (arg: string): boolean =>
    (only.length === 0 || only.includes(arg)) && context.dtype(arg).nullable;

const length = (list: Sql): Sql => call("CARDINALITY", list);
const elements = (list: Sql): Sql => sql`FROM UNNEST(${list}) AS ${ITEMS}(${ITEM})`;
const numbered = (list: Sql): Sql => sql`FROM UNNEST(${list}) WITH ORDINALITY AS ${ITEMS}(${ITEM}, ${PLACE})`;
/** Each different element once, where it comes first. */
const distinct = (list: Sql, where: Sql = sql``): Sql =>
  arrayOf(sql`SELECT ${ITEM} ${numbered(list)}${where} GROUP BY ${ITEM} ORDER BY MIN(${PLACE})`);
/** An argument as the type of the result, so that both sides are of one. */
const common = (value: Sql, arg: string, context: Context): Sql =>
  alike(
    typeName(context.dtype(arg)) === typeName(context.node.dtype) ? value : cast(value, context.node.dtype),
    context.dtype(arg),
    context.node.dtype,
    context,
  );

/** A place from 0, or from the end below zero, as PostgreSQL counts: from 1; `last` is one less, for what a slice includes. */
function placeOf(n: Sql, list: Sql, last: boolean): Sql {
  const exact = known(n);
  const more = last ? 0 : 1;
  if (exact !== null)
    return exact < 0 ? infix(length(list), "-", intLiteral(-exact - more), Precedence.add) : intLiteral(exact + more);
  const base = caseWhen(
    [[compare(n, "<", intLiteral(0)), infix(length(list), "+", intLiteral(more), Precedence.add)]],
    intLiteral(more),
  );
  return infix(n, "+", base, Precedence.add);
}
/** A value as an element of the array beside it. */
function elementLike(value: Sql, context: Context): Sql {
  return toElement(typed(value, context.dtype("value")), context.dtype("value"));
}

/** A reduction of each array: an aggregate of its elements. */
const reduced =
  (use: (item: Sql, element: DType, context: Context) => Sql) =>
  ({ arg }: One, context: Context): Sql =>
    query(sql`SELECT ${use(ITEM, elementOf(context.dtype("arg")), context)} ${elements(arg)}`);
const extreme =
  (least: boolean) =>
  ({ arg }: One, context: Context): Sql => {
    const element = elementOf(context.dtype("arg"));
    const value = fromElement(ITEM, element);
    const order = least ? sql`ASC` : sql`DESC`;
    return query(
      sql`SELECT ${value} ${elements(arg)} WHERE ${isNotNull(ITEM)} ORDER BY ${sortable(value, element)} ${order} LIMIT 1`,
    );
  };

export const arrayRules = {
  ...rangeRules,
  ArrayConstruct: ({ args }, context) => {
    const element = elementOf(context.node.dtype);
    const own = args.map((arg, i) => {
      const dtype = context.node.args.args[i]?.dtype ?? element;
      return toElement(isArray(element) ? alike(arg, dtype, element, context) : arg, element);
    });
    return cast(sql`ARRAY[${commaList(own)}]`, context.node.dtype);
  },
  ArrayLength: ({ arg }) => cast(length(arg), int64),
  ArrayIndex: ({ arg, index }, context) =>
    once({ list: arg, place: int4(index) }, ({ list, place }) =>
      fromElement(sql`(${list})[${placeOf(place, list, false)}]`, elementOf(context.dtype("arg"))),
    ),
  ArraySlice: ({ arg, start, stop }, context) => {
    if (!stop)
      return once({ list: arg, from: int4(start) }, ({ list, from }) => {
        const rest = sql`(${list})[${placeOf(from, list, false)}:]`;
        return context.dtype("start").nullable ? caseWhen([[isNotNull(from), rest]]) : rest;
      });
    return once(
      { list: arg, from: int4(start), to: int4(stop) },
      ({ list, from, to }) => sql`(${list})[${placeOf(from, list, false)}:${placeOf(to, list, true)}]`,
    );
  },
  // NULL || array is the array.
  ArrayConcat: ({ args }, context) => {
    const nodes = context.node.args.args;
    const lists = Object.fromEntries(
      args.map((list, i) => [
        `list_${i}`,
        alike(list, nodes[i]?.dtype ?? context.node.dtype, context.node.dtype, context),
      ]),
    );
    const mayBeNull = (arg: string): boolean => nodes[Number(arg.slice(5))]?.dtype.nullable ?? true;
    return onceUnlessNull(lists, mayBeNull, (a) =>
      Object.values(a).reduce((left, right) => infix(left, "||", right, Precedence.other)),
    );
  },
  ArrayRepeat: ({ arg, times }, context) =>
    onceUnlessNull({ arg, times: cast(times, int64) }, nullable(context), (a) => {
      const [round, rounds] = [identifierSql("round"), identifierSql("rounds")];
      const again = sql`GENERATE_SERIES(1, ${a.times}) AS ${rounds}(${round})`;
      return arrayOf(sql`SELECT ${ITEM} ${numbered(a.arg)} CROSS JOIN ${again} ORDER BY ${round}, ${PLACE}`);
    }),
  ArrayContains: ({ arg, value }, context) =>
    onceUnlessNull({ value: elementLike(value, context) }, nullable(context, "value"), (a) => {
      // PostgreSQL takes a query in parentheses for one of many rows, not for an array.
      const array = arg.kind === "text" && arg.parts[0] === "(" ? cast(arg, context.dtype("arg")) : arg;
      const found = sql`${a.value} = ANY(${array})`;
      return context.dtype("arg").nullable
        ? once({ list: arg }, ({ list }) =>
            caseWhen([[isNotNull(list), sql`COALESCE(${a.value} = ANY(${list}), FALSE)`]]),
          )
        : elementOf(context.dtype("arg")).nullable
          ? call("COALESCE", found, sql`FALSE`)
          : found;
    }),
  ArrayPosition: ({ arg, value }, context) =>
    onceUnlessNull({ arg, value: elementLike(value, context) }, nullable(context), (a) => {
      const place = call("COALESCE", call("ARRAY_POSITION", a.arg, a.value), intLiteral(0));
      return cast(infix(place, "-", intLiteral(1), Precedence.add), int64);
    }),
  ArrayRemove: ({ arg, value }, context) =>
    onceUnlessNull({ value: elementLike(value, context) }, nullable(context, "value"), (a) =>
      call("ARRAY_REMOVE", arg, a.value),
    ),
  ArrayDistinct: ({ arg }, context) => onceUnlessNull({ arg }, nullable(context), (a) => distinct(a.arg)),
  ArraySort: ({ arg }, context) =>
    onceUnlessNull({ arg }, nullable(context), (a) => {
      const element = elementOf(context.dtype("arg"));
      const key = sortable(fromElement(ITEM, element), element);
      return arrayOf(sql`SELECT ${ITEM} ${elements(a.arg)} ORDER BY ${key} ${ASC}`);
    }),
  ArrayUnion: ({ left, right }, context) =>
    onceUnlessNull(
      { left: common(left, "left", context), right: common(right, "right", context) },
      nullable(context),
      (a) => distinct(infix(a.left, "||", a.right, Precedence.other)),
    ),
  ArrayIntersect: ({ left, right }, context) =>
    onceUnlessNull(
      { left: common(left, "left", context), right: common(right, "right", context) },
      nullable(context),
      (a) => distinct(a.left, sql` WHERE ${isNotNull(call("ARRAY_POSITION", a.right, ITEM))}`),
    ),
  ArrayFlatten: ({ arg }, context) =>
    onceUnlessNull({ arg }, nullable(context), (a) => {
      const [inner, second] = [identifierSql("inner_item"), identifierSql("inner_place")];
      const within = sql`JSONB_ARRAY_ELEMENTS(${ITEM}) WITH ORDINALITY AS ${identifierSql("inner_items")}(${inner}, ${second})`;
      const value = elementFromJson(inner, elementOf(context.node.dtype));
      return arrayOf(sql`SELECT ${value} ${numbered(a.arg)} CROSS JOIN ${within} ORDER BY ${PLACE}, ${second}`);
    }),
  ArrayZip: ({ args }, context) => {
    const nodes = context.node.args.args;
    const lists = Object.fromEntries(args.map((list, i) => [`f${i + 1}`, list]));
    const dtypeOf = (field: string): DType => nodes[Number(field.slice(1)) - 1]?.dtype ?? context.node.dtype;
    return onceUnlessNull(
      lists,
      (field) => dtypeOf(field).nullable,
      (a) => {
        const fields = Object.keys(a);
        const part = (field: string): Sql => {
          const element = elementOf(dtypeOf(field));
          return isArray(element) ? identifierSql(field) : jsonPart(identifierSql(field), element);
        };
        const object = call("JSONB_BUILD_OBJECT", ...fields.flatMap((field) => [stringLiteral(field), part(field)]));
        return arrayOf(
          sql`SELECT ${object} FROM UNNEST(${commaList(Object.values(a))}) AS ${ITEMS}(${commaList(fields.map(identifierSql))})`,
        );
      },
    );
  },
  ArrayStringJoin: ({ arg, separator }) => call("ARRAY_TO_STRING", arg, separator),
  ArrayMap: ({ arg, body }, context) =>
    onceUnlessNull(
      { list: arg },
      () => context.dtype("arg").nullable,
      ({ list }) => {
        const element = elementOf(context.node.dtype);
        const value = toElement(typed(body.body, element), element);
        return arrayOf(sql`SELECT ${value} ${rowsOfLambda(list, body, context.node.args.body)}`);
      },
    ),
  ArrayFilter: ({ arg, body }, context) =>
    onceUnlessNull(
      { list: arg },
      () => context.dtype("arg").nullable,
      ({ list }) => arrayOf(sql`SELECT ${ITEM} ${rowsOfLambda(list, body, context.node.args.body)} WHERE ${body.body}`),
    ),
  ArrayAny: reduced((item) => call("BOOL_OR", item)),
  ArrayAll: reduced((item) => call("BOOL_AND", item)),
  ArraySum: reduced((item, element, { node }) => {
    const total = call("SUM", element.kind === "float32" ? cast(item, float64) : item);
    return node.dtype.kind === "float64" ? total : cast(total, node.dtype);
  }),
  ArrayMean: reduced((item, element) =>
    element.kind === "float64"
      ? call("AVG", item)
      : cast(call("AVG", element.kind === "float32" ? cast(item, float64) : item), float64),
  ),
  ArrayMin: extreme(true),
  ArrayMax: extreme(false),
  ArrayMode: reduced((item, element) =>
    ordinary(sql`MODE() WITHIN GROUP (ORDER BY ${sortable(fromElement(item, element), element)})`, element),
  ),
} satisfies Partial<Rules>;

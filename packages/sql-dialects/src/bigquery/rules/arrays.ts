import type { DType } from "@avocet/core";
import { isArray, isFloat } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, compare, infix, int, isNotNull, isNull, listed, not, or, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Level } from "../../sql/expr.js";
import { equal, hasOrder, hasText, identical, sortLead, textOf } from "../compare.js";
import { cast, widened } from "../convert.js";
import {
  arrayOf,
  bodyOf,
  boxed,
  either,
  elementsOf,
  label,
  mayBeNull,
  onceIfLong,
  unboxed,
  unlessNull,
} from "../scope.js";
import { typeName } from "../types.js";
import { smallest } from "./generic.js";
import { constant, whole } from "./operands.js";
import { rangeRules } from "./ranges.js";

type Context = Pick<RuleContext, "dtype" | "unsupported">;
export const elementOf = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Level.add);

/** A place counted from the start; one below zero counts from the end. */
function fromStart(place: Sql, array: Sql): Sql {
  const exact = constant(place);
  if (exact !== null && exact >= 0) return place;
  const back = plus(call("ARRAY_LENGTH", array), place);
  return exact !== null
    ? back
    : onceIfLong({ place }, ({ place: n }) => either(compare(n, "<", int(0)), plus(call("ARRAY_LENGTH", array), n), n));
}
/** The element at a place counted from the start, NULL outside. */
export const elementAt = (array: Sql, place: Sql, element: DType): Sql =>
  unboxed(sql`${subject(array)}[SAFE_OFFSET(${place})]`, element);
const subject = (array: Sql): Sql => (array.kind === "text" ? sql`(${array})` : array);

/** Some of the elements of an array, in their order. */
const elementsWhere = (
  array: Sql,
  dtype: DType,
  beside: readonly Sql[],
  test: (element: Sql, place: Sql) => Sql,
): Sql => {
  const rows = elementsOf(array, dtype, beside);
  const kept = boxed(rows.element, dtype);
  return arrayOf(
    rows.query(sql`SELECT ${kept} FROM ${rows.from} WHERE ${test(rows.element, rows.place)} ORDER BY ${rows.place}`),
  );
};
/** Each different element once, where it comes first. */
export function distinct(array: Sql, dtype: DType): Sql {
  const rows = elementsOf(array, dtype);
  if (!hasText(dtype))
    return arrayOf(
      rows.query(sql`SELECT ${rows.element} FROM ${rows.from} GROUP BY ${rows.element} ORDER BY MIN(${rows.place})`),
    );
  const first = sql`ARRAY_AGG(${boxed(rows.element, dtype)} ORDER BY ${rows.place} LIMIT 1)[OFFSET(0)]`;
  return arrayOf(
    rows.query(
      sql`SELECT ${first} FROM ${rows.from} GROUP BY ${textOf(rows.element, { ...dtype, nullable: true })} ORDER BY MIN(${rows.place})`,
    ),
  );
}
/** The elements from small to large, NULLs last. */
export function sorted(array: Sql, dtype: DType, context: Pick<RuleContext, "unsupported">): Sql {
  if (!hasOrder(dtype)) throw context.unsupported(`values of ${dtype.kind} have no order`, "sort a part of them");
  const rows = elementsOf(array, dtype);
  const lead = sortLead(rows.element, dtype);
  const keys = [...(dtype.nullable ? [isNull(rows.element)] : []), ...(lead ? [lead] : []), rows.element];
  return arrayOf(rows.query(sql`SELECT ${rows.element} FROM ${rows.only} ORDER BY ${listed(keys)}`));
}

/** One value from the elements; NULL for none, and for a NULL in place of the array. */
const reduced =
  (of: (element: Sql, dtype: DType, context: Context & { readonly node: { readonly dtype: DType } }) => Sql) =>
  ({ arg }: { readonly arg: Sql }, context: Context & { readonly node: { readonly dtype: DType } }): Sql => {
    const dtype = elementOf(context.dtype("arg"));
    const rows = elementsOf(arg, dtype);
    return sql`(${rows.query(sql`SELECT ${of(rows.element, dtype, context)} FROM ${rows.only}`)})`;
  };
const ordered = (dtype: DType, { unsupported }: Context): void => {
  if (!hasOrder(dtype)) throw unsupported(`values of ${dtype.kind} have no order`, "take a part of them first");
};
const widely = (value: Sql, from: DType, to: DType): Sql => (typeName(from) === typeName(to) ? value : cast(value, to));

export const arrayRules = {
  ...rangeRules,
  ArrayConstruct: ({ args }, context) => {
    const { dtype } = context.node;
    const element = elementOf(dtype);
    const nodes = context.node.args.args;
    const values = args.map((arg, i) => boxed(widened(arg, nodes[i]?.dtype ?? element, element, context), element));
    return {
      kind: "text",
      parts: [`${typeName(dtype)}[`, { sql: listed(values), least: Level.any }, "]"],
      level: Level.atom,
    };
  },
  ArrayLength: ({ arg }) => call("ARRAY_LENGTH", arg),
  ArrayIndex: ({ arg, index }, context) => {
    const element = elementOf(context.dtype("arg"));
    const place = whole(index, "index", context);
    if ((constant(place) ?? -1) >= 0) return elementAt(arg, place, element);
    return onceIfLong({ arg }, ({ arg: array }) => elementAt(array, fromStart(place, array), element));
  },
  ArraySlice: (args, context) => {
    const values = {
      arg: args.arg,
      start: whole(args.start, "start", context),
      ...(args.stop ? { stop: whole(args.stop, "stop", context) } : {}),
    };
    const element = elementOf(context.dtype("arg"));
    return unlessNull(values, mayBeNull(context), ({ arg, start, stop }) =>
      onceIfLong({ arg }, ({ arg: array }) => {
        const ends = { first: fromStart(start, array), ...(stop ? { last: fromStart(stop, array) } : {}) };
        return onceIfLong(ends, ({ first, last }) =>
          elementsWhere(array, element, Object.values(last ? { first, last } : { first }), (_, place) => {
            const from = compare(place, ">=", first);
            return last ? sql`${from} AND ${compare(place, "<", last)}` : from;
          }),
        );
      }),
    );
  },
  ArrayConcat: ({ args }, context) => {
    const nodes = context.node.args.args;
    const { dtype } = context.node;
    return call("ARRAY_CONCAT", ...args.map((arg, i) => widened(arg, nodes[i]?.dtype ?? dtype, dtype, context)));
  },
  ArrayRepeat: (args, context) => {
    const element = elementOf(context.dtype("arg"));
    return unlessNull(
      { arg: args.arg, times: whole(args.times, "times", context) },
      mayBeNull(context),
      ({ arg, times }) => {
        const rows = elementsOf(arg, element);
        const turn = elementsOf(
          call("GENERATE_ARRAY", int(1), times),
          { kind: "int64", nullable: false },
          [rows.element, rows.place],
          "turn",
        );
        return arrayOf(
          turn.query(
            rows.query(
              sql`SELECT ${boxed(rows.element, element)} FROM ${turn.only} CROSS JOIN ${rows.from} ORDER BY ${turn.element}, ${rows.place}`,
            ),
          ),
        );
      },
    );
  },
  ArrayContains: (args, context) => {
    const element = elementOf(context.dtype("arg"));
    return unlessNull({ arg: args.arg, value: args.value }, mayBeNull(context), ({ arg, value }) => {
      const rows = elementsOf(arg, element, [value]);
      const same = equal({ sql: rows.element, dtype: element }, { sql: value, dtype: context.dtype("value") }, context);
      return sql`EXISTS(${rows.query(sql`SELECT 1 FROM ${rows.only} WHERE ${same}`)})`;
    });
  },
  ArrayPosition: (args, context) => {
    const element = elementOf(context.dtype("arg"));
    return unlessNull({ arg: args.arg, value: args.value }, mayBeNull(context), ({ arg, value }) => {
      const rows = elementsOf(arg, element, [value]);
      const same = equal({ sql: rows.element, dtype: element }, { sql: value, dtype: context.dtype("value") }, context);
      const first = rows.query(sql`SELECT MIN(${rows.place}) FROM ${rows.from} WHERE ${same}`);
      return call("IFNULL", sql`(${first})`, int(-1));
    });
  },
  ArrayRemove: (args, context) => {
    const element = elementOf(context.dtype("arg"));
    return unlessNull({ arg: args.arg, value: args.value }, mayBeNull(context), ({ arg, value }) =>
      elementsWhere(arg, element, [value], (own) => {
        const same = equal({ sql: own, dtype: element }, { sql: value, dtype: context.dtype("value") }, context);
        return element.nullable ? or(isNull(own), not(same)) : not(same);
      }),
    );
  },
  ArrayDistinct: (args, context) =>
    unlessNull({ arg: args.arg }, mayBeNull(context), ({ arg }) => distinct(arg, elementOf(context.dtype("arg")))),
  ArraySort: (args, context) =>
    unlessNull({ arg: args.arg }, mayBeNull(context), ({ arg }) =>
      sorted(arg, elementOf(context.dtype("arg")), context),
    ),
  ArrayUnion: (args, context) => {
    const { dtype } = context.node;
    return unlessNull({ left: args.left, right: args.right }, mayBeNull(context), ({ left, right }) => {
      const both = [
        widened(left, context.dtype("left"), dtype, context),
        widened(right, context.dtype("right"), dtype, context),
      ];
      return distinct(call("ARRAY_CONCAT", ...both), elementOf(dtype));
    });
  },
  ArrayIntersect: (args, context) => {
    const element = elementOf(context.node.dtype);
    const [own, other] = [elementOf(context.dtype("left")), elementOf(context.dtype("right"))];
    return unlessNull({ left: args.left, right: args.right }, mayBeNull(context), ({ left, right }) => {
      const wide = widened(
        left,
        context.dtype("left"),
        { ...context.node.dtype, element: { ...element, nullable: own.nullable } } as DType,
        context,
      ); // the result's type, with NULLs as they are
      const kept = elementsWhere(wide, { ...element, nullable: own.nullable }, [right], (value) => {
        const rows = elementsOf(right, other, [value], "other");
        const same = identical(
          { sql: value, dtype: { ...element, nullable: own.nullable } },
          { sql: rows.element, dtype: other },
          context,
        );
        return sql`EXISTS(${rows.query(sql`SELECT 1 FROM ${rows.only} WHERE ${same}`)})`;
      });
      return distinct(kept, element);
    });
  },
  ArrayFlatten: (args, context) => {
    const inner = elementOf(context.dtype("arg"));
    const element = elementOf(inner);
    return unlessNull({ arg: args.arg }, mayBeNull(context), ({ arg }) => {
      const outer = elementsOf(arg, inner, [], "inner_list");
      const rows = elementsOf(outer.element, element, [outer.element, outer.place]);
      return arrayOf(
        outer.query(
          rows.query(
            sql`SELECT ${boxed(rows.element, element)} FROM ${outer.from} CROSS JOIN ${rows.from} ORDER BY ${outer.place}, ${rows.place}`,
          ),
        ),
      );
    });
  },
  ArrayZip: ({ args }, context) => {
    const dtypes = context.node.args.args.map((arg) => arg.dtype);
    const lists = Object.fromEntries(args.map((list, i) => [`list_${i + 1}`, list]));
    const nullable = (arg: string): boolean => dtypes[Number(arg.slice("list_".length)) - 1]?.nullable ?? true;
    return unlessNull(lists, nullable, (values) =>
      onceIfLong(values, (held) => {
        const all = Object.values(held);
        const lengths = all.map((list) => call("ARRAY_LENGTH", list));
        const longest = lengths.length > 1 ? call("GREATEST", ...lengths) : (lengths[0] ?? int(0));
        const places = call("GENERATE_ARRAY", int(0), infix(longest, "-", int(1), Level.add));
        const rows = elementsOf(places, { kind: "int64", nullable: false }, all, "place");
        const fields = all.map(
          (list, i) =>
            sql`${elementAt(list, rows.element, elementOf(dtypes[i] ?? context.node.dtype))} AS ${label(`f${i + 1}`)}`,
        );
        return arrayOf(rows.query(sql`SELECT AS STRUCT ${listed(fields)} FROM ${rows.only} ORDER BY ${rows.element}`));
      }),
    );
  },
  ArrayStringJoin: ({ arg, separator }) => call("ARRAY_TO_STRING", arg, separator),
  ArrayMap: ({ arg, body }, context) => {
    const [own, result] = [elementOf(context.dtype("arg")), elementOf(context.node.dtype)];
    return unlessNull({ arg }, mayBeNull(context), ({ arg: array }) => {
      const { rows, body: value } = bodyOf(body, array, own, context);
      return arrayOf(rows.query(sql`SELECT ${boxed(value, result)} FROM ${rows.from} ORDER BY ${rows.place}`));
    });
  },
  ArrayFilter: ({ arg, body }, context) => {
    const own = elementOf(context.dtype("arg"));
    return unlessNull({ arg }, mayBeNull(context), ({ arg: array }) => {
      const { rows, body: test } = bodyOf(body, array, own, context);
      return arrayOf(
        rows.query(sql`SELECT ${boxed(rows.element, own)} FROM ${rows.from} WHERE ${test} ORDER BY ${rows.place}`),
      );
    });
  },
  ArrayAny: reduced((element) => call("LOGICAL_OR", element)),
  ArrayAll: reduced((element) => call("LOGICAL_AND", element)),
  ArraySum: reduced((element, dtype, { node }) => call("SUM", widely(element, dtype, node.dtype))),
  ArrayMean: reduced((element, dtype) =>
    widely(
      call("AVG", element),
      isFloat(dtype) || typeName(dtype) === "INT64" ? { kind: "float64", nullable: true } : dtype,
      { kind: "float64", nullable: true },
    ),
  ),
  ArrayMin: reduced((element, dtype, context) => {
    ordered(dtype, context);
    return smallest(element, dtype);
  }),
  ArrayMax: reduced((element, dtype, context) => {
    ordered(dtype, context);
    return call("MAX", element);
  }),
  ArrayMode: ({ arg }, context) => mode(arg, elementOf(context.dtype("arg"))),
} satisfies Partial<Rules>;

/** The most frequent element; of several the smallest. */
export function mode(array: Sql, dtype: DType): Sql {
  const rows = elementsOf(array, dtype);
  const lead = hasOrder(dtype) ? sortLead(rows.element, dtype) : undefined;
  const present = sql`FROM ${rows.only} WHERE ${isNotNull(rows.element)}`;
  if (hasText(dtype)) {
    const own = textOf(rows.element, { ...dtype, nullable: false });
    return unboxed(
      sql`(${rows.query(sql`SELECT ANY_VALUE(${boxed(rows.element, dtype)}) ${present} GROUP BY ${own} ORDER BY COUNT(*) DESC, MIN(${own}) LIMIT 1`)})`,
      dtype,
    );
  }
  const keys = [sql`COUNT(*) DESC`, ...(lead ? [lead] : []), rows.element];
  return sql`(${rows.query(sql`SELECT ${rows.element} ${present} GROUP BY ${rows.element} ORDER BY ${listed(keys)} LIMIT 1`)})`;
}

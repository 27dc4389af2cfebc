import type { Rules } from "../../dialect.js";
import { call, commaList, compare, infix, intLiteral, isNull, not, or, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { equal } from "../compare.js";
import { widened } from "../convert.js";
import { boxed, either, elementsOf, mayBeNull, onceIfLong, unlessNull } from "../scope.js";
import { typeName } from "../types.js";
import { arrayElementRules } from "./array-elements.js";
import { elementAt, elementOf, elementsWhere } from "./array-parts.js";
import { arraySetRules } from "./array-sets.js";
import { constant, whole } from "./operands.js";
import { rangeRules } from "./ranges.js";

const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);

/** A place counted from the start; one below zero counts from the end. */
function fromStart(place: Sql, array: Sql): Sql {
  const exact = constant(place);
  if (exact !== null && exact >= 0) return place;
  const back = plus(call("ARRAY_LENGTH", array), place);
  return exact !== null
    ? back
    : onceIfLong({ place }, ({ place: n }) =>
        either(compare(n, "<", intLiteral(0)), plus(call("ARRAY_LENGTH", array), n), n),
      );
}

export const arrayRules = {
  ...rangeRules,
  ...arraySetRules,
  ...arrayElementRules,
  ArrayConstruct: ({ args }, context) => {
    const { dtype } = context.node;
    const element = elementOf(dtype);
    const nodes = context.node.args.args;
    const values = args.map((arg, i) => boxed(widened(arg, nodes[i]?.dtype ?? element, element, context), element));
    return {
      kind: "text",
      parts: [`${typeName(dtype)}[`, { sql: commaList(values), least: Precedence.any }, "]"],
      level: Precedence.atom,
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
      return call("IFNULL", sql`(${first})`, intLiteral(-1));
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
  ArrayStringJoin: ({ arg, separator }) => call("ARRAY_TO_STRING", arg, separator),
} satisfies Partial<Rules>;

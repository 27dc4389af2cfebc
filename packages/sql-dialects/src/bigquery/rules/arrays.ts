import type { Rules } from "../../dialect.js";
import { call, commaList, compare, infix, intLiteral, isNull, not, or, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { widenTo } from "../cast.js";
import { equal } from "../compare.js";
import {
  elementRows,
  evaluateOnceIfCostly,
  evaluateUnlessNull,
  ifElse,
  nullableArg,
  wrapNestedArray,
} from "../scope.js";
import { typeName } from "../types.js";
import { arrayElementRules } from "./array-elements.js";
import { elementAt, elementType, filterElements } from "./array-helpers.js";
import { arraySetRules } from "./array-sets.js";
import { literalNumber, toInt64 } from "./operands.js";
import { rangeRules } from "./ranges.js";

const add = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);

/** Converts an offset, which counts from the end if negative, to one from the start. */
function offsetFromStart(offset: Sql, array: Sql): Sql {
  const literalOffset = literalNumber(offset);
  if (literalOffset !== null && literalOffset >= 0) return offset;
  const fromEnd = add(call("ARRAY_LENGTH", array), offset);
  return literalOffset !== null
    ? fromEnd
    : evaluateOnceIfCostly({ place: offset }, ({ place: value }) =>
        ifElse(compare(value, "<", intLiteral(0)), add(call("ARRAY_LENGTH", array), value), value),
      );
}

export const arrayRules = {
  ...rangeRules,
  ...arraySetRules,
  ...arrayElementRules,
  ArrayConstruct: ({ args }, context) => {
    const { dtype } = context.node;
    const element = elementType(dtype);
    const nodes = context.node.args.args;
    const values = args.map((arg, i) =>
      wrapNestedArray(widenTo(arg, nodes[i]?.dtype ?? element, element, context), element),
    );
    return {
      kind: "text",
      segments: [`${typeName(dtype)}[`, { sql: commaList(values), minPrecedence: Precedence.any }, "]"],
      precedence: Precedence.atom,
    };
  },
  ArrayLength: ({ arg }) => call("ARRAY_LENGTH", arg),
  ArrayIndex: ({ arg, index }, context) => {
    const element = elementType(context.dtype("arg"));
    const offset = toInt64(index, "index", context);
    if ((literalNumber(offset) ?? -1) >= 0) return elementAt(arg, offset, element);
    return evaluateOnceIfCostly({ arg }, ({ arg: array }) => elementAt(array, offsetFromStart(offset, array), element));
  },
  ArraySlice: (args, context) => {
    const values = {
      arg: args.arg,
      start: toInt64(args.start, "start", context),
      ...(args.stop ? { stop: toInt64(args.stop, "stop", context) } : {}),
    };
    const element = elementType(context.dtype("arg"));
    return evaluateUnlessNull(values, nullableArg(context), ({ arg, start, stop }) =>
      evaluateOnceIfCostly({ arg }, ({ arg: array }) => {
        const bounds = {
          first: offsetFromStart(start, array),
          ...(stop ? { last: offsetFromStart(stop, array) } : {}),
        };
        return evaluateOnceIfCostly(bounds, ({ first, last }) =>
          filterElements(array, element, Object.values(last ? { first, last } : { first }), (_, offset) => {
            const isAfterStart = compare(offset, ">=", first);
            return last ? sql`${isAfterStart} AND ${compare(offset, "<", last)}` : isAfterStart;
          }),
        );
      }),
    );
  },
  ArrayConcat: ({ args }, context) => {
    const nodes = context.node.args.args;
    const { dtype } = context.node;
    return call("ARRAY_CONCAT", ...args.map((arg, i) => widenTo(arg, nodes[i]?.dtype ?? dtype, dtype, context)));
  },
  ArrayContains: (args, context) => {
    const element = elementType(context.dtype("arg"));
    return evaluateUnlessNull({ arg: args.arg, value: args.value }, nullableArg(context), ({ arg, value }) => {
      const rows = elementRows(arg, element, [value]);
      const same = equal({ sql: rows.element, dtype: element }, { sql: value, dtype: context.dtype("value") }, context);
      return sql`EXISTS(${rows.query(sql`SELECT 1 FROM ${rows.fromWithoutOffset} WHERE ${same}`)})`;
    });
  },
  ArrayPosition: (args, context) => {
    const element = elementType(context.dtype("arg"));
    return evaluateUnlessNull({ arg: args.arg, value: args.value }, nullableArg(context), ({ arg, value }) => {
      const rows = elementRows(arg, element, [value]);
      const same = equal({ sql: rows.element, dtype: element }, { sql: value, dtype: context.dtype("value") }, context);
      const first = rows.query(sql`SELECT MIN(${rows.offset}) FROM ${rows.from} WHERE ${same}`);
      return call("IFNULL", sql`(${first})`, intLiteral(-1));
    });
  },
  ArrayRemove: (args, context) => {
    const element = elementType(context.dtype("arg"));
    return evaluateUnlessNull({ arg: args.arg, value: args.value }, nullableArg(context), ({ arg, value }) =>
      filterElements(arg, element, [value], (item) => {
        const same = equal({ sql: item, dtype: element }, { sql: value, dtype: context.dtype("value") }, context);
        return element.nullable ? or(isNull(item), not(same)) : not(same);
      }),
    );
  },
  ArrayStringJoin: ({ arg, separator }) => call("ARRAY_TO_STRING", arg, separator),
} satisfies Partial<Rules>;

import type { DType } from "@avocet/core";
import type { Rules } from "../../dialect.js";
import { call, commaList, infix, intLiteral, sql } from "../../sql/build.js";
import * as Precedence from "../../sql/precedence.js";
import { widenTo } from "../cast.js";
import { identical } from "../compare.js";
import {
  arrayOf,
  elementRows,
  evaluateOnceIfCostly,
  evaluateUnlessNull,
  fieldLabel,
  nullableArg,
  wrapNestedArray,
} from "../scope.js";
import { distinctElements, elementAt, elementType, filterElements, sortElements } from "./array-helpers.js";
import { toInt64 } from "./operands.js";

const int64: DType = { kind: "int64", nullable: false };

/** Rules that deduplicate, sort, combine, flatten, zip and repeat arrays. */
export const arraySetRules = {
  ArrayDistinct: (args, context) =>
    evaluateUnlessNull({ arg: args.arg }, nullableArg(context), ({ arg }) =>
      distinctElements(arg, elementType(context.dtype("arg"))),
    ),
  ArraySort: (args, context) =>
    evaluateUnlessNull({ arg: args.arg }, nullableArg(context), ({ arg }) =>
      sortElements(arg, elementType(context.dtype("arg")), context),
    ),
  ArrayUnion: (args, context) => {
    const { dtype } = context.node;
    return evaluateUnlessNull({ left: args.left, right: args.right }, nullableArg(context), ({ left, right }) => {
      const arrays = [
        widenTo(left, context.dtype("left"), dtype, context),
        widenTo(right, context.dtype("right"), dtype, context),
      ];
      return distinctElements(call("ARRAY_CONCAT", ...arrays), elementType(dtype));
    });
  },
  ArrayIntersect: (args, context) => {
    const element = elementType(context.node.dtype);
    const [leftElement, rightElement] = [elementType(context.dtype("left")), elementType(context.dtype("right"))];
    return evaluateUnlessNull({ left: args.left, right: args.right }, nullableArg(context), ({ left, right }) => {
      const widened = widenTo(
        left,
        context.dtype("left"),
        { ...context.node.dtype, element: { ...element, nullable: leftElement.nullable } } as DType,
        context,
      ); // the result type, with the nullability of the left elements
      const common = filterElements(widened, { ...element, nullable: leftElement.nullable }, [right], (value) => {
        const rows = elementRows(right, rightElement, [value], "other");
        const same = identical(
          { sql: value, dtype: { ...element, nullable: leftElement.nullable } },
          { sql: rows.element, dtype: rightElement },
          context,
        );
        return sql`EXISTS(${rows.query(sql`SELECT 1 FROM ${rows.fromWithoutOffset} WHERE ${same}`)})`;
      });
      return distinctElements(common, element);
    });
  },
  ArrayFlatten: (args, context) => {
    const inner = elementType(context.dtype("arg"));
    const element = elementType(inner);
    return evaluateUnlessNull({ arg: args.arg }, nullableArg(context), ({ arg }) => {
      const outer = elementRows(arg, inner, [], "inner_list");
      const rows = elementRows(outer.element, element, [outer.element, outer.offset]);
      return arrayOf(
        outer.query(
          rows.query(
            sql`SELECT ${wrapNestedArray(rows.element, element)} FROM ${outer.from} CROSS JOIN ${rows.from} ORDER BY ${outer.offset}, ${rows.offset}`,
          ),
        ),
      );
    });
  },
  ArrayZip: ({ args }, context) => {
    const dtypes = context.node.args.args.map((arg) => arg.dtype);
    const lists = Object.fromEntries(args.map((list, i) => [`list_${i + 1}`, list]));
    const nullable = (arg: string): boolean => dtypes[Number(arg.slice("list_".length)) - 1]?.nullable ?? true;
    return evaluateUnlessNull(lists, nullable, (values) =>
      evaluateOnceIfCostly(values, (columns) => {
        const arrays = Object.values(columns);
        const lengths = arrays.map((list) => call("ARRAY_LENGTH", list));
        const longest = lengths.length > 1 ? call("GREATEST", ...lengths) : (lengths[0] ?? intLiteral(0));
        const offsets = call("GENERATE_ARRAY", intLiteral(0), infix(longest, "-", intLiteral(1), Precedence.add));
        const rows = elementRows(offsets, int64, arrays, "place");
        const fields = arrays.map(
          (list, i) =>
            sql`${elementAt(list, rows.element, elementType(dtypes[i] ?? context.node.dtype))} AS ${fieldLabel(`f${i + 1}`)}`,
        );
        return arrayOf(
          rows.query(
            sql`SELECT AS STRUCT ${commaList(fields)} FROM ${rows.fromWithoutOffset} ORDER BY ${rows.element}`,
          ),
        );
      }),
    );
  },
  ArrayRepeat: (args, context) => {
    const element = elementType(context.dtype("arg"));
    return evaluateUnlessNull(
      { arg: args.arg, times: toInt64(args.times, "times", context) },
      nullableArg(context),
      ({ arg, times }) => {
        const rows = elementRows(arg, element);
        const turn = elementRows(
          call("GENERATE_ARRAY", intLiteral(1), times),
          int64,
          [rows.element, rows.offset],
          "turn",
        );
        return arrayOf(
          turn.query(
            rows.query(
              sql`SELECT ${wrapNestedArray(rows.element, element)} FROM ${turn.fromWithoutOffset} CROSS JOIN ${rows.from} ORDER BY ${turn.element}, ${rows.offset}`,
            ),
          ),
        );
      },
    );
  },
} satisfies Partial<Rules>;

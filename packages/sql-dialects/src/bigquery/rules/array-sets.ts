import type { DType } from "@avocet/core";
import type { Rules } from "../../dialect.js";
import { call, commaList, infix, intLiteral, sql } from "../../sql/build.js";
import { Precedence } from "../../sql/expr.js";
import { identical } from "../compare.js";
import { widened } from "../convert.js";
import { arrayOf, boxed, elementsOf, label, mayBeNull, onceIfLong, unlessNull } from "../scope.js";
import { distinct, elementAt, elementOf, elementsWhere, sorted } from "./array-parts.js";
import { whole } from "./operands.js";

const int64: DType = { kind: "int64", nullable: false };

/** Arrays as sets, in order, side by side. */
export const arraySetRules = {
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
        const longest = lengths.length > 1 ? call("GREATEST", ...lengths) : (lengths[0] ?? intLiteral(0));
        const places = call("GENERATE_ARRAY", intLiteral(0), infix(longest, "-", intLiteral(1), Precedence.add));
        const rows = elementsOf(places, int64, all, "place");
        const fields = all.map(
          (list, i) =>
            sql`${elementAt(list, rows.element, elementOf(dtypes[i] ?? context.node.dtype))} AS ${label(`f${i + 1}`)}`,
        );
        return arrayOf(
          rows.query(sql`SELECT AS STRUCT ${commaList(fields)} FROM ${rows.only} ORDER BY ${rows.element}`),
        );
      }),
    );
  },
  ArrayRepeat: (args, context) => {
    const element = elementOf(context.dtype("arg"));
    return unlessNull(
      { arg: args.arg, times: whole(args.times, "times", context) },
      mayBeNull(context),
      ({ arg, times }) => {
        const rows = elementsOf(arg, element);
        const turn = elementsOf(
          call("GENERATE_ARRAY", intLiteral(1), times),
          int64,
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
} satisfies Partial<Rules>;

import { groups, operationsOf } from "@avocet/conformance";
import type { DType } from "@avocet/core";
import {
  array,
  binary,
  bool,
  date,
  decimal,
  float64,
  int64,
  interval,
  ir,
  isFloat,
  isInteger,
  isTimestamp,
  json,
  map,
  string,
  struct,
  time,
  timestamp,
  uuid,
} from "@avocet/core";
import { expect, test } from "vitest";

const cases = groups.flatMap((group) => group.cases);

/** Operations without cases, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  RowId: "no method makes it yet, and what it gives is the engine's own",
  ScalarUdf: "the functions are each engine's own",
  AggregateUdf: "the functions are each engine's own",
};
test("every operation of the catalogue has a case", () => {
  const found = new Set(cases.flatMap((given) => [...operationsOf(given)]));
  expect(
    Object.keys(ir.operations)
      .filter((name) => !found.has(name as ir.OpName))
      .sort(),
  ).toEqual(
    // its own keys
    Object.keys(WITHOUT).sort(),
  );
});

const FAMILIES: Readonly<Record<string, DType>> = {
  bool,
  integer: int64,
  float: float64,
  decimal: decimal(9, 2),
  string,
  binary,
  date,
  time,
  timestamp: timestamp(),
  instant: timestamp("UTC"),
  interval,
  array: array(int64),
  map: map(string, int64),
  struct: struct({ x: int64 }),
  json,
  uuid,
};
const familyOf = (dtype: DType): string =>
  isInteger(dtype)
    ? "integer"
    : isFloat(dtype)
      ? "float"
      : isTimestamp(dtype) && dtype.zone !== null
        ? "instant"
        : dtype.kind;

/** Arguments that are given no values of some families, and why. */
const GAPS: readonly (readonly [arguments: RegExp, families: string, why: string])[] = [
  [/^(Cast|TryCast)\.arg$/, "binary interval map json", "their text is the engine's own"],
  [
    /^(Greatest|Least)\.args$|^(Min|Max)\.arg$|^Arg(Min|Max)\.key$/,
    "interval array map struct json",
    "they have no order",
  ],
  [/^(Less|LessEqual|Greater|GreaterEqual|Between)\./, "interval array map struct json", "they have no order"],
  [/^(Equals|NotEquals|IdenticalTo|NullIf|IsIn)\./, "map json", "whether they are equal hangs on the engine"],
  [/^(CountDistinct|ApproxCountDistinct|Mode)\.arg$/, "map json", "whether they are equal hangs on the engine"],
  [/^Array(Contains|Position|Remove)\.value$/, "map json", "whether they are equal hangs on the engine"],
  [/^Map(Get|Contains)\.key$/, "float interval array map struct json", "no keys of maps on most engines"],
  [/^Grouping\.arg$/, "interval array map struct json", "no keys of totals on most engines"],
  [
    /^Median\.arg$/,
    "bool string binary date time timestamp instant interval array map struct json uuid",
    "the method is one of numbers",
  ],
  [/^(Approx)?Quantile\.quantile$/, "integer decimal", "the method takes the share as a number"],
  [/^Date\.arg$/, "date", "the method is one of timestamps"],
];

test("every argument has values of every family of dtypes that it takes", () => {
  const seen = new Set<string>();
  for (const given of cases) {
    if (given.kind === "scenario") continue;
    for (const relation of ir.relationsBelow(given.table.relation))
      for (const node of ir.postorder(ir.valuesOf(relation)))
        if (node.type === "op")
          for (const [name, arg] of Object.entries(node.args))
            for (const value of Array.isArray(arg) ? arg : [arg])
              if (typeof value === "object" && value !== null && "dtype" in value)
                seen.add(`${node.op}.${name} ${familyOf(value.dtype as DType)}`); // a value, as it has a dtype
  }
  const missing: string[] = [];
  for (const [op, spec] of Object.entries(ir.operations) as [string, ir.OpSpec][]) {
    if (op in WITHOUT) continue;
    for (const [name, arg] of Object.entries(spec.args)) {
      if (arg.kind !== "value" && arg.kind !== "values") continue;
      for (const [family, dtype] of Object.entries(FAMILIES)) {
        const known = GAPS.some(
          ([which, families]) => which.test(`${op}.${name}`) && families.split(" ").includes(family),
        );
        if (!known && arg.accepts.test(dtype) && !seen.has(`${op}.${name} ${family}`))
          missing.push(`${op}.${name} ${family}`);
      }
    }
  }
  expect(missing).toEqual([]);
});

test("cases have names of their own", () => {
  const names = groups.flatMap(({ name, cases: own }) => own.map((given) => `${name}: ${given.name}`));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
});

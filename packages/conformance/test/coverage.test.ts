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
  json,
  map,
  string,
  struct,
  time,
  timestamp,
  uuid,
} from "@avocet/core";
import { isFloat, isInteger, isTimestamp } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import { expect, test } from "vitest";

const cases = groups.flatMap((group) => group.cases);

/** Operations without cases, with the reason. */
const OPERATIONS_WITHOUT_CASES: Readonly<Record<string, string>> = {
  RowId: "no method returns it yet, and its values depend on the engine",
  ScalarUdf: "user-defined functions differ between engines",
  AggregateUdf: "user-defined functions differ between engines",
};
test("every operation has a case", () => {
  const covered = new Set(cases.flatMap((testCase) => [...operationsOf(testCase)]));
  expect(
    Object.keys(ir.operations)
      .filter((name) => !covered.has(name as ir.OpName))
      .sort(),
  ).toEqual(Object.keys(OPERATIONS_WITHOUT_CASES).sort());
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

/** Arguments without values of some dtype families, with the reason. */
const GAPS: readonly (readonly [arguments: RegExp, families: string, reason: string])[] = [
  [/^(Cast|TryCast)\.arg$/, "binary interval map json", "their text form depends on the engine"],
  [
    /^(Greatest|Least)\.args$|^(Min|Max)\.arg$|^Arg(Min|Max)\.key$/,
    "interval array map struct json",
    "they have no order",
  ],
  [/^(Less|LessEqual|Greater|GreaterEqual|Between)\./, "interval array map struct json", "they have no order"],
  [/^(Equals|NotEquals|IdenticalTo|NullIf|IsIn)\./, "map json", "their equality depends on the engine"],
  [/^(CountDistinct|ApproxCountDistinct|Mode)\.arg$/, "map json", "their equality depends on the engine"],
  [/^Array(Contains|Position|Remove)\.value$/, "map json", "their equality depends on the engine"],
  [/^Map(Get|Contains)\.key$/, "float interval array map struct json", "not allowed as map keys on most engines"],
  [/^Grouping\.arg$/, "interval array map struct json", "not allowed as rollup keys on most engines"],
  [
    /^Median\.arg$/,
    "bool string binary date time timestamp instant interval array map struct json uuid",
    "the method exists on numbers only",
  ],
  [/^(Approx)?Quantile\.quantile$/, "integer decimal", "the method takes the fraction as a number"],
  [/^Date\.arg$/, "date", "the method exists on timestamps only"],
];

test("every argument has values of every dtype family that it accepts", () => {
  const seen = new Set<string>();
  for (const testCase of cases) {
    if (testCase.kind === "scenario") continue;
    for (const relation of ir.reachableRelations(testCase.table.relation))
      for (const node of ir.postorder(ir.valuesOf(relation)))
        if (node.type === "op")
          for (const [name, arg] of Object.entries(node.args))
            for (const value of Array.isArray(arg) ? arg : [arg])
              if (typeof value === "object" && value !== null && "dtype" in value)
                seen.add(`${node.op}.${name} ${familyOf(value.dtype as DType)}`); // values have a dtype
  }
  const missing: string[] = [];
  for (const [op, spec] of Object.entries(ir.operations) as [string, ir.OpSpec][]) {
    if (op in OPERATIONS_WITHOUT_CASES) continue;
    for (const [name, arg] of Object.entries(spec.args)) {
      if (arg.kind !== "value" && arg.kind !== "values") continue;
      for (const [family, dtype] of Object.entries(FAMILIES)) {
        const isGap = GAPS.some(
          ([pattern, families]) => pattern.test(`${op}.${name}`) && families.split(" ").includes(family),
        );
        if (!isGap && arg.accepts.test(dtype) && !seen.has(`${op}.${name} ${family}`))
          missing.push(`${op}.${name} ${family}`);
      }
    }
  }
  expect(missing).toEqual([]);
});

test("case names are unique within their group, and group names are unique", () => {
  const names = groups.flatMap(({ name, cases: groupCases }) =>
    groupCases.map((testCase) => `${name}: ${testCase.name}`),
  );
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
});

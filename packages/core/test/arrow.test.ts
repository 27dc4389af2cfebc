import { expect, test } from "vitest";
import { memtable, printDType } from "../src/index.js";

// The interface that the Arrow libraries for JavaScript share, with the type numbers of Arrow's Schema.fbs.
const arrow = (
  fields: readonly { name: string; nullable?: boolean; type: { typeId: number } }[],
  columns: Record<string, readonly unknown[]>,
) => ({
  numRows: Object.values(columns)[0]?.length ?? 0,
  schema: { fields },
  getChild: (name: string) => columns[name],
});

test("columns of an Arrow table keep their types", () => {
  const t = memtable(
    arrow(
      [
        { name: "id", nullable: false, type: { typeId: 2, bitWidth: 64, isSigned: true } as { typeId: number } },
        { name: "small", type: { typeId: 2, bitWidth: 8, signed: false } as { typeId: number } },
        { name: "x", type: { typeId: 3, precision: 2 } as { typeId: number } },
        { name: "label", type: { typeId: -1, dictionary: { typeId: 5 } } as { typeId: number } },
        { name: "day", type: { typeId: 8 } },
        { name: "at", type: { typeId: 10, timezone: "UTC" } as { typeId: number } },
      ],
      {
        id: [1n, 9_007_199_254_740_993n],
        small: [255, null],
        x: [0.5, null],
        label: ["a", "b"],
        day: [Date.UTC(2024, 1, 29), null],
        at: [new Date("2024-02-29T12:00:00Z"), null],
      },
    ),
  );
  expect(Object.entries(t.schema).map(([name, dtype]) => `${name} ${printDType(dtype)}`)).toEqual([
    "id !int64",
    "small uint8",
    "x float64",
    "label string",
    "day date",
    "at timestamp('UTC')",
  ]);
  expect(t.relation.type === "memtable" && t.relation.columns).toEqual([
    [1, "9007199254740993"],
    [255, null],
    [0.5, null],
    ["a", "b"],
    ["2024-02-29", null],
    ["2024-02-29T12:00:00Z", null],
  ]);
});

test("an Arrow type without a matching dtype is refused", () => {
  expect(() => memtable(arrow([{ name: "d", type: { typeId: 7 } }], { d: [1] }))).toThrow(
    /does not support the Arrow type/,
  );
});

import * as a from "@avocet/core";
import { printDType } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { dtypeNamed, dtypeOfColumn, storedAs } from "../../src/snowflake/types.js";

describe("types of columns", () => {
  test.each([
    ["NUMBER(38,0)", "int64"],
    ["NUMBER(18,0)", "int64"],
    ["NUMBER(19,0)", "decimal(19, 0)"],
    ["NUMBER(12,2)", "decimal(12, 2)"],
    ["FLOAT", "float64"],
    ["VARCHAR(16777216)", "string"],
    ["BINARY(8388608)", "binary"],
    ["BOOLEAN", "bool"],
    ["DATE", "date"],
    ["TIME(9)", "time"],
    ["TIMESTAMP_NTZ(9)", "timestamp"],
    ["TIMESTAMP_LTZ(3)", "timestamp('UTC')"],
    ["TIMESTAMP_TZ(9)", "timestamp('UTC')"],
    ["VARIANT", "json"],
    ["ARRAY", "json"],
    ["OBJECT", "json"],
    ["ARRAY(NUMBER(38,0))", "json"],
    ["MAP(VARCHAR(16777216), NUMBER(38,0))", "json"],
  ])("%s is %s", (type, dtype) => {
    const found = dtypeNamed(type);
    expect(found && printDType(found)).toBe(dtype);
  });
  test.each(["GEOGRAPHY", "GEOMETRY", "VECTOR(FLOAT, 3)", ""])("%s has no dtype", (type) => {
    expect(dtypeNamed(type)).toBeUndefined();
  });
  test("as results name them", () => {
    const dtype = (type: string, precision: number | null = null, scale: number | null = null) =>
      dtypeOfColumn({ type, precision, scale });
    expect(dtype("fixed", 38, 0)).toEqual(a.int64);
    expect(dtype("fixed", 20, 0)).toEqual(a.decimal(20, 0));
    expect(dtype("fixed", 10, 4)).toEqual(a.decimal(10, 4));
    expect(dtype("real")).toEqual(a.float64);
    expect(dtype("timestamp_ltz", 0, 9)).toEqual(a.timestamp("UTC"));
    expect(dtype("geography")).toBeUndefined();
  });
});

test("what a column shows that was made for another dtype", () => {
  const shown = (dtype: a.DType) => printDType(storedAs(dtype));
  expect(shown(a.int8)).toBe("int64");
  expect(shown(a.uint64)).toBe("decimal(20, 0)");
  expect(shown(a.float32)).toBe("float64");
  expect(shown(a.decimal(38, 0))).toBe("int64");
  expect(shown(a.decimal(38, 9))).toBe("decimal(38, 9)");
  expect(shown(a.uuid)).toBe("string");
  expect(shown(a.array(a.string))).toBe("json");
  expect(shown(a.notNull(a.struct({ a: a.int64 })))).toBe("!json");
  expect(shown(a.interval)).toBe("json");
  expect(shown(a.timestamp("Europe/Rome"))).toBe("timestamp('UTC')");
});

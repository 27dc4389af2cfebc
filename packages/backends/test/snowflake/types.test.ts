import * as core from "@avocet/core";
import { printDType } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { dtypeOfColumn, dtypeOfDescribedType, storedAs } from "../../src/snowflake/types.js";

describe("dtypes of columns", () => {
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
  ])("the described type %s is %s", (type, dtype) => {
    const actual = dtypeOfDescribedType(type);
    expect(actual && printDType(actual)).toBe(dtype);
  });
  test.each(["GEOGRAPHY", "GEOMETRY", "VECTOR(FLOAT, 3)", ""])("%s has no dtype", (type) => {
    expect(dtypeOfDescribedType(type)).toBeUndefined();
  });
  test("types in result metadata have dtypes", () => {
    const dtype = (type: string, precision: number | null = null, scale: number | null = null) =>
      dtypeOfColumn({ type, precision, scale });
    expect(dtype("fixed", 38, 0)).toEqual(core.int64);
    expect(dtype("fixed", 20, 0)).toEqual(core.decimal(20, 0));
    expect(dtype("fixed", 10, 4)).toEqual(core.decimal(10, 4));
    expect(dtype("real")).toEqual(core.float64);
    expect(dtype("timestamp_ltz", 0, 9)).toEqual(core.timestamp("UTC"));
    expect(dtype("geography")).toBeUndefined();
  });
});

test("storedAs returns the dtype that the catalog reports", () => {
  const storedName = (dtype: core.DType) => printDType(storedAs(dtype));
  expect(storedName(core.int8)).toBe("int64");
  expect(storedName(core.uint64)).toBe("decimal(20, 0)");
  expect(storedName(core.float32)).toBe("float64");
  expect(storedName(core.decimal(38, 0))).toBe("int64");
  expect(storedName(core.decimal(38, 9))).toBe("decimal(38, 9)");
  expect(storedName(core.uuid)).toBe("string");
  expect(storedName(core.array(core.string))).toBe("json");
  expect(storedName(core.notNull(core.struct({ a: core.int64 })))).toBe("!json");
  expect(storedName(core.interval)).toBe("json");
  expect(storedName(core.timestamp("Europe/Rome"))).toBe("timestamp('UTC')");
});

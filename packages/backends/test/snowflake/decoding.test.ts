import type { DType, ValueOptions } from "@avocet/core";
import * as a from "@avocet/core";
import { isAvocetError } from "@avocet/core";
import { resolveEncoding } from "@avocet/core/backend";
import { describe, expect, test } from "vitest";
import { batchMaker } from "../../src/snowflake/decode/decoders.js";

/** The value that a dtype's decoder makes of what the driver gives. */
function decoded(dtype: DType, wire: unknown, values: ValueOptions = {}): unknown {
  const batch = batchMaker(new Map([["v", dtype]]), 1, resolveEncoding(values))([[wire]]);
  return batch.columns[0]?.[0];
}
function refused(dtype: DType, wire: unknown): unknown[] {
  try {
    return [decoded(dtype, wire)];
  } catch (error) {
    return isAvocetError(error) ? [error.code, error.reason] : [error];
  }
}

describe("what the service sends", () => {
  test("NULL", () => {
    for (const dtype of [a.int64, a.string, a.timestamp(), a.array(a.int64)]) expect(decoded(dtype, null)).toBeNull();
  });
  test("numbers", () => {
    expect(decoded(a.int64, "42")).toBe(42);
    expect(decoded(a.int64, "9223372036854775807", { int64: "bigint" })).toBe(9223372036854775807n);
    expect(decoded(a.decimal(10, 2), "12.50")).toBe("12.50");
    expect(decoded(a.decimal(38, 0), "12345678901234567890123456789012345678")).toBe(
      "12345678901234567890123456789012345678",
    );
    expect(decoded(a.float64, "1.5e300")).toBe(1.5e300);
    expect(decoded(a.float64, "NaN")).toBeNaN();
    expect(decoded(a.float64, "-inf")).toBe(Number.NEGATIVE_INFINITY);
  });
  test("integers beyond their dtype are errors of the data", () => {
    expect(refused(a.int64, "9223372036854775808")).toEqual(["value-out-of-range", "data"]);
    expect(refused(a.int8, "128")).toEqual(["value-out-of-range", "data"]);
    expect(refused(a.uint32, "-1")).toEqual(["value-out-of-range", "data"]);
    expect(refused(a.int64, "9007199254740993")).toEqual(["value-out-of-range", undefined]);
  });
  test("dates count days, times of day seconds", () => {
    expect(decoded(a.date, "19724")).toBe("2024-01-02");
    expect(decoded(a.date, "-1")).toBe("1969-12-31");
    expect(decoded(a.date, new Date("2024-01-02T00:00:00Z"))).toBe("2024-01-02");
    expect(decoded(a.date, "19724", { date: "Date" })).toEqual(new Date("2024-01-02"));
    expect(decoded(a.time, "3723.000001000")).toBe("01:02:03.000001");
    expect(decoded(a.time, "01:02:03")).toBe("01:02:03");
  });
  test("timestamps count seconds; before 1970 less than none", () => {
    expect(decoded(a.timestamp(), "1704164645.123456000")).toEqual(new Date("2024-01-02T03:04:05.123Z"));
    expect(decoded(a.timestamp(), "-0.500000000")).toEqual(new Date(-500));
    expect(decoded(a.timestamp(), "-1.000000000")).toEqual(new Date(-1000));
    expect(decoded(a.timestamp(), "-0.000001000")).toEqual(new Date(-1));
    expect(decoded(a.timestamp("UTC"), "1704164645.000000000 1560")).toEqual(new Date("2024-01-02T03:04:05Z"));
    expect(decoded(a.timestamp(), "1704164645.123456000", { timestamp: "string" })).toBe("2024-01-02T03:04:05.123456");
    expect(decoded(a.timestamp("UTC"), "-0.000001000", { timestamp: "string" })).toBe("1969-12-31T23:59:59.999999Z");
    expect(decoded(a.timestamp(), "-0.000001000", { timestamp: "micros" })).toBe(-1n);
    expect(decoded(a.timestamp(), "253402300799.999999999", { timestamp: "micros" })).toBe(253402300799999999n);
  });
  test("a driver that makes Dates of them all the same", () => {
    const date = Object.assign(new Date("2024-01-02T03:04:05.123Z"), { getNanoSeconds: () => 123_456_000 });
    expect(decoded(a.timestamp(), date, { timestamp: "string" })).toBe("2024-01-02T03:04:05.123456");
    expect(decoded(a.timestamp(), date)).toEqual(new Date("2024-01-02T03:04:05.123Z"));
  });
  test("bools and bytes", () => {
    expect([decoded(a.bool, "1"), decoded(a.bool, "0"), decoded(a.bool, "true"), decoded(a.bool, false)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(decoded(a.binary, "00FF")).toEqual(new Uint8Array([0, 255]));
    expect(decoded(a.binary, Buffer.from([0, 255]))).toEqual(new Uint8Array([0, 255]));
    expect(decoded(a.binary, "")).toEqual(new Uint8Array());
  });
  test("arrays, structs, maps and intervals are JSON", () => {
    expect(decoded(a.array(a.int64), "[1,null,undefined]")).toEqual([1, null, null]);
    expect(decoded(a.array(a.float64), "[NaN,-Infinity,1.5]")).toEqual([Number.NaN, Number.NEGATIVE_INFINITY, 1.5]);
    expect(decoded(a.array(a.string), '["NaN","undefined"]')).toEqual(["NaN", "undefined"]);
    expect(decoded(a.array(a.decimal(38, 2)), "[12345678901234567890.25]")).toEqual(["12345678901234567890.25"]);
    expect(
      decoded(a.struct({ at: a.timestamp(), b: a.binary }), '{"at":"2024-01-02T03:04:05.000000","b":"00ff"}'),
    ).toEqual({
      at: new Date("2024-01-02T03:04:05Z"),
      b: new Uint8Array([0, 255]),
    });
    expect(decoded(a.map(a.int64, a.bool), '{"1":true}')).toEqual(new Map([[1, true]]));
    expect(decoded(a.interval, "[14,-3,500000]")).toEqual({ months: 14, days: -3, micros: 500000 });
    expect(decoded(a.interval, "[0,-2147483647,0]")).toEqual({ months: 0, days: -2147483647, micros: 0 });
    for (const beyond of ["[0,2147483648,0]", "[-2147483648,0,0]"])
      expect(() => decoded(a.interval, beyond)).toThrow(/32 bits/);
    expect(decoded(a.array(a.interval), "[[1,2,3],null]")).toEqual([{ months: 1, days: 2, micros: 3 }, null]);
  });
  test("json", () => {
    expect(decoded(a.json, '{"a":[1,undefined,"x"]}')).toEqual({ a: [1, null, "x"] });
    expect(decoded(a.json, '{"a":12345678901234567890}', { json: "string" })).toBe('{"a":12345678901234567890}');
  });
  test("another number of columns than expected", () => {
    expect(() => batchMaker(new Map([["v", a.int64]]), 2, resolveEncoding())).toThrow(
      /2 columns where 1 were expected/,
    );
  });
});

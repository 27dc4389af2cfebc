import type { DType, ValueOptions } from "@avocet/core";
import * as core from "@avocet/core";
import { isAvocetError } from "@avocet/core";
import { resolveEncoding } from "@avocet/core/backend";
import { describe, expect, test } from "vitest";
import { createBatchBuilder } from "../../src/snowflake/decode/decoders.js";

/** Decodes one value of the driver. */
function decode(dtype: DType, driverValue: unknown, values: ValueOptions = {}): unknown {
  const batch = createBatchBuilder(new Map([["v", dtype]]), 1, resolveEncoding(values))([[driverValue]]);
  return batch.columns[0]?.[0];
}
function decodeError(dtype: DType, driverValue: unknown): unknown[] {
  try {
    return [decode(dtype, driverValue)];
  } catch (error) {
    return isAvocetError(error) ? [error.code, error.reason] : [error];
  }
}

describe("decoding results of the service", () => {
  test("NULL is null for every dtype", () => {
    for (const dtype of [core.int64, core.string, core.timestamp(), core.array(core.int64)])
      expect(decode(dtype, null)).toBeNull();
  });
  test("numbers are decoded from text", () => {
    expect(decode(core.int64, "42")).toBe(42);
    expect(decode(core.int64, "9223372036854775807", { int64: "bigint" })).toBe(9223372036854775807n);
    expect(decode(core.decimal(10, 2), "12.50")).toBe("12.50");
    expect(decode(core.decimal(38, 0), "12345678901234567890123456789012345678")).toBe(
      "12345678901234567890123456789012345678",
    );
    expect(decode(core.float64, "1.5e300")).toBe(1.5e300);
    expect(decode(core.float64, "NaN")).toBeNaN();
    expect(decode(core.float64, "-inf")).toBe(Number.NEGATIVE_INFINITY);
  });
  test("an integer outside the range of its dtype is a value-out-of-range error", () => {
    expect(decodeError(core.int64, "9223372036854775808")).toEqual(["value-out-of-range", "data"]);
    expect(decodeError(core.int8, "128")).toEqual(["value-out-of-range", "data"]);
    expect(decodeError(core.uint32, "-1")).toEqual(["value-out-of-range", "data"]);
    expect(decodeError(core.int64, "9007199254740993")).toEqual(["value-out-of-range", undefined]);
  });
  test("dates are decoded from days, times from seconds", () => {
    expect(decode(core.date, "19724")).toBe("2024-01-02");
    expect(decode(core.date, "-1")).toBe("1969-12-31");
    expect(decode(core.date, new Date("2024-01-02T00:00:00Z"))).toBe("2024-01-02");
    expect(decode(core.date, "19724", { date: "Date" })).toEqual(new Date("2024-01-02"));
    expect(decode(core.time, "3723.000001000")).toBe("01:02:03.000001");
    expect(decode(core.time, "01:02:03")).toBe("01:02:03");
  });
  test("timestamps are decoded from seconds, also before 1970", () => {
    expect(decode(core.timestamp(), "1704164645.123456000")).toEqual(new Date("2024-01-02T03:04:05.123Z"));
    expect(decode(core.timestamp(), "-0.500000000")).toEqual(new Date(-500));
    expect(decode(core.timestamp(), "-1.000000000")).toEqual(new Date(-1000));
    expect(decode(core.timestamp(), "-0.000001000")).toEqual(new Date(-1));
    expect(decode(core.timestamp("UTC"), "1704164645.000000000 1560")).toEqual(new Date("2024-01-02T03:04:05Z"));
    expect(decode(core.timestamp(), "1704164645.123456000", { timestamp: "string" })).toBe(
      "2024-01-02T03:04:05.123456",
    );
    expect(decode(core.timestamp("UTC"), "-0.000001000", { timestamp: "string" })).toBe("1969-12-31T23:59:59.999999Z");
    expect(decode(core.timestamp(), "-0.000001000", { timestamp: "micros" })).toBe(-1n);
    expect(decode(core.timestamp(), "253402300799.999999999", { timestamp: "micros" })).toBe(253402300799999999n);
  });
  test("timestamps are decoded from Dates of the driver", () => {
    const date = Object.assign(new Date("2024-01-02T03:04:05.123Z"), { getNanoSeconds: () => 123_456_000 });
    expect(decode(core.timestamp(), date, { timestamp: "string" })).toBe("2024-01-02T03:04:05.123456");
    expect(decode(core.timestamp(), date)).toEqual(new Date("2024-01-02T03:04:05.123Z"));
  });
  test("bools and bytes are decoded from text and from objects", () => {
    expect([
      decode(core.bool, "1"),
      decode(core.bool, "0"),
      decode(core.bool, "true"),
      decode(core.bool, false),
    ]).toEqual([true, false, true, false]);
    expect(decode(core.binary, "00FF")).toEqual(new Uint8Array([0, 255]));
    expect(decode(core.binary, Buffer.from([0, 255]))).toEqual(new Uint8Array([0, 255]));
    expect(decode(core.binary, "")).toEqual(new Uint8Array());
  });
  test("arrays, structs, maps and intervals are decoded from JSON", () => {
    expect(decode(core.array(core.int64), "[1,null,undefined]")).toEqual([1, null, null]);
    expect(decode(core.array(core.float64), "[NaN,-Infinity,1.5]")).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      1.5,
    ]);
    expect(decode(core.array(core.string), '["NaN","undefined"]')).toEqual(["NaN", "undefined"]);
    expect(decode(core.array(core.decimal(38, 2)), "[12345678901234567890.25]")).toEqual(["12345678901234567890.25"]);
    expect(
      decode(core.struct({ at: core.timestamp(), b: core.binary }), '{"at":"2024-01-02T03:04:05.000000","b":"00ff"}'),
    ).toEqual({
      at: new Date("2024-01-02T03:04:05Z"),
      b: new Uint8Array([0, 255]),
    });
    expect(decode(core.map(core.int64, core.bool), '{"1":true}')).toEqual(new Map([[1, true]]));
    expect(decode(core.interval, "[14,-3,500000]")).toEqual({ months: 14, days: -3, micros: 500000 });
    expect(decode(core.interval, "[0,-2147483647,0]")).toEqual({ months: 0, days: -2147483647, micros: 0 });
    for (const outOfRange of ["[0,2147483648,0]", "[-2147483648,0,0]"])
      expect(() => decode(core.interval, outOfRange)).toThrow(/32 bits/);
    expect(decode(core.array(core.interval), "[[1,2,3],null]")).toEqual([{ months: 1, days: 2, micros: 3 }, null]);
  });
  test("JSON values are parsed, or returned as text", () => {
    expect(decode(core.json, '{"a":[1,undefined,"x"]}')).toEqual({ a: [1, null, "x"] });
    expect(decode(core.json, '{"a":12345678901234567890}', { json: "string" })).toBe('{"a":12345678901234567890}');
  });
  test("a result with an unexpected number of columns is refused", () => {
    expect(() => createBatchBuilder(new Map([["v", core.int64]]), 2, resolveEncoding())).toThrow(
      /2 columns where 1 were expected/,
    );
  });
});

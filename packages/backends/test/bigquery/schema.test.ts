import * as a from "@avocet/core";
import { describe, expect, test } from "vitest";
import { columnsOf, dtypeOf, type SchemaField } from "../../src/bigquery/values/schema.js";

const dtypeText = (field: SchemaField): string | undefined => {
  const dtype = dtypeOf(field);
  return dtype && a.printDType(dtype);
};
const field = (type: string, properties: Partial<SchemaField> = {}): SchemaField => ({
  name: "x",
  type,
  mode: "NULLABLE",
  ...properties,
});
const nestedArray = (inner: SchemaField): SchemaField =>
  field("RECORD", { mode: "REPEATED", fields: [{ ...inner, name: "list" }] });

describe("dtypes of BigQuery types", () => {
  test.each<[SchemaField, string | undefined]>([
    [field("INTEGER"), "int64"],
    [field("INTEGER", { mode: "REQUIRED" }), "!int64"],
    [field("FLOAT"), "float64"],
    [field("BOOLEAN"), "bool"],
    [field("STRING"), "string"],
    [field("BYTES"), "binary"],
    [field("DATE"), "date"],
    [field("TIME"), "time"],
    [field("DATETIME"), "timestamp"],
    [field("TIMESTAMP"), "timestamp('UTC')"],
    [field("INTERVAL"), "interval"],
    [field("JSON"), "json"],
    [field("NUMERIC"), "decimal(38, 9)"],
    [field("NUMERIC", { precision: "10", scale: "2" }), "decimal(10, 2)"],
    [field("NUMERIC", { precision: "10" }), "decimal(10, 0)"],
    [field("BIGNUMERIC", { precision: "38", scale: "20" }), "decimal(38, 20)"],
    [field("BIGNUMERIC", { precision: "60", scale: "30" }), "decimal(38, 9)"],
    [field("GEOGRAPHY"), undefined],
    [field("RANGE"), undefined],
    [field("STRING", { mode: "REPEATED" }), "!array<!string>"],
    [nestedArray(field("INTEGER", { mode: "REPEATED" })), "!array<!array<!int64>>"],
    [nestedArray(field("INTEGER")), "!array<!struct<list: int64>>"],
    [
      field("RECORD", { fields: [field("INTEGER"), { ...field("DATE", { mode: "REQUIRED" }), name: "d" }] }),
      "struct<x: int64, d: !date>",
    ],
    [field("RECORD", { fields: [field("GEOGRAPHY")] }), undefined],
    [field("RECORD", { fields: [field("DATE"), field("DATE")] }), undefined],
  ])("the field %j has its dtype", (schemaField, dtype) => {
    expect(dtypeText(schemaField)).toBe(dtype);
  });
  test("columns have their type as BigQuery's SQL writes it", () => {
    const fields = [field("GEOGRAPHY", { mode: "REPEATED" }), field("RECORD", { fields: [field("INTEGER")] })];
    expect(columnsOf(fields).map(({ type }) => type)).toEqual(["ARRAY<GEOGRAPHY>", "STRUCT<x INT64>"]);
  });
});

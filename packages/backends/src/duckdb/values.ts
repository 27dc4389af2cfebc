import type { DType } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/backend";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "@avocet/core/backend";
import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import * as duck from "@duckdb/node-api";
import type { BoundValue } from "../shared/statement.js";
import { typeOf } from "./types.js";

/** The bind parameters of a statement, in order. */
export interface Bindings {
  readonly values: DuckDBValue[];
  readonly types: DuckDBType[];
}

/** Converts bind parameters to the client's form; undefined if there are none. */
export function bindingsOf(bound: readonly BoundValue[]): Bindings | undefined {
  if (bound.length === 0) return undefined;
  return {
    values: bound.map(({ value, dtype }) => nativeValue(value, dtype)),
    types: bound.map(({ dtype }) => typeOf(dtype)),
  };
}

/** Converts a literal to the client's value; its type is {@link typeOf} the dtype. */
export function nativeValue(value: LiteralValue, dtype: DType): DuckDBValue {
  if (value === null) return null;
  if (isInteger(dtype)) return dtype.kind.endsWith("64") ? BigInt(String(value)) : Number(value);
  if (isFloat(dtype)) return Number(value);
  if (isDecimal(dtype))
    return duck.decimalValue(unscaledValue(String(value), dtype.scale), dtype.precision, dtype.scale);
  if (isTimestamp(dtype)) {
    const micros = microsOf(String(value));
    return dtype.zone === null ? duck.timestampValue(micros) : duck.timestampTZValue(micros);
  }
  if (isArray(dtype)) return duck.listValue(elementsOf(value).map((element) => nativeValue(element, dtype.element)));
  if (isMap(dtype))
    return duck.mapValue(
      elementsOf(value)
        .map(elementsOf)
        .map(([k = null, v = null]) => ({ key: nativeValue(k, dtype.key), value: nativeValue(v, dtype.value) })),
    );
  if (isStruct(dtype)) {
    const values = elementsOf(value);
    const entries = Object.entries(dtype.fields).map(([name, field], i) => [
      name,
      nativeValue(values[i] ?? null, field),
    ]);
    return duck.structValue(Object.fromEntries(entries));
  }
  switch (dtype.kind) {
    case "bool":
      return value === true;
    case "date":
      return duck.dateValue(Date.parse(`${String(value)}T00:00:00Z`) / 86_400_000);
    case "time":
      return duck.timeValue(microsOf(`1970-01-01T${String(value)}`));
    case "binary":
      return duck.blobValue(bytesFromHex(String(value)));
    case "uuid":
      return duck.uuidValue(BigInt(`0x${String(value).replaceAll("-", "")}`));
    case "interval": {
      const [months = 0, days = 0, micros = 0] = elementsOf(value).map(Number);
      return duck.intervalValue(months, days, BigInt(micros));
    }
    default:
      return String(value);
  }
}

const elementsOf = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);
const bytesFromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The digits of a decimal at a scale: `12.5` at scale 2 is 1250n. */
function unscaledValue(digits: string, scale: number): bigint {
  const [integerDigits = "0", fraction = ""] = digits.split(".");
  return BigInt(integerDigits + fraction.padEnd(scale, "0"));
}

/** Microseconds since 1970 of an ISO timestamp. A `Date` would truncate to milliseconds. */
function microsOf(iso: string): bigint {
  const [, upToSeconds = "", fraction = ""] = /^([^.]*?)(?:\.(\d+))?Z?$/.exec(iso) ?? [];
  return BigInt(Date.parse(`${upToSeconds}Z`)) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
}

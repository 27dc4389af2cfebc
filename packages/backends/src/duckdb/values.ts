import type { BoundParam, DType, LiteralValue, RunOptions } from "@avocet/core";
import {
  AvocetError,
  isArray,
  isDecimal,
  isFloat,
  isInteger,
  isMap,
  isStruct,
  isTimestamp,
  literalValue,
} from "@avocet/core";
import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import * as duck from "@duckdb/node-api";
import { typeOf } from "./types.js";

/** What is sent beside the text of a statement, by place. */
export interface Bindings {
  readonly values: DuckDBValue[];
  readonly types: DuckDBType[];
}

/** The values for the places of a compiled statement: its own literals, and what the caller gives for `param`s. */
export function bindingsOf(params: readonly BoundParam[], given: RunOptions["params"] = {}): Bindings | undefined {
  if (params.length === 0) return undefined;
  const canonical = params.map(({ name, value, dtype }): LiteralValue => {
    if (name === null) return value as LiteralValue; // the compiler passes on a literal's own value
    if (Object.hasOwn(given, name)) return literalValue(given[name], dtype);
    throw new AvocetError("missing-parameter", `the parameter \`${name}\` has no value`, {
      hint: `Give it one when the expression is run: execute({ params: { ${name}: … } }).`,
    });
  });
  return {
    values: canonical.map((value, i) => nativeValue(value, params[i]?.dtype ?? { kind: "null", nullable: true })),
    types: params.map(({ dtype }) => typeOf(dtype)),
  };
}

/** A literal as the client's value of {@link typeOf} its dtype. */
export function nativeValue(value: LiteralValue, dtype: DType): DuckDBValue {
  if (value === null) return null;
  if (isInteger(dtype)) return dtype.kind.endsWith("64") ? BigInt(String(value)) : Number(value);
  if (isFloat(dtype)) return Number(value);
  if (isDecimal(dtype)) return duck.decimalValue(scaled(String(value), dtype.scale), dtype.precision, dtype.scale);
  if (isTimestamp(dtype)) {
    const micros = microsOf(String(value));
    return dtype.zone === null ? duck.timestampValue(micros) : duck.timestampTZValue(micros);
  }
  if (isArray(dtype)) return duck.listValue(list(value).map((element) => nativeValue(element, dtype.element)));
  if (isMap(dtype))
    return duck.mapValue(
      list(value)
        .map(list)
        .map(([k = null, v = null]) => ({ key: nativeValue(k, dtype.key), value: nativeValue(v, dtype.value) })),
    );
  if (isStruct(dtype)) {
    const values = list(value);
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
      return duck.blobValue(bytes(String(value)));
    case "uuid":
      return duck.uuidValue(BigInt(`0x${String(value).replaceAll("-", "")}`));
    case "interval": {
      const [months = 0, days = 0, micros = 0] = list(value).map(Number);
      return duck.intervalValue(months, days, BigInt(micros));
    }
    default:
      return String(value);
  }
}

const list = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);
const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** `12.5` at scale 2 as 1250n. */
function scaled(digits: string, scale: number): bigint {
  const [whole = "0", fraction = ""] = digits.split(".");
  return BigInt(whole + fraction.padEnd(scale, "0"));
}

/** Microseconds since 1970 of ISO text with up to six digits after the seconds; a `Date` would cut off three of them. */
function microsOf(iso: string): bigint {
  const [, upToSeconds = "", fraction = ""] = /^([^.]*?)(?:\.(\d+))?Z?$/.exec(iso) ?? [];
  return BigInt(Date.parse(`${upToSeconds}Z`)) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
}

import type { DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/backend";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "@avocet/core/backend";
import type { BoundValue } from "../../shared/statement.js";

/** The type of a query parameter in the API's JSON. */
export interface ParameterType {
  readonly type: string;
  readonly arrayType?: ParameterType;
  readonly structTypes?: { readonly name: string; readonly type: ParameterType }[];
}
export interface ParameterValue {
  readonly value?: string;
  readonly arrayValues?: ParameterValue[];
  readonly structValues?: { readonly [name: string]: ParameterValue };
}
export interface Parameter {
  readonly name?: string;
  readonly parameterType: ParameterType;
  readonly parameterValue: ParameterValue;
}

// Parameters are sent in the API's JSON, because Google's client guesses their types from JavaScript values and
// supports neither INTERVAL nor the precision of decimals.

/** Encodes a value as a query parameter; positional if `name` is null. */
export const encodeParameter = ({ value, dtype }: BoundValue, name: string | null): Parameter => ({
  ...(name === null ? {} : { name }),
  ...(isArray(dtype) || isMap(dtype) ? encodeBoxed(value, dtype) : encodeScalar(value, dtype)),
});
const encodeScalar = (value: LiteralValue, dtype: DType) => ({
  parameterType: parameterType(dtype),
  parameterValue: encodeValue(value, dtype),
});
/**
 * BigQuery reads a NULL array as an empty one. So an array or map is wrapped in another array, which is empty for NULL;
 * the dialect unwraps it.
 */
const encodeBoxed = (value: LiteralValue, dtype: DType) => ({
  parameterType: { type: "ARRAY", arrayType: structType([NESTED_ARRAY_FIELD, parameterType(dtype)]) },
  parameterValue: {
    arrayValues: value === null ? [] : [{ structValues: { [NESTED_ARRAY_FIELD]: encodeValue(value, dtype) } }],
  },
});

const TYPE_NAMES: Readonly<Partial<Record<DType["kind"], string>>> = {
  bool: "BOOL",
  uint64: "NUMERIC",
  binary: "BYTES",
  date: "DATE",
  time: "TIME",
  interval: "INTERVAL",
  json: "JSON",
};

/** Field names: a map is an array of key-value structs; a nested array is an array of structs with one field. */
const [KEY, VALUE, NESTED_ARRAY_FIELD] = ["key", "value", "list"];

function parameterType(dtype: DType): ParameterType {
  if (isInteger(dtype) && dtype.kind !== "uint64") return { type: "INT64" };
  if (isFloat(dtype)) return { type: "FLOAT64" };
  if (isDecimal(dtype))
    return { type: dtype.scale <= 9 && dtype.precision - dtype.scale <= 29 ? "NUMERIC" : "BIGNUMERIC" };
  if (isTimestamp(dtype)) return { type: dtype.zone === null ? "DATETIME" : "TIMESTAMP" };
  if (isArray(dtype)) {
    const element = parameterType(dtype.element);
    return { type: "ARRAY", arrayType: element.type === "ARRAY" ? structType([NESTED_ARRAY_FIELD, element]) : element };
  }
  if (isMap(dtype))
    return {
      type: "ARRAY",
      arrayType: structType([KEY, parameterType(dtype.key)], [VALUE, parameterType(dtype.value)]),
    };
  if (isStruct(dtype))
    return structType(
      ...Object.entries(dtype.fields).map(([name, field]): [string, ParameterType] => [name, parameterType(field)]),
    );
  return { type: TYPE_NAMES[dtype.kind] ?? "STRING" };
}
const structType = (...fields: readonly (readonly [string, ParameterType])[]): ParameterType => ({
  type: "STRUCT",
  structTypes: fields.map(([name, type]) => ({ name, type })),
});

function encodeValue(value: LiteralValue, dtype: DType): ParameterValue {
  if (value === null && (isArray(dtype) || isMap(dtype)))
    throw new AvocetError("invalid-argument", "A BigQuery parameter cannot contain a NULL array", {
      hint: "Remove it, or pass an empty array.",
    });
  if (value === null) return {};
  if (isArray(dtype)) {
    const nested = isArray(dtype.element) || isMap(dtype.element);
    const elements = arrayItems(value).map((element) => encodeValue(element, dtype.element));
    return {
      arrayValues: nested ? elements.map((element) => ({ structValues: { [NESTED_ARRAY_FIELD]: element } })) : elements,
    };
  }
  if (isMap(dtype))
    return {
      arrayValues: arrayItems(value)
        .map(arrayItems)
        .map(([key = null, item = null]) => ({
          structValues: { [KEY]: encodeValue(key, dtype.key), [VALUE]: encodeValue(item, dtype.value) },
        })),
    };
  if (isStruct(dtype)) {
    const values = arrayItems(value);
    const fields = Object.entries(dtype.fields);
    return {
      structValues: Object.fromEntries(fields.map(([name, field], i) => [name, encodeValue(values[i] ?? null, field)])),
    };
  }
  return { value: encodeText(value, dtype) };
}
const arrayItems = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);

/** Encodes a scalar value as text. */
export function encodeText(value: LiteralValue, dtype: DType): string {
  switch (dtype.kind) {
    case "binary":
      return Buffer.from(String(value), "hex").toString("base64");
    case "timestamp":
      return String(value).replace("T", " ").replace("Z", "+00:00");
    case "interval":
      return intervalText(value);
    default:
      return String(value);
  }
}

/** Encodes an interval such as `1-2 3 4:5:6.789`; months, days and time have separate signs. */
function intervalText(value: LiteralValue): string {
  const [months = 0, days = 0, micros = 0] = arrayItems(value).map(Number);
  const [absMonths, absMicros] = [Math.abs(months), Math.abs(micros)];
  const seconds = Math.floor(absMicros / 1e6);
  const timeText = `${Math.floor(seconds / 3600)}:${Math.floor(seconds / 60) % 60}:${seconds % 60}`;
  const fraction = absMicros % 1e6 === 0 ? "" : `.${String(absMicros % 1e6).padStart(6, "0")}`;
  return `${months < 0 ? "-" : ""}${Math.floor(absMonths / 12)}-${absMonths % 12} ${days} ${micros < 0 ? "-" : ""}${timeText}${fraction}`;
}

import type { Type, Value } from "../googlesql/proto.js";
import { dateText, datetimeText, intervalText, secondsText, timestampMicros, timeText } from "./civil.js";
import { bigintFromBytes, decimalText, doubleText } from "./numbers.js";

/** A value of a result in the API's JSON. */
export interface Cell {
  readonly v: string | null | readonly Cell[] | { readonly f: readonly Cell[] };
}
/** The format of timestamps: microseconds or seconds since 1970. */
export interface TimestampFormat {
  readonly microseconds: boolean;
}

/** Encodes a value for the API. A NULL array becomes an empty one. */
export function encodeCell(value: Value | undefined, type: Type, format: TimestampFormat): Cell {
  const element = type.arrayType?.elementType;
  if (element) return { v: (value?.arrayValue?.element ?? []).map((item) => encodeCell(item, element, format)) };
  if (!value?.value) return { v: null };
  if (type.structType) {
    const values = value.structValue?.field ?? [];
    return {
      v: { f: (type.structType.field ?? []).map(({ fieldType }, i) => encodeCell(values[i], fieldType, format)) },
    };
  }
  return { v: scalarText(value, format) };
}

function scalarText(value: Value, { microseconds }: TimestampFormat): string {
  switch (value.value) {
    case "doubleValue":
      return doubleText(value.doubleValue ?? 0);
    case "bytesValue":
      return Buffer.from(value.bytesValue ?? []).toString("base64");
    case "dateValue":
      return dateText(value.dateValue ?? 0);
    case "datetimeValue":
      return datetimeText(value.datetimeValue ?? {});
    case "timeValue":
      return timeText(value.timeValue ?? "0");
    case "timestampValue": {
      const micros = timestampMicros(value.timestampValue ?? {});
      return microseconds ? String(micros) : secondsText(micros);
    }
    case "numericValue":
      return decimalText(bigintFromBytes(value.numericValue ?? new Uint8Array()), 9);
    case "bignumericValue":
      return decimalText(bigintFromBytes(value.bignumericValue ?? new Uint8Array()), 38);
    case "intervalValue":
      return intervalText(value.intervalValue ?? new Uint8Array(16));
    case "int64Value":
      return String(value.int64Value);
    case "boolValue":
      return String(value.boolValue);
    case "stringValue":
      return String(value.stringValue);
    case "jsonValue":
      return String(value.jsonValue);
    default:
      throw new Error(`Internal error: no cell encoding for ${value.value}`);
  }
}

/** Whether a value contains an array with a NULL element, which results and tables of BigQuery cannot have. */
export function hasNullElement(value: Value | undefined, type: Type): boolean {
  const element = type.arrayType?.elementType;
  if (element) {
    const items = value?.arrayValue?.element ?? [];
    return items.some((item) => !item.value || hasNullElement(item, element));
  }
  const fields = type.structType?.field ?? [];
  const values = value?.structValue?.field ?? [];
  return fields.some(({ fieldType }, i) => hasNullElement(values[i], fieldType));
}

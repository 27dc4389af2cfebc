import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core/dialect";
import { typeName } from "./types.js";

/** SQL text that converts a text in the form of `bindText` to a value of the dtype. */
export function valueFromText(text: string, dtype: DType): string {
  if (isArray(dtype) || dtype.kind === "interval") return `AS_ARRAY(PARSE_JSON(${text}))`;
  if (isStruct(dtype) || isMap(dtype)) return `AS_OBJECT(PARSE_JSON(${text}))`;
  switch (dtype.kind) {
    case "json":
      return `PARSE_JSON(${text})`;
    case "binary":
      return `TO_BINARY(${text}, 'HEX')`;
    case "null":
    case "string":
    case "uuid":
    case "inet":
      return text;
    default:
      return `CAST(${text} AS ${typeName(dtype)})`;
  }
}

import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core/backend";
import { typeName } from "./types.js";

/** SQL text for the value of a dtype that a text spells in the form of `bindText`. */
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

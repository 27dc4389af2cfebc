import type { DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/dialect";
import {
  intervalParts,
  intervalText,
  isArray,
  isDecimal,
  isFloat,
  isInteger,
  isMap,
  isStruct,
  isTimestamp,
} from "@avocet/core/dialect";
import { truncateUtf8 } from "../lower/name-allocator.js";
import { encodeJsonb, inputText, padToScale } from "./jsonb-encoding.js";
import { typeName } from "./types.js";

/** The longest identifier in bytes. PostgreSQL truncates longer ones. */
export const MAX_NAME_BYTES = 63;

/** An identifier in double quotes; quotes inside are doubled. Throws if it is empty, too long or contains U+0000. */
export function quote(identifier: string): string {
  if (identifier === "") throw new AvocetError("invalid-argument", "A name in PostgreSQL cannot be empty");
  if (identifier.includes("\0"))
    throw new AvocetError("invalid-argument", "A name cannot contain the character U+0000");
  if (identifier.length > MAX_NAME_BYTES / 4 && truncateUtf8(identifier, MAX_NAME_BYTES) !== identifier)
    throw new AvocetError(
      "invalid-argument",
      `The name \`${identifier}\` is longer than the ${MAX_NAME_BYTES} bytes that PostgreSQL allows`,
      { hint: "Give the column or table a shorter name, for example with rename." },
    );
  return `"${identifier.replaceAll('"', '""')}"`;
}

/**
 * A string in single quotes; quotes inside are doubled. Strings with backslashes are printed as E'…', so they do not
 * depend on `standard_conforming_strings`. Throws if it contains U+0000.
 */
export function stringLiteral(text: string): string {
  if (text.includes("\0"))
    throw new AvocetError("unsupported-operation", "Strings in PostgreSQL cannot contain the character U+0000", {
      hint: "Remove it from the value, or store the value as binary.",
    });
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return quoted.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** A literal in PostgreSQL's syntax. Strings and integers are untyped, all others state their type. */
export function literal(value: LiteralValue, dtype: DType): string {
  if (value === null) return dtype.kind === "null" ? "NULL" : `CAST(NULL AS ${typeName(dtype)})`;
  if (isInteger(dtype)) return checkedDigits(String(value));
  if (isFloat(dtype)) return `${dtype.kind === "float32" ? "float4" : "float8"} ${stringLiteral(String(value))}`;
  if (isDecimal(dtype))
    return dtype.scale > 0
      ? checkedDigits(padToScale(String(value), dtype.scale))
      : `numeric ${stringLiteral(String(value))}`;
  if (isTimestamp(dtype))
    return dtype.zone === null
      ? `timestamp ${stringLiteral(String(value).replace("T", " "))}`
      : `timestamptz ${stringLiteral(String(value).replace("T", " ").replace("Z", "+00"))}`;
  if (isArray(dtype)) {
    const values = value as readonly LiteralValue[]; // an array literal's value is a list
    const elements = values.map((v) => elementLiteral(v, dtype.element));
    return `CAST(ARRAY[${elements.join(", ")}] AS ${typeName(dtype)})`;
  }
  if (isMap(dtype) || isStruct(dtype)) return `jsonb ${jsonLiteral(encodeJsonb(value, dtype))}`;
  switch (dtype.kind) {
    case "bool":
      return value === true ? "TRUE" : "FALSE";
    case "string":
      return stringLiteral(String(value));
    case "binary":
      return `decode('${String(value)}', 'hex')`;
    case "interval":
      return `interval '${intervalSql(value)}'`;
    case "json":
      return `jsonb ${jsonLiteral(String(value))}`;
    default:
      return `${typeName(dtype)} ${stringLiteral(inputText(value, dtype) ?? "")}`;
  }
}

/** An array element; the type is stated once for the array. */
const elementLiteral = (value: LiteralValue, element: DType): string =>
  value === null
    ? "NULL"
    : isArray(element)
      ? `jsonb ${jsonLiteral(encodeJsonb(value, element))}`
      : literal(value, element);

/** Interval text in which each part has its own sign, so it does not depend on `intervalstyle`. */
const intervalSql = (value: LiteralValue): string =>
  intervalText(intervalParts(value)).replaceAll(/(^| )(?=\d)/g, "$1+");

function checkedDigits(text: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new TypeError(`Not a number: ${text}`);
  return text;
}

/** JSON escapes U+0000, which jsonb rejects: `stringLiteral` throws for it. */
function jsonLiteral(json: string): string {
  if (/\\u0000/.test(json) && /(?:^|[^\\])(?:\\\\)*\\u0000/.test(json)) return stringLiteral("\0");
  return stringLiteral(json);
}

import type { DType, LiteralValue } from "@avocet/core";
import {
  AvocetError,
  intervalParts,
  intervalText,
  isArray,
  isDecimal,
  isFloat,
  isInteger,
  isMap,
  isStruct,
  isTimestamp,
} from "@avocet/core";
import { clipped } from "../lower/names.js";
import { typeName } from "./types.js";
import { inputText, wireText, withScale } from "./wire.js";

/** The longest name in bytes; PostgreSQL cuts off what is longer. */
export const LONGEST_NAME = 63;

/** An identifier in double quotes, those inside doubled. */
export function quote(identifier: string): string {
  if (identifier === "") throw new AvocetError("invalid-argument", "PostgreSQL has no empty names");
  if (identifier.includes("\0")) throw new AvocetError("invalid-argument", "a name cannot hold the character U+0000");
  if (identifier.length > LONGEST_NAME / 4 && clipped(identifier, LONGEST_NAME) !== identifier)
    throw new AvocetError(
      "invalid-argument",
      `the name \`${identifier}\` is longer than the ${LONGEST_NAME} bytes that PostgreSQL keeps of a name`,
      { hint: "Give the column or table a shorter name, for example with rename." },
    );
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A string in single quotes, those inside doubled; backslashes are doubled in a string that says so, whatever the server's setting. */
export function stringLiteral(text: string): string {
  if (text.includes("\0"))
    throw new AvocetError("unsupported-operation", "PostgreSQL's strings cannot hold the character U+0000", {
      hint: "Take it out of the value, or keep the value as binary.",
    });
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return quoted.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** A literal as PostgreSQL reads it: strings of no type yet, whole numbers as wide as they need to be, all others of their own type. */
export function literal(value: LiteralValue, dtype: DType): string {
  if (value === null) return dtype.kind === "null" ? "NULL" : `CAST(NULL AS ${typeName(dtype)})`;
  if (isInteger(dtype)) return digits(String(value));
  if (isFloat(dtype)) return `${dtype.kind === "float32" ? "float4" : "float8"} ${stringLiteral(String(value))}`;
  if (isDecimal(dtype))
    return dtype.scale > 0 ? digits(withScale(String(value), dtype.scale)) : `numeric ${stringLiteral(String(value))}`;
  if (isTimestamp(dtype))
    return dtype.zone === null
      ? `timestamp ${stringLiteral(String(value).replace("T", " "))}`
      : `timestamptz ${stringLiteral(String(value).replace("T", " ").replace("Z", "+00"))}`;
  if (isArray(dtype)) {
    const plain = value as readonly LiteralValue[]; // a literal of an array is a list
    const elements = plain.map((v) => elementLiteral(v, dtype.element));
    return `CAST(ARRAY[${elements.join(", ")}] AS ${typeName(dtype)})`;
  }
  if (isMap(dtype) || isStruct(dtype)) return `jsonb ${jsonText(wireText(value, dtype))}`;
  switch (dtype.kind) {
    case "bool":
      return value === true ? "TRUE" : "FALSE";
    case "string":
      return stringLiteral(String(value));
    case "binary":
      return `decode('${String(value)}', 'hex')`;
    case "interval":
      return `interval '${spanText(value)}'`;
    case "json":
      return `jsonb ${jsonText(String(value))}`;
    default:
      return `${typeName(dtype)} ${stringLiteral(inputText(value, dtype) ?? "")}`;
  }
}

/** The type of the whole array is said once. */
const elementLiteral = (value: LiteralValue, element: DType): string =>
  value === null ? "NULL" : isArray(element) ? `jsonb ${jsonText(wireText(value, element))}` : literal(value, element);

/** Each part has its own sign, whatever way of writing intervals the session has. */
const spanText = (value: LiteralValue): string => intervalText(intervalParts(value)).replaceAll(/(^| )(?=\d)/g, "$1+");

function digits(text: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new TypeError(`not a number: ${text}`);
  return text;
}

/** JSON spells U+0000 as an escape, which jsonb does not take. */
function jsonText(json: string): string {
  if (/\\u0000/.test(json) && /(?:^|[^\\])(?:\\\\)*\\u0000/.test(json)) return stringLiteral("\0");
  return stringLiteral(json);
}

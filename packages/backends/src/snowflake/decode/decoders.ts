import type { Batch, DType, ir, ValueModes } from "@avocet/core";
import { AvocetError, isArray, isMap, isStruct } from "@avocet/core";
import { jsonDecoder, parseExact, textDecoder } from "../../shared/text-codec/index.js";
import { clockText, dateOf, dayText, momentText } from "./moments.js";

/** From what the driver gives for a value that is not NULL to its JavaScript value. */
type Decode = (value: unknown) => unknown;

const HOLDS_JSON = (dtype: DType): boolean =>
  isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "interval" || dtype.kind === "json";

/** What VARIANT has and JSON has not: https://docs.snowflake.com/en/user-guide/semistructured-considerations */
const BARE = /"(?:[^"\\]|\\.)*"|undefined|NaN|-?Infinity/g;
const hasBare = /undefined|NaN|Infinity/;
/** JSON text as the standard has it: numbers that it lacks as strings, which decoders of floats take. */
const strict = (text: string): string =>
  hasBare.test(text)
    ? text.replace(BARE, (token) => (token.startsWith('"') ? token : token === "undefined" ? "null" : `"${token}"`))
    : text;

function decoderOf(dtype: DType, modes: ValueModes, column: string): Decode {
  const format = { modes, binary: "hex" } as const;
  const text = textDecoder(dtype, format, column);
  if (dtype.kind === "interval") {
    const decode = jsonDecoder(dtype, format, column);
    return (value) => decode(parseExact(String(value), false));
  }
  if (HOLDS_JSON(dtype)) return (value) => text(strict(String(value)));
  switch (dtype.kind) {
    case "timestamp":
      return modes.timestamp === "Date"
        ? (value) => dateOf(value) ?? text(String(value))
        : (value) => text(momentText(value));
    case "date":
      return (value) => text(dayText(value));
    case "time":
      return (value) => text(clockText(value));
    case "binary":
      return (value) => text(value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value));
    default:
      return (value) => text(String(value));
  }
}

/** Makes batches of rows of the columns of a schema; refuses a result with another number of columns. */
export function batchMaker(
  schema: ir.Fields,
  width: number,
  modes: ValueModes,
): (rows: readonly (readonly unknown[])[]) => Batch {
  if (width !== schema.size)
    throw new AvocetError("schema-mismatch", `the result has ${width} columns where ${schema.size} were expected`, {
      hint: "If a table has changed since its schema was read, take it from the connection again.",
    });
  const decoders = [...schema].map(([name, dtype]) => decoderOf(dtype, modes, name));
  return (rows) => ({
    rowCount: rows.length,
    columns: decoders.map((decode, i) =>
      rows.map((row) => {
        const value = row[i];
        return value === null || value === undefined ? null : decode(value);
      }),
    ),
  });
}

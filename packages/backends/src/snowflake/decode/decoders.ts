import type { DType, ValueEncoding } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import { isArray, isInteger, isMap, isStruct } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
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

/** The ends of integers: Snowflake's own have 38 digits, and what a dtype holds less is tested here. */
const ENDS: Readonly<Partial<Record<DType["kind"], readonly [least: bigint, most: bigint]>>> = {
  int8: [-128n, 127n],
  int16: [-32_768n, 32_767n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65_535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};
const SHORT_INT64 = 18;

/** Whole numbers that the dtype holds; any other is an overflow. */
function ranged(dtype: DType, decode: (text: string) => unknown, column: string): Decode {
  const [least = 0n, most = 0n] = ENDS[dtype.kind] ?? [];
  const wide = dtype.kind === "int64";
  return (value) => {
    const text = String(value);
    if (!(wide && text.length <= SHORT_INT64) && /^-?\d+$/.test(text)) {
      const exact = BigInt(text);
      if (exact < least || exact > most)
        throw new AvocetError("value-out-of-range", `${text} in the column \`${column}\` is beyond ${dtype.kind}`, {
          reason: "data",
          hint: "Cast what it is worked out from to decimal(38, 0), which holds more digits.",
        });
    }
    return decode(text);
  };
}

function decoderOf(dtype: DType, encoding: ValueEncoding, column: string): Decode {
  const format = { encoding, binary: "hex" } as const;
  const text = textDecoder(dtype, format, column);
  if (dtype.kind === "interval") {
    const decode = jsonDecoder(dtype, format, column);
    return (value) => decode(parseExact(String(value), false));
  }
  if (HOLDS_JSON(dtype)) return (value) => text(strict(String(value)));
  if (isInteger(dtype)) return ranged(dtype, text, column);
  switch (dtype.kind) {
    case "timestamp":
      return encoding.timestamp === "Date"
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
  encoding: ValueEncoding,
): (rows: readonly (readonly unknown[])[]) => Batch {
  if (width !== schema.size)
    throw new AvocetError("schema-mismatch", `the result has ${width} columns where ${schema.size} were expected`, {
      hint: "If a table has changed since its schema was read, take it from the connection again.",
    });
  const decoders = [...schema].map(([name, dtype]) => decoderOf(dtype, encoding, name));
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

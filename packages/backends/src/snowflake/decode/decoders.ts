import type { DType, ValueEncoding } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import { isArray, isInteger, isMap, isStruct } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { jsonDecoder, parseExact, textDecoder } from "../../shared/text-codec/index.js";
import { dateText, timestampText, timeText, toDate } from "./temporal-text.js";

/** Converts a non-NULL value of the driver to its JavaScript value. */
type Decoder = (value: unknown) => unknown;

const isEncodedAsJson = (dtype: DType): boolean =>
  isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "interval" || dtype.kind === "json";

/** Tokens of VARIANT that JSON lacks: https://docs.snowflake.com/en/user-guide/semistructured-considerations */
const NON_JSON_TOKEN = /"(?:[^"\\]|\\.)*"|undefined|NaN|-?Infinity/g;
const MAY_HAVE_NON_JSON_TOKEN = /undefined|NaN|Infinity/;
/** Converts to standard JSON text. Numbers that JSON lacks become strings, which the decoders of floats accept. */
const toStandardJson = (text: string): string =>
  MAY_HAVE_NON_JSON_TOKEN.test(text)
    ? text.replace(NON_JSON_TOKEN, (token) =>
        token.startsWith('"') ? token : token === "undefined" ? "null" : `"${token}"`,
      )
    : text;

/** The ranges of integer dtypes, which are checked here because Snowflake's integers have 38 digits. */
const INTEGER_RANGES: Readonly<Partial<Record<DType["kind"], readonly [min: bigint, max: bigint]>>> = {
  int8: [-128n, 127n],
  int16: [-32_768n, 32_767n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65_535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};
/** Texts up to this length are always in the range of int64. */
const SAFE_INT64_LENGTH = 18;

/** Decodes integers and throws for values outside the range of the dtype. */
function rangeChecked(dtype: DType, decode: (text: string) => unknown, column: string): Decoder {
  const [min = 0n, max = 0n] = INTEGER_RANGES[dtype.kind] ?? [];
  const isInt64 = dtype.kind === "int64";
  return (value) => {
    const text = String(value);
    if (!(isInt64 && text.length <= SAFE_INT64_LENGTH) && /^-?\d+$/.test(text)) {
      const integer = BigInt(text);
      if (integer < min || integer > max)
        throw new AvocetError(
          "value-out-of-range",
          `The value ${text} in the column \`${column}\` is outside the range of ${dtype.kind}`,
          {
            reason: "data",
            hint: "Cast the operands to decimal(38, 0), which has more digits.",
          },
        );
    }
    return decode(text);
  };
}

function decoderOf(dtype: DType, encoding: ValueEncoding, column: string): Decoder {
  const format = { encoding, binary: "hex" } as const;
  const decodeText = textDecoder(dtype, format, column);
  if (dtype.kind === "interval") {
    const decode = jsonDecoder(dtype, format, column);
    return (value) => decode(parseExact(String(value), false));
  }
  if (isEncodedAsJson(dtype)) return (value) => decodeText(toStandardJson(String(value)));
  if (isInteger(dtype)) return rangeChecked(dtype, decodeText, column);
  switch (dtype.kind) {
    case "timestamp":
      return encoding.timestamp === "Date"
        ? (value) => toDate(value) ?? decodeText(String(value))
        : (value) => decodeText(timestampText(value));
    case "date":
      return (value) => decodeText(dateText(value));
    case "time":
      return (value) => decodeText(timeText(value));
    case "binary":
      return (value) => decodeText(value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value));
    default:
      return (value) => decodeText(String(value));
  }
}

/** Creates a function that decodes rows to batches. Throws if the number of columns differs from the schema. */
export function createBatchBuilder(
  schema: ir.Fields,
  columnCount: number,
  encoding: ValueEncoding,
): (rows: readonly (readonly unknown[])[]) => Batch {
  if (columnCount !== schema.size)
    throw new AvocetError(
      "schema-mismatch",
      `The result has ${columnCount} columns where ${schema.size} were expected`,
      {
        hint: "If a table has changed, get it from the connection again with connection.table().",
      },
    );
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

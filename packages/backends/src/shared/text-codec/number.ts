import type { Decimal, DType, ValueEncoding } from "@avocet/core";
import type { TextDecoder } from "./decoder.js";
import { mismatch, outOfRange, unsafeInteger } from "./errors.js";

const INTEGER = /^-?\d+$/;

/** Creates the decoder of integers of at most 32 bits. */
export const int32Decoder =
  (dtype: DType, column: string): TextDecoder =>
  (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || text === "") throw mismatch(text, dtype, column);
    return value;
  };

/** Creates the decoder of 64-bit integers. */
export function int64Decoder(dtype: DType, mode: ValueEncoding["int64"], column: string): TextDecoder {
  const checkedDigits = (text: string): string => {
    if (!INTEGER.test(text)) throw mismatch(text, dtype, column);
    return text;
  };
  if (mode === "string") return checkedDigits;
  if (mode === "bigint") return (text) => BigInt(checkedDigits(text));
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && text !== "") return value;
    throw unsafeInteger(checkedDigits(text), column);
  };
}

/** How engines write NaN and infinity. */
const NON_FINITE: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["-infinity", Number.NEGATIVE_INFINITY],
]);

/** Creates the decoder of floats. float32 is rounded to 32 bits, whatever digits the engine writes. */
export function float(dtype: DType, column: string): TextDecoder {
  const parseDouble = float64(dtype, column);
  return dtype.kind === "float32" ? (text) => Math.fround(parseDouble(text)) : parseDouble;
}
const float64 =
  (dtype: DType, column: string) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isNaN(value) && text !== "") return value;
    const special = NON_FINITE.get(text.toLowerCase());
    if (special === undefined) throw mismatch(text, dtype, column);
    return special;
  };

/** Creates the decoder of decimals: their digits at the scale of the dtype, or the nearest number. */
export function decimal(dtype: Decimal<boolean>, mode: ValueEncoding["decimal"], column: string): TextDecoder {
  if (mode === "number") return float(dtype, column);
  return (text) => {
    const digits = withScale(text, dtype.scale);
    if (digits !== null) return digits;
    if (NON_FINITE.has(text.toLowerCase()))
      throw outOfRange(text, column, "Cast the column to float64, or filter out such values.");
    throw mismatch(text, dtype, column);
  };
}

/**
 * Pads a number with zeros to `scale` decimal places; further nonzero digits are kept. Null if the text is not a
 * number.
 */
export function withScale(text: string, scale: number): string | null {
  const point = text.indexOf(".");
  const fractionLength = point < 0 ? 0 : text.length - point - 1;
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign = "", integerDigits = "", fractionDigits = "", exponent] = match;
  if (exponent === undefined && fractionLength === scale) return text;
  const allDigits = integerDigits + fractionDigits;
  const pointPosition = integerDigits.length + Number(exponent ?? 0);
  const digits = pointPosition <= 0 ? "0".repeat(1 - pointPosition) + allDigits : allDigits.padEnd(pointPosition, "0");
  const fractionStart = Math.max(pointPosition, 1);
  const scaledFraction = digits.slice(fractionStart).replace(/0+$/, "").padEnd(scale, "0");
  return `${sign}${digits.slice(0, fractionStart).replace(/^0+(?=\d)/, "")}${scaledFraction ? `.${scaledFraction}` : ""}`;
}

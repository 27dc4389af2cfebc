import type { Decimal, DType, ValueModes } from "@avocet/core";
import type { TextDecoder } from "./decoder.js";
import { mismatch, outOfRange, unsafeInteger } from "./problems.js";

const WHOLE = /^-?\d+$/;

/** Integers of at most 32 bits. */
export const smallInteger =
  (dtype: DType, column: string): TextDecoder =>
  (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || text === "") throw mismatch(text, dtype, column);
    return value;
  };

/** Integers of 64 bits, in the form that is asked for. */
export function wideInteger(dtype: DType, mode: ValueModes["int64"], column: string): TextDecoder {
  const whole = (text: string): string => {
    if (!WHOLE.test(text)) throw mismatch(text, dtype, column);
    return text;
  };
  if (mode === "string") return whole;
  if (mode === "bigint") return (text) => BigInt(whole(text));
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && text !== "") return value;
    throw unsafeInteger(whole(text), column);
  };
}

/** What engines write for floats that have no digits. */
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["-infinity", Number.NEGATIVE_INFINITY],
]);

/** Floats; those of 32 bits as the nearest of their own numbers, whatever digits the engine writes. */
export function float(dtype: DType, column: string): TextDecoder {
  const double = float64(dtype, column);
  return dtype.kind === "float32" ? (text) => Math.fround(double(text)) : double;
}
const float64 =
  (dtype: DType, column: string) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isNaN(value) && text !== "") return value;
    const special = SPECIAL.get(text.toLowerCase());
    if (special === undefined) throw mismatch(text, dtype, column);
    return special;
  };

/** Decimals: their digits, with as many places after the point as the dtype has, or the nearest number. */
export function decimal(dtype: Decimal<boolean>, mode: ValueModes["decimal"], column: string): TextDecoder {
  if (mode === "number") return float(dtype, column);
  return (text) => {
    const digits = withScale(text, dtype.scale);
    if (digits !== null) return digits;
    if (SPECIAL.has(text.toLowerCase()))
      throw outOfRange(text, column, "Cast the column to float64, or filter such values out.");
    throw mismatch(text, dtype, column);
  };
}

/** Digits filled up to `scale` places after the point; more are kept where they are not zero. Null where the text is no number. */
export function withScale(text: string, scale: number): string | null {
  const point = text.indexOf(".");
  const places = point < 0 ? 0 : text.length - point - 1;
  const parts = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts) return null;
  const [, sign = "", whole = "", fraction = "", exponent] = parts;
  if (exponent === undefined && places === scale) return text;
  const all = whole + fraction;
  const end = whole.length + Number(exponent ?? 0);
  const digits = end <= 0 ? "0".repeat(1 - end) + all : all.padEnd(end, "0");
  const split = Math.max(end, 1);
  const kept = digits.slice(split).replace(/0+$/, "").padEnd(scale, "0");
  return `${sign}${digits.slice(0, split).replace(/^0+(?=\d)/, "")}${kept ? `.${kept}` : ""}`;
}

import { createHash } from "node:crypto";
import type { Json } from "./json.js";

/**
 * Capitalizes each word; words start after any of the delimiters:
 * https://docs.snowflake.com/en/sql-reference/functions/initcap
 */
export function initcap(value: string, delimiters: string): string {
  let isWordStart = true;
  return Array.from(value, (letter) => {
    const cased = isWordStart ? letter.toUpperCase() : letter.toLowerCase();
    isWordStart = delimiters.includes(letter);
    return cased;
  }).join("");
}

/** Splits text at delimiters, without empty tokens: https://docs.snowflake.com/en/sql-reference/functions/strtok */
export function tokens(value: string, delimiters: string): readonly string[] {
  const tokenList: string[] = [];
  let token = "";
  for (const letter of value) {
    if (!delimiters.includes(letter)) token += letter;
    else if (token !== "") {
      tokenList.push(token);
      token = "";
    }
  }
  return token === "" ? tokenList : [...tokenList, token];
}

/** https://docs.snowflake.com/en/sql-reference/functions/parse_url */
export function parseUrl(url: string, permissive: boolean): Json {
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(?:#(.*))?$/s.exec(url);
  if (!match) {
    if (permissive) return new Map([["error", `Invalid URL '${url}': scheme is missing`]]);
    throw new RangeError(`sf:100139:22000:Error parsing URL: scheme is missing, ${url}`);
  }
  const [, scheme = "", authority = "", path, query, fragment] = match;
  const [, host = "", port] = /^(?:[^@]*@)?(.*?)(?::(\d+))?$/s.exec(authority) ?? [];
  const parameters =
    query === undefined
      ? null
      : new Map<string, Json>(
          query.split("&").map((pair) => {
            const equalsIndex = pair.indexOf("=");
            return equalsIndex < 0 ? [pair, ""] : [pair.slice(0, equalsIndex), pair.slice(equalsIndex + 1)];
          }),
        );
  return new Map<string, Json>([
    ["fragment", fragment ?? null],
    ["host", authority.includes("@") ? authority.replace(/:\d+$/, "") : host],
    ["parameters", parameters],
    ["path", path ?? null],
    ["port", port ?? null],
    ["query", query ?? null],
    ["scheme", scheme],
  ]);
}

export function soundex(value: string): string {
  const codes: Readonly<Record<string, string>> = Object.fromEntries(
    ["BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"].flatMap((letters, i) =>
      Array.from(letters, (letter) => [letter, String(i + 1)]),
    ),
  );
  const letters = value.toUpperCase().replace(/[^A-Z]/g, "");
  let code = letters.slice(0, 1);
  let previousDigit = codes[code] ?? "";
  for (const letter of letters.slice(1)) {
    const digit = codes[letter] ?? "";
    if (digit !== "" && digit !== previousDigit) code += digit;
    if (!"HW".includes(letter)) previousDigit = digit;
  }
  return code === "" ? "" : code.padEnd(4, "0").slice(0, 4);
}

/**
 * Formats a number with a format of 0, 9, period, comma and X:
 * https://docs.snowflake.com/en/sql-reference/sql-format-models
 */
export function formatNumber(digits: string, format: string): string {
  const [, fill = "", model = ""] = /^(FM)?(.*)$/i.exec(format) ?? [];
  if (/^X+$/i.test(model)) {
    const hex = BigInt(Math.trunc(Number(digits))).toString(16);
    const casedHex = model === model.toLowerCase() ? hex : hex.toUpperCase();
    return fill === "" ? casedHex.padStart(model.length + 1) : casedHex;
  }
  const isNegative = digits.startsWith("-");
  const [integerModel = "", fraction = ""] = model.split(/[.D]/i);
  const fractionDigits = fraction.length;
  const [integerText = "", fractionText = ""] = Number(digits.replace("-", "")).toFixed(fractionDigits).split(".");
  let remainingDigits = integerText === "0" ? "" : integerText;
  let output = "";
  for (const symbol of [...integerModel].reverse())
    if (symbol === "," || symbol === "G") output = (remainingDigits === "" ? "" : ",") + output;
    else {
      output = (remainingDigits.slice(-1) || (symbol === "0" ? "0" : "")) + output;
      remainingDigits = remainingDigits.slice(0, -1);
    }
  return `${isNegative ? "-" : fill === "" ? " " : ""}${output}${fractionDigits > 0 ? `.${fractionText}` : ""}`;
}

/** A double as text; integers have no period. */
export const floatText = (value: number): string =>
  Number.isNaN(value)
    ? "NaN"
    : value === Number.POSITIVE_INFINITY
      ? "inf"
      : value === Number.NEGATIVE_INFINITY
        ? "-inf"
        : Object.is(value, -0)
          ? "-0"
          : String(value);

export const sha2 = (hex: string, bits: number): string =>
  createHash(`sha${bits}`).update(Buffer.from(hex, "hex")).digest("hex");
export const hash64 = (value: string): bigint => createHash("sha1").update(value).digest().readBigInt64BE(0);

/** A name-based UUID: https://docs.snowflake.com/en/sql-reference/functions/uuid_string */
export function uuid5(namespace: string, name: string): string {
  const bytes = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * The exact quotient of two NUMBERs, whose digits determine their scales:
 * https://docs.snowflake.com/en/sql-reference/operators-arithmetic
 */
export function quotient(dividend: string, divisor: string): string {
  const [x, y] = [parseDecimal(dividend), parseDecimal(divisor)];
  const scale = Math.max(x.scale, Math.min(x.scale + 6, 12));
  const top = x.value * 10n ** BigInt(scale + y.scale);
  const bottom = y.value * 10n ** BigInt(x.scale);
  const negative = top < 0n !== bottom < 0n;
  const [p, q] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  const rounded = String((2n * p + q) / (2n * q)).padStart(scale + 1, "0");
  return `${negative ? "-" : ""}${rounded.slice(0, -scale)}.${rounded.slice(-scale)}`;
}
/** The remainder of a division, with the sign of the dividend. */
export function remainder(dividend: string, divisor: string): string {
  const [x, y] = [parseDecimal(dividend), parseDecimal(divisor)];
  const scale = Math.max(x.scale, y.scale);
  const difference = (x.value * 10n ** BigInt(scale - x.scale)) % (y.value * 10n ** BigInt(scale - y.scale));
  const digits = String(difference < 0n ? -difference : difference).padStart(scale + 1, "0");
  return `${difference < 0n ? "-" : ""}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`;
}
/** The Levenshtein distance, in code points. */
export function levenshtein(left: string, right: string): number {
  const [x, y] = [Array.from(left), Array.from(right)];
  let row = y.map((_, j) => j + 1);
  for (const [i, letter] of x.entries()) {
    let diagonal = i;
    let left = i + 1;
    row = row.map((previousCost, j) => {
      const cost = Math.min(left + 1, previousCost + 1, diagonal + (letter === y[j] ? 0 : 1));
      diagonal = previousCost;
      left = cost;
      return cost;
    });
  }
  return row.at(-1) ?? x.length;
}
function parseDecimal(digits: string): { readonly value: bigint; readonly scale: number } {
  const [integerDigits = "0", fraction = ""] = digits.split(".");
  return { value: BigInt(integerDigits + fraction), scale: fraction.length };
}

/** Truncates digits to a scale, which may be negative. */
export function truncateDigits(digits: string, scale: number): string {
  const [integerDigits = "0", fraction = ""] = digits.split(".");
  if (scale > 0) return fraction === "" ? integerDigits : `${integerDigits}.${fraction.slice(0, scale)}`;
  const keptDigits = integerDigits.replace("-", "").slice(0, scale === 0 ? undefined : scale);
  return keptDigits === "" ? "0" : `${integerDigits.startsWith("-") ? "-" : ""}${keptDigits}${"0".repeat(-scale)}`;
}

// JSON as VARIANT holds it: numbers keep all their digits, keys are sorted, the last of equal keys counts, and an ARRAY may hold what is
// NULL in SQL, which Snowflake writes as undefined.

/** A parsed value: numbers as their digits. */
export type Json = string | boolean | null | { readonly digits: string } | readonly Json[] | ReadonlyMap<string, Json>;

/** What is wrong with a text, in Snowflake's words. */
export class JsonError extends Error {}

/** Parses strictly, for what JSON.parse takes, and NaN and undefined, which VARIANT has too. */
export function parseJson(text: string): Json {
  const token = /\s*("(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|-?[a-zA-Z]+|[[\]{}:,])/y;
  const next = (): string => {
    const at = token.lastIndex;
    const found = token.exec(text)?.[1];
    if (found === undefined) throw new JsonError(`Error parsing JSON: unknown keyword or character, pos ${at + 1}`);
    return found;
  };
  const peek = (): string => {
    const at = token.lastIndex;
    const found = token.exec(text)?.[1] ?? "";
    token.lastIndex = at;
    return found;
  };
  const expect = (sign: string): void => {
    const found = next();
    if (found !== sign) throw new JsonError(`Error parsing JSON: missing ${sign}, pos ${token.lastIndex}`);
  };
  const value = (): Json => {
    const first = next();
    if (first.startsWith('"')) return stringOf(first);
    if (first === "[") return arrayOf();
    if (first === "{") return objectOf();
    if (/^-?\d/.test(first)) return { digits: first };
    if (first === "true" || first === "false") return first === "true";
    if (first === "null" || first === "undefined") return null;
    if (/^(?:NaN|-?Infinity|-?inf)$/i.test(first)) return { digits: first };
    throw new JsonError(`Error parsing JSON: unknown keyword "${first}", pos ${token.lastIndex}`);
  };
  const arrayOf = (): Json => {
    const elements: Json[] = [];
    if (peek() === "]") {
      next();
      return elements;
    }
    for (;;) {
      elements.push(value());
      const sign = next();
      if (sign === "]") return elements;
      if (sign !== ",") throw new JsonError(`Error parsing JSON: missing comma, pos ${token.lastIndex}`);
    }
  };
  const objectOf = (): Json => {
    const entries = new Map<string, Json>();
    if (peek() === "}") {
      next();
      return entries;
    }
    for (;;) {
      const key = next();
      if (!key.startsWith('"'))
        throw new JsonError(`Error parsing JSON: object attribute names must be strings, pos ${token.lastIndex}`);
      const name = stringOf(key);
      expect(":");
      if (entries.has(name))
        throw new JsonError(`Error parsing JSON: duplicate object attribute "${name}", pos ${token.lastIndex}`);
      entries.set(name, value());
      const sign = next();
      if (sign === "}") return sorted(entries);
      if (sign !== ",") throw new JsonError(`Error parsing JSON: missing comma, pos ${token.lastIndex}`);
    }
  };
  const parsed = value();
  if (text.slice(token.lastIndex).trim() !== "")
    throw new JsonError(`Error parsing JSON: more than one document in the input`);
  return parsed;
}

function stringOf(token: string): string {
  try {
    const parsed: unknown = JSON.parse(token);
    return String(parsed);
  } catch {
    throw new JsonError("Error parsing JSON: unfinished string or wrong escape");
  }
}
const sorted = (entries: ReadonlyMap<string, Json>): ReadonlyMap<string, Json> =>
  new Map([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** A value as JSON text, without spaces. */
export function printJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printJson).join(",")}]`;
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]: [string, Json]) => `${JSON.stringify(key)}:${printJson(inner)}`).join(",")}}`;
  return "digits" in value ? numberText(value.digits) : "null";
}

/** Digits in the one form that equal numbers share: no exponent up to 38 digits, no zeros behind. */
export function numberText(digits: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(digits);
  if (!match) return /^nan$/i.test(digits) ? "NaN" : /^-/.test(digits) ? "-Infinity" : "Infinity";
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const shift = Number(exponent);
  const all = whole + fraction;
  const point = whole.length + shift;
  if (Math.abs(shift) > 38) return String(Number(digits));
  const padded = point <= 0 ? "0".repeat(1 - point) + all : all.padEnd(point, "0");
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const right = padded.slice(at).replace(/0+$/, "");
  const text = right === "" ? left : `${left}.${right}`;
  return text === "0" ? "0" : `${sign}${text}`;
}

/** The name that TYPEOF gives. */
export function typeName(value: Json): string {
  if (value === null) return "NULL_VALUE";
  if (typeof value === "string") return "VARCHAR";
  if (typeof value === "boolean") return "BOOLEAN";
  if (Array.isArray(value)) return "ARRAY";
  if (value instanceof Map) return "OBJECT";
  const text = "digits" in value ? numberText(value.digits) : "";
  return /^-?\d{1,38}$/.test(text) ? "INTEGER" : /^-?[\d.]{1,39}$/.test(text) ? "DECIMAL" : "DOUBLE";
}

/** A scalar as text; null for JSON's null; what holds others as JSON. */
export function scalarText(value: Json): string | null {
  if (value === null || typeof value === "string") return value;
  return printJson(value);
}

/** Order of values as Snowflake sorts VARIANTs: by kind, then by value; NULL and null are none of it. */
export function compareJson(a: Json, b: Json): number {
  const [kindA, kindB] = [rank(a), rank(b)];
  if (kindA !== kindB) return kindA - kindB;
  if (kindA === 1) return compareNumbers(printJson(a), printJson(b));
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  const [textA, textB] = [scalarText(a) ?? "", scalarText(b) ?? ""];
  return Buffer.compare(Buffer.from(textA), Buffer.from(textB));
}
/** Element by element; the shorter of two that begin alike comes first. */
function compareArrays(a: readonly Json[], b: readonly Json[]): number {
  for (const [i, value] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order = compareJson(value, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
const rank = (value: Json): number => {
  const name = typeName(value);
  return name === "BOOLEAN"
    ? 0
    : name === "INTEGER" || name === "DECIMAL" || name === "DOUBLE"
      ? 1
      : name === "VARCHAR"
        ? 2
        : name === "OBJECT"
          ? 3
          : 4;
};
function compareNumbers(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  // NaN is larger than all others.
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  if (x !== y) return x < y ? -1 : 1;
  const exact = quantity(a) - quantity(b);
  return exact < 0n ? -1 : exact > 0n ? 1 : 0;
}
/** Digits as a whole number of the smallest part that any has here; what is larger than 38 digits is a double, and equal. */
function quantity(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return /^-?\d+$/.test(whole) && /^\d*$/.test(fraction) ? BigInt(whole + fraction.padEnd(38, "0")) : 0n;
}

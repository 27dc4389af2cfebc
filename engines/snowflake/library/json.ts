// JSON as VARIANT stores it: numbers keep all digits, keys are sorted, and an ARRAY may contain an SQL NULL, which
// Snowflake
// prints as undefined.

/** A parsed value. Numbers are stored as their digits. */
export type Json = string | boolean | null | { readonly digits: string } | readonly Json[] | ReadonlyMap<string, Json>;

/** A parse error with Snowflake's message. */
export class JsonError extends Error {}

/** Parses strict JSON, and NaN, Infinity and undefined, which VARIANT allows too. */
export function parseJson(text: string): Json {
  const pattern = /\s*("(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|-?[a-zA-Z]+|[[\]{}:,])/y;
  const next = (): string => {
    const position = pattern.lastIndex;
    const token = pattern.exec(text)?.[1];
    if (token === undefined)
      throw new JsonError(`Error parsing JSON: unknown keyword or character, pos ${position + 1}`);
    return token;
  };
  const peek = (): string => {
    const position = pattern.lastIndex;
    const token = pattern.exec(text)?.[1] ?? "";
    pattern.lastIndex = position;
    return token;
  };
  const expect = (expected: string): void => {
    const token = next();
    if (token !== expected) throw new JsonError(`Error parsing JSON: missing ${expected}, pos ${pattern.lastIndex}`);
  };
  const parseValue = (): Json => {
    const token = next();
    if (token.startsWith('"')) return parseString(token);
    if (token === "[") return parseArray();
    if (token === "{") return parseObject();
    if (/^-?\d/.test(token)) return { digits: token };
    if (token === "true" || token === "false") return token === "true";
    if (token === "null" || token === "undefined") return null;
    if (/^(?:NaN|-?Infinity|-?inf)$/i.test(token)) return { digits: token };
    throw new JsonError(`Error parsing JSON: unknown keyword "${token}", pos ${pattern.lastIndex}`);
  };
  const parseArray = (): Json => {
    const elements: Json[] = [];
    if (peek() === "]") {
      next();
      return elements;
    }
    for (;;) {
      elements.push(parseValue());
      const separator = next();
      if (separator === "]") return elements;
      if (separator !== ",") throw new JsonError(`Error parsing JSON: missing comma, pos ${pattern.lastIndex}`);
    }
  };
  const parseObject = (): Json => {
    const entries = new Map<string, Json>();
    if (peek() === "}") {
      next();
      return entries;
    }
    for (;;) {
      const key = next();
      if (!key.startsWith('"'))
        throw new JsonError(`Error parsing JSON: object attribute names must be strings, pos ${pattern.lastIndex}`);
      const name = parseString(key);
      expect(":");
      if (entries.has(name))
        throw new JsonError(`Error parsing JSON: duplicate object attribute "${name}", pos ${pattern.lastIndex}`);
      entries.set(name, parseValue());
      const separator = next();
      if (separator === "}") return sortByKey(entries);
      if (separator !== ",") throw new JsonError(`Error parsing JSON: missing comma, pos ${pattern.lastIndex}`);
    }
  };
  const parsed = parseValue();
  if (text.slice(pattern.lastIndex).trim() !== "")
    throw new JsonError(`Error parsing JSON: more than one document in the input`);
  return parsed;
}

function parseString(token: string): string {
  try {
    const parsed: unknown = JSON.parse(token);
    return String(parsed);
  } catch {
    throw new JsonError("Error parsing JSON: unfinished string or wrong escape");
  }
}
const sortByKey = (entries: ReadonlyMap<string, Json>): ReadonlyMap<string, Json> =>
  new Map([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** Prints a value as JSON without spaces. */
export function printJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printJson).join(",")}]`;
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]: [string, Json]) => `${JSON.stringify(key)}:${printJson(inner)}`).join(",")}}`;
  return "digits" in value ? numberText(value.digits) : "null";
}

/** The canonical text of a number: no exponent up to 38 digits, no trailing zeros. */
export function numberText(digits: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(digits);
  if (!match) return /^nan$/i.test(digits) ? "NaN" : /^-/.test(digits) ? "-Infinity" : "Infinity";
  const [, sign = "", integerDigits = "", fraction = "", exponent = "0"] = match;
  const shift = Number(exponent);
  const digitsOnly = integerDigits + fraction;
  const point = integerDigits.length + shift;
  if (Math.abs(shift) > 38) return String(Number(digits));
  const padded = point <= 0 ? "0".repeat(1 - point) + digitsOnly : digitsOnly.padEnd(point, "0");
  const integerLength = Math.max(point, 1);
  const left = padded.slice(0, integerLength).replace(/^0+(?=\d)/, "");
  const right = padded.slice(integerLength).replace(/0+$/, "");
  const text = right === "" ? left : `${left}.${right}`;
  return text === "0" ? "0" : `${sign}${text}`;
}

/** The type name that TYPEOF returns. */
export function typeName(value: Json): string {
  if (value === null) return "NULL_VALUE";
  if (typeof value === "string") return "VARCHAR";
  if (typeof value === "boolean") return "BOOLEAN";
  if (Array.isArray(value)) return "ARRAY";
  if (value instanceof Map) return "OBJECT";
  const text = "digits" in value ? numberText(value.digits) : "";
  return /^-?\d{1,38}$/.test(text) ? "INTEGER" : /^-?[\d.]{1,39}$/.test(text) ? "DECIMAL" : "DOUBLE";
}

/** A scalar as text, null for a JSON null, and arrays and objects as JSON. */
export function scalarText(value: Json): string | null {
  if (value === null || typeof value === "string") return value;
  return printJson(value);
}

/** Compares values in Snowflake's order of VARIANTs: by kind, then by value. NULL and JSON null are not supported. */
export function compareJson(a: Json, b: Json): number {
  const [kindA, kindB] = [kindRank(a), kindRank(b)];
  if (kindA !== kindB) return kindA - kindB;
  if (kindA === 1) return compareNumbers(printJson(a), printJson(b));
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  const [textA, textB] = [scalarText(a) ?? "", scalarText(b) ?? ""];
  return Buffer.compare(Buffer.from(textA), Buffer.from(textB));
}
/** Compares element by element; a prefix of an array comes first. */
function compareArrays(a: readonly Json[], b: readonly Json[]): number {
  for (const [i, value] of a.entries()) {
    const otherValue = b[i];
    if (otherValue === undefined) return 1;
    const order = compareJson(value, otherValue);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
const kindRank = (value: Json): number => {
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
  // NaN is larger than all other numbers.
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  if (x !== y) return x < y ? -1 : 1;
  const difference = scaledInteger(a) - scaledInteger(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
/**
 * Scales a number to an integer with 38 fractional digits; a number with an exponent becomes 0, as it is only a double.
 */
function scaledInteger(text: string): bigint {
  const [integerDigits = "0", fraction = ""] = text.split(".");
  return /^-?\d+$/.test(integerDigits) && /^\d*$/.test(fraction)
    ? BigInt(integerDigits + fraction.padEnd(38, "0"))
    : 0n;
}

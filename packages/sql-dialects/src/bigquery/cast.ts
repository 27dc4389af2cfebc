import type { Decimal, DType } from "@avocet/core";
import { notNull } from "@avocet/core";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "@avocet/core/dialect";
import type { RuleContext } from "../dialect.js";
import {
  call,
  commaList,
  compare,
  intLiteral,
  isNull,
  NULL,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import {
  arrayOf,
  elementRows,
  entryRows,
  evaluateOnceIfCostly,
  fieldLabel,
  ifElse,
  structField,
  wrapNestedArray,
} from "./scope.js";
import { castName, isNested, KEY, sameType, typeName, VALUE } from "./types.js";

type Context = Pick<RuleContext, "unsupported">;
const castCall = (functionName: "CAST" | "SAFE_CAST", value: Sql, type: string): Sql => ({
  kind: "text",
  segments: [`${functionName}(`, { sql: value, minPrecedence: Precedence.any }, ` AS ${type})`],
  precedence: Precedence.atom,
});
/** CAST to the type of a dtype; decimals keep all digits that the type supports. */
export const cast = (value: Sql, to: DType): Sql => castCall("CAST", value, typeName(to));

/** True for an integer literal, which BigQuery coerces to any numeric type. */
const isIntegerLiteral = (value: Sql): boolean =>
  value.kind === "literal" && typeof value.value === "number" && isInteger(value.dtype);
const isNumber = (dtype: DType): boolean => isInteger(dtype) || isFloat(dtype) || isDecimal(dtype);

/** Casts to a dtype that can represent every value of the old one. */
export function widenTo(value: Sql, from: DType, to: DType, context: Context): Sql {
  if (from.kind === "null") return to.kind === "null" ? value : cast(NULL, to);
  if (sameType(from, to) || (isIntegerLiteral(value) && isNumber(to))) return value;
  return isNested(from) ? castTo(value, from, to, false, context) : cast(value, to);
}

// Minimum and maximum of the integer dtypes whose BigQuery type, INT64 or NUMERIC, has a larger range.
const RANGES: Readonly<Partial<Record<DType["kind"], readonly [string, string]>>> = {
  int8: ["-128", "127"],
  int16: ["-32768", "32767"],
  int32: ["-2147483648", "2147483647"],
  uint8: ["0", "255"],
  uint16: ["0", "65535"],
  uint32: ["0", "4294967295"],
  uint64: ["0", "18446744073709551615"],
};
const fitsInRange = (from: DType, to: DType): boolean => {
  const [a, b] = [RANGES[from.kind], RANGES[to.kind]];
  if (!isInteger(from)) return false;
  if (!b) return from.kind !== "uint64";
  return a !== undefined && BigInt(a[0]) >= BigInt(b[0]) && BigInt(a[1]) <= BigInt(b[1]);
};

/**
 * Casts to another dtype. A value that cannot be converted raises an error at execution, or with `safe` becomes NULL.
 */
export function castTo(value: Sql, from: DType, to: DType, safe: boolean, context: Context): Sql {
  if (from.kind === "null") return cast(NULL, to);
  if (isNested(from) && isNested(to)) return castNested(value, from, to, safe, context);
  if (to.kind === "json") return toJson(value, from, safe);
  if (isNested(from) || isNested(to) || from.kind === "json") return castFromJson(value, from, to, safe, context);
  if (isInteger(to)) return toInteger(value, from, to, safe);
  if (to.kind === "string") return toText(value, from, safe);
  if (to.kind === "uuid") return from.kind === "uuid" ? value : parseUuid(toText(value, from, safe), safe);
  if (to.kind === "bool" && (isFloat(from) || isDecimal(from) || from.kind === "uint64"))
    return compare(value, "<>", intLiteral(0));
  if (safe && from.kind === "float64" && to.kind === "float32") return nullIfBeyondFloat32(value);
  if (castName(from) === castName(to)) return value;
  if (safe && isDecimal(to)) return tryCastDecimal(value, from, to);
  const functionName = safe ? "SAFE_CAST" : "CAST";
  if (from.kind === "bool" && (isFloat(to) || isDecimal(to)))
    return castCall("CAST", castCall("CAST", value, "INT64"), castName(to));
  return castCall(
    functionName,
    from.kind === "string" && isTimestamp(to) && to.zone === null ? withoutZone(value) : value,
    castName(to),
  );
}
/** Removes a time zone from the text of a timestamp; CAST to DATETIME rejects it. */
const withoutZone = (value: Sql): Sql =>
  call("REGEXP_REPLACE", value, stringLiteral(TIME_WITH_ZONE), stringLiteral(String.raw`\1`));
const TIME_WITH_ZONE = String.raw`(?i)(\d:\d\d(?:\.\d+)?) ?(?:z|utc|[+-]\d\d(?::?\d\d)?)\s*$`;

function toInteger(value: Sql, from: DType, to: DType, safe: boolean): Sql {
  if (fitsInRange(from, to)) return sameType(from, to) ? value : cast(value, to);
  const castValue = sameType(from, to) ? value : castCall(safe ? "SAFE_CAST" : "CAST", value, typeName(to));
  const range = RANGES[to.kind];
  if (!range) return castValue;
  const dtype: DType = { kind: to.kind === "uint64" ? "uint64" : "int64", nullable: false };
  // the range is a pair
  const [min, max] = range.map((value): Sql => ({ kind: "literal", value, dtype, fixed: true })) as [Sql, Sql];
  return evaluateOnceIfCostly({ value: castValue }, ({ value: n }) => {
    const isInRange = withPrecedence(
      Precedence.comparison,
    )`${operand(n, Precedence.otherOperator)} BETWEEN ${min} AND ${max}`;
    const rangeError = ifElse(isNull(n), NULL, raiseError(`a value is out of the range of ${to.kind}`));
    return ifElse(isInRange, n, safe ? NULL : rangeError);
  });
}
/** Raises an error at execution. */
export const raiseError = (why: string): Sql => call("ERROR", stringLiteral(why));

/** Casts to a string in the format that all engines share. */
export function toText(value: Sql, from: DType, safe: boolean): Sql {
  if (from.kind === "string" || from.kind === "uuid" || from.kind === "inet") return value;
  if (isDecimal(from))
    return from.scale === 0 ? cast(value, TEXT) : call("FORMAT", stringLiteral(`%.${from.scale}f`), value);
  if (isTimestamp(from) && from.zone === null)
    return call("FORMAT_DATETIME", stringLiteral("%E4Y-%m-%d %H:%M:%E*S"), value);
  if (isTimestamp(from))
    return call("FORMAT_TIMESTAMP", stringLiteral("%E4Y-%m-%d %H:%M:%E*S+00"), value, stringLiteral("UTC"));
  if (from.kind === "time") return call("FORMAT_TIME", stringLiteral("%H:%M:%E*S"), value);
  return castCall(safe ? "SAFE_CAST" : "CAST", value, "STRING");
}
const TEXT: DType = { kind: "string", nullable: true };

/** NULL if a finite number is too large for float32, for which BigQuery has no type. */
const nullIfBeyondFloat32 = (value: Sql): Sql =>
  evaluateOnceIfCostly({ value }, ({ value: n }) =>
    ifElse(
      sql`${call("ABS", n)} BETWEEN ${float64Literal(2 ** 128 - 2 ** 103)} AND ${float64Literal(Number.MAX_VALUE)}`,
      NULL,
      n,
    ),
  );
const float64Literal = (value: number): Sql => ({
  kind: "literal",
  value,
  dtype: { kind: "float64", nullable: false },
  fixed: true,
});

const UUID = "(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
const parseUuid = (value: Sql, safe: boolean): Sql =>
  evaluateOnceIfCostly({ value }, ({ value: s }) => {
    const invalid = safe ? NULL : ifElse(isNull(s), s, raiseError("a text is no uuid"));
    return ifElse(call("REGEXP_CONTAINS", s, stringLiteral(UUID)), call("LOWER", s), invalid);
  });

/** Casts to a decimal. NULL if it exceeds the precision, for which SAFE_CAST raises an error. */
function tryCastDecimal(value: Sql, from: DType, to: Decimal<boolean>): Sql {
  const number = castCall("SAFE_CAST", from.kind === "bool" ? castCall("CAST", value, "INT64") : value, typeName(to));
  return evaluateOnceIfCostly({ value: call("ROUND", number, intLiteral(to.scale)) }, ({ value: n }) => {
    const integerDigits = "9".repeat(to.precision - to.scale) || "0";
    const bound: Sql = {
      kind: "literal",
      value: to.scale ? `${integerDigits}.${"9".repeat(to.scale)}` : integerDigits,
      dtype: notNull(to),
      fixed: true,
    };
    return ifElse(compare(call("ABS", n), "<=", bound), n, NULL);
  });
}

function toJson(value: Sql, from: DType, safe: boolean): Sql {
  if (from.kind === "json") return value;
  if (from.kind !== "string") return call("TO_JSON", value);
  return sql`${safe ? sql`SAFE.PARSE_JSON` : sql`PARSE_JSON`}(${value}, wide_number_mode=>'round')`;
}
function castFromJson(value: Sql, from: DType, to: DType, safe: boolean, { unsupported }: Context): Sql {
  if (from.kind === "json" && to.kind === "string") return call("TO_JSON_STRING", value);
  if (from.kind === "json" && to.kind === "bool") return sql`${safe ? sql`LAX_BOOL` : sql`BOOL`}(${value})`;
  if (from.kind === "json" && isFloat(to)) return sql`${safe ? sql`LAX_FLOAT64` : sql`FLOAT64`}(${value})`;
  if (from.kind === "json" && (isInteger(to) || isDecimal(to)))
    return castTo(
      castFromJson(value, from, { kind: "float64", nullable: true }, safe, { unsupported }),
      { kind: "float64", nullable: true },
      to,
      safe,
      { unsupported },
    );
  throw unsupported(`there is no cast from ${from.kind} to ${to.kind}`, "build the value from its parts");
}

/**
 * Casts arrays, maps and structs element by element. With `safe` an element that cannot be converted is NULL, and a map
 * if that is a key.
 */
function castNested(value: Sql, from: DType, to: DType, safe: boolean, context: Context): Sql {
  if (castName(from) === castName(to) && !isNarrowing(from, to)) return value;
  const castPart = (input: Sql, a: DType, b: DType): Sql => castTo(input, a, b, safe, context);
  if (isArray(from) && isArray(to))
    return mapUnlessNull(value, from, (array) => {
      const rows = elementRows(array, from.element);
      const element = wrapNestedArray(castPart(rows.element, from.element, to.element), to.element);
      return arrayOf(rows.query(sql`SELECT ${element} FROM ${rows.from} ORDER BY ${rows.offset}`));
    });
  if (isMap(from) && isMap(to))
    return mapUnlessNull(value, from, (map) => {
      const rows = entryRows(map);
      const [k, v] = [castPart(rows.key, from.key, to.key), castPart(rows.value, from.value, to.value)];
      const entry = sql`SELECT AS STRUCT ${k} AS ${fieldLabel(KEY)}, ${v} AS ${fieldLabel(VALUE)}`;
      const result = arrayOf(rows.query(sql`${entry} FROM ${rows.from} ORDER BY ${rows.offset}`));
      if (!safe) return result;
      return ifElse(
        sql`EXISTS(${rows.query(sql`SELECT 1 FROM ${rows.fromWithoutOffset} WHERE ${isNull(k)}`)})`,
        NULL,
        result,
      );
    });
  if (isStruct(from) && isStruct(to))
    return evaluateOnceIfCostly({ record: value }, ({ record }) => {
      const sourceFields = Object.entries(from.fields);
      const fieldCasts = Object.entries(to.fields).map(([target, dtype], i) => {
        const [source, type] = sourceFields[i] ?? [target, dtype];
        return { target, input: structField(record, source), type, dtype };
      });
      const fields = fieldCasts.map((p) => sql`${castPart(p.input, p.type, p.dtype)} AS ${fieldLabel(p.target)}`);
      const result = sql`STRUCT(${commaList(fields)})`;
      return from.nullable ? ifElse(isNull(record), NULL, result) : result;
    });
  throw context.unsupported(`there is no cast from ${from.kind} to ${to.kind}`, "build the value from its parts");
}
/** True if a cast between integers of the same BigQuery type narrows their range. */
function isNarrowing(from: DType, to: DType): boolean {
  if (isArray(from) && isArray(to)) return isNarrowing(from.element, to.element);
  if (isMap(from) && isMap(to)) return isNarrowing(from.key, to.key) || isNarrowing(from.value, to.value);
  if (isStruct(from) && isStruct(to)) {
    const targetFields = Object.entries(to.fields);
    return Object.entries(from.fields).some(([name, dtype], i) => {
      const [targetName, targetType] = targetFields[i] ?? [name, dtype];
      return name !== targetName || isNarrowing(dtype, targetType);
    });
  }
  return isInteger(from) && isInteger(to) && !fitsInRange(from, to);
}
const mapUnlessNull = (array: Sql, dtype: DType, use: (array: Sql) => Sql): Sql =>
  dtype.nullable
    ? evaluateOnceIfCostly({ list: array }, ({ list }) => ifElse(isNull(list), NULL, use(list)))
    : use(array);

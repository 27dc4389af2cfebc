import type { Decimal, DType } from "@avocet/core";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp, notNull } from "@avocet/core";
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
import { Precedence } from "../sql/expr.js";
import { arrayOf, boxed, either, elementsOf, entriesOf, field, label, onceIfLong } from "./scope.js";
import { castName, isNested, KEY, sameType, typeName, VALUE } from "./types.js";

type Context = Pick<RuleContext, "unsupported">;
const typed = (word: "CAST" | "SAFE_CAST", value: Sql, type: string): Sql => ({
  kind: "text",
  parts: [`${word}(`, { sql: value, least: Precedence.any }, ` AS ${type})`],
  level: Precedence.atom,
});
/** CAST to the type of a dtype; decimals keep all digits that the type holds. */
export const cast = (value: Sql, to: DType): Sql => typed("CAST", value, typeName(to));

/** A literal without a point goes with any numbers. */
const isWhole = (value: Sql): boolean =>
  value.kind === "literal" && typeof value.value === "number" && isInteger(value.dtype);
const isNumber = (dtype: DType): boolean => isInteger(dtype) || isFloat(dtype) || isDecimal(dtype);

/** A value as the type of a dtype that holds it. */
export function widened(value: Sql, from: DType, to: DType, context: Context): Sql {
  if (from.kind === "null") return to.kind === "null" ? value : cast(NULL, to);
  if (sameType(from, to) || (isWhole(value) && isNumber(to))) return value;
  return isNested(from) ? converted(value, from, to, false, context) : cast(value, to);
}

// The smallest and the largest of each integer type, as far as INT64 and NUMERIC hold more.
const RANGES: Readonly<Partial<Record<DType["kind"], readonly [string, string]>>> = {
  int8: ["-128", "127"],
  int16: ["-32768", "32767"],
  int32: ["-2147483648", "2147483647"],
  uint8: ["0", "255"],
  uint16: ["0", "65535"],
  uint32: ["0", "4294967295"],
  uint64: ["0", "18446744073709551615"],
};
const holds = (from: DType, to: DType): boolean => {
  const [a, b] = [RANGES[from.kind], RANGES[to.kind]];
  if (!isInteger(from)) return false;
  if (!b) return from.kind !== "uint64";
  return a !== undefined && BigInt(a[0]) >= BigInt(b[0]) && BigInt(a[1]) <= BigInt(b[1]);
};

/** A value as another dtype: an error, or with `safe` NULL, where it has none. */
export function converted(value: Sql, from: DType, to: DType, safe: boolean, context: Context): Sql {
  if (from.kind === "null") return cast(NULL, to);
  if (isNested(from) && isNested(to)) return convertedParts(value, from, to, safe, context);
  if (to.kind === "json") return toJson(value, from, safe);
  if (isNested(from) || isNested(to) || from.kind === "json") return fromOther(value, from, to, safe, context);
  if (isInteger(to)) return toInteger(value, from, to, safe);
  if (to.kind === "string") return toText(value, from, safe);
  if (to.kind === "uuid") return from.kind === "uuid" ? value : uuidOf(toText(value, from, safe), safe);
  if (to.kind === "bool" && (isFloat(from) || isDecimal(from) || from.kind === "uint64"))
    return compare(value, "<>", intLiteral(0));
  if (safe && from.kind === "float64" && to.kind === "float32") return withinFloat32(value);
  if (castName(from) === castName(to)) return value;
  if (safe && isDecimal(to)) return tryDecimal(value, from, to);
  const word = safe ? "SAFE_CAST" : "CAST";
  if (from.kind === "bool" && (isFloat(to) || isDecimal(to)))
    return typed("CAST", typed("CAST", value, "INT64"), castName(to));
  return typed(
    word,
    from.kind === "string" && isTimestamp(to) && to.zone === null ? onClock(value) : value,
    castName(to),
  );
}
/** The text of a timestamp without the zone that may follow, which CAST to DATETIME takes for an error. */
const onClock = (value: Sql): Sql => call("REGEXP_REPLACE", value, stringLiteral(ZONED), stringLiteral(String.raw`\1`));
const ZONED = String.raw`(?i)(\d:\d\d(?:\.\d+)?) ?(?:z|utc|[+-]\d\d(?::?\d\d)?)\s*$`;

function toInteger(value: Sql, from: DType, to: DType, safe: boolean): Sql {
  if (holds(from, to)) return sameType(from, to) ? value : cast(value, to);
  const wide = sameType(from, to) ? value : typed(safe ? "SAFE_CAST" : "CAST", value, typeName(to));
  const range = RANGES[to.kind];
  if (!range) return wide;
  const dtype: DType = { kind: to.kind === "uint64" ? "uint64" : "int64", nullable: false };
  const [least, most] = range.map((value): Sql => ({ kind: "literal", value, dtype, fixed: true })) as [Sql, Sql]; // both ends
  return onceIfLong({ value: wide }, ({ value: n }) => {
    const inside = withPrecedence(Precedence.comparison)`${operand(n, Precedence.other)} BETWEEN ${least} AND ${most}`;
    const outside = either(isNull(n), NULL, failed(`a value is out of the range of ${to.kind}`));
    return either(inside, n, safe ? NULL : outside);
  });
}
/** An error of ours when the statement runs. */
export const failed = (why: string): Sql => call("ERROR", stringLiteral(why));

/** Values as text, as all engines write them. */
export function toText(value: Sql, from: DType, safe: boolean): Sql {
  if (from.kind === "string" || from.kind === "uuid" || from.kind === "inet") return value;
  if (isDecimal(from))
    return from.scale === 0 ? cast(value, TEXT) : call("FORMAT", stringLiteral(`%.${from.scale}f`), value);
  if (isTimestamp(from) && from.zone === null)
    return call("FORMAT_DATETIME", stringLiteral("%E4Y-%m-%d %H:%M:%E*S"), value);
  if (isTimestamp(from))
    return call("FORMAT_TIMESTAMP", stringLiteral("%E4Y-%m-%d %H:%M:%E*S+00"), value, stringLiteral("UTC"));
  if (from.kind === "time") return call("FORMAT_TIME", stringLiteral("%H:%M:%E*S"), value);
  return typed(safe ? "SAFE_CAST" : "CAST", value, "STRING");
}
const TEXT: DType = { kind: "string", nullable: true };

/** NULL where a finite number is too large for a float32, to which BigQuery has no type. */
const withinFloat32 = (value: Sql): Sql =>
  onceIfLong({ value }, ({ value: n }) =>
    either(sql`${call("ABS", n)} BETWEEN ${fixed(2 ** 128 - 2 ** 103)} AND ${fixed(Number.MAX_VALUE)}`, NULL, n),
  );
const fixed = (value: number): Sql => ({
  kind: "literal",
  value,
  dtype: { kind: "float64", nullable: false },
  fixed: true,
});

const UUID = "(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
const uuidOf = (value: Sql, safe: boolean): Sql =>
  onceIfLong({ value }, ({ value: s }) => {
    const other = safe ? NULL : either(isNull(s), s, failed("a text is no uuid"));
    return either(call("REGEXP_CONTAINS", s, stringLiteral(UUID)), call("LOWER", s), other);
  });

/** A decimal of so many digits, NULL where it needs more: SAFE_CAST fails for these. */
function tryDecimal(value: Sql, from: DType, to: Decimal<boolean>): Sql {
  const whole = typed("SAFE_CAST", from.kind === "bool" ? typed("CAST", value, "INT64") : value, typeName(to));
  return onceIfLong({ value: call("ROUND", whole, intLiteral(to.scale)) }, ({ value: n }) => {
    const most = "9".repeat(to.precision - to.scale) || "0";
    const bound: Sql = {
      kind: "literal",
      value: to.scale ? `${most}.${"9".repeat(to.scale)}` : most,
      dtype: notNull(to),
      fixed: true,
    };
    return either(compare(call("ABS", n), "<=", bound), n, NULL);
  });
}

function toJson(value: Sql, from: DType, safe: boolean): Sql {
  if (from.kind === "json") return value;
  if (from.kind !== "string") return call("TO_JSON", value);
  return sql`${safe ? sql`SAFE.PARSE_JSON` : sql`PARSE_JSON`}(${value}, wide_number_mode=>'round')`;
}
function fromOther(value: Sql, from: DType, to: DType, safe: boolean, { unsupported }: Context): Sql {
  if (from.kind === "json" && to.kind === "string") return call("TO_JSON_STRING", value);
  if (from.kind === "json" && to.kind === "bool") return sql`${safe ? sql`LAX_BOOL` : sql`BOOL`}(${value})`;
  if (from.kind === "json" && isFloat(to)) return sql`${safe ? sql`LAX_FLOAT64` : sql`FLOAT64`}(${value})`;
  if (from.kind === "json" && (isInteger(to) || isDecimal(to)))
    return converted(
      fromOther(value, from, { kind: "float64", nullable: true }, safe, { unsupported }),
      { kind: "float64", nullable: true },
      to,
      safe,
      { unsupported },
    );
  throw unsupported(`there is no cast from ${from.kind} to ${to.kind}`, "build the value from its parts");
}

/** Arrays, maps and structs, part by part; with `safe` a part that has no value is NULL, and a map where that is a key. */
function convertedParts(value: Sql, from: DType, to: DType, safe: boolean, context: Context): Sql {
  if (castName(from) === castName(to) && !narrows(from, to)) return value;
  const each = (part: Sql, a: DType, b: DType): Sql => converted(part, a, b, safe, context);
  if (isArray(from) && isArray(to))
    return unlessNullArray(value, from, (array) => {
      const rows = elementsOf(array, from.element);
      const element = boxed(each(rows.element, from.element, to.element), to.element);
      return arrayOf(rows.query(sql`SELECT ${element} FROM ${rows.from} ORDER BY ${rows.place}`));
    });
  if (isMap(from) && isMap(to))
    return unlessNullArray(value, from, (map) => {
      const rows = entriesOf(map);
      const [k, v] = [each(rows.key, from.key, to.key), each(rows.value, from.value, to.value)];
      const entry = sql`SELECT AS STRUCT ${k} AS ${label(KEY)}, ${v} AS ${label(VALUE)}`;
      const made = arrayOf(rows.query(sql`${entry} FROM ${rows.from} ORDER BY ${rows.place}`));
      if (!safe) return made;
      return either(sql`EXISTS(${rows.query(sql`SELECT 1 FROM ${rows.only} WHERE ${isNull(k)}`)})`, NULL, made);
    });
  if (isStruct(from) && isStruct(to))
    return onceIfLong({ record: value }, ({ record }) => {
      const own = Object.entries(from.fields);
      const parts = Object.entries(to.fields).map(([target, dtype], i) => {
        const [source, type] = own[i] ?? [target, dtype];
        return { target, part: field(record, source), type, dtype };
      });
      const fields = parts.map((p) => sql`${each(p.part, p.type, p.dtype)} AS ${label(p.target)}`);
      const made = sql`STRUCT(${commaList(fields)})`;
      return from.nullable ? either(isNull(record), NULL, made) : made;
    });
  throw context.unsupported(`there is no cast from ${from.kind} to ${to.kind}`, "build the value from its parts");
}
/** Whether integers of one BigQuery type are to be held within fewer bits. */
function narrows(from: DType, to: DType): boolean {
  if (isArray(from) && isArray(to)) return narrows(from.element, to.element);
  if (isMap(from) && isMap(to)) return narrows(from.key, to.key) || narrows(from.value, to.value);
  if (isStruct(from) && isStruct(to)) {
    const others = Object.entries(to.fields);
    return Object.entries(from.fields).some(([own, dtype], i) => {
      const [name2, other] = others[i] ?? [own, dtype];
      return own !== name2 || narrows(dtype, other);
    });
  }
  return isInteger(from) && isInteger(to) && !holds(from, to);
}
const unlessNullArray = (array: Sql, dtype: DType, use: (array: Sql) => Sql): Sql =>
  dtype.nullable ? onceIfLong({ list: array }, ({ list }) => either(isNull(list), NULL, use(list))) : use(array);

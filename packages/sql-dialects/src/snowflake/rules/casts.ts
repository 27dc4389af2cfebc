import type { DType } from "@avocet/core";
import { decimal } from "@avocet/core";
import { isArray, isDecimal, isFloat, isInteger, isMap, isNumeric, isStruct, isTimestamp } from "@avocet/core/dialect";
import type { RuleContext } from "../../dialect.js";
import { call, compare, identifierSql, infix, intLiteral, literal, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { castTo, evaluateOnce, float64, ifThen, int64, lambda, naiveTimestamp, raiseError, string } from "../build.js";
import { hasSameRepresentation } from "../types.js";
import { decodeElement, encodeElement, toUtc, typeSql } from "../variant.js";

type Refuse = RuleContext["unsupported"];
const UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const isText = (d: DType): boolean => d.kind === "string" || d.kind === "uuid" || d.kind === "inet";
const isInstant = (d: DType): boolean => isTimestamp(d) && d.zone !== null;
const isNested = (d: DType): boolean => isArray(d) || isMap(d) || isStruct(d);

/** Formats a temporal value, without trailing zeros in the fraction of the second. */
const formatWithoutTrailingZeros = (value: Sql, format: string): Sql =>
  call(
    "RTRIM",
    call("RTRIM", call("TO_VARCHAR", value, stringLiteral(format)), stringLiteral("0")),
    stringLiteral("."),
  );
const TIME_FORMAT = "HH24:MI:SS.FF6";

/** Converts a value to text with explicit formats, independent of the session's formats. */
export function toText(arg: Sql, from: DType): Sql {
  if (isInstant(from))
    return infix(
      formatWithoutTrailingZeros(toUtc(arg), `YYYY-MM-DD ${TIME_FORMAT}`),
      "||",
      stringLiteral("+00"),
      Precedence.otherOperator,
    );
  if (isTimestamp(from)) return formatWithoutTrailingZeros(arg, `YYYY-MM-DD ${TIME_FORMAT}`);
  if (from.kind === "date") return call("TO_VARCHAR", arg, stringLiteral("YYYY-MM-DD"));
  if (from.kind === "time") return formatWithoutTrailingZeros(arg, TIME_FORMAT);
  if (from.kind === "json" || isNested(from) || from.kind === "interval")
    return call("TO_JSON", call("TO_VARIANT", arg));
  if (from.kind === "binary") return call("TO_VARCHAR", arg, stringLiteral("UTF-8"));
  return isText(from) ? arg : castTo(arg, string);
}

/** Casts a value to another dtype; a value that cannot be converted raises an error. */
export function castValue(arg: Sql, from: DType, to: DType, refuse: Refuse): Sql {
  if (from.kind === "null") return castTo(arg, to);
  if (isInteger(from) && isInteger(to) && to.kind !== "int64") return castTo(arg, to);
  if (hasSameRepresentation(from, to)) return arg;
  if (to.kind === "uuid")
    return evaluateOnce([[arg, string]], string, ([s = arg]) =>
      ifThen(
        call("REGEXP_LIKE", s, stringLiteral(UUID)),
        call("LOWER", s),
        castTo(raiseError(infix(stringLiteral("no UUID: "), "||", s, Precedence.otherOperator)), string),
      ),
    );
  if (isText(to)) return toText(arg, from);
  if (to.kind === "json")
    return from.kind === "string" ? call("PARSE_JSON", arg) : call("TO_VARIANT", encodeElement(arg, from));
  if (isNested(to)) return castNested(arg, from, to, castValue, refuse);
  if (to.kind === "interval" || from.kind === "interval")
    throw refuse(`there is no cast from ${from.kind} to ${to.kind}`);
  if (from.kind === "json") return castTo(arg, to);
  if (from.kind === "bool" && isFloat(to)) return castTo(castTo(arg, int64), to);
  if (to.kind === "date" && from.kind === "string") return call("TO_DATE", arg, stringLiteral("YYYY-MM-DD"));
  if (isTimestamp(to) && from.kind === "string") return castTo(requireDateText(arg), to);
  if (isTimestamp(to) && isTimestamp(from))
    return to.zone === null ? castTo(toUtc(arg), naiveTimestamp) : from.zone === null ? castTo(arg, to) : arg;
  if (isInstant(from)) return castTo(toUtc(arg), to);
  if (to.kind === "binary" && from.kind === "string") return call("TO_BINARY", arg, stringLiteral("UTF-8"));
  return castTo(isInteger(to) && from.kind === "string" ? rejectFractionText(arg) : arg, to);
}

/**
 * Replaces the characters of fractions and exponents by invalid ones: Snowflake would round such text to an integer.
 */
const rejectFractionText = (arg: Sql): Sql => call("TRANSLATE", arg, stringLiteral(".eE"), stringLiteral("???"));
/** Raises an error for text without date separators: Snowflake reads plain digits as seconds since 1970. */
function requireDateText(arg: Sql): Sql {
  if (arg.kind === "literal") return arg;
  return ifThen(
    sql`${arg} LIKE '%-%-%'`,
    arg,
    infix(stringLiteral("no timestamp: "), "||", arg, Precedence.otherOperator),
  );
}

/** Casts an array, map or struct by casting its elements. */
function castNested(arg: Sql, from: DType, to: DType, castElement: typeof castValue, refuse: Refuse): Sql {
  if (from.kind === "json") return decodeElement(arg, to);
  const [element, key] = [identifierSql("element"), identifierSql("key")];
  if (isArray(from) && isArray(to)) {
    const item = castElement(decodeElement(element, from.element), from.element, to.element, refuse);
    return call("TRANSFORM", arg, lambda("element", null, encodeElement(item, to.element)));
  }
  if (isMap(from) && isMap(to) && hasSameRepresentation(from.key, to.key))
    return evaluateOnce([[arg, from]], to, ([m = arg]) => {
      const keys = call("OBJECT_KEYS", m);
      const item = castElement(
        decodeElement(call("GET", m, castTo(key, string)), from.value),
        from.value,
        to.value,
        refuse,
      );
      return call(
        "ARRAYS_TO_OBJECT",
        keys,
        call("TRANSFORM", keys, lambda("key", null, encodeElement(item, to.value))),
      );
    });
  if (isStruct(from) && isStruct(to))
    return evaluateOnce([[arg, from]], to, ([s = arg]) => {
      const fields = Object.entries(to.fields).flatMap(([field, dtype]) => {
        const fieldType = from.fields[field];
        if (!fieldType) throw refuse(`the struct does not have the field "${field}"`);
        return [
          stringLiteral(field),
          encodeElement(
            castElement(decodeElement(call("GET", s, stringLiteral(field)), fieldType), fieldType, dtype, refuse),
            dtype,
          ),
        ];
      });
      return ifThen(sql`${s} IS NOT NULL`, call("OBJECT_CONSTRUCT_KEEP_NULL", ...fields));
    });
  throw refuse(`there is no cast from ${from.kind} to ${to.kind}`);
}

const INTEGER_RANGES: Readonly<Partial<Record<DType["kind"], readonly [string, string]>>> = {
  int8: ["-128", "127"],
  int16: ["-32768", "32767"],
  int32: ["-2147483648", "2147483647"],
  int64: ["-9223372036854775808", "9223372036854775807"],
  uint8: ["0", "255"],
  uint16: ["0", "65535"],
  uint32: ["0", "4294967295"],
  uint64: ["0", "18446744073709551615"],
};
const integerConstant = (value: string): Sql => literal(value, { kind: "uint64", nullable: false });

/**
 * Casts a value to another dtype; NULL if it cannot be converted. TRY_CAST accepts only text, so numbers are
 * range-checked.
 */
export function tryCastValue(arg: Sql, from: DType, to: DType, refuse: Refuse): Sql {
  const targetRange = INTEGER_RANGES[to.kind];
  if (isText(from)) {
    if (to.kind === "uuid")
      return evaluateOnce([[arg, string]], string, ([s = arg]) =>
        ifThen(call("REGEXP_LIKE", s, stringLiteral(UUID)), call("LOWER", s)),
      );
    if (isText(to)) return arg;
    if (to.kind === "json") return call("TRY_PARSE_JSON", arg);
    if (to.kind === "date") return call("TRY_TO_DATE", arg, stringLiteral("YYYY-MM-DD"));
    if (to.kind === "binary") return call("TRY_TO_BINARY", arg, stringLiteral("UTF-8"));
    if (isTimestamp(to)) return tryCast(ifThen(sql`${arg} LIKE '%-%-%'`, arg), to);
    if (isNested(to)) return decodeElement(call("TRY_PARSE_JSON", arg), to);
    if (targetRange)
      return evaluateOnce([[tryCast(rejectFractionText(arg), int64), int64]], to, ([n = arg]) =>
        ifThen(isInRange(n, targetRange), n),
      );
    return tryCast(arg, to);
  }
  const sourceRange = INTEGER_RANGES[from.kind];
  if (
    targetRange &&
    sourceRange &&
    BigInt(sourceRange[0]) >= BigInt(targetRange[0]) &&
    BigInt(sourceRange[1]) <= BigInt(targetRange[1])
  )
    return arg;
  if (isNested(from) && isNested(to) && !hasSameRepresentation(from, to))
    return castNested(arg, from, to, tryCastValue, refuse);
  if (from.kind === "float64" && to.kind === "float32") return withinFloat32(arg);
  if (isNumeric(from) && targetRange) {
    const rounded = sourceRange ? arg : call("ROUND", arg);
    return evaluateOnce([[rounded, isDecimal(from) ? decimal(38, 0) : from]], to, ([n = rounded]) =>
      ifThen(isInRange(n, targetRange), castTo(n, to)),
    );
  }
  if (isNumeric(from) && isDecimal(to)) {
    const limit: Sql = {
      kind: "literal",
      value: `1e${to.precision - to.scale}`,
      dtype: { kind: "float64", nullable: false },
      fixed: true,
    };
    return evaluateOnce([[arg, from]], to, ([n = arg]) =>
      ifThen(compare(call("ABS", call("ROUND", n, intLiteral(to.scale))), "<", limit), castTo(n, to)),
    );
  }
  return castValue(arg, from, to, refuse);
}
/** NULL if a finite number is too large for float32, for which Snowflake has no type. */
const withinFloat32 = (arg: Sql): Sql =>
  evaluateOnce([[arg, float64]], float64, ([n = arg]) =>
    ifThen(
      sql`${call("ABS", n)} NOT BETWEEN ${floatConstant(2 ** 128 - 2 ** 103)} AND ${floatConstant(Number.MAX_VALUE)}`,
      n,
    ),
  );
const floatConstant = (value: number): Sql => ({
  kind: "literal",
  value,
  dtype: { kind: "float64", nullable: false },
  fixed: true,
});
const tryCast = (arg: Sql, to: DType): Sql => sql`TRY_CAST(${arg} AS ${typeSql(to)})`;
const isInRange = (n: Sql, [low, high]: readonly [string, string]): Sql =>
  sql`${n} BETWEEN ${integerConstant(low)} AND ${integerConstant(high)}`;

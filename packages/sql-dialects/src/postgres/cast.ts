import type { DType } from "@avocet/core";
import { decimal, printDType } from "@avocet/core";
import {
  INTEGER_RANGE,
  isArray,
  isDecimal,
  isFloat,
  isInteger,
  isMap,
  isNumeric,
  isStruct,
  isTimestamp,
} from "@avocet/core/dialect";
import {
  call,
  caseWhen,
  compare,
  identifierSql,
  intLiteral,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import {
  arraySubquery,
  cast,
  evaluateOnce,
  evaluateUnlessNull,
  int32,
  int64,
  jsonbText,
  raiseError,
  withExplicitType,
} from "./build.js";
import { compactJson, toPlainJson } from "./json-text.js";
import { jsonbObject } from "./jsonb-object.js";
import { fromElement, fromJsonb, jsonbArgument, jsonbMember, mapElements, toElement } from "./jsonb-values.js";
import { roundHalfAwayFromZero } from "./round.js";
import { typeName } from "./types.js";

/** Integer kinds that PostgreSQL supports natively: its casts check their range. */
const NATIVE_INTEGERS: ReadonlySet<string> = new Set(["int16", "int32", "int64"]);
const hasSameType = (from: DType, to: DType): boolean => typeName(from) === typeName(to);

/**
 * Casts to another dtype. Raises an error at execution if the value cannot be converted. Fractions are rounded half
 * away from zero.
 */
export function castTo(value: Sql, from: DType, to: DType, refuse: (why: string) => Error): Sql {
  if (from.kind === "null" || to.kind === "null") return cast(value, to);
  if (isArray(to) || isMap(to) || isStruct(to)) return castNested(value, from, to, refuse);
  if (isArray(from) || isMap(from) || isStruct(from)) {
    if (to.kind === "json") return toPlainJson(value, from);
    throw refuse(`there is no cast from ${printDType(from)} to ${printDType(to)}`);
  }
  if (isInteger(to)) return toInteger(value, from, to);
  if (from.kind === "json") return fromJsonScalar(value, to);
  switch (to.kind) {
    case "bool":
      return isNumeric(from) ? compare(value, "<>", intLiteral(0)) : cast(value, to);
    case "string":
      return toText(value, from);
    case "json":
      return from.kind === "string" ? cast(value, to) : call("TO_JSONB", withExplicitType(value, from));
    case "binary":
      return from.kind === "string" ? call("CONVERT_TO", value, stringLiteral("UTF8")) : cast(value, to);
    case "decimal":
      return toDecimal(value, from, to);
    case "float32":
    case "float64":
      return cast(boolToInt(value, from), to);
    case "time":
      return cast(isTimestamp(from) && from.zone !== null ? toUtc(value) : value, to);
    default:
      return cast(value, to);
  }
}

const toUtc = (value: Sql): Sql =>
  withPrecedence(Precedence.power)`${operand(value, Precedence.atom)} AT TIME ZONE ${stringLiteral("UTC")}`;
/** Casts a bool to `integer`, the only numeric type that PostgreSQL casts bools to. */
const boolToInt = (value: Sql, from: DType): Sql => (from.kind === "bool" ? cast(value, int32) : value);
/** The shortest digits that identify a float. PostgreSQL's cast to numeric keeps only 15 digits. */
export const shortestDigits = (value: Sql): Sql => cast(value, { kind: "string", nullable: true });

/** Casts to a decimal. PostgreSQL's numeric accepts NaN, which raises an error here. */
function toDecimal(value: Sql, from: DType, to: DType): Sql {
  if (!isFloat(from) && from.kind !== "string") return cast(boolToInt(value, from), to);
  return evaluateOnce({ value }, ({ value: input }) => {
    const isNan = isFloat(from)
      ? compare(input, "=", sql`'NaN'`)
      : withPrecedence(Precedence.comparison)`${operand(input, Precedence.otherOperator)} ~* ${stringLiteral("nan")}`;
    return caseWhen(
      [[isNan, raiseError(input, " is no decimal", to)]],
      cast(isFloat(from) ? shortestDigits(input) : input, to),
    );
  });
}

function toText(value: Sql, from: DType): Sql {
  const string: DType = { kind: "string", nullable: true };
  switch (from.kind) {
    case "json":
      return compactJson(value);
    case "inet":
      return call("ABBREV", value);
    case "binary":
      return call("CONVERT_FROM", value, stringLiteral("UTF8"));
    default:
      return cast(value, string);
  }
}

function toInteger(value: Sql, from: DType, to: DType): Sql {
  if (from.kind === "json") return toInteger(sql`CAST(${jsonbText(value)} AS numeric)`, decimal(38, 0), to);
  const number = isFloat(from) ? roundHalfAwayFromZero(value) : boolToInt(value, from);
  if (NATIVE_INTEGERS.has(to.kind) || from.kind === "bool" || fitsInRange(from, to)) return cast(number, to);
  const wideType = to.kind === "uint64" ? decimal(20, 0) : int64;
  const digits = isFloat(from) && to.kind === "uint64" ? shortestDigits(number) : number;
  return castWithinRange(isInteger(from) ? number : cast(digits, wideType), to);
}
const fitsInRange = (from: DType, to: DType): boolean => {
  if (!isInteger(from) || !isInteger(to)) return false;
  const [[fromMin, fromMax], [toMin, toMax]] = [INTEGER_RANGE[from.kind], INTEGER_RANGE[to.kind]];
  return fromMin >= toMin && fromMax <= toMax;
};
/** Casts an integer to a dtype without a PostgreSQL type of the same range. Raises an error if it is out of range. */
function castWithinRange(value: Sql, to: DType): Sql {
  if (!isInteger(to)) return value;
  const [min, max] = INTEGER_RANGE[to.kind];
  return evaluateOnce({ value }, (a) => {
    const isOutOfRange = withPrecedence(
      Precedence.comparison,
    )`${operand(a.value, Precedence.otherOperator)} NOT BETWEEN ${integerLiteral(min)} AND ${integerLiteral(max)}`;
    return caseWhen([[isOutOfRange, raiseError(a.value, ` is out of the range of ${to.kind}`, to)]], cast(a.value, to));
  });
}
const integerLiteral = (n: bigint): Sql => ({
  kind: "literal",
  value: Number.isSafeInteger(Number(n)) ? Number(n) : String(n),
  dtype: int64,
  fixed: true,
});

/** Converts a scalar JSON value through its text. */
function fromJsonScalar(value: Sql, to: DType): Sql {
  if (to.kind === "string") return compactJson(value);
  if (to.kind === "bool" || isNumeric(to)) return cast(jsonbText(value), to);
  return castTo(jsonbText(value), { kind: "string", nullable: true }, to, (why) => new TypeError(why));
}

function castNested(value: Sql, from: DType, to: DType, refuse: (why: string) => Error): Sql {
  const nullable = (): boolean => from.nullable;
  if (isArray(from) && isArray(to)) {
    const [sourceElement, targetElement] = [from.element, to.element];
    if (isPlainArrayCast(sourceElement, targetElement)) return cast(value, to);
    if (hasSameEncoding(sourceElement, targetElement)) return value;
    return cast(
      mapElements(value, from.nullable, (item) =>
        toElement(castTo(fromElement(item, sourceElement), sourceElement, targetElement, refuse), targetElement),
      ),
      to,
    );
  }
  if (isStruct(from) && isStruct(to)) {
    if (hasSameEncoding(from, to)) return value;
    return evaluateUnlessNull({ record: value }, nullable, ({ record }) => {
      const keysAndValues = Object.entries(to.fields).flatMap(([field, dtype]) => {
        const sourceType = from.fields[field];
        const fieldValue = sourceType
          ? castTo(jsonbMember(record, stringLiteral(field), sourceType), sourceType, dtype, refuse)
          : sql`NULL`;
        return [stringLiteral(field), jsonbArgument(fieldValue, dtype)];
      });
      return jsonbObject(keysAndValues);
    });
  }
  if (isMap(from) && isMap(to)) {
    if (hasSameEncoding(from, to)) return value;
    return evaluateUnlessNull({ map: value }, nullable, ({ map }) => {
      const pair = identifierSql("pair");
      const key = castTo(fromJsonb(sql`${pair} -> 0`, from.key), from.key, to.key, refuse);
      const mapValue = castTo(fromJsonb(sql`${pair} -> 1`, from.value), from.value, to.value, refuse);
      const pairs = arraySubquery(
        sql`SELECT JSONB_BUILD_ARRAY(${jsonbArgument(key, to.key)}, ${jsonbArgument(mapValue, to.value)}) FROM JSONB_ARRAY_ELEMENTS(${map}) AS ${identifierSql("pairs")}(${pair})`,
      );
      return call("TO_JSONB", pairs);
    });
  }
  if (from.kind === "json")
    throw refuse(`there is no cast from JSON to ${printDType(to)}; extract the members and cast them`);
  throw refuse(`there is no cast from ${printDType(from)} to ${printDType(to)}`);
}

/** True if PostgreSQL's array cast converts each element as {@link castTo} would. */
function isPlainArrayCast(from: DType, to: DType): boolean {
  if (from.kind === "null") return true;
  if (isArray(from) || isArray(to) || isMap(from) || isStruct(from)) return false;
  if (hasSameType(from, to)) return from.kind === to.kind || (isDecimal(from) && isDecimal(to));
  if (isInteger(from) && isInteger(to)) return fitsInRange(from, to) || NATIVE_INTEGERS.has(to.kind);
  return isNumeric(from) && isNumeric(to) && !isFloat(from) && (isFloat(to) || isDecimal(to));
}
/** True if values of both dtypes have the same SQL representation, so that no cast is needed. */
export function hasSameEncoding(from: DType, to: DType): boolean {
  if (isArray(from) && isArray(to)) return hasSameEncoding(from.element, to.element);
  if (isMap(from) && isMap(to)) return hasSameEncoding(from.key, to.key) && hasSameEncoding(from.value, to.value);
  if (isStruct(from) && isStruct(to)) {
    const names = Object.keys(to.fields);
    return (
      names.length === Object.keys(from.fields).length &&
      names.every((field) => {
        const [source, target] = [from.fields[field], to.fields[field]];
        return source !== undefined && target !== undefined && hasSameEncoding(source, target);
      })
    );
  }
  return from.kind === to.kind && hasSameType(from, to);
}

import type { DType } from "@avocet/core";
import {
  decimal,
  INTEGER_RANGE,
  isArray,
  isDecimal,
  isFloat,
  isInteger,
  isMap,
  isNumeric,
  isStruct,
  isTimestamp,
  printDType,
} from "@avocet/core";
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
import { Precedence } from "../sql/expr.js";
import { arrayOf, cast, failure, int32, int64, once, onceUnlessNull, textOf, typed } from "./build.js";
import { compactJson, plainJson } from "./json-text.js";
import { eachOf, fromElement, fromJson, jsonPart, member, toElement } from "./nested.js";
import { objectOf } from "./object.js";
import { rounded } from "./round.js";
import { typeName } from "./types.js";

/** Kinds that PostgreSQL has as such: its own casts to them fail beyond their range. */
const OWN: ReadonlySet<string> = new Set(["int16", "int32", "int64"]);
const plainly = (from: DType, to: DType): boolean => typeName(from) === typeName(to);

/** A value as another dtype; an error where it has none. Halves are rounded away from zero. */
export function castTo(value: Sql, from: DType, to: DType, refuse: (why: string) => Error): Sql {
  if (from.kind === "null" || to.kind === "null") return cast(value, to);
  if (isArray(to) || isMap(to) || isStruct(to)) return nestedTo(value, from, to, refuse);
  if (isArray(from) || isMap(from) || isStruct(from)) {
    if (to.kind === "json") return plainJson(value, from);
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
      return from.kind === "string" ? cast(value, to) : call("TO_JSONB", typed(value, from));
    case "binary":
      return from.kind === "string" ? call("CONVERT_TO", value, stringLiteral("UTF8")) : cast(value, to);
    case "decimal":
      return toDecimal(value, from, to);
    case "float32":
    case "float64":
      return cast(unbool(value, from), to);
    case "time":
      return cast(isTimestamp(from) && from.zone !== null ? atUtc(value) : value, to);
    default:
      return cast(value, to);
  }
}

const atUtc = (value: Sql): Sql =>
  withPrecedence(Precedence.power)`${operand(value, Precedence.atom)} AT TIME ZONE ${stringLiteral("UTC")}`;
/** A bool becomes a number by way of the one type of numbers that it is cast to. */
const unbool = (value: Sql, from: DType): Sql => (from.kind === "bool" ? cast(value, int32) : value);
/** A float as the fewest digits that say which it is; PostgreSQL's own cast keeps fifteen. */
export const digitsOf = (value: Sql): Sql => cast(value, { kind: "string", nullable: true });

/** PostgreSQL's decimals can be no number, which ours cannot. */
function toDecimal(value: Sql, from: DType, to: DType): Sql {
  if (!isFloat(from) && from.kind !== "string") return cast(unbool(value, from), to);
  return once({ value }, ({ value: own }) => {
    const none = isFloat(from)
      ? compare(own, "=", sql`'NaN'`)
      : withPrecedence(Precedence.comparison)`${operand(own, Precedence.other)} ~* ${stringLiteral("nan")}`;
    return caseWhen([[none, failure(own, " is no decimal", to)]], cast(isFloat(from) ? digitsOf(own) : own, to));
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
  if (from.kind === "json") return toInteger(sql`CAST(${textOf(value)} AS numeric)`, decimal(38, 0), to);
  const number = isFloat(from) ? rounded(value) : unbool(value, from);
  if (OWN.has(to.kind) || from.kind === "bool" || fits(from, to)) return cast(number, to);
  const wide = to.kind === "uint64" ? decimal(20, 0) : int64;
  const digits = isFloat(from) && to.kind === "uint64" ? digitsOf(number) : number;
  return ranged(isInteger(from) ? number : cast(digits, wide), to);
}
const fits = (from: DType, to: DType): boolean => {
  if (!isInteger(from) || !isInteger(to)) return false;
  const [[least, most], [low, high]] = [INTEGER_RANGE[from.kind], INTEGER_RANGE[to.kind]];
  return least >= low && most <= high;
};
/** A whole number as a dtype that PostgreSQL has none of the same range for: an error beyond it. */
function ranged(value: Sql, to: DType): Sql {
  if (!isInteger(to)) return value;
  const [least, most] = INTEGER_RANGE[to.kind];
  return once({ value }, (a) => {
    const within = withPrecedence(
      Precedence.comparison,
    )`${operand(a.value, Precedence.other)} NOT BETWEEN ${numeral(least)} AND ${numeral(most)}`;
    return caseWhen([[within, failure(a.value, ` is out of the range of ${to.kind}`, to)]], cast(a.value, to));
  });
}
const numeral = (n: bigint): Sql => ({
  kind: "literal",
  value: Number.isSafeInteger(Number(n)) ? Number(n) : String(n),
  dtype: int64,
  fixed: true,
});

/** What JSON holds as a dtype, by its text. */
function fromJsonScalar(value: Sql, to: DType): Sql {
  if (to.kind === "string") return compactJson(value);
  if (to.kind === "bool" || isNumeric(to)) return cast(textOf(value), to);
  return castTo(textOf(value), { kind: "string", nullable: true }, to, (why) => new TypeError(why));
}

function nestedTo(value: Sql, from: DType, to: DType, refuse: (why: string) => Error): Sql {
  const nullable = (): boolean => from.nullable;
  if (isArray(from) && isArray(to)) {
    const [inner, outer] = [from.element, to.element];
    if (isSimple(inner, outer)) return cast(value, to);
    if (writtenAlike(inner, outer)) return value;
    return cast(
      eachOf(value, from.nullable, (item) => toElement(castTo(fromElement(item, inner), inner, outer, refuse), outer)),
      to,
    );
  }
  if (isStruct(from) && isStruct(to)) {
    if (writtenAlike(from, to)) return value;
    return onceUnlessNull({ record: value }, nullable, ({ record }) => {
      const parts = Object.entries(to.fields).flatMap(([field, dtype]) => {
        const own = from.fields[field];
        const part = own ? castTo(member(record, stringLiteral(field), own), own, dtype, refuse) : sql`NULL`;
        return [stringLiteral(field), jsonPart(part, dtype)];
      });
      return objectOf(parts);
    });
  }
  if (isMap(from) && isMap(to)) {
    if (writtenAlike(from, to)) return value;
    return onceUnlessNull({ map: value }, nullable, ({ map }) => {
      const pair = identifierSql("pair");
      const key = castTo(fromJson(sql`${pair} -> 0`, from.key), from.key, to.key, refuse);
      const own = castTo(fromJson(sql`${pair} -> 1`, from.value), from.value, to.value, refuse);
      const pairs = arrayOf(
        sql`SELECT JSONB_BUILD_ARRAY(${jsonPart(key, to.key)}, ${jsonPart(own, to.value)}) FROM JSONB_ARRAY_ELEMENTS(${map}) AS ${identifierSql("pairs")}(${pair})`,
      );
      return call("TO_JSONB", pairs);
    });
  }
  if (from.kind === "json") throw refuse(`JSON has no cast to ${printDType(to)}; take its parts with their dtypes`);
  throw refuse(`there is no cast from ${printDType(from)} to ${printDType(to)}`);
}

/** Whether PostgreSQL's cast of arrays does with each element what a cast to the dtype means. */
function isSimple(from: DType, to: DType): boolean {
  if (from.kind === "null") return true;
  if (isArray(from) || isArray(to) || isMap(from) || isStruct(from)) return false;
  if (plainly(from, to)) return from.kind === to.kind || (isDecimal(from) && isDecimal(to));
  if (isInteger(from) && isInteger(to)) return fits(from, to) || OWN.has(to.kind);
  return isNumeric(from) && isNumeric(to) && !isFloat(from) && (isFloat(to) || isDecimal(to));
}
/** Whether values of both are written alike, so that none of them needs a cast. */
export function writtenAlike(from: DType, to: DType): boolean {
  if (isArray(from) && isArray(to)) return writtenAlike(from.element, to.element);
  if (isMap(from) && isMap(to)) return writtenAlike(from.key, to.key) && writtenAlike(from.value, to.value);
  if (isStruct(from) && isStruct(to)) {
    const names = Object.keys(to.fields);
    return (
      names.length === Object.keys(from.fields).length &&
      names.every((field) => {
        const [own, other] = [from.fields[field], to.fields[field]];
        return own !== undefined && other !== undefined && writtenAlike(own, other);
      })
    );
  }
  return from.kind === to.kind && plainly(from, to);
}

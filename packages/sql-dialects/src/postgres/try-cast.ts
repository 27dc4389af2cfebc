import type { DType } from "@avocet/core";
import { printDType } from "@avocet/core";
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
import { and, call, caseWhen, compare, intLiteral, operand, sql, stringLiteral, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { castAs, evaluateOnce, jsonbText, string, withExplicitType } from "./build.js";
import { castTo } from "./cast.js";
import { fromElement, mapElements, toElement } from "./jsonb-values.js";
import { typeName } from "./types.js";

type Refuse = (why: string) => Error;

/**
 * Casts to another dtype. NULL if the value cannot be converted. PostgreSQL has no TRY_CAST, so patterns and ranges are
 * checked first; where no pattern suffices, PG_INPUT_IS_VALID of version 16 is used.
 */
export function tryCast(value: Sql, from: DType, to: DType, refuse: Refuse): Sql {
  if (from.kind === "json" && (isNumeric(to) || to.kind === "bool" || to.kind === "string"))
    return to.kind === "string" ? castTo(value, from, to, refuse) : tryCast(jsonbText(value), string, to, refuse);
  if (from.kind === "string")
    return evaluateOnce({ value: withExplicitType(value, from) }, (a) => {
      const cast = castTo(a.value, from, to, refuse);
      return textChecks(a.value, to).reduceRight<Sql>((then, test) => caseWhen([[test, then]]), cast);
    });
  if (isArray(from) && isArray(to) && canFail(from, to)) {
    const [inner, outer] = [from.element, to.element];
    const castElement = (item: Sql): Sql => toElement(tryCast(fromElement(item, inner), inner, outer, refuse), outer);
    return castAs(mapElements(value, from.nullable, castElement), typeName(to));
  }
  if (isArray(to) || isMap(to) || isStruct(to)) {
    if (canFail(from, to)) throw refuse(`there is no tryCast from ${printDType(from)} to ${printDType(to)}`);
    return castTo(value, from, to, refuse);
  }
  if (!isNumeric(from) || !isNumeric(to)) return castTo(value, from, to, refuse);
  return evaluateOnce({ value }, (a) => {
    const isInRange = numberCheck(a.value, from, to);
    const cast = castTo(a.value, from, to, refuse);
    if (!isInRange) return cast;
    // A number too small for float32 becomes zero; PostgreSQL's cast would raise an underflow error.
    const tiny = withPrecedence(
      Precedence.comparison,
    )`${operand(a.value, Precedence.otherOperator)} BETWEEN -1e-44 AND 1e-44`;
    return caseWhen(
      to.kind === "float32"
        ? [
            [isInRange, cast],
            [tiny, sql`real '0'`],
          ]
        : [[isInRange, cast]],
    );
  });
}

/** True if a cast of elements, keys, values or fields may fail. */
function canFail(from: DType, to: DType): boolean {
  if (isArray(from) && isArray(to)) return canFail(from.element, to.element);
  if (isMap(from) && isMap(to)) return canFail(from.key, to.key) || canFail(from.value, to.value);
  if (isStruct(from) && isStruct(to))
    return Object.entries(to.fields).some(([field, dtype]) => {
      const sourceType = from.fields[field];
      return sourceType === undefined || canFail(sourceType, dtype);
    });
  if (from.kind === to.kind) return isDecimal(to);
  if (isInteger(from) && isInteger(to)) {
    const [[fromMin, fromMax], [toMin, toMax]] = [INTEGER_RANGE[from.kind], INTEGER_RANGE[to.kind]];
    return fromMin < toMin || fromMax > toMax;
  }
  return to.kind !== "string" && !(isNumeric(from) && to.kind === "float64");
}

const matches = (value: Sql, pattern: string): Sql =>
  withPrecedence(Precedence.otherOperator)`${operand(value, Precedence.otherOperator)} ~* ${stringLiteral(pattern)}`;
const castToNumeric = (value: Sql): Sql => castAs(value, "numeric");
const numericLiteral = (digits: string): Sql => sql`numeric ${stringLiteral(digits)}`;
const between = (value: Sql, min: string, max: string): Sql =>
  withPrecedence(
    Precedence.comparison,
  )`${operand(value, Precedence.otherOperator)} BETWEEN ${numericLiteral(min)} AND ${numericLiteral(max)}`;
const LARGEST = { float32: "3.4028235e38", float64: "1.7976931348623157e308" };
const SMALLEST = { float32: "7.00649232162409e-46", float64: "5e-324" };

const DIGITS = String.raw`[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?`;
const DATE = String.raw`(\d{4})-(\d{2})-(\d{2})`;
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?`;
const ZONE = String.raw` ?(z|utc|[+-](0\d|1[0-5])(:?[0-5]\d)?)`;
const PATTERNS: Readonly<Partial<Record<DType["kind"], string>>> = {
  bool: "t|true|y|yes|on|1|f|false|n|no|off|0",
  time: TIME,
  uuid: `[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}`,
};

/** Conditions for the cast of a text to succeed, to be tested in order. */
function textChecks(value: Sql, to: DType): Sql[] {
  const matchesWhole = (pattern: string): Sql => matches(value, String.raw`^\s*(?:${pattern})\s*$`);
  if (isInteger(to)) {
    const [min, max] = INTEGER_RANGE[to.kind];
    return [matchesWhole(String.raw`[+-]?\d{1,200}`), between(castToNumeric(value), String(min), String(max))];
  }
  if (isDecimal(to)) return [matchesWhole(DIGITS), decimalCheck(castToNumeric(value), to)];
  if (isFloat(to)) {
    const kind = to.kind === "float32" ? "float32" : "float64";
    const size = call("ABS", castToNumeric(value));
    const range = sql`(${size} = 0 OR ${between(size, SMALLEST[kind], LARGEST[kind])})`;
    return [matchesWhole(`${DIGITS}|[+-]?(inf|infinity|nan)`), caseWhen([[matchesWhole(DIGITS), range]], sql`TRUE`)];
  }
  if (isTimestamp(to)) {
    return [matchesWhole(`${DATE}([ t]${TIME}(${ZONE})?)?`), ...dayChecks(value)];
  }
  if (to.kind === "date") return [matchesWhole(DATE), ...dayChecks(value)];
  const pattern = PATTERNS[to.kind];
  if (pattern !== undefined) return [matchesWhole(pattern)];
  if (to.kind === "string" || to.kind === "binary") return [];
  return [call("PG_INPUT_IS_VALID", value, stringLiteral(typeName(to)))];
}

/** Conditions for the year, month and day of a text to be valid. */
function dayChecks(value: Sql): Sql[] {
  const datePart = (from: number, length: number): Sql =>
    castAs(call("SUBSTR", call("LTRIM", value), intLiteral(from), intLiteral(length)), "integer");
  const [year, month, day] = [datePart(1, 4), datePart(6, 2), datePart(9, 2)];
  const last = sql`EXTRACT(day FROM MAKE_DATE(${year}, ${month}, 1) + interval '1 month -1 day')`;
  return [
    and(compare(year, ">", intLiteral(0)), withPrecedence(Precedence.comparison)`${month} BETWEEN 1 AND 12`),
    withPrecedence(Precedence.comparison)`${day} BETWEEN 1 AND ${last}`,
  ];
}

const decimalCheck = (value: Sql, to: DType): Sql => {
  if (!isDecimal(to)) return sql`TRUE`;
  const size = call("ABS", call("ROUND", value, intLiteral(to.scale)));
  return compare(size, "<", numericLiteral(`1e${to.precision - to.scale}`));
};

/** The condition for the cast of a number to succeed; null if it always does. */
function numberCheck(value: Sql, from: DType, to: DType): Sql | null {
  const finite = isFloat(from)
    ? withPrecedence(
        Precedence.comparison,
      )`${operand(value, Precedence.otherOperator)} NOT IN ('NaN', 'Infinity', '-Infinity')`
    : null;
  // NaN and infinity are tested first, because a cast of them to numeric fails.
  const ifFinite = (test: Sql): Sql => (finite ? caseWhen([[finite, test]]) : test);
  const number = isFloat(from) ? castToNumeric(castAs(value, "text")) : castToNumeric(value);
  if (isInteger(to)) {
    const [min, max] = INTEGER_RANGE[to.kind];
    if (isInteger(from) && INTEGER_RANGE[from.kind][0] >= min && INTEGER_RANGE[from.kind][1] <= max) return null;
    return ifFinite(between(call("ROUND", number), String(min), String(max)));
  }
  if (isDecimal(to)) return ifFinite(decimalCheck(number, to));
  if (to.kind === "float32" && from.kind !== "float32") {
    const size = call("ABS", number);
    const range = sql`(${size} = 0 OR ${between(size, SMALLEST.float32, LARGEST.float32)})`;
    return finite ? caseWhen([[finite, range]], sql`TRUE`) : range;
  }
  return null;
}

import type { DType } from "@avocet/core";
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
  printDType,
} from "@avocet/core";
import { and, call, caseWhen, compare, intLiteral, operand, sql, stringLiteral, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";
import { castAs, once, string, textOf, typed } from "./build.js";
import { castTo } from "./cast.js";
import { eachOf, fromElement, toElement } from "./nested.js";
import { typeName } from "./types.js";

type Refuse = (why: string) => Error;

/**
 * A value as another dtype; NULL where it has none. PostgreSQL has no such cast: what it takes is told by its form and range first.
 * Version 16 can test any text, which is used where no pattern says as much.
 */
export function tryCast(value: Sql, from: DType, to: DType, refuse: Refuse): Sql {
  if (from.kind === "json" && (isNumeric(to) || to.kind === "bool" || to.kind === "string"))
    return to.kind === "string" ? castTo(value, from, to, refuse) : tryCast(textOf(value), string, to, refuse);
  if (from.kind === "string")
    return once({ value: typed(value, from) }, (a) => {
      const cast = castTo(a.value, from, to, refuse);
      return textTests(a.value, to).reduceRight<Sql>((then, test) => caseWhen([[test, then]]), cast);
    });
  if (isArray(from) && isArray(to) && canFail(from, to)) {
    const [inner, outer] = [from.element, to.element];
    const each = (item: Sql): Sql => toElement(tryCast(fromElement(item, inner), inner, outer, refuse), outer);
    return castAs(eachOf(value, from.nullable, each), typeName(to));
  }
  if (isArray(to) || isMap(to) || isStruct(to)) {
    if (canFail(from, to)) throw refuse(`there is no tryCast from ${printDType(from)} to ${printDType(to)}`);
    return castTo(value, from, to, refuse);
  }
  if (!isNumeric(from) || !isNumeric(to)) return castTo(value, from, to, refuse);
  return once({ value }, (a) => {
    const inside = numberTest(a.value, from, to);
    const cast = castTo(a.value, from, to, refuse);
    if (!inside) return cast;
    // What is too small for a float32 is zero, which PostgreSQL calls an underflow.
    const tiny = withPrecedence(Precedence.comparison)`${operand(a.value, Precedence.other)} BETWEEN -1e-44 AND 1e-44`;
    return caseWhen(
      to.kind === "float32"
        ? [
            [inside, cast],
            [tiny, sql`real '0'`],
          ]
        : [[inside, cast]],
    );
  });
}

/** Whether a cast of what arrays, maps and structs hold may fail. */
function canFail(from: DType, to: DType): boolean {
  if (isArray(from) && isArray(to)) return canFail(from.element, to.element);
  if (isMap(from) && isMap(to)) return canFail(from.key, to.key) || canFail(from.value, to.value);
  if (isStruct(from) && isStruct(to))
    return Object.entries(to.fields).some(([field, dtype]) => {
      const own = from.fields[field];
      return own === undefined || canFail(own, dtype);
    });
  if (from.kind === to.kind) return isDecimal(to);
  if (isInteger(from) && isInteger(to)) {
    const [[least, most], [low, high]] = [INTEGER_RANGE[from.kind], INTEGER_RANGE[to.kind]];
    return least < low || most > high;
  }
  return to.kind !== "string" && !(isNumeric(from) && to.kind === "float64");
}

const matches = (value: Sql, pattern: string): Sql =>
  withPrecedence(Precedence.other)`${operand(value, Precedence.other)} ~* ${stringLiteral(pattern)}`;
const numeric = (value: Sql): Sql => castAs(value, "numeric");
const number = (digits: string): Sql => sql`numeric ${stringLiteral(digits)}`;
const between = (value: Sql, least: string, most: string): Sql =>
  withPrecedence(
    Precedence.comparison,
  )`${operand(value, Precedence.other)} BETWEEN ${number(least)} AND ${number(most)}`;
const LARGEST = { float32: "3.4028235e38", float64: "1.7976931348623157e308" };
const SMALLEST = { float32: "7.00649232162409e-46", float64: "5e-324" };

const DIGITS = String.raw`[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?`;
const DATE = String.raw`(\d{4})-(\d{2})-(\d{2})`;
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?`;
const ZONE = String.raw` ?(z|utc|[+-](0\d|1[0-5])(:?[0-5]\d)?)`;
const FORMS: Readonly<Partial<Record<DType["kind"], string>>> = {
  bool: "t|true|y|yes|on|1|f|false|n|no|off|0",
  time: TIME,
  uuid: `[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}`,
};

/** What must be true of a text, one after the other, for its cast to give a value. */
function textTests(value: Sql, to: DType): Sql[] {
  const whole = (form: string): Sql => matches(value, String.raw`^\s*(?:${form})\s*$`);
  if (isInteger(to)) {
    const [least, most] = INTEGER_RANGE[to.kind];
    return [whole(String.raw`[+-]?\d{1,200}`), between(numeric(value), String(least), String(most))];
  }
  if (isDecimal(to)) return [whole(DIGITS), decimalTest(numeric(value), to)];
  if (isFloat(to)) {
    const kind = to.kind === "float32" ? "float32" : "float64";
    const size = call("ABS", numeric(value));
    const range = sql`(${size} = 0 OR ${between(size, SMALLEST[kind], LARGEST[kind])})`;
    return [whole(`${DIGITS}|[+-]?(inf|infinity|nan)`), caseWhen([[whole(DIGITS), range]], sql`TRUE`)];
  }
  if (isTimestamp(to)) {
    return [whole(`${DATE}([ t]${TIME}(${ZONE})?)?`), ...dayTests(value)];
  }
  if (to.kind === "date") return [whole(DATE), ...dayTests(value)];
  const form = FORMS[to.kind];
  if (form !== undefined) return [whole(form)];
  if (to.kind === "string" || to.kind === "binary") return [];
  return [call("PG_INPUT_IS_VALID", value, stringLiteral(typeName(to)))];
}

/** Whether the month is one, and the day one of the month. */
function dayTests(value: Sql): Sql[] {
  const part = (from: number, length: number): Sql =>
    castAs(call("SUBSTR", call("LTRIM", value), intLiteral(from), intLiteral(length)), "integer");
  const [year, month, day] = [part(1, 4), part(6, 2), part(9, 2)];
  const last = sql`EXTRACT(day FROM MAKE_DATE(${year}, ${month}, 1) + interval '1 month -1 day')`;
  return [
    and(compare(year, ">", intLiteral(0)), withPrecedence(Precedence.comparison)`${month} BETWEEN 1 AND 12`),
    withPrecedence(Precedence.comparison)`${day} BETWEEN 1 AND ${last}`,
  ];
}

const decimalTest = (value: Sql, to: DType): Sql => {
  if (!isDecimal(to)) return sql`TRUE`;
  const size = call("ABS", call("ROUND", value, intLiteral(to.scale)));
  return compare(size, "<", number(`1e${to.precision - to.scale}`));
};

/** What must be true of a number for its cast to give a value; null where it always does. */
function numberTest(value: Sql, from: DType, to: DType): Sql | null {
  const finite = isFloat(from)
    ? withPrecedence(Precedence.comparison)`${operand(value, Precedence.other)} NOT IN ('NaN', 'Infinity', '-Infinity')`
    : null;
  // A cast of a float to numeric fails only where it is not finite.
  const after = (test: Sql): Sql => (finite ? caseWhen([[finite, test]]) : test);
  const exact = isFloat(from) ? numeric(castAs(value, "text")) : numeric(value);
  if (isInteger(to)) {
    const [least, most] = INTEGER_RANGE[to.kind];
    if (isInteger(from) && INTEGER_RANGE[from.kind][0] >= least && INTEGER_RANGE[from.kind][1] <= most) return null;
    return after(between(call("ROUND", exact), String(least), String(most)));
  }
  if (isDecimal(to)) return after(decimalTest(exact, to));
  if (to.kind === "float32" && from.kind !== "float32") {
    const size = call("ABS", exact);
    const range = sql`(${size} = 0 OR ${between(size, SMALLEST.float32, LARGEST.float32)})`;
    return finite ? caseWhen([[finite, range]], sql`TRUE`) : range;
  }
  return null;
}

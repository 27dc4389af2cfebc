import type { DType } from "@avocet/core";
import { decimal, isArray, isDecimal, isFloat, isInteger, isMap, isNumeric, isStruct, isTimestamp } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import { call, compare, identifierSql, infix, intLiteral, literal, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { castTo, failing, float64, int64, lambda, naive, once, string, when } from "../build.js";
import { sameForm } from "../types.js";
import { inUtc, packed, typeWord, unpacked } from "../variant.js";

type Refuse = RuleContext["unsupported"];
const UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const isText = (d: DType): boolean => d.kind === "string" || d.kind === "uuid" || d.kind === "inet";
const isInstant = (d: DType): boolean => isTimestamp(d) && d.zone !== null;
const isNested = (d: DType): boolean => isArray(d) || isMap(d) || isStruct(d);

/** All digits of a second that are not zeros at the end. */
const trimmed = (moment: Sql, format: string): Sql =>
  call(
    "RTRIM",
    call("RTRIM", call("TO_VARCHAR", moment, stringLiteral(format)), stringLiteral("0")),
    stringLiteral("."),
  );
const CLOCK = "HH24:MI:SS.FF6";

/** A value as text, by formats of our own, not the session's. */
export function asText(arg: Sql, from: DType): Sql {
  if (isInstant(from))
    return infix(trimmed(inUtc(arg), `YYYY-MM-DD ${CLOCK}`), "||", stringLiteral("+00"), Precedence.other);
  if (isTimestamp(from)) return trimmed(arg, `YYYY-MM-DD ${CLOCK}`);
  if (from.kind === "date") return call("TO_VARCHAR", arg, stringLiteral("YYYY-MM-DD"));
  if (from.kind === "time") return trimmed(arg, CLOCK);
  if (from.kind === "json" || isNested(from) || from.kind === "interval")
    return call("TO_JSON", call("TO_VARIANT", arg));
  if (from.kind === "binary") return call("TO_VARCHAR", arg, stringLiteral("UTF-8"));
  return isText(from) ? arg : castTo(arg, string);
}

/** A value as another dtype; an error where it has none. */
export function casted(arg: Sql, from: DType, to: DType, refuse: Refuse): Sql {
  if (from.kind === "null") return castTo(arg, to);
  if (isInteger(from) && isInteger(to) && to.kind !== "int64") return castTo(arg, to);
  if (sameForm(from, to)) return arg;
  if (to.kind === "uuid")
    return once([[arg, string]], string, ([s = arg]) =>
      when(
        call("REGEXP_LIKE", s, stringLiteral(UUID)),
        call("LOWER", s),
        castTo(failing(infix(stringLiteral("no UUID: "), "||", s, Precedence.other)), string),
      ),
    );
  if (isText(to)) return asText(arg, from);
  if (to.kind === "json")
    return from.kind === "string" ? call("PARSE_JSON", arg) : call("TO_VARIANT", packed(arg, from));
  if (isNested(to)) return nested(arg, from, to, casted, refuse);
  if (to.kind === "interval" || from.kind === "interval") throw refuse(`no cast from ${from.kind} to ${to.kind}`);
  if (from.kind === "json") return castTo(arg, to);
  if (from.kind === "bool" && isFloat(to)) return castTo(castTo(arg, int64), to);
  if (to.kind === "date" && from.kind === "string") return call("TO_DATE", arg, stringLiteral("YYYY-MM-DD"));
  if (isTimestamp(to) && from.kind === "string") return castTo(notNumber(arg), to);
  if (isTimestamp(to) && isTimestamp(from))
    return to.zone === null ? castTo(inUtc(arg), naive) : from.zone === null ? castTo(arg, to) : arg;
  if (isInstant(from)) return castTo(inUtc(arg), to);
  if (to.kind === "binary" && from.kind === "string") return call("TO_BINARY", arg, stringLiteral("UTF-8"));
  return castTo(isInteger(to) && from.kind === "string" ? wholeText(arg) : arg, to);
}

/** Snowflake rounds the text of a fraction; what only such texts have is made what no number has. */
const wholeText = (arg: Sql): Sql => call("TRANSLATE", arg, stringLiteral(".eE"), stringLiteral("???"));
/** Digits alone would be read as seconds since 1970. */
function notNumber(arg: Sql): Sql {
  if (arg.kind === "literal") return arg;
  return when(sql`${arg} LIKE '%-%-%'`, arg, infix(stringLiteral("no timestamp: "), "||", arg, Precedence.other));
}

/** Arrays, maps and structs, whose parts are each cast by themselves. */
function nested(arg: Sql, from: DType, to: DType, part: typeof casted, refuse: Refuse): Sql {
  if (from.kind === "json") return unpacked(arg, to);
  const [element, key] = [identifierSql("element"), identifierSql("key")];
  if (isArray(from) && isArray(to)) {
    const item = part(unpacked(element, from.element), from.element, to.element, refuse);
    return call("TRANSFORM", arg, lambda("element", null, packed(item, to.element)));
  }
  if (isMap(from) && isMap(to) && sameForm(from.key, to.key))
    return once([[arg, from]], to, ([m = arg]) => {
      const keys = call("OBJECT_KEYS", m);
      const item = part(unpacked(call("GET", m, castTo(key, string)), from.value), from.value, to.value, refuse);
      return call("ARRAYS_TO_OBJECT", keys, call("TRANSFORM", keys, lambda("key", null, packed(item, to.value))));
    });
  if (isStruct(from) && isStruct(to))
    return once([[arg, from]], to, ([s = arg]) => {
      const parts = Object.entries(to.fields).flatMap(([field, dtype]) => {
        const own = from.fields[field];
        if (!own) throw refuse(`the struct has no field ${field}`);
        return [
          stringLiteral(field),
          packed(part(unpacked(call("GET", s, stringLiteral(field)), own), own, dtype, refuse), dtype),
        ];
      });
      return when(sql`${s} IS NOT NULL`, call("OBJECT_CONSTRUCT_KEEP_NULL", ...parts));
    });
  throw refuse(`no cast from ${from.kind} to ${to.kind}`);
}

const RANGES: Readonly<Partial<Record<DType["kind"], readonly [string, string]>>> = {
  int8: ["-128", "127"],
  int16: ["-32768", "32767"],
  int32: ["-2147483648", "2147483647"],
  int64: ["-9223372036854775808", "9223372036854775807"],
  uint8: ["0", "255"],
  uint16: ["0", "65535"],
  uint32: ["0", "4294967295"],
  uint64: ["0", "18446744073709551615"],
};
const digits = (value: string): Sql => literal(value, { kind: "uint64", nullable: false });

/** A value as another dtype; NULL where it has none. TRY_CAST takes text only, so for numbers the range is asked. */
export function tried(arg: Sql, from: DType, to: DType, refuse: Refuse): Sql {
  const range = RANGES[to.kind];
  if (isText(from)) {
    if (to.kind === "uuid")
      return once([[arg, string]], string, ([s = arg]) =>
        when(call("REGEXP_LIKE", s, stringLiteral(UUID)), call("LOWER", s)),
      );
    if (isText(to)) return arg;
    if (to.kind === "json") return call("TRY_PARSE_JSON", arg);
    if (to.kind === "date") return call("TRY_TO_DATE", arg, stringLiteral("YYYY-MM-DD"));
    if (to.kind === "binary") return call("TRY_TO_BINARY", arg, stringLiteral("UTF-8"));
    if (isTimestamp(to)) return tryCast(when(sql`${arg} LIKE '%-%-%'`, arg), to);
    if (isNested(to)) return unpacked(call("TRY_PARSE_JSON", arg), to);
    if (range) return once([[tryCast(wholeText(arg), int64), int64]], to, ([n = arg]) => when(within(n, range), n));
    return tryCast(arg, to);
  }
  const own = RANGES[from.kind];
  if (range && own && BigInt(own[0]) >= BigInt(range[0]) && BigInt(own[1]) <= BigInt(range[1])) return arg;
  if (isNested(from) && isNested(to) && !sameForm(from, to)) return nested(arg, from, to, tried, refuse);
  if (from.kind === "float64" && to.kind === "float32") return withinFloat32(arg);
  if (isNumeric(from) && range) {
    const whole = own ? arg : call("ROUND", arg);
    return once([[whole, isDecimal(from) ? decimal(38, 0) : from]], to, ([n = whole]) =>
      when(within(n, range), castTo(n, to)),
    );
  }
  if (isNumeric(from) && isDecimal(to)) {
    const most: Sql = {
      kind: "literal",
      value: `1e${to.precision - to.scale}`,
      dtype: { kind: "float64", nullable: false },
      fixed: true,
    };
    return once([[arg, from]], to, ([n = arg]) =>
      when(compare(call("ABS", call("ROUND", n, intLiteral(to.scale))), "<", most), castTo(n, to)),
    );
  }
  return casted(arg, from, to, refuse);
}
/** NULL where a finite number is too large for a float32, to which Snowflake has no type. */
const withinFloat32 = (arg: Sql): Sql =>
  once([[arg, float64]], float64, ([n = arg]) =>
    when(sql`${call("ABS", n)} NOT BETWEEN ${fixed(2 ** 128 - 2 ** 103)} AND ${fixed(Number.MAX_VALUE)}`, n),
  );
const fixed = (value: number): Sql => ({
  kind: "literal",
  value,
  dtype: { kind: "float64", nullable: false },
  fixed: true,
});
const tryCast = (arg: Sql, to: DType): Sql => sql`TRY_CAST(${arg} AS ${typeWord(to)})`;
const within = (n: Sql, [low, high]: readonly [string, string]): Sql =>
  sql`${n} BETWEEN ${digits(low)} AND ${digits(high)}`;

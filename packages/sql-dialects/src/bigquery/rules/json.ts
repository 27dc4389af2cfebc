import type { Rules } from "../../dialect.js";
import { call, compare, identifierSql, infix, intLiteral, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { mark, markNames, Precedence } from "../../sql/expr.js";
import { arrayOf, either, label, onceIfLong } from "../scope.js";
import { KEY, VALUE } from "../types.js";
import { constant, whole } from "./operands.js";

const typeOf = (json: Sql): Sql => call("JSON_TYPE", json);
const onlyOf = (json: Sql, type: string, then: (json: Sql) => Sql): Sql =>
  onceIfLong({ json }, ({ json: j }) => either(compare(typeOf(j), "=", stringLiteral(type)), then(j), sql`NULL`));
const items = (json: Sql): Sql => call("JSON_QUERY_ARRAY", json);
const at0 = (json: Sql, key: Sql): Sql => sql`${json.kind === "text" ? sql`(${json})` : json}[${key}]`;

/** The item at a place, from the end if negative; NULL outside and for what is no array. */
function item(arg: Sql, place: Sql): Sql {
  const exact = constant(place);
  if (exact !== null && exact >= 0) return at0(arg, place);
  return onceIfLong({ arg, place }, ({ arg: json, place: n }) => {
    const back = infix(call("ARRAY_LENGTH", items(json)), "+", n, Precedence.add);
    const from = exact === null ? either(compare(n, "<", intLiteral(0)), back, n) : back;
    return sql`${items(json)}[SAFE_OFFSET(${from})]`;
  });
}

// The text of JSON in pieces: strings, brackets, signs, and what lies between.
const PIECES = '"(?:[^"\\\\]|\\\\.)*"|[\\[\\]{}:,]|[^\\[\\]{}:,"]+';
/**
 * The members of an object. BigQuery lists no names of members, so they are what stands before a colon at the first level of the text,
 * where brackets that are open count as levels.
 */
function members(json: Sql): Sql {
  const pieces = call("REGEXP_EXTRACT_ALL", call("TO_JSON_STRING", json), stringLiteral(PIECES));
  const [piece, place] = [identifierSql("piece"), identifierSql("place")];
  const depth = sql`SUM(CASE WHEN ${piece} IN ('{', '[') THEN 1 WHEN ${piece} IN ('}', ']') THEN -1 ELSE 0 END) OVER (ORDER BY ${place})`;
  const next = sql`LEAD(${piece}) OVER (ORDER BY ${place})`;
  const levels = sql`SELECT ${piece}, ${place}, ${depth} AS ${identifierSql("depth")}, ${next} AS ${identifierSql("next")} FROM UNNEST(${pieces}) AS ${piece} WITH OFFSET AS ${place}`;
  const names = sql`SELECT STRING(PARSE_JSON(${piece})) AS ${identifierSql("member")}, ${place} FROM (${levels}) WHERE ${identifierSql("depth")} = 1 AND ${identifierSql("next")} = ':'`;
  const entry = sql`SELECT AS STRUCT ${identifierSql("member")} AS ${label(KEY)}, ${at0(json, identifierSql("member"))} AS ${label(VALUE)}`;
  const query = sql`${entry} FROM (${names}) ORDER BY ${place}`;
  return arrayOf(markNames(mark.scope(query), ["piece", "place", "depth", "next", "member"]));
}

const whole0 = (number: Sql): Sql => compare(number, "=", call("TRUNC", number));

export const jsonRules = {
  JSONGetItem: ({ arg, index }, context) =>
    context.dtype("index").kind === "string" ? member(arg, index) : item(arg, whole(index, "index", context)),
  ToJSONMap: ({ arg }) => onlyOf(arg, "object", members),
  ToJSONArray: ({ arg }) => onlyOf(arg, "array", items),
  UnwrapJSONString: ({ arg }) => onlyOf(arg, "string", (json) => call("STRING", json)),
  UnwrapJSONInt64: ({ arg }) =>
    onlyOf(arg, "number", (json) => {
      const number = sql`SAFE_CAST(TO_JSON_STRING(${json}) AS BIGNUMERIC)`;
      return onceIfLong({ number }, (a) => either(whole0(a.number), sql`SAFE_CAST(${a.number} AS INT64)`, sql`NULL`));
    }),
  UnwrapJSONFloat64: ({ arg }) => onlyOf(arg, "number", (json) => sql`FLOAT64(${json}, wide_number_mode=>'round')`),
  UnwrapJSONBoolean: ({ arg }) => onlyOf(arg, "boolean", (json) => call("BOOL", json)),
  JSONParse: ({ arg }) => sql`PARSE_JSON(${arg}, wide_number_mode=>'round')`,
  JSONText: ({ arg }, { dtype }) =>
    dtype("arg").nullable
      ? onceIfLong({ arg }, ({ arg: json }) => either(sql`${json} IS NULL`, sql`NULL`, call("TO_JSON_STRING", json)))
      : call("TO_JSON_STRING", arg),
} satisfies Partial<Rules>;
const member = (json: Sql, key: Sql): Sql => at0(json, key);

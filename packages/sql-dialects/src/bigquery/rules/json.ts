import type { Rules } from "../../dialect.js";
import { call, compare, identifierSql, infix, intLiteral, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { mark, markScopedNames } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { arrayOf, evaluateOnceIfCostly, fieldLabel, ifElse } from "../scope.js";
import { KEY, VALUE } from "../types.js";
import { literalNumber, toInt64 } from "./operands.js";

const jsonType = (json: Sql): Sql => call("JSON_TYPE", json);
const ifJsonType = (json: Sql, type: string, body: (json: Sql) => Sql): Sql =>
  evaluateOnceIfCostly({ json }, ({ json: j }) =>
    ifElse(compare(jsonType(j), "=", stringLiteral(type)), body(j), sql`NULL`),
  );
const arrayItems = (json: Sql): Sql => call("JSON_QUERY_ARRAY", json);
const subscript = (json: Sql, key: Sql): Sql => sql`${json.kind === "text" ? sql`(${json})` : json}[${key}]`;

/** The item at an offset, which counts from the end if negative. NULL if out of bounds or if the value is no array. */
function itemAt(arg: Sql, offset: Sql): Sql {
  const literalOffset = literalNumber(offset);
  if (literalOffset !== null && literalOffset >= 0) return subscript(arg, offset);
  return evaluateOnceIfCostly({ arg, place: offset }, ({ arg: json, place: n }) => {
    const fromEnd = infix(call("ARRAY_LENGTH", arrayItems(json)), "+", n, Precedence.add);
    const fromStart = literalOffset === null ? ifElse(compare(n, "<", intLiteral(0)), fromEnd, n) : fromEnd;
    return sql`${arrayItems(json)}[SAFE_OFFSET(${fromStart})]`;
  });
}

// The tokens of JSON text: strings, brackets, punctuation, and other text.
const TOKENS = '"(?:[^"\\\\]|\\\\.)*"|[\\[\\]{}:,]|[^\\[\\]{}:,"]+';
/**
 * The members of an object as the entries of a map. BigQuery cannot list the member names, so the JSON text is
 * tokenized: names are the tokens before a colon with one open bracket.
 */
function members(json: Sql): Sql {
  const tokens = call("REGEXP_EXTRACT_ALL", call("TO_JSON_STRING", json), stringLiteral(TOKENS));
  const [token, position] = [identifierSql("piece"), identifierSql("place")];
  const depth = sql`SUM(CASE WHEN ${token} IN ('{', '[') THEN 1 WHEN ${token} IN ('}', ']') THEN -1 ELSE 0 END) OVER (ORDER BY ${position})`;
  const next = sql`LEAD(${token}) OVER (ORDER BY ${position})`;
  const levels = sql`SELECT ${token}, ${position}, ${depth} AS ${identifierSql("depth")}, ${next} AS ${identifierSql("next")} FROM UNNEST(${tokens}) AS ${token} WITH OFFSET AS ${position}`;
  const names = sql`SELECT STRING(PARSE_JSON(${token})) AS ${identifierSql("member")}, ${position} FROM (${levels}) WHERE ${identifierSql("depth")} = 1 AND ${identifierSql("next")} = ':'`;
  const entry = sql`SELECT AS STRUCT ${identifierSql("member")} AS ${fieldLabel(KEY)}, ${subscript(json, identifierSql("member"))} AS ${fieldLabel(VALUE)}`;
  const query = sql`${entry} FROM (${names}) ORDER BY ${position}`;
  return arrayOf(markScopedNames(mark.scope(query), ["piece", "place", "depth", "next", "member"]));
}

const isIntegral = (number: Sql): Sql => compare(number, "=", call("TRUNC", number));

export const jsonRules = {
  JSONGetItem: ({ arg, index }, context) =>
    context.dtype("index").kind === "string" ? member(arg, index) : itemAt(arg, toInt64(index, "index", context)),
  ToJSONMap: ({ arg }) => ifJsonType(arg, "object", members),
  ToJSONArray: ({ arg }) => ifJsonType(arg, "array", arrayItems),
  UnwrapJSONString: ({ arg }) => ifJsonType(arg, "string", (json) => call("STRING", json)),
  UnwrapJSONInt64: ({ arg }) =>
    ifJsonType(arg, "number", (json) => {
      const number = sql`SAFE_CAST(TO_JSON_STRING(${json}) AS BIGNUMERIC)`;
      return evaluateOnceIfCostly({ number }, (a) =>
        ifElse(isIntegral(a.number), sql`SAFE_CAST(${a.number} AS INT64)`, sql`NULL`),
      );
    }),
  UnwrapJSONFloat64: ({ arg }) => ifJsonType(arg, "number", (json) => sql`FLOAT64(${json}, wide_number_mode=>'round')`),
  UnwrapJSONBoolean: ({ arg }) => ifJsonType(arg, "boolean", (json) => call("BOOL", json)),
  JSONParse: ({ arg }) => sql`PARSE_JSON(${arg}, wide_number_mode=>'round')`,
  JSONText: ({ arg }, { dtype }) =>
    dtype("arg").nullable
      ? evaluateOnceIfCostly({ arg }, ({ arg: json }) =>
          ifElse(sql`${json} IS NULL`, sql`NULL`, call("TO_JSON_STRING", json)),
        )
      : call("TO_JSON_STRING", arg),
} satisfies Partial<Rules>;
const member = (json: Sql, key: Sql): Sql => subscript(json, key);

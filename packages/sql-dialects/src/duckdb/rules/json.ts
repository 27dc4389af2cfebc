import type { RuleContext, Rules } from "../../dialect.js";
import { call, cases, compare, sql, text } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";

/** DuckDB reads a text that begins with $ or / as a path, and * as any member. */
const PLAIN = /^[A-Za-z0-9_ .-]+$/;
const pointer = (key: string): string => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
const escaped = (key: Sql): Sql =>
  sql`'/' || ${call("REPLACE", call("REPLACE", key, text("~"), text("~0")), text("/"), text("~1"))}`;

const typeOf = (json: Sql): Sql => call("JSON_TYPE", json);
const onlyOf = (json: Sql, type: string, then: Sql): Sql => cases([[compare(typeOf(json), "=", text(type)), then]]);

/** The member of a name. A pointer would find the items of an array by a name of digits. */
function member(arg: Sql, key: Sql): Sql {
  if (key.kind !== "literal" || typeof key.value !== "string")
    return onlyOf(arg, "OBJECT", call("JSON_EXTRACT", arg, escaped(key)));
  return call("JSON_EXTRACT", arg, text(PLAIN.test(key.value) ? key.value : pointer(key.value)));
}

const NUMBERS = sql`('BIGINT', 'UBIGINT', 'DOUBLE')`;
const asDouble = (arg: Sql, { cast }: Pick<RuleContext, "cast">): Sql => cast(arg, { kind: "float64", nullable: true });

export const jsonRules = {
  JSONGetItem: ({ arg, index }, { dtype, cast }) => {
    const { kind } = dtype("index");
    if (kind === "string") return member(arg, index);
    return call("JSON_EXTRACT", arg, index.kind === "literal" ? index : cast(index, { kind: "int64", nullable: true }));
  },
  ToJSONMap: ({ arg }) =>
    onlyOf(arg, "OBJECT", call("MAP", call("JSON_KEYS", arg), call("JSON_EXTRACT", arg, text("$.*")))),
  ToJSONArray: ({ arg }) => onlyOf(arg, "ARRAY", call("JSON_EXTRACT", arg, text("$[*]"))),
  UnwrapJSONString: ({ arg }) => onlyOf(arg, "VARCHAR", call("JSON_EXTRACT_STRING", arg, text("$"))),
  // A cast from JSON to an integer would round; a number with a point or an exponent may be whole all the same.
  UnwrapJSONInt64: ({ arg }, context) => {
    const number = asDouble(arg, context);
    return sql`CASE WHEN ${typeOf(arg)} IN ('BIGINT', 'UBIGINT') THEN TRY_CAST(${arg} AS BIGINT) WHEN ${typeOf(arg)} = 'DOUBLE' THEN ${cases([[compare(number, "=", call("TRUNC", number)), sql`TRY_CAST(${number} AS BIGINT)`]])} END`;
  },
  UnwrapJSONFloat64: ({ arg }, context) =>
    sql`CASE WHEN ${typeOf(arg)} IN ${NUMBERS} THEN ${asDouble(arg, context)} END`,
  UnwrapJSONBoolean: ({ arg }, { cast, node }) => onlyOf(arg, "BOOLEAN", cast(arg, node.dtype)),
  JSONParse: ({ arg }, { cast, node }) => cast(arg, node.dtype),
  JSONText: ({ arg }, { cast, node }) => cast(call("JSON", arg), node.dtype),
} satisfies Partial<Rules>;

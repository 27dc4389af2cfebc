import type { DType } from "@avocet/core";
import type { Rules } from "../../dialect.js";
import { call, caseWhen, compare, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { onceIfLong } from "./lambda.js";

/** DuckDB reads a text that begins with $ or / as a path, and * as any member. */
const PLAIN = /^[A-Za-z0-9_ .-]+$/;
const pointer = (key: string): string => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
const escaped = (key: Sql): Sql =>
  sql`'/' || ${call("REPLACE", call("REPLACE", key, stringLiteral("~"), stringLiteral("~0")), stringLiteral("/"), stringLiteral("~1"))}`;

const typeOf = (json: Sql): Sql => call("JSON_TYPE", json);
const onlyOf = (json: Sql, type: string, then: (json: Sql) => Sql): Sql =>
  onceIfLong({ json }, ({ json: j }) => caseWhen([[compare(typeOf(j), "=", stringLiteral(type)), then(j)]]));

/** The member of a name. A pointer would find the items of an array by a name of digits. */
function member(arg: Sql, key: Sql): Sql {
  if (key.kind !== "literal" || typeof key.value !== "string")
    return onlyOf(arg, "OBJECT", (object) => call("JSON_EXTRACT", object, escaped(key)));
  return call("JSON_EXTRACT", arg, stringLiteral(PLAIN.test(key.value) ? key.value : pointer(key.value)));
}

const float64: DType = { kind: "float64", nullable: true };
const int64: DType = { kind: "int64", nullable: true };

export const jsonRules = {
  JSONGetItem: ({ arg, index }, { dtype, cast }) => {
    const { kind } = dtype("index");
    if (kind === "string") return member(arg, index);
    return call("JSON_EXTRACT", arg, index.kind === "literal" ? index : cast(index, int64));
  },
  // A constant NULL would be taken for one member and not for a list of them.
  ToJSONMap: ({ arg }) =>
    onlyOf(arg, "OBJECT", (json) =>
      call("MAP", call("JSON_KEYS", json), sql`CAST(${call("JSON_EXTRACT", json, stringLiteral("$.*"))} AS JSON[])`),
    ),
  ToJSONArray: ({ arg }) => onlyOf(arg, "ARRAY", (json) => call("JSON_EXTRACT", json, stringLiteral("$[*]"))),
  UnwrapJSONString: ({ arg }) =>
    onlyOf(arg, "VARCHAR", (json) => call("JSON_EXTRACT_STRING", json, stringLiteral("$"))),
  // A cast from JSON to an integer would round; a number with a point or an exponent may be whole all the same.
  UnwrapJSONInt64: ({ arg }, { cast }) =>
    onceIfLong({ json: arg }, ({ json }) => {
      const number = cast(json, float64);
      const whole = sql`${typeOf(json)} = 'DOUBLE' AND ${number} = ${call("TRUNC", number)}`;
      return caseWhen([
        [sql`${typeOf(json)} IN ('BIGINT', 'UBIGINT')`, sql`TRY_CAST(${json} AS BIGINT)`],
        [whole, sql`TRY_CAST(${number} AS BIGINT)`],
      ]);
    }),
  UnwrapJSONFloat64: ({ arg }, { cast }) =>
    onceIfLong({ json: arg }, ({ json }) =>
      caseWhen([[sql`${typeOf(json)} IN ('BIGINT', 'UBIGINT', 'DOUBLE')`, cast(json, float64)]]),
    ),
  UnwrapJSONBoolean: ({ arg }, { cast, node }) => onlyOf(arg, "BOOLEAN", (json) => cast(json, node.dtype)),
  JSONParse: ({ arg }, { cast, node }) => cast(arg, node.dtype),
  JSONText: ({ arg }, { cast, node }) => cast(call("JSON", arg), node.dtype),
} satisfies Partial<Rules>;

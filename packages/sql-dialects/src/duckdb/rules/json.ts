import type { DType } from "@avocet/core";
import type { Rules } from "../../dialect.js";
import { call, caseWhen, compare, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { evaluateOnceIfLong } from "./lambda.js";

/** Keys that are safe as a path: DuckDB reads text that starts with $ or / as a path, and * as any member. */
const PLAIN_KEY = /^[A-Za-z0-9_ .-]+$/;
const pointer = (key: string): string => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
const escaped = (key: Sql): Sql =>
  sql`'/' || ${call("REPLACE", call("REPLACE", key, stringLiteral("~"), stringLiteral("~0")), stringLiteral("/"), stringLiteral("~1"))}`;

const typeOf = (json: Sql): Sql => call("JSON_TYPE", json);
const ifJsonType = (json: Sql, type: string, resultOf: (json: Sql) => Sql): Sql =>
  evaluateOnceIfLong({ json }, ({ json: j }) =>
    caseWhen([[compare(typeOf(j), "=", stringLiteral(type)), resultOf(j)]]),
  );

/**
 * Extracts the member of an object. For computed keys the type is tested, as a pointer of digits matches array items.
 */
function member(arg: Sql, key: Sql): Sql {
  if (key.kind !== "literal" || typeof key.value !== "string")
    return ifJsonType(arg, "OBJECT", (object) => call("JSON_EXTRACT", object, escaped(key)));
  return call("JSON_EXTRACT", arg, stringLiteral(PLAIN_KEY.test(key.value) ? key.value : pointer(key.value)));
}

const float64: DType = { kind: "float64", nullable: true };
const int64: DType = { kind: "int64", nullable: true };

/** Rules for JSON. */
export const jsonRules = {
  JSONGetItem: ({ arg, index }, { dtype, cast }) => {
    const { kind } = dtype("index");
    if (kind === "string") return member(arg, index);
    return call("JSON_EXTRACT", arg, index.kind === "literal" ? index : cast(index, int64));
  },
  // JSON_EXTRACT of a constant NULL would have the type of one member, not of a list.
  ToJSONMap: ({ arg }) =>
    ifJsonType(arg, "OBJECT", (json) =>
      call("MAP", call("JSON_KEYS", json), sql`CAST(${call("JSON_EXTRACT", json, stringLiteral("$.*"))} AS JSON[])`),
    ),
  ToJSONArray: ({ arg }) => ifJsonType(arg, "ARRAY", (json) => call("JSON_EXTRACT", json, stringLiteral("$[*]"))),
  UnwrapJSONString: ({ arg }) =>
    ifJsonType(arg, "VARCHAR", (json) => call("JSON_EXTRACT_STRING", json, stringLiteral("$"))),
  // A cast from JSON to an integer would round. Numbers with a point or an exponent may still be integral.
  UnwrapJSONInt64: ({ arg }, { cast }) =>
    evaluateOnceIfLong({ json: arg }, ({ json }) => {
      const number = cast(json, float64);
      const isIntegral = sql`${typeOf(json)} = 'DOUBLE' AND ${number} = ${call("TRUNC", number)}`;
      return caseWhen([
        [sql`${typeOf(json)} IN ('BIGINT', 'UBIGINT')`, sql`TRY_CAST(${json} AS BIGINT)`],
        [isIntegral, sql`TRY_CAST(${number} AS BIGINT)`],
      ]);
    }),
  UnwrapJSONFloat64: ({ arg }, { cast }) =>
    evaluateOnceIfLong({ json: arg }, ({ json }) =>
      caseWhen([[sql`${typeOf(json)} IN ('BIGINT', 'UBIGINT', 'DOUBLE')`, cast(json, float64)]]),
    ),
  UnwrapJSONBoolean: ({ arg }, { cast, node }) => ifJsonType(arg, "BOOLEAN", (json) => cast(json, node.dtype)),
  JSONParse: ({ arg }, { cast, node }) => cast(arg, node.dtype),
  JSONText: ({ arg }, { cast, node }) => cast(call("JSON", arg), node.dtype),
} satisfies Partial<Rules>;

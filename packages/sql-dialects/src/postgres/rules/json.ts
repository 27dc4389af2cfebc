import { INTEGER_RANGE } from "@avocet/core/dialect";
import type { Rules } from "../../dialect.js";
import { call, caseWhen, compare, identifierSql, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import {
  arraySubquery,
  cast,
  castAs,
  castToInt32,
  evaluateOnce,
  float64,
  int64,
  jsonbPath,
  jsonbText,
  subquery,
} from "../build.js";
import { compactJson } from "../json-text.js";

// INTEGER_RANGE holds pairs
const [MIN_INT64, MAX_INT64] = INTEGER_RANGE.int64.map((n) => sql`numeric ${stringLiteral(String(n))}`) as [Sql, Sql];
const ifJsonType = (value: Sql, type: string, body: (value: Sql) => Sql): Sql =>
  evaluateOnce({ json: value }, ({ json }) =>
    caseWhen([[compare(call("JSONB_TYPEOF", json), "=", stringLiteral(type)), body(json)]]),
  );

export const jsonRules = {
  // The type is checked because -> 0 and -> -1 of a jsonb scalar return the scalar itself.
  JSONGetItem: ({ arg, index }, { dtype }) =>
    dtype("index").kind === "string"
      ? jsonbPath(arg, "->", index)
      : ifJsonType(arg, "array", (list) => jsonbPath(list, "->", castToInt32(index))),
  ToJSONMap: ({ arg }) =>
    ifJsonType(arg, "object", (object) => {
      const [key, value] = [identifierSql("key"), identifierSql("value")];
      const pair = sql`JSONB_BUILD_ARRAY(${key}, JSONB_BUILD_ARRAY(${value}))`;
      return subquery(
        sql`SELECT COALESCE(JSONB_AGG(${pair}), jsonb '[]') FROM JSONB_EACH(${object}) AS ${identifierSql("members")}(${key}, ${value})`,
      );
    }),
  ToJSONArray: ({ arg }) =>
    ifJsonType(arg, "array", (list) => {
      const item = identifierSql("item");
      return arraySubquery(
        sql`SELECT ${item} FROM JSONB_ARRAY_ELEMENTS(${list}) AS ${identifierSql("items")}(${item})`,
      );
    }),
  UnwrapJSONString: ({ arg }) => ifJsonType(arg, "string", jsonbText),
  UnwrapJSONInt64: ({ arg }) =>
    ifJsonType(arg, "number", (json) => {
      const number = castAs(jsonbText(json), "numeric");
      const fits = sql`${number} = TRUNC(${number}) AND ${number} BETWEEN ${MIN_INT64} AND ${MAX_INT64}`;
      return caseWhen([[fits, cast(number, int64)]]);
    }),
  UnwrapJSONFloat64: ({ arg }) => ifJsonType(arg, "number", (json) => cast(jsonbText(json), float64)),
  UnwrapJSONBoolean: ({ arg }, { node }) => ifJsonType(arg, "boolean", (json) => cast(jsonbText(json), node.dtype)),
  JSONParse: ({ arg }, { node }) => cast(arg, node.dtype),
  JSONText: ({ arg }) => compactJson(arg),
} satisfies Partial<Rules>;

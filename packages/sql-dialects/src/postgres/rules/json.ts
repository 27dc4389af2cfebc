import { INTEGER_RANGE } from "@avocet/core";
import type { Rules } from "../../dialect.js";
import { call, caseWhen, compare, identifierSql, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { arrayOf, cast, castAs, float64, int4, int64, once, path, query, textOf } from "../build.js";
import { compactJson } from "../json-text.js";

const [LEAST, MOST] = INTEGER_RANGE.int64.map((n) => sql`numeric ${stringLiteral(String(n))}`) as [Sql, Sql]; // the range is a pair
const onlyOf = (value: Sql, type: string, then: (value: Sql) => Sql): Sql =>
  once({ json: value }, ({ json }) =>
    caseWhen([[compare(call("JSONB_TYPEOF", json), "=", stringLiteral(type)), then(json)]]),
  );

export const jsonRules = {
  // Of a value that is no array the first and the last item are the value itself.
  JSONGetItem: ({ arg, index }, { dtype }) =>
    dtype("index").kind === "string"
      ? path(arg, "->", index)
      : onlyOf(arg, "array", (list) => path(list, "->", int4(index))),
  ToJSONMap: ({ arg }) =>
    onlyOf(arg, "object", (object) => {
      const [key, value] = [identifierSql("key"), identifierSql("value")];
      const pair = sql`JSONB_BUILD_ARRAY(${key}, JSONB_BUILD_ARRAY(${value}))`;
      return query(
        sql`SELECT COALESCE(JSONB_AGG(${pair}), jsonb '[]') FROM JSONB_EACH(${object}) AS ${identifierSql("members")}(${key}, ${value})`,
      );
    }),
  ToJSONArray: ({ arg }) =>
    onlyOf(arg, "array", (list) => {
      const item = identifierSql("item");
      return arrayOf(sql`SELECT ${item} FROM JSONB_ARRAY_ELEMENTS(${list}) AS ${identifierSql("items")}(${item})`);
    }),
  UnwrapJSONString: ({ arg }) => onlyOf(arg, "string", textOf),
  UnwrapJSONInt64: ({ arg }) =>
    onlyOf(arg, "number", (json) => {
      const number = castAs(textOf(json), "numeric");
      const fits = sql`${number} = TRUNC(${number}) AND ${number} BETWEEN ${LEAST} AND ${MOST}`;
      return caseWhen([[fits, cast(number, int64)]]);
    }),
  UnwrapJSONFloat64: ({ arg }) => onlyOf(arg, "number", (json) => cast(textOf(json), float64)),
  UnwrapJSONBoolean: ({ arg }, { node }) => onlyOf(arg, "boolean", (json) => cast(textOf(json), node.dtype)),
  JSONParse: ({ arg }, { node }) => cast(arg, node.dtype),
  JSONText: ({ arg }) => compactJson(arg),
} satisfies Partial<Rules>;

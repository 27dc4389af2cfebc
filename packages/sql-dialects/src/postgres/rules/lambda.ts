import type { DType, ir } from "@avocet/core";
import type { LambdaSql } from "../../dialect.js";
import { identifierSql, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { fromElement } from "../nested.js";

const [ITEM, PLACE] = [identifierSql("item"), identifierSql("place")];

/** Rows of the elements of an array under the names that a lambda gives them, with the element as it stands in the array as `item`. */
export function rowsOfLambda(list: Sql, { params }: LambdaSql, of: ir.Lambda): Sql {
  const [element, place] = params;
  const dtype: DType = of.params[0]?.dtype ?? { kind: "null", nullable: true };
  const value = sql`${fromElement(ITEM, dtype)} AS ${identifierSql(element ?? "x")}`;
  if (place === undefined)
    return sql`FROM (SELECT ${ITEM}, ${value} FROM UNNEST(${list}) AS ${identifierSql("items")}(${ITEM})) AS ${identifierSql("elements")}`;
  return sql`FROM (SELECT ${ITEM}, ${value}, ${PLACE} - 1 AS ${identifierSql(place)} FROM UNNEST(${list}) WITH ORDINALITY AS ${identifierSql("items")}(${ITEM}, ${PLACE})) AS ${identifierSql("elements")}`;
}

import type { DType } from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import type { LambdaSql } from "../../dialect.js";
import { identifierSql, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { fromElement } from "../jsonb-values.js";

const [ITEM, POSITION] = [identifierSql("item"), identifierSql("place")];

/**
 * FROM clause with a row for each array element: columns named like the lambda's parameters, and the raw element as
 * `item`.
 */
export function fromLambdaElements(list: Sql, { params }: LambdaSql, lambda: ir.Lambda): Sql {
  const [elementParam, positionParam] = params;
  const dtype: DType = lambda.params[0]?.dtype ?? { kind: "null", nullable: true };
  const value = sql`${fromElement(ITEM, dtype)} AS ${identifierSql(elementParam ?? "x")}`;
  if (positionParam === undefined)
    return sql`FROM (SELECT ${ITEM}, ${value} FROM UNNEST(${list}) AS ${identifierSql("items")}(${ITEM})) AS ${identifierSql("elements")}`;
  return sql`FROM (SELECT ${ITEM}, ${value}, ${POSITION} - 1 AS ${identifierSql(positionParam)} FROM UNNEST(${list}) WITH ORDINALITY AS ${identifierSql("items")}(${ITEM}, ${POSITION})) AS ${identifierSql("elements")}`;
}

import { identifierSql, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { cast, evaluateOnce, int64, subquery } from "../build.js";

/**
 * Levenshtein distance, which PostgreSQL only has in an extension. A recursive query computes the matrix of prefix
 * distances row by row; insertions within a row are a running minimum.
 */
export function levenshtein(left: Sql, right: Sql): Sql {
  return evaluateOnce({ left, right }, ({ left: a, right: b }) => {
    const [rows, i, costs, j, cost] = ["rows", "i", "costs", "j", "cost"].map(identifierSql) as [
      Sql,
      Sql,
      Sql,
      Sql,
      Sql,
    ]; // five names
    const differs = sql`CASE WHEN SUBSTR(${a}, ${i} + 1, 1) = SUBSTR(${b}, ${j}, 1) THEN 0 ELSE 1 END`;
    const cellCost = sql`CASE WHEN ${j} = 0 THEN ${i} + 1 ELSE LEAST(${costs}[${j} + 1] + 1, ${costs}[${j}] + ${differs}) END`;
    const columns = sql`GENERATE_SERIES(0, LENGTH(${b})) AS ${j}`;
    const next = sql`ARRAY(SELECT CAST(${j} + MIN(${cost} - ${j}) OVER (ORDER BY ${j}) AS integer) FROM (SELECT ${j}, ${cellCost} AS ${cost} FROM ${columns}) AS ${identifierSql("row")} ORDER BY ${j})`;
    const first = sql`SELECT 0, ARRAY(SELECT ${j} FROM ${columns})`;
    const table = sql`WITH RECURSIVE ${rows}(${i}, ${costs}) AS (${first} UNION ALL SELECT ${i} + 1, ${next} FROM ${rows} WHERE ${i} < LENGTH(${a}))`;
    const last = sql`${costs}[LENGTH(${b}) + 1]`;
    return cast(subquery(sql`${table} SELECT ${last} FROM ${rows} WHERE ${i} = LENGTH(${a})`), int64);
  });
}

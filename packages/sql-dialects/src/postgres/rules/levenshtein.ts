import { identifierSql, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { cast, int64, once, query } from "../build.js";

/**
 * The distance of Levenshtein, which PostgreSQL has in an extension only: row by row of the table of distances between the beginnings of
 * both texts. In a row the cheapest way from the left is a running minimum.
 */
export function levenshtein(left: Sql, right: Sql): Sql {
  return once({ left, right }, ({ left: a, right: b }) => {
    const [rows, i, costs, j, cost] = ["rows", "i", "costs", "j", "cost"].map(identifierSql) as [
      Sql,
      Sql,
      Sql,
      Sql,
      Sql,
    ]; // five names
    const differs = sql`CASE WHEN SUBSTR(${a}, ${i} + 1, 1) = SUBSTR(${b}, ${j}, 1) THEN 0 ELSE 1 END`;
    const own = sql`CASE WHEN ${j} = 0 THEN ${i} + 1 ELSE LEAST(${costs}[${j} + 1] + 1, ${costs}[${j}] + ${differs}) END`;
    const places = sql`GENERATE_SERIES(0, LENGTH(${b})) AS ${j}`;
    const next = sql`ARRAY(SELECT CAST(${j} + MIN(${cost} - ${j}) OVER (ORDER BY ${j}) AS integer) FROM (SELECT ${j}, ${own} AS ${cost} FROM ${places}) AS ${identifierSql("row")} ORDER BY ${j})`;
    const first = sql`SELECT 0, ARRAY(SELECT ${j} FROM ${places})`;
    const table = sql`WITH RECURSIVE ${rows}(${i}, ${costs}) AS (${first} UNION ALL SELECT ${i} + 1, ${next} FROM ${rows} WHERE ${i} < LENGTH(${a}))`;
    const last = sql`${costs}[LENGTH(${b}) + 1]`;
    return cast(query(sql`${table} SELECT ${last} FROM ${rows} WHERE ${i} = LENGTH(${a})`), int64);
  });
}

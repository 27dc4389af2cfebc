import type { DType } from "@avocet/core";
import { AvocetError, array, map, string, timestamp } from "@avocet/core";
import { call, caseWhen, identifierSql, intLiteral, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { hasImpure, hasQuery, mark, sizeOf, some } from "../sql/expr.js";
import { foreignSources } from "../sql/foreign.js";
import { packed, typeWord, unpacked } from "./variant.js";

export { date, float64, int64, string, time } from "@avocet/core";
export const naive: DType = timestamp();
export const instant: DType = timestamp("UTC");
/** The types of arrays and of objects, whatever is in them. */
export const ARRAY: DType = array(string);
export const OBJECT: DType = map(string, string);

export const castTo = (value: Sql, dtype: DType): Sql => sql`CAST(${value} AS ${typeWord(dtype)})`;

/** The value of a whole literal that is exact in JavaScript, else null. */
export const constant = (n: Sql): number | null =>
  n.kind === "literal" && typeof n.value === "number" && Number.isInteger(n.value) ? n.value : null;

/** The types that a lambda's parameter is given: those of one word, as not all readers of SQL know others there. */
export type ParamType = "INT" | "FLOAT" | "BOOLEAN" | "VARCHAR" | "DATE";
/** A lambda of one parameter, a VARIANT unless it is of a type. Parameters hide columns of the same name. */
export const lambda = (param: string, type: ParamType | null, body: Sql): Sql =>
  mark.scope(
    type
      ? sql`${identifierSql(param)} ${keyword(type)} -> ${capturing(body)}`
      : sql`${identifierSql(param)} -> ${capturing(body)}`,
  );
/** A lambda of a result so far and an element, for REDUCE. */
export const step = (result: string, element: string, body: Sql): Sql =>
  mark.scope(sql`(${identifierSql(result)}, ${identifierSql(element)}) -> ${capturing(body)}`);
/** The body of a lambda, which reads columns; aggregates, windows and queries that hang on the row must be such. */
function capturing(body: Sql): Sql {
  if (some(body, (s) => s.kind === "query" && foreignSources(s.query).size > 0))
    throw new AvocetError(
      "unsupported-operation",
      "snowflake reads no subquery that hangs on the row inside of a lambda",
      {
        hint: "Make the subquery a column with `mutate`, and use that column.",
      },
    );
  return body;
}

const SHORT = 16;
/** Whether an expression may be written out several times. */
const cheap = (value: Sql): boolean => sizeOf(value, SHORT) <= SHORT && !hasImpure(value) && !hasQuery(value);

/**
 * An expression that uses others more than once. Those that are more than a few words are computed once: they are the one element of an
 * array, which a lambda takes.
 */
export function once(
  given: readonly (readonly [value: Sql, dtype: DType])[],
  result: DType,
  use: (values: readonly Sql[]) => Sql,
): Sql {
  const computed = given.filter(([value]) => !cheap(value));
  if (computed.length === 0) return use(given.map(([value]) => value));
  const several = computed.length > 1;
  const values = given.map(([value, dtype]) => {
    const place = computed.findIndex(([other]) => other === value);
    if (place < 0) return value;
    return unpacked(several ? call("GET", identifierSql("given"), intLiteral(place)) : identifierSql("given"), dtype);
  });
  const parts = computed.map(([value, dtype]) => packed(value, dtype));
  const row = several ? call("ARRAY_CONSTRUCT", call("ARRAY_CONSTRUCT", ...parts)) : call("ARRAY_CONSTRUCT", ...parts);
  const made = call("TRANSFORM", row, lambda("given", null, packed(use(values), result)));
  return unpacked(call("GET", made, intLiteral(0)), result);
}

/** An error of the conversion with these words, where it is reached: they hold a value, so that it is not reached before. */
export const failing = (message: Sql): Sql => call("TO_NUMBER", message);
export const when = (condition: Sql, then: Sql, otherwise?: Sql): Sql => caseWhen([[condition, then]], otherwise);

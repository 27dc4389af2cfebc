import type { ir } from "@avocet/core";
import type { Dialect } from "../dialect.js";
import { commaList, sql } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import type { Query, Select, SetQuery } from "../sql/query.js";
import { draftFrom, toSelect } from "./select-draft.js";

type Items = readonly (readonly [string, Sql])[];
/** A query over another, of columns made from its own. */
function above(query: Query, names: readonly string[], make: (columns: Items) => Items): Select {
  const source: Source = { name: "operand" };
  const block = draftFrom({ source, item: { kind: "subquery", query } }, names);
  return { ...toSelect(block), items: make([...block.columns]) };
}

/** The rows of a query, each with a number among its copies: with it, a set of different rows keeps as many as there are. */
export function withCopies(query: Query, schema: ir.Fields, dialect: Dialect): Query {
  const dtypes = [...schema.values()];
  let copy = "copy";
  while (schema.has(copy)) copy = `_${copy}`;
  return above(query, [...schema.keys()], (columns) => {
    const keys = columns.map(([, value], i) => {
      const dtype = dtypes[i];
      return (dtype && dialect.partitionKey?.(value, dtype)) ?? value;
    });
    return [...columns, [copy, sql`ROW_NUMBER() OVER (PARTITION BY ${commaList(keys)} ORDER BY NULL)`]];
  });
}
/** The operands of a set that keeps duplicates: what is taken away is counted together. */
export const copied = (how: SetQuery["how"], operands: readonly Query[]): readonly Query[] => {
  const [first, ...rest] = operands;
  if (how !== "EXCEPT" || !first || rest.length < 2) return operands;
  return [first, { kind: "set", how: "UNION", all: true, operands: rest }];
};

/** A query whose columns are cast to their dtypes. */
export function withTypes(query: Query, schema: ir.Fields, dialect: Dialect): Query {
  const typed: (columns: Items) => Items = (columns) =>
    columns.map(([name, value]) => {
      const dtype = schema.get(name);
      return [name, dtype ? dialect.cast(value, dtype) : value];
    });
  if (query.kind === "select" && !query.distinct && query.orderBy.length === 0)
    return { ...query, items: typed(query.items) };
  return above(query, [...schema.keys()], typed);
}

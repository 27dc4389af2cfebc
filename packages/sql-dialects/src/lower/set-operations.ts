import type * as ir from "@avocet/core/ir";
import type { Dialect } from "../dialect.js";
import { commaList, sql } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import type { Query, Select, SetQuery } from "../sql/query.js";
import { draftFrom, toSelect } from "./select-draft.js";

type SelectItems = readonly (readonly [string, Sql])[];
/** Selects expressions over the columns of a query. */
function selectFromQuery(
  query: Query,
  names: readonly string[],
  itemsOf: (columns: SelectItems) => SelectItems,
): Select {
  const source: Source = { name: "operand" };
  const draft = draftFrom({ source, item: { kind: "subquery", query } }, names);
  return { ...toSelect(draft), items: itemsOf([...draft.columns]) };
}

/**
 * Numbers the duplicates of each row, so that INTERSECT or EXCEPT of distinct rows keeps the right number of copies.
 */
export function numberDuplicates(query: Query, schema: ir.Fields, dialect: Dialect): Query {
  const dtypes = [...schema.values()];
  let numberColumn = "copy";
  while (schema.has(numberColumn)) numberColumn = `_${numberColumn}`;
  return selectFromQuery(query, [...schema.keys()], (columns) => {
    const keys = columns.map(([, value], i) => {
      const dtype = dtypes[i];
      return (dtype && dialect.partitionKey?.(value, dtype)) ?? value;
    });
    return [...columns, [numberColumn, sql`ROW_NUMBER() OVER (PARTITION BY ${commaList(keys)} ORDER BY NULL)`]];
  });
}
/** The operands of a set operation with duplicates: the subtracted operands of EXCEPT are combined by UNION ALL. */
export const operandsForDuplicates = (operator: SetQuery["operator"], operands: readonly Query[]): readonly Query[] => {
  const [first, ...rest] = operands;
  if (operator !== "EXCEPT" || !first || rest.length < 2) return operands;
  return [first, { kind: "set", operator: "UNION", keepsDuplicates: true, operands: rest }];
};

/** Casts the columns of a query to their dtypes. */
export function castColumns(query: Query, schema: ir.Fields, dialect: Dialect): Query {
  const castItems: (columns: SelectItems) => SelectItems = (columns) =>
    columns.map(([name, value]) => {
      const dtype = schema.get(name);
      return [name, dtype ? dialect.cast(value, dtype) : value];
    });
  if (query.kind === "select" && !query.distinct && query.orderBy.length === 0)
    return { ...query, items: castItems(query.items) };
  return selectFromQuery(query, [...schema.keys()], castItems);
}

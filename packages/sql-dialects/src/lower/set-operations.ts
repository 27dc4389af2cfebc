import type { DType } from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import type { Dialect } from "../dialect.js";
import { commaList, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import type { Query, SetQuery } from "../sql/query.js";
import { unusedName } from "./name-allocator.js";
import { selectAll } from "./select-draft.js";

/**
 * INTERSECT ALL or EXCEPT ALL of queries, for engines without them: the duplicates of each row are numbered, so that
 * the
 * operation on distinct rows keeps the right number of copies. `partitionKey` replaces values by which the engine
 * cannot
 * partition.
 */
export function setOperationOfNumberedRows(
  operator: SetQuery["operator"],
  operands: readonly Query[],
  schema: ir.Fields,
  partitionKey: (value: Sql, dtype: DType) => Sql = (value) => value,
): Query {
  const numbered = operandsForDuplicates(operator, operands).map((query) =>
    numberDuplicates(query, schema, partitionKey),
  );
  return { kind: "set", operator, keepsDuplicates: false, operands: numbered };
}

function numberDuplicates(query: Query, schema: ir.Fields, partitionKey: (value: Sql, dtype: DType) => Sql): Query {
  const dtypes = [...schema.values()];
  const select = selectAll(query, schema.keys(), "operand");
  const keys = select.items.map(([, value], i) => {
    const dtype = dtypes[i];
    return dtype ? partitionKey(value, dtype) : value;
  });
  const copyNumber = sql`ROW_NUMBER() OVER (PARTITION BY ${commaList(keys)} ORDER BY NULL)`;
  return { ...select, items: [...select.items, [unusedName(schema, "copy"), copyNumber]] };
}
/** The operands of a set operation with duplicates: the subtracted operands of EXCEPT are combined by UNION ALL. */
const operandsForDuplicates = (operator: SetQuery["operator"], operands: readonly Query[]): readonly Query[] => {
  const [first, ...rest] = operands;
  if (operator !== "EXCEPT" || !first || rest.length < 2) return operands;
  return [first, { kind: "set", operator: "UNION", keepsDuplicates: true, operands: rest }];
};

/** Casts the columns of a query to their dtypes. */
export function castColumns(query: Query, schema: ir.Fields, cast: Dialect["cast"]): Query {
  const select =
    query.kind === "select" && !query.distinct && query.orderBy.length === 0
      ? query
      : selectAll(query, schema.keys(), "operand");
  const items = select.items.map(([name, value]) => {
    const dtype = schema.get(name);
    return [name, dtype ? cast(value, dtype) : value] as const;
  });
  return { ...select, items };
}

import type { DType } from "@avocet/core";
import { isMap } from "@avocet/core";
import type { StoredColumn } from "../dialect.js";
import { caseWhen, isNotNull, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { castAs, query } from "./build.js";
import { typeName } from "./types.js";

/** A column of a type that the catalog has and the dialect does not write, such as an enum or hstore; `type` is its name in SQL. */
export const storedAs = (dtype: DType, type: string): StoredColumn => ({
  read: (column) => (isMap(dtype) ? pairs(column) : castAs(column, typeName(dtype))),
  write: (value) => castAs(value, type),
});

/** The entries of an hstore as `wire.ts` writes those of a map. */
const pairs = (column: Sql): Sql => {
  const entries = query(sql`SELECT JSONB_AGG(JSONB_BUILD_ARRAY("key", "value") ORDER BY "key") FROM EACH(${column})`);
  return caseWhen([[isNotNull(column), sql`COALESCE(${entries}, jsonb '[]')`]]);
};

import type { DType } from "@avocet/core";
import { isMap } from "@avocet/core/dialect";
import type { ColumnCodec } from "../dialect.js";
import { caseWhen, isNotNull, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { castAs, subquery } from "./build.js";
import { typeName } from "./types.js";

/**
 * Reads and writes a column whose type in the catalog differs from the dialect's type for its dtype, such as an enum or
 * hstore. `type` is its SQL name.
 */
export const columnCodec = (dtype: DType, type: string): ColumnCodec => ({
  read: (column) => (isMap(dtype) ? hstoreEntries(column) : castAs(column, typeName(dtype))),
  write: (value) => castAs(value, type),
});

/** The entries of an hstore, encoded like those of a map (see `jsonb-encoding.ts`). */
const hstoreEntries = (column: Sql): Sql => {
  const entries = subquery(
    sql`SELECT JSONB_AGG(JSONB_BUILD_ARRAY("key", "value") ORDER BY "key") FROM EACH(${column})`,
  );
  return caseWhen([[isNotNull(column), sql`COALESCE(${entries}, jsonb '[]')`]]);
};

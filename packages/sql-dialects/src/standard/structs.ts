import type { Rules } from "../dialect.js";
import { identifierSql, sql } from "../sql/build.js";

/** Rules for structs. The standard's ROW has no field names, so there is no rule to construct one. */
export const structRules = {
  StructField: ({ arg, field = "" }) => sql`(${arg}).${identifierSql(field)}`,
} satisfies Partial<Rules>;

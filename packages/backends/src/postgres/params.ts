import { postgresInputText } from "@avocet/sql-dialects";
import type { BoundValue } from "../shared/statement.js";

/** The texts of the values of a statement, which casts each to its type. */
export const textsOf = (values: readonly BoundValue[]): (string | null)[] =>
  values.map(({ value, dtype }) => postgresInputText(value, dtype));

import { AvocetError } from "@avocet/core";
import { postgresInputText } from "@avocet/sql-dialects";
import type { BoundValue } from "../shared/statement.js";

/** The texts of the values of a statement, which casts each to its type. */
export const textsOf = (values: readonly BoundValue[]): (string | null)[] =>
  values.map(({ value, dtype }) => {
    const text = postgresInputText(value, dtype);
    if (text?.includes("\0"))
      throw new AvocetError("unsupported-operation", "PostgreSQL's strings cannot hold the character U+0000", {
        hint: "Take it out of the value, or keep the value as binary.",
      });
    return text;
  });

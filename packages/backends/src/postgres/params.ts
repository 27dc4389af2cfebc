import { AvocetError } from "@avocet/core";
import { inputText as postgresInputText } from "@avocet/sql-dialects/postgres";
import type { BoundValue } from "../shared/statement.js";

/** Encodes bind parameters as text; the SQL casts each to its type. */
export const textsOf = (values: readonly BoundValue[]): (string | null)[] =>
  values.map(({ value, dtype }) => {
    const text = postgresInputText(value, dtype);
    if (text?.includes("\0"))
      throw new AvocetError("unsupported-operation", "PostgreSQL strings cannot contain the character U+0000", {
        hint: "Remove it from the value, or store the value as binary.",
      });
    return text;
  });

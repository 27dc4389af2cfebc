import type { Rules } from "../dialect.js";
import { commaList, identifierSql, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark } from "../sql/expr.js";

interface UdfName {
  readonly name: string | undefined;
  readonly schema: readonly string[] | undefined;
}
/** The name of a user-defined function, qualified with its schema and quoted. */
const qualifiedName = ({ name: functionName, schema = [] }: UdfName): Sql =>
  commaList([...schema, functionName ?? ""].map(identifierSql), ".");
/** The argument of an aggregate called without arguments; an empty list would print `*`. */
const NO_ARGUMENT = sql``;

/** Rules for calls of user-defined functions. */
export const udfRules = {
  ScalarUdf: ({ args, deterministic, ...rest }) => {
    const result = sql`${qualifiedName(rest)}(${commaList(args)})`;
    return deterministic === false ? mark.impure(result) : result;
  },
  AggregateUdf: ({ args, where, deterministic, ...rest }, { aggregate }) => {
    const result = aggregate(qualifiedName(rest), args.length ? args : [NO_ARGUMENT], { where });
    return deterministic === false ? mark.impure(result) : result;
  },
} satisfies Partial<Rules>;

import type { Rules } from "../dialect.js";
import { commaList, identifierSql, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark } from "../sql/expr.js";

interface Named {
  readonly name: string | undefined;
  readonly schema: readonly string[] | undefined;
}
/** The name with the schema that it is in, each part quoted. */
const quoted = ({ name: own, schema = [] }: Named): Sql => commaList([...schema, own ?? ""].map(identifierSql), ".");
/** An aggregate of no arguments at all, which is not one of *. */
const NOTHING = sql``;

export const udfRules = {
  ScalarUdf: ({ args, deterministic, ...rest }) => {
    const called = sql`${quoted(rest)}(${commaList(args)})`;
    return deterministic === false ? mark.impure(called) : called;
  },
  AggregateUdf: ({ args, where, deterministic, ...rest }, { aggregate }) => {
    const called = aggregate(quoted(rest), args.length ? args : [NOTHING], { where });
    return deterministic === false ? mark.impure(called) : called;
  },
} satisfies Partial<Rules>;

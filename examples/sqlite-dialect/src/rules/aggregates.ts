import type { RuleContext, Rules, Sql } from "@avocet/sql-dialects";
import { aggregateCall } from "@avocet/sql-dialects";

type AggregateArgs = { readonly arg: Sql; readonly where?: Sql | undefined };
function countDistinct({ arg, where }: AggregateArgs, { aggregate, over, unsupported }: RuleContext): Sql {
  if (over) throw unsupported("SQLite has no DISTINCT in window functions");
  return aggregate("COUNT", [arg], { distinct: true, where });
}

/** Rules for aggregates. */
export const aggregateRules = {
  CountDistinct: countDistinct,
  ApproxCountDistinct: countDistinct,
  Arbitrary: aggregateCall("MIN"),
  Any: aggregateCall("MAX"),
  All: aggregateCall("MIN"),
  GroupConcat: ({ arg, separator, orderBy, where }, { aggregate, over, unsupported }) => {
    if (over && orderBy) throw unsupported("SQLite has no ORDER BY in the arguments of window functions");
    return aggregate("GROUP_CONCAT", [arg, separator], { orderBy, where });
  },
} satisfies Partial<Rules>;

import type { RuleContext, Rules, Sql } from "@avocet/sql-dialects";

type AggregateArgs = { readonly arg: Sql; readonly where?: Sql | undefined };
const simpleAggregate =
  (name: string) =>
  ({ arg, where }: AggregateArgs, { aggregate }: RuleContext): Sql =>
    aggregate(name, [arg], { where });
function countDistinct({ arg, where }: AggregateArgs, { aggregate, over, unsupported }: RuleContext): Sql {
  if (over) throw unsupported("SQLite has no DISTINCT in window functions");
  return aggregate("COUNT", [arg], { distinct: true, where });
}

/** Rules for aggregates. */
export const aggregateRules = {
  CountStar: ({ where }, { aggregate }) => aggregate("COUNT", [], { where }),
  Count: simpleAggregate("COUNT"),
  CountDistinct: countDistinct,
  ApproxCountDistinct: countDistinct,
  // SUM raises an error if integers overflow.
  Sum: simpleAggregate("SUM"),
  Mean: simpleAggregate("AVG"),
  Min: simpleAggregate("MIN"),
  Max: simpleAggregate("MAX"),
  Arbitrary: simpleAggregate("MIN"),
  Any: simpleAggregate("MAX"),
  All: simpleAggregate("MIN"),
  GroupConcat: ({ arg, separator, orderBy, where }, { aggregate, over, unsupported }) => {
    if (over && orderBy) throw unsupported("SQLite has no ORDER BY in the arguments of window functions");
    return aggregate("GROUP_CONCAT", [arg, separator], { orderBy, where });
  },
} satisfies Partial<Rules>;

import type { RuleContext, Rules, Sql } from "@avocet/sql-dialects";

type Args = { readonly arg: Sql; readonly where?: Sql | undefined };
const simple =
  (name: string) =>
  ({ arg, where }: Args, { aggregate }: RuleContext): Sql =>
    aggregate(name, [arg], { where });
function different({ arg, where }: Args, { aggregate, over, unsupported }: RuleContext): Sql {
  if (over) throw unsupported("no window function takes DISTINCT");
  return aggregate("COUNT", [arg], { distinct: true, where });
}

export const reductionRules = {
  CountStar: ({ where }, { aggregate }) => aggregate("COUNT", [], { where }),
  Count: simple("COUNT"),
  CountDistinct: different,
  ApproxCountDistinct: different,
  // An overflow of integers is an error.
  Sum: simple("SUM"),
  Mean: simple("AVG"),
  Min: simple("MIN"),
  Max: simple("MAX"),
  Arbitrary: simple("MIN"),
  Any: simple("MAX"),
  All: simple("MIN"),
  GroupConcat: ({ arg, separator, orderBy, where }, { aggregate, over, unsupported }) => {
    if (over && orderBy) throw unsupported("no window function takes ORDER BY");
    return aggregate("GROUP_CONCAT", [arg, separator], { orderBy, where });
  },
} satisfies Partial<Rules>;

import { call, infix, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";

const MAX_ARGUMENTS = 100;
/** A jsonb object of alternating keys and values, built in chunks because a function takes at most 100 arguments. */
export function jsonbObject(keysAndValues: readonly Sql[]): Sql {
  const objects: Sql[] = [];
  for (let i = 0; i < keysAndValues.length; i += MAX_ARGUMENTS)
    objects.push(call("JSONB_BUILD_OBJECT", ...keysAndValues.slice(i, i + MAX_ARGUMENTS)));
  const [first, ...rest] = objects;
  return first
    ? rest.reduce((left, right) => infix(left, "||", right, Precedence.otherOperator), first)
    : sql`jsonb '{}'`;
}

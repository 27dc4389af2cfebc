import { call, infix, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";

const MOST_ARGUMENTS = 100;
/** An object of keys and values in turns; a function takes a hundred arguments at most. */
export function objectOf(parts: readonly Sql[]): Sql {
  const objects: Sql[] = [];
  for (let i = 0; i < parts.length; i += MOST_ARGUMENTS)
    objects.push(call("JSONB_BUILD_OBJECT", ...parts.slice(i, i + MOST_ARGUMENTS)));
  const [first, ...rest] = objects;
  return first ? rest.reduce((left, right) => infix(left, "||", right, Precedence.other), first) : sql`jsonb '{}'`;
}

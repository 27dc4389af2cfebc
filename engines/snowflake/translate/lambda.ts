import type { Node } from "./ast.js";
import { at, list, unknownPart, variant } from "./ast.js";
import { cast } from "./cast.js";
import { expression } from "./expression.js";
import { nameOf, quote } from "./names.js";
import type { Translation } from "./translation-context.js";
import type { SqlType } from "./types.js";
import { typeOf } from "./types.js";

/**
 * A lambda in DuckDB's SQL, whose parameters are VARIANTs there. Where one is declared, or known, to be of another type, it is cast
 * wherever the body uses it. https://docs.snowflake.com/en/user-guide/querying-semistructured#lambda-expressions
 */
export function lambdaSql(
  node: Node | undefined,
  context: Translation,
  known: readonly (SqlType | null)[],
  wrap: (body: string) => string,
): string {
  const [tag, inner] = variant(node ?? null);
  if (tag !== "Lambda") throw unknownPart("a call without a lambda", node ?? null);
  const [kind, given] = variant(at(inner, "params"));
  const params = (kind === "One" ? [given] : list(given)).map((param, i) => {
    const [name, declared] = [nameOf(at(param, "name")), at(param, "data_type")];
    const type = declared === null ? (known[i] ?? null) : typeOf(declared);
    const sql = quote(name);
    return { name, sql, use: type === null || type.name === "VARIANT" ? sql : cast(sql, type, false, null, context) };
  });
  const locals = new Map([...context.locals, ...params.map(({ name, use }) => [name, use] as const)]);
  return `lambda ${params.map(({ sql }) => sql).join(", ")}: ${wrap(expression(at(inner, "body"), { ...context, locals }))}`;
}

/**
 * A call that takes a lambda beside other arguments. Snowflake's lambdas may hold queries of one value, which are worked out before the
 * call, with the other arguments, where it is not inside of another lambda itself.
 */
export function callWithLambda(
  args: readonly string[],
  context: Translation,
  lambda: (t: Translation) => string,
  call: (args: readonly string[], lambda: string) => string,
): string {
  const queries: string[] = [];
  const before = context.before ?? ((query: string) => `sf__q.q${queries.push(query)}`);
  const body = lambda({ ...context, before });
  if (queries.length === 0) return call(args, body);
  const parts = [...queries.map((query, i) => `'q${i + 1}': ${query}`), ...args.map((arg, i) => `'a${i}': ${arg}`)];
  const inside = call(
    args.map((_, i) => `sf__q.a${i}`),
    body,
  );
  return `list_transform([{${parts.join(", ")}}], lambda sf__q: ${inside})[1]`;
}

import type { Node } from "./ast.js";
import { child, children, unsupportedFeature, variant } from "./ast.js";
import { cast } from "./cast.js";
import { expression } from "./expression.js";
import { nameOf, quote } from "./names.js";
import type { TranslationContext } from "./translation-context.js";
import type { SqlType } from "./types.js";
import { typeOf } from "./types.js";

/**
 * Translates a lambda to DuckDB's SQL, where its parameters are VARIANTs. If a parameter has another declared or known
 * type, each use is cast.
 * https://docs.snowflake.com/en/user-guide/querying-semistructured#lambda-expressions
 */
export function lambdaSql(
  node: Node | undefined,
  context: TranslationContext,
  paramTypes: readonly (SqlType | null)[],
  wrapBody: (body: string) => string,
): string {
  const [tag, inner] = variant(node ?? null);
  if (tag !== "Lambda") throw unsupportedFeature("a call without a lambda", node ?? null);
  const [kind, paramNodes] = variant(child(inner, "params"));
  const params = (kind === "One" ? [paramNodes] : children(paramNodes)).map((param, i) => {
    const [name, declared] = [nameOf(child(param, "name")), child(param, "data_type")];
    const type = declared === null ? (paramTypes[i] ?? null) : typeOf(declared);
    const sql = quote(name);
    return { name, sql, use: type === null || type.name === "VARIANT" ? sql : cast(sql, type, false, null, context) };
  });
  const locals = new Map([...context.locals, ...params.map(({ name, use }) => [name, use] as const)]);
  return `lambda ${params.map(({ sql }) => sql).join(", ")}: ${wrapBody(expression(child(inner, "body"), { ...context, locals }))}`;
}

/**
 * Translates a call with a lambda and other arguments. Snowflake's lambdas may contain scalar subqueries, which
 * DuckDB's do not support: the outermost call evaluates them before the lambda, together with its other arguments.
 */
export function callWithLambda(
  args: readonly string[],
  context: TranslationContext,
  lambda: (lambdaContext: TranslationContext) => string,
  call: (args: readonly string[], lambda: string) => string,
): string {
  const queries: string[] = [];
  const hoistQuery = context.hoistQuery ?? ((query: string) => `sf__q.q${queries.push(query)}`);
  const lambdaText = lambda({ ...context, hoistQuery });
  if (queries.length === 0) return call(args, lambdaText);
  const fields = [...queries.map((query, i) => `'q${i + 1}': ${query}`), ...args.map((arg, i) => `'a${i}': ${arg}`)];
  const callSql = call(
    args.map((_, i) => `sf__q.a${i}`),
    lambdaText,
  );
  return `list_transform([{${fields.join(", ")}}], lambda sf__q: ${callSql})[1]`;
}

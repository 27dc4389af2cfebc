import type { Node } from "./ast.js";
import { at, list, unknownPart, variant } from "./ast.js";
import { cast } from "./cast.js";
import { expression } from "./expression.js";
import { nameOf, quote } from "./names.js";
import type { Translation } from "./translation.js";
import type { SqlType } from "./types.js";
import { typeOf } from "./types.js";

/**
 * A lambda in DuckDB's SQL, whose parameters are VARIANTs there. Where one is declared, or known, to be of another type, it is cast
 * wherever the body uses it. https://docs.snowflake.com/en/user-guide/querying-semistructured#lambda-expressions
 */
export function lambdaSql(
  node: Node | undefined,
  t: Translation,
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
    return { name, sql, use: type === null || type.name === "VARIANT" ? sql : cast(sql, type, false, null, t) };
  });
  const locals = new Map([...t.locals, ...params.map(({ name, use }) => [name, use] as const)]);
  return `lambda ${params.map(({ sql }) => sql).join(", ")}: ${wrap(expression(at(inner, "body"), { ...t, locals }))}`;
}

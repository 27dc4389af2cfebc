import type { Node } from "./ast.js";
import { child, children, nodeText, unsupportedFeature, variant } from "./ast.js";
import { expression } from "./expression.js";
import { nameOf, pathOf, quote, wordOf } from "./names.js";
import { translateQuery } from "./query.js";
import type { TranslationContext } from "./translation-context.js";
import { constantText } from "./translation-context.js";

/** Translates an item of FROM with its joins. */
export function fromItem(node: Node, context: TranslationContext): string {
  return [
    relation(child(node, "relation"), context),
    ...children(child(node, "joins")).map((join) => joinClause(join, context)),
  ].join(" ");
}

const JOINS: Readonly<Record<string, string>> = {
  Join: "JOIN",
  Inner: "JOIN",
  Left: "LEFT JOIN",
  LeftOuter: "LEFT JOIN",
  Right: "RIGHT JOIN",
  RightOuter: "RIGHT JOIN",
  FullOuter: "FULL JOIN",
  CrossJoin: "CROSS JOIN",
};

function joinClause(join: Node, context: TranslationContext): string {
  const [tag, inner] = variant(child(join, "join_operator"));
  const right = relation(child(join, "relation"), context);
  if (tag === "AsOf") {
    const [kind, on] = variant(child(inner, "constraint"));
    const match = expression(child(inner, "match_condition"), context);
    const keys = kind === "On" ? `${expression(on, context)} AND ` : "";
    // https://docs.snowflake.com/en/sql-reference/constructs/asof-join:
    // rows without a match are kept, as in an outer join.
    return `ASOF LEFT JOIN ${right} ON ${keys}${match}`;
  }
  const joinKeyword = JOINS[tag];
  if (!joinKeyword) throw unsupportedFeature(`${tag} join`, join);
  const [kind, on] = variant(inner);
  if (kind === "On") return `${joinKeyword} ${right} ON ${expression(on, context)}`;
  if (kind === "Using") {
    const names = children(on).map((name) => quote(nameOf(child(children(name)[0], "Identifier"))));
    return `${joinKeyword} ${right} USING (${names.join(", ")})`;
  }
  if (kind === "Natural") return `NATURAL ${joinKeyword} ${right}`;
  return joinKeyword === "JOIN" || joinKeyword === "CROSS JOIN"
    ? `CROSS JOIN ${right}`
    : `${joinKeyword} ${right} ON true`;
}

/** Translates a table, a subquery or a table function, with its alias. */
export function relation(node: Node, context: TranslationContext): string {
  const [tag, inner] = variant(node);
  switch (tag) {
    case "Table":
      if (children(child(inner, "args", "args")).length > 0 || child(inner, "args") !== null)
        return tableFunction(inner, inner, context);
      return `${tableName(child(inner, "name"))}${alias(inner)}${sample(child(inner, "sample"))}`;
    case "Derived":
      return `${child(inner, "lateral") === true ? "LATERAL " : ""}(${translateQuery(child(inner, "subquery"), context)})${alias(inner, valuesWidth(inner))}${sample(child(inner, "sample"))}`;
    case "Function":
      return tableFunction(inner, inner, context);
    case "TableFunction":
      return tableFunction(child(inner, "expr", "Function"), inner, context);
    case "NestedJoin":
      return `(${fromItem(child(inner, "table_with_joins"), context)})${alias(inner)}`;
    default:
      throw unsupportedFeature(tag, node);
  }
}

/** The qualified name of a table. */
export function tableName(name: Node): string {
  return pathOf(name).map(quote).join(".");
}

/** The number of columns of VALUES. Without aliases they are named COLUMN1, COLUMN2 and so on. */
function valuesWidth(inner: Node): number {
  const rows = children(child(inner, "subquery", "body", "Values", "rows"));
  return children(child(rows[0], "content")).length;
}

function alias(inner: Node, width = 0): string {
  const name = child(inner, "alias", "name");
  const columnAliases = children(child(inner, "alias", "columns")).map((column) =>
    quote(nameOf(child(column, "name"))),
  );
  const columns =
    columnAliases.length > 0 ? columnAliases : Array.from({ length: width }, (_, i) => quote(`COLUMN${i + 1}`));
  if (name === null && columns.length === 0) return "";
  return ` AS ${name === null ? quote("VALUES") : quote(nameOf(name))}${columns.length > 0 ? ` (${columns.join(", ")})` : ""}`;
}

function sample(node: Node): string {
  const [, inner] = variant(node);
  if (inner === null) return "";
  const method = nodeText(child(inner, "name")).toUpperCase();
  const isBlockSample = method === "SYSTEM" || method === "BLOCK";
  const percent = constantText(child(inner, "quantity", "value"));
  const isRowCount = nodeText(child(inner, "quantity", "unit")).toUpperCase() === "ROWS";
  const seed = nodeText(child(inner, "seed", "value", "value", "Number")).split(",")[0];
  const sampleSize = isRowCount
    ? `reservoir(${percent} ROWS)`
    : `${percent}% (${isBlockSample ? "system" : "bernoulli"}${seed ? `, ${seed}` : ""})`;
  return ` TABLESAMPLE ${sampleSize}`;
}

/** The arguments of a table function by name; positional arguments get the names of their positions. */
function argumentsOf(call: Node, positionalNames: readonly string[]): ReadonlyMap<string, Node> {
  const args =
    children(child(call, "args", "List", "args")).length > 0
      ? child(call, "args", "List", "args")
      : (child(call, "args", "args") ?? child(call, "args"));
  return new Map(
    children(args).map((arg, i) => {
      const [tag, inner] = variant(arg);
      return tag === "Named"
        ? [nameOf(child(inner, "name")), child(inner, "arg", "Expr")]
        : [positionalNames[i] ?? "", child(inner, "Expr")];
    }),
  );
}

function tableFunction(call: Node, outer: Node, context: TranslationContext): string {
  const name = wordOf(child(call, "name"));
  const aliasClause = child(outer, "alias") === null ? ` AS ${quote(name)}` : alias(outer);
  switch (name) {
    case "FLATTEN":
      return `LATERAL (${flatten(argumentsOf(call, ["INPUT", "PATH", "OUTER", "RECURSIVE", "MODE"]), context)})${aliasClause}`;
    case "GENERATOR": {
      const rows = constantText(argumentsOf(call, []).get("ROWCOUNT")) ?? "0";
      return `(SELECT i AS "sf_row" FROM range(${rows}) AS r(i))${aliasClause}`;
    }
    case "SPLIT_TO_TABLE": {
      const args = argumentsOf(call, ["S", "D"]);
      const [from, delimiter] = [
        expression(args.get("S") ?? null, context),
        expression(args.get("D") ?? null, context),
      ];
      return `LATERAL (SELECT 1 AS ${quote("SEQ")}, generate_subscripts(s, 1) AS ${quote("INDEX")}, unnest(s) AS ${quote("VALUE")} FROM (SELECT string_split(${from}, ${delimiter}) AS s))${aliasClause}`;
    }
    default:
      throw unsupportedFeature(`table function ${name}`, call);
  }
}

/** https://docs.snowflake.com/en/sql-reference/functions/flatten */
function flatten(args: ReadonlyMap<string, Node>, context: TranslationContext): string {
  for (const name of ["PATH", "RECURSIVE"]) if (args.has(name)) throw unsupportedFeature(`FLATTEN with ${name}`, name);
  const mode = (constantText(args.get("MODE")) ?? "BOTH").toUpperCase();
  const outer = child(args.get("OUTER"), "Value", "value", "Boolean") === true;
  // Computed in a separate subquery, because DuckDB confuses outer columns with captures of its lambdas.
  const input = `(SELECT ${expression(args.get("INPUT") ?? null, context)} AS sf_input)`;
  const columns = [
    `1 AS ${quote("SEQ")}`,
    `e.k AS ${quote("KEY")}`,
    `CASE WHEN e.k IS NULL THEN '[' || e.i || ']' ELSE e.k END AS ${quote("PATH")}`,
    `e.i AS ${quote("INDEX")}`,
    `e.v AS ${quote("VALUE")}`,
    `NULL::JSON AS ${quote("THIS")}`,
  ];
  return `SELECT ${columns.join(", ")} FROM (SELECT unnest(sf_entries(sf_input, '${mode}', ${outer})) AS e FROM ${input})`;
}

import type { Node } from "./ast.js";
import { at, list, text, unknownPart, variant } from "./ast.js";
import { expression } from "./expression.js";
import { nameOf, pathOf, quote, wordOf } from "./names.js";
import { query } from "./query.js";
import type { Translation } from "./translation-context.js";
import { constantText } from "./translation-context.js";

/** One entry of FROM with what is joined to it. */
export function fromItem(node: Node, context: Translation): string {
  return [relation(at(node, "relation"), context), ...list(at(node, "joins")).map((join) => joined(join, context))].join(" ");
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

function joined(join: Node, context: Translation): string {
  const [tag, inner] = variant(at(join, "join_operator"));
  const right = relation(at(join, "relation"), context);
  if (tag === "AsOf") {
    const [kind, on] = variant(at(inner, "constraint"));
    const match = expression(at(inner, "match_condition"), context);
    const keys = kind === "On" ? `${expression(on, context)} AND ` : "";
    // https://docs.snowflake.com/en/sql-reference/constructs/asof-join: rows without a match stay, as with an outer join.
    return `ASOF LEFT JOIN ${right} ON ${keys}${match}`;
  }
  const word = JOINS[tag];
  if (!word) throw unknownPart(`${tag} join`, join);
  const [kind, on] = variant(inner);
  if (kind === "On") return `${word} ${right} ON ${expression(on, context)}`;
  if (kind === "Using") {
    const names = list(on).map((name) => quote(nameOf(at(list(name)[0], "Identifier"))));
    return `${word} ${right} USING (${names.join(", ")})`;
  }
  if (kind === "Natural") return `NATURAL ${word} ${right}`;
  return word === "JOIN" || word === "CROSS JOIN" ? `CROSS JOIN ${right}` : `${word} ${right} ON true`;
}

/** A table, a subquery or a table function under its alias. */
export function relation(node: Node, context: Translation): string {
  const [tag, inner] = variant(node);
  switch (tag) {
    case "Table":
      if (list(at(inner, "args", "args")).length > 0 || at(inner, "args") !== null)
        return tableFunction(inner, inner, context);
      return `${tableName(at(inner, "name"))}${alias(inner)}${sample(at(inner, "sample"))}`;
    case "Derived":
      return `${at(inner, "lateral") === true ? "LATERAL " : ""}(${query(at(inner, "subquery"), context)})${alias(inner, valuesWidth(inner))}${sample(at(inner, "sample"))}`;
    case "Function":
      return tableFunction(inner, inner, context);
    case "TableFunction":
      return tableFunction(at(inner, "expr", "Function"), inner, context);
    case "NestedJoin":
      return `(${fromItem(at(inner, "table_with_joins"), context)})${alias(inner)}`;
    default:
      throw unknownPart(tag, node);
  }
}

/** The name of a table, where INFORMATION_SCHEMA is that of the stand-in. */
export function tableName(name: Node): string {
  return pathOf(name).map(quote).join(".");
}

/** How many columns VALUES have, which get the names COLUMN1, COLUMN2, … without others. */
function valuesWidth(inner: Node): number {
  const rows = list(at(inner, "subquery", "body", "Values", "rows"));
  return list(at(rows[0], "content")).length;
}

function alias(inner: Node, width = 0): string {
  const name = at(inner, "alias", "name");
  const given = list(at(inner, "alias", "columns")).map((column) => quote(nameOf(at(column, "name"))));
  const columns = given.length > 0 ? given : Array.from({ length: width }, (_, i) => quote(`COLUMN${i + 1}`));
  if (name === null && columns.length === 0) return "";
  return ` AS ${name === null ? quote("VALUES") : quote(nameOf(name))}${columns.length > 0 ? ` (${columns.join(", ")})` : ""}`;
}

function sample(node: Node): string {
  const [, inner] = variant(node);
  if (inner === null) return "";
  const method = text(at(inner, "name")).toUpperCase();
  const system = method === "SYSTEM" || method === "BLOCK";
  const percent = constantText(at(inner, "quantity", "value"));
  const rows = text(at(inner, "quantity", "unit")).toUpperCase() === "ROWS";
  const seed = text(at(inner, "seed", "value", "value", "Number")).split(",")[0];
  const what = rows
    ? `reservoir(${percent} ROWS)`
    : `${percent}% (${system ? "system" : "bernoulli"}${seed ? `, ${seed}` : ""})`;
  return ` TABLESAMPLE ${what}`;
}

/** The arguments of a table function by name, those without one by their place. */
function argumentsOf(call: Node, places: readonly string[]): ReadonlyMap<string, Node> {
  const given =
    list(at(call, "args", "List", "args")).length > 0
      ? at(call, "args", "List", "args")
      : (at(call, "args", "args") ?? at(call, "args"));
  return new Map(
    list(given).map((arg, i) => {
      const [tag, inner] = variant(arg);
      return tag === "Named"
        ? [nameOf(at(inner, "name")), at(inner, "arg", "Expr")]
        : [places[i] ?? "", at(inner, "Expr")];
    }),
  );
}

function tableFunction(call: Node, outer: Node, context: Translation): string {
  const name = wordOf(at(call, "name"));
  const given = at(outer, "alias") === null ? ` AS ${quote(name)}` : alias(outer);
  switch (name) {
    case "FLATTEN":
      return `LATERAL (${flatten(argumentsOf(call, ["INPUT", "PATH", "OUTER", "RECURSIVE", "MODE"]), context)})${given}`;
    case "GENERATOR": {
      const rows = constantText(argumentsOf(call, []).get("ROWCOUNT")) ?? "0";
      return `(SELECT i AS "sf_row" FROM range(${rows}) AS r(i))${given}`;
    }
    case "SPLIT_TO_TABLE": {
      const args = argumentsOf(call, ["S", "D"]);
      const [from, delimiter] = [expression(args.get("S") ?? null, context), expression(args.get("D") ?? null, context)];
      return `LATERAL (SELECT 1 AS ${quote("SEQ")}, generate_subscripts(s, 1) AS ${quote("INDEX")}, unnest(s) AS ${quote("VALUE")} FROM (SELECT string_split(${from}, ${delimiter}) AS s))${given}`;
    }
    default:
      throw unknownPart(`table function ${name}`, call);
  }
}

/** https://docs.snowflake.com/en/sql-reference/functions/flatten */
function flatten(args: ReadonlyMap<string, Node>, context: Translation): string {
  for (const name of ["PATH", "RECURSIVE"]) if (args.has(name)) throw unknownPart(`FLATTEN with ${name}`, name);
  const mode = (constantText(args.get("MODE")) ?? "BOTH").toUpperCase();
  const outer = at(args.get("OUTER"), "Value", "value", "Boolean") === true;
  // Worked out in a query of its own: DuckDB mixes up columns of rows around with what its lambdas take.
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

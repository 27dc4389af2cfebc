import { SnowflakeError } from "../errors.js";
import type { Node } from "./ast.js";
import { at, list, text, unknownPart, variant } from "./ast.js";
import { expression, expressions } from "./expression.js";
import { fromItem } from "./from.js";
import { nameOf, quote } from "./names.js";
import type { Translation } from "./translation-context.js";
import { constantText } from "./translation-context.js";

/** A query in DuckDB's SQL. */
export function query(node: Node, context: Translation): string {
  const clauses = [withClause(at(node, "with"), context), body(at(node, "body"), context)];
  const order = orderList(at(node, "order_by", "kind", "Expressions"), context);
  if (order.length > 0) clauses.push(`ORDER BY ${order.map(({ value, order }) => `${value} ${order}`).join(", ")}`);
  clauses.push(limits(node, context));
  return clauses.filter((clause) => clause !== "").join(" ");
}

function withClause(node: Node, context: Translation): string {
  const tables = list(at(node, "cte_tables")).map((cte) => {
    const columns = list(at(cte, "alias", "columns")).map((column) => quote(nameOf(at(column, "name"))));
    const names = columns.length > 0 ? ` (${columns.join(", ")})` : "";
    return `${quote(nameOf(at(cte, "alias", "name")))}${names} AS (${query(at(cte, "query"), context)})`;
  });
  return tables.length === 0 ? "" : `WITH ${at(node, "recursive") === true ? "RECURSIVE " : ""}${tables.join(", ")}`;
}

function body(node: Node, context: Translation): string {
  const [tag, inner] = variant(node);
  switch (tag) {
    case "Select":
      return select(inner, context);
    case "Query":
      return `(${query(inner, context)})`;
    case "Values":
      return values(inner, context);
    case "SetOperation":
      return setOperation(inner, context);
    default:
      throw unknownPart(tag, node);
  }
}

const SET_WORDS: Readonly<Record<string, string>> = {
  Union: "UNION",
  Except: "EXCEPT",
  Minus: "EXCEPT",
  Intersect: "INTERSECT",
};
const QUANTIFIERS: Readonly<Record<string, string>> = {
  None: "",
  All: " ALL",
  Distinct: "",
  ByName: " BY NAME",
  AllByName: " ALL BY NAME",
};

function setOperation(inner: Node, context: Translation): string {
  const [op, quantifier] = [text(at(inner, "op")), text(at(inner, "set_quantifier"))];
  // https://docs.snowflake.com/en/sql-reference/operators-query: INTERSECT and MINUS take no ALL.
  if (op !== "Union" && quantifier === "All")
    throw new SnowflakeError(
      "001003",
      "42000",
      `SQL compilation error:\nsyntax error: ${op.toUpperCase()} ALL is not supported.`,
    );
  // Long chains lean to the left; they are walked without recursion.
  const parts: string[] = [];
  let left: Node = inner;
  for (;;) {
    const sign = `${SET_WORDS[text(at(left, "op"))]}${QUANTIFIERS[text(at(left, "set_quantifier"))]}`;
    parts.unshift(sign, operand(at(left, "right"), context));
    const [tag, next] = variant(at(left, "left"));
    const same = tag === "SetOperation" && text(at(next, "op")) === text(at(left, "op"));
    if (!same) {
      parts.unshift(operand(at(left, "left"), context));
      return parts.join(" ");
    }
    left = next;
  }
}
const operand = (node: Node, context: Translation): string =>
  variant(node)[0] === "SetOperation" ? `(${body(node, context)})` : body(node, context);

/** https://docs.snowflake.com/en/sql-reference/constructs/values: constants, and expressions of them; nothing semi-structured. */
const NOT_IN_VALUES =
  /"value":"(?:(?:TRY_)?PARSE_JSON|(?:ARRAY|OBJECT)_CONSTRUCT(?:_KEEP_NULL)?|TO_(?:VARIANT|ARRAY|OBJECT)|VARIANT|OBJECT)"|"Array":|"Dictionary":/;

function values(inner: Node, context: Translation): string {
  if (NOT_IN_VALUES.test(JSON.stringify(inner)))
    throw new SnowflakeError("002014", "22000", "SQL compilation error:\nInvalid expression in VALUES clause");
  return `VALUES ${list(at(inner, "rows"))
    .map((row) => `(${expressions(at(row, "content"), context)})`)
    .join(", ")}`;
}

function select(inner: Node, context: Translation): string {
  const clause = (word: string, key: string): string =>
    at(inner, key) === null ? "" : `${word} ${expression(at(inner, key), context)}`;
  const from = list(at(inner, "from")).map((item) => fromItem(item, context));
  const [distinct] = variant(at(inner, "distinct"));
  const top = at(inner, "top", "quantity");
  const parts = [
    `SELECT ${distinct === "Distinct" ? "DISTINCT " : ""}${list(at(inner, "projection"))
      .map((item) => projected(item, context))
      .join(", ")}`,
    from.length > 0 ? `FROM ${from.join(", ")}` : "",
    clause("WHERE", "selection"),
    groupBy(at(inner, "group_by"), context),
    clause("HAVING", "having"),
    clause("QUALIFY", "qualify"),
    top === null ? "" : `LIMIT ${text(at(top, "Constant"))}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function projected(item: Node, context: Translation): string {
  const [tag, inner] = variant(item);
  switch (tag) {
    case "UnnamedExpr":
      return named(inner, context);
    case "ExprWithAlias":
      return `${expression(at(inner, "expr"), context)} AS ${quote(nameOf(at(inner, "alias")))}`;
    case "Wildcard":
      return `*${wildcard(inner, context)}`;
    case "QualifiedWildcard": {
      const [name, options] = list(inner);
      const path = list(at(name, "ObjectName")).map((part) => quote(nameOf(at(part, "Identifier"))));
      return `${path.join(".")}.*${wildcard(options ?? null, context)}`;
    }
    default:
      throw unknownPart(tag, item);
  }
}

/** An expression without an alias. Snowflake names the column by its text; here that is done for calls and constants. */
function named(node: Node, context: Translation): string {
  const sql = expression(node, context);
  const [tag, inner] = variant(node);
  if (tag === "Identifier" || tag === "CompoundIdentifier") return sql;
  if (tag === "Function") {
    const name = text(at(list(at(inner, "name"))[0], "Identifier", "value")).toUpperCase();
    const star = JSON.stringify(at(inner, "args"))?.includes('"Wildcard"') ? "*" : "…";
    return `${sql} AS ${quote(`${name}(${star})`)}`;
  }
  const constant = constantText(node);
  return constant === undefined ? sql : `${sql} AS ${quote(/^\d/.test(constant) ? constant : `'${constant}'`)}`;
}

function wildcard(options: Node, context: Translation): string {
  const excluded = at(options, "opt_exclude");
  const [kind, names] = variant(excluded);
  const columns = (kind === "Multiple" ? list(names) : [names]).map((name) =>
    quote(nameOf(at(list(name)[0], "Identifier"))),
  );
  const renames = list(at(options, "opt_rename", "Multiple")).map(
    (rename) => `${quote(nameOf(at(rename, "ident")))} AS ${quote(nameOf(at(rename, "alias")))}`,
  );
  const replaces = list(at(options, "opt_replace", "items")).map(
    (item) => `${expression(at(item, "expr"), context)} AS ${quote(nameOf(at(item, "column_name")))}`,
  );
  return [
    excluded === null ? "" : ` EXCLUDE (${columns.join(", ")})`,
    replaces.length === 0 ? "" : ` REPLACE (${replaces.join(", ")})`,
    renames.length === 0 ? "" : ` RENAME (${renames.join(", ")})`,
  ].join("");
}

function groupBy(node: Node, context: Translation): string {
  const [tag, inner] = variant(node);
  if (tag === "All") return "GROUP BY ALL";
  const keys = list(list(inner)[0]);
  return keys.length === 0 ? "" : `GROUP BY ${keys.map((key) => groupKey(key, context)).join(", ")}`;
}

const TOTALS: Readonly<Record<string, string>> = { Rollup: "ROLLUP", Cube: "CUBE", GroupingSets: "GROUPING SETS" };

function groupKey(key: Node, context: Translation): string {
  const [tag, inner] = variant(key);
  const word = TOTALS[tag];
  if (!word) return ordinal(key) ?? expression(key, context);
  const sets = list(inner).map((set) => {
    const parts = list(set).map((part) => expression(part, context));
    return parts.length === 1 && tag !== "GroupingSets" ? (parts[0] ?? "") : `(${parts.join(", ")})`;
  });
  return `${word} (${sets.join(", ")})`;
}

/** The place of a column, which stands for it in GROUP BY and ORDER BY. */
const ordinal = (node: Node): string | undefined => {
  const digits = constantText(node);
  return digits !== undefined && /^\d+$/.test(digits) && JSON.stringify(node).includes("Number") ? digits : undefined;
};

/** Sort keys. NULLs are the largest values unless told: https://docs.snowflake.com/en/sql-reference/constructs/order-by */
export function orderList(nodes: Node, context: Translation): readonly { readonly value: string; readonly order: string }[] {
  return list(nodes).map((key) => {
    const descending = at(key, "options", "asc") === false;
    const first = at(key, "options", "nulls_first") ?? descending;
    return {
      value: ordinal(at(key, "expr")) ?? expression(at(key, "expr"), context),
      order: `${descending ? "DESC" : "ASC"} NULLS ${first === true ? "FIRST" : "LAST"}`,
    };
  });
}

function limits(node: Node, context: Translation): string {
  const clause = at(node, "limit_clause", "LimitOffset");
  const limit = at(clause, "limit") ?? at(node, "fetch", "quantity");
  const offset = at(clause, "offset", "value");
  return [limit === null ? "" : `LIMIT ${count(limit, context)}`, offset === null ? "" : `OFFSET ${count(offset, context)}`]
    .filter((part) => part !== "")
    .join(" ");
}
/** Only constants limit a query: https://docs.snowflake.com/en/sql-reference/constructs/limit */
function count(node: Node, context: Translation): string {
  const digits = constantText(node);
  if (digits !== undefined && /^\d+$/.test(digits)) return digits;
  const sql = expression(node, context);
  if (sql === "NULL") return "ALL";
  const bound = /^\(?'?(\d+)'?(?:::HUGEINT\))?$/.exec(sql)?.[1];
  if (bound === undefined)
    throw new SnowflakeError("001003", "42000", "SQL compilation error:\nsyntax error: LIMIT takes a constant.");
  return bound;
}

const BOUNDS: Readonly<Record<string, string>> = { Preceding: "PRECEDING", Following: "FOLLOWING" };

/** The window that a function is called over. */
export function windowOf(
  node: Node,
  context: Translation,
): { readonly sql: string; readonly ordered: boolean; readonly framed: boolean; readonly inside: string } | null {
  const spec = at(node, "WindowSpec");
  if (spec === null) return null;
  const partitions = list(at(spec, "partition_by")).map((part) => expression(part, context));
  const order = list(at(spec, "order_by")).filter((key) => !constantKey(at(key, "expr")));
  const sorted = orderList(order, context).map((key) => `${key.value} ${key.order}`);
  const frame = frameOf(at(spec, "window_frame"), context);
  const inside = [
    partitions.length > 0 ? `PARTITION BY ${partitions.join(", ")}` : "",
    sorted.length > 0 ? `ORDER BY ${sorted.join(", ")}` : "",
  ].filter((part) => part !== "");
  return {
    sql: ` OVER (${[...inside, frame].filter((part) => part !== "").join(" ")})`,
    inside: inside.join(" "),
    ordered: list(at(spec, "order_by")).length > 0,
    framed: frame !== "",
  };
}
/** A constant sorts nothing in a window; it is not the place of a column there. */
const constantKey = (node: Node): boolean => constantText(node) !== undefined || at(node, "Value", "value") === "Null";

function frameOf(node: Node, context: Translation): string {
  if (node === null) return "";
  const bound = (key: string): string => {
    const [tag, distance] = variant(at(node, key));
    if (tag === "CurrentRow" || tag === "") return "CURRENT ROW";
    const far = distance === null ? "UNBOUNDED" : (constantText(distance) ?? expression(distance, context));
    return `${far} ${BOUNDS[tag]}`;
  };
  const units = text(at(node, "units")).toUpperCase();
  return `${units} BETWEEN ${bound("start_bound")} AND ${bound("end_bound")}`;
}

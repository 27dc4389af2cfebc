import { SnowflakeError } from "../errors.js";
import type { Node } from "./ast.js";
import { child, children, nodeText, unsupportedFeature, variant } from "./ast.js";
import { expression, expressions } from "./expression.js";
import { fromItem } from "./from.js";
import { nameOf, quote } from "./names.js";
import type { TranslationContext } from "./translation-context.js";
import { constantText } from "./translation-context.js";

/** Translates a query to DuckDB's SQL. */
export function translateQuery(node: Node, context: TranslationContext): string {
  const clauses = [withClause(child(node, "with"), context), queryBody(child(node, "body"), context)];
  const order = orderList(child(node, "order_by", "kind", "Expressions"), context);
  if (order.length > 0) clauses.push(`ORDER BY ${order.map(({ value, order }) => `${value} ${order}`).join(", ")}`);
  clauses.push(limitClause(node, context));
  return clauses.filter((clause) => clause !== "").join(" ");
}

function withClause(node: Node, context: TranslationContext): string {
  const tables = children(child(node, "cte_tables")).map((cte) => {
    const columns = children(child(cte, "alias", "columns")).map((column) => quote(nameOf(child(column, "name"))));
    const names = columns.length > 0 ? ` (${columns.join(", ")})` : "";
    return `${quote(nameOf(child(cte, "alias", "name")))}${names} AS (${translateQuery(child(cte, "query"), context)})`;
  });
  return tables.length === 0 ? "" : `WITH ${child(node, "recursive") === true ? "RECURSIVE " : ""}${tables.join(", ")}`;
}

function queryBody(node: Node, context: TranslationContext): string {
  const [tag, inner] = variant(node);
  switch (tag) {
    case "Select":
      return select(inner, context);
    case "Query":
      return `(${translateQuery(inner, context)})`;
    case "Values":
      return values(inner, context);
    case "SetOperation":
      return setOperation(inner, context);
    default:
      throw unsupportedFeature(tag, node);
  }
}

const SET_KEYWORDS: Readonly<Record<string, string>> = {
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

function setOperation(inner: Node, context: TranslationContext): string {
  const [op, quantifier] = [nodeText(child(inner, "op")), nodeText(child(inner, "set_quantifier"))];
  // https://docs.snowflake.com/en/sql-reference/operators-query: INTERSECT and MINUS do not support ALL.
  if (op !== "Union" && quantifier === "All")
    throw new SnowflakeError(
      "001003",
      "42000",
      `SQL compilation error:\nsyntax error: ${op.toUpperCase()} ALL is not supported.`,
    );
  // Long chains are nested on the left, so they are traversed without recursion.
  const segments: string[] = [];
  let left: Node = inner;
  for (;;) {
    const setOperator = `${SET_KEYWORDS[nodeText(child(left, "op"))]}${QUANTIFIERS[nodeText(child(left, "set_quantifier"))]}`;
    segments.unshift(setOperator, setOperand(child(left, "right"), context));
    const [tag, next] = variant(child(left, "left"));
    const isSameOperator = tag === "SetOperation" && nodeText(child(next, "op")) === nodeText(child(left, "op"));
    if (!isSameOperator) {
      segments.unshift(setOperand(child(left, "left"), context));
      return segments.join(" ");
    }
    left = next;
  }
}
const setOperand = (node: Node, context: TranslationContext): string =>
  variant(node)[0] === "SetOperation" ? `(${queryBody(node, context)})` : queryBody(node, context);

/**
 * VALUES allows constant expressions, but no semi-structured values:
 * https://docs.snowflake.com/en/sql-reference/constructs/values
 */
const NOT_IN_VALUES =
  /"value":"(?:(?:TRY_)?PARSE_JSON|(?:ARRAY|OBJECT)_CONSTRUCT(?:_KEEP_NULL)?|TO_(?:VARIANT|ARRAY|OBJECT)|VARIANT|OBJECT)"|"Array":|"Dictionary":/;

function values(inner: Node, context: TranslationContext): string {
  if (NOT_IN_VALUES.test(JSON.stringify(inner)))
    throw new SnowflakeError("002014", "22000", "SQL compilation error:\nInvalid expression in VALUES clause");
  return `VALUES ${children(child(inner, "rows"))
    .map((row) => `(${expressions(child(row, "content"), context)})`)
    .join(", ")}`;
}

function select(inner: Node, context: TranslationContext): string {
  const exprClause = (keyword: string, key: string): string =>
    child(inner, key) === null ? "" : `${keyword} ${expression(child(inner, key), context)}`;
  const from = children(child(inner, "from")).map((item) => fromItem(item, context));
  const [distinct] = variant(child(inner, "distinct"));
  const top = child(inner, "top", "quantity");
  const clauses = [
    `SELECT ${distinct === "Distinct" ? "DISTINCT " : ""}${children(child(inner, "projection"))
      .map((item) => selectItem(item, context))
      .join(", ")}`,
    from.length > 0 ? `FROM ${from.join(", ")}` : "",
    exprClause("WHERE", "selection"),
    groupBy(child(inner, "group_by"), context),
    exprClause("HAVING", "having"),
    exprClause("QUALIFY", "qualify"),
    top === null ? "" : `LIMIT ${nodeText(child(top, "Constant"))}`,
  ];
  return clauses.filter((clause) => clause !== "").join(" ");
}

function selectItem(item: Node, context: TranslationContext): string {
  const [tag, inner] = variant(item);
  switch (tag) {
    case "UnnamedExpr":
      return withImplicitName(inner, context);
    case "ExprWithAlias":
      return `${expression(child(inner, "expr"), context)} AS ${quote(nameOf(child(inner, "alias")))}`;
    case "Wildcard":
      return `*${wildcard(inner, context)}`;
    case "QualifiedWildcard": {
      const [name, options] = children(inner);
      const path = children(child(name, "ObjectName")).map((identifier) =>
        quote(nameOf(child(identifier, "Identifier"))),
      );
      return `${path.join(".")}.*${wildcard(options ?? null, context)}`;
    }
    default:
      throw unsupportedFeature(tag, item);
  }
}

/**
 * Translates an expression without an alias. Snowflake names the column after the text of the expression; the stand-in
 * does so for calls and constants.
 */
function withImplicitName(node: Node, context: TranslationContext): string {
  const sql = expression(node, context);
  const [tag, inner] = variant(node);
  if (tag === "Identifier" || tag === "CompoundIdentifier") return sql;
  if (tag === "Function") {
    const name = nodeText(child(children(child(inner, "name"))[0], "Identifier", "value")).toUpperCase();
    const star = JSON.stringify(child(inner, "args"))?.includes('"Wildcard"') ? "*" : "…";
    return `${sql} AS ${quote(`${name}(${star})`)}`;
  }
  const constant = constantText(node);
  return constant === undefined ? sql : `${sql} AS ${quote(/^\d/.test(constant) ? constant : `'${constant}'`)}`;
}

function wildcard(options: Node, context: TranslationContext): string {
  const excluded = child(options, "opt_exclude");
  const [kind, names] = variant(excluded);
  const columns = (kind === "Multiple" ? children(names) : [names]).map((name) =>
    quote(nameOf(child(children(name)[0], "Identifier"))),
  );
  const renames = children(child(options, "opt_rename", "Multiple")).map(
    (rename) => `${quote(nameOf(child(rename, "ident")))} AS ${quote(nameOf(child(rename, "alias")))}`,
  );
  const replaces = children(child(options, "opt_replace", "items")).map(
    (item) => `${expression(child(item, "expr"), context)} AS ${quote(nameOf(child(item, "column_name")))}`,
  );
  return [
    excluded === null ? "" : ` EXCLUDE (${columns.join(", ")})`,
    replaces.length === 0 ? "" : ` REPLACE (${replaces.join(", ")})`,
    renames.length === 0 ? "" : ` RENAME (${renames.join(", ")})`,
  ].join("");
}

function groupBy(node: Node, context: TranslationContext): string {
  const [tag, inner] = variant(node);
  if (tag === "All") return "GROUP BY ALL";
  const keys = children(children(inner)[0]);
  return keys.length === 0 ? "" : `GROUP BY ${keys.map((key) => groupKey(key, context)).join(", ")}`;
}

const GROUPING_KEYWORDS: Readonly<Record<string, string>> = {
  Rollup: "ROLLUP",
  Cube: "CUBE",
  GroupingSets: "GROUPING SETS",
};

function groupKey(key: Node, context: TranslationContext): string {
  const [tag, inner] = variant(key);
  const groupingKeyword = GROUPING_KEYWORDS[tag];
  if (!groupingKeyword) return ordinal(key) ?? expression(key, context);
  const sets = children(inner).map((set) => {
    const keys = children(set).map((keyNode) => expression(keyNode, context));
    return keys.length === 1 && tag !== "GroupingSets" ? (keys[0] ?? "") : `(${keys.join(", ")})`;
  });
  return `${groupingKeyword} (${sets.join(", ")})`;
}

/** The ordinal of a column in GROUP BY or ORDER BY; undefined for any other expression. */
const ordinal = (node: Node): string | undefined => {
  const digits = constantText(node);
  return digits !== undefined && /^\d+$/.test(digits) && JSON.stringify(node).includes("Number") ? digits : undefined;
};

/**
 * Translates sort keys. By default, NULLs are the largest values:
 * https://docs.snowflake.com/en/sql-reference/constructs/order-by
 */
export function orderList(
  nodes: Node,
  context: TranslationContext,
): readonly { readonly value: string; readonly order: string }[] {
  return children(nodes).map((key) => {
    const descending = child(key, "options", "asc") === false;
    const nullsFirst = child(key, "options", "nulls_first") ?? descending;
    return {
      value: ordinal(child(key, "expr")) ?? expression(child(key, "expr"), context),
      order: `${descending ? "DESC" : "ASC"} NULLS ${nullsFirst === true ? "FIRST" : "LAST"}`,
    };
  });
}

function limitClause(node: Node, context: TranslationContext): string {
  const clause = child(node, "limit_clause", "LimitOffset");
  const limit = child(clause, "limit") ?? child(node, "fetch", "quantity");
  const offset = child(clause, "offset", "value");
  return [
    limit === null ? "" : `LIMIT ${rowCount(limit, context)}`,
    offset === null ? "" : `OFFSET ${rowCount(offset, context)}`,
  ]
    .filter((text) => text !== "")
    .join(" ");
}
/** LIMIT and OFFSET must be constant: https://docs.snowflake.com/en/sql-reference/constructs/limit */
function rowCount(node: Node, context: TranslationContext): string {
  const digits = constantText(node);
  if (digits !== undefined && /^\d+$/.test(digits)) return digits;
  const sql = expression(node, context);
  if (sql === "NULL") return "ALL";
  const digitsInLiteral = /^\(?'?(\d+)'?(?:::HUGEINT\))?$/.exec(sql)?.[1];
  if (digitsInLiteral === undefined)
    throw new SnowflakeError("001003", "42000", "SQL compilation error:\nsyntax error: LIMIT takes a constant.");
  return digitsInLiteral;
}

const BOUNDS: Readonly<Record<string, string>> = { Preceding: "PRECEDING", Following: "FOLLOWING" };

/** Translates the window of a call; null if it has none. */
export function windowOf(
  node: Node,
  context: TranslationContext,
): {
  readonly sql: string;
  readonly isOrdered: boolean;
  readonly hasFrame: boolean;
  readonly partitionAndOrder: string;
} | null {
  const spec = child(node, "WindowSpec");
  if (spec === null) return null;
  const partitions = children(child(spec, "partition_by")).map((partition) => expression(partition, context));
  const order = children(child(spec, "order_by")).filter((key) => !isConstantKey(child(key, "expr")));
  const sorted = orderList(order, context).map((key) => `${key.value} ${key.order}`);
  const frame = frameOf(child(spec, "window_frame"), context);
  const clauses = [
    partitions.length > 0 ? `PARTITION BY ${partitions.join(", ")}` : "",
    sorted.length > 0 ? `ORDER BY ${sorted.join(", ")}` : "",
  ].filter((clause) => clause !== "");
  return {
    sql: ` OVER (${[...clauses, frame].filter((clause) => clause !== "").join(" ")})`,
    partitionAndOrder: clauses.join(" "),
    isOrdered: children(child(spec, "order_by")).length > 0,
    hasFrame: frame !== "",
  };
}
/** Whether a sort key is constant. In a window, a constant does not sort and is not an ordinal. */
const isConstantKey = (node: Node): boolean =>
  constantText(node) !== undefined || child(node, "Value", "value") === "Null";

function frameOf(node: Node, context: TranslationContext): string {
  if (node === null) return "";
  const bound = (key: string): string => {
    const [tag, distance] = variant(child(node, key));
    if (tag === "CurrentRow" || tag === "") return "CURRENT ROW";
    const extent = distance === null ? "UNBOUNDED" : (constantText(distance) ?? expression(distance, context));
    return `${extent} ${BOUNDS[tag]}`;
  };
  const units = nodeText(child(node, "units")).toUpperCase();
  return `${units} BETWEEN ${bound("start_bound")} AND ${bound("end_bound")}`;
}

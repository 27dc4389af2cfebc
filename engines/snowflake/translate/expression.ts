import type { Node } from "./ast.js";
import { child, children, nodeText, unsupportedFeature, variant } from "./ast.js";
import { functionCall } from "./call.js";
import { cast } from "./cast.js";
import { nameOf, quote } from "./names.js";
import { translateQuery } from "./query.js";
import type { Bind, TranslationContext } from "./translation-context.js";
import { constantText, evaluateBothOnce, stringSql } from "./translation-context.js";
import { typeFromName, typeOf } from "./types.js";

const INFIX_OPERATORS: Readonly<Record<string, string>> = {
  Plus: "+",
  Minus: "-",
  Multiply: "*",
  StringConcat: "||",
  Gt: ">",
  Lt: "<",
  GtEq: ">=",
  LtEq: "<=",
  Eq: "=",
  NotEq: "<>",
  And: "AND",
  Or: "OR",
};
const SUFFIX_OPERATORS: Readonly<Record<string, string>> = {
  IsNull: "IS NULL",
  IsNotNull: "IS NOT NULL",
  IsTrue: "IS TRUE",
  IsNotTrue: "IS NOT TRUE",
  IsFalse: "IS FALSE",
  IsNotFalse: "IS NOT FALSE",
};

/** Translates an expression to DuckDB's SQL. Compound expressions are in parentheses. */
export function expression(node: Node, context: TranslationContext): string {
  const [tag, inner] = variant(node);
  const operand = (...path: readonly string[]): string => expression(child(inner, ...path), context);
  const not = child(inner, "negated") === true ? "NOT " : "";
  switch (tag) {
    case "Value":
      return literal(child(inner, "value"), context);
    case "Identifier":
      return context.locals.get(nameOf(inner)) ?? quote(nameOf(inner));
    case "CompoundIdentifier":
      return children(inner)
        .map((identifier) => quote(nameOf(identifier)))
        .join(".");
    case "Nested":
      return expression(inner, context);
    case "Tuple":
      return `(${expressions(inner, context)})`;
    case "BinaryOp":
      return infix(nodeText(child(inner, "op")), operand("left"), operand("right"), node);
    case "UnaryOp":
      return unary(nodeText(child(inner, "op")), operand("expr"), node);
    case "IsDistinctFrom":
    case "IsNotDistinctFrom": {
      const [left, right] = children(inner).map((side) => expression(side, context));
      return `(${left} IS ${tag === "IsDistinctFrom" ? "" : "NOT "}DISTINCT FROM ${right})`;
    }
    case "Between":
      return `(${operand("expr")} ${not}BETWEEN ${operand("low")} AND ${operand("high")})`;
    case "InList":
      return `(${operand("expr")} ${not}IN (${expressions(child(inner, "list"), context)}))`;
    case "InSubquery":
      return `(${operand("expr")} ${not}IN (${translateQuery(child(inner, "subquery"), context)}))`;
    case "Exists":
      return `(${not}EXISTS (${translateQuery(child(inner, "subquery"), context)}))`;
    case "Subquery": {
      const sql = `(${translateQuery(inner, { ...context, hoistQuery: null })})`;
      return context.hoistQuery ? context.hoistQuery(sql) : sql;
    }
    case "AnyOp":
    case "AllOp": {
      const quantifier = tag === "AnyOp" ? "ANY" : "ALL";
      const op = INFIX_OPERATORS[nodeText(child(inner, "compare_op"))];
      const [kind, subquery] = variant(child(inner, "right"));
      if (kind !== "Subquery") throw unsupportedFeature(`${quantifier} of no subquery`, node);
      return `(${operand("left")} ${op} ${quantifier} (${translateQuery(subquery, context)}))`;
    }
    case "Like":
    case "ILike":
      return like(tag === "Like" ? "LIKE" : "ILIKE", inner, context);
    case "RLike":
      return `(${not}regexp_full_match(${operand("expr")}, ${operand("pattern")}))`;
    case "Case":
      return caseExpression(inner, context);
    case "Cast":
      return cast(
        operand("expr"),
        typeOf(child(inner, "data_type")),
        nodeText(child(inner, "kind")) === "TryCast",
        child(inner, "expr"),
        context,
      );
    case "TypedString":
      return cast(
        literal(child(inner, "value", "value"), context),
        typeOf(child(inner, "data_type")),
        false,
        null,
        context,
      );
    case "Interval":
      return interval(inner);
    case "Collate":
      throw unsupportedFeature("COLLATE", node);
    case "JsonAccess":
      return children(child(inner, "path", "path")).reduce(
        (value: string, step) => `sf_get(${value}, ${pathStep(step, context)})`,
        operand("value"),
      );
    case "Array":
      return `[${children(child(inner, "elem"))
        .map((element) => `sf_variant(${expression(element, context)})`)
        .join(", ")}]::JSON[]`;
    case "Lambda":
      return ""; // translated by the function that receives it
    case "AtTimeZone":
      throw unsupportedFeature("AT TIME ZONE", node);
    default: {
      const suffix = SUFFIX_OPERATORS[tag];
      return suffix ? `(${expression(inner, context)} ${suffix})` : functionCall(tag, inner, node, context);
    }
  }
}

export const expressions = (nodes: Node, context: TranslationContext): string =>
  children(nodes)
    .map((node) => expression(node, context))
    .join(", ");

function literal(value: Node, context: TranslationContext): string {
  const [tag, inner] = variant(value);
  switch (tag) {
    case "Number":
      return number(nodeText(children(inner)[0]));
    case "SingleQuotedString":
      return stringSql(nodeText(inner));
    case "DollarQuotedString":
      return stringSql(nodeText(child(inner, "value")));
    case "HexStringLiteral":
      return `unhex('${nodeText(inner)}')`;
    case "Boolean":
      return inner === true ? "true" : "false";
    case "Null":
      return "NULL";
    case "Placeholder": {
      const position = /^:(\d+)$/.exec(nodeText(inner))?.[1];
      if (position === undefined && inner !== "?") throw unsupportedFeature(`variable ${nodeText(inner)}`, value);
      return bindLiteral(context.bind(position === undefined ? undefined : Number(position)), context);
    }
    default:
      throw unsupportedFeature(`literal ${tag}`, value);
  }
}

/**
 * Translates a number. Integers have the type of integer columns, so that nothing overflows that does not overflow in
 * Snowflake.
 */
export function number(digits: string): string {
  if (/^\d{1,38}$/.test(digits)) return `${digits}::HUGEINT`;
  const match = /^(\d*)\.(\d*)$/.exec(digits);
  if (match) {
    const [, integerDigits = "", fraction = ""] = match;
    const precision = Math.max(1, integerDigits.replace(/^0+/, "").length + fraction.length);
    if (precision <= 38) return `${integerDigits || "0"}.${fraction}::DECIMAL(${precision}, ${fraction.length})`;
  }
  return `${digits}::DOUBLE`;
}

function bindLiteral({ type, value }: Bind, context: TranslationContext): string {
  if (value === null) return "NULL";
  const text = stringSql(value);
  switch (type) {
    case "FIXED":
      return /^-?\d{1,38}$/.test(value) ? `(${value}::HUGEINT)` : `CAST(${text} AS HUGEINT)`;
    case "TEXT":
      return text;
    case "VARIANT":
      return `sf_parse_json(${text})::JSON`;
    default:
      return cast(text, typeFromName(type), false, null, context);
  }
}

function infix(op: string, left: string, right: string, node: Node): string {
  if (op === "Divide") return evaluateBothOnce(left, right, (a, b) => `sf_divide(${a}, ${b})`);
  if (op === "Modulo") return evaluateBothOnce(left, right, (a, b) => `sf_modulo(${a}, ${b})`);
  const operator = INFIX_OPERATORS[op];
  if (!operator) throw unsupportedFeature(`operator ${op}`, node);
  return `(${left} ${operator} ${right})`;
}

function unary(op: string, value: string, node: Node): string {
  if (op === "Not") return `(NOT ${value})`;
  if (op === "Minus") return `(-${value})`;
  if (op === "Plus") return value;
  throw unsupportedFeature(`operator ${op}`, node);
}

function like(operator: string, inner: Node, context: TranslationContext): string {
  const [value, escapeChar] = [expression(child(inner, "expr"), context), child(inner, "escape_char")];
  const suffix = escapeChar === null ? "" : ` ESCAPE ${literal(child(escapeChar, "value"), context)}`;
  const [kind, patterns] = variant(child(inner, "pattern"));
  const matchPattern = (pattern: Node): string => `${value} ${operator} ${expression(pattern, context)}${suffix}`;
  const isLikeAll =
    kind === "Function" &&
    nodeText(child(children(child(patterns, "name"))[0], "Identifier", "value")).toUpperCase() === "ALL";
  const test = isLikeAll
    ? children(child(patterns, "args", "List", "args"))
        .map((arg) => matchPattern(child(arg, "Unnamed", "Expr")))
        .join(" AND ")
    : child(inner, "any") === true && kind === "Tuple"
      ? children(patterns).map(matchPattern).join(" OR ")
      : matchPattern(child(inner, "pattern"));
  return child(inner, "negated") === true ? `(NOT (${test}))` : `(${test})`;
}

function caseExpression(inner: Node, context: TranslationContext): string {
  const operand = child(inner, "operand");
  const branches = children(child(inner, "conditions")).map(
    (branch) =>
      `WHEN ${expression(child(branch, "condition"), context)} THEN ${expression(child(branch, "result"), context)}`,
  );
  const otherwise = child(inner, "else_result");
  return `(CASE ${operand === null ? "" : `${expression(operand, context)} `}${branches.join(" ")}${
    otherwise === null ? "" : ` ELSE ${expression(otherwise, context)}`
  } END)`;
}

/** Translates a step of a path: a name after a colon or period, or an expression in brackets. */
function pathStep(step: Node, context: TranslationContext): string {
  const [tag, inner] = variant(step);
  if (tag === "Dot") return stringSql(nodeText(child(inner, "key")));
  const [kind, key] = variant(child(inner, "key"));
  return kind === "Identifier" && tag === "ColonBracket"
    ? stringSql(nameOf(key))
    : expression(child(inner, "key"), context);
}

/**
 * Translates an interval, which is always constant in Snowflake: `1 year, 2 months`, or a number followed by a unit.
 */
function interval(inner: Node): string {
  const value = constantText(child(inner, "value"));
  if (value === undefined) throw unsupportedFeature("INTERVAL of an expression", inner);
  const unit = child(inner, "leading_field");
  const intervalText = unit === null ? value : `${value} ${nodeText(unit)}`;
  if (!/^\s*(?:[+-]?\d+(?:\.\d+)?\s*[a-z]+\s*,?\s*)+$/i.test(intervalText))
    throw unsupportedFeature(`INTERVAL '${intervalText}'`, inner);
  return `CAST(${stringSql(intervalText.replaceAll(",", " "))} AS INTERVAL)`;
}

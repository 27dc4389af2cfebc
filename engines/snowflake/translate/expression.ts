import type { Node } from "./ast.js";
import { at, list, text, unknownPart, variant } from "./ast.js";
import { functionCall } from "./call.js";
import { cast } from "./cast.js";
import { nameOf, quote } from "./names.js";
import { query } from "./query.js";
import type { Bind, Translation } from "./translation-context.js";
import { constantText, onceBoth, stringSql } from "./translation-context.js";
import { typeNamed, typeOf } from "./types.js";

const INFIX: Readonly<Record<string, string>> = {
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
const SUFFIX: Readonly<Record<string, string>> = {
  IsNull: "IS NULL",
  IsNotNull: "IS NOT NULL",
  IsTrue: "IS TRUE",
  IsNotTrue: "IS NOT TRUE",
  IsFalse: "IS FALSE",
  IsNotFalse: "IS NOT FALSE",
};

/** An expression in DuckDB's SQL. Compound ones are in parentheses. */
export function expression(node: Node, context: Translation): string {
  const [tag, inner] = variant(node);
  const sub = (...path: readonly string[]): string => expression(at(inner, ...path), context);
  const not = at(inner, "negated") === true ? "NOT " : "";
  switch (tag) {
    case "Value":
      return literal(at(inner, "value"), context);
    case "Identifier":
      return context.locals.get(nameOf(inner)) ?? quote(nameOf(inner));
    case "CompoundIdentifier":
      return list(inner)
        .map((part) => quote(nameOf(part)))
        .join(".");
    case "Nested":
      return expression(inner, context);
    case "Tuple":
      return `(${expressions(inner, context)})`;
    case "BinaryOp":
      return infix(text(at(inner, "op")), sub("left"), sub("right"), node);
    case "UnaryOp":
      return unary(text(at(inner, "op")), sub("expr"), node);
    case "IsDistinctFrom":
    case "IsNotDistinctFrom": {
      const [left, right] = list(inner).map((side) => expression(side, context));
      return `(${left} IS ${tag === "IsDistinctFrom" ? "" : "NOT "}DISTINCT FROM ${right})`;
    }
    case "Between":
      return `(${sub("expr")} ${not}BETWEEN ${sub("low")} AND ${sub("high")})`;
    case "InList":
      return `(${sub("expr")} ${not}IN (${expressions(at(inner, "list"), context)}))`;
    case "InSubquery":
      return `(${sub("expr")} ${not}IN (${query(at(inner, "subquery"), context)}))`;
    case "Exists":
      return `(${not}EXISTS (${query(at(inner, "subquery"), context)}))`;
    case "Subquery": {
      const sql = `(${query(inner, { ...context, before: null })})`;
      return context.before ? context.before(sql) : sql;
    }
    case "AnyOp":
    case "AllOp": {
      const word = tag === "AnyOp" ? "ANY" : "ALL";
      const op = INFIX[text(at(inner, "compare_op"))];
      const [kind, subquery] = variant(at(inner, "right"));
      if (kind !== "Subquery") throw unknownPart(`${word} of no subquery`, node);
      return `(${sub("left")} ${op} ${word} (${query(subquery, context)}))`;
    }
    case "Like":
    case "ILike":
      return like(tag === "Like" ? "LIKE" : "ILIKE", inner, context);
    case "RLike":
      return `(${not}regexp_full_match(${sub("expr")}, ${sub("pattern")}))`;
    case "Case":
      return caseOf(inner, context);
    case "Cast":
      return cast(
        sub("expr"),
        typeOf(at(inner, "data_type")),
        text(at(inner, "kind")) === "TryCast",
        at(inner, "expr"),
        context,
      );
    case "TypedString":
      return cast(literal(at(inner, "value", "value"), context), typeOf(at(inner, "data_type")), false, null, context);
    case "Interval":
      return interval(inner);
    case "Collate":
      throw unknownPart("COLLATE", node);
    case "JsonAccess":
      return list(at(inner, "path", "path")).reduce(
        (value: string, step) => `sf_get(${value}, ${stepOf(step, context)})`,
        sub("value"),
      );
    case "Array":
      return `[${list(at(inner, "elem"))
        .map((element) => `sf_variant(${expression(element, context)})`)
        .join(", ")}]::JSON[]`;
    case "Lambda":
      return ""; // translated by the function that takes it
    case "AtTimeZone":
      throw unknownPart("AT TIME ZONE", node);
    default: {
      const suffix = SUFFIX[tag];
      return suffix ? `(${expression(inner, context)} ${suffix})` : functionCall(tag, inner, node, context);
    }
  }
}

export const expressions = (nodes: Node, context: Translation): string =>
  list(nodes)
    .map((node) => expression(node, context))
    .join(", ");

function literal(value: Node, context: Translation): string {
  const [tag, inner] = variant(value);
  switch (tag) {
    case "Number":
      return number(text(list(inner)[0]));
    case "SingleQuotedString":
      return stringSql(text(inner));
    case "DollarQuotedString":
      return stringSql(text(at(inner, "value")));
    case "HexStringLiteral":
      return `unhex('${text(inner)}')`;
    case "Boolean":
      return inner === true ? "true" : "false";
    case "Null":
      return "NULL";
    case "Placeholder": {
      const place = /^:(\d+)$/.exec(text(inner))?.[1];
      if (place === undefined && inner !== "?") throw unknownPart(`variable ${text(inner)}`, value);
      return bound(context.bind(place === undefined ? undefined : Number(place)), context);
    }
    default:
      throw unknownPart(`literal ${tag}`, value);
  }
}

/** Digits. Whole numbers are of the type that columns of whole numbers have, so that nothing overflows that does not in Snowflake. */
export function number(digits: string): string {
  if (/^\d{1,38}$/.test(digits)) return `${digits}::HUGEINT`;
  const plain = /^(\d*)\.(\d*)$/.exec(digits);
  if (plain) {
    const [, whole = "", fraction = ""] = plain;
    const precision = Math.max(1, whole.replace(/^0+/, "").length + fraction.length);
    if (precision <= 38) return `${whole || "0"}.${fraction}::DECIMAL(${precision}, ${fraction.length})`;
  }
  return `${digits}::DOUBLE`;
}

function bound({ type, value }: Bind, context: Translation): string {
  if (value === null) return "NULL";
  const from = stringSql(value);
  switch (type) {
    case "FIXED":
      return /^-?\d{1,38}$/.test(value) ? `(${value}::HUGEINT)` : `CAST(${from} AS HUGEINT)`;
    case "TEXT":
      return from;
    case "VARIANT":
      return `sf_parse_json(${from})::JSON`;
    default:
      return cast(from, typeNamed(type), false, null, context);
  }
}

function infix(op: string, left: string, right: string, node: Node): string {
  if (op === "Divide") return onceBoth(left, right, (a, b) => `sf_divide(${a}, ${b})`);
  if (op === "Modulo") return onceBoth(left, right, (a, b) => `sf_modulo(${a}, ${b})`);
  const sign = INFIX[op];
  if (!sign) throw unknownPart(`operator ${op}`, node);
  return `(${left} ${sign} ${right})`;
}

function unary(op: string, value: string, node: Node): string {
  if (op === "Not") return `(NOT ${value})`;
  if (op === "Minus") return `(-${value})`;
  if (op === "Plus") return value;
  throw unknownPart(`operator ${op}`, node);
}

function like(word: string, inner: Node, context: Translation): string {
  const [value, sign] = [expression(at(inner, "expr"), context), at(inner, "escape_char")];
  const suffix = sign === null ? "" : ` ESCAPE ${literal(at(sign, "value"), context)}`;
  const [kind, patterns] = variant(at(inner, "pattern"));
  const one = (pattern: Node): string => `${value} ${word} ${expression(pattern, context)}${suffix}`;
  const every =
    kind === "Function" && text(at(list(at(patterns, "name"))[0], "Identifier", "value")).toUpperCase() === "ALL";
  const test = every
    ? list(at(patterns, "args", "List", "args"))
        .map((arg) => one(at(arg, "Unnamed", "Expr")))
        .join(" AND ")
    : at(inner, "any") === true && kind === "Tuple"
      ? list(patterns).map(one).join(" OR ")
      : one(at(inner, "pattern"));
  return at(inner, "negated") === true ? `(NOT (${test}))` : `(${test})`;
}

function caseOf(inner: Node, context: Translation): string {
  const operand = at(inner, "operand");
  const whens = list(at(inner, "conditions")).map(
    (when) => `WHEN ${expression(at(when, "condition"), context)} THEN ${expression(at(when, "result"), context)}`,
  );
  const otherwise = at(inner, "else_result");
  return `(CASE ${operand === null ? "" : `${expression(operand, context)} `}${whens.join(" ")}${
    otherwise === null ? "" : ` ELSE ${expression(otherwise, context)}`
  } END)`;
}

/** One step of a path: a name behind a colon or a point, or an expression in brackets. */
function stepOf(step: Node, context: Translation): string {
  const [tag, inner] = variant(step);
  if (tag === "Dot") return stringSql(text(at(inner, "key")));
  const [kind, key] = variant(at(inner, "key"));
  return kind === "Identifier" && tag === "ColonBracket" ? stringSql(nameOf(key)) : expression(at(inner, "key"), context);
}

/** Intervals, which Snowflake has as constants only: `1 year, 2 months` or a number with its unit behind. */
function interval(inner: Node): string {
  const given = constantText(at(inner, "value"));
  if (given === undefined) throw unknownPart("INTERVAL of an expression", inner);
  const unit = at(inner, "leading_field");
  const whole = unit === null ? given : `${given} ${text(unit)}`;
  if (!/^\s*(?:[+-]?\d+(?:\.\d+)?\s*[a-z]+\s*,?\s*)+$/i.test(whole)) throw unknownPart(`INTERVAL '${whole}'`, inner);
  return `CAST(${stringSql(whole.replaceAll(",", " "))} AS INTERVAL)`;
}

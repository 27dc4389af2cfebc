import { SnowflakeError } from "../errors.js";
import type { Node } from "./ast.js";
import { child, children, nodeText, unsupportedFeature, variant } from "./ast.js";
import { expression } from "./expression.js";
import { functions } from "./functions/index.js";
import { nameOf, wordOf } from "./names.js";
import { orderList, windowOf } from "./query.js";
import type { TranslationContext } from "./translation-context.js";
import { constantText } from "./translation-context.js";

/** A function call, as its rule receives it. */
export interface Call {
  readonly name: string;
  readonly nodes: readonly Node[];
  /** The arguments in DuckDB's SQL. */
  readonly args: readonly string[];
  readonly context: TranslationContext;
  readonly isStar: boolean;
  readonly isDistinct: boolean;
  /** The sort keys of WITHIN GROUP. */
  readonly withinGroup: readonly { readonly value: string; readonly order: string }[];
  readonly ignoresNulls: boolean;
  /** `OVER (…)`, or an empty string. */
  readonly over: string;
  /** Whether the window has ORDER BY and a frame. */
  readonly window: { readonly isOrdered: boolean; readonly hasFrame: boolean } | null;
}
/** Translates a call of a Snowflake function to DuckDB's SQL. */
export type FunctionRule = (call: Call) => string;

/** The text of an argument that must be constant: a string, or a keyword such as a unit. */
export function constantArg(call: Call, index: number): string {
  const node = call.nodes[index];
  const constant =
    constantText(node) ?? (variant(node ?? null)[0] === "Identifier" ? nameOf(child(node, "Identifier")) : undefined);
  if (constant === undefined)
    throw unsupportedFeature(`${call.name} without a constant as argument ${index + 1}`, node ?? null);
  return constant;
}
export const hasArg = (call: Call, index: number): boolean => index < call.args.length;

/** Translates a function call, or special syntax such as EXTRACT. */
export function functionCall(tag: string, inner: Node, node: Node, context: TranslationContext): string {
  if (tag === "Function") return translateCall(inner, context);
  const [name, nodes] = syntaxAsCall(tag, inner, node);
  return applyRule({ ...plainCall(name, nodes, context) });
}

function syntaxAsCall(tag: string, inner: Node, node: Node): readonly [string, readonly Node[]] {
  const presentNodes = (...keys: readonly string[]): readonly Node[] =>
    keys.map((key) => child(inner, key)).filter((presentNode) => presentNode !== null);
  const stringNode = (value: Node): Node => ({ Value: { value: { SingleQuotedString: nodeText(value) } } });
  switch (tag) {
    case "Extract": {
      const [kind, custom] = variant(child(inner, "field"));
      return ["DATE_PART", [stringNode(kind === "Custom" ? child(custom, "value") : kind), child(inner, "expr")]];
    }
    case "Substring":
      return ["SUBSTR", presentNodes("expr", "substring_from", "substring_for")];
    case "Position":
      return ["POSITION", presentNodes("expr", "in")];
    case "Trim":
      return ["TRIM", [child(inner, "expr"), ...children(child(inner, "trim_characters"))]];
    case "Ceil":
    case "Floor": {
      const [kind, scale] = variant(child(inner, "field"));
      return [tag.toUpperCase(), [child(inner, "expr"), ...(kind === "Scale" ? [{ Value: scale }] : [])]];
    }
    case "Dictionary":
      return [
        "OBJECT_CONSTRUCT_KEEP_NULL",
        children(inner).flatMap((entry) => [stringNode(child(entry, "key", "value")), child(entry, "value")]),
      ];
    default:
      throw unsupportedFeature(tag, node);
  }
}

const plainCall = (name: string, nodes: readonly Node[], context: TranslationContext): Call => ({
  name,
  nodes,
  args: translateArgs(nodes, context),
  context,
  isStar: false,
  isDistinct: false,
  withinGroup: [],
  ignoresNulls: false,
  over: "",
  window: null,
});

/** Translates the arguments. A keyword such as a unit is translated like a column name, which its rule ignores. */
const translateArgs = (nodes: readonly Node[], context: TranslationContext): readonly string[] =>
  nodes.map((node) => expression(node, context));

function translateCall(inner: Node, context: TranslationContext): string {
  const args = children(child(inner, "args", "List", "args"));
  const nodes = args.map((arg) => {
    const [tag, details] = variant(arg);
    return tag === "Named" ? child(details, "arg", "Expr") : child(details, "Expr");
  });
  const isStar = args.length === 1 && child(args[0], "Unnamed") === "Wildcard";
  const window = windowOf(child(inner, "over"), context);
  return applyRule({
    ...plainCall(wordOf(child(inner, "name")), isStar ? [] : nodes, context),
    isStar,
    isDistinct: child(inner, "args", "List", "duplicate_treatment") === "Distinct",
    withinGroup: orderList(child(inner, "within_group"), context),
    ignoresNulls: child(inner, "null_treatment") === "IgnoreNulls" || hasClause(inner, "IgnoreNulls"),
    over: window?.sql ?? "",
    window,
  });
}

/** Whether a clause such as IGNORE NULLS is inside the parentheses of the call. */
const hasClause = (inner: Node, name: string): boolean =>
  JSON.stringify(child(inner, "args", "List", "clauses"))?.includes(name);

function applyRule(call: Call): string {
  const rule = functions.get(call.name);
  if (!rule) throw new SnowflakeError("002140", "42601", `SQL compilation error:\nUnknown function ${call.name}.`);
  return rule(call);
}

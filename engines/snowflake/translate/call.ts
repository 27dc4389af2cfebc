import { SnowflakeError } from "../errors.js";
import type { Node } from "./ast.js";
import { at, list, text, unknownPart, variant } from "./ast.js";
import { expression } from "./expression.js";
import { functions } from "./functions/index.js";
import { nameOf, wordOf } from "./names.js";
import { orderList, windowOf } from "./query.js";
import type { Translation } from "./translation-context.js";
import { constantText } from "./translation-context.js";

/** A call of a function, as its rule sees it. */
export interface Call {
  readonly name: string;
  readonly nodes: readonly Node[];
  /** The arguments in DuckDB's SQL. */
  readonly args: readonly string[];
  readonly t: Translation;
  readonly star: boolean;
  readonly distinct: boolean;
  /** The sorting that stands behind WITHIN GROUP. */
  readonly within: readonly { readonly value: string; readonly order: string }[];
  readonly ignoreNulls: boolean;
  /** `OVER (…)`, or nothing. */
  readonly over: string;
  /** Whether the window has an order, and a frame of its own. */
  readonly window: { readonly ordered: boolean; readonly framed: boolean } | null;
}
/** How a function of Snowflake is said in DuckDB's SQL. */
export type FunctionRule = (call: Call) => string;

/** The text of an argument that must be a constant: a string, or a bare word such as a unit. */
export function wordAt(call: Call, index: number): string {
  const node = call.nodes[index];
  const word =
    constantText(node) ?? (variant(node ?? null)[0] === "Identifier" ? nameOf(at(node, "Identifier")) : undefined);
  if (word === undefined) throw unknownPart(`${call.name} without a constant as argument ${index + 1}`, node ?? null);
  return word;
}
export const has = (call: Call, index: number): boolean => index < call.args.length;

/** Calls, and what the parser has words of its own for. */
export function functionCall(tag: string, inner: Node, node: Node, context: Translation): string {
  if (tag === "Function") return call(inner, context);
  const [name, nodes] = special(tag, inner, node);
  return apply({ ...plainCall(name, nodes, context) });
}

function special(tag: string, inner: Node, node: Node): readonly [string, readonly Node[]] {
  const given = (...keys: readonly string[]): readonly Node[] =>
    keys.map((key) => at(inner, key)).filter((part) => part !== null);
  const word = (value: Node): Node => ({ Value: { value: { SingleQuotedString: text(value) } } });
  switch (tag) {
    case "Extract": {
      const [kind, custom] = variant(at(inner, "field"));
      return ["DATE_PART", [word(kind === "Custom" ? at(custom, "value") : kind), at(inner, "expr")]];
    }
    case "Substring":
      return ["SUBSTR", given("expr", "substring_from", "substring_for")];
    case "Position":
      return ["POSITION", given("expr", "in")];
    case "Trim":
      return ["TRIM", [at(inner, "expr"), ...list(at(inner, "trim_characters"))]];
    case "Ceil":
    case "Floor": {
      const [kind, scale] = variant(at(inner, "field"));
      return [tag.toUpperCase(), [at(inner, "expr"), ...(kind === "Scale" ? [{ Value: scale }] : [])]];
    }
    case "Dictionary":
      return [
        "OBJECT_CONSTRUCT_KEEP_NULL",
        list(inner).flatMap((entry) => [word(at(entry, "key", "value")), at(entry, "value")]),
      ];
    default:
      throw unknownPart(tag, node);
  }
}

const plainCall = (name: string, nodes: readonly Node[], context: Translation): Call => ({
  name,
  nodes,
  args: translated(nodes, context),
  t: context,
  star: false,
  distinct: false,
  within: [],
  ignoreNulls: false,
  over: "",
  window: null,
});

/** A bare word may be a unit, which has no translation; where it is a column, it has one. */
const translated = (nodes: readonly Node[], context: Translation): readonly string[] =>
  nodes.map((node) => expression(node, context));

function call(inner: Node, context: Translation): string {
  const args = list(at(inner, "args", "List", "args"));
  const nodes = args.map((arg) => {
    const [tag, part] = variant(arg);
    return tag === "Named" ? at(part, "arg", "Expr") : at(part, "Expr");
  });
  const star = args.length === 1 && at(args[0], "Unnamed") === "Wildcard";
  const window = windowOf(at(inner, "over"), context);
  return apply({
    ...plainCall(wordOf(at(inner, "name")), star ? [] : nodes, context),
    star,
    distinct: at(inner, "args", "List", "duplicate_treatment") === "Distinct",
    within: orderList(at(inner, "within_group"), context),
    ignoreNulls: at(inner, "null_treatment") === "IgnoreNulls" || clause(inner, "IgnoreNulls"),
    over: window?.sql ?? "",
    window,
  });
}

/** IGNORE NULLS may stand inside of the parentheses, too. */
const clause = (inner: Node, word: string): boolean =>
  JSON.stringify(at(inner, "args", "List", "clauses"))?.includes(word);

function apply(given: Call): string {
  const rule = functions.get(given.name);
  if (!rule) throw new SnowflakeError("002140", "42601", `SQL compilation error:\nUnknown function ${given.name}.`);
  return rule(given);
}

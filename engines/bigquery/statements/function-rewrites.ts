import { allNodes, child, children, namesOf, type Tree } from "../googlesql/syntax.js";
import { type Edit, nodeText, outermostEdits } from "../googlesql/text-edits.js";

// Functions of BigQuery that the executor does not implement, replaced by equivalent expressions.

type Replacement = (args: readonly string[]) => string;

/** A random hash formatted as a version 4 UUID. */
const UUID = String.raw`REGEXP_REPLACE(TO_HEX(MD5(CAST(RAND() AS STRING))), r'^(.{8})(.{4}).(.{3}).(.{3})(.{12})$', r'\1-\2-4\3-a\4-\5')`;

const REPLACEMENTS: Readonly<Record<string, Replacement>> = {
  APPROX_COUNT_DISTINCT: ([argumentSql = ""]) => `COUNT(DISTINCT ${argumentSql})`,
  GENERATE_UUID: () => UUID,
  SESSION_USER: () => "'someone@example.com'",
};

const functionName = (call: Tree | undefined): string => namesOf(child(call, "function")).join(".").toUpperCase();

/** Returns the edits that replace calls of functions that the executor does not implement. */
export function functionEdits(tree: Tree, text: string): readonly Edit[] {
  const edits: Edit[] = [];
  for (const node of allNodes(tree)) {
    const replacementSql = node.kind === "ArrayElement" ? replaceQuantile(node, text) : replaceCall(node, text);
    if (replacementSql !== null) edits.push({ start: node.start, end: node.end, text: replacementSql });
  }
  return outermostEdits(edits);
}

function replaceCall(node: Tree, text: string): string | null {
  const replace = node.kind === "FunctionCall" ? REPLACEMENTS[functionName(node)] : undefined;
  return replace ? replace(children(node, "arguments").map((argument) => nodeText(text, argument))) : null;
}

/** Replaces `APPROX_QUANTILES(x, n)[OFFSET(k)]` by an exact quantile. */
function replaceQuantile(node: Tree, text: string): string | null {
  const array = child(node, "array");
  const position = child(node, "position");
  if (functionName(array) !== "APPROX_QUANTILES" || !array || !position) return null;
  const [argument = "", quantileCount = ""] = children(array, "arguments").map((argument) => nodeText(text, argument));
  const [offset] = children(position, "arguments").map((argument) => nodeText(text, argument));
  if (offset === undefined) return null;
  const sorted = `ARRAY_AGG(${argument} IGNORE NULLS ORDER BY ${argument})`;
  return `${sorted}[SAFE_OFFSET(CAST(ROUND((${offset}) * (ARRAY_LENGTH(${sorted}) - 1) / (${quantileCount})) AS INT64))]`;
}

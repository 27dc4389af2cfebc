import { child, children, everything, namesOf, type Tree } from "../googlesql/syntax.js";
import { type Edit, outermost, slice } from "../googlesql/text.js";

// Functions of BigQuery that the executor has no code for, by expressions that give the same.

type Replace = (args: readonly string[]) => string;

/** A random hash in the form of a UUID of version 4. */
const UUID = String.raw`REGEXP_REPLACE(TO_HEX(MD5(CAST(RAND() AS STRING))), r'^(.{8})(.{4}).(.{3}).(.{3})(.{12})$', r'\1-\2-4\3-a\4-\5')`;

const REPLACED: Readonly<Record<string, Replace>> = {
  APPROX_COUNT_DISTINCT: ([of = ""]) => `COUNT(DISTINCT ${of})`,
  GENERATE_UUID: () => UUID,
  SESSION_USER: () => "'someone@example.com'",
};

const nameOf = (call: Tree | undefined): string => namesOf(child(call, "function")).join(".").toUpperCase();

/** The changes that make a statement one which the executor runs. */
export function standInEdits(tree: Tree, text: string): readonly Edit[] {
  const edits: Edit[] = [];
  for (const node of everything(tree)) {
    const replaced = node.kind === "ArrayElement" ? quantile(node, text) : replacement(node, text);
    if (replaced !== null) edits.push({ start: node.start, end: node.end, text: replaced });
  }
  return outermost(edits);
}

function replacement(node: Tree, text: string): string | null {
  const replace = node.kind === "FunctionCall" ? REPLACED[nameOf(node)] : undefined;
  return replace ? replace(children(node, "arguments").map((argument) => slice(text, argument))) : null;
}

/** One of the quantiles, exact: `APPROX_QUANTILES(x, n)[OFFSET(k)]`. */
function quantile(node: Tree, text: string): string | null {
  const array = child(node, "array");
  const position = child(node, "position");
  if (nameOf(array) !== "APPROX_QUANTILES" || !array || !position) return null;
  const [of = "", parts = ""] = children(array, "arguments").map((argument) => slice(text, argument));
  const [place] = children(position, "arguments").map((argument) => slice(text, argument));
  if (place === undefined) return null;
  const sorted = `ARRAY_AGG(${of} IGNORE NULLS ORDER BY ${of})`;
  return `${sorted}[SAFE_OFFSET(CAST(ROUND((${place}) * (ARRAY_LENGTH(${sorted}) - 1) / (${parts})) AS INT64))]`;
}

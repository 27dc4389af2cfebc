import { child, children, everything, namesOf, type Tree } from "../googlesql/syntax.js";
import { type Edit, slice } from "../googlesql/text.js";

// Functions of BigQuery that the executor has no code for, by expressions that give the same.

type Replace = (args: readonly string[]) => string;

/** A random hash in the form of a UUID of version 4. */
const UUID = String.raw`REGEXP_REPLACE(TO_HEX(MD5(CAST(RAND() AS STRING))), r'^(.{8})(.{4}).(.{3}).(.{3})(.{12})$', r'\1-\2-4\3-a\4-\5')`;

const REPLACED: Readonly<Record<string, Replace>> = {
  APPROX_COUNT_DISTINCT: ([of = ""]) => `COUNT(DISTINCT ${of})`,
  GENERATE_UUID: () => UUID,
  SESSION_USER: () => "'someone@example.com'",
};

/** The changes that make a statement one which the executor runs. */
export function standInEdits(tree: Tree, text: string): readonly Edit[] {
  const edits: Edit[] = [];
  for (const node of everything(tree)) {
    if (node.kind !== "FunctionCall") continue;
    const replace = REPLACED[namesOf(child(node, "function")).join(".").toUpperCase()];
    if (!replace) continue;
    const args = children(node, "arguments").map((argument) => slice(text, argument));
    edits.push({ start: node.start, end: node.end, text: replace(args) });
  }
  return edits;
}

import type { Tree } from "./syntax.js";
import { aliasOf, allNodes, child, namesOf } from "./syntax.js";
import { type Edit, quoteIdentifier } from "./text-edits.js";

// The executor only accepts rows for tables that are named by a single identifier. So each table path is replaced by
// one quoted identifier, with the alias that the path implies.

/** The name of the engine's table for a table path. */
export const sourceName = (path: readonly string[]): string => path.join(".");

/** Returns the edits that replace each table path of a statement by a single identifier. */
export function tablePathEdits(tree: Tree, paths: readonly (readonly string[])[]): readonly Edit[] {
  const tablePaths = new Set(paths.map((path) => path.join("\0")));
  const edits: Edit[] = [];
  const rename = (path: Tree | undefined, withAlias: boolean): void => {
    const names = namesOf(path);
    if (!path || !tablePaths.has(names.join("\0"))) return;
    const last = names.at(-1)?.split(".").at(-1) ?? "";
    if (names.length === 1 && last === names[0]) return;
    const alias = withAlias ? ` AS ${quoteIdentifier(last)}` : "";
    edits.push({ start: path.start, end: path.end, text: quoteIdentifier(sourceName(names)) + alias });
  };
  for (const node of allNodes(tree)) {
    if (node.kind === "TablePathExpression") rename(child(node, "pathExpr"), aliasOf(node) === undefined);
    const target = child(node, "targetPath");
    if (target) rename(target, TAKES_ALIAS.has(node.kind) && aliasOf(node) === undefined);
  }
  return edits;
}

const TAKES_ALIAS: ReadonlySet<string> = new Set(["UpdateStatement", "DeleteStatement", "MergeStatement"]);

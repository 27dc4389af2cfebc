import type { Node } from "../ir/graph.js";
import { VERSION } from "./format.js";
import * as check from "./json-checks.js";
import type { ReadOptions } from "./read-context.js";
import { ReadContext } from "./read-context.js";
import { relationReaders } from "./read-relation.js";
import type { NodeReader } from "./read-value.js";
import { valueReaders } from "./read-value.js";
import { ScopeChecker } from "./scope-checker.js";

const readers: ReadonlyMap<string, NodeReader<Node>> = new Map<string, NodeReader<Node>>([
  ...relationReaders,
  ...valueReaders,
]);

interface ReadResult {
  readonly root: Node;
  /** The name of a column; null for a table and for a column without a name. */
  readonly name: string | null;
}

/**
 * Reads a graph from JSON, as text or parsed. Derived fields (dtypes, schemas) are recomputed and every node is
 * validated. Throws `invalid-json` with the path of the offending value.
 */
export const readGraph = (json: unknown, options: ReadOptions = {}): ReadResult =>
  check.rethrowAsInvalidJson("JSON", () => readExpression(json, options));

function readExpression(json: unknown, options: ReadOptions): ReadResult {
  const parsed: unknown = typeof json === "string" ? JSON.parse(json) : json;
  const object = check.fieldsOf(parsed, "JSON");
  const version = object.get("avocet");
  if (version !== VERSION)
    throw check.invalidJson(
      "avocet",
      version === undefined
        ? "not an Avocet expression: the version is missing"
        : `unsupported format version ${JSON.stringify(version)}, expected ${VERSION}`,
    );
  const hasName = object.has("name");
  const fields = check.requireFields(object, ["avocet", "nodes", "root", ...(hasName ? ["name"] : [])], "JSON");
  const context = new ReadContext(options);
  const scopes = new ScopeChecker();
  check.nonEmptyList(fields.get("nodes"), "nodes").forEach((item, i) => {
    const path = `nodes[${i}]`;
    const node = check.rethrowAsInvalidJson(path, () => readNode(item, path, context));
    scopes.add(node, path);
    context.nodes.push(node);
  });
  const root = context.node(fields.get("root"), "root");
  scopes.checkRoot(root, "root");
  return { root, name: hasName ? check.nullOr(fields.get("name"), "name", check.name) : null };
}

function readNode(json: unknown, path: string, context: ReadContext): Node {
  const object = check.fieldsOf(json, path);
  const type = check.text(object.get("type"), `${path}.type`);
  const reader = readers.get(type);
  if (!reader) throw check.invalidJson(`${path}.type`, `unknown node type ${JSON.stringify(type)}`);
  return reader.read(check.requireFields(object, ["type", ...reader.fields], path), path, context);
}

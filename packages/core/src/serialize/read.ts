import type { Node } from "../ir/graph.js";
import { VERSION } from "./format.js";
import { Bindings } from "./free.js";
import { relationReaders } from "./read-relation.js";
import type { NodeReader } from "./read-value.js";
import { valueReaders } from "./read-value.js";
import * as s from "./shape.js";
import type { ReadOptions } from "./source.js";
import { Source } from "./source.js";

const readers: ReadonlyMap<string, NodeReader<Node>> = new Map<string, NodeReader<Node>>([
  ...relationReaders,
  ...valueReaders,
]);

interface Read {
  readonly root: Node;
  /** The name of a column; null for one without, and for a table. */
  readonly name: string | null;
}

/**
 * The graph that JSON describes, as text or parsed. All that follows from a node's fields (dtypes, schemas) is computed anew, and what
 * the constructors would refuse is refused here, with the place in the JSON.
 */
export const readGraph = (json: unknown, options: ReadOptions = {}): Read =>
  s.built("the JSON", () => readExpression(json, options));

function readExpression(json: unknown, options: ReadOptions): Read {
  const parsed: unknown = typeof json === "string" ? JSON.parse(json) : json;
  const given = s.fieldsOf(parsed, "the JSON");
  const version = given.get("avocet");
  if (version !== VERSION)
    throw s.invalid(
      "avocet",
      version === undefined
        ? "this is no expression of Avocet: the version is missing"
        : `the version ${JSON.stringify(version)} of the format is not known here, only ${VERSION}`,
    );
  const named = given.has("name");
  const fields = s.exactFields(given, ["avocet", "nodes", "root", ...(named ? ["name"] : [])], "the JSON");
  const source = new Source(options);
  const bindings = new Bindings();
  s.filled(fields.get("nodes"), "nodes").forEach((item, i) => {
    const where = `nodes[${i}]`;
    const node = s.built(where, () => readNode(item, where, source));
    bindings.add(node, where);
    source.nodes.push(node);
  });
  const root = source.node(fields.get("root"), "root");
  bindings.checkRoot(root, "root");
  return { root, name: named ? s.orNull(fields.get("name"), "name", s.name) : null };
}

function readNode(json: unknown, where: string, source: Source): Node {
  const given = s.fieldsOf(json, where);
  const type = s.text(given.get("type"), `${where}.type`);
  const reader = readers.get(type);
  if (!reader) throw s.invalid(`${where}.type`, `there are no nodes of the type ${JSON.stringify(type)}`);
  return reader.read(s.exactFields(given, ["type", ...reader.fields], where), where, source);
}

/** A node of a syntax tree, without the parser's wrappers. */
export interface Tree {
  /** The kind of node, such as `TablePathExpression`; "" if the grammar allows a single kind. */
  readonly kind: string;
  /** The byte range of the node's text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly fields: ReadonlyMap<string, FieldValue>;
}
export type FieldValue = Tree | readonly FieldValue[] | string | number | boolean;

type Raw = Readonly<Record<string, unknown>>;
const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);

/** Converts the parser's response for a text to a syntax tree. */
export const parseTree = (raw: unknown, text: string): Tree => toTree(raw, Buffer.from(text), "");

function toTree(raw: unknown, text: Buffer, kind: string): Tree {
  if (!isRaw(raw)) return { kind, start: 0, end: 0, fields: new Map() };
  // A node of several possible kinds is wrapped, perhaps more than once: { node: "astXNode", astXNode: { … } }.
  if (typeof raw.node === "string" && isRaw(raw[raw.node]))
    return toTree(raw[raw.node], text, raw.node.replace(/^ast(.*)Node$/, "$1"));
  const fields = new Map<string, FieldValue>();
  let range: Raw = {};
  for (let level: Raw | undefined = raw; level; level = isRaw(level.parent) ? level.parent : undefined) {
    if (isRaw(level.parseLocationRange)) range = level.parseLocationRange;
    for (const [name, value] of Object.entries(level)) {
      if (name === "parent" || name === "parseLocationRange" || fields.has(name)) continue;
      const fieldValue = toFieldValue(value, text);
      if (fieldValue !== undefined) fields.set(name, fieldValue);
    }
  }
  const [start, end] = [Number(range.start ?? 0), Number(range.end ?? 0)];
  return { kind, start, end: fields.get("parenthesized") === true ? endBeforeBracket(text, start, end) : end, fields };
}

/** The parser's range of a parenthesized expression includes the closing parenthesis but not the opening one. */
function endBeforeBracket(text: Buffer, start: number, end: number): number {
  const source = text.subarray(start, end).toString();
  const count = (bracket: string): number => source.split(bracket).length - 1;
  return count(")") > count("(") ? start + Buffer.byteLength(source.replace(/\s*\)\s*$/, "")) : end;
}

function toFieldValue(value: unknown, text: Buffer): FieldValue | undefined {
  if (Array.isArray(value)) return value.flatMap((item) => toFieldValue(item, text) ?? []);
  if (isRaw(value)) return toTree(value, text, "");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return undefined;
}

const isTree = (value: FieldValue | undefined): value is Tree =>
  typeof value === "object" && !Array.isArray(value) && "fields" in value;

/** Returns a field of a node that is a node. */
export function child(tree: Tree | undefined, name: string): Tree | undefined {
  const value = tree?.fields.get(name);
  return isTree(value) ? value : undefined;
}
/** Returns a field of a node that is a list of nodes. */
export function children(tree: Tree | undefined, name: string): readonly Tree[] {
  const value = tree?.fields.get(name);
  return Array.isArray(value) ? value.filter(isTree) : [];
}
/** Returns a field of a node that is a string. */
export function stringField(tree: Tree | undefined, name: string): string | undefined {
  const value = tree?.fields.get(name);
  return typeof value === "string" ? value : undefined;
}
export const isSet = (tree: Tree | undefined, name: string): boolean => tree?.fields.get(name) === true;

/** Returns the direct children of a node. */
export function childNodes(tree: Tree): readonly Tree[] {
  const nodes: Tree[] = [];
  for (const value of tree.fields.values()) collect(value, nodes);
  return nodes;
}
function collect(value: FieldValue, nodes: Tree[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, nodes);
  else if (isTree(value)) nodes.push(value);
}

/** Returns a node and all of its descendants. */
export function allNodes(tree: Tree): readonly Tree[] {
  const nodes = [tree];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    if (node) nodes.push(...childNodes(node));
  }
  return nodes;
}

/** Returns the names of a path such as `a.b.c`. */
export const namesOf = (path: Tree | undefined): readonly string[] =>
  children(path, "names").map((name) => stringField(name, "idString") ?? "");
/** Returns the alias of a node. */
export const aliasOf = (tree: Tree | undefined): string | undefined =>
  stringField(child(child(tree, "alias"), "identifier"), "idString");

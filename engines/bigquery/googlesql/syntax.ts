/** A node of a syntax tree, as the parser gives it without its wrappers. */
export interface Tree {
  /** Such as `TablePathExpression`; "" where the grammar allows one kind only. */
  readonly kind: string;
  /** The first byte of its text, and the first after it. */
  readonly start: number;
  readonly end: number;
  readonly parts: ReadonlyMap<string, Part>;
}
export type Part = Tree | readonly Part[] | string | number | boolean;

type Raw = Readonly<Record<string, unknown>>;
const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);

/** The syntax tree of a text, in what the parser answers. */
export const treeOf = (raw: unknown, text: string): Tree => nodeOf(raw, Buffer.from(text), "");

function nodeOf(raw: unknown, text: Buffer, kind: string): Tree {
  if (!isRaw(raw)) return { kind, start: 0, end: 0, parts: new Map() };
  // A node of several possible kinds is wrapped, perhaps more than once: { node: "astXNode", astXNode: { … } }.
  if (typeof raw.node === "string" && isRaw(raw[raw.node]))
    return nodeOf(raw[raw.node], text, raw.node.replace(/^ast(.*)Node$/, "$1"));
  const parts = new Map<string, Part>();
  let range: Raw = {};
  for (let level: Raw | undefined = raw; level; level = isRaw(level.parent) ? level.parent : undefined) {
    if (isRaw(level.parseLocationRange)) range = level.parseLocationRange;
    for (const [name, value] of Object.entries(level)) {
      if (name === "parent" || name === "parseLocationRange" || parts.has(name)) continue;
      const part = partOf(value, text);
      if (part !== undefined) parts.set(name, part);
    }
  }
  const [start, end] = [Number(range.start ?? 0), Number(range.end ?? 0)];
  return { kind, start, end: parts.get("parenthesized") === true ? beforeBracket(text, start, end) : end, parts };
}

/** The parser counts the closing bracket around an expression to it, but not the opening one. */
function beforeBracket(text: Buffer, start: number, end: number): number {
  const inside = text.subarray(start, end).toString();
  const count = (bracket: string): number => inside.split(bracket).length - 1;
  return count(")") > count("(") ? start + Buffer.byteLength(inside.replace(/\s*\)\s*$/, "")) : end;
}

function partOf(value: unknown, text: Buffer): Part | undefined {
  if (Array.isArray(value)) return value.flatMap((item) => partOf(item, text) ?? []);
  if (isRaw(value)) return nodeOf(value, text, "");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return undefined;
}

const isTree = (part: Part | undefined): part is Tree =>
  typeof part === "object" && !Array.isArray(part) && "parts" in part;

/** A part of a node that is a node itself. */
export function child(tree: Tree | undefined, name: string): Tree | undefined {
  const part = tree?.parts.get(name);
  return isTree(part) ? part : undefined;
}
/** A part of a node that is a list of nodes. */
export function children(tree: Tree | undefined, name: string): readonly Tree[] {
  const part = tree?.parts.get(name);
  return Array.isArray(part) ? part.filter(isTree) : [];
}
/** A part of a node that is a word. */
export function word(tree: Tree | undefined, name: string): string | undefined {
  const part = tree?.parts.get(name);
  return typeof part === "string" ? part : undefined;
}
export const flag = (tree: Tree | undefined, name: string): boolean => tree?.parts.get(name) === true;

/** The nodes right below a node. */
export function below(tree: Tree): readonly Tree[] {
  const found: Tree[] = [];
  for (const part of tree.parts.values()) collect(part, found);
  return found;
}
function collect(part: Part, into: Tree[]): void {
  if (Array.isArray(part)) for (const item of part) collect(item, into);
  else if (isTree(part)) into.push(part);
}

/** A node and all below it. */
export function everything(tree: Tree): readonly Tree[] {
  const all = [tree];
  for (let i = 0; i < all.length; i++) {
    const node = all[i];
    if (node) all.push(...below(node));
  }
  return all;
}

/** The names of a path such as `a.b.c`. */
export const namesOf = (path: Tree | undefined): readonly string[] =>
  children(path, "names").map((name) => word(name, "idString") ?? "");
/** The name after AS. */
export const aliasOf = (tree: Tree | undefined): string | undefined =>
  word(child(child(tree, "alias"), "identifier"), "idString");

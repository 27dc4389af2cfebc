import type { Type } from "./proto.js";

// Resolved trees of the analyzer. Their nodes are wrapped like those of the parser; types and values are not.

type Raw = Readonly<Record<string, unknown>>;
const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);

/** A node of a resolved tree. */
export interface ResolvedNode {
  /** The kind of node, such as `CreateViewStmt`. */
  readonly kind: string;
  readonly fields: Raw;
}

export function toResolvedNode(raw: unknown, kind = ""): ResolvedNode {
  if (!isRaw(raw)) return { kind, fields: {} };
  if (typeof raw.node === "string" && isRaw(raw[raw.node]))
    return toResolvedNode(raw[raw.node], raw.node.replace(/^resolved(.*)Node$/, "$1"));
  const fields: Record<string, unknown> = {};
  for (let level: Raw | undefined = raw; level; level = isRaw(level.parent) ? level.parent : undefined)
    for (const [name, value] of Object.entries(level)) if (!(name in fields) && name !== "parent") fields[name] = value;
  return { kind, fields };
}

export const nodeList = (fields: Raw, name: string): readonly ResolvedNode[] => {
  const value = fields[name];
  return Array.isArray(value) ? value.map((item) => toResolvedNode(item)) : [];
};
export const stringList = (fields: Raw, name: string): readonly string[] => {
  const value = fields[name];
  return Array.isArray(value) ? value.map(String) : [];
};
export const childNode = (fields: Raw, name: string): ResolvedNode | undefined =>
  isRaw(fields[name]) ? toResolvedNode(fields[name]) : undefined;

/** Returns the type of a column or definition. */
export const typeField = (fields: Raw): Type => fields.type as Type; // required by the .proto file

/** Returns the output columns of a query. */
export function queryColumns(statement: ResolvedNode): readonly { readonly name: string; readonly type: Type }[] {
  return nodeList(statement.fields, "outputColumnList").map(({ fields }) => ({
    name: String(fields.name ?? ""),
    type: typeField(childNode(fields, "column")?.fields ?? {}),
  }));
}

import type { Type } from "./proto.js";

// What the analyzer answers: nodes wrapped as those of the parser are, but with types and values as they are.

type Raw = Readonly<Record<string, unknown>>;
const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);

/** A node of a resolved tree. */
export interface Resolved {
  /** Such as `CreateViewStmt`. */
  readonly kind: string;
  readonly parts: Raw;
}

export function resolvedOf(raw: unknown, kind = ""): Resolved {
  if (!isRaw(raw)) return { kind, parts: {} };
  if (typeof raw.node === "string" && isRaw(raw[raw.node]))
    return resolvedOf(raw[raw.node], raw.node.replace(/^resolved(.*)Node$/, "$1"));
  const parts: Record<string, unknown> = {};
  for (let level: Raw | undefined = raw; level; level = isRaw(level.parent) ? level.parent : undefined)
    for (const [name, value] of Object.entries(level)) if (!(name in parts) && name !== "parent") parts[name] = value;
  return { kind, parts };
}

export const list = (parts: Raw, name: string): readonly Resolved[] => {
  const found = parts[name];
  return Array.isArray(found) ? found.map((item) => resolvedOf(item)) : [];
};
export const strings = (parts: Raw, name: string): readonly string[] => {
  const found = parts[name];
  return Array.isArray(found) ? found.map(String) : [];
};
export const node = (parts: Raw, name: string): Resolved | undefined =>
  isRaw(parts[name]) ? resolvedOf(parts[name]) : undefined;

/** The type in a part. */
export const typeIn = (parts: Raw): Type => parts.type as Type; // every column and definition has one, as the .proto file says

/** The columns of a query. */
export function outputOf(statement: Resolved): readonly { readonly name: string; readonly type: Type }[] {
  return list(statement.parts, "outputColumnList").map(({ parts }) => ({
    name: String(parts.name ?? ""),
    type: typeIn(node(parts, "column")?.parts ?? {}),
  }));
}

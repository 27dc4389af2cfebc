/** A reference to a node: its place in the list of nodes, from 0. */
export type Ref = number;
/** A node as JSON: its type, and the fields that the constructors of the graph take. Nothing that follows from these is written. */
export interface SerializedNode {
  readonly type: string;
  readonly [field: string]: unknown;
}
/** An expression as JSON. Each node comes after those that it refers to; `name` is a column's name. */
export interface SerializedExpression {
  readonly avocet: typeof VERSION;
  readonly nodes: readonly SerializedNode[];
  readonly root: Ref;
  readonly name?: string | null;
}
/** The version of the format. */
export const VERSION = 1;

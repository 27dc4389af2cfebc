/** A reference to a node: its index in the list of nodes. */
export type Ref = number;
/** A node as JSON: its type and the arguments of its constructor. Derived fields such as dtypes are not written. */
export interface SerializedNode {
  readonly type: string;
  readonly [field: string]: unknown;
}
/** An expression as JSON. Each node follows the nodes that it refers to; `name` is the name of a column. */
export interface SerializedExpression {
  readonly avocet: typeof VERSION;
  readonly nodes: readonly SerializedNode[];
  readonly root: Ref;
  readonly name?: string | null;
}
/** The version of the JSON format. */
export const VERSION = 1;

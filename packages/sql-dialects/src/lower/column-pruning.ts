import * as ir from "@avocet/core/ir";

/** The columns of each relation that are read; all others are pruned. */
export type NeededColumns = ReadonlyMap<ir.Relation, ReadonlySet<string>>;

/** Traces the columns of `root` down to the columns that they are computed from. Visits each column and value once. */
export function neededColumns(root: ir.Relation): NeededColumns {
  const needed = new Map<ir.Relation, Set<string>>();
  const columns: (readonly [ir.Relation, string])[] = [];
  const seen = new Set<ir.ValueNode>();

  const neededNames = (relation: ir.Relation): Set<string> => {
    let names = needed.get(relation);
    if (!names) {
      names = new Set();
      needed.set(relation, names);
      enqueue(relation);
    }
    return names;
  };
  const markNeeded = (relation: ir.Relation, name: string): void => {
    const names = neededNames(relation);
    if (names.has(name)) return;
    names.add(name);
    columns.push([relation, name]);
  };
  const markAllNeeded = (relation: ir.Relation): void => {
    neededNames(relation);
    for (const name of relation.schema.keys()) markNeeded(relation, name);
  };
  const readValues = (values: readonly ir.ValueNode[]): void => {
    const stack = [...values];
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (node.type === "field") markNeeded(node.relation, node.name);
      if (node.type === "subquery") (node.kind === "exists" ? neededNames : markAllNeeded)(node.relation);
      if (node.type === "op" && node.op === "CountDistinctStar") markAllNeeded(node.args.table as ir.Relation);
      stack.push(...ir.childrenOf(node));
    }
  };
  // A queue rather than recursion, so that long chains of relations do not overflow the call stack.
  const parents: ir.Relation[] = [];
  function enqueue(relation: ir.Relation): void {
    parents.push(relation);
  }
  const visitRelation = (relation: ir.Relation): void => {
    for (const parent of ir.parentsOf(relation)) neededNames(parent);
    if (relation.type === "filter" || relation.type === "join") readValues(relation.predicates);
    if (relation.type === "sort") readValues(relation.keys);
    if (relation.type === "aggregation") readValues([...relation.by.values()]);
    if (relation.type === "unnest") readValues([relation.column]);
    // Seeded sampling may depend on the values of all columns.
    if (relation.type === "sample" && relation.seed !== null) markAllNeeded(relation.parent);
    if (["distinct", "setOperation", "recursion", "sql"].includes(relation.type))
      for (const parent of ir.parentsOf(relation)) markAllNeeded(parent);
  };
  const visitColumn = (relation: ir.Relation, name: string): void => {
    const value =
      relation.type === "selection"
        ? relation.values.get(name)
        : relation.type === "aggregation"
          ? relation.metrics.get(name)
          : undefined;
    if (value) readValues([value]);
    else if (relation.type === "join") {
      const column = relation.columns.get(name);
      if (column?.left != null) markNeeded(relation.left, column.left);
      if (column?.right != null) markNeeded(relation.right, column.right);
    } else if (
      "parent" in relation &&
      relation.type !== "selection" &&
      relation.type !== "aggregation" &&
      relation.parent.schema.has(name)
    )
      markNeeded(relation.parent, name);
  };

  markAllNeeded(root);
  for (;;) {
    const relation = parents.pop();
    if (relation) visitRelation(relation);
    else {
      const column = columns.pop();
      if (!column) return needed;
      visitColumn(...column);
    }
  }
}

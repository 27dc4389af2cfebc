import { ir } from "@avocet/core";

/** Which columns of each relation are read, so that table expressions do not carry the others along. */
export type Needed = ReadonlyMap<ir.Relation, ReadonlySet<string>>;

/** Follows every column of `root` down to what it is made of. Each column and each value is looked at once. */
export function neededColumns(root: ir.Relation): Needed {
  const needed = new Map<ir.Relation, Set<string>>();
  const columns: (readonly [ir.Relation, string])[] = [];
  const seen = new Set<ir.ValueNode>();

  const namesOf = (r: ir.Relation): Set<string> => {
    let names = needed.get(r);
    if (!names) {
      names = new Set();
      needed.set(r, names);
      visit(r);
    }
    return names;
  };
  const need = (r: ir.Relation, name: string): void => {
    const names = namesOf(r);
    if (names.has(name)) return;
    names.add(name);
    columns.push([r, name]);
  };
  const needAll = (r: ir.Relation): void => {
    namesOf(r);
    for (const name of r.schema.keys()) need(r, name);
  };
  const read = (values: readonly ir.ValueNode[]): void => {
    const stack = [...values];
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (node.type === "field") need(node.relation, node.name);
      if (node.type === "subquery") (node.how === "exists" ? namesOf : needAll)(node.relation);
      if (node.type === "op" && node.op === "CountDistinctStar") needAll(node.args.table as ir.Relation); // its argument, by the catalogue
      stack.push(...ir.childrenOf(node));
    }
  };
  // Parents are put on a list, not visited at once: a chain of relations may be long.
  const parents: ir.Relation[] = [];
  function visit(r: ir.Relation): void {
    parents.push(r);
  }
  const enter = (r: ir.Relation): void => {
    for (const parent of ir.parentsOf(r)) namesOf(parent);
    if (r.type === "filter" || r.type === "join") read(r.predicates);
    if (r.type === "sort") read(r.keys);
    if (r.type === "aggregation") read([...r.by.values()]);
    if (r.type === "unnest") read([r.column]);
    // Which rows are picked may hang on all of their columns.
    if (r.type === "sample" && r.seed !== null) needAll(r.parent);
    if (["distinct", "setOperation", "recursion", "sql"].includes(r.type))
      for (const parent of ir.parentsOf(r)) needAll(parent);
  };
  const follow = (r: ir.Relation, name: string): void => {
    const value =
      r.type === "selection" ? r.values.get(name) : r.type === "aggregation" ? r.metrics.get(name) : undefined;
    if (value) read([value]);
    else if (r.type === "join") {
      const column = r.columns.get(name);
      if (column?.left != null) need(r.left, column.left);
      if (column?.right != null) need(r.right, column.right);
    } else if ("parent" in r && r.type !== "selection" && r.type !== "aggregation" && r.parent.schema.has(name))
      need(r.parent, name);
  };

  needAll(root);
  for (;;) {
    const r = parents.pop();
    if (r) enter(r);
    else {
      const column = columns.pop();
      if (!column) return needed;
      follow(...column);
    }
  }
}

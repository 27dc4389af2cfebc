import { AvocetError, ir, isInteger } from "@avocet/core";
import type { Dialect } from "../dialect.js";
import { sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { hasImpure, hasQuery, hasWindow, sizeOf } from "../sql/expr.js";
import type { Cte, FromItem, Query, SortSql, Statement } from "../sql/query.js";
import type { Block } from "./block.js";
import { blockOf, hasImpures, hasQueries, hasWindows, isBare, isLimited, isPlain, toQuery, toSelect } from "./block.js";
import { joinBlocks } from "./join.js";
import { Names } from "./names.js";
import { unshare } from "./unshare.js";
import type { Memo, Scope } from "./value.js";
import { lowerSort, lowerValue } from "./value.js";

/** The statement of a relation: one SELECT for each step as far as clauses allow, the rest as common table expressions. */
export function lower(root: ir.Relation, dialect: Dialect): Statement {
  const lowering = new Lowering(dialect, root);
  const query = lowering.queryOf(root, NO_OUTER);
  return { ctes: lowering.ctes, query };
}

/** The columns of the queries around a correlated subquery. */
type Outer = ReadonlyMap<ir.Relation, ReadonlyMap<string, Sql>>;
const NO_OUTER: Outer = new Map();
/** An inner expression that is used several times is written out again only if it is this small. */
const CHEAP = 4;

export class Lowering {
  readonly ctes: Cte[] = [];
  readonly dialect: Dialect;
  private readonly names: Names;
  private readonly uses = new Map<ir.Relation, number>();
  /** Blocks that hang on nothing around them, each made once. */
  private readonly blocks = new Map<ir.Relation, Block>();
  private readonly readBefore = new Set<ir.Relation>();
  private readonly recursive = new Map<string, string>();

  constructor(dialect: Dialect, root: ir.Relation) {
    this.dialect = dialect;
    this.names = new Names(dialect.maxIdentifier);
    for (const r of ir.relationsBelow(root)) {
      if (r.type === "table") this.names.reserve(r.name);
      for (const input of ir.inputsOf(r)) this.uses.set(input, (this.uses.get(input) ?? 0) + 1);
    }
  }

  queryOf(relation: ir.Relation, outer: Outer): Query {
    return toQuery(this.block(relation, outer));
  }

  /** The block of a relation; what it needs is made first, so that long chains need no call stack. */
  block(root: ir.Relation, outer: Outer): Block {
    const local = new Map<ir.Relation, Block>();
    const known = (r: ir.Relation): Block | undefined => this.taken(r) ?? local.get(r);
    const done = (r: ir.Relation): boolean => isLeaf(r) || this.blocks.has(r) || local.has(r);
    if (isLeaf(root)) return this.leaf(root);
    const stack: ir.Relation[] = [root];
    for (let r = stack.at(-1); r; r = stack.at(-1)) {
      if (done(r)) {
        stack.pop();
        continue;
      }
      const waiting = this.inputsOf(r).filter((p) => !done(p));
      if (waiting.length > 0 && r.type !== "recursion") {
        stack.push(...waiting.toReversed());
        continue;
      }
      const free = isFree(r);
      const made = this.lowerRelation(r, known, outer);
      const shared = (this.uses.get(r) ?? 0) > 1 && r !== root && !isLeaf(r);
      (free ? this.blocks : local).set(r, shared && free ? this.asCte(made, baseName(r)) : made);
      stack.pop();
    }
    const block = known(root);
    if (!block) throw new TypeError("a relation was not lowered");
    return block;
  }

  /** A block that is there already. What is read again gets a source of its own, as two parts of one SELECT may read it. */
  private taken(r: ir.Relation): Block | undefined {
    if (isLeaf(r)) return this.leaf(r);
    const block = this.blocks.get(r);
    if (!block || (this.uses.get(r) ?? 0) < 2) return block;
    if (this.readBefore.has(r)) return this.reread(block, baseName(r), true);
    this.readBefore.add(r);
    return block;
  }

  private lowerRelation(given: ir.Relation, known: (r: ir.Relation) => Block | undefined, outer: Outer): Block {
    const r = unshare(given);
    if (r !== given) return this.block(r, outer);
    const parent = (p: ir.Relation): Block => {
      const block = known(p);
      if (!block) throw new TypeError(`${p.type} was not lowered`);
      return block;
    };
    switch (r.type) {
      case "table":
      case "memtable":
      case "sql":
      case "recursiveReference":
        return this.leaf(r, known);
      case "selfReference":
        return this.reread(parent(r.parent), baseName(r), isFree(r));
      case "alias":
        return this.asCte(parent(r.parent), r.name, true);
      case "selection":
        return this.project(parent(r.parent), r, outer);
      case "filter":
        return this.filter(parent(this.filtered(r)), r, outer);
      case "sort":
        return this.sort(parent(r.parent), r, outer);
      case "limit":
        return limited(parent(r.parent), r.n, r.offset);
      case "aggregation":
        return this.aggregate(parent(r.parent), r, outer);
      case "distinct": {
        const block = parent(r.parent);
        const base =
          isLimited(block) || hasImpures(block) ? this.wrap(block, baseName(r.parent), isFree(r.parent)) : block;
        return { ...base, distinct: true, orderBy: [] };
      }
      case "join":
        return joinBlocks(this, r, parent(r.left), r.lateral ? null : parent(r.right), outer);
      case "setOperation":
        return this.combine(r, known);
      case "unnest":
        return this.unnest(parent(r.parent), r, outer);
      case "sample": {
        const source = this.reread(parent(r.parent), baseName(r.parent), isFree(r.parent));
        if (!source.from) throw new TypeError("a sample is of a source");
        return { ...source, from: this.dialect.sample(source.from, r.fraction, r.method, r.seed) };
      }
      case "recursion":
        return this.recursion(r);
    }
  }

  // ---- sources

  private leaf(r: ir.Relation, known?: (r: ir.Relation) => Block | undefined): Block {
    const names = r.schema.keys();
    switch (r.type) {
      case "table": {
        const path = [r.catalog, r.database, r.name].filter((part) => part !== null);
        return blockOf({ source: { name: r.name }, item: { kind: "table", path } }, names);
      }
      case "memtable":
        return blockOf({ source: { name: r.name }, item: { kind: "subquery", query: this.values(r) } }, names);
      case "sql": {
        for (const [name, p] of r.parents) if (known) this.asCte(known(p) ?? this.block(p, NO_OUTER), name, true);
        return blockOf(
          { source: { name: "query" }, item: { kind: "subquery", query: { kind: "raw", text: r.text } } },
          names,
        );
      }
      case "recursiveReference": {
        const cte = this.recursive.get(r.name);
        if (cte === undefined)
          throw new AvocetError("invalid-argument", `the recursive table ${r.name} is used outside of its recursion`);
        return blockOf({ source: { name: cte }, item: { kind: "cte", name: cte } }, names);
      }
      default:
        throw new TypeError(`${r.type} is no source`);
    }
  }
  private values(r: ir.MemTable): Query {
    const types = [...r.schema.values()];
    const count = r.columns[0]?.length ?? 0;
    const cell = (row: number, column: number, cast: boolean): Sql => {
      const dtype = types[column] ?? { kind: "null", nullable: true };
      const value: Sql = { kind: "literal", value: r.columns[column]?.[row] ?? null, dtype };
      return cast ? this.dialect.cast(value, dtype) : value;
    };
    if (count === 0) {
      const items = [...r.schema].map(
        ([name, dtype]) => [name, this.dialect.cast({ kind: "literal", value: null, dtype }, dtype)] as const,
      );
      return {
        ...toSelect({ ...blockOf({ source: { name: "none" }, item: { kind: "cte", name: "none" } }, []), from: null }),
        items,
        limit: 0,
      };
    }
    const rows = Array.from({ length: count }, (_, row) => types.map((_, column) => cell(row, column, row === 0)));
    return { kind: "values", names: [...r.schema.keys()], rows };
  }

  /** A block that later steps can build upon as on a table: a common table expression, or a subquery where it is correlated. */
  wrap(block: Block, name: string, free: boolean): Block {
    if (free) return this.asCte(block, name);
    const from: FromItem = { source: { name }, item: { kind: "subquery", query: toQuery(block) } };
    return blockOf(from, block.columns.keys());
  }
  private asCte(block: Block, wanted: string, exact = false): Block {
    const name = this.names.take(wanted, !exact);
    this.ctes.push({ name, query: toQuery(block) });
    return blockOf({ source: { name }, item: { kind: "cte", name } }, block.columns.keys());
  }
  /** The same rows from a source with an alias of its own. */
  reread(block: Block, name: string, free: boolean): Block {
    const { from } = block;
    const whole =
      from && !from.suffix && isPlain(block) && block.joins.length === 0 && block.where.length === 0 && isBare(block);
    if (whole && (from.item.kind === "table" || from.item.kind === "cte")) {
      const again: FromItem = { ...from, source: { name: from.source.name } };
      const columns = new Map<string, Sql>();
      for (const [output, value] of block.columns)
        columns.set(output, value.kind === "column" ? { ...value, source: again.source } : value);
      return { ...block, from: again, columns };
    }
    return whole ? block : this.wrap(block, name, free);
  }

  // ---- scopes

  scope(inputs: readonly (readonly [ir.Relation, Block])[], outer: Outer): Scope {
    const around = new Map(outer);
    for (const [r, block] of inputs) around.set(r, block.columns);
    return {
      dialect: this.dialect,
      field(relation, name) {
        const column = around.get(relation)?.get(name);
        if (!column) throw new TypeError(`the column ${name} of ${relation.type} is out of scope`);
        return column;
      },
      query: (relation, how) => {
        const block = this.block(relation, isFree(relation) ? NO_OUTER : around);
        return toQuery(how === "exists" && isPlain(block) ? { ...block, columns: new Map() } : block);
      },
    };
  }

  // ---- steps

  private project(given: Block, r: ir.Selection, outer: Outer): Block {
    const values = [...r.values.values()];
    const block = this.projectable(given, r, values) ? given : this.wrap(given, baseName(r.parent), isFree(r.parent));
    const scope = this.scope([[r.parent, block]], outer);
    const memo: Memo = new Map();
    const columns = new Map<string, Sql>();
    for (const [name, value] of r.values) {
      const sql = lowerValue(value, scope, memo);
      // A bare number has whatever width the engine gives it; as a column it has its dtype.
      columns.set(name, value.type === "literal" && isInteger(value.dtype) ? this.dialect.cast(sql, value.dtype) : sql);
    }
    return { ...block, columns };
  }
  private projectable(block: Block, r: ir.Selection, values: readonly ir.Value[]): boolean {
    if (block.distinct && !(new Set(values).size === block.columns.size && values.every((v) => v.type === "field")))
      return false;
    const windows = values.some((v) => ir.hasTrait(v, ir.Trait.window));
    if (windows && (isLimited(block) || block.qualify.length > 0 || block.distinct)) return false;
    if (values.some((v) => ir.hasTrait(v, ir.Trait.subquery)) && !(isBare(block) && block.groupBy === null))
      return false;
    return this.substitutable(block, r.parent, values);
  }
  /** Whether the block's columns may be written out in place of their names: none is repeated unless it is cheap. */
  private substitutable(block: Block, parent: ir.Relation, values: readonly (ir.Value | ir.SortKey)[]): boolean {
    if (isBare(block)) return true;
    const uses = usesOf(parent, values);
    for (const [name, column] of block.columns) {
      if (column.kind === "column" || column.kind === "literal") continue;
      const used = uses.get(name);
      if (!used) continue;
      if (used.inWindow && hasWindow(column)) return false;
      if (
        used.count > 1 &&
        (hasImpure(column) || hasWindow(column) || hasQuery(column) || sizeOf(column, CHEAP + 1) > CHEAP)
      )
        return false;
      if (used.inside && hasImpure(column)) return false;
    }
    return true;
  }

  /** The relations whose blocks a relation is built upon. */
  private inputsOf(r: ir.Relation): readonly ir.Relation[] {
    return r.type === "filter" ? [this.filtered(r)] : ir.parentsOf(r);
  }
  /** A filter and those right below it, which nothing else reads: their conditions go into one clause together. */
  private filters(r: ir.Filter): readonly ir.Filter[] {
    const chain = [r];
    const simple = (f: ir.Filter): boolean =>
      f.predicates.every((p) => !ir.hasTrait(p, ir.Trait.window | ir.Trait.subquery | ir.Trait.impure));
    for (let f = r.parent; f.type === "filter" && (this.uses.get(f) ?? 0) < 2 && simple(r) && simple(f); f = f.parent)
      chain.push(f);
    return chain.toReversed();
  }
  private filtered(r: ir.Filter): ir.Relation {
    return this.filters(r)[0]?.parent ?? r.parent;
  }
  filter(given: Block, last: ir.Filter, outer: Outer): Block {
    const chain = this.filters(last);
    const bottom = chain[0]?.parent ?? last.parent;
    const own = new Set<ir.Relation>(chain);
    const moved = (p: ir.Value): ir.Value =>
      chain.length === 1
        ? p
        : ir.rewrite(p, (n) =>
            n.type === "field" && n.relation !== bottom && own.has(n.relation) ? ir.field(bottom, n.name) : n,
          );
    const predicates = chain.flatMap((f) => f.predicates.map(moved));
    const r = { ...last, parent: bottom, predicates };
    const windowed = predicates.some((p) => ir.hasTrait(p, ir.Trait.window));
    const windowNames = new Set([...given.columns].filter(([, v]) => hasWindow(v)).map(([n]) => n));
    const used = usesOf(r.parent, predicates);
    const onWindow = [...used.keys()].some((name) => windowNames.has(name));
    const block = this.filterable(given, r, windowed, onWindow, windowNames.size > 0)
      ? given
      : this.wrap(given, baseName(bottom), isFree(bottom));
    const again = block !== given;
    const scope = this.scope([[r.parent, block]], outer);
    const memo: Memo = new Map();
    const conditions = predicates.map((p) => lowerValue(p, scope, memo));
    if (windowed || (!again && (onWindow || block.qualify.length > 0))) {
      if (this.dialect.features.qualify) return { ...block, qualify: [...block.qualify, ...conditions] };
      return this.filterByColumn(block, r, conditions);
    }
    if (block.groupBy !== null) return { ...block, having: [...block.having, ...conditions] };
    return { ...block, where: [...block.where, ...conditions] };
  }
  private filterable(block: Block, r: ir.Filter, windowed: boolean, onWindow: boolean, hasAnyWindow: boolean): boolean {
    if (isLimited(block)) return false;
    if (r.predicates.some((p) => ir.hasTrait(p, ir.Trait.subquery)) && !(isBare(block) && isPlain(block))) return false;
    if (r.predicates.some((p) => ir.hasTrait(p, ir.Trait.impure))) return isPlain(block) && isBare(block);
    if (windowed)
      return !block.distinct && block.qualify.length === 0 && this.substitutable(block, r.parent, r.predicates);
    if (hasAnyWindow || block.qualify.length > 0) {
      if (block.distinct) return false;
      if (!onWindow && block.qualify.length === 0) return false;
      return this.dialect.features.qualify && this.substitutable(block, r.parent, r.predicates);
    }
    if (block.distinct) return block.groupBy === null && this.substitutable(block, r.parent, r.predicates);
    return block.groupBy !== null ? !hasQueries(block) : this.substitutable(block, r.parent, r.predicates);
  }
  /** Filters by windows where the engine has no QUALIFY: the condition becomes a column of the query below. */
  private filterByColumn(block: Block, r: ir.Filter, conditions: readonly Sql[]): Block {
    const columns = new Map(block.columns);
    const names = conditions.map((condition, i) => {
      const name = `qualify_${i + 1}`;
      columns.set(name, condition);
      return name;
    });
    const inner = this.wrap({ ...block, columns }, baseName(r.parent), isFree(r.parent));
    const where = names.map((name) => inner.columns.get(name) ?? sql`TRUE`);
    const kept = new Map([...inner.columns].filter(([name]) => block.columns.has(name)));
    return { ...inner, columns: kept, where };
  }

  private sort(given: Block, r: ir.Sort, outer: Outer): Block {
    const lowered = (block: Block): SortSql[] => {
      const scope = this.scope([[r.parent, block]], outer);
      const memo: Memo = new Map();
      return r.keys
        .filter((key) => key.value.type !== "literal" && key.value.type !== "param")
        .map((key) => lowerSort(key, scope, memo));
    };
    let block = isLimited(given) ? this.wrap(given, baseName(r.parent), isFree(r.parent)) : given;
    if (r.keys.some((k) => ir.hasTrait(k, ir.Trait.subquery)) && !isBare(block))
      block = this.wrap(block, baseName(r.parent), isFree(r.parent));
    let keys = lowered(block);
    const outputs = new Set(block.columns.values());
    if (block.distinct && keys.some((key) => !outputs.has(key.sql))) {
      block = this.wrap(block, baseName(r.parent), isFree(r.parent));
      keys = lowered(block);
    }
    const before = block.orderBy.filter((old) => !keys.some((key) => key.sql === old.sql));
    return { ...block, orderBy: [...keys, ...before] };
  }

  private aggregate(given: Block, r: ir.Aggregation, outer: Outer): Block {
    const values = [...r.by.values(), ...r.metrics.values()];
    const constant = [...r.by.values()].some((v) => v.shape === "scalar");
    const stepped = constant ? null : this.beforeGrouping(r);
    if (stepped) return this.block(stepped, outer);
    const plain = isPlain({ ...given, orderBy: [] }) && !hasWindows(given) && !hasQueries(given) && !hasImpures(given);
    let block =
      plain && this.substitutable(given, r.parent, values)
        ? given
        : this.wrap({ ...given }, baseName(r.parent), isFree(r.parent));
    if (constant) block = this.keyColumns(block, r, outer);
    const scope = this.scope([[r.parent, block]], outer);
    const memo: Memo = new Map();
    const columns = new Map<string, Sql>();
    const keys: Sql[] = [];
    for (const [name, value] of r.by) {
      const key = constant
        ? (block.columns.get(`key ${name}`) ?? lowerValue(value, scope, memo))
        : lowerValue(value, scope, memo);
      keys.push(key);
      columns.set(name, key);
    }
    for (const [name, value] of r.metrics) columns.set(name, lowerValue(value, scope, memo));
    const places = [...r.by.keys()];
    const sets = r.sets?.map((set) => set.map((name) => places.indexOf(name))) ?? null;
    return { ...block, columns, orderBy: [], groupBy: keys, sets };
  }
  /** Keys that are constants become columns of a source: in GROUP BY a bare number would be the place of a column. */
  private keyColumns(block: Block, r: ir.Aggregation, outer: Outer): Block {
    const scope = this.scope([[r.parent, block]], outer);
    const memo: Memo = new Map();
    const columns = new Map(block.columns);
    for (const [name, value] of r.by) columns.set(`key ${name}`, lowerValue(value, scope, memo));
    return this.wrap({ ...block, columns }, baseName(r.parent), isFree(r.parent));
  }
  /** An aggregation whose arguments hold windows or subqueries, with these as columns of a selection below; null if there are none. */
  private beforeGrouping(r: ir.Aggregation): ir.Relation | null {
    const found = new Map<ir.Value, string>();
    for (const node of ir.postorder([...r.by.values(), ...r.metrics.values()]))
      if (
        (node.type === "window" || (node.type === "subquery" && node.shape === "columnar")) &&
        ir.relationsOf(node).has(r.parent)
      )
        found.set(node, `part ${found.size + 1}`);
    for (const value of r.by.values())
      if (ir.hasTrait(value, ir.Trait.subquery) && !found.has(value)) found.set(value, `part ${found.size + 1}`);
    if (found.size === 0) return null;
    const entries = new Map<string, ir.Value>();
    for (const name of r.parent.schema.keys()) entries.set(name, ir.field(r.parent, name));
    for (const [value, name] of found) entries.set(name, value);
    const below = ir.selection(r.parent, entries);
    const moved = (value: ir.Value): ir.Value =>
      ir.rewrite(value, (n) => (n.type === "field" && n.relation === r.parent ? ir.field(below, n.name) : n), {
        enter: (n) => {
          const name = found.get(n);
          return name === undefined ? undefined : ir.field(below, name);
        },
        relation: (t) => (t === r.parent ? below : t),
      });
    const each = (list: ir.Entries): ir.Entries => new Map([...list].map(([name, value]) => [name, moved(value)]));
    return ir.aggregation(below, each(r.by), each(r.metrics), r.sets);
  }

  private combine(r: ir.SetOperation, known: (r: ir.Relation) => Block | undefined): Block {
    const how = ({ union: "UNION", intersect: "INTERSECT", difference: "EXCEPT" } as const)[r.how];
    const operands = r.operands.map((o) => toQuery(known(o) ?? this.block(o, NO_OUTER)));
    const query: Query = { kind: "set", how, all: !r.distinct, operands };
    return blockOf({ source: { name: baseName(r) }, item: { kind: "subquery", query } }, r.schema.keys());
  }

  private unnest(given: Block, r: ir.Unnest, outer: Outer): Block {
    const ready = isPlain(given) && isBare(given) ? given : this.wrap(given, baseName(r.parent), isFree(r.parent));
    const array = lowerValue(r.column, this.scope([[r.parent, ready]], outer), new Map());
    const join = this.dialect.unnest(array, { value: r.name, offset: r.offset }, r.keepEmpty);
    const { source } = join.from;
    const columns = new Map<string, Sql>();
    for (const name of r.schema.keys()) {
      const own = name === r.name || name === r.offset ? undefined : ready.columns.get(name);
      columns.set(name, own ?? { kind: "column", source, name });
    }
    return { ...ready, joins: [...ready.joins, join], columns };
  }

  private recursion(r: ir.Recursion): Block {
    const name = this.names.take(r.name);
    const base = this.queryOf(r.base, NO_OUTER);
    this.recursive.set(r.name, name);
    const step = this.queryOf(r.step, NO_OUTER);
    this.recursive.delete(r.name);
    this.ctes.push({
      name,
      query: { kind: "set", how: "UNION", all: !r.distinct, operands: [base, step] },
      columns: [...r.schema.keys()],
      recursive: true,
    });
    return blockOf({ source: { name }, item: { kind: "cte", name } }, r.schema.keys());
  }
}

const isLeaf = (r: ir.Relation): boolean => r.type === "table" || r.type === "recursiveReference";
const inRecursion = new WeakMap<ir.Relation, boolean>();
/** Hangs on no query around it and on no recursion, so it can stand as a common table expression of the whole statement. */
export function isFree(r: ir.Relation): boolean {
  if (ir.relationsOf(r).size > 0) return false;
  const stack: ir.Relation[] = [r];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    const inputs = inRecursion.has(node) ? [] : ir.inputsOf(node);
    const waiting = inputs.filter((input) => !inRecursion.has(input));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    if (!inRecursion.has(node)) {
      const inside = node.type === "recursiveReference" || inputs.some((input) => inRecursion.get(input));
      inRecursion.set(node, inside && node.type !== "recursion");
    }
    stack.pop();
  }
  return !inRecursion.get(r);
}

/** A name for what a relation gives, from the table that it mostly reads. */
export function baseName(relation: ir.Relation): string {
  let r = relation;
  for (;;) {
    if (
      r.type === "table" ||
      r.type === "alias" ||
      r.type === "memtable" ||
      r.type === "recursion" ||
      r.type === "recursiveReference"
    )
      return r.name;
    const [first] = ir.parentsOf(r);
    if (!first) return "query";
    r = first;
  }
}

function limited(block: Block, n: number | null, offset: number): Block {
  const left = block.limit === null ? null : Math.max(0, block.limit - offset);
  return {
    ...block,
    limit: n === null ? left : left === null ? n : Math.min(n, left),
    offset: block.offset + offset,
  };
}

interface Used {
  readonly count: number;
  readonly inWindow: boolean;
  readonly inside: boolean;
}
/** How often, and where, values use each column of a relation; a part that is used twice counts twice. */
function usesOf(parent: ir.Relation, values: readonly (ir.Value | ir.SortKey)[]): ReadonlyMap<string, Used> {
  const order = ir.postorder(values).toReversed();
  const counts = new Map<ir.ValueNode, number>();
  const windowed = new Set<ir.ValueNode>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  const found = new Map<string, Used>();
  for (const node of order) {
    const count = Math.min(counts.get(node) ?? 1, 1e6);
    for (const child of ir.childrenOf(node)) {
      counts.set(child, (counts.get(child) ?? 0) + count);
      if (node.type === "window" || windowed.has(node)) windowed.add(child);
    }
  }
  for (const node of order)
    if (node.type === "field" && node.relation === parent)
      found.set(node.name, {
        count: counts.get(node) ?? 1,
        inWindow: windowed.has(node),
        inside: !values.includes(node),
      });
  return found;
}

import { AvocetError, ir } from "@avocet/core";
import type { Dialect } from "../dialect.js";
import type { Source, Sql } from "../sql/expr.js";
import type { Cte, FromItem, Query, Statement } from "../sql/query.js";
import { aggregate } from "./aggregate.js";
import type { Needed } from "./column-pruning.js";
import { neededColumns } from "./column-pruning.js";
import { extractCommonSubexpressions } from "./common-subexpressions.js";
import { baseName, isLeaf, isUncorrelated } from "./correlation.js";
import { filter, filtered } from "./filter.js";
import { withoutGroupFrames } from "./group-frames.js";
import { Weights } from "./inlining-cost.js";
import { joinBlocks } from "./join.js";
import { Names } from "./names.js";
import { splitNestedWindows } from "./nested-windows.js";
import { project } from "./project.js";
import type { SelectDraft } from "./select-draft.js";
import { draftFrom, hasImpures, isLimited, isPassThrough, isSimpleScan, toQuery, toSelect } from "./select-draft.js";
import { copied, withCopies, withTypes } from "./set-operations.js";
import { limited, sort } from "./sort.js";
import type { Scope } from "./value.js";
import { lowerValue } from "./value.js";

/** The statement of a relation: one SELECT for each step as far as clauses allow, the rest as common table expressions. */
export function lower(root: ir.Relation, dialect: Dialect): Statement {
  const lowering = new QueryPlanner(dialect, root);
  const query = lowering.queryOf(root, NO_OUTER);
  return { ctes: lowering.ctes, query, columnNames: columnNames(root) };
}

function columnNames(root: ir.Relation): ReadonlySet<string> {
  const schemas = new Set(ir.relationsBelow(root).map((r) => r.schema));
  const names = new Set<string>();
  for (const schema of schemas) for (const name of schema.keys()) names.add(name.toLowerCase());
  return names;
}

/** The columns of the queries around a correlated subquery. */
export type Outer = ReadonlyMap<ir.Relation, ReadonlyMap<string, Sql>>;
const NO_OUTER: Outer = new Map();

export class QueryPlanner {
  readonly ctes: Cte[] = [];
  readonly dialect: Dialect;
  private readonly names: Names;
  private readonly uses = new Map<ir.Relation, number>();
  private readonly needed: Needed;
  /** Blocks that hang on nothing around them, each made once. */
  private readonly blocks = new Map<ir.Relation, SelectDraft>();
  private readonly weights = new Weights();
  private readonly readBefore = new Set<ir.Relation>();
  private readonly recursive = new Map<string, string>();

  constructor(dialect: Dialect, root: ir.Relation) {
    this.dialect = dialect;
    this.names = new Names(dialect.maxIdentifier);
    this.needed = neededColumns(root);
    for (const r of ir.relationsBelow(root)) {
      if (r.type === "table") this.names.reserve(r.name);
      for (const input of ir.inputsOf(r)) this.uses.set(input, (this.uses.get(input) ?? 0) + 1);
    }
  }

  /** How many relations read a relation. */
  usesOf(relation: ir.Relation): number {
    return this.uses.get(relation) ?? 0;
  }
  queryOf(relation: ir.Relation, outer: Outer): Query {
    return toQuery(this.block(relation, outer));
  }

  /** The block of a relation; what it needs is made first, so that long chains need no call stack. */
  block(root: ir.Relation, outer: Outer): SelectDraft {
    const local = new Map<ir.Relation, SelectDraft>();
    const known = (r: ir.Relation): SelectDraft | undefined => this.cachedDraft(r) ?? local.get(r);
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
      const free = isUncorrelated(r);
      const made = this.pruneDraft(r, this.lowerRelation(r, known, outer));
      const shared = this.usesOf(r) > 1 && r !== root && !isLeaf(r);
      (free ? this.blocks : local).set(r, shared && free ? this.asCte(made, baseName(r)) : made);
      stack.pop();
    }
    const block = known(root);
    if (!block) throw new TypeError("a relation was not lowered");
    return block;
  }

  /** Whether a column of a relation is read by anything. */
  isNeeded(r: ir.Relation, name: string): boolean {
    return this.needed.get(r)?.has(name) ?? true;
  }
  /** The relation without the columns that nothing reads, where it says what they are. */
  pruneSelection<R extends ir.Selection | ir.Aggregation>(r: R): R {
    const read = (entries: ir.Entries): ir.Entries => new Map([...entries].filter(([name]) => this.isNeeded(r, name)));
    const made =
      r.type === "selection"
        ? ir.selection(r.parent, read(r.values))
        : ir.aggregation(r.parent, r.by, read(r.metrics), r.sets);
    return made as R; // a selection for a selection, an aggregation for an aggregation
  }
  /** The block without columns that nothing reads; which rows a DISTINCT keeps hangs on all of them. */
  private pruneDraft(r: ir.Relation, block: SelectDraft): SelectDraft {
    const names = this.needed.get(r);
    if (!names || block.distinct || names.size >= block.columns.size) return block;
    return { ...block, columns: new Map([...block.columns].filter(([name]) => names.has(name))) };
  }

  /** A block that is there already. What is read again gets a source of its own, as two parts of one SELECT may read it. */
  private cachedDraft(r: ir.Relation): SelectDraft | undefined {
    if (isLeaf(r)) return this.leaf(r);
    const block = this.blocks.get(r);
    if (!block || this.usesOf(r) < 2) return block;
    if (this.readBefore.has(r)) return this.realias(block, baseName(r), true);
    this.readBefore.add(r);
    return block;
  }

  private lowerRelation(
    given: ir.Relation,
    known: (r: ir.Relation) => SelectDraft | undefined,
    outer: Outer,
  ): SelectDraft {
    const asked = given.type === "selection" ? this.pruneSelection(given) : given;
    const framed = this.dialect.features.groupsFrame === false ? withoutGroupFrames(asked) : asked;
    const stepped = splitNestedWindows(this, extractCommonSubexpressions(framed));
    if (stepped !== asked) return this.block(stepped, outer);
    const r = given;
    const parent = (p: ir.Relation): SelectDraft => {
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
        return this.realias(parent(r.parent), baseName(r), isUncorrelated(r));
      case "alias":
        return this.asCte(parent(r.parent), r.name, true);
      case "selection":
        return project(this, parent(r.parent), r, outer);
      case "filter":
        return filter(this, parent(filtered(this, r)), r, outer);
      case "sort":
        return sort(this, parent(r.parent), r, outer);
      case "limit":
        return limited(parent(r.parent), r.n, r.offset);
      case "aggregation":
        return aggregate(this, parent(r.parent), r, outer);
      case "distinct": {
        const instead = this.dialect.rewriteDistinct?.(r);
        if (instead) return this.block(instead, outer);
        const block = parent(r.parent);
        const base =
          isLimited(block) || hasImpures(block)
            ? this.wrap(block, baseName(r.parent), isUncorrelated(r.parent))
            : block;
        return { ...base, distinct: true, orderBy: [] };
      }
      case "join":
        return joinBlocks(this, r, parent(r.left), r.lateral ? null : parent(r.right), outer);
      case "setOperation":
        return this.combine(r, known);
      case "unnest":
        return this.unnest(parent(r.parent), r, outer);
      case "sample": {
        const source = this.realias(parent(r.parent), baseName(r.parent), isUncorrelated(r.parent));
        if (!source.from) throw new TypeError("a sample is of a source");
        const columns = [...source.columns.values()];
        const some = this.dialect.sample(source.from, r.fraction, r.method, r.seed, columns);
        return "where" in some ? { ...source, where: [...source.where, some.where] } : { ...source, from: some };
      }
      case "recursion":
        return this.recursion(r);
    }
  }

  /** The relations whose blocks a relation is built upon. */
  private inputsOf(r: ir.Relation): readonly ir.Relation[] {
    if (r.type === "join" && r.lateral) return [r.left];
    return r.type === "filter" ? [filtered(this, r)] : ir.parentsOf(r);
  }
  // ---- sources

  private leaf(r: ir.Relation, known?: (r: ir.Relation) => SelectDraft | undefined): SelectDraft {
    const read = this.needed.get(r);
    const names = [...r.schema.keys()].filter((name) => read?.has(name) ?? true);
    switch (r.type) {
      case "table": {
        const path = [r.catalog, r.database, r.name].filter((part) => part !== null);
        const block = draftFrom(
          { source: { name: r.name }, item: { kind: "table", path: this.dialect.tablePath(path) } },
          names,
        );
        if (!this.dialect.columnCodec) return block;
        const read = [...block.columns].map(
          ([name, column]) => [name, this.dialect.columnCodec?.(r, name)?.read(column) ?? column] as const,
        );
        return { ...block, columns: new Map(read) };
      }
      case "memtable":
        return draftFrom({ source: { name: r.name }, item: this.valuesItem(r) }, names);
      case "sql": {
        if (r.dialect !== this.dialect.name)
          throw new AvocetError(
            "unsupported-operation",
            `this query is SQL of ${r.dialect}, not of ${this.dialect.name}`,
            {
              hint: "Build it from the verbs of a table, or compile it for its own dialect.",
            },
          );
        const named = [...r.parents].map(
          ([name, p]) => [name, toQuery(known?.(p) ?? this.block(p, NO_OUTER))] as const,
        );
        const query: Query = { kind: "raw", text: r.text, named };
        return draftFrom({ source: { name: "query" }, item: { kind: "subquery", query } }, names);
      }
      case "recursiveReference": {
        const cte = this.recursive.get(r.name);
        if (cte === undefined)
          throw new AvocetError("invalid-argument", `the recursive table ${r.name} is used outside of its recursion`);
        return draftFrom({ source: { name: cte }, item: { kind: "cte", name: cte } }, names);
      }
      default:
        throw new TypeError(`${r.type} is no source`);
    }
  }
  private valuesItem(r: ir.MemTable): FromItem["item"] {
    const query = this.values(r);
    const called = query.kind === "values" ? this.dialect.rows?.(r.schema, query.rows) : undefined;
    return called ?? { kind: "subquery", query };
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
        ...toSelect({
          ...draftFrom({ source: { name: "none" }, item: { kind: "cte", name: "none" } }, []),
          from: null,
        }),
        items,
        limit: 0,
      };
    }
    const typed = this.dialect.rows !== undefined;
    const rows = Array.from({ length: count }, (_, row) =>
      types.map((_, column) => cell(row, column, row === 0 && !typed)),
    );
    return { kind: "values", names: [...r.schema.keys()], rows };
  }

  /** A block that later steps can build upon as on a table: a common table expression, or a subquery where it is correlated. */
  wrap(block: SelectDraft, name: string, free: boolean): SelectDraft {
    if (free) return this.asCte(block, name);
    const source: Source = { name };
    const from: FromItem = { source, item: { kind: "subquery", query: this.queryFor(block, source) } };
    return draftFrom(from, block.columns.keys());
  }
  private asCte(block: SelectDraft, wanted: string, exact = false): SelectDraft {
    const name = this.names.take(wanted, !exact);
    const source: Source = { name };
    this.ctes.push({ name, query: this.queryFor(block, source) });
    return draftFrom({ source, item: { kind: "cte", name } }, block.columns.keys());
  }
  /** The query that a source reads. */
  private queryFor(block: SelectDraft, source: Source): Query {
    const apart = this.dialect.features.inlinesSubqueries === true && this.weights.isHeavy(block, source);
    return toQuery(apart ? { ...block, optimizationFence: apart } : block);
  }
  /** The same rows from a source with an alias of its own. */
  realias(block: SelectDraft, name: string, free: boolean): SelectDraft {
    const { from } = block;
    const whole =
      from &&
      !from.suffix &&
      isSimpleScan(block) &&
      block.joins.length === 0 &&
      block.where.length === 0 &&
      isPassThrough(block);
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

  scope(inputs: readonly (readonly [ir.Relation, SelectDraft])[], outer: Outer): Scope {
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
        const free = isUncorrelated(relation);
        const block = this.block(relation, free ? NO_OUTER : around);
        const { compileCorrelatedLimit: instead } = this.dialect;
        const limit = !free && isLimited(block);
        if (limit && instead && how === "scalar") return instead(toSelect(block));
        if (!free) this.refuseLimit(block, relation);
        return toQuery(how === "exists" && isSimpleScan(block) ? { ...block, columns: new Map() } : block);
      },
    };
  }

  /** Refuses a LIMIT in a query that hangs on the rows around it, where the engine takes none. */
  refuseLimit(block: SelectDraft, relation: ir.Relation): void {
    if (this.dialect.features.correlatedLimit !== false || !isLimited(block) || isUncorrelated(relation)) return;
    throw new AvocetError(
      "unsupported-operation",
      `${this.dialect.name} takes no limit in a query that hangs on the rows around it`,
      { hint: "Take min, max, argmin or argmax of the rows, or join them, number them with rowNumber() and filter." },
    );
  }

  // ---- steps that make sources

  private combine(r: ir.SetOperation, known: (r: ir.Relation) => SelectDraft | undefined): SelectDraft {
    const how = ({ union: "UNION", intersect: "INTERSECT", difference: "EXCEPT" } as const)[r.how];
    const operands = r.operands.map((o) => toQuery(known(o) ?? this.block(o, NO_OUTER)));
    const copies = !r.distinct && r.how !== "union" && this.dialect.features.intersectAll === false;
    const query: Query = copies
      ? {
          kind: "set",
          how,
          all: false,
          operands: copied(how, operands).map((o) => withCopies(o, r.schema, this.dialect)),
        }
      : { kind: "set", how, all: !r.distinct, operands };
    return draftFrom({ source: { name: baseName(r) }, item: { kind: "subquery", query } }, r.schema.keys());
  }

  private unnest(given: SelectDraft, r: ir.Unnest, outer: Outer): SelectDraft {
    const ready =
      isSimpleScan(given) && isPassThrough(given)
        ? given
        : this.wrap(given, baseName(r.parent), isUncorrelated(r.parent));
    const array = lowerValue(r.column, this.scope([[r.parent, ready]], outer), new Map());
    const join = this.dialect.unnest(array, { value: r.name, offset: r.offset }, r.keepEmpty, r.column.dtype);
    const { source } = join.from;
    const columns = new Map<string, Sql>();
    for (const name of r.schema.keys()) {
      const own = name === r.name || name === r.offset ? undefined : ready.columns.get(name);
      columns.set(name, own ?? join.columns?.get(name) ?? { kind: "column", source, name });
    }
    return { ...ready, joins: [...ready.joins, join], columns };
  }

  private recursion(r: ir.Recursion): SelectDraft {
    const name = this.names.take(r.name);
    const strict = this.dialect.features.recursiveUnionAllOnly === true;
    if (strict && r.distinct)
      throw new AvocetError(
        "unsupported-operation",
        `${this.dialect.name} cannot leave duplicates out of a recursion`,
        {
          hint: "Count the steps, stop after so many, and make the result distinct.",
        },
      );
    const cast = strict || this.dialect.features.recursiveTypesFixed === true;
    const typed = (query: Query): Query => (cast ? withTypes(query, r.schema, this.dialect) : query);
    const base = typed(this.queryOf(r.base, NO_OUTER));
    this.recursive.set(r.name, name);
    const step = typed(this.queryOf(r.step, NO_OUTER));
    this.recursive.delete(r.name);
    this.ctes.push({
      name,
      query: { kind: "set", how: "UNION", all: !r.distinct, operands: [base, step] },
      columns: [...r.schema.keys()],
      recursive: true,
    });
    return draftFrom({ source: { name }, item: { kind: "cte", name } }, r.schema.keys());
  }
}

import { AvocetError } from "@avocet/core";
import * as ir from "@avocet/core/ir";
import type { Dialect } from "../dialect.js";
import type { Source, Sql } from "../sql/expr.js";
import type { Cte, FromItem, Query, Statement } from "../sql/query.js";
import { aggregate } from "./aggregate.js";
import type { NeededColumns } from "./column-pruning.js";
import { neededColumns } from "./column-pruning.js";
import { extractCommonSubexpressions } from "./common-subexpressions.js";
import { baseName, isBaseRelation, isUncorrelated } from "./correlation.js";
import { filter, filterInput } from "./filter.js";
import type { InliningCosts } from "./inlining-cost.js";
import { joinDrafts } from "./join.js";
import { NameAllocator } from "./name-allocator.js";
import { splitNestedWindows } from "./nested-windows.js";
import { project } from "./project.js";
import type { SelectDraft } from "./select-draft.js";
import { draftFrom, hasImpures, isLimited, isPassThrough, isSimpleScan, toQuery, toSelect } from "./select-draft.js";
import { applyLimit, sort } from "./sort.js";
import type { Scope } from "./value.js";
import { lowerValue } from "./value.js";

/**
 * Plans the SQL statement of a relation. Steps share one SELECT as far as its clauses allow; others become common table
 * expressions.
 */
export function planStatement(root: ir.Relation, dialect: Dialect): Statement {
  const planner = new QueryPlanner(dialect, root);
  const query = planner.queryOf(root, NO_OUTER_COLUMNS);
  return { ctes: planner.ctes, query, columnNames: columnNames(root) };
}

/** The names, in lower case, of all columns below a relation. */
function columnNames(root: ir.Relation): ReadonlySet<string> {
  const schemas = new Set(ir.reachableRelations(root).map((relation) => relation.schema));
  const names = new Set<string>();
  for (const schema of schemas) for (const name of schema.keys()) names.add(name.toLowerCase());
  return names;
}

/** The columns of the queries that enclose a correlated subquery. */
export type OuterColumns = ReadonlyMap<ir.Relation, ReadonlyMap<string, Sql>>;
const NO_OUTER_COLUMNS: OuterColumns = new Map();

/** Turns relations into SELECT drafts, and collects the common table expressions of the statement. */
export class QueryPlanner {
  readonly ctes: Cte[] = [];
  readonly dialect: Dialect;
  private readonly names: NameAllocator;
  private readonly readerCounts = new Map<ir.Relation, number>();
  private readonly neededColumns: NeededColumns;
  /** Cache of drafts of uncorrelated relations. */
  private readonly uncorrelatedDrafts = new Map<ir.Relation, SelectDraft>();
  private readonly inliningCosts: InliningCosts | undefined;
  /** Relations whose cached draft has been returned before; a second reader needs a fresh alias. */
  private readonly returnedDrafts = new Set<ir.Relation>();
  /** CTE names of the recursions that are being planned, by their name in the expression. */
  private readonly recursiveCteNames = new Map<string, string>();

  constructor(dialect: Dialect, root: ir.Relation) {
    this.dialect = dialect;
    this.names = new NameAllocator(dialect.maxIdentifier);
    this.inliningCosts = dialect.createInliningCosts?.();
    this.neededColumns = neededColumns(root);
    for (const relation of ir.reachableRelations(root)) {
      if (relation.type === "table") this.names.reserve(relation.name);
      for (const input of ir.inputsOf(relation)) this.readerCounts.set(input, (this.readerCounts.get(input) ?? 0) + 1);
    }
  }

  /** Returns how many relations read a relation. */
  readerCount(relation: ir.Relation): number {
    return this.readerCounts.get(relation) ?? 0;
  }
  /** Plans a relation as a complete query. */
  queryOf(relation: ir.Relation, outerColumns: OuterColumns): Query {
    return toQuery(this.draftOf(relation, outerColumns));
  }

  /** Plans a relation. Inputs are planned first and iteratively, so that long chains do not overflow the call stack. */
  draftOf(root: ir.Relation, outerColumns: OuterColumns): SelectDraft {
    const localDrafts = new Map<ir.Relation, SelectDraft>();
    const existingDraft = (relation: ir.Relation): SelectDraft | undefined =>
      this.cachedDraft(relation) ?? localDrafts.get(relation);
    const isPlanned = (relation: ir.Relation): boolean =>
      isBaseRelation(relation) || this.uncorrelatedDrafts.has(relation) || localDrafts.has(relation);
    if (isBaseRelation(root)) return this.sourceDraft(root);
    const stack: ir.Relation[] = [root];
    for (let relation = stack.at(-1); relation; relation = stack.at(-1)) {
      if (isPlanned(relation)) {
        stack.pop();
        continue;
      }
      const waiting = this.inputsOf(relation).filter((p) => !isPlanned(p));
      if (waiting.length > 0 && relation.type !== "recursion") {
        stack.push(...waiting.toReversed());
        continue;
      }
      const uncorrelated = isUncorrelated(relation);
      const draft = this.pruneDraft(relation, this.lowerRelation(relation, existingDraft, outerColumns));
      const shared = this.readerCount(relation) > 1 && relation !== root && !isBaseRelation(relation);
      (uncorrelated ? this.uncorrelatedDrafts : localDrafts).set(
        relation,
        shared && uncorrelated ? this.addCte(draft, baseName(relation)) : draft,
      );
      stack.pop();
    }
    const draft = existingDraft(root);
    if (!draft) throw new TypeError("Internal error: a relation was not planned.");
    return draft;
  }

  /** True if any relation or value reads the column. */
  isNeeded(relation: ir.Relation, name: string): boolean {
    return this.neededColumns.get(relation)?.has(name) ?? true;
  }
  /** Drops the computed columns of a selection or aggregation that nothing reads. */
  pruneSelection<R extends ir.Selection | ir.Aggregation>(relation: R): R {
    const onlyNeeded = (entries: ir.NamedValues): ir.NamedValues =>
      new Map([...entries].filter(([name]) => this.isNeeded(relation, name)));
    const pruned =
      relation.type === "selection"
        ? ir.selection(relation.parent, onlyNeeded(relation.values))
        : ir.aggregation(relation.parent, relation.by, onlyNeeded(relation.metrics), relation.sets);
    return pruned as R; // of the same kind as `relation`
  }
  /** Drops the columns of a draft that nothing reads, except under DISTINCT, which depends on all of them. */
  private pruneDraft(relation: ir.Relation, draft: SelectDraft): SelectDraft {
    const names = this.neededColumns.get(relation);
    if (!names || draft.distinct || names.size >= draft.columns.size) return draft;
    return { ...draft, columns: new Map([...draft.columns].filter(([name]) => names.has(name))) };
  }

  /** Returns the cached draft; a second reader gets a fresh alias, because both may join the same SELECT. */
  private cachedDraft(relation: ir.Relation): SelectDraft | undefined {
    if (isBaseRelation(relation)) return this.sourceDraft(relation);
    const draft = this.uncorrelatedDrafts.get(relation);
    if (!draft || this.readerCount(relation) < 2) return draft;
    if (this.returnedDrafts.has(relation)) return this.realias(draft, baseName(relation), true);
    this.returnedDrafts.add(relation);
    return draft;
  }

  /** Plans a relation whose inputs are planned already. */
  private lowerRelation(
    requested: ir.Relation,
    existingDraft: (relation: ir.Relation) => SelectDraft | undefined,
    outerColumns: OuterColumns,
  ): SelectDraft {
    const pruned = requested.type === "selection" ? this.pruneSelection(requested) : requested;
    const rangeFramed = this.dialect.rewriteFrames?.(pruned) ?? pruned;
    const rewritten = splitNestedWindows(this, extractCommonSubexpressions(rangeFramed));
    if (rewritten !== pruned) return this.draftOf(rewritten, outerColumns);
    const relation = requested;
    const draftOfInput = (input: ir.Relation): SelectDraft => {
      const draft = existingDraft(input);
      if (!draft) throw new TypeError(`Internal error: the input ${input.type} was not planned.`);
      return draft;
    };
    switch (relation.type) {
      case "table":
      case "memtable":
      case "sql":
      case "recursiveReference":
        return this.sourceDraft(relation, existingDraft);
      case "selfReference":
        return this.realias(draftOfInput(relation.parent), baseName(relation), isUncorrelated(relation));
      case "alias":
        return this.addCte(draftOfInput(relation.parent), relation.name, true);
      case "selection":
        return project(this, draftOfInput(relation.parent), relation, outerColumns);
      case "filter":
        return filter(this, draftOfInput(filterInput(this, relation)), relation, outerColumns);
      case "sort":
        return sort(this, draftOfInput(relation.parent), relation, outerColumns);
      case "limit":
        return applyLimit(draftOfInput(relation.parent), relation.n, relation.offset);
      case "aggregation":
        return aggregate(this, draftOfInput(relation.parent), relation, outerColumns);
      case "distinct": {
        const replacement = this.dialect.rewriteDistinct?.(relation);
        if (replacement) return this.draftOf(replacement, outerColumns);
        const draft = draftOfInput(relation.parent);
        const ready =
          isLimited(draft) || hasImpures(draft)
            ? this.wrapAsSource(draft, baseName(relation.parent), isUncorrelated(relation.parent))
            : draft;
        return { ...ready, distinct: true, orderBy: [] };
      }
      case "join":
        return joinDrafts(
          this,
          relation,
          draftOfInput(relation.left),
          relation.lateral ? null : draftOfInput(relation.right),
          outerColumns,
        );
      case "setOperation":
        return this.setOperation(relation, existingDraft);
      case "unnest":
        return this.unnest(draftOfInput(relation.parent), relation, outerColumns);
      case "sample": {
        const source = this.realias(
          draftOfInput(relation.parent),
          baseName(relation.parent),
          isUncorrelated(relation.parent),
        );
        if (!source.from) throw new TypeError("Internal error: a sampled relation has no FROM clause.");
        const columns = [...source.columns.values()];
        const sampled = this.dialect.sample(source.from, relation.fraction, relation.method, relation.seed, columns);
        return "where" in sampled
          ? { ...source, where: [...source.where, sampled.where] }
          : { ...source, from: sampled };
      }
      case "recursion":
        return this.recursion(relation);
    }
  }

  /** The relations whose drafts the draft of a relation is built on. */
  private inputsOf(relation: ir.Relation): readonly ir.Relation[] {
    if (relation.type === "join" && relation.lateral) return [relation.left];
    return relation.type === "filter" ? [filterInput(this, relation)] : ir.parentsOf(relation);
  }

  // ---- sources

  /** Plans a relation that is read directly: a table, a memtable, a SQL query or a recursive reference. */
  private sourceDraft(relation: ir.Relation, existingDraft?: (r: ir.Relation) => SelectDraft | undefined): SelectDraft {
    const needed = this.neededColumns.get(relation);
    const names = [...relation.schema.keys()].filter((name) => needed?.has(name) ?? true);
    switch (relation.type) {
      case "table": {
        const path = [relation.catalog, relation.database, relation.name].filter((segment) => segment !== null);
        const draft = draftFrom(
          { source: { name: relation.name }, item: { kind: "table", path: this.dialect.tablePath(path) } },
          names,
        );
        if (!this.dialect.columnCodec) return draft;
        const columns = [...draft.columns].map(
          ([name, column]) => [name, this.dialect.columnCodec?.(relation, name)?.read(column) ?? column] as const,
        );
        return { ...draft, columns: new Map(columns) };
      }
      case "memtable":
        return draftFrom({ source: { name: relation.name }, item: this.valuesItem(relation) }, names);
      case "sql": {
        if (relation.dialect !== this.dialect.name)
          throw new AvocetError(
            "unsupported-operation",
            `A query written in ${relation.dialect} SQL cannot be compiled for ${this.dialect.name}`,
            {
              hint: "Build the query from table methods, or compile it for the dialect that it is written in.",
            },
          );
        const definitions = [...relation.parents].map(
          ([name, p]) => [name, toQuery(existingDraft?.(p) ?? this.draftOf(p, NO_OUTER_COLUMNS))] as const,
        );
        const query: Query = { kind: "raw", text: relation.text, definitions };
        return draftFrom({ source: { name: "query" }, item: { kind: "subquery", query } }, names);
      }
      case "recursiveReference": {
        const cte = this.recursiveCteNames.get(relation.name);
        if (cte === undefined)
          throw new AvocetError(
            "invalid-argument",
            `The recursive table \`${relation.name}\` is used outside of its recursion`,
          );
        return draftFrom({ source: { name: cte }, item: { kind: "cte", name: cte } }, names);
      }
      default:
        throw new TypeError(`Internal error: ${relation.type} is not a source.`);
    }
  }
  /** The rows of a memtable as a FROM item. */
  private valuesItem(relation: ir.MemTable): FromItem["item"] {
    const query = this.valuesQuery(relation);
    const dialectRows = query.kind === "values" ? this.dialect.rows?.(relation.schema, query.rows) : undefined;
    return dialectRows ?? { kind: "subquery", query };
  }
  /**
   * The rows of a memtable as a VALUES list. Only the first row is cast, which sets the types of the columns; a
   * memtable without rows becomes a SELECT of NULLs with LIMIT 0.
   */
  private valuesQuery(relation: ir.MemTable): Query {
    const types = [...relation.schema.values()];
    const rowCount = relation.columns[0]?.length ?? 0;
    const cell = (row: number, column: number, cast: boolean): Sql => {
      const dtype = types[column] ?? { kind: "null", nullable: true };
      const value: Sql = { kind: "literal", value: relation.columns[column]?.[row] ?? null, dtype };
      return cast ? this.dialect.cast(value, dtype) : value;
    };
    if (rowCount === 0) {
      const items = [...relation.schema].map(
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
    const rowsAreTyped = this.dialect.rows !== undefined;
    const rows = Array.from({ length: rowCount }, (_, row) =>
      types.map((_, column) => cell(row, column, row === 0 && !rowsAreTyped)),
    );
    return { kind: "values", names: [...relation.schema.keys()], rows };
  }

  /** Wraps a draft so that later steps can read it like a table: as a CTE, or as a subquery if it is correlated. */
  wrapAsSource(draft: SelectDraft, name: string, uncorrelated: boolean): SelectDraft {
    if (uncorrelated) return this.addCte(draft, name);
    const source: Source = { name };
    const from: FromItem = { source, item: { kind: "subquery", query: this.queryOfSource(draft, source) } };
    return draftFrom(from, draft.columns.keys());
  }
  /** Adds a draft as a common table expression and returns a draft that reads it. */
  private addCte(draft: SelectDraft, preferredName: string, keepsName = false): SelectDraft {
    const name = this.names.allocate(preferredName, !keepsName);
    const source: Source = { name };
    this.ctes.push({ name, query: this.queryOfSource(draft, source) });
    return draftFrom({ source, item: { kind: "cte", name } }, draft.columns.keys());
  }
  /** The query that a source reads, with an optimization fence if inlining it would be too costly. */
  private queryOfSource(draft: SelectDraft, source: Source): Query {
    return toQuery(this.inliningCosts?.isTooCostly(draft, source) ? { ...draft, optimizationFence: true } : draft);
  }
  /** Returns a draft of the same rows that reads its source under a fresh alias. */
  realias(draft: SelectDraft, name: string, uncorrelated: boolean): SelectDraft {
    const { from } = draft;
    const isPlainSource =
      from &&
      !from.suffix &&
      isSimpleScan(draft) &&
      draft.joins.length === 0 &&
      draft.where.length === 0 &&
      isPassThrough(draft);
    if (isPlainSource && (from.item.kind === "table" || from.item.kind === "cte")) {
      const aliased: FromItem = { ...from, source: { name: from.source.name } };
      const columns = new Map<string, Sql>();
      for (const [output, value] of draft.columns)
        columns.set(output, value.kind === "column" ? { ...value, source: aliased.source } : value);
      return { ...draft, from: aliased, columns };
    }
    return isPlainSource ? draft : this.wrapAsSource(draft, name, uncorrelated);
  }

  // ---- scopes

  /** Creates the scope in which values over the input drafts are compiled. */
  scope(inputs: readonly (readonly [ir.Relation, SelectDraft])[], outerColumns: OuterColumns): Scope {
    const columnsInScope = new Map(outerColumns);
    for (const [relation, draft] of inputs) columnsInScope.set(relation, draft.columns);
    return {
      dialect: this.dialect,
      field(relation, name) {
        const column = columnsInScope.get(relation)?.get(name);
        if (!column) throw new TypeError(`Internal error: the column "${name}" of ${relation.type} is out of scope.`);
        return column;
      },
      query: (relation, subqueryKind) => {
        const uncorrelated = isUncorrelated(relation);
        const draft = this.draftOf(relation, uncorrelated ? NO_OUTER_COLUMNS : columnsInScope);
        const { compileCorrelatedLimit } = this.dialect;
        const hasCorrelatedLimit = !uncorrelated && isLimited(draft);
        if (hasCorrelatedLimit && compileCorrelatedLimit && subqueryKind === "scalar")
          return compileCorrelatedLimit(toSelect(draft));
        if (!uncorrelated) this.refuseCorrelatedLimit(draft, relation);
        return toQuery(subqueryKind === "exists" && isSimpleScan(draft) ? { ...draft, columns: new Map() } : draft);
      },
    };
  }

  /** Throws if a correlated query has a LIMIT and the engine does not support that. */
  refuseCorrelatedLimit(draft: SelectDraft, relation: ir.Relation): void {
    if (this.dialect.features.correlatedLimit !== false || !isLimited(draft) || isUncorrelated(relation)) return;
    throw new AvocetError(
      "unsupported-operation",
      `A limit in a subquery that refers to the outer row is not supported by ${this.dialect.name}`,
      { hint: "Aggregate with min, max, argmin or argmax, or join the rows, number them with rowNumber() and filter." },
    );
  }

  // ---- relations that become sources

  /** Plans UNION, INTERSECT or EXCEPT. */
  private setOperation(
    relation: ir.SetOperation,
    existingDraft: (r: ir.Relation) => SelectDraft | undefined,
  ): SelectDraft {
    const operator = ({ union: "UNION", intersect: "INTERSECT", difference: "EXCEPT" } as const)[relation.kind];
    const operands = relation.operands.map((o) => toQuery(existingDraft(o) ?? this.draftOf(o, NO_OUTER_COLUMNS)));
    const query: Query = (operator !== "UNION" && !relation.distinct
      ? this.dialect.setOperationWithDuplicates?.(operator, operands, relation.schema)
      : undefined) ?? { kind: "set", operator, keepsDuplicates: !relation.distinct, operands };
    return draftFrom(
      { source: { name: baseName(relation) }, item: { kind: "subquery", query } },
      relation.schema.keys(),
    );
  }

  /** Plans a join with the elements of an array column. */
  private unnest(draft: SelectDraft, relation: ir.Unnest, outerColumns: OuterColumns): SelectDraft {
    const ready =
      isSimpleScan(draft) && isPassThrough(draft)
        ? draft
        : this.wrapAsSource(draft, baseName(relation.parent), isUncorrelated(relation.parent));
    const array = lowerValue(relation.column, this.scope([[relation.parent, ready]], outerColumns), new Map());
    const join = this.dialect.unnest(
      array,
      { value: relation.name, offset: relation.offset },
      relation.keepEmpty,
      relation.column.dtype,
    );
    const { source } = join.from;
    const columns = new Map<string, Sql>();
    for (const name of relation.schema.keys()) {
      const parentColumn = name === relation.name || name === relation.offset ? undefined : ready.columns.get(name);
      columns.set(name, parentColumn ?? join.columns?.get(name) ?? { kind: "column", source, name });
    }
    return { ...ready, joins: [...ready.joins, join], columns };
  }

  /** Plans a recursive common table expression. */
  private recursion(relation: ir.Recursion): SelectDraft {
    const name = this.names.allocate(relation.name);
    if (this.dialect.features.recursiveUnionAllOnly && relation.distinct)
      throw new AvocetError(
        "unsupported-operation",
        `Dropping duplicates in a recursion is not supported by ${this.dialect.name}`,
        {
          hint: "Count the steps, stop after a maximum, and apply distinct to the result.",
        },
      );
    const withCasts = (query: Query): Query => this.dialect.castRecursion?.(query, relation.schema) ?? query;
    const base = withCasts(this.queryOf(relation.base, NO_OUTER_COLUMNS));
    this.recursiveCteNames.set(relation.name, name);
    const step = withCasts(this.queryOf(relation.step, NO_OUTER_COLUMNS));
    this.recursiveCteNames.delete(relation.name);
    this.ctes.push({
      name,
      query: { kind: "set", operator: "UNION", keepsDuplicates: !relation.distinct, operands: [base, step] },
      columns: [...relation.schema.keys()],
      recursive: true,
    });
    return draftFrom({ source: { name }, item: { kind: "cte", name } }, relation.schema.keys());
  }
}

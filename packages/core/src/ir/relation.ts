import type { DType } from "../dtype/dtype.js";
import { nullable } from "../dtype/dtype.js";
import type { LiteralValue } from "../dtype/literal.js";
import { printDType } from "../dtype/print.js";
import { hasTrait, idOf, idsOf, intern, NodeFlag, relationsOf } from "./intern.js";
import type { SortKey, Value } from "./value.js";

/** Column names in order, each with its dtype. */
export type Fields = ReadonlyMap<string, DType>;
/** Output names in order, each with its value. */
export type Entries = ReadonlyMap<string, Value>;

interface Base {
  readonly schema: Fields;
}
/** A table or view of the database, by name. */
export interface TableRelation extends Base {
  readonly type: "table";
  readonly name: string;
  readonly database: string | null;
  readonly catalog: string | null;
}
/** Rows that are part of the expression, column by column. */
export interface MemTable extends Base {
  readonly type: "memtable";
  readonly name: string;
  readonly columns: readonly (readonly LiteralValue[])[];
}
/** A SELECT in SQL. `parents` are the relations that its text names. */
export interface SqlRelation extends Base {
  readonly type: "sql";
  readonly text: string;
  readonly dialect: string;
  readonly parents: ReadonlyMap<string, Relation>;
}
/** A relation once more, with an identity of its own. */
export interface SelfReference extends Base {
  readonly type: "selfReference";
  readonly parent: Relation;
  readonly id: string;
}
/** A relation with a name that shows in SQL as a common table expression. */
export interface Alias extends Base {
  readonly type: "alias";
  readonly parent: Relation;
  readonly name: string;
}
/** Columns computed from each row. */
export interface Selection extends Base {
  readonly type: "selection";
  readonly parent: Relation;
  readonly values: Entries;
}
export interface Filter extends Base {
  readonly type: "filter";
  readonly parent: Relation;
  readonly predicates: readonly Value[];
}
export interface Sort extends Base {
  readonly type: "sort";
  readonly parent: Relation;
  readonly keys: readonly SortKey[];
}
export interface Limit extends Base {
  readonly type: "limit";
  readonly parent: Relation;
  readonly n: number | null;
  readonly offset: number;
}
/** One row for each group; `sets` lists the keys of each grouping set where it is not just all of them. */
export interface Aggregation extends Base {
  readonly type: "aggregation";
  readonly parent: Relation;
  readonly by: Entries;
  readonly metrics: Entries;
  readonly sets: readonly (readonly string[])[] | null;
}
export type JoinHow =
  | "inner"
  | "left"
  | "right"
  | "outer"
  | "semi"
  | "anti"
  | "cross"
  | "asof"
  | "anyInner"
  | "anyLeft";
/** Where a column of a join comes from; a key of an outer join comes from both sides. */
export interface JoinColumn {
  readonly side: "left" | "right" | "both";
  readonly left: string | null;
  readonly right: string | null;
}
export interface Join extends Base {
  readonly type: "join";
  readonly how: JoinHow;
  readonly left: Relation;
  readonly right: Relation;
  readonly predicates: readonly Value[];
  readonly columns: ReadonlyMap<string, JoinColumn>;
  /** The right side may refer to the columns of the left. */
  readonly lateral: boolean;
}
/** Operands have the same columns in the same order. */
export interface SetOperation extends Base {
  readonly type: "setOperation";
  readonly how: "union" | "intersect" | "difference";
  readonly distinct: boolean;
  readonly operands: readonly Relation[];
}
export interface Distinct extends Base {
  readonly type: "distinct";
  readonly parent: Relation;
}
/** One row for each element of an array column, in place of the column. */
export interface Unnest extends Base {
  readonly type: "unnest";
  readonly parent: Relation;
  readonly column: Value;
  readonly name: string;
  readonly offset: string | null;
  readonly keepEmpty: boolean;
}
export interface Sample extends Base {
  readonly type: "sample";
  readonly parent: Relation;
  readonly fraction: number;
  readonly method: "row" | "block";
  readonly seed: number | null;
}
/** `base` and, again and again until no row is new, `step` of the rows before; inside `step` those rows are the recursive reference. */
export interface Recursion extends Base {
  readonly type: "recursion";
  readonly name: string;
  readonly base: Relation;
  readonly step: Relation;
  readonly distinct: boolean;
}
/** The rows of the round before, inside a recursion of the same name. */
export interface RecursiveReference extends Base {
  readonly type: "recursiveReference";
  readonly name: string;
}
export type Relation =
  | TableRelation
  | MemTable
  | SqlRelation
  | SelfReference
  | Alias
  | Selection
  | Filter
  | Sort
  | Limit
  | Aggregation
  | Join
  | SetOperation
  | Distinct
  | Unnest
  | Sample
  | Recursion
  | RecursiveReference;

const schemaKeys = new WeakMap<Fields, string>();
function schemaKey(schema: Fields): string {
  let key = schemaKeys.get(schema);
  if (key === undefined) {
    key = JSON.stringify([...schema].map(([name, dtype]) => [name, printDType(dtype)]));
    schemaKeys.set(schema, key);
  }
  return key;
}
const entriesKey = (entries: Entries): string => {
  let key = "";
  for (const [name, value] of entries) key += `${JSON.stringify(name)}:${idOf(value)},`;
  return key;
};

/** The relations outside of `inside` that its values refer to: those of the query around a correlated subquery. */
function outerOf(values: Iterable<Value | SortKey>, parents: readonly Relation[]): ReadonlySet<Relation> {
  const outer = new Set<Relation>();
  for (const value of values) for (const r of relationsOf(value)) if (!parents.includes(r)) outer.add(r);
  for (const parent of parents) for (const r of relationsOf(parent)) if (!parents.includes(r)) outer.add(r);
  return outer;
}
function traitsOf(values: Iterable<Value | SortKey>): number {
  for (const v of values) if (hasTrait(v, NodeFlag.impure)) return NodeFlag.impure;
  return 0;
}
/** Makes a relation whose meta `relations` are the outer relations that it is correlated with. */
function make<T extends Relation>(
  key: string,
  node: () => T,
  values: Iterable<Value | SortKey>,
  parents: readonly Relation[],
): T {
  const list = [...values];
  return intern(key, node, outerOf(list, parents), traitsOf(list));
}

export function table(
  name: string,
  schema: Fields,
  database: string | null = null,
  catalog: string | null = null,
): TableRelation {
  return intern(
    `table|${JSON.stringify([catalog, database, name])}|${schemaKey(schema)}`,
    (): TableRelation => ({ type: "table", name, database, catalog, schema }),
  );
}
export function memtable(name: string, schema: Fields, columns: readonly (readonly LiteralValue[])[]): MemTable {
  return intern(
    `memtable|${name}|${schemaKey(schema)}|${JSON.stringify(columns)}`,
    (): MemTable => ({ type: "memtable", name, schema, columns }),
  );
}
export function sqlRelation(
  text: string,
  dialect: string,
  schema: Fields,
  parents: ReadonlyMap<string, Relation> = new Map(),
): SqlRelation {
  const names = [...parents].map(([name, r]) => `${JSON.stringify(name)}:${idOf(r)}`);
  return make(
    `sql|${dialect}|${JSON.stringify(text)}|${schemaKey(schema)}|${names}`,
    () => ({ type: "sql", text, dialect, schema, parents }),
    [],
    [...parents.values()],
  );
}
export function selfReference(parent: Relation, id: string): SelfReference {
  return make(
    `selfReference|${idOf(parent)}|${id}`,
    () => ({ type: "selfReference", parent, id, schema: parent.schema }),
    [],
    [parent],
  );
}
export function alias(parent: Relation, name: string): Alias {
  return make(
    `alias|${idOf(parent)}|${name}`,
    () => ({ type: "alias", parent, name, schema: parent.schema }),
    [],
    [parent],
  );
}
export function selection(parent: Relation, values: Entries): Selection {
  return make(
    `selection|${idOf(parent)}|${entriesKey(values)}`,
    () => ({ type: "selection", parent, values, schema: dtypesOf(values) }),
    values.values(),
    [parent],
  );
}
export function filter(parent: Relation, predicates: readonly Value[]): Filter {
  return make(
    `filter|${idOf(parent)}|${idsOf(predicates)}`,
    () => ({ type: "filter", parent, predicates, schema: parent.schema }),
    predicates,
    [parent],
  );
}
export function sort(parent: Relation, keys: readonly SortKey[]): Sort {
  return make(
    `sort|${idOf(parent)}|${idsOf(keys)}`,
    () => ({ type: "sort", parent, keys, schema: parent.schema }),
    keys,
    [parent],
  );
}
export function limit(parent: Relation, n: number | null, offset = 0): Limit {
  return make(
    `limit|${idOf(parent)}|${n}|${offset}`,
    () => ({ type: "limit", parent, n, offset, schema: parent.schema }),
    [],
    [parent],
  );
}
export function aggregation(
  parent: Relation,
  by: Entries,
  metrics: Entries,
  sets: readonly (readonly string[])[] | null = null,
): Aggregation {
  const rolledUp = (name: string): boolean => sets?.some((set) => !set.includes(name)) ?? false;
  const schema = new Map<string, DType>();
  for (const [name, value] of by) schema.set(name, rolledUp(name) ? nullable(value.dtype) : value.dtype);
  for (const [name, value] of metrics) schema.set(name, value.dtype);
  return make(
    `aggregation|${idOf(parent)}|${entriesKey(by)}|${entriesKey(metrics)}|${JSON.stringify(sets)}`,
    () => ({ type: "aggregation", parent, by, metrics, sets, schema }),
    [...by.values(), ...metrics.values()],
    [parent],
  );
}
export function join(
  how: JoinHow,
  left: Relation,
  right: Relation,
  predicates: readonly Value[],
  columns: ReadonlyMap<string, JoinColumn>,
  schema: Fields,
  lateral = false,
): Join {
  let names = "";
  for (const [name, c] of columns)
    names += `${JSON.stringify(name)}${c.side}${c.left === null ? "" : JSON.stringify(c.left)},${c.right === null ? "" : JSON.stringify(c.right)};`;
  return make(
    `join|${how}|${idOf(left)}|${idOf(right)}|${idsOf(predicates)}|${names}|${lateral}`,
    () => ({ type: "join", how, left, right, predicates, columns, schema, lateral }),
    predicates,
    [left, right],
  );
}
export function setOperation(
  how: SetOperation["how"],
  distinct: boolean,
  operands: readonly Relation[],
  schema: Fields,
): SetOperation {
  return make(
    `${how}|${distinct}|${idsOf(operands)}|${schemaKey(schema)}`,
    () => ({ type: "setOperation", how, distinct, operands, schema }),
    [],
    operands,
  );
}
export function distinct(parent: Relation): Distinct {
  return make(`distinct|${idOf(parent)}`, () => ({ type: "distinct", parent, schema: parent.schema }), [], [parent]);
}
export function unnest(
  parent: Relation,
  column: Value,
  name: string,
  offset: string | null,
  keepEmpty: boolean,
  schema: Fields,
): Unnest {
  return make(
    `unnest|${idOf(parent)}|${idOf(column)}|${JSON.stringify([name, offset, keepEmpty])}`,
    () => ({ type: "unnest", parent, column, name, offset, keepEmpty, schema }),
    [column],
    [parent],
  );
}
export function sample(parent: Relation, fraction: number, method: Sample["method"], seed: number | null): Sample {
  return make(
    `sample|${idOf(parent)}|${fraction}|${method}|${seed}`,
    () => ({ type: "sample", parent, fraction, method, seed, schema: parent.schema }),
    [],
    [parent],
  );
}
export function recursion(name: string, base: Relation, step: Relation, distinct: boolean): Recursion {
  return make(
    `recursion|${JSON.stringify(name)}|${idOf(base)}|${idOf(step)}|${distinct}`,
    () => ({ type: "recursion", name, base, step, distinct, schema: base.schema }),
    [],
    [base, step],
  );
}
export function recursiveReference(name: string, schema: Fields): RecursiveReference {
  return intern(
    `recursiveReference|${JSON.stringify(name)}|${schemaKey(schema)}`,
    (): RecursiveReference => ({ type: "recursiveReference", name, schema }),
  );
}

const dtypesOf = (entries: Entries): Fields => {
  const schema = new Map<string, DType>();
  for (const [name, value] of entries) schema.set(name, value.dtype);
  return schema;
};
/** The relations that a relation reads from, subqueries in its values apart. */
export function parentsOf(relation: Relation): readonly Relation[] {
  switch (relation.type) {
    case "table":
    case "memtable":
    case "recursiveReference":
      return [];
    case "sql":
      return [...relation.parents.values()];
    case "join":
      return [relation.left, relation.right];
    case "setOperation":
      return relation.operands;
    case "recursion":
      return [relation.base, relation.step];
    default:
      return [relation.parent];
  }
}
/** The values that a relation computes or tests for its rows. */
export function valuesOf(relation: Relation): readonly (Value | SortKey)[] {
  switch (relation.type) {
    case "selection":
      return [...relation.values.values()];
    case "filter":
    case "join":
      return relation.predicates;
    case "sort":
      return relation.keys;
    case "aggregation":
      return [...relation.by.values(), ...relation.metrics.values()];
    case "unnest":
      return [relation.column];
    default:
      return [];
  }
}

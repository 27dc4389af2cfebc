import type { DType } from "../dtype/dtype.js";
import { nullable } from "../dtype/dtype.js";
import type { LiteralValue } from "../dtype/literal.js";
import { printDType } from "../dtype/print.js";
import { hasFlag, idOf, idsOf, intern, NodeFlag, relationsOf } from "./intern.js";
import type { SortKey, Value } from "./value.js";

/** Column names and their dtypes, in order. */
export type Fields = ReadonlyMap<string, DType>;
/** Output names and their values, in order. */
export type NamedValues = ReadonlyMap<string, Value>;

interface RelationBase {
  readonly schema: Fields;
}
/** A table or view of the database, referenced by name. */
export interface TableRelation extends RelationBase {
  readonly type: "table";
  readonly name: string;
  readonly database: string | null;
  readonly catalog: string | null;
}
/** Rows held in the expression itself, stored by column. */
export interface MemTable extends RelationBase {
  readonly type: "memtable";
  readonly name: string;
  readonly columns: readonly (readonly LiteralValue[])[];
}
/** A query written in SQL. `parents` are the relations that its text refers to, by name. */
export interface SqlRelation extends RelationBase {
  readonly type: "sql";
  readonly text: string;
  readonly dialect: string;
  readonly parents: ReadonlyMap<string, Relation>;
}
/** A second reference to a relation with a separate identity, as for a self-join. */
export interface SelfReference extends RelationBase {
  readonly type: "selfReference";
  readonly parent: Relation;
  readonly id: string;
}
/** A relation with a name, which becomes the name of a common table expression in SQL. */
export interface Alias extends RelationBase {
  readonly type: "alias";
  readonly parent: Relation;
  readonly name: string;
}
/** A projection: columns computed from each row. */
export interface Selection extends RelationBase {
  readonly type: "selection";
  readonly parent: Relation;
  readonly values: NamedValues;
}
export interface Filter extends RelationBase {
  readonly type: "filter";
  readonly parent: Relation;
  readonly predicates: readonly Value[];
}
export interface Sort extends RelationBase {
  readonly type: "sort";
  readonly parent: Relation;
  readonly keys: readonly SortKey[];
}
export interface Limit extends RelationBase {
  readonly type: "limit";
  readonly parent: Relation;
  readonly n: number | null;
  readonly offset: number;
}
/** One row for each group. `sets` lists the keys of each grouping set; null groups by all keys. */
export interface Aggregation extends RelationBase {
  readonly type: "aggregation";
  readonly parent: Relation;
  readonly by: NamedValues;
  readonly metrics: NamedValues;
  readonly sets: readonly (readonly string[])[] | null;
}
export type JoinKind =
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
/** The input column of a join column. The key of an outer join comes from both sides. */
export interface JoinColumn {
  readonly side: "left" | "right" | "both";
  readonly left: string | null;
  readonly right: string | null;
}
export interface Join extends RelationBase {
  readonly type: "join";
  readonly kind: JoinKind;
  readonly left: Relation;
  readonly right: Relation;
  readonly predicates: readonly Value[];
  readonly columns: ReadonlyMap<string, JoinColumn>;
  /** Whether the right side may refer to columns of the left side. */
  readonly lateral: boolean;
}
/** UNION, INTERSECT or EXCEPT. All operands have the same columns in the same order. */
export interface SetOperation extends RelationBase {
  readonly type: "setOperation";
  readonly kind: "union" | "intersect" | "difference";
  readonly distinct: boolean;
  readonly operands: readonly Relation[];
}
export interface Distinct extends RelationBase {
  readonly type: "distinct";
  readonly parent: Relation;
}
/** One row for each element of an array column; the element replaces the column. */
export interface Unnest extends RelationBase {
  readonly type: "unnest";
  readonly parent: Relation;
  readonly column: Value;
  readonly name: string;
  readonly offset: string | null;
  readonly keepEmpty: boolean;
}
export interface Sample extends RelationBase {
  readonly type: "sample";
  readonly parent: Relation;
  readonly fraction: number;
  readonly method: "row" | "block";
  readonly seed: number | null;
}
/**
 * A recursive query: the rows of `base`, then `step` applied to the rows of the previous iteration until it returns no
 * rows. Inside `step`, the recursive reference stands for those rows.
 */
export interface Recursion extends RelationBase {
  readonly type: "recursion";
  readonly name: string;
  readonly base: Relation;
  readonly step: Relation;
  readonly distinct: boolean;
}
/** The rows of the previous iteration, inside the recursion with the same name. */
export interface RecursiveReference extends RelationBase {
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
const entriesKey = (entries: NamedValues): string => {
  let key = "";
  for (const [name, value] of entries) key += `${JSON.stringify(name)}:${idOf(value)},`;
  return key;
};

/**
 * Relations other than `parents` that the values and parents refer to: the outer relations of a correlated subquery.
 */
function outerRelations(values: Iterable<Value | SortKey>, parents: readonly Relation[]): ReadonlySet<Relation> {
  const outer = new Set<Relation>();
  for (const value of values) for (const r of relationsOf(value)) if (!parents.includes(r)) outer.add(r);
  for (const parent of parents) for (const r of relationsOf(parent)) if (!parents.includes(r)) outer.add(r);
  return outer;
}
function flagsOf(values: Iterable<Value | SortKey>): number {
  for (const v of values) if (hasFlag(v, NodeFlag.impure)) return NodeFlag.impure;
  return 0;
}
/** Interns a relation; the `relations` of its node info are the outer relations that it is correlated with. */
function createRelation<T extends Relation>(
  key: string,
  create: () => T,
  values: Iterable<Value | SortKey>,
  parents: readonly Relation[],
): T {
  const valueList = [...values];
  return intern(key, create, outerRelations(valueList, parents), flagsOf(valueList));
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
  return createRelation(
    `sql|${dialect}|${JSON.stringify(text)}|${schemaKey(schema)}|${names}`,
    () => ({ type: "sql", text, dialect, schema, parents }),
    [],
    [...parents.values()],
  );
}
export function selfReference(parent: Relation, id: string): SelfReference {
  return createRelation(
    `selfReference|${idOf(parent)}|${id}`,
    () => ({ type: "selfReference", parent, id, schema: parent.schema }),
    [],
    [parent],
  );
}
export function alias(parent: Relation, name: string): Alias {
  return createRelation(
    `alias|${idOf(parent)}|${name}`,
    () => ({ type: "alias", parent, name, schema: parent.schema }),
    [],
    [parent],
  );
}
export function selection(parent: Relation, values: NamedValues): Selection {
  return createRelation(
    `selection|${idOf(parent)}|${entriesKey(values)}`,
    () => ({ type: "selection", parent, values, schema: dtypesOf(values) }),
    values.values(),
    [parent],
  );
}
export function filter(parent: Relation, predicates: readonly Value[]): Filter {
  return createRelation(
    `filter|${idOf(parent)}|${idsOf(predicates)}`,
    () => ({ type: "filter", parent, predicates, schema: parent.schema }),
    predicates,
    [parent],
  );
}
export function sort(parent: Relation, keys: readonly SortKey[]): Sort {
  return createRelation(
    `sort|${idOf(parent)}|${idsOf(keys)}`,
    () => ({ type: "sort", parent, keys, schema: parent.schema }),
    keys,
    [parent],
  );
}
export function limit(parent: Relation, n: number | null, offset = 0): Limit {
  return createRelation(
    `limit|${idOf(parent)}|${n}|${offset}`,
    () => ({ type: "limit", parent, n, offset, schema: parent.schema }),
    [],
    [parent],
  );
}
export function aggregation(
  parent: Relation,
  by: NamedValues,
  metrics: NamedValues,
  sets: readonly (readonly string[])[] | null = null,
): Aggregation {
  const isRolledUp = (name: string): boolean => sets?.some((set) => !set.includes(name)) ?? false;
  const schema = new Map<string, DType>();
  for (const [name, value] of by) schema.set(name, isRolledUp(name) ? nullable(value.dtype) : value.dtype);
  for (const [name, value] of metrics) schema.set(name, value.dtype);
  return createRelation(
    `aggregation|${idOf(parent)}|${entriesKey(by)}|${entriesKey(metrics)}|${JSON.stringify(sets)}`,
    () => ({ type: "aggregation", parent, by, metrics, sets, schema }),
    [...by.values(), ...metrics.values()],
    [parent],
  );
}
export function join(
  kind: JoinKind,
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
  return createRelation(
    `join|${kind}|${idOf(left)}|${idOf(right)}|${idsOf(predicates)}|${names}|${lateral}`,
    () => ({ type: "join", kind, left, right, predicates, columns, schema, lateral }),
    predicates,
    [left, right],
  );
}
export function setOperation(
  kind: SetOperation["kind"],
  distinct: boolean,
  operands: readonly Relation[],
  schema: Fields,
): SetOperation {
  return createRelation(
    `${kind}|${distinct}|${idsOf(operands)}|${schemaKey(schema)}`,
    () => ({ type: "setOperation", kind, distinct, operands, schema }),
    [],
    operands,
  );
}
export function distinct(parent: Relation): Distinct {
  return createRelation(
    `distinct|${idOf(parent)}`,
    () => ({ type: "distinct", parent, schema: parent.schema }),
    [],
    [parent],
  );
}
export function unnest(
  parent: Relation,
  column: Value,
  name: string,
  offset: string | null,
  keepEmpty: boolean,
  schema: Fields,
): Unnest {
  return createRelation(
    `unnest|${idOf(parent)}|${idOf(column)}|${JSON.stringify([name, offset, keepEmpty])}`,
    () => ({ type: "unnest", parent, column, name, offset, keepEmpty, schema }),
    [column],
    [parent],
  );
}
export function sample(parent: Relation, fraction: number, method: Sample["method"], seed: number | null): Sample {
  return createRelation(
    `sample|${idOf(parent)}|${fraction}|${method}|${seed}`,
    () => ({ type: "sample", parent, fraction, method, seed, schema: parent.schema }),
    [],
    [parent],
  );
}
export function recursion(name: string, base: Relation, step: Relation, distinct: boolean): Recursion {
  return createRelation(
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

const dtypesOf = (entries: NamedValues): Fields => {
  const schema = new Map<string, DType>();
  for (const [name, value] of entries) schema.set(name, value.dtype);
  return schema;
};
/** The relations that a relation reads directly, not counting subqueries in its values. */
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
/** The expressions of a relation: computed columns, predicates, sort keys. */
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

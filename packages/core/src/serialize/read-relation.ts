import { checkGroupedValue } from "../ir/bind.js";
import { hasFlag, NodeFlag, relationsOf } from "../ir/intern.js";
import type { JoinKind, Relation } from "../ir/relation.js";
import * as ir from "../ir/relation.js";
import { joinSchema, setSchema, unnestSchema } from "../ir/schemas.js";
import type { SortKey, Value } from "../ir/value.js";
import { reserveViewId } from "../ir/view-ids.js";
import type { Fields } from "./json-checks.js";
import * as check from "./json-checks.js";
import type { ReadContext } from "./read-context.js";
import { readLiteral } from "./read-literal.js";
import type { NodeReader } from "./read-value.js";

type ReadRelation = (fields: Fields, path: string, context: ReadContext) => Relation;

/** Maximum number of grouping sets times keys: that of a cube over 16 keys. */
const MAX_GROUPING_SET_KEYS = 2 ** 20;
const JOIN_KINDS: readonly JoinKind[] = [
  "inner",
  "left",
  "right",
  "outer",
  "semi",
  "anti",
  "cross",
  "asof",
  "anyInner",
  "anyLeft",
];

function readSchema(fields: Fields, path: string): ir.Fields {
  check.nonEmptyList(fields.get("schema"), `${path}.schema`);
  return check.namedEntries(fields.get("schema"), `${path}.schema`, check.dtype);
}
const readParent = (fields: Fields, path: string, context: ReadContext): Relation =>
  context.relation(fields.get("parent"), `${path}.parent`);
const readNamedValues = (json: unknown, path: string, context: ReadContext): ir.NamedValues =>
  check.namedEntries(json, path, (item, itemPath) => context.value(item, itemPath));

/** Checks values computed for each row: aggregates and analytic functions must be in a window. */
function requireRowValues<T extends Value | SortKey>(values: readonly T[], path: string): readonly T[] {
  for (const value of values)
    if (hasFlag(value, NodeFlag.aggregate | NodeFlag.analytic))
      throw check.invalidJson(path, "an aggregate or analytic function requires a window here");
  return values;
}
function readConditions(json: unknown, path: string, context: ReadContext): readonly Value[] {
  const values = context.values(json, path);
  for (const value of values)
    if (value.dtype.kind !== "bool")
      throw check.invalidJson(path, `expected a bool condition, got ${value.dtype.kind}`);
  return requireRowValues(values, path);
}
/** Checks that the inputs of a relation do not refer to each other's columns, except to those of `visibleSide`. */
function requireIndependent(relations: readonly Relation[], path: string, visibleSide: Relation | null = null): void {
  const relationSet = new Set(relations);
  for (const relation of relationSet)
    for (const outerRelation of relationsOf(relation))
      if (relationSet.has(outerRelation) && outerRelation !== visibleSide)
        throw check.invalidJson(path, "an input refers to columns of another input");
}

const readTable: ReadRelation = (fields, path, context) => {
  const [name, database, catalog] = [
    check.name(fields.get("name"), `${path}.name`),
    check.nullOr(fields.get("database"), `${path}.database`, check.name),
    check.nullOr(fields.get("catalog"), `${path}.catalog`, check.name),
  ];
  const { allowTables } = context.options;
  const segments = [catalog, database, name].filter((segment) => segment !== null);
  const qualifiedName = segments
    .map((segment) => (segment.includes(".") ? JSON.stringify(segment) : segment))
    .join(".");
  if (allowTables && !allowTables.includes(qualifiedName))
    throw check.invalidJson(path, `the table ${qualifiedName} is not allowed; allow it with the option allowTables`);
  return ir.table(name, readSchema(fields, path), database, catalog);
};

const readMemtable: ReadRelation = (fields, path) => {
  const name = check.name(fields.get("name"), `${path}.name`);
  const schema = readSchema(fields, path);
  const columns = check.list(fields.get("columns"), `${path}.columns`);
  if (columns.length !== schema.size)
    throw check.invalidJson(`${path}.columns`, "expected one array for each column of the schema");
  const dtypes = [...schema.values()];
  const columnValues = dtypes.map((dtype, i) => {
    const itemPath = `${path}.columns[${i}]`;
    return Object.freeze(check.list(columns[i], itemPath).map((json) => readLiteral(json, dtype, itemPath)));
  });
  if (columnValues.some((column) => column.length !== columnValues[0]?.length))
    throw check.invalidJson(`${path}.columns`, "the columns have different lengths");
  return ir.memtable(name, schema, Object.freeze(columnValues));
};

const readSql: ReadRelation = (fields, path, context) => {
  if (context.options.allowSql !== true)
    throw check.invalidJson(path, "SQL text is not allowed; allow it with the option allowSql: true");
  const parents = check.namedEntries(fields.get("parents"), `${path}.parents`, (json, itemPath) =>
    context.relation(json, itemPath),
  );
  requireIndependent([...parents.values()], path);
  const text = check.name(fields.get("text"), `${path}.text`);
  return ir.sqlRelation(
    text,
    check.identifier(fields.get("dialect"), `${path}.dialect`),
    readSchema(fields, path),
    parents,
  );
};

const readAggregation: ReadRelation = (fields, path, context) => {
  const parent = readParent(fields, path, context);
  const by = readNamedValues(fields.get("by"), `${path}.by`, context);
  const metrics = readNamedValues(fields.get("metrics"), `${path}.metrics`, context);
  if (by.size + metrics.size === 0)
    throw check.invalidJson(path, "an aggregation requires at least one grouping key or metric");
  const keys = requireRowValues([...by.values()], `${path}.by`);
  for (const [name, value] of metrics) {
    if (by.has(name)) throw check.invalidJson(`${path}.metrics`, `duplicate name ${JSON.stringify(name)}`);
    checkGroupedValue(name, value, keys, parent);
  }
  const sets = check.nullOr(fields.get("sets"), `${path}.sets`, (json, itemPath) =>
    check.nonEmptyList(json, itemPath).map((set) => {
      const names = check.list(set, itemPath).map((item) => check.name(item, itemPath));
      for (const name of names)
        if (!by.has(name)) throw check.invalidJson(itemPath, `unknown grouping key ${JSON.stringify(name)}`);
      return names;
    }),
  );
  if (sets && sets.length * by.size > MAX_GROUPING_SET_KEYS)
    throw check.invalidJson(`${path}.sets`, "too many grouping sets");
  return ir.aggregation(parent, by, metrics, sets);
};

const readJoin: ReadRelation = (fields, path, context) => {
  const kind = check.oneOf(fields.get("how"), JOIN_KINDS, `${path}.how`);
  const left = context.relation(fields.get("left"), `${path}.left`);
  const right = context.relation(fields.get("right"), `${path}.right`);
  const lateral = check.boolean(fields.get("lateral"), `${path}.lateral`);
  if (left === right) throw check.invalidJson(path, "both sides are the same node; wrap one in a self-reference");
  requireIndependent([left, right], path, lateral ? left : null);
  const predicates = readConditions(fields.get("predicates"), `${path}.predicates`, context);
  const columns = check.namedEntries(fields.get("columns"), `${path}.columns`, (json, itemPath): ir.JoinColumn => {
    const column = check.requireFields(check.fieldsOf(json, itemPath), ["side", "left", "right"], itemPath);
    return Object.freeze({
      side: check.oneOf(column.get("side"), ["left", "right", "both"], itemPath),
      left: check.nullOr(column.get("left"), itemPath, check.name),
      right: check.nullOr(column.get("right"), itemPath, check.name),
    });
  });
  const schema = joinSchema(kind, left.schema, right.schema, columns);
  const leftOnly = kind === "semi" || kind === "anti";
  if (!schema || schema.size === 0 || (leftOnly && [...columns.values()].some((c) => c.side !== "left")))
    throw check.invalidJson(`${path}.columns`, "a column does not exist on its side of the join");
  return ir.join(kind, left, right, predicates, columns, schema, lateral);
};

const readSetOperation: ReadRelation = (fields, path, context) => {
  const operands = context.relations(fields.get("operands"), `${path}.operands`);
  if (operands.length < 2) throw check.invalidJson(`${path}.operands`, "expected at least two");
  requireIndependent(operands, path);
  const schema = setSchema(operands);
  if (!schema)
    throw check.invalidJson(`${path}.operands`, "the operands do not have the same columns in the same order");
  const kind = check.oneOf(fields.get("how"), ["union", "intersect", "difference"], `${path}.how`);
  return ir.setOperation(kind, check.boolean(fields.get("distinct"), `${path}.distinct`), operands, schema);
};

const readUnnest: ReadRelation = (fields, path, context) => {
  const parent = readParent(fields, path, context);
  const column = context.value(fields.get("column"), `${path}.column`);
  requireRowValues([column], `${path}.column`);
  const name = check.name(fields.get("name"), `${path}.name`);
  const offset = check.nullOr(fields.get("offset"), `${path}.offset`, check.name);
  const keepEmpty = check.boolean(fields.get("keepEmpty"), `${path}.keepEmpty`);
  const schema = unnestSchema(parent.schema, column, name, offset, keepEmpty);
  if (!schema) throw check.invalidJson(path, "the column is not an array, or the name of the offset is taken");
  return ir.unnest(parent, column, name, offset, keepEmpty, schema);
};

const readSample: ReadRelation = (fields, path, context) => {
  const fraction = check.finiteNumber(fields.get("fraction"), `${path}.fraction`);
  if (fraction < 0 || fraction > 1) throw check.invalidJson(`${path}.fraction`, "expected a number from 0 to 1");
  const method = check.oneOf(fields.get("method"), ["row", "block"], `${path}.method`);
  return ir.sample(
    readParent(fields, path, context),
    fraction,
    method,
    check.nullOr(fields.get("seed"), path, check.integer),
  );
};

const readRecursion: ReadRelation = (fields, path, context) => {
  const base = context.relation(fields.get("base"), `${path}.base`);
  const step = context.relation(fields.get("step"), `${path}.step`);
  requireIndependent([base, step], path);
  if (!setSchema([base, step]))
    throw check.invalidJson(path, "base and step do not have the same columns in the same order");
  const name = check.name(fields.get("name"), `${path}.name`);
  return ir.recursion(name, base, step, check.boolean(fields.get("distinct"), `${path}.distinct`));
};

const nodeReader = (fields: readonly string[], readRelation: ReadRelation): NodeReader<Relation> => ({
  fields,
  read: readRelation,
});

export const relationReaders: ReadonlyMap<string, NodeReader<Relation>> = new Map([
  ["table", nodeReader(["name", "database", "catalog", "schema"], readTable)],
  ["memtable", nodeReader(["name", "schema", "columns"], readMemtable)],
  ["sql", nodeReader(["text", "dialect", "schema", "parents"], readSql)],
  [
    "selfReference",
    nodeReader(["parent", "id"], (fields, path, context) => {
      const id = check.identifier(fields.get("id"), `${path}.id`);
      reserveViewId(id);
      return ir.selfReference(readParent(fields, path, context), id);
    }),
  ],
  [
    "alias",
    nodeReader(["parent", "name"], (fields, path, context) =>
      ir.alias(readParent(fields, path, context), check.name(fields.get("name"), `${path}.name`)),
    ),
  ],
  [
    "selection",
    nodeReader(["parent", "values"], (fields, path, context) => {
      check.nonEmptyList(fields.get("values"), `${path}.values`);
      const values = readNamedValues(fields.get("values"), `${path}.values`, context);
      requireRowValues([...values.values()], `${path}.values`);
      return ir.selection(readParent(fields, path, context), values);
    }),
  ],
  [
    "filter",
    nodeReader(["parent", "predicates"], (fields, path, context) => {
      check.nonEmptyList(fields.get("predicates"), `${path}.predicates`);
      const predicates = readConditions(fields.get("predicates"), `${path}.predicates`, context);
      return ir.filter(readParent(fields, path, context), predicates);
    }),
  ],
  [
    "sort",
    nodeReader(["parent", "keys"], (fields, path, context) => {
      check.nonEmptyList(fields.get("keys"), `${path}.keys`);
      const keys = requireRowValues(context.sortKeys(fields.get("keys"), `${path}.keys`), `${path}.keys`);
      return ir.sort(readParent(fields, path, context), keys);
    }),
  ],
  [
    "limit",
    nodeReader(["parent", "n", "offset"], (fields, path, context) =>
      ir.limit(
        readParent(fields, path, context),
        check.nullOr(fields.get("n"), `${path}.n`, check.nonNegativeInteger),
        check.nonNegativeInteger(fields.get("offset"), `${path}.offset`),
      ),
    ),
  ],
  ["aggregation", nodeReader(["parent", "by", "metrics", "sets"], readAggregation)],
  ["join", nodeReader(["how", "left", "right", "predicates", "columns", "lateral"], readJoin)],
  ["setOperation", nodeReader(["how", "distinct", "operands"], readSetOperation)],
  ["distinct", nodeReader(["parent"], (fields, path, context) => ir.distinct(readParent(fields, path, context)))],
  ["unnest", nodeReader(["parent", "column", "name", "offset", "keepEmpty"], readUnnest)],
  ["sample", nodeReader(["parent", "fraction", "method", "seed"], readSample)],
  ["recursion", nodeReader(["name", "base", "step", "distinct"], readRecursion)],
  [
    "recursiveReference",
    nodeReader(["name", "schema"], (fields, path) =>
      ir.recursiveReference(check.name(fields.get("name"), `${path}.name`), readSchema(fields, path)),
    ),
  ],
]);

import { checkGrouped } from "../ir/bind.js";
import { hasTrait, NodeFlag, relationsOf } from "../ir/intern.js";
import type { JoinHow, Relation } from "../ir/relation.js";
import * as r from "../ir/relation.js";
import { joinSchema, setSchema, unnestSchema } from "../ir/schemas.js";
import type { SortKey, Value } from "../ir/value.js";
import { reserveView } from "../ir/view.js";
import { readLiteral } from "./literal.js";
import type { NodeReader } from "./read-value.js";
import type { Fields } from "./shape.js";
import * as s from "./shape.js";
import type { Source } from "./source.js";

type Read = (fields: Fields, where: string, source: Source) => Relation;

/** Grouping sets times keys: as many as a cube of 16 keys has. */
const MOST_SETS = 2 ** 20;
const HOWS: readonly JoinHow[] = [
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

function schemaOf(fields: Fields, where: string): r.Fields {
  s.filled(fields.get("schema"), `${where}.schema`);
  return s.byName(fields.get("schema"), `${where}.schema`, s.dtype);
}
const parentOf = (fields: Fields, where: string, source: Source): Relation =>
  source.relation(fields.get("parent"), `${where}.parent`);
const valuesByName = (json: unknown, where: string, source: Source): r.Entries =>
  s.byName(json, where, (item, here) => source.value(item, here));

/** Values for each row: a reduction must stand in a window there. */
function forRows<T extends Value | SortKey>(values: readonly T[], where: string): readonly T[] {
  for (const value of values)
    if (hasTrait(value, NodeFlag.reduction | NodeFlag.analytic))
      throw s.invalid(where, "a reduction or an analytic function stands beside rows without a window");
  return values;
}
function conditions(json: unknown, where: string, source: Source): readonly Value[] {
  const values = source.values(json, where);
  for (const value of values)
    if (value.dtype.kind !== "bool") throw s.invalid(where, `a condition is a bool, not ${value.dtype.kind}`);
  return forRows(values, where);
}
/** Relations side by side see nothing of each other; `seen` is one that the others may refer to. */
function apart(relations: readonly Relation[], where: string, seen: Relation | null = null): void {
  const all = new Set(relations);
  for (const relation of all)
    for (const outer of relationsOf(relation))
      if (all.has(outer) && outer !== seen) throw s.invalid(where, "one side refers to columns of the other");
}

const readTable: Read = (fields, where, source) => {
  const [name, database, catalog] = [
    s.name(fields.get("name"), `${where}.name`),
    s.orNull(fields.get("database"), `${where}.database`, s.name),
    s.orNull(fields.get("catalog"), `${where}.catalog`, s.name),
  ];
  const { allowTables } = source.options;
  const parts = [catalog, database, name].filter((part) => part !== null);
  const full = parts.map((part) => (part.includes(".") ? JSON.stringify(part) : part)).join(".");
  if (allowTables && !allowTables.includes(full))
    throw s.invalid(
      where,
      `the table ${full} is not among those that JSON may read; the reader allows it with allowTables`,
    );
  return r.table(name, schemaOf(fields, where), database, catalog);
};

const readMemtable: Read = (fields, where) => {
  const name = s.name(fields.get("name"), `${where}.name`);
  const schema = schemaOf(fields, where);
  const columns = s.list(fields.get("columns"), `${where}.columns`);
  if (columns.length !== schema.size) throw s.invalid(`${where}.columns`, "there is not one for each column");
  const dtypes = [...schema.values()];
  const read = dtypes.map((dtype, i) => {
    const here = `${where}.columns[${i}]`;
    return Object.freeze(s.list(columns[i], here).map((json) => readLiteral(json, dtype, here)));
  });
  if (read.some((column) => column.length !== read[0]?.length))
    throw s.invalid(`${where}.columns`, "the columns are not equally long");
  return r.memtable(name, schema, Object.freeze(read));
};

const readSql: Read = (fields, where, source) => {
  if (source.options.allowSql !== true)
    throw s.invalid(where, "SQL text is refused; the reader allows it with { allowSql: true }");
  const parents = s.byName(fields.get("parents"), `${where}.parents`, (json, here) => source.relation(json, here));
  apart([...parents.values()], where);
  const text = s.name(fields.get("text"), `${where}.text`);
  return r.sqlRelation(text, s.identifier(fields.get("dialect"), `${where}.dialect`), schemaOf(fields, where), parents);
};

const readAggregation: Read = (fields, where, source) => {
  const parent = parentOf(fields, where, source);
  const by = valuesByName(fields.get("by"), `${where}.by`, source);
  const metrics = valuesByName(fields.get("metrics"), `${where}.metrics`, source);
  if (by.size + metrics.size === 0) throw s.invalid(where, "an aggregation has at least one key or metric");
  const keys = forRows([...by.values()], `${where}.by`);
  for (const [name, value] of metrics) {
    if (by.has(name)) throw s.invalid(`${where}.metrics`, `there are two of the name ${JSON.stringify(name)}`);
    checkGrouped(name, value, keys, parent);
  }
  const sets = s.orNull(fields.get("sets"), `${where}.sets`, (json, here) =>
    s.filled(json, here).map((set) => {
      const names = s.list(set, here).map((item) => s.name(item, here));
      for (const name of names) if (!by.has(name)) throw s.invalid(here, `there is no key ${JSON.stringify(name)}`);
      return names;
    }),
  );
  if (sets && sets.length * by.size > MOST_SETS) throw s.invalid(`${where}.sets`, "there are too many");
  return r.aggregation(parent, by, metrics, sets);
};

const readJoin: Read = (fields, where, source) => {
  const how = s.oneOf(fields.get("how"), HOWS, `${where}.how`);
  const left = source.relation(fields.get("left"), `${where}.left`);
  const right = source.relation(fields.get("right"), `${where}.right`);
  const lateral = s.flag(fields.get("lateral"), `${where}.lateral`);
  if (left === right) throw s.invalid(where, "the two sides are the same node; one must be a reference to it");
  apart([left, right], where, lateral ? left : null);
  const predicates = conditions(fields.get("predicates"), `${where}.predicates`, source);
  const columns = s.byName(fields.get("columns"), `${where}.columns`, (json, here): r.JoinColumn => {
    const column = s.exactFields(s.fieldsOf(json, here), ["side", "left", "right"], here);
    return Object.freeze({
      side: s.oneOf(column.get("side"), ["left", "right", "both"], here),
      left: s.orNull(column.get("left"), here, s.name),
      right: s.orNull(column.get("right"), here, s.name),
    });
  });
  const schema = joinSchema(how, left.schema, right.schema, columns);
  const leftOnly = how === "semi" || how === "anti";
  if (!schema || schema.size === 0 || (leftOnly && [...columns.values()].some((c) => c.side !== "left")))
    throw s.invalid(`${where}.columns`, "a side does not have such a column");
  return r.join(how, left, right, predicates, columns, schema, lateral);
};

const readSetOperation: Read = (fields, where, source) => {
  const operands = source.relations(fields.get("operands"), `${where}.operands`);
  if (operands.length < 2) throw s.invalid(`${where}.operands`, "wanted at least two");
  apart(operands, where);
  const schema = setSchema(operands);
  if (!schema) throw s.invalid(`${where}.operands`, "they do not have the same columns in the same order");
  const how = s.oneOf(fields.get("how"), ["union", "intersect", "difference"], `${where}.how`);
  return r.setOperation(how, s.flag(fields.get("distinct"), `${where}.distinct`), operands, schema);
};

const readUnnest: Read = (fields, where, source) => {
  const parent = parentOf(fields, where, source);
  const column = source.value(fields.get("column"), `${where}.column`);
  forRows([column], `${where}.column`);
  const name = s.name(fields.get("name"), `${where}.name`);
  const offset = s.orNull(fields.get("offset"), `${where}.offset`, s.name);
  const keepEmpty = s.flag(fields.get("keepEmpty"), `${where}.keepEmpty`);
  const schema = unnestSchema(parent.schema, column, name, offset, keepEmpty);
  if (!schema) throw s.invalid(where, "the column is no array, or the offset has the name of another column");
  return r.unnest(parent, column, name, offset, keepEmpty, schema);
};

const readSample: Read = (fields, where, source) => {
  const fraction = s.finite(fields.get("fraction"), `${where}.fraction`);
  if (fraction < 0 || fraction > 1) throw s.invalid(`${where}.fraction`, "wanted a number from 0 to 1");
  const method = s.oneOf(fields.get("method"), ["row", "block"], `${where}.method`);
  return r.sample(parentOf(fields, where, source), fraction, method, s.orNull(fields.get("seed"), where, s.whole));
};

const readRecursion: Read = (fields, where, source) => {
  const base = source.relation(fields.get("base"), `${where}.base`);
  const step = source.relation(fields.get("step"), `${where}.step`);
  apart([base, step], where);
  if (!setSchema([base, step])) throw s.invalid(where, "base and step do not have the same columns in the same order");
  const name = s.name(fields.get("name"), `${where}.name`);
  return r.recursion(name, base, step, s.flag(fields.get("distinct"), `${where}.distinct`));
};

const reader = (fields: readonly string[], read: Read): NodeReader<Relation> => ({ fields, read });

export const relationReaders: ReadonlyMap<string, NodeReader<Relation>> = new Map([
  ["table", reader(["name", "database", "catalog", "schema"], readTable)],
  ["memtable", reader(["name", "schema", "columns"], readMemtable)],
  ["sql", reader(["text", "dialect", "schema", "parents"], readSql)],
  [
    "selfReference",
    reader(["parent", "id"], (fields, where, source) => {
      const id = s.identifier(fields.get("id"), `${where}.id`);
      reserveView(id);
      return r.selfReference(parentOf(fields, where, source), id);
    }),
  ],
  [
    "alias",
    reader(["parent", "name"], (fields, where, source) =>
      r.alias(parentOf(fields, where, source), s.name(fields.get("name"), `${where}.name`)),
    ),
  ],
  [
    "selection",
    reader(["parent", "values"], (fields, where, source) => {
      s.filled(fields.get("values"), `${where}.values`);
      const values = valuesByName(fields.get("values"), `${where}.values`, source);
      forRows([...values.values()], `${where}.values`);
      return r.selection(parentOf(fields, where, source), values);
    }),
  ],
  [
    "filter",
    reader(["parent", "predicates"], (fields, where, source) => {
      s.filled(fields.get("predicates"), `${where}.predicates`);
      const predicates = conditions(fields.get("predicates"), `${where}.predicates`, source);
      return r.filter(parentOf(fields, where, source), predicates);
    }),
  ],
  [
    "sort",
    reader(["parent", "keys"], (fields, where, source) => {
      s.filled(fields.get("keys"), `${where}.keys`);
      const keys = forRows(source.sortKeys(fields.get("keys"), `${where}.keys`), `${where}.keys`);
      return r.sort(parentOf(fields, where, source), keys);
    }),
  ],
  [
    "limit",
    reader(["parent", "n", "offset"], (fields, where, source) =>
      r.limit(
        parentOf(fields, where, source),
        s.orNull(fields.get("n"), `${where}.n`, s.count),
        s.count(fields.get("offset"), `${where}.offset`),
      ),
    ),
  ],
  ["aggregation", reader(["parent", "by", "metrics", "sets"], readAggregation)],
  ["join", reader(["how", "left", "right", "predicates", "columns", "lateral"], readJoin)],
  ["setOperation", reader(["how", "distinct", "operands"], readSetOperation)],
  ["distinct", reader(["parent"], (fields, where, source) => r.distinct(parentOf(fields, where, source)))],
  ["unnest", reader(["parent", "column", "name", "offset", "keepEmpty"], readUnnest)],
  ["sample", reader(["parent", "fraction", "method", "seed"], readSample)],
  ["recursion", reader(["name", "base", "step", "distinct"], readRecursion)],
  [
    "recursiveReference",
    reader(["name", "schema"], (fields, where) =>
      r.recursiveReference(s.name(fields.get("name"), `${where}.name`), schemaOf(fields, where)),
    ),
  ],
]);

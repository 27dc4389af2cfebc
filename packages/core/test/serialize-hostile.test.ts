import { expect, test } from "vitest";
import {
  AvocetError,
  array,
  date,
  float64,
  fromJSON,
  int64,
  param,
  rowNumber,
  type SerializedExpression,
  string,
  Table,
  table,
  toJSON,
} from "../src/index.js";
import * as ir from "../src/ir/index.js";

const orders = table("orders", { order_id: int64, order_date: date, status: string });
const posts = table("posts", { id: int64, tags: array(string), score: float64 });

/** The message of the `invalid-json` error for JSON. Fails if the JSON is accepted or another error is thrown. */
function refusalMessage(json: unknown, options = {}): string {
  try {
    fromJSON(json, options);
  } catch (error) {
    if (error instanceof AvocetError && error.code === "invalid-json") return error.message;
    throw error;
  }
  throw new Error("The JSON was accepted");
}
const TABLE = { type: "table", name: "t", database: null, catalog: null, schema: [["a", "int64"]] };
const FIELD = { type: "field", relation: 0, name: "a" };
const literalOf = (value: number) => ({ type: "literal", dtype: "!int64", value });
const nodes = (...list: readonly unknown[]) => ({ avocet: 1, nodes: list, root: list.length - 1 });
const op = (name: string, args: object) => ({ type: "op", op: name, args });
/** The JSON of an expression, with changes to the first node of a type. */
function withChangedNode(expression: Parameters<typeof toJSON>[0], type: string, change: object): unknown {
  const written = JSON.parse(JSON.stringify(toJSON(expression))) as SerializedExpression;
  const index = written.nodes.findIndex((node) => node.type === type);
  expect(index, `the JSON has a node of type ${type}`).toBeGreaterThanOrEqual(0);
  return { ...written, nodes: written.nodes.with(index, { ...written.nodes[index], ...change } as never) };
}

const DROP = "x'; DROP TABLE orders; --";
const refusedInputs: Readonly<Record<string, readonly [json: unknown, message: RegExp]>> = {
  "text that is not JSON": ["{", /^JSON: /],
  "JSON null": [null, /^JSON: expected an object/],
  "a JSON array": [[], /^JSON: expected an object/],
  "JSON without a version": [{ nodes: [TABLE], root: 0 }, /^avocet: .*missing/],
  "an unknown version": [{ avocet: 2, nodes: [TABLE], root: 0 }, /^avocet: unsupported format version 2/],
  "a version that is a string": [{ avocet: "1", nodes: [TABLE], root: 0 }, /^avocet: unsupported format version "1"/],
  "an unknown top-level field": [{ ...nodes(TABLE), extra: 1 }, /^JSON: unknown field "extra"/],
  "an empty list of nodes": [{ avocet: 1, nodes: [], root: 0 }, /^nodes: expected at least one/],
  "a missing root": [{ avocet: 1, nodes: [TABLE] }, /^JSON: the field root is missing/],
  "a root that does not exist": [{ avocet: 1, nodes: [TABLE], root: 1 }, /^root: no node 1/],
  "a root that is not a number": [{ avocet: 1, nodes: [TABLE], root: "0" }, /^root: expected a finite number/],
  "a root that is a sort key": [
    nodes(TABLE, FIELD, { type: "sortKey", value: 1, descending: true, nulls: "last" }),
    /^root: /,
  ],
  "a node that is null": [nodes(null), /^nodes\[0\]: expected an object/],
  "an unknown node type": [nodes({ type: "toString" }), /^nodes\[0\].type: unknown node type "toString"/],
  "an unknown field of a node": [nodes({ ...TABLE, x: 1 }), /^nodes\[0\]: unknown field "x"/],
  "a missing field of a node": [nodes({ type: "table", name: "t" }), /^nodes\[0\]: the field database is missing/],
  "a node field named __proto__": [
    `{"avocet":1,"root":0,"nodes":[{"type":"table","name":"t","database":null,"catalog":null,"schema":[["a","int64"]],"__proto__":{"x":1}}]}`,
    /unknown field "__proto__"/,
  ],
  "a forward reference": [nodes({ ...FIELD, relation: 1 }, TABLE), /^nodes\[0\].relation: no node 1 precedes/],
  "a node that refers to itself": [nodes(TABLE, { ...FIELD, relation: 1 }), /^nodes\[1\].relation: no node 1 precedes/],
  "a negative reference": [nodes(TABLE, { ...FIELD, relation: -1 }), /non-negative integer/],
  "a fractional reference": [nodes(TABLE, { ...FIELD, relation: 0.5 }), /expected an integer/],
  "a reference that is NaN": [nodes(TABLE, { ...FIELD, relation: Number.NaN }), /expected a finite number/],
  "a column that does not exist": [
    nodes(TABLE, { ...FIELD, name: "b" }),
    /^nodes\[1\].name: the relation has no column "b"/,
  ],
  "a column named like a prototype member": [
    nodes(TABLE, { ...FIELD, name: "constructor" }),
    /has no column "constructor"/,
  ],
  "a table name that is not a string": [nodes({ ...TABLE, name: ["t"] }), /^nodes\[0\].name: expected a string/],
  "an empty table name": [nodes({ ...TABLE, name: "" }), /the name is empty/],
  "an empty schema": [nodes({ ...TABLE, schema: [] }), /^nodes\[0\].schema: expected at least one/],
  "a schema with a duplicate column name": [
    nodes({
      ...TABLE,
      schema: [
        ["a", "int64"],
        ["a", "string"],
      ],
    }),
    /duplicate name "a"/,
  ],
  "an unknown dtype": [nodes({ ...TABLE, schema: [["a", "int63"]] }), /^nodes\[0\].schema\[0\]: .*int63/],
  "a dtype that is not in canonical form": [
    nodes({ ...TABLE, schema: [["a", " int64"]] }),
    /not the canonical form of a dtype/,
  ],
  "a dtype that is nested too deeply": [
    nodes({ ...TABLE, schema: [["a", `${"array<".repeat(1e5)}int64${">".repeat(1e5)}`]] }),
    /at most 64 levels/,
  ],
  "a dtype with many exclamation marks": [
    nodes({ ...TABLE, schema: [["a", `${"!".repeat(1e5)}int64`]] }),
    /^nodes\[0\]/,
  ],
  "an unknown operation": [nodes(op("DropTable", {})), /^nodes\[0\].op: unknown operation "DropTable"/],
  "an operation named like a prototype member": [nodes(op("constructor", {})), /unknown operation "constructor"/],
  "an operation named __proto__": [nodes(op("__proto__", {})), /unknown operation "__proto__"/],
  "an unknown argument of an operation": [
    nodes(literalOf(1), op("Negate", { arg: 0, x: 0 })),
    /Negate has no argument "x"/,
  ],
  "an argument named __proto__": [
    `{"avocet":1,"root":1,"nodes":[{"type":"literal","dtype":"!int64","value":1},{"type":"op","op":"Negate","args":{"arg":0,"__proto__":0}}]}`,
    /Negate has no argument "__proto__"/,
  ],
  "a missing argument of an operation": [
    nodes(literalOf(1), op("Add", { left: 0 })),
    /Add requires the argument right/,
  ],
  "an argument of the wrong dtype": [
    nodes({ type: "literal", dtype: "!string", value: "a" }, op("Negate", { arg: 0 })),
    /^nodes\[1\]: Negate expects a number/,
  ],
  "a list in place of a value": [
    nodes(literalOf(1), op("Negate", { arg: [0] })),
    /^nodes\[1\].args.arg: expected a finite/,
  ],
  "a relation in place of a value": [nodes(TABLE, op("Negate", { arg: 0 })), /expected a value, got a table/],
  "a value in place of a relation": [nodes(literalOf(1), { type: "distinct", parent: 0 }), /expected a relation/],
  "a comparison of incompatible dtypes": [
    nodes(literalOf(1), { type: "literal", dtype: "!string", value: "1" }, op("Equals", { left: 0, right: 1 })),
    /^nodes\[2\]: string cannot be compared or combined with int64/,
  ],
  "a coalesce of incompatible dtypes": [
    nodes(literalOf(1), { type: "literal", dtype: "!string", value: "1" }, op("Coalesce", { args: [0, 1] })),
    /cannot be compared or combined/,
  ],
  "a literal that does not match its dtype": [nodes({ ...literalOf(1), value: "1" }), /^nodes\[0\].value: /],
  "a NULL literal of a non-nullable dtype": [
    nodes({ ...literalOf(1), value: null }),
    /NULL but its dtype is not nullable/,
  ],
  "a non-NULL literal of a nullable dtype": [
    nodes({ ...literalOf(1), dtype: "int64" }),
    /nullable exactly if the literal is NULL/,
  ],
  "a literal out of range": [nodes({ type: "literal", dtype: "!int8", value: 128 }), /from -128 to 127/],
  "an integer literal that is not exact": [nodes({ ...literalOf(1), value: 2 ** 60 }), /not exact/],
  "a NaN literal that is not a string": [
    nodes({ type: "literal", dtype: "!float64", value: Number.NaN }),
    /not the canonical form of a float64/,
  ],
  "an infinite literal": [
    `{"avocet":1,"root":0,"nodes":[{"type":"literal","dtype":"!float64","value":1e999}]}`,
    /float64/,
  ],
  "a literal with very many digits": [
    nodes({ type: "literal", dtype: "!decimal(38, 0)", value: `${"0".repeat(1e6)}x` }),
    /too long/,
  ],
  "a deeply nested literal": [nodes({ ...literalOf(1), value: deep(1e5) }), /^nodes\[0\]/],
  "deeply nested JSON text": [`${"[".repeat(1e6)}${"]".repeat(1e6)}`, /^JSON/],
  "a deeply nested version": [{ avocet: deep(1e5), nodes: [TABLE], root: 0 }, /^JSON/],
  "a json literal that is not JSON": [nodes({ type: "literal", dtype: "!json", value: "{" }), /^nodes\[0\].value/],
  "a deeply nested json literal": [nodes({ type: "literal", dtype: "!json", value: "[".repeat(1e5) }), /^nodes\[0\]/],
  ...Object.fromEntries(
    [
      "date",
      "time",
      "timestamp",
      "timestamp('UTC')",
      "decimal(10, 2)",
      "uuid",
      "inet",
      "binary",
      "float64",
      "int64",
    ].map((dtype) => [
      `SQL text in a literal of ${dtype}`,
      [nodes({ type: "literal", dtype: `!${dtype}`, value: DROP }), /^nodes\[0\].value/] as const,
    ]),
  ),
  "SQL text in an interval literal": [
    nodes({ type: "literal", dtype: "!interval", value: [DROP, 0, 0] }),
    /^nodes\[0\].value/,
  ],
  "SQL text in an array of dates": [
    nodes({ type: "literal", dtype: "!array<!date>", value: ["2026-01-01", DROP] }),
    /^nodes\[0\].value/,
  ],
  "SQL text in a memtable of dates": [
    nodes({ type: "memtable", name: "m", schema: [["d", "date"]], columns: [[null, DROP]] }),
    /^nodes\[0\].columns\[0\]/,
  ],
  "a memtable with columns of different lengths": [
    nodes({
      type: "memtable",
      name: "m",
      schema: [
        ["a", "int64"],
        ["b", "int64"],
      ],
      columns: [[1], [1, 2]],
    }),
    /different lengths/,
  ],
  "SQL text in the name of a parameter": [
    nodes({ type: "param", name: DROP, dtype: "int64" }),
    /letters, digits and _/,
  ],
  "SQL text in an option": [
    withChangedNode(
      orders.mutate((c) => ({ d: c.status.hexdigest("md5") })),
      "op",
      {
        args: { arg: 1, how: "read_text" },
      },
    ),
    /args.how: expected one of "md5", "sha1"/,
  ],
  "an unknown unit": [
    withChangedNode(
      orders.mutate((c) => ({ d: c.order_date.truncate("year") })),
      "op",
      { args: { arg: 1, unit: "eon" } },
    ),
    /args.unit: expected one of "year"/,
  ],
  "a cast to a dtype that is not a string": [
    withChangedNode(
      orders.mutate((c) => ({ d: c.status.cast(int64) })),
      "op",
      { args: { arg: 1, to: { kind: "int64" } } },
    ),
    /args.to: expected a dtype/,
  ],
  "SQL text as the dtype of a cast": [
    withChangedNode(
      orders.mutate((c) => ({ d: c.status.cast(int64) })),
      "op",
      { args: { arg: 1, to: DROP } },
    ),
    /args.to: Cannot parse the dtype/,
  ],
  "a filter condition that is not a bool": [
    nodes(TABLE, FIELD, { type: "filter", parent: 0, predicates: [1] }),
    /expected a bool condition/,
  ],
  "a filter without conditions": [nodes(TABLE, { type: "filter", parent: 0, predicates: [] }), /expected at least one/],
  "a sort without keys": [nodes(TABLE, { type: "sort", parent: 0, keys: [] }), /expected at least one/],
  "a sort by a value that is not a sort key": [
    nodes(TABLE, FIELD, { type: "sort", parent: 0, keys: [1] }),
    /expected a sort key/,
  ],
  "a selection without columns": [nodes(TABLE, { type: "selection", parent: 0, values: [] }), /expected at least one/],
  "a negative limit": [nodes(TABLE, { type: "limit", parent: 0, n: -1, offset: 0 }), /non-negative integer/],
  "a fractional limit": [nodes(TABLE, { type: "limit", parent: 0, n: 1.5, offset: 0 }), /integer/],
  "SQL text as a limit": [nodes(TABLE, { type: "limit", parent: 0, n: "1; DROP TABLE t", offset: 0 }), /finite number/],
  "a sample fraction above 1": [
    nodes(TABLE, { type: "sample", parent: 0, fraction: 2, method: "row", seed: null }),
    /from 0 to 1/,
  ],
  "a selection of columns of an unrelated table": [
    nodes(TABLE, FIELD, { ...TABLE, name: "u" }, { type: "selection", parent: 2, values: [["a", 1]] }),
    /^root: refers to columns of a relation that is not in scope/,
  ],
  "an aggregate in a selection": [
    nodes(TABLE, FIELD, op("Sum", { arg: 1 }), { type: "selection", parent: 0, values: [["a", 2]] }),
    /requires a window/,
  ],
  "an ungrouped column in an aggregation": [
    nodes(TABLE, FIELD, { type: "aggregation", parent: 0, by: [], metrics: [["a", 1]], sets: null }),
    /not constant within each group/,
  ],
  "a grouping set with an unknown key": [
    nodes(TABLE, FIELD, { type: "aggregation", parent: 0, by: [["a", 1]], metrics: [], sets: [["b"]] }),
    /unknown grouping key "b"/,
  ],
  "a window over a column": [
    nodes(TABLE, FIELD, { type: "window", func: 1, partitionBy: [], orderBy: [], frame: null }),
    /expected an aggregate/,
  ],
  "an aggregate window without a frame": [
    withChangedNode(
      orders.mutate((c) => ({ n: c.order_id.sum() })),
      "window",
      { frame: null },
    ),
    /requires a window frame/,
  ],
  "a window frame that ends before it starts": [
    withChangedNode(
      orders.mutate((c) => ({ n: c.order_id.sum() })),
      "window",
      { frame: { unit: "rows", start: 1, end: 0 } },
    ),
    /The frame starts at 1/,
  ],
  "SQL text as the unit of a window frame": [
    withChangedNode(
      orders.mutate((c) => ({ n: c.order_id.sum() })),
      "window",
      { frame: { unit: DROP, start: 0, end: 0 } },
    ),
    /expected one of rows, range, groups/,
  ],
  "a window frame for a ranking function": [
    withChangedNode(
      orders.mutate(() => ({ n: rowNumber() })),
      "window",
      {
        frame: { unit: "rows", start: 0, end: 0 },
      },
    ),
    /does not support a window frame/,
  ],
  "a lambda parameter outside of its lambda": [
    nodes({ type: "argument", name: "x0", dtype: "int64", shape: "scalar" }),
    /outside of its lambda/,
  ],
  "a lambda whose parameter does not match the array": [
    withChangedNode(
      posts.mutate((c) => ({ t: c.tags.map((x) => x.upper()) })),
      "argument",
      { shape: "scalar" },
    ),
    /does not have the dtype of the array/,
  ],
  "a recursive reference outside of a recursion": [
    nodes({ type: "recursiveReference", name: "up", schema: [["a", "int64"]] }),
    /outside of its recursion/,
  ],
  "a join of a node with itself": [
    nodes(TABLE, {
      type: "join",
      how: "cross",
      left: 0,
      right: 0,
      predicates: [],
      columns: [["a", { side: "left", left: "a", right: null }]],
      lateral: false,
    }),
    /the same node/,
  ],
  "a join with a column that does not exist": [
    withChangedNode(orders.crossJoin(posts), "join", { columns: [["a", { side: "left", left: "nope", right: null }]] }),
    /does not exist on its side/,
  ],
  "a union of tables with different columns": [
    nodes(
      TABLE,
      { ...TABLE, name: "u", schema: [["b", "int64"]] },
      {
        type: "setOperation",
        how: "union",
        distinct: false,
        operands: [0, 1],
      },
    ),
    /the same columns/,
  ],
  "a scalar subquery with two columns": [
    nodes(
      { ...TABLE, schema: TABLE.schema.concat([["b", "int64"]]) },
      {
        type: "subquery",
        how: "scalar",
        relation: 0,
        value: null,
      },
    ),
    /exactly one column/,
  ],
  "an unnest of a column that is not an array": [
    nodes(TABLE, FIELD, { type: "unnest", parent: 0, column: 1, name: "a", offset: null, keepEmpty: false }),
    /not an array/,
  ],
};
for (const [name, [json, message]] of Object.entries(refusedInputs))
  test(`${name} is refused`, () => {
    expect(refusalMessage(json)).toMatch(message);
    if (typeof json === "object" && !name.includes("deep") && !name.includes("NaN"))
      expect(refusalMessage(JSON.stringify(json))).toMatch(message);
  });

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}

test("SQL text in JSON is refused unless allowSql is true", () => {
  const relation = ir.sqlRelation(
    "SELECT * FROM o",
    "duckdb",
    orders.relation.schema,
    new Map([["o", orders.relation]]),
  );
  const json = toJSON(new Table(relation).filter(() => true));
  expect(refusalMessage(json)).toMatch(/^nodes\[1\]: SQL text is not allowed/);
  expect(refusalMessage(json, { allowSql: "yes" })).toMatch(/SQL text is not allowed/);
  const back = fromJSON(json, { allowSql: true });
  expect("relation" in back && toJSON(back)).toEqual(json);
  const unused = { ...toJSON(orders), nodes: [...json.nodes], root: 0 };
  expect(refusalMessage(unused)).toMatch(/SQL text is not allowed/);
});

test("JSON may read only the tables in allowTables", () => {
  const json = toJSON(orders.crossJoin(table("posts", { id: int64 }, { database: "blog" })));
  expect(refusalMessage(json, { allowTables: ["orders"] })).toMatch(/the table blog\.posts is not allowed/);
  expect(refusalMessage(toJSON(table("blog.posts", { id: int64 })), { allowTables: ["blog.posts"] })).toMatch(
    /"blog\.posts"/,
  );
  expect(refusalMessage(json, { allowTables: [] })).toMatch(/the table orders is not allowed/);
  expect(toJSON(fromJSON(json, { allowTables: ["blog.posts", "orders"] }) as Table)).toEqual(json);
});

test("dtypes that double in size at each level are refused before they are printed", () => {
  const list: unknown[] = [literalOf(1)];
  for (let i = 0; i < 60; i++) list.push(op("StructConstruct", { names: ["a", "b"], args: [i, i] }));
  expect(refusalMessage(nodes(...list))).toMatch(/more than 20000 dtypes/);
  const arrays: unknown[] = [literalOf(1)];
  for (let i = 0; i < 70; i++) arrays.push(op("ArrayConstruct", { args: [i] }));
  expect(refusalMessage(nodes(...arrays))).toMatch(/more than 64 levels deep/);
});

test("a value that refers to very many relations is refused before it uses much memory", () => {
  const list: unknown[] = [TABLE, FIELD];
  for (let i = 0; i < 400; i++) {
    const index = list.length;
    list.push(
      { ...TABLE, name: `t${i}` },
      { ...FIELD, relation: index },
      op("Add", { left: index - 1, right: index + 1 }),
    );
  }
  expect(refusalMessage(nodes(...list))).toMatch(/more than 256 relations/);
});

test("JSON keeps the name and dtype of a parameter", () => {
  const written = toJSON(orders.filter((c) => c.status.eq(param("status", string))));
  expect(written.nodes.find((node) => node.type === "param")).toEqual({
    type: "param",
    name: "status",
    dtype: "string",
  });
  const back = fromJSON(written);
  expect("relation" in back && String(back)).toContain("$status(string)");
});

test("reading a column named __proto__ does not modify Object.prototype", () => {
  const text = JSON.stringify(toJSON(orders)).replace('"orders"', '"__proto__"').replaceAll("status", "__proto__");
  const back = fromJSON(text);
  expect("relation" in back && back.relation.schema.has("__proto__")).toBe(true);
  expect(({} as Record<string, unknown>).int64).toBeUndefined();
});

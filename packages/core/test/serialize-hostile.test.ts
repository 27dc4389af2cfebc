import { expect, test } from "vitest";
import {
  AvocetError,
  array,
  date,
  float64,
  fromJSON,
  int64,
  ir,
  param,
  rowNumber,
  type SerializedExpression,
  string,
  Table,
  table,
  toJSON,
} from "../src/index.js";

const orders = table("orders", { order_id: int64, order_date: date, status: string });
const posts = table("posts", { id: int64, tags: array(string), score: float64 });

/** What is said of JSON that is refused; anything else that is thrown, or accepted, is a failure. */
function refusal(json: unknown, options = {}): string {
  try {
    fromJSON(json, options);
  } catch (error) {
    if (error instanceof AvocetError && error.code === "invalid-json") return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}
const TABLE = { type: "table", name: "t", database: null, catalog: null, schema: [["a", "int64"]] };
const FIELD = { type: "field", relation: 0, name: "a" };
const one = (value: number) => ({ type: "literal", dtype: "!int64", value });
const nodes = (...list: readonly unknown[]) => ({ avocet: 1, nodes: list, root: list.length - 1 });
const op = (name: string, args: object) => ({ type: "op", op: name, args });
/** The JSON of an expression with one node of a type changed. */
function changed(expression: Parameters<typeof toJSON>[0], type: string, change: object): unknown {
  const written = JSON.parse(JSON.stringify(toJSON(expression))) as SerializedExpression;
  const place = written.nodes.findIndex((node) => node.type === type);
  expect(place, `there is a ${type}`).toBeGreaterThanOrEqual(0);
  return { ...written, nodes: written.nodes.with(place, { ...written.nodes[place], ...change } as never) };
}

const DROP = "x'; DROP TABLE orders; --";
const refused: Readonly<Record<string, readonly [json: unknown, message: RegExp]>> = {
  "no JSON": ["{", /^the JSON: /],
  null: [null, /^the JSON: wanted an object/],
  "an array": [[], /^the JSON: wanted an object/],
  "no version": [{ nodes: [TABLE], root: 0 }, /^avocet: .*missing/],
  "an unknown version": [{ avocet: 2, nodes: [TABLE], root: 0 }, /^avocet: the version 2/],
  "a version as text": [{ avocet: "1", nodes: [TABLE], root: 0 }, /^avocet: the version "1"/],
  "an extra field": [{ ...nodes(TABLE), extra: 1 }, /^the JSON: there is no field "extra"/],
  "no nodes": [{ avocet: 1, nodes: [], root: 0 }, /^nodes: wanted at least one/],
  "no root": [{ avocet: 1, nodes: [TABLE] }, /^the JSON: the field root is missing/],
  "a root that is not there": [{ avocet: 1, nodes: [TABLE], root: 1 }, /^root: there is no node 1/],
  "a root that is no number": [{ avocet: 1, nodes: [TABLE], root: "0" }, /^root: wanted a finite number/],
  "a root that is a sort key": [
    nodes(TABLE, FIELD, { type: "sortKey", value: 1, descending: true, nulls: "last" }),
    /^root: /,
  ],
  "a node that is null": [nodes(null), /^nodes\[0\]: wanted an object/],
  "an unknown type": [nodes({ type: "toString" }), /^nodes\[0\].type: there are no nodes of the type "toString"/],
  "an extra field of a node": [nodes({ ...TABLE, x: 1 }), /^nodes\[0\]: there is no field "x"/],
  "a missing field of a node": [nodes({ type: "table", name: "t" }), /^nodes\[0\]: the field database is missing/],
  "a field __proto__": [
    `{"avocet":1,"root":0,"nodes":[{"type":"table","name":"t","database":null,"catalog":null,"schema":[["a","int64"]],"__proto__":{"x":1}}]}`,
    /there is no field "__proto__"/,
  ],
  "a forward reference": [nodes({ ...FIELD, relation: 1 }, TABLE), /^nodes\[0\].relation: there is no node 1 before/],
  "a reference to itself": [nodes(TABLE, { ...FIELD, relation: 1 }), /^nodes\[1\].relation: there is no node 1 before/],
  "a reference below zero": [nodes(TABLE, { ...FIELD, relation: -1 }), /whole number from 0/],
  "a reference with a fraction": [nodes(TABLE, { ...FIELD, relation: 0.5 }), /wanted a whole number/],
  "a reference that is NaN": [nodes(TABLE, { ...FIELD, relation: Number.NaN }), /wanted a finite number/],
  "a column that is not there": [
    nodes(TABLE, { ...FIELD, name: "b" }),
    /^nodes\[1\].name: the relation has no column "b"/,
  ],
  "a column of the prototype": [nodes(TABLE, { ...FIELD, name: "constructor" }), /has no column "constructor"/],
  "a name that is no text": [nodes({ ...TABLE, name: ["t"] }), /^nodes\[0\].name: wanted text/],
  "an empty name": [nodes({ ...TABLE, name: "" }), /a name is not empty/],
  "an empty schema": [nodes({ ...TABLE, schema: [] }), /^nodes\[0\].schema: wanted at least one/],
  "two columns of one name": [
    nodes({
      ...TABLE,
      schema: [
        ["a", "int64"],
        ["a", "string"],
      ],
    }),
    /two of the name "a"/,
  ],
  "a dtype that is none": [nodes({ ...TABLE, schema: [["a", "int63"]] }), /^nodes\[0\].schema\[0\]: .*int63/],
  "a dtype that is written otherwise": [nodes({ ...TABLE, schema: [["a", " int64"]] }), /not how a dtype is written/],
  "a dtype that nests too deep": [
    nodes({ ...TABLE, schema: [["a", `${"array<".repeat(1e5)}int64${">".repeat(1e5)}`]] }),
    /at most 64 levels/,
  ],
  "a dtype with many signs": [nodes({ ...TABLE, schema: [["a", `${"!".repeat(1e5)}int64`]] }), /^nodes\[0\]/],
  "an unknown operation": [nodes(op("DropTable", {})), /^nodes\[0\].op: there is no operation "DropTable"/],
  "an operation of the prototype": [nodes(op("constructor", {})), /there is no operation "constructor"/],
  "an operation __proto__": [nodes(op("__proto__", {})), /there is no operation "__proto__"/],
  "an argument that is not taken": [nodes(one(1), op("Negate", { arg: 0, x: 0 })), /Negate has no argument "x"/],
  "an argument __proto__": [
    `{"avocet":1,"root":1,"nodes":[{"type":"literal","dtype":"!int64","value":1},{"type":"op","op":"Negate","args":{"arg":0,"__proto__":0}}]}`,
    /Negate has no argument "__proto__"/,
  ],
  "a missing argument": [nodes(one(1), op("Add", { left: 0 })), /Add needs right/],
  "an argument of another dtype": [
    nodes({ type: "literal", dtype: "!string", value: "a" }, op("Negate", { arg: 0 })),
    /^nodes\[1\]: Negate takes a number/,
  ],
  "a list where a value is wanted": [
    nodes(one(1), op("Negate", { arg: [0] })),
    /^nodes\[1\].args.arg: wanted a finite/,
  ],
  "a relation where a value is wanted": [nodes(TABLE, op("Negate", { arg: 0 })), /wanted a value, got a table/],
  "a value where a relation is wanted": [nodes(one(1), { type: "distinct", parent: 0 }), /wanted a relation/],
  "a comparison of unlike values": [
    nodes(one(1), { type: "literal", dtype: "!string", value: "1" }, op("Equals", { left: 0, right: 1 })),
    /^nodes\[2\]: string cannot be compared or combined with int64/,
  ],
  "a choice of unlike values": [
    nodes(one(1), { type: "literal", dtype: "!string", value: "1" }, op("Coalesce", { args: [0, 1] })),
    /cannot be compared or combined/,
  ],
  "a literal of another dtype": [nodes({ ...one(1), value: "1" }), /^nodes\[0\].value: /],
  "a literal that is NULL and not": [nodes({ ...one(1), value: null }), /NULL where the dtype has none/],
  "a literal that may be NULL": [nodes({ ...one(1), dtype: "int64" }), /nullable where it is NULL/],
  "a literal out of range": [nodes({ type: "literal", dtype: "!int8", value: 128 }), /holds -128 to 127/],
  "a literal that is not exact": [nodes({ ...one(1), value: 2 ** 60 }), /not exact/],
  "a literal NaN as a number": [nodes({ type: "literal", dtype: "!float64", value: Number.NaN }), /not how a float64/],
  "a literal that is infinite": [
    `{"avocet":1,"root":0,"nodes":[{"type":"literal","dtype":"!float64","value":1e999}]}`,
    /float64/,
  ],
  "a literal of very many digits": [
    nodes({ type: "literal", dtype: "!decimal(38, 0)", value: `${"0".repeat(1e6)}x` }),
    /too long/,
  ],
  "a literal that is deep": [nodes({ ...one(1), value: deep(1e5) }), /^nodes\[0\]/],
  "deep JSON as text": [`${"[".repeat(1e6)}${"]".repeat(1e6)}`, /^the JSON/],
  "a deep version": [{ avocet: deep(1e5), nodes: [TABLE], root: 0 }, /^the JSON/],
  "a json literal that is no JSON": [nodes({ type: "literal", dtype: "!json", value: "{" }), /^nodes\[0\].value/],
  "a json literal that is deep": [nodes({ type: "literal", dtype: "!json", value: "[".repeat(1e5) }), /^nodes\[0\]/],
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
      `SQL in a literal of ${dtype}`,
      [nodes({ type: "literal", dtype: `!${dtype}`, value: DROP }), /^nodes\[0\].value/] as const,
    ]),
  ),
  "SQL in an interval": [nodes({ type: "literal", dtype: "!interval", value: [DROP, 0, 0] }), /^nodes\[0\].value/],
  "SQL in an array of dates": [
    nodes({ type: "literal", dtype: "!array<!date>", value: ["2026-01-01", DROP] }),
    /^nodes\[0\].value/,
  ],
  "SQL in a memtable": [
    nodes({ type: "memtable", name: "m", schema: [["d", "date"]], columns: [[null, DROP]] }),
    /^nodes\[0\].columns\[0\]/,
  ],
  "a memtable with columns of two lengths": [
    nodes({
      type: "memtable",
      name: "m",
      schema: [
        ["a", "int64"],
        ["b", "int64"],
      ],
      columns: [[1], [1, 2]],
    }),
    /not equally long/,
  ],
  "SQL in the name of a parameter": [nodes({ type: "param", name: DROP, dtype: "int64" }), /letters, digits and _/],
  "SQL in an option": [
    changed(
      orders.mutate((c) => ({ d: c.status.hexdigest("md5") })),
      "op",
      {
        args: { arg: 1, how: "read_text" },
      },
    ),
    /args.how: wanted one of "md5", "sha1"/,
  ],
  "a unit that is none": [
    changed(
      orders.mutate((c) => ({ d: c.order_date.truncate("year") })),
      "op",
      { args: { arg: 1, unit: "eon" } },
    ),
    /args.unit: wanted one of "year"/,
  ],
  "a cast to no dtype": [
    changed(
      orders.mutate((c) => ({ d: c.status.cast(int64) })),
      "op",
      { args: { arg: 1, to: { kind: "int64" } } },
    ),
    /args.to: wanted a dtype/,
  ],
  "a cast to SQL": [
    changed(
      orders.mutate((c) => ({ d: c.status.cast(int64) })),
      "op",
      { args: { arg: 1, to: DROP } },
    ),
    /args.to: cannot read the dtype/,
  ],
  "a condition that is no bool": [nodes(TABLE, FIELD, { type: "filter", parent: 0, predicates: [1] }), /is a bool/],
  "a filter without conditions": [nodes(TABLE, { type: "filter", parent: 0, predicates: [] }), /wanted at least one/],
  "a sort without keys": [nodes(TABLE, { type: "sort", parent: 0, keys: [] }), /wanted at least one/],
  "a sort by a plain value": [nodes(TABLE, FIELD, { type: "sort", parent: 0, keys: [1] }), /wanted a sort key/],
  "a selection of nothing": [nodes(TABLE, { type: "selection", parent: 0, values: [] }), /wanted at least one/],
  "a limit below zero": [nodes(TABLE, { type: "limit", parent: 0, n: -1, offset: 0 }), /whole number from 0/],
  "a limit with a fraction": [nodes(TABLE, { type: "limit", parent: 0, n: 1.5, offset: 0 }), /whole number/],
  "a limit that is SQL": [nodes(TABLE, { type: "limit", parent: 0, n: "1; DROP TABLE t", offset: 0 }), /finite number/],
  "a sample of more than all": [
    nodes(TABLE, { type: "sample", parent: 0, fraction: 2, method: "row", seed: null }),
    /from 0 to 1/,
  ],
  "columns of an unrelated table": [
    nodes(TABLE, FIELD, { ...TABLE, name: "u" }, { type: "selection", parent: 2, values: [["a", 1]] }),
    /^root: it refers to columns of a relation around it/,
  ],
  "a reduction beside rows": [
    nodes(TABLE, FIELD, op("Sum", { arg: 1 }), { type: "selection", parent: 0, values: [["a", 2]] }),
    /without a window/,
  ],
  "a plain column beside groups": [
    nodes(TABLE, FIELD, { type: "aggregation", parent: 0, by: [], metrics: [["a", 1]], sets: null }),
    /not one value for each group/,
  ],
  "grouping sets of other keys": [
    nodes(TABLE, FIELD, { type: "aggregation", parent: 0, by: [["a", 1]], metrics: [], sets: [["b"]] }),
    /there is no key "b"/,
  ],
  "a window over a plain column": [
    nodes(TABLE, FIELD, { type: "window", func: 1, partitionBy: [], orderBy: [], frame: null }),
    /wanted a reduction/,
  ],
  "a reduction without a frame": [
    changed(
      orders.mutate((c) => ({ n: c.order_id.sum() })),
      "window",
      { frame: null },
    ),
    /needs a frame/,
  ],
  "a frame that ends before it starts": [
    changed(
      orders.mutate((c) => ({ n: c.order_id.sum() })),
      "window",
      { frame: { unit: "rows", start: 1, end: 0 } },
    ),
    /the frame starts at 1/,
  ],
  "a frame of SQL": [
    changed(
      orders.mutate((c) => ({ n: c.order_id.sum() })),
      "window",
      { frame: { unit: DROP, start: 0, end: 0 } },
    ),
    /wanted one of rows, range, groups/,
  ],
  "a frame for a ranking": [
    changed(
      orders.mutate(() => ({ n: rowNumber() })),
      "window",
      {
        frame: { unit: "rows", start: 0, end: 0 },
      },
    ),
    /takes no frame/,
  ],
  "a lambda's parameter outside of it": [
    nodes({ type: "argument", name: "x0", dtype: "int64", shape: "scalar" }),
    /outside of its lambda/,
  ],
  "a lambda over elements of another dtype": [
    changed(
      posts.mutate((c) => ({ t: c.tags.map((x) => x.upper()) })),
      "argument",
      { shape: "scalar" },
    ),
    /not of the dtype of the array/,
  ],
  "a recursion from outside": [
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
  "a join with a column that is not there": [
    changed(orders.crossJoin(posts), "join", { columns: [["a", { side: "left", left: "nope", right: null }]] }),
    /does not have such a column/,
  ],
  "a union of other columns": [
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
  "a scalar of two columns": [
    nodes(
      { ...TABLE, schema: TABLE.schema.concat([["b", "int64"]]) },
      {
        type: "subquery",
        how: "scalar",
        relation: 0,
        value: null,
      },
    ),
    /one column/,
  ],
  "an unnest of no array": [
    nodes(TABLE, FIELD, { type: "unnest", parent: 0, column: 1, name: "a", offset: null, keepEmpty: false }),
    /no array/,
  ],
};
for (const [name, [json, message]] of Object.entries(refused))
  test(`${name} is refused`, () => {
    expect(refusal(json)).toMatch(message);
    if (typeof json === "object" && !name.includes("deep") && !name.includes("NaN"))
      expect(refusal(JSON.stringify(json))).toMatch(message);
  });

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}

test("SQL text is refused unless it is allowed", () => {
  const relation = ir.sqlRelation(
    "SELECT * FROM o",
    "duckdb",
    orders.relation.schema,
    new Map([["o", orders.relation]]),
  );
  const json = toJSON(new Table(relation).filter(() => true));
  expect(refusal(json)).toMatch(/^nodes\[1\]: SQL text is refused/);
  expect(refusal(json, { allowSql: "yes" })).toMatch(/SQL text is refused/);
  const back = fromJSON(json, { allowSql: true });
  expect("relation" in back && toJSON(back)).toEqual(json);
  const unused = { ...toJSON(orders), nodes: [...json.nodes], root: 0 };
  expect(refusal(unused)).toMatch(/SQL text is refused/);
});

test("tables are those that the reader allows", () => {
  const json = toJSON(orders.crossJoin(table("posts", { id: int64 }, { database: "blog" })));
  expect(refusal(json, { allowTables: ["orders"] })).toMatch(/the table blog\.posts is not among those/);
  expect(refusal(toJSON(table("blog.posts", { id: int64 })), { allowTables: ["blog.posts"] })).toMatch(/"blog\.posts"/);
  expect(refusal(json, { allowTables: [] })).toMatch(/the table orders is not among those/);
  expect(toJSON(fromJSON(json, { allowTables: ["blog.posts", "orders"] }) as Table)).toEqual(json);
});

test("dtypes that double with each step are refused before they are written out", () => {
  const list: unknown[] = [one(1)];
  for (let i = 0; i < 60; i++) list.push(op("StructConstruct", { names: ["a", "b"], args: [i, i] }));
  expect(refusal(nodes(...list))).toMatch(/more than 20000 parts/);
  const arrays: unknown[] = [one(1)];
  for (let i = 0; i < 70; i++) arrays.push(op("ArrayConstruct", { args: [i] }));
  expect(refusal(nodes(...arrays))).toMatch(/more than 64 deep/);
});

test("a value over very many relations is refused before it takes the memory", () => {
  const list: unknown[] = [TABLE, FIELD];
  for (let i = 0; i < 400; i++) {
    const place = list.length;
    list.push(
      { ...TABLE, name: `t${i}` },
      { ...FIELD, relation: place },
      op("Add", { left: place - 1, right: place + 1 }),
    );
  }
  expect(refusal(nodes(...list))).toMatch(/more than 256 relations/);
});

test("parameters survive with name and dtype, and nothing of theirs becomes SQL", () => {
  const written = toJSON(orders.filter((c) => c.status.eq(param("wanted", string))));
  expect(written.nodes.find((node) => node.type === "param")).toEqual({
    type: "param",
    name: "wanted",
    dtype: "string",
  });
  const back = fromJSON(written);
  expect("relation" in back && String(back)).toContain("$wanted(string)");
});

test("reading leaves no trace on objects", () => {
  const text = JSON.stringify(toJSON(orders)).replace('"orders"', '"__proto__"').replaceAll("status", "__proto__");
  const back = fromJSON(text);
  expect("relation" in back && back.relation.schema.has("__proto__")).toBe(true);
  expect(({} as Record<string, unknown>).int64).toBeUndefined();
});

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  AvocetError,
  array,
  date,
  fingerprint,
  float64,
  fromJSON,
  int64,
  interval,
  json,
  lineage,
  map,
  notNull,
  string,
  struct,
  type Table,
  table,
  timestamp,
  toJSON,
} from "../src/index.js";
import { reachableNodes } from "../src/ir/graph.js";
import * as ir from "../src/ir/index.js";

const base = table("base", {
  a: notNull(int64),
  b: float64,
  s: string,
  d: date,
  at: timestamp("UTC"),
  tags: array(string),
  location: struct({ lat: float64, "odd name": string }),
  facts: map(notNull(string), int64),
  raw: json,
  span: interval,
});
type Base = typeof base;

/** Verbs that keep the schema, so that they can be chained in any order; `n` and `w` vary their arguments. */
const steps: readonly ((t: Base, n: number, w: string) => Base)[] = [
  (t, n) => t.filter((c) => c.a.gt(n)),
  (t, n, w) =>
    t.filter(
      (c) => c.s.eq(w).or(c.b.lt(n / 7)),
      (c) => c.tags.length().ne(n),
    ),
  (t) => t.mutate((c) => ({ a: c.a.add(c.a.mul(2)).coalesce(0) })),
  (t, _, w) => t.mutate((c) => ({ s: c.s.concat(w).upper(), tags: c.tags.map((x) => x.concat(w)) })),
  (t, n) => t.mutate((c) => ({ b: c.b.sum().over({ partitionBy: c.s, orderBy: c.a, rows: [-n, n] }) })),
  (t) => t.mutate((c) => ({ b: c.b.sub(c.b.mean()).div(c.b.std()) })),
  (t, n) => t.orderBy("s", (c) => c.a.desc({ nulls: n % 2 ? "first" : "last" })),
  (t, n) => t.limit(n, { offset: n }),
  (t) => t.distinct(),
  (t, n) => t.union([t.filter((c) => c.a.eq(n)), base], { distinct: n % 2 === 0 }),
  (t, n) => t.difference(t.filter((c) => c.a.eq(n))),
  (t) =>
    t.semiJoin(
      base.filter((c) => c.b.gt(0)),
      "a",
    ),
  (t, n) =>
    t.antiJoin(
      t.view().filter((c) => c.a.gt(n)),
      (l, r) => l.a.eq(r.a).and(l.s.ne(r.s)),
    ),
  (t, n) =>
    t.filter((o) =>
      base
        .view()
        .filter(
          (i) => i.a.eq(o.a),
          (i) => i.b.gt(n),
        )
        .exists(),
    ),
  (t, n) =>
    t.filter((c) =>
      c.b.gt(
        base
          .filter((i) => i.a.eq(n))
          .aggregate((i) => ({ maximum: i.b.max() }))
          .asScalar(),
      ),
    ),
  (t) => t.mutate((c) => ({ d: c.d.truncate("month"), at: c.at.add(c.span), location: c.location })),
  (t) => t.mutate((c) => ({ s: c.location.field("odd name"), b: c.location.field("lat") })),
];
/** Final verbs, which may change the schema. */
const finalSteps: readonly ((t: Base, n: number, w: string) => Pick<Table, "relation">)[] = [
  (t) => t,
  (t, n) =>
    t.groupBy("s").aggregate((c) => ({ n: c.a.sum({ where: c.b.gt(n) }), dates: c.d.collect({ distinct: true }) })),
  (t) => t.leftJoin(base.view(), "a"),
  (t) => t.outerJoin(base.view(), "a", { suffix: "_2" }),
  (t, n) => t.innerJoin(t, (l, r) => l.a.eq(r.a.add(n))),
  (t, _, w) => t.select("tags", { key: t.c.facts.get(w) }).unnest("tags", { offset: "at" }),
  (t, _, w) => t.select({ [w || "x"]: t.c.a, [`${w}2`]: t.c.raw }).distinct(),
];

const strings = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("__proto__", "'; DROP TABLE x; --", '"', "a"));
const expression = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(steps.length - 1), fc.integer({ min: 0, max: 9 }), strings), { maxLength: 6 }),
    fc.nat(finalSteps.length - 1),
    fc.integer({ min: 0, max: 9 }),
    strings,
  )
  .map(([chosenSteps, endIndex, n, w]) => {
    const body = chosenSteps.reduce((t, [step, m, v]) => steps[step]?.(t, m, v) ?? t, base);
    return (finalSteps[endIndex] ?? finalSteps[0])?.(body, n, w) ?? body;
  });

const tableOf = (t: Pick<Table, "relation">): Table => t as Table;

test("a random expression round-trips through JSON to the same node", () => {
  fc.assert(
    fc.property(expression, (t) => {
      const text = JSON.stringify(toJSON(tableOf(t)));
      const back = fromJSON(text);
      expect("relation" in back && back.relation).toBe(t.relation);
      expect(JSON.stringify(back)).toBe(text);
      expect(fingerprint(back)).toMatch(/^[0-9a-f]{64}$/);
    }),
    { numRuns: 150, seed: 1 },
  );
});

/** All locations in JSON: the object or array that contains the value, and its key. */
function locations(root: unknown): readonly (readonly [holder: Record<string, unknown>, key: string])[] {
  const entries: (readonly [Record<string, unknown>, string])[] = [];
  const stack: unknown[] = [root];
  for (let value = stack.pop(); value !== undefined; value = stack.pop())
    if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        entries.push([value as Record<string, unknown>, key]);
        stack.push(inner);
      }
  return entries;
}
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1,
    2,
    3,
    0.5,
    1e21,
    "",
    "x",
    "__proto__",
    "constructor",
    "int64",
    "!int64",
  ),
  fc.constantFrom<unknown>([], {}, [[]], [0], [0, 1], { value: 0 }, ["a", 0], "unbounded", "sql", "table", "op", "Sum"),
  fc.constantFrom<unknown>(
    "'; DROP TABLE x; --",
    "1; DROP TABLE x",
    "array<int64>",
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(...Object.keys(ir.operations)),
);
type Change = readonly ["set" | "add" | "delete" | "copy", at: number, from: number, value: unknown];
const change = fc.tuple(
  fc.constantFrom("set", "set", "add", "delete", "copy"),
  fc.nat(),
  fc.nat(),
  junk,
) as fc.Arbitrary<Change>; // fast-check infers the first element as string

function mutate(written: unknown, changes: readonly Change[]): unknown {
  const copy = JSON.parse(JSON.stringify(written)) as unknown;
  for (const [action, targetIndex, sourceIndex, value] of changes) {
    const locationList = locations(copy);
    const [holder, key] = locationList[targetIndex % locationList.length] ?? [{}, "x"];
    const [source, sourceKey] = locationList[sourceIndex % locationList.length] ?? [{}, "x"];
    if (action === "set") holder[key] = structuredClone(value);
    else if (action === "add" && Array.isArray(holder)) holder.push(structuredClone(value));
    else if (action === "add")
      Object.defineProperty(holder, String(value), { value: 0, enumerable: true, configurable: true, writable: true });
    else if (action === "delete") Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key];
    else holder[key] = JSON.parse(JSON.stringify(source[sourceKey] ?? null)) as unknown;
  }
  return copy;
}

test("tampered JSON is either refused or a valid expression", () => {
  let [refused, accepted] = [0, 0];
  fc.assert(
    fc.property(expression, fc.array(change, { minLength: 1, maxLength: 3 }), (t, changes) => {
      const tampered = mutate(toJSON(tableOf(t)), changes);
      let back: ReturnType<typeof fromJSON>;
      try {
        back = fromJSON(tampered);
      } catch (error) {
        expect(error).toBeInstanceOf(AvocetError);
        expect(error instanceof AvocetError && error.code).toBe("invalid-json");
        refused++;
        return;
      }
      accepted++;
      const root = "relation" in back ? back.relation : back.node;
      expect(reachableNodes(root).some((node) => node.type === "sql")).toBe(false);
      expect(fromJSON(JSON.stringify(back))).toEqual(back);
      String(back);
      fingerprint(back);
      if ("relation" in back) lineage(back);
    }),
    { numRuns: 600, seed: 1 },
  );
  expect(refused).toBeGreaterThan(accepted);
  expect(accepted).toBeGreaterThan(10);
});

test("random JSON is refused", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const json of [value, JSON.stringify(value), { avocet: 1, nodes: [value], root: 0 }])
        expect(() => fromJSON(json)).toThrow(AvocetError);
    }),
    { numRuns: 200, seed: 1 },
  );
});

import { array, arrayOf, bool, int64, lit, mapOf, structOf } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "../dtypes/values.js";

/** Strict equality, but NaN equals NaN. */
const isSame = (a: unknown, b: unknown): boolean => a === b || Object.is(a, b);

/** Arrays, maps and structs with elements of every dtype. */
export const elements = group(
  "arrays, maps and structs by element dtype",
  [...ORDERED, ...EQUATABLE].flatMap(({ name, dtype, values }) => {
    const [first, last] = [values[0], values.at(-1)];
    const items = [last, ...values.slice(0, -1), null, last];
    const schema = { a: array(dtype), v: dtype, none: array(dtype) };
    const input = [
      { a: items, v: first, none: null },
      { a: [], v: last, none: null },
      { a: [null], v: null, none: null },
    ];
    const lastLiteral = lit(last, dtype);
    return [
      perRow(
        `${name}: contains, indexOf and remove`,
        schema,
        input,
        (c) => ({
          has: c.a.contains(c.v),
          at: c.a.indexOf(c.v),
          without: c.a.remove(c.v),
          literal: c.a.indexOf(lastLiteral),
          less: c.a.remove(lastLiteral),
          none: c.none.contains(c.v),
        }),
        [
          {
            has: true,
            at: 1,
            without: items.filter((v) => !isSame(v, first)),
            literal: 0,
            less: items.filter((v) => !isSame(v, last)),
            none: null,
          },
          { has: false, at: -1, without: [], literal: -1, less: [], none: null },
          { has: null, at: null, without: null, literal: -1, less: [null], none: null },
        ],
      ),
      perRow(
        `${name}: unique, slice, concat and set operations`,
        schema,
        input,
        (c) => ({
          unique: c.a.unique(),
          end: c.a.at(-1),
          slice: c.a.slice(1, 3),
          concat: c.a.concat(c.a).length(),
          union: c.a.union(arrayOf(lastLiteral)),
          shared: c.a.intersect(arrayOf(lastLiteral)),
          length: c.a.length(),
        }),
        [
          {
            unique: [last, ...values.slice(0, -1), null],
            end: last,
            slice: items.slice(1, 3),
            concat: items.length * 2,
            union: [last, ...values.slice(0, -1), null],
            shared: [last],
            length: items.length,
          },
          { unique: [], end: null, slice: [], concat: 0, union: [last], shared: [], length: 0 },
          { unique: [null], end: null, slice: [], concat: 2, union: [null, last], shared: [], length: 1 },
        ],
      ),
      perRow(
        `${name}: map and filter`,
        schema,
        input,
        (c) => ({
          map: c.a.map((x) => x),
          equal: c.a.map((x) => x.eq(c.v)),
          filtered: c.a.filter((x) => x.ne(lastLiteral)),
        }),
        input.map(({ a, v }) => ({
          map: a,
          equal: a.map((x) => (x === null || v === null ? null : isSame(x, v))),
          filtered: a.filter((x) => x !== null && !isSame(x, last)),
        })),
      ),
    ];
  }),
  ORDERED.map(({ name, dtype, values }) =>
    perRow(
      `${name}: sort, mins, maxs and modes`,
      { a: array(dtype) },
      [{ a: [null, ...values.toReversed(), values[0]] }, { a: [null] }, { a: null }],
      (c) => ({ sort: c.a.sort(), min: c.a.mins(), max: c.a.maxs(), mode: c.a.modes() }),
      [
        { sort: [values[0], ...values, null], min: values[0], max: values.at(-1), mode: values[0] },
        { sort: [null], min: null, max: null, mode: null },
        { sort: null, min: null, max: null, mode: null },
      ],
    ),
  ),
  [...ORDERED, ...EQUATABLE, ...OPAQUE].flatMap(({ name, dtype, values }) => [
    perRow(
      `${name}: wrapped in arrays, structs and maps`,
      { v: dtype, t: bool },
      [
        { v: values[0], t: true },
        { v: null, t: true },
      ],
      (c) => ({
        array: arrayOf(c.v, c.v),
        struct: structOf({ v: c.v }),
        field: structOf({ v: c.v }).f.v,
        map: mapOf(["k", c.v]),
        value: mapOf(["k", c.v]).get("k"),
      }),
      ({ v }) => ({ array: [v, v], struct: { v }, field: v, map: new Map([["k", v]]), value: v }),
    ),
  ]),
  ORDERED.filter(({ name }) => !name.startsWith("float")).map(({ name, dtype, values }) =>
    perRow(
      `${name}: map keys`,
      { a: dtype, b: dtype, n: int64 },
      [{ a: values[0], b: values.at(-1), n: 1 }],
      (c) => ({
        map: mapOf([c.a, c.n], [c.b, 2]),
        get: mapOf([c.a, c.n], [c.b, 2]).get(c.b),
        has: mapOf([c.a, c.n]).has(c.b),
        keys: mapOf([c.a, c.n]).keys(),
      }),
      ({ a, b }) => ({
        map: new Map([
          [a, 1],
          [b, 2],
        ]),
        get: 2,
        has: false,
        keys: [a],
      }),
    ),
  ),
);

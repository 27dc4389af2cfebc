import { array, arrayOf, bool, int64, lit, mapOf, structOf } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "../dtypes/values.js";

/** As `===`, and NaN equals NaN. */
const same = (a: unknown, b: unknown): boolean => a === b || Object.is(a, b);

/** Arrays, maps and structs of every dtype. */
export const elements = group(
  "arrays, maps and structs of each dtype",
  [...ORDERED, ...EQUATABLE].flatMap(({ name, dtype, values }) => {
    const [first, last] = [values[0], values.at(-1)];
    const all = [last, ...values.slice(0, -1), null, last];
    const schema = { a: array(dtype), v: dtype, none: array(dtype) };
    const input = [
      { a: all, v: first, none: null },
      { a: [], v: last, none: null },
      { a: [null], v: null, none: null },
    ];
    const one = lit(last, dtype);
    return [
      perRow(
        `${name}: sought and removed`,
        schema,
        input,
        (c) => ({
          has: c.a.contains(c.v),
          at: c.a.indexOf(c.v),
          without: c.a.remove(c.v),
          literal: c.a.indexOf(one),
          less: c.a.remove(one),
          none: c.none.contains(c.v),
        }),
        [
          {
            has: true,
            at: 1,
            without: all.filter((v) => !same(v, first)),
            literal: 0,
            less: all.filter((v) => !same(v, last)),
            none: null,
          },
          { has: false, at: -1, without: [], literal: -1, less: [], none: null },
          { has: null, at: null, without: null, literal: -1, less: [null], none: null },
        ],
      ),
      perRow(
        `${name}: different ones, parts, sums of arrays`,
        schema,
        input,
        (c) => ({
          unique: c.a.unique(),
          end: c.a.at(-1),
          slice: c.a.slice(1, 3),
          concat: c.a.concat(c.a).length(),
          union: c.a.union(arrayOf(one)),
          shared: c.a.intersect(arrayOf(one)),
          length: c.a.length(),
        }),
        [
          {
            unique: [last, ...values.slice(0, -1), null],
            end: last,
            slice: all.slice(1, 3),
            concat: all.length * 2,
            union: [last, ...values.slice(0, -1), null],
            shared: [last],
            length: all.length,
          },
          { unique: [], end: null, slice: [], concat: 0, union: [last], shared: [], length: 0 },
          { unique: [null], end: null, slice: [], concat: 2, union: [null, last], shared: [], length: 1 },
        ],
      ),
      perRow(
        `${name}: callbacks`,
        schema,
        input,
        (c) => ({ map: c.a.map((x) => x), equal: c.a.map((x) => x.eq(c.v)), kept: c.a.filter((x) => x.ne(one)) }),
        input.map(({ a, v }) => ({
          map: a,
          equal: a.map((x) => (x === null || v === null ? null : same(x, v))),
          kept: a.filter((x) => x !== null && !same(x, last)),
        })),
      ),
    ];
  }),
  ORDERED.map(({ name, dtype, values }) =>
    perRow(
      `${name}: order in arrays`,
      { a: array(dtype) },
      [{ a: [null, ...values.toReversed(), values[0]] }, { a: [null] }, { a: null }],
      (c) => ({ sort: c.a.sort(), least: c.a.mins(), most: c.a.maxs(), mode: c.a.modes() }),
      [
        { sort: [values[0], ...values, null], least: values[0], most: values.at(-1), mode: values[0] },
        { sort: [null], least: null, most: null, mode: null },
        { sort: null, least: null, most: null, mode: null },
      ],
    ),
  ),
  [...ORDERED, ...EQUATABLE, ...OPAQUE].flatMap(({ name, dtype, values }) => [
    perRow(
      `${name}: made into arrays, structs and maps`,
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
        got: mapOf(["k", c.v]).get("k"),
      }),
      ({ v }) => ({ array: [v, v], struct: { v }, field: v, map: new Map([["k", v]]), got: v }),
    ),
  ]),
  ORDERED.filter(({ name }) => !name.startsWith("float")).map(({ name, dtype, values }) =>
    perRow(
      `${name}: keys of maps`,
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

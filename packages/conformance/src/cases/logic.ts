import { bool, lit } from "@avocet/core";
import { perRow, values } from "../build.js";
import { group } from "../case.js";

const T = lit(true, bool);
const F = lit(false, bool);
const N = lit(null, bool);
const LOGIC = [true, false, null];
const pairs = LOGIC.flatMap((a) => LOGIC.map((b) => ({ a, b })));
const both = (a: unknown, b: unknown): boolean | null =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const either = (a: unknown, b: unknown): boolean | null =>
  a === true || b === true ? true : a === null || b === null ? null : false;
const PAIR = { a: bool, b: bool };

/** Logic of three values. */
export const logic = group(
  "logic",
  [
    perRow(
      "and",
      PAIR,
      pairs,
      (c) => c.a.and(c.b),
      ({ a, b }) => both(a, b),
    ),
    perRow(
      "or",
      PAIR,
      pairs,
      (c) => c.a.or(c.b),
      ({ a, b }) => either(a, b),
    ),
    perRow(
      "xor",
      PAIR,
      pairs,
      (c) => c.a.xor(c.b),
      ({ a, b }) => (a === null || b === null ? null : a !== b),
    ),
    perRow(
      "not",
      PAIR,
      pairs,
      (c) => c.a.not(),
      ({ a }) => (a === null ? null : !a),
    ),
    perRow(
      "identicalTo",
      PAIR,
      pairs,
      (c) => c.a.identicalTo(c.b),
      ({ a, b }) => a === b,
    ),
  ],
  values({
    "true and NULL": [T.and(N), null],
    "false and NULL": [F.and(N), false],
    "true or NULL": [T.or(N), true],
  }),
);

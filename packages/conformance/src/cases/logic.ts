import { bool, lit } from "@avocet/core";
import { perRow, values } from "../build.js";
import { group } from "../case.js";

const TRUE = lit(true, bool);
const FALSE = lit(false, bool);
const NULL = lit(null, bool);
const TRUTH_VALUES = [true, false, null];
const pairs = TRUTH_VALUES.flatMap((a) => TRUTH_VALUES.map((b) => ({ a, b })));
const conjunction = (a: unknown, b: unknown): boolean | null =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const disjunction = (a: unknown, b: unknown): boolean | null =>
  a === true || b === true ? true : a === null || b === null ? null : false;
const PAIR_SCHEMA = { a: bool, b: bool };

/** Three-valued logic. */
export const logic = group(
  "logic",
  [
    perRow(
      "and",
      PAIR_SCHEMA,
      pairs,
      (c) => c.a.and(c.b),
      ({ a, b }) => conjunction(a, b),
    ),
    perRow(
      "or",
      PAIR_SCHEMA,
      pairs,
      (c) => c.a.or(c.b),
      ({ a, b }) => disjunction(a, b),
    ),
    perRow(
      "xor",
      PAIR_SCHEMA,
      pairs,
      (c) => c.a.xor(c.b),
      ({ a, b }) => (a === null || b === null ? null : a !== b),
    ),
    perRow(
      "not",
      PAIR_SCHEMA,
      pairs,
      (c) => c.a.not(),
      ({ a }) => (a === null ? null : !a),
    ),
    perRow(
      "identicalTo",
      PAIR_SCHEMA,
      pairs,
      (c) => c.a.identicalTo(c.b),
      ({ a, b }) => a === b,
    ),
  ],
  values({
    "true and NULL is NULL": [TRUE.and(NULL), null],
    "false and NULL is false": [FALSE.and(NULL), false],
    "true or NULL is true": [TRUE.or(NULL), true],
  }),
);

import type { Str } from "../../dtype/dtype.js";
import { int64, notNull, string } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { HashAlgorithm } from "../../ir/ops/strings.js";
import type { Value } from "../../ir/value.js";
import { literal } from "../../ir/value.js";
import type { IntegerOperand } from "../column/integer.js";
import type { AnyColumn, OperandNull } from "./operand.js";
import { isColumn } from "./operand.js";

/** Any column of strings. */
export interface StringColumnLike extends AnyColumn {
  readonly dtype: Str<boolean>;
}
/** A string, or a column of strings. */
export type StringOperand = string | StringColumnLike | null;
/** Whether `N` is true or one of a list of operands may be NULL. */
export type AnyNull<N extends boolean, V extends readonly unknown[]> = true extends OperandNull<V[number]> ? true : N;

const argumentError = (label: string, expectation: string, value: unknown): AvocetError =>
  new AvocetError(
    "invalid-argument",
    `"${label}" must be ${expectation}, got ${typeof value === "string" ? JSON.stringify(value) : value}`,
  );

/** The node of a string or a column of strings. `label` is the name of the argument in errors. */
export function textNode(value: unknown, label: string): Value {
  if (isColumn(value)) return value.node;
  if (value === null) return literal(null, string);
  if (typeof value === "string") return literal(value, notNull(string));
  throw argumentError(label, "a string or a column of strings", value);
}

/** As {@link textNode}; refuses an empty string. */
export function nonEmptyTextNode(value: unknown, label: string): Value {
  if (value === "") throw new AvocetError("invalid-argument", `"${label}" must not be empty`);
  return textNode(value, label);
}

/** The nodes of a non-empty list of strings and columns of strings. */
export function textNodes(values: readonly unknown[], label: string): readonly Value[] {
  if (values.length === 0) throw new AvocetError("invalid-argument", `"${label}" needs at least one string`);
  return values.map((v) => textNode(v, label));
}

/** The node of an integer or a column of integers. `label` is the name of the argument in errors. */
export function integerNode(value: IntegerOperand, label: string): Value {
  if (isColumn(value)) return value.node;
  if (value === null) return literal(null, int64);
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return literal(value, notNull(int64));
  throw argumentError(label, "an integer or a column of integers", value);
}

/** As {@link integerNode}; refuses a negative number. */
export function countNode(value: IntegerOperand, label: string): Value {
  if (!isColumn(value) && value !== null && value < 0) throw argumentError(label, "a non-negative integer", value);
  return integerNode(value, label);
}

const ALGORITHMS: ReadonlySet<string> = new Set<HashAlgorithm>(["md5", "sha1", "sha256", "sha512"]);

/** Checks the name of a hash algorithm, for callers without type checks. */
export function checkedHashAlgorithm(algorithm: HashAlgorithm): HashAlgorithm {
  if (ALGORITHMS.has(algorithm)) return algorithm;
  throw argumentError("algorithm", `one of ${[...ALGORITHMS].join(", ")}`, algorithm);
}

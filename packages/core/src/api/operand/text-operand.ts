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
/** Whether a string of `N` or one of a list of operands may be NULL. */
export type AnyNull<N extends boolean, V extends readonly unknown[]> = true extends OperandNull<V[number]> ? true : N;

const argumentError = (label: string, expectation: string, value: unknown): AvocetError =>
  new AvocetError("invalid-argument", `${label} is ${expectation}, got ${typeof value === "string" ? JSON.stringify(value) : value}`);

/** The node of a string or a column of strings. */
export function textNode(value: unknown, label: string): Value {
  if (isColumn(value)) return value.node;
  if (value === null) return literal(null, string);
  if (typeof value === "string") return literal(value, notNull(string));
  throw argumentError(label, "a string or a column of strings", value);
}

/** As {@link textNode}; refuses an empty string. */
export function nonEmptyTextNode(value: unknown, label: string): Value {
  if (value === "") throw new AvocetError("invalid-argument", `${label} is empty`);
  return textNode(value, label);
}

/** The nodes of a list of strings and columns of strings, at least one. */
export function textNodes(values: readonly unknown[], label: string): readonly Value[] {
  if (values.length === 0) throw new AvocetError("invalid-argument", `${label} needs at least one string`);
  return values.map((v) => textNode(v, label));
}

/** The node of a whole number or a column of integers. */
export function integerNode(value: IntegerOperand, label: string): Value {
  if (isColumn(value)) return value.node;
  if (value === null) return literal(null, int64);
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return literal(value, notNull(int64));
  throw argumentError(label, "a whole number or a column of integers", value);
}

/** As {@link integerNode}; refuses a number below zero. */
export function countNode(value: IntegerOperand, label: string): Value {
  if (!isColumn(value) && value !== null && value < 0) throw argumentError(label, "a whole number from 0", value);
  return integerNode(value, label);
}

const ALGORITHMS: ReadonlySet<string> = new Set<HashAlgorithm>(["md5", "sha1", "sha256", "sha512"]);

/** Checks the name of a hash where the compiler did not. */
export function checkedHashAlgorithm(algorithm: HashAlgorithm): HashAlgorithm {
  if (ALGORITHMS.has(algorithm)) return algorithm;
  throw argumentError("the hash", `one of ${[...ALGORITHMS].join(", ")}`, algorithm);
}

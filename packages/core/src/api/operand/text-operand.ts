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

const wanted = (what: string, kind: string, got: unknown): AvocetError =>
  new AvocetError("invalid-argument", `${what} is ${kind}, got ${typeof got === "string" ? JSON.stringify(got) : got}`);

/** The node of a string or a column of strings. */
export function textNode(value: unknown, what: string): Value {
  if (isColumn(value)) return value.node;
  if (value === null) return literal(null, string);
  if (typeof value === "string") return literal(value, notNull(string));
  throw wanted(what, "a string or a column of strings", value);
}

/** As {@link textNode}; refuses an empty string. */
export function filledTextNode(value: unknown, what: string): Value {
  if (value === "") throw new AvocetError("invalid-argument", `${what} is empty`);
  return textNode(value, what);
}

/** The nodes of a list of strings and columns of strings, at least one. */
export function textNodes(values: readonly unknown[], what: string): readonly Value[] {
  if (values.length === 0) throw new AvocetError("invalid-argument", `${what} needs at least one string`);
  return values.map((v) => textNode(v, what));
}

/** The node of a whole number or a column of integers. */
export function integerNode(value: IntegerOperand, what: string): Value {
  if (isColumn(value)) return value.node;
  if (value === null) return literal(null, int64);
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return literal(value, notNull(int64));
  throw wanted(what, "a whole number or a column of integers", value);
}

/** As {@link integerNode}; refuses a number below zero. */
export function countNode(value: IntegerOperand, what: string): Value {
  if (!isColumn(value) && value !== null && value < 0) throw wanted(what, "a whole number from 0", value);
  return integerNode(value, what);
}

const ALGORITHMS: ReadonlySet<string> = new Set<HashAlgorithm>(["md5", "sha1", "sha256", "sha512"]);

/** Checks the name of a hash where the compiler did not. */
export function hashAlgorithm(how: HashAlgorithm): HashAlgorithm {
  if (ALGORITHMS.has(how)) return how;
  throw wanted("the hash", `one of ${[...ALGORITHMS].join(", ")}`, how);
}

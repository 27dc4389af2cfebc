import type { DType } from "../dtype/dtype.js";
import { parseCanonical } from "../dtype/parse.js";
import { AvocetError, isAvocetError } from "../errors.js";

/** The error for invalid JSON, with the path of the offending value. */
export const invalidJson = (path: string, reason: string, cause?: unknown): AvocetError =>
  new AvocetError("invalid-json", `${path}: ${reason}`, cause === undefined ? {} : { cause });

/** Calls a constructor and reports its errors as errors of the JSON at `path`. */
export function rethrowAsInvalidJson<T>(path: string, callback: () => T): T {
  try {
    return callback();
  } catch (error) {
    if (isAvocetError(error) && error.code === "invalid-json") throw error;
    throw invalidJson(path, error instanceof Error ? error.message : String(error), error);
  }
}

/** The fields of an object by name, in a map so that names such as `__proto__` are safe. */
export type Fields = ReadonlyMap<string, unknown>;

export function fieldsOf(json: unknown, path: string): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw invalidJson(path, "expected an object");
  return new Map(Object.entries(json));
}
/** Returns `fields`. Throws if a field is missing or not in `names`. */
export function requireFields(fields: Fields, names: readonly string[], path: string): Fields {
  for (const name of fields.keys())
    if (!names.includes(name)) throw invalidJson(path, `unknown field ${JSON.stringify(name)}`);
  for (const name of names) if (!fields.has(name)) throw invalidJson(path, `the field ${name} is missing`);
  return fields;
}

export function list(json: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(json)) throw invalidJson(path, "expected an array");
  return json;
}
/** Checks for a non-empty array. */
export function nonEmptyList(json: unknown, path: string): readonly unknown[] {
  const items = list(json, path);
  if (items.length === 0) throw invalidJson(path, "expected at least one");
  return items;
}
export function text(json: unknown, path: string): string {
  if (typeof json !== "string") throw invalidJson(path, "expected a string");
  return json;
}
/** Checks for the name of a table or column: a non-empty string. */
export function name(json: unknown, path: string): string {
  const value = text(json, path);
  if (value === "") throw invalidJson(path, "the name is empty");
  return value;
}
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Checks for an identifier of letters, digits and _. */
export function identifier(json: unknown, path: string): string {
  const value = text(json, path);
  if (!IDENTIFIER.test(value))
    throw invalidJson(path, `expected an identifier of letters, digits and _, got ${JSON.stringify(value)}`);
  return value;
}
export const nullOr = <T>(json: unknown, path: string, read: (json: unknown, entryPath: string) => T): T | null =>
  json === null ? null : read(json, path);
export function boolean(json: unknown, path: string): boolean {
  if (typeof json !== "boolean") throw invalidJson(path, "expected true or false");
  return json;
}
export function finiteNumber(json: unknown, path: string): number {
  if (typeof json !== "number" || !Number.isFinite(json)) throw invalidJson(path, "expected a finite number");
  return json === 0 ? 0 : json;
}
export function integer(json: unknown, path: string): number {
  const value = finiteNumber(json, path);
  if (!Number.isSafeInteger(value)) throw invalidJson(path, "expected an integer");
  return value;
}
/** Checks for a non-negative integer. */
export function nonNegativeInteger(json: unknown, path: string): number {
  const value = integer(json, path);
  if (value < 0) throw invalidJson(path, "expected a non-negative integer");
  return value;
}
export function oneOf<const T extends string>(json: unknown, choices: readonly T[], path: string): T {
  const choice = choices.find((candidate) => candidate === json);
  if (choice === undefined) throw invalidJson(path, `expected one of ${choices.join(", ")}`);
  return choice;
}
export function dtype(json: unknown, path: string): DType {
  const dtypeText = text(json, path);
  const parsed = rethrowAsInvalidJson(path, () => parseCanonical(dtypeText));
  if (!parsed) throw invalidJson(path, `${JSON.stringify(dtypeText)} is not the canonical form of a dtype`);
  return parsed;
}
/** Reads an array of [name, value] pairs with distinct names. */
export function namedEntries<T>(
  json: unknown,
  path: string,
  read: (json: unknown, entryPath: string, name: string) => T,
): ReadonlyMap<string, T> {
  const entries = new Map<string, T>();
  list(json, path).forEach((pair, i) => {
    const itemPath = `${path}[${i}]`;
    const [first, second, third] = list(pair, itemPath);
    const key = name(first, itemPath);
    if (second === undefined || third !== undefined) throw invalidJson(itemPath, "expected a [name, value] pair");
    if (entries.has(key)) throw invalidJson(itemPath, `duplicate name ${JSON.stringify(key)}`);
    entries.set(key, read(second, itemPath, key));
  });
  return entries;
}

import type { DType } from "../dtype/dtype.js";
import { parseCanonical } from "../dtype/parse.js";
import { AvocetError, isAvocetError } from "../errors.js";

/** Says what is wrong with JSON, and where. */
export const invalid = (where: string, why: string, cause?: unknown): AvocetError =>
  new AvocetError("invalid-json", `${where}: ${why}`, cause === undefined ? {} : { cause });

/** Runs a constructor, whose refusal becomes one of the JSON. */
export function built<T>(where: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (isAvocetError(error) && error.code === "invalid-json") throw error;
    throw invalid(where, error instanceof Error ? error.message : String(error), error);
  }
}

/** The fields of an object by name: a map, so that no name means anything to JavaScript. */
export type Fields = ReadonlyMap<string, unknown>;

export function fieldsOf(json: unknown, where: string): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw invalid(where, "wanted an object");
  return new Map(Object.entries(json));
}
/** The fields of an object that has just these. */
export function exactFields(fields: Fields, names: readonly string[], where: string): Fields {
  for (const name of fields.keys())
    if (!names.includes(name)) throw invalid(where, `there is no field ${JSON.stringify(name)} here`);
  for (const name of names) if (!fields.has(name)) throw invalid(where, `the field ${name} is missing`);
  return fields;
}

export function list(json: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(json)) throw invalid(where, "wanted an array");
  return json;
}
/** An array that is not empty. */
export function filled(json: unknown, where: string): readonly unknown[] {
  const items = list(json, where);
  if (items.length === 0) throw invalid(where, "wanted at least one");
  return items;
}
export function text(json: unknown, where: string): string {
  if (typeof json !== "string") throw invalid(where, "wanted text");
  return json;
}
/** The name of a table or column. */
export function name(json: unknown, where: string): string {
  const found = text(json, where);
  if (found === "") throw invalid(where, "a name is not empty");
  return found;
}
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** A name of letters, digits and _. */
export function identifier(json: unknown, where: string): string {
  const found = text(json, where);
  if (!IDENTIFIER.test(found))
    throw invalid(where, `a name here is letters, digits and _, got ${JSON.stringify(found)}`);
  return found;
}
export const orNull = <T>(json: unknown, where: string, read: (json: unknown, where: string) => T): T | null =>
  json === null ? null : read(json, where);
export function flag(json: unknown, where: string): boolean {
  if (typeof json !== "boolean") throw invalid(where, "wanted true or false");
  return json;
}
export function finite(json: unknown, where: string): number {
  if (typeof json !== "number" || !Number.isFinite(json)) throw invalid(where, "wanted a finite number");
  return json === 0 ? 0 : json;
}
export function whole(json: unknown, where: string): number {
  const found = finite(json, where);
  if (!Number.isSafeInteger(found)) throw invalid(where, "wanted a whole number");
  return found;
}
/** A whole number from 0. */
export function count(json: unknown, where: string): number {
  const found = whole(json, where);
  if (found < 0) throw invalid(where, "wanted a whole number from 0");
  return found;
}
export function oneOf<const T extends string>(json: unknown, words: readonly T[], where: string): T {
  const found = words.find((word) => word === json);
  if (found === undefined) throw invalid(where, `wanted one of ${words.join(", ")}`);
  return found;
}
export function dtype(json: unknown, where: string): DType {
  const written = text(json, where);
  const found = built(where, () => parseCanonical(written));
  if (!found) throw invalid(where, `${JSON.stringify(written)} is not how a dtype is written`);
  return found;
}
/** Pairs of a name and something else, no name twice. */
export function byName<T>(
  json: unknown,
  where: string,
  read: (json: unknown, where: string, name: string) => T,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  list(json, where).forEach((pair, i) => {
    const here = `${where}[${i}]`;
    const [first, second, third] = list(pair, here);
    const key = name(first, here);
    if (second === undefined || third !== undefined) throw invalid(here, "wanted a pair of a name and a value");
    if (found.has(key)) throw invalid(here, `there are two of the name ${JSON.stringify(key)}`);
    found.set(key, read(second, here, key));
  });
  return found;
}

import type { DType } from "../dtype/dtype.js";
import type { IntervalValue } from "../dtype/js.js";
import { parseCanonical } from "../dtype/parse.js";
import { printDType } from "../dtype/print.js";

/** What an option of an operation may be. It is tested whenever the operation is built, and says how the option is written as JSON. */
export interface OptionKind<T> {
  /** As it reads after "takes": "true or false". */
  readonly label: string;
  readonly test: (value: unknown) => boolean;
  /** The option as JSON; itself unless told. */
  readonly write?: (value: T) => unknown;
  /** The option from JSON, to be tested; itself unless told. */
  readonly read?: (json: unknown) => unknown;
}

const kind = <T>(label: string, test: (value: unknown) => boolean): OptionKind<T> => ({ label, test });
const isText = (value: unknown): boolean => typeof value === "string";
const isRecord = (value: unknown): value is object => typeof value === "object" && value !== null;
const copied = (json: unknown): unknown => (Array.isArray(json) ? Object.freeze([...json]) : json);

export const flag: OptionKind<boolean> = kind("true or false", (value) => typeof value === "boolean");
export const whole: OptionKind<number> = kind("a whole number", Number.isSafeInteger);
export const anyText: OptionKind<string> = kind("text", isText);
export const texts: OptionKind<readonly string[]> = {
  ...kind<readonly string[]>("a list of texts", (value) => Array.isArray(value) && value.every(isText)),
  read: copied,
};
/** One of a list of words, and nothing else: a rule of a dialect may write such a word into SQL. */
export const oneOf = <const T extends string>(...words: readonly T[]): OptionKind<T> =>
  kind(`one of ${words.map((w) => JSON.stringify(w)).join(", ")}`, (value) => words.some((w) => w === value));

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const isIdentifier = (value: unknown): boolean =>
  typeof value === "string" && value.length <= 128 && IDENTIFIER.test(value);
/** A name of the engine's: letters, digits and _. */
export const identifier: OptionKind<string> = kind("a name of letters, digits and _", isIdentifier);
/** The names that lead to a thing of the engine's, such as a schema. */
export const path: OptionKind<readonly string[]> = {
  ...kind<readonly string[]>("names of letters, digits and _", (v) => Array.isArray(v) && v.every(isIdentifier)),
  read: copied,
};

/** A dtype, written as its canonical text. */
export const dtypeOption: OptionKind<DType> = {
  ...kind<DType>("a dtype", (value) => isRecord(value) && "kind" in value && typeof value.kind === "string"),
  write: printDType,
  read: (json) => (typeof json === "string" ? parseCanonical(json) : undefined),
};

const PARTS = ["months", "days", "micros"] as const;
/** A span of time by its parts. */
export const spanOption: OptionKind<IntervalValue> = {
  ...kind<IntervalValue>("months, days and micros as whole numbers", (value) => {
    if (!isRecord(value)) return false;
    const parts = new Map<string, unknown>(Object.entries(value));
    return parts.size === PARTS.length && PARTS.every((part) => Number.isSafeInteger(parts.get(part)));
  }),
  read: (json) => {
    if (!isRecord(json)) return undefined;
    const { length } = Object.keys(json);
    const parts = new Map<string, unknown>(Object.entries(json));
    const ordered = Object.fromEntries(PARTS.map((part) => [part, parts.get(part)]));
    return length === PARTS.length ? Object.freeze(ordered) : undefined;
  },
};

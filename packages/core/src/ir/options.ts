import type { DType } from "../dtype/dtype.js";
import type { IntervalValue } from "../dtype/js.js";
import { printDType } from "../dtype/print.js";

/**
 * The type of an operation's option: validated when the operation is built, and converted to JSON.
 * `serialize/read-option.ts` converts it back.
 */
export interface OptionKind<T> {
  /** Description for error messages, completing "expected …": "true or false". */
  readonly label: string;
  readonly test: (value: unknown) => boolean;
  /** Converts the option to JSON. By default it is written unchanged. */
  readonly write?: (value: T) => unknown;
}

const optionKind = <T>(label: string, test: (value: unknown) => boolean): OptionKind<T> => ({ label, test });
const isString = (value: unknown): boolean => typeof value === "string";
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

export const boolOption: OptionKind<boolean> = optionKind("true or false", (value) => typeof value === "boolean");
export const integerOption: OptionKind<number> = optionKind("an integer", Number.isSafeInteger);
export const stringOption: OptionKind<string> = optionKind("a string", isString);
export const stringsOption: OptionKind<readonly string[]> = optionKind(
  "a list of strings",
  (value) => Array.isArray(value) && value.every(isString),
);
/** One of a fixed list of strings. Nothing else passes, because dialects write such a string into SQL unquoted. */
export const oneOf = <const T extends string>(...choices: readonly T[]): OptionKind<T> =>
  optionKind(`one of ${choices.map((w) => JSON.stringify(w)).join(", ")}`, (value) => choices.some((w) => w === value));

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const isIdentifier = (value: unknown): boolean =>
  typeof value === "string" && value.length <= 128 && IDENTIFIER.test(value);
/** An unquoted SQL identifier: letters, digits and _. */
export const identifierOption: OptionKind<string> = optionKind("a name of letters, digits and _", isIdentifier);
/** A qualified SQL name, such as catalog and schema. */
export const pathOption: OptionKind<readonly string[]> = optionKind(
  "names of letters, digits and _",
  (value) => Array.isArray(value) && value.every(isIdentifier),
);

/** A dtype, serialized as its canonical text. */
export const dtypeOption: OptionKind<DType> = {
  ...optionKind<DType>("a dtype", (value) => isObject(value) && "kind" in value && typeof value.kind === "string"),
  write: printDType,
};

export const INTERVAL_FIELDS = ["months", "days", "micros"] as const;
/** An interval as `{ months, days, micros }`. */
export const intervalOption: OptionKind<IntervalValue> = optionKind(
  "an object of integer months, days and micros",
  (value) => {
    if (!isObject(value)) return false;
    const fields = new Map<string, unknown>(Object.entries(value));
    return (
      fields.size === INTERVAL_FIELDS.length &&
      INTERVAL_FIELDS.every((field) => Number.isSafeInteger(fields.get(field)))
    );
  },
);

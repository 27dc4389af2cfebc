import type { DType } from "../dtype/dtype.js";
import * as k from "../dtype/kinds.js";
import type { OptionKind } from "./options.js";
import type { Relation } from "./relation.js";
import type { Lambda, SortKey, Value } from "./value.js";

/** A class of dtypes that an argument may have. NULL is in every class. */
export interface Accepts {
  readonly label: string;
  readonly test: (dtype: DType) => boolean;
}
const accepts = (label: string, test: (dtype: DType) => boolean): Accepts => ({ label, test });
const kinds = (label: string, ...of: readonly DType["kind"][]): Accepts => accepts(label, (d) => of.includes(d.kind));

export const anything: Accepts = accepts("a value", () => true);
export const number: Accepts = accepts("a number", k.isNumeric);
export const integer: Accepts = accepts("an integer", k.isInteger);
export const numberOrBool: Accepts = accepts("a number or a bool", (d) => k.isNumeric(d) || d.kind === "bool");
export const boolArg: Accepts = kinds("a bool", "bool");
export const text: Accepts = kinds("a string", "string");
export const binaryArg: Accepts = kinds("a binary value", "binary");
export const textOrBytes: Accepts = kinds("a string or a binary value", "string", "binary");
export const dateArg: Accepts = kinds("a date", "date");
export const dayOrStamp: Accepts = kinds("a date or a timestamp", "date", "timestamp");
export const timestampArg: Accepts = kinds("a timestamp", "timestamp");
export const timeOrTimestampArg: Accepts = kinds("a time or a timestamp", "time", "timestamp");
export const timeOfDay: Accepts = kinds("a time", "time");
export const temporalArg: Accepts = kinds("a date, a time or a timestamp", "date", "time", "timestamp");
export const intervalArg: Accepts = kinds("an interval", "interval");
export const arrayArg: Accepts = kinds("an array", "array");
export const mapArg: Accepts = kinds("a map", "map");
export const structArg: Accepts = kinds("a struct", "struct");
export const jsonValue: Accepts = kinds("a json value", "json");

export interface ValueArg {
  readonly kind: "value";
  readonly accepts: Accepts;
}
export interface OptionalArg {
  readonly kind: "optional";
  readonly accepts: Accepts;
}
export interface ValuesArg {
  readonly kind: "values";
  readonly accepts: Accepts;
}
export interface SortArg {
  readonly kind: "sort";
}
export interface LambdaArg {
  readonly kind: "lambda";
}
export interface RelationArg {
  readonly kind: "relation";
}
/** Plain data: a unit, a number of digits. */
export interface OptionArg<T> {
  readonly kind: "option";
  readonly of?: OptionKind<T>;
  /** Carries the type, for the compiler alone. */
  readonly is?: (value: T) => void;
}
export type ArgSpec = ValueArg | OptionalArg | ValuesArg | SortArg | LambdaArg | RelationArg | OptionArg<never>;
export interface ArgSpecs {
  readonly [name: string]: ArgSpec;
}

export const value = (of: Accepts = anything): ValueArg => ({ kind: "value", accepts: of });
export const optional = (of: Accepts = anything): OptionalArg => ({ kind: "optional", accepts: of });
export const values = (of: Accepts = anything): ValuesArg => ({ kind: "values", accepts: of });
export const sortKeys: SortArg = { kind: "sort" };
export const lambdaArg: LambdaArg = { kind: "lambda" };
export const relationArg: RelationArg = { kind: "relation" };
/** An option of a kind, such as `flag`. Without a kind it is not tested, and cannot be read from JSON. */
export const option = <T>(of?: OptionKind<T>): OptionArg<T> => (of ? { kind: "option", of } : { kind: "option" });

interface ByArgKind<A> {
  value: Value;
  optional: Value | undefined;
  values: readonly Value[];
  sort: readonly SortKey[] | undefined;
  lambda: Lambda;
  relation: Relation | undefined;
  option: A extends { readonly is?: (value: infer T) => void } ? T | undefined : never;
}
type Required<A extends ArgSpecs> = {
  [K in keyof A]: A[K]["kind"] extends "value" | "values" | "lambda" ? K : never;
}[keyof A];
/** The arguments of a node, from the specification: those that may be left out are optional. */
export type NodeArgs<A extends ArgSpecs> = { readonly [K in Required<A>]: ByArgKind<A[K]>[A[K]["kind"]] } & {
  readonly [K in Exclude<keyof A, Required<A>>]?: ByArgKind<A[K]>[A[K]["kind"]];
};

/**
 * - elementwise: one value from the values of a row
 * - reduction: one value from all rows of a group
 * - analytic: one value a row from the rows around it
 * - impure: another value each time it is evaluated
 */
export type Role = "elementwise" | "reduction" | "analytic" | "impure";

/** One operation: what it takes, what dtype results and when that may be NULL, and one line that says what it does. */
export interface OpSpec<A extends ArgSpecs = ArgSpecs> {
  readonly args: A;
  readonly role: Role;
  readonly dtype: DType | ((args: NodeArgs<A>) => DType);
  /** strict: NULL if any argument is; never; always possible; or a rule. */
  readonly nulls: "strict" | "never" | "always" | ((args: NodeArgs<A>) => boolean);
  readonly doc: string;
  /** True for arguments with which it gives another value each time, though its role is another. */
  readonly impure?: (args: NodeArgs<A>) => boolean;
  /** The sign that it prints as between two operands. */
  readonly infix?: string;
}
type Rest<A extends ArgSpecs> = Omit<OpSpec<A>, "args" | "role" | "doc" | "nulls"> & Partial<Pick<OpSpec<A>, "nulls">>;

export const elementwise = <A extends ArgSpecs>(doc: string, args: A, rest: Rest<A>): OpSpec<A> => ({
  nulls: "strict",
  ...rest,
  args,
  role: "elementwise",
  doc,
});
/** A reduction has `where` as well: a bool that picks the rows which take part. NULL over no rows, unless it says otherwise. */
export const reduction = <A extends ArgSpecs>(
  doc: string,
  args: A,
  rest: Rest<A>,
): OpSpec<A & { where: OptionalArg }> =>
  ({ nulls: "always", ...rest, args: { ...args, where: optional(boolArg) }, role: "reduction", doc }) as OpSpec<
    A & { where: OptionalArg }
  >; // the rules of `rest` read only arguments of A
export const analytic = <A extends ArgSpecs>(doc: string, args: A, rest: Rest<A>): OpSpec<A> => ({
  nulls: "never",
  ...rest,
  args,
  role: "analytic",
  doc,
});
export const impure = <A extends ArgSpecs>(doc: string, args: A, rest: Rest<A>): OpSpec<A> => ({
  nulls: "never",
  ...rest,
  args,
  role: "impure",
  doc,
});

/** The dtype of one of the arguments. */
export const like =
  <K extends string>(name: K) =>
  (args: { readonly [P in K]: Value }): DType =>
    args[name].dtype;

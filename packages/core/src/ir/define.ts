import type { DType } from "../dtype/dtype.js";
import * as kindChecks from "../dtype/kinds.js";
import type { OptionKind } from "./options.js";
import type { Relation } from "./relation.js";
import type { Lambda, SortKey, Value } from "./value.js";

/** The dtypes that an argument accepts. The dtype of a bare NULL is always accepted. */
export interface ArgType {
  readonly label: string;
  readonly test: (dtype: DType) => boolean;
}
const argType = (label: string, test: (dtype: DType) => boolean): ArgType => ({ label, test });
const ofKinds = (label: string, ...of: readonly DType["kind"][]): ArgType => argType(label, (d) => of.includes(d.kind));

export const anyArg: ArgType = argType("any value", () => true);
export const numberArg: ArgType = argType("a number", kindChecks.isNumeric);
export const integerArg: ArgType = argType("an integer", kindChecks.isInteger);
export const numberOrBoolArg: ArgType = argType(
  "a number or a bool",
  (d) => kindChecks.isNumeric(d) || d.kind === "bool",
);
export const boolArg: ArgType = ofKinds("a bool", "bool");
export const stringArg: ArgType = ofKinds("a string", "string");
export const binaryArg: ArgType = ofKinds("a binary value", "binary");
export const stringOrBinaryArg: ArgType = ofKinds("a string or a binary value", "string", "binary");
export const dateArg: ArgType = ofKinds("a date", "date");
export const dateOrTimestampArg: ArgType = ofKinds("a date or a timestamp", "date", "timestamp");
export const timestampArg: ArgType = ofKinds("a timestamp", "timestamp");
export const timeOrTimestampArg: ArgType = ofKinds("a time or a timestamp", "time", "timestamp");
export const timeArg: ArgType = ofKinds("a time", "time");
export const temporalArg: ArgType = ofKinds("a date, a time or a timestamp", "date", "time", "timestamp");
export const intervalArg: ArgType = ofKinds("an interval", "interval");
export const arrayArg: ArgType = ofKinds("an array", "array");
export const mapArg: ArgType = ofKinds("a map", "map");
export const structArg: ArgType = ofKinds("a struct", "struct");
export const jsonArg: ArgType = ofKinds("a json value", "json");

export interface ValueArg {
  readonly kind: "value";
  readonly accepts: ArgType;
}
export interface OptionalArg {
  readonly kind: "optional";
  readonly accepts: ArgType;
}
export interface ValuesArg {
  readonly kind: "values";
  readonly accepts: ArgType;
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
/** An option: plain data such as a unit or a number of digits. */
export interface OptionArg<T> {
  readonly kind: "option";
  readonly optionKind?: OptionKind<T>;
  /** Carries the type parameter for the type checker; never set. */
  readonly phantom?: (value: T) => void;
}
export type ArgSpec = ValueArg | OptionalArg | ValuesArg | SortArg | LambdaArg | RelationArg | OptionArg<never>;
export interface ArgSpecs {
  readonly [name: string]: ArgSpec;
}

export const value = (of: ArgType = anyArg): ValueArg => ({ kind: "value", accepts: of });
export const optional = (of: ArgType = anyArg): OptionalArg => ({ kind: "optional", accepts: of });
export const values = (of: ArgType = anyArg): ValuesArg => ({ kind: "values", accepts: of });
export const sortKeys: SortArg = { kind: "sort" };
export const lambdaArg: LambdaArg = { kind: "lambda" };
export const relationArg: RelationArg = { kind: "relation" };
/** An option of some kind, such as `boolOption`. Without a kind it is not validated and cannot be read from JSON. */
export const option = <T>(optionKind?: OptionKind<T>): OptionArg<T> =>
  optionKind ? { kind: "option", optionKind } : { kind: "option" };

interface ByArgKind<A> {
  value: Value;
  optional: Value | undefined;
  values: readonly Value[];
  sort: readonly SortKey[] | undefined;
  lambda: Lambda;
  relation: Relation | undefined;
  option: A extends { readonly phantom?: (value: infer T) => void } ? T | undefined : never;
}
type RequiredKeys<A extends ArgSpecs> = {
  [K in keyof A]: A[K]["kind"] extends "value" | "values" | "lambda" ? K : never;
}[keyof A];
/** The argument types of a node, derived from the specification; arguments that may be omitted are optional. */
export type NodeArgs<A extends ArgSpecs> = { readonly [K in RequiredKeys<A>]: ByArgKind<A[K]>[A[K]["kind"]] } & {
  readonly [K in Exclude<keyof A, RequiredKeys<A>>]?: ByArgKind<A[K]>[A[K]["kind"]];
};

/**
 * - elementwise: computes a value from values of the same row
 * - aggregate: computes one value from all rows of a group
 * - analytic: computes a value for each row from the rows around it, as rank and lag do
 * - impure: returns another value on each evaluation
 */
export type Role = "elementwise" | "aggregate" | "analytic" | "impure";

/** The specification of an operation: arguments, resulting dtype and nullability. */
export interface OpSpec<A extends ArgSpecs = ArgSpecs> {
  readonly args: A;
  readonly role: Role;
  readonly dtype: DType | ((args: NodeArgs<A>) => DType);
  /** When the result may be NULL: if any argument is (strict), never, always, or by a rule. */
  readonly nulls: "strict" | "never" | "always" | ((args: NodeArgs<A>) => boolean);
  /** Whether a call with these arguments is impure although the role says otherwise. */
  readonly impure?: (args: NodeArgs<A>) => boolean;
  /** The infix operator that it is printed with. */
  readonly infix?: string;
}
type OpRules<A extends ArgSpecs> = Omit<OpSpec<A>, "args" | "role" | "nulls"> & Partial<Pick<OpSpec<A>, "nulls">>;

export const elementwise = <A extends ArgSpecs>(args: A, rules: OpRules<A>): OpSpec<A> => ({
  nulls: "strict",
  ...rules,
  args,
  role: "elementwise",
});
/**
 * An aggregate, which also has the argument `where`: a bool that selects the rows to aggregate. NULL over no rows
 * unless `rules` say otherwise.
 */
export const aggregate = <A extends ArgSpecs>(args: A, rules: OpRules<A>): OpSpec<A & { where: OptionalArg }> =>
  ({ nulls: "always", ...rules, args: { ...args, where: optional(boolArg) }, role: "aggregate" }) as OpSpec<
    A & { where: OptionalArg }
  >; // `rules` only read arguments of A
export const analytic = <A extends ArgSpecs>(args: A, rules: OpRules<A>): OpSpec<A> => ({
  nulls: "never",
  ...rules,
  args,
  role: "analytic",
});
export const impure = <A extends ArgSpecs>(args: A, rules: OpRules<A>): OpSpec<A> => ({
  nulls: "never",
  ...rules,
  args,
  role: "impure",
});

/** A dtype rule: the dtype of the argument `name`. */
export const dtypeOfArg =
  <K extends string>(name: K) =>
  (args: { readonly [P in K]: Value }): DType =>
    args[name].dtype;

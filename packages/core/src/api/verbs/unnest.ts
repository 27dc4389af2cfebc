import type * as d from "../../dtype/dtype.js";
import { int64, nullable, withNull } from "../../dtype/dtype.js";
import { isArray, isStruct } from "../../dtype/kinds.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { bind } from "../../ir/bind.js";
import { op } from "../../ir/op.js";
import type { Relation } from "../../ir/relation.js";
import * as r from "../../ir/relation.js";
import type { Value } from "../../ir/value.js";
import { field } from "../../ir/value.js";
import type { Columns } from "../column/column.js";
import type { ElementOf, FieldsOf, ListColumn } from "../operand/nested-types.js";
import { isColumn } from "../operand/operand.js";
import { applyCallback, columnNamed, distinctNames, unknownColumn } from "./resolve.js";

/** The names of the columns of `S` that are, or may be, of a kind. */
export type NamesOf<S extends d.Schema, K extends d.Kind> = {
  [P in keyof S & string]: [Extract<S[P]["kind"], K>] extends [never] ? never : P;
}[keyof S & string];
/** What `unnest` takes: the name of a column of arrays, such a column, or a callback to one. */
export type Unnestable<S extends d.Schema> = NamesOf<S, "array"> | ListColumn | ((c: Columns<S>) => ListColumn);
/** The name that the elements get unless told. */
export type UnnestName<C> = C extends string
  ? C
  : C extends (c: never) => infer R
    ? UnnestName<R>
    : C extends { readonly name: infer N extends string }
      ? N
      : never;
type Unnested<S extends d.Schema, C> = C extends string
  ? ElementOf<S[C & keyof S]>
  : C extends (c: never) => infer R
    ? Unnested<S, R>
    : C extends { readonly dtype: infer D extends d.DType }
      ? ElementOf<D>
      : never;

export interface UnnestOptions<A extends string, F extends string, K extends boolean> {
  /** The name of the elements; without it they take the place of the array's column. */
  readonly as?: A;
  /** A name for the elements' places in their arrays, from 0. */
  readonly offset?: F;
  /** A row whose array is empty or NULL stays, with NULL as its element. */
  readonly keepEmpty?: K;
}
/** `S` with the elements of an array under the name `A`, and their places under `F`. */
export type AfterUnnest<S extends d.Schema, C, A extends string, F extends string, K extends boolean> = {
  [P in keyof S | A | F]: P extends F
    ? d.Int64<K>
    : P extends A
      ? d.SetNull<Unnested<S, C>, d.Or<Unnested<S, C>["nullable"], K>>
      : P extends keyof S
        ? S[P]
        : never;
};

type FieldNames<S extends d.Schema, K extends keyof S> = { [P in K]: keyof FieldsOf<S[P]> }[K];
type FieldIn<D extends d.DType, P> = P extends keyof FieldsOf<D>
  ? d.SetNull<FieldsOf<D>[P], d.Or<D["nullable"], FieldsOf<D>[P]["nullable"]>>
  : never;
/** `S` with the fields of the structs `K` in their place. */
export type AfterUnpack<S extends d.Schema, K extends keyof S> = {
  [P in Exclude<keyof S, K> | FieldNames<S, K>]: P extends Exclude<keyof S, K>
    ? S[P]
    : { [Q in K]: FieldIn<S[Q], P> }[K];
};

/** One row for each element of an array; as in mutate, the element replaces a column of its name or goes to the end. */
export function unnest(relation: Relation, input: unknown, options: UnnestOptions<string, string, boolean>): Relation {
  const given = typeof input === "string" ? columnNamed(relation, input) : applyCallback(relation, input);
  if (!isColumn(given)) throw new AvocetError("invalid-argument", "unnest takes a column of arrays");
  const name = options.as ?? given.name;
  if (!name)
    throw new AvocetError("invalid-argument", "the elements of a computed array need a name", {
      hint: 'Give them one: { as: "element" }.',
    });
  const column = bind(given.node, relation);
  const { dtype } = column;
  if (!isArray(dtype))
    throw new AvocetError("invalid-argument", `unnest takes an array, but \`${name}\` is ${printDType(dtype)}`, {
      hint: isStruct(dtype) ? "The fields of a struct become columns with unpack." : "",
    });
  const { offset = null, keepEmpty = false } = options;
  if (offset === "" || (offset !== null && (relation.schema.has(offset) || offset === name)))
    throw new AvocetError("duplicate-column", `there is a column \`${offset}\` already`, {
      hint: "Give the places another name.",
    });
  const schema = new Map(relation.schema);
  schema.set(name, keepEmpty ? nullable(dtype.element) : dtype.element);
  if (offset !== null) schema.set(offset, withNull(int64, keepEmpty));
  return r.unnest(relation, column, name, offset, keepEmpty, schema);
}

/** The fields of structs in the place of their columns. */
export function unpack(relation: Relation, names: readonly string[]): Relation {
  const missing = names.find((name) => !relation.schema.has(name));
  if (missing !== undefined) throw unknownColumn(relation, missing);
  const entries: [string, Value][] = [];
  for (const [name, dtype] of relation.schema) {
    const column = field(relation, name);
    if (!names.includes(name)) entries.push([name, column]);
    else if (isStruct(dtype))
      for (const inner of Object.keys(dtype.fields))
        entries.push([inner, op("StructField", { arg: column, field: inner })]);
    else throw new AvocetError("invalid-argument", `unpack takes a struct, but \`${name}\` is ${printDType(dtype)}`);
  }
  return names.length === 0 ? relation : r.selection(relation, distinctNames(entries, "unpack"));
}

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

/** The names of the columns of `S` whose dtype is, or may be, of a kind. */
export type NamesOfKind<S extends d.Schema, K extends d.Kind> = {
  [P in keyof S & string]: [Extract<S[P]["kind"], K>] extends [never] ? never : P;
}[keyof S & string];
/** The argument of `unnest`: the name of an array column, an array column, or a callback that returns one. */
export type Unnestable<S extends d.Schema> = NamesOfKind<S, "array"> | ListColumn | ((c: Columns<S>) => ListColumn);
/** The default name of the element column: the name of the array column. */
export type UnnestName<C> = C extends string
  ? C
  : C extends (c: never) => infer R
    ? UnnestName<R>
    : C extends { readonly name: infer N extends string }
      ? N
      : never;
type ElementDType<S extends d.Schema, C> = C extends string
  ? ElementOf<S[C & keyof S]>
  : C extends (c: never) => infer R
    ? ElementDType<S, R>
    : C extends { readonly dtype: infer D extends d.DType }
      ? ElementOf<D>
      : never;

/** Options of `unnest`. */
export interface UnnestOptions<A extends string, F extends string, K extends boolean> {
  /** The name of the element column; by default elements replace the array column. */
  readonly as?: A;
  /** The name of a column for the position of each element in its array, from 0 (int64); none by default. */
  readonly offset?: F;
  /** Keeps rows whose array is empty or NULL, with a NULL element; false by default. */
  readonly keepEmpty?: K;
}
/** The schema `S` after `unnest`: the elements of the array `C` in the column `A`, and their positions in `F`. */
export type AfterUnnest<S extends d.Schema, C, A extends string, F extends string, K extends boolean> = {
  [P in keyof S | A | F]: P extends F
    ? d.Int64<K>
    : P extends A
      ? d.SetNull<ElementDType<S, C>, d.Or<ElementDType<S, C>["nullable"], K>>
      : P extends keyof S
        ? S[P]
        : never;
};

type FieldNames<S extends d.Schema, K extends keyof S> = { [P in K]: keyof FieldsOf<S[P]> }[K];
type FieldIn<D extends d.DType, P> = P extends keyof FieldsOf<D>
  ? d.SetNull<FieldsOf<D>[P], d.Or<D["nullable"], FieldsOf<D>[P]["nullable"]>>
  : never;
/** The schema `S` after `unpack`: the fields of the structs `K` in place of these columns. */
export type AfterUnpack<S extends d.Schema, K extends keyof S> = {
  [P in Exclude<keyof S, K> | FieldNames<S, K>]: P extends Exclude<keyof S, K>
    ? S[P]
    : { [Q in K]: FieldIn<S[Q], P> }[K];
};

/**
 * Expands an array into one row for each element. As in mutate, the element replaces a column of its name or is added
 * at the end.
 */
export function unnest(relation: Relation, input: unknown, options: UnnestOptions<string, string, boolean>): Relation {
  const arrayColumn = typeof input === "string" ? columnNamed(relation, input) : applyCallback(relation, input);
  if (!isColumn(arrayColumn)) throw new AvocetError("invalid-argument", "`unnest` needs an array column");
  const name = options.as ?? arrayColumn.name;
  if (!name)
    throw new AvocetError("invalid-argument", "The elements of a computed array need a name", {
      hint: 'Name them with { as: "element" }.',
    });
  const column = bind(arrayColumn.node, relation);
  const { dtype } = column;
  if (!isArray(dtype))
    throw new AvocetError("invalid-argument", `\`unnest\` needs an array, but \`${name}\` is ${printDType(dtype)}`, {
      hint: isStruct(dtype) ? "Use unpack to turn the fields of a struct into columns." : "",
    });
  const { offset = null, keepEmpty = false } = options;
  if (offset === "" || (offset !== null && (relation.schema.has(offset) || offset === name)))
    throw new AvocetError("duplicate-column", `There is already a column \`${offset}\``, {
      hint: "Choose another name for the offset.",
    });
  const schema = new Map(relation.schema);
  schema.set(name, keepEmpty ? nullable(dtype.element) : dtype.element);
  if (offset !== null) schema.set(offset, withNull(int64, keepEmpty));
  return r.unnest(relation, column, name, offset, keepEmpty, schema);
}

/** Replaces struct columns by their fields. */
export function unpack(relation: Relation, names: readonly string[]): Relation {
  const missing = names.find((name) => !relation.schema.has(name));
  if (missing !== undefined) throw unknownColumn(relation, missing);
  const entries: [string, Value][] = [];
  for (const [name, dtype] of relation.schema) {
    const column = field(relation, name);
    if (!names.includes(name)) entries.push([name, column]);
    else if (isStruct(dtype))
      for (const fieldName of Object.keys(dtype.fields))
        entries.push([fieldName, op("StructField", { arg: column, field: fieldName })]);
    else
      throw new AvocetError("invalid-argument", `\`unpack\` needs a struct, but \`${name}\` is ${printDType(dtype)}`);
  }
  return names.length === 0 ? relation : r.selection(relation, distinctNames(entries, "unpack"));
}

import type * as d from "../../dtype/dtype.js";
import { nullType, withNull } from "../../dtype/dtype.js";
import type { LiteralValue } from "../../dtype/literal.js";
import { inferDType, literalValue } from "../../dtype/literal.js";
import { printDType } from "../../dtype/print.js";
import { commonDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import type { Fields } from "../../ir/relation.js";
import { memtable as memtableNode } from "../../ir/relation.js";
import { suggestion } from "../../suggest.js";
import { Table } from "../table.js";
import { fieldsOf } from "../verbs/fields.js";
import type { ArrowTable } from "./arrow.js";
import { arrowColumns, isArrowTable } from "./arrow.js";

/** Rows as objects; a name that a row does not have is NULL there. */
export type MemRows = readonly { readonly [name: string]: unknown }[];
/** Columns by name, all equally long. */
export interface MemColumns {
  readonly [name: string]: ArrayLike<unknown>;
}
/** What a table in memory is made from, under a schema: rows, or columns. */
export type MemData<S extends d.Schema> =
  | readonly { readonly [K in keyof S]?: unknown }[]
  | { readonly [K in keyof S]: ArrayLike<unknown> };

type Base<V> = [V] extends [never]
  ? d.Null
  : [V] extends [boolean]
    ? d.Bool
    : [V] extends [number | bigint]
      ? [`${V}`] extends [`${bigint}`]
        ? d.Int64
        : d.Float64
      : [V] extends [string]
        ? d.Str
        : [V] extends [Date]
          ? d.Timestamp
          : [V] extends [Uint8Array]
            ? d.Binary
            : [V] extends [ReadonlyMap<infer K, infer W>]
              ? d.MapType<d.SetNull<Inferred<K>, true>, d.SetNull<Inferred<W>, true>>
              : [V] extends [readonly (infer E)[]]
                ? d.ArrayType<d.SetNull<Inferred<E>, true>>
                : [V] extends [object]
                  ? d.StructType<{ [K in Names<V>]: Inferred<At<V, K>> }>
                  : d.DType;
/** The dtype of some JavaScript values; without literal types, numbers count as float64. */
type Inferred<V> = [Extract<V, null | undefined>] extends [never]
  ? d.SetNull<Base<V>, false>
  : d.SetNull<Base<Exclude<V, null | undefined>>, true>;
type Names<R> = R extends unknown ? keyof R & string : never;
type At<R, K extends string> = R extends { readonly [P in K]: infer V } ? V : undefined;
/** The schema of rows, or of columns, without one given. */
export type InferredSchema<T> = T extends readonly (infer R)[]
  ? { [K in Names<R>]: Inferred<At<R, K>> }
  : { [K in keyof T & string]: T[K] extends ArrayLike<infer V> ? Inferred<V> : never };

/**
 * A table whose rows are part of the expression: few rows, given as objects, column by column, or as an Arrow table. Without a schema the dtypes are found
 * from the values: whole numbers are int64, other numbers float64, Dates instants; nullable where a value is missing.
 * @example memtable([{ method: "coupon", fee: 0.5 }, { method: "gift_card", fee: null }])
 */
export function memtable<S extends d.Schema>(data: MemData<S>, schema: S, name?: string): Table<S>;
export function memtable(data: ArrowTable): Table;
export function memtable<const T extends MemRows | MemColumns>(data: T): Table<InferredSchema<T>>;
export function memtable(data: MemRows | MemColumns | ArrowTable, schema?: d.Schema, name = "memtable"): Table {
  if (isArrowTable(data)) {
    const arrow = arrowColumns(data);
    return memtable(arrow.columns, schema ?? arrow.schema, name);
  }
  const columns = Array.isArray(data) ? turned(data, schema) : given(data as MemColumns, schema); // not an array, so columns
  const fields = schema ? fieldsOf(schema) : inferredFields(columns);
  const values = [...fields].map(([column, dtype]) => canonical(column, columns.get(column) ?? [], dtype));
  return new Table(memtableNode(name, fields, values));
}

function turned(rows: MemRows, schema: d.Schema | undefined): Map<string, readonly unknown[]> {
  const names = new Set(schema ? Object.keys(schema) : rows.flatMap((row) => Object.keys(row)));
  for (const row of rows) for (const name of Object.keys(row)) if (!names.has(name)) throw unknown(name, names);
  return new Map([...names].map((name) => [name, rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null))]));
}

function given(data: MemColumns, schema: d.Schema | undefined): Map<string, readonly unknown[]> {
  const columns = new Map(Object.entries(data).map(([name, values]) => [name, Array.from(values)]));
  const names = new Set(schema ? Object.keys(schema) : columns.keys());
  const length = columns.values().next().value?.length ?? 0;
  for (const [name, values] of columns) {
    if (!names.has(name)) throw unknown(name, names);
    if (values.length !== length)
      throw new AvocetError(
        "invalid-argument",
        `the columns are not equally long: \`${name}\` has ${values.length} values, others ${length}`,
      );
  }
  for (const name of names)
    if (!columns.has(name)) throw new AvocetError("invalid-argument", `there are no values for the column \`${name}\``);
  return columns;
}

const unknown = (name: string, names: ReadonlySet<string>): AvocetError =>
  new AvocetError("unknown-column", `the schema has no column \`${name}\``, { hint: suggestion(name, [...names]) });

function inferredFields(columns: ReadonlyMap<string, readonly unknown[]>): Fields {
  const first = columns.values().next().value;
  if (!first || first.length === 0)
    throw new AvocetError("invalid-argument", "no dtypes can be found for a table without rows", {
      hint: "Give the schema as the second argument: memtable([], { id: int64 }).",
    });
  return fieldsOf(Object.fromEntries([...columns].map(([name, values]) => [name, inferred(name, values)])));
}

function inferred(name: string, values: readonly unknown[]): d.DType {
  let common: d.DType = nullType;
  let missing = false;
  for (const value of values) {
    const dtype = inferDType(value);
    if (dtype.kind === "null") {
      missing = true;
      continue;
    }
    const next = commonDType(common, dtype);
    if (!next)
      throw new AvocetError(
        "invalid-argument",
        `the column \`${name}\` holds both ${printDType(withNull(common, true))} and ${printDType(withNull(dtype, true))}`,
        { hint: "Make the values of one kind, or give the schema as the second argument." },
      );
    common = next;
  }
  return common.kind === "null" ? common : withNull(common, missing);
}

function canonical(column: string, values: readonly unknown[], dtype: d.DType): readonly LiteralValue[] {
  return Object.freeze(
    values.map((value, row) => {
      try {
        return literalValue(value, dtype);
      } catch (error) {
        if (!(error instanceof AvocetError)) throw error;
        throw new AvocetError(error.code, `row ${row}, column \`${column}\`: ${error.message}`, { cause: error });
      }
    }),
  );
}

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

/** Rows as objects; a missing property is NULL. */
export type MemRows = readonly { readonly [name: string]: unknown }[];
/** Columns by name, all of the same length. */
export interface MemColumns {
  readonly [name: string]: ArrayLike<unknown>;
}
/** The data of a memtable of the schema `S`: rows, or columns by name. */
export type MemData<S extends d.Schema> =
  | readonly { readonly [K in keyof S]?: unknown }[]
  | { readonly [K in keyof S]: ArrayLike<unknown> };

type InferredBase<V> = [V] extends [never]
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
                  ? d.StructType<{ [K in PropertyNames<V>]: Inferred<PropertyOf<V, K>> }>
                  : d.DType;
/** The dtype of JavaScript values of the type `V`. `number` is float64; literal types of whole numbers are int64. */
type Inferred<V> = [Extract<V, null | undefined>] extends [never]
  ? d.SetNull<InferredBase<V>, false>
  : d.SetNull<InferredBase<Exclude<V, null | undefined>>, true>;
type PropertyNames<R> = R extends unknown ? keyof R & string : never;
type PropertyOf<R, K extends string> = R extends { readonly [P in K]: infer V } ? V : undefined;
/** The schema that `memtable` infers from rows or columns of the type `T`. */
export type InferredSchema<T> = T extends readonly (infer R)[]
  ? { [K in PropertyNames<R>]: Inferred<PropertyOf<R, K>> }
  : { [K in keyof T & string]: T[K] extends ArrayLike<infer V> ? Inferred<V> : never };

/**
 * A table of rows held in memory, which become part of the expression and the SQL text. `data` is a list of objects, an
 * object of columns, or an Arrow table. Without a schema, dtypes are inferred from the values: whole numbers are int64,
 * other numbers float64, Dates timestamps in UTC; a column is nullable if a value is null or missing.
 * @throws AvocetError `invalid-argument` if columns have different lengths, or there are neither rows nor a schema
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
  // Data that is not an array is columns.
  const columns = Array.isArray(data) ? columnsFromRows(data, schema) : columnsFromArrays(data as MemColumns, schema);
  const fields = schema ? fieldsOf(schema) : inferFields(columns);
  const values = [...fields].map(([column, dtype]) => toLiterals(column, columns.get(column) ?? [], dtype));
  return new Table(memtableNode(name, fields, values));
}

function columnsFromRows(rows: MemRows, schema: d.Schema | undefined): Map<string, readonly unknown[]> {
  const names = new Set(schema ? Object.keys(schema) : rows.flatMap((row) => Object.keys(row)));
  for (const row of rows)
    for (const name of Object.keys(row)) if (!names.has(name)) throw unknownColumnError(name, names);
  return new Map([...names].map((name) => [name, rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null))]));
}

function columnsFromArrays(data: MemColumns, schema: d.Schema | undefined): Map<string, readonly unknown[]> {
  const columns = new Map(Object.entries(data).map(([name, values]) => [name, Array.from(values)]));
  const names = new Set(schema ? Object.keys(schema) : columns.keys());
  const length = columns.values().next().value?.length ?? 0;
  for (const [name, values] of columns) {
    if (!names.has(name)) throw unknownColumnError(name, names);
    if (values.length !== length)
      throw new AvocetError(
        "invalid-argument",
        `Columns of different lengths: \`${name}\` has ${values.length} values, others have ${length}`,
      );
  }
  for (const name of names)
    if (!columns.has(name)) throw new AvocetError("invalid-argument", `No values for the column \`${name}\``);
  return columns;
}

const unknownColumnError = (name: string, names: ReadonlySet<string>): AvocetError =>
  new AvocetError("unknown-column", `The schema has no column \`${name}\``, { hint: suggestion(name, [...names]) });

function inferFields(columns: ReadonlyMap<string, readonly unknown[]>): Fields {
  const first = columns.values().next().value;
  if (!first || first.length === 0)
    throw new AvocetError("invalid-argument", "Cannot infer dtypes without rows", {
      hint: "Pass the schema as the second argument: memtable([], { id: int64 }).",
    });
  return fieldsOf(Object.fromEntries([...columns].map(([name, values]) => [name, inferColumnDType(name, values)])));
}

function inferColumnDType(name: string, values: readonly unknown[]): d.DType {
  let common: d.DType = nullType;
  let hasNull = false;
  for (const value of values) {
    const dtype = inferDType(value);
    if (dtype.kind === "null") {
      hasNull = true;
      continue;
    }
    const merged = commonDType(common, dtype);
    if (!merged) {
      const [first, second] = [common, dtype].map((each) => printDType(withNull(each, true)));
      throw new AvocetError("invalid-argument", `The column \`${name}\` has both ${first} and ${second} values`, {
        hint: "Use values of one kind, or pass the schema as the second argument.",
      });
    }
    common = merged;
  }
  return common.kind === "null" ? common : withNull(common, hasNull);
}

function toLiterals(column: string, values: readonly unknown[], dtype: d.DType): readonly LiteralValue[] {
  return Object.freeze(
    values.map((value, row) => {
      try {
        return literalValue(value, dtype);
      } catch (error) {
        if (!(error instanceof AvocetError)) throw error;
        throw new AvocetError(error.code, `Row ${row}, column \`${column}\`: ${error.message}`, { cause: error });
      }
    }),
  );
}

import type { Bool, DType, Float64, Int64, Schema, Str } from "../../dtype/dtype.js";
import { bool, float64, int64, notNull, string } from "../../dtype/dtype.js";
import { isNumeric } from "../../dtype/kinds.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { ArgsOf, OpName } from "../../ir/operations.js";
import type { Relation } from "../../ir/relation.js";
import * as r from "../../ir/relation.js";
import type { Value } from "../../ir/value.js";
import { field, literal, sortKey } from "../../ir/value.js";
import type { ColumnSelector } from "../types.js";
import type { Cells } from "./expand-rows.js";
import { expandRows } from "./expand-rows.js";

/** The schema of `info`: one row for each column, with its position, dtype and NULLs. */
export interface InfoSchema extends Schema {
  readonly name: Str<false>;
  readonly pos: Int64<false>;
  readonly type: Str<false>;
  readonly nullable: Bool<false>;
  readonly nulls: Int64<false>;
  readonly non_nulls: Int64<false>;
  readonly null_share: Float64;
}
/** The schema of `describe`: one row of statistics for each column. `Q` is the names of the quantile columns. */
export type DescribeSchema<Q extends string> = {
  readonly name: Str<false>;
  readonly pos: Int64<false>;
  readonly type: Str<false>;
  readonly count: Int64<false>;
  readonly nulls: Int64<false>;
  readonly unique: Int64;
  readonly mode: Str;
  readonly mean: Float64;
  readonly std: Float64;
  readonly min: Float64;
  readonly max: Float64;
} & { readonly [P in Q]: Float64 };
/** Options of `describe`. */
export interface DescribeOptions<S extends Schema> {
  /** The columns to describe; all by default. */
  readonly columns?: ColumnSelector<S> | readonly ColumnSelector<S>[];
  /** Quantiles from 0 to 1, each of which adds a column: 0.25 adds `p25`. Quartiles by default. */
  readonly quantiles?: readonly number[];
}

const stringLiteral = (value: string): Value => literal(value, notNull(string));
const int64Literal = (value: number): Value => op("Cast", { arg: literal(value, notNull(int64)), to: int64 });
const dtypeLiteral = (dtype: DType): Value => stringLiteral(printDType(dtype));

/**
 * Computes all metrics in one aggregation, so that the table is read once, and expands its row into one row for each
 * column.
 */
class SinglePassSummary {
  private readonly relation: Relation;
  private readonly metricNames = new Map<Value, string>();
  private readonly layout: ((metricColumn: (name: string) => Value) => Cells)[] = [];

  constructor(relation: Relation) {
    this.relation = relation;
  }
  /** Adds a metric. Returns the name under which {@link row} callbacks read it. */
  metric<K extends OpName>(operation: K, args: ArgsOf<K>): string {
    const metricValue = op(operation, args);
    const metricName = this.metricNames.get(metricValue) ?? `m${this.metricNames.size}`;
    this.metricNames.set(metricValue, metricName);
    return metricName;
  }
  /** Adds a row of the result, whose cells are computed from metrics. */
  row(cells: (metricColumn: (name: string) => Value) => Cells): void {
    this.layout.push(cells);
  }
  /** Builds the relation of the rows, sorted by position. */
  rows(): Relation {
    const metrics = new Map([...this.metricNames].map(([value, name]) => [name, value]));
    const aggregated = r.aggregation(this.relation, new Map(), metrics);
    const cells = this.layout.map((row) => row((name) => field(aggregated, name)));
    const rows = expandRows(aggregated, [], cells);
    return r.sort(rows, [sortKey(field(rows, "pos"))]);
  }
}

/** Describes the schema: one row for each column with its position, dtype and NULLs. */
export function info(relation: Relation): Relation {
  const summary = new SinglePassSummary(relation);
  const count = summary.metric("CountStar", { table: relation });
  let pos = 0;
  for (const [name, dtype] of relation.schema) {
    const position = pos++;
    const nonNulls = dtype.nullable ? summary.metric("Count", { arg: field(relation, name) }) : count;
    summary.row((value) => {
      const nulls = op("Subtract", { left: value(count), right: value(nonNulls) });
      return new Map<string, Value>([
        ["name", stringLiteral(name)],
        ["pos", int64Literal(position)],
        ["type", dtypeLiteral(dtype)],
        ["nullable", literal(dtype.nullable, notNull(bool))],
        ["nulls", nulls],
        ["non_nulls", value(nonNulls)],
        ["null_share", op("Divide", { left: nulls, right: value(count) })],
      ]);
    });
  }
  return summary.rows();
}

const NESTED: ReadonlySet<string> = new Set(["array", "map", "struct", "json", "interval", "null"]);

/**
 * Summary statistics, one row for each column: counts for every dtype, mean, standard deviation and quantiles of
 * numbers, the mode of strings, and the share of true values of bools.
 */
export function describe(relation: Relation, names: readonly string[], quantiles: readonly number[]): Relation {
  if (names.length === 0) throw new AvocetError("invalid-argument", "`describe` needs at least one column");
  const quantileShares = quantiles.map((share) => [quantileName(share), share] as const);
  const summary = new SinglePassSummary(relation);
  const count = summary.metric("CountStar", { table: relation });
  names.forEach((name, position) => {
    const arg = field(relation, name);
    const { dtype } = arg;
    const nonNulls = dtype.nullable ? summary.metric("Count", { arg }) : count;
    const numeric = isNumeric(dtype);
    const metricIf = (applies: boolean, metric: () => string): string | null => (applies ? metric() : null);
    const unique = metricIf(!NESTED.has(dtype.kind), () => summary.metric("CountDistinct", { arg }));
    const mode = metricIf(dtype.kind === "string", () => summary.metric("Mode", { arg }));
    const mean = metricIf(numeric || dtype.kind === "bool", () => summary.metric("Mean", { arg }));
    const std = metricIf(numeric, () => summary.metric("StandardDev", { arg, how: "sample" }));
    const [min, max] = [
      metricIf(numeric, () => summary.metric("Min", { arg })),
      metricIf(numeric, () => summary.metric("Max", { arg })),
    ];
    const quantileMetrics = quantileShares.map(
      ([label, share]) =>
        [
          label,
          metricIf(numeric, () => summary.metric("Quantile", { arg, quantile: literal(share, notNull(float64)) })),
        ] as const,
    );
    summary.row((value) => {
      const asFloat64 = (id: string | null): Value =>
        id === null ? literal(null, float64) : op("Cast", { arg: value(id), to: float64 });
      return new Map<string, Value>([
        ["name", stringLiteral(name)],
        ["pos", int64Literal(position)],
        ["type", dtypeLiteral(dtype)],
        ["count", value(count)],
        ["nulls", op("Subtract", { left: value(count), right: value(nonNulls) })],
        ["unique", unique === null ? literal(null, int64) : value(unique)],
        ["mode", mode === null ? literal(null, string) : value(mode)],
        ["mean", asFloat64(mean)],
        ["std", asFloat64(std)],
        ["min", asFloat64(min)],
        ...quantileMetrics.map(([label, id]) => [label, asFloat64(id)] as const),
        ["max", asFloat64(max)],
      ]);
    });
  });
  return summary.rows();
}

function quantileName(share: number): string {
  if (!(share >= 0 && share <= 1))
    throw new AvocetError("invalid-argument", `A quantile must be from 0 to 1, got ${share}`);
  return `p${Number((share * 100).toPrecision(12))}`;
}

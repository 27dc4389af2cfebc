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
import type { Cells } from "./rows.js";
import { rowsFromEach } from "./rows.js";

/** What `info` tells of each column. */
export interface InfoSchema extends Schema {
  readonly name: Str<false>;
  readonly pos: Int64<false>;
  readonly type: Str<false>;
  readonly nullable: Bool<false>;
  readonly nulls: Int64<false>;
  readonly non_nulls: Int64<false>;
  readonly null_share: Float64;
}
/** What `describe` tells of each column; `Q` are the names of the quantiles. */
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
export interface DescribeOptions<S extends Schema> {
  /** The columns to describe; all unless told. */
  readonly columns?: ColumnSelector<S> | readonly ColumnSelector<S>[];
  /** Shares from 0 to 1, each of which gives a column: 0.25 is `p25`. */
  readonly quantiles?: readonly number[];
}

const text = (value: string): Value => literal(value, notNull(string));
const whole = (value: number): Value => op("Cast", { arg: literal(value, notNull(int64)), to: int64 });
const typeText = (dtype: DType): Value => text(printDType(dtype));

/** One aggregation of many metrics, whose values are then laid out in rows. */
class OnePass {
  private readonly relation: Relation;
  private readonly names = new Map<Value, string>();
  private readonly layout: ((at: (name: string) => Value) => Cells)[] = [];

  constructor(relation: Relation) {
    this.relation = relation;
  }
  /** A metric that {@link rows} reads under the name that this gives. */
  metric<K extends OpName>(name: K, args: ArgsOf<K>): string {
    const made = op(name, args);
    const known = this.names.get(made) ?? `m${this.names.size}`;
    this.names.set(made, known);
    return known;
  }
  row(cells: (at: (name: string) => Value) => Cells): void {
    this.layout.push(cells);
  }
  rows(): Relation {
    const metrics = new Map([...this.names].map(([value, name]) => [name, value]));
    const totals = r.aggregation(this.relation, new Map(), metrics);
    const cells = this.layout.map((row) => row((name) => field(totals, name)));
    const rows = rowsFromEach(totals, [], cells);
    return r.sort(rows, [sortKey(field(rows, "pos"))]);
  }
}

/** One row for each column: its place, dtype and NULLs. */
export function info(relation: Relation): Relation {
  const pass = new OnePass(relation);
  const count = pass.metric("CountStar", { table: relation });
  let pos = 0;
  for (const [name, dtype] of relation.schema) {
    const at = pos++;
    const known = dtype.nullable ? pass.metric("Count", { arg: field(relation, name) }) : count;
    pass.row((value) => {
      const nulls = op("Subtract", { left: value(count), right: value(known) });
      return new Map<string, Value>([
        ["name", text(name)],
        ["pos", whole(at)],
        ["type", typeText(dtype)],
        ["nullable", literal(dtype.nullable, notNull(bool))],
        ["nulls", nulls],
        ["non_nulls", value(known)],
        ["null_share", op("Divide", { left: nulls, right: value(count) })],
      ]);
    });
  }
  return pass.rows();
}

const NESTED: ReadonlySet<string> = new Set(["array", "map", "struct", "json", "interval", "null"]);

/** One row for each column: counts for all, moments and quantiles for numbers, the mode for strings, the share of true for bools. */
export function describe(relation: Relation, names: readonly string[], quantiles: readonly number[]): Relation {
  if (names.length === 0) throw new AvocetError("invalid-argument", "describe needs at least one column");
  const shares = quantiles.map((share) => [quantileName(share), share] as const);
  const pass = new OnePass(relation);
  const count = pass.metric("CountStar", { table: relation });
  names.forEach((name, at) => {
    const arg = field(relation, name);
    const { dtype } = arg;
    const known = dtype.nullable ? pass.metric("Count", { arg }) : count;
    const numeric = isNumeric(dtype);
    const when = (test: boolean, metric: () => string): string | null => (test ? metric() : null);
    const unique = when(!NESTED.has(dtype.kind), () => pass.metric("CountDistinct", { arg }));
    const mode = when(dtype.kind === "string", () => pass.metric("Mode", { arg }));
    const mean = when(numeric || dtype.kind === "bool", () => pass.metric("Mean", { arg }));
    const std = when(numeric, () => pass.metric("StandardDev", { arg, how: "sample" }));
    const [min, max] = [
      when(numeric, () => pass.metric("Min", { arg })),
      when(numeric, () => pass.metric("Max", { arg })),
    ];
    const parts = shares.map(
      ([label, share]) =>
        [
          label,
          when(numeric, () => pass.metric("Quantile", { arg, quantile: literal(share, notNull(float64)) })),
        ] as const,
    );
    pass.row((value) => {
      const number = (id: string | null): Value =>
        id === null ? literal(null, float64) : op("Cast", { arg: value(id), to: float64 });
      return new Map<string, Value>([
        ["name", text(name)],
        ["pos", whole(at)],
        ["type", typeText(dtype)],
        ["count", value(count)],
        ["nulls", op("Subtract", { left: value(count), right: value(known) })],
        ["unique", unique === null ? literal(null, int64) : value(unique)],
        ["mode", mode === null ? literal(null, string) : value(mode)],
        ["mean", number(mean)],
        ["std", number(std)],
        ["min", number(min)],
        ...parts.map(([label, id]) => [label, number(id)] as const),
        ["max", number(max)],
      ]);
    });
  });
  return pass.rows();
}

function quantileName(share: number): string {
  if (!(share >= 0 && share <= 1))
    throw new AvocetError("invalid-argument", `a quantile is a share from 0 to 1, got ${share}`);
  return `p${Number((share * 100).toPrecision(12))}`;
}

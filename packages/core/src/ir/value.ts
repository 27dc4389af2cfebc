import type { DType } from "../dtype/dtype.js";
import { nullType, withNull } from "../dtype/dtype.js";
import type { LiteralValue } from "../dtype/literal.js";
import { literalValue } from "../dtype/literal.js";
import { printDType } from "../dtype/print.js";
import { hasTrait, idOf, idsOf, intern, NodeFlag, unionRelations, unionTraits } from "./intern.js";
import type { Relation } from "./relation.js";

/** One value for the whole input, or one for each row. */
export type Shape = "scalar" | "columnar";

/** A column of a relation. */
export interface Field {
  readonly type: "field";
  readonly relation: Relation;
  readonly name: string;
  readonly dtype: DType;
  readonly shape: "columnar";
}
export interface Literal {
  readonly type: "literal";
  readonly value: LiteralValue;
  readonly dtype: DType;
  readonly shape: "scalar";
}
/** An operation of the catalogue on its arguments, by name: values, sort keys, a lambda, a relation, or plain data. */
export interface Op {
  readonly type: "op";
  readonly op: string;
  readonly args: { readonly [name: string]: unknown };
  readonly dtype: DType;
  readonly shape: Shape;
}
/** A value that is given when the expression is run. */
export interface Param {
  readonly type: "param";
  readonly name: string;
  readonly dtype: DType;
  readonly shape: "scalar";
}
/** The parameter of a lambda, such as the element in `array.map`. */
export interface Argument {
  readonly type: "argument";
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}
export interface SortKey {
  readonly type: "sortKey";
  readonly value: Value;
  readonly descending: boolean;
  readonly nulls: "first" | "last";
}
export interface Lambda {
  readonly type: "lambda";
  readonly params: readonly Argument[];
  readonly body: Value;
}
/** A bound of a window frame: a distance before (negative) or after the current row, or no bound. */
export type FrameBound = "unbounded" | number | Value;
export interface Frame {
  readonly unit: "rows" | "range" | "groups";
  readonly start: FrameBound;
  readonly end: FrameBound;
}
/** A reduction or analytic function over the rows around each row. A null frame means the function takes none. */
export interface WindowValue {
  readonly type: "window";
  readonly func: Op;
  readonly partitionBy: readonly Value[];
  readonly orderBy: readonly SortKey[];
  readonly frame: Frame | null;
  readonly dtype: DType;
  readonly shape: "columnar";
}
/** A relation inside a value: its one value, whether it has rows, or whether `value` is in its one column. */
export interface Subquery {
  readonly type: "subquery";
  readonly how: "scalar" | "exists" | "in";
  readonly relation: Relation;
  readonly value: Value | null;
  readonly dtype: DType;
  readonly shape: Shape;
}
export type Value = Field | Literal | Param | Argument | Op | WindowValue | Subquery;

const fields = new WeakMap<Relation, Map<string, Field>>();

/** The column `name` of `relation`, which must have it. */
export function field(relation: Relation, name: string): Field {
  let known = fields.get(relation);
  if (!known) {
    known = new Map();
    fields.set(relation, known);
  }
  let node = known.get(name);
  if (!node) {
    const dtype = relation.schema.get(name);
    if (!dtype) throw new TypeError(`no column ${name}`);
    const key = `field|${idOf(relation)}|${name}`;
    node = intern(
      key,
      (): Field => ({ type: "field", relation, name, dtype, shape: "columnar" }),
      oneRelation(relation),
    );
    known.set(name, node);
  }
  return node;
}

const singletons = new WeakMap<Relation, ReadonlySet<Relation>>();
function oneRelation(relation: Relation): ReadonlySet<Relation> {
  let set = singletons.get(relation);
  if (!set) {
    set = new Set([relation]);
    singletons.set(relation, set);
  }
  return set;
}

/** A literal of `dtype` from a JavaScript value. */
export const literal = (value: unknown, dtype: DType): Literal => canonicalLiteral(literalValue(value, dtype), dtype);

/** A literal whose value is in canonical form already. */
export function canonicalLiteral(value: LiteralValue, dtype: DType): Literal {
  const exact = value === null ? withNull(dtype, true) : withNull(dtype, false);
  return intern(
    `literal|${printDType(exact)}|${JSON.stringify(value)}`,
    (): Literal => ({ type: "literal", value: freezeDeep(value), dtype: exact, shape: "scalar" }),
  );
}
export const nullLiteral = (): Literal => canonicalLiteral(null, nullType);

const freezeDeep = (value: LiteralValue): LiteralValue =>
  Array.isArray(value) ? Object.freeze(value.map(freezeDeep)) : value;

export function param(name: string, dtype: DType): Param {
  return intern(`param|${printDType(dtype)}|${name}`, (): Param => ({ type: "param", name, dtype, shape: "scalar" }));
}

export function argument(name: string, dtype: DType, shape: Shape): Argument {
  return intern(
    `argument|${printDType(dtype)}|${shape}|${name}`,
    (): Argument => ({ type: "argument", name, dtype, shape }),
    undefined,
    NodeFlag.argument,
  );
}

export function sortKey(value: Value, descending = false, nulls: SortKey["nulls"] = "last"): SortKey {
  return intern(
    `sort|${idOf(value)}|${descending}|${nulls}`,
    (): SortKey => ({ type: "sortKey", value, descending, nulls }),
    unionRelations([value]),
    unionTraits([value]),
  );
}

export function lambda(params: readonly Argument[], body: Value): Lambda {
  return intern(
    `lambda|${idsOf(params)}|${idOf(body)}`,
    (): Lambda => ({ type: "lambda", params, body }),
    unionRelations([body]),
    unionTraits([body]),
  );
}

const boundKey = (bound: FrameBound): string => (typeof bound === "object" ? `#${idOf(bound)}` : String(bound));
const boundValues = (frame: Frame | null): readonly Value[] =>
  frame ? [frame.start, frame.end].filter((b) => typeof b === "object") : [];

export function window(
  func: Op,
  partitionBy: readonly Value[],
  orderBy: readonly SortKey[],
  frame: Frame | null,
): WindowValue {
  const parts = [func, ...partitionBy, ...orderBy, ...boundValues(frame)];
  const frameKey = frame ? `${frame.unit}:${boundKey(frame.start)}:${boundKey(frame.end)}` : "";
  const inner = unionTraits([...partitionBy, ...orderBy]) | (hasTrait(func, NodeFlag.impure) ? NodeFlag.impure : 0);
  const nested = unionTraits([func]) & (NodeFlag.subquery | NodeFlag.unnest | NodeFlag.argument | NodeFlag.grouping);
  return intern(
    `window|${idOf(func)}|${idsOf(partitionBy)}|${idsOf(orderBy)}|${frameKey}`,
    (): WindowValue => ({
      type: "window",
      func,
      partitionBy,
      orderBy,
      frame: frame && Object.freeze(frame),
      dtype: func.dtype,
      shape: "columnar",
    }),
    unionRelations(parts),
    inner | nested | NodeFlag.window,
  );
}

/** The outer relations that a subquery's inside refers to. */
export type OuterRelations = ReadonlySet<Relation>;

export function subquery(
  how: Subquery["how"],
  relation: Relation,
  value: Value | null,
  dtype: DType,
  outer: OuterRelations,
): Subquery {
  const relations = value ? new Set([...unionRelations([value]), ...outer]) : outer;
  const shape: Shape = relations.size > 0 ? "columnar" : "scalar";
  return intern(
    `subquery|${how}|${idOf(relation)}|${value ? idOf(value) : ""}`,
    (): Subquery => ({ type: "subquery", how, relation, value, dtype, shape }),
    relations,
    (value ? unionTraits([value]) : 0) | NodeFlag.subquery,
  );
}

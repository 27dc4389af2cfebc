import type { DType } from "../dtype/dtype.js";
import { nullType, withNull } from "../dtype/dtype.js";
import type { LiteralValue } from "../dtype/literal.js";
import { literalValue } from "../dtype/literal.js";
import { printDType } from "../dtype/print.js";
import { hasFlag, idOf, idsOf, intern, NodeFlag, unionFlags, unionRelations } from "./intern.js";
import type { Relation } from "./relation.js";

/** Whether a value is one for the whole input (scalar) or one for each row (columnar). */
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
/** A call of an operation. Arguments are values, sort keys, a lambda, a relation or options (plain data), by name. */
export interface Op {
  readonly type: "op";
  readonly op: string;
  readonly args: { readonly [name: string]: unknown };
  readonly dtype: DType;
  readonly shape: Shape;
}
/** A named parameter, bound to a value at execution. */
export interface Param {
  readonly type: "param";
  readonly name: string;
  readonly dtype: DType;
  readonly shape: "scalar";
}
/** A parameter of a lambda, such as the element in `array.map`. */
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
/** A bound of a window frame: an offset before (negative) or after the current row, or `unbounded`. */
export type FrameBound = "unbounded" | number | Value;
export interface Frame {
  readonly unit: "rows" | "range" | "groups";
  readonly start: FrameBound;
  readonly end: FrameBound;
}
/**
 * A window function: an aggregate or analytic function over the rows around each row. `frame` is null if it takes none.
 */
export interface WindowValue {
  readonly type: "window";
  readonly func: Op;
  readonly partitionBy: readonly Value[];
  readonly orderBy: readonly SortKey[];
  readonly frame: Frame | null;
  readonly dtype: DType;
  readonly shape: "columnar";
}
/**
 * A subquery: its single value (scalar), whether it has rows (exists), or whether `value` is in its single column (in).
 */
export interface Subquery {
  readonly type: "subquery";
  readonly kind: "scalar" | "exists" | "in";
  readonly relation: Relation;
  readonly value: Value | null;
  readonly dtype: DType;
  readonly shape: Shape;
}
export type Value = Field | Literal | Param | Argument | Op | WindowValue | Subquery;

const fieldCache = new WeakMap<Relation, Map<string, Field>>();

/** The column `name` of `relation`. Throws if there is no such column. */
export function field(relation: Relation, name: string): Field {
  let fieldsOfRelation = fieldCache.get(relation);
  if (!fieldsOfRelation) {
    fieldsOfRelation = new Map();
    fieldCache.set(relation, fieldsOfRelation);
  }
  let node = fieldsOfRelation.get(name);
  if (!node) {
    const dtype = relation.schema.get(name);
    if (!dtype) throw new TypeError(`Internal error: the relation has no column ${JSON.stringify(name)}`);
    const key = `field|${idOf(relation)}|${name}`;
    node = intern(
      key,
      (): Field => ({ type: "field", relation, name, dtype, shape: "columnar" }),
      singletonSet(relation),
    );
    fieldsOfRelation.set(name, node);
  }
  return node;
}

const singletons = new WeakMap<Relation, ReadonlySet<Relation>>();
function singletonSet(relation: Relation): ReadonlySet<Relation> {
  let set = singletons.get(relation);
  if (!set) {
    set = new Set([relation]);
    singletons.set(relation, set);
  }
  return set;
}

/** A literal of `dtype` from a JavaScript value. Throws `invalid-literal` if the dtype cannot hold it exactly. */
export const literal = (value: unknown, dtype: DType): Literal => canonicalLiteral(literalValue(value, dtype), dtype);

/** A literal from a value that is already in canonical form. */
export function canonicalLiteral(value: LiteralValue, dtype: DType): Literal {
  const literalDType = value === null ? withNull(dtype, true) : withNull(dtype, false);
  return intern(
    `literal|${printDType(literalDType)}|${JSON.stringify(value)}`,
    (): Literal => ({ type: "literal", value: freezeDeep(value), dtype: literalDType, shape: "scalar" }),
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
    unionFlags([value]),
  );
}

export function lambda(params: readonly Argument[], body: Value): Lambda {
  return intern(
    `lambda|${idsOf(params)}|${idOf(body)}`,
    (): Lambda => ({ type: "lambda", params, body }),
    unionRelations([body]),
    unionFlags([body]),
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
  const children = [func, ...partitionBy, ...orderBy, ...boundValues(frame)];
  const frameKey = frame ? `${frame.unit}:${boundKey(frame.start)}:${boundKey(frame.end)}` : "";
  const partitionFlags =
    unionFlags([...partitionBy, ...orderBy]) | (hasFlag(func, NodeFlag.impure) ? NodeFlag.impure : 0);
  const funcFlags = unionFlags([func]) & (NodeFlag.subquery | NodeFlag.unnest | NodeFlag.argument | NodeFlag.grouping);
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
    unionRelations(children),
    partitionFlags | funcFlags | NodeFlag.window,
  );
}

/** The outer relations that a correlated subquery refers to. */
export type OuterRelations = ReadonlySet<Relation>;

export function subquery(
  kind: Subquery["kind"],
  relation: Relation,
  value: Value | null,
  dtype: DType,
  outer: OuterRelations,
): Subquery {
  const relations = value ? new Set([...unionRelations([value]), ...outer]) : outer;
  const shape: Shape = relations.size > 0 ? "columnar" : "scalar";
  return intern(
    `subquery|${kind}|${idOf(relation)}|${value ? idOf(value) : ""}`,
    (): Subquery => ({ type: "subquery", kind, relation, value, dtype, shape }),
    relations,
    (value ? unionFlags([value]) : 0) | NodeFlag.subquery,
  );
}

import type { DType } from "../dtype/dtype.js";
import { bool, int64, notNull, nullable, withNull } from "../dtype/dtype.js";
import { isArray } from "../dtype/kinds.js";
import { commonDType, sameDType } from "../dtype/promote.js";
import type { Fields, JoinColumn, JoinHow, Relation } from "./relation.js";
import type { Subquery, Value } from "./value.js";

/** The schema of a join from where its columns come from; undefined where a side lacks one. */
export function joinSchema(
  how: JoinHow,
  left: Fields,
  right: Fields,
  columns: ReadonlyMap<string, JoinColumn>,
): Fields | undefined {
  const leftMissing = how === "right" || how === "outer";
  const rightMissing = how === "left" || how === "outer" || how === "asof" || how === "anyLeft";
  const schema = new Map<string, DType>();
  for (const [name, column] of columns) {
    const l = column.left === null ? undefined : left.get(column.left);
    const r = column.right === null ? undefined : right.get(column.right);
    if ((column.left !== null && !l) || (column.right !== null && !r)) return undefined;
    if (column.side === "both") {
      const both = l && r && commonDType(l, r);
      if (!both) return undefined;
      schema.set(name, both);
    } else {
      const own = column.side === "left" ? l : r;
      if (!own) return undefined;
      schema.set(name, (column.side === "left" ? leftMissing : rightMissing) ? nullable(own) : own);
    }
  }
  return schema;
}

/** The schema of a set operation, whose operands have the same columns in the same order; undefined where they do not. */
export function setSchema(operands: readonly Relation[]): Fields | undefined {
  const [first, ...others] = operands;
  if (!first) return undefined;
  const schema = new Map(first.schema);
  const names = [...schema.keys()];
  for (const { schema: other } of others) {
    if (other === first.schema) continue;
    let i = 0;
    if (other.size !== names.length) return undefined;
    for (const [name, dtype] of other) {
      const known = schema.get(name);
      if (name !== names[i++] || !known || !sameDType(known, dtype)) return undefined;
      if (dtype.nullable && !known.nullable) schema.set(name, dtype);
    }
  }
  return schema;
}

/** The schema of an unnest: the element in place of a column of its name or at the end, then its place in the array. */
export function unnestSchema(
  parent: Fields,
  column: Value,
  name: string,
  offset: string | null,
  keepEmpty: boolean,
): Fields | undefined {
  const { dtype } = column;
  if (!isArray(dtype) || (offset !== null && (parent.has(offset) || offset === name))) return undefined;
  const schema = new Map(parent);
  schema.set(name, keepEmpty ? nullable(dtype.element) : dtype.element);
  if (offset !== null) schema.set(offset, withNull(int64, keepEmpty));
  return schema;
}

/** The dtype of a subquery; undefined where the relation does not have the one column that is wanted. */
export function subqueryDType(how: Subquery["how"], relation: Relation, value: Value | null): DType | undefined {
  if (how === "exists") return notNull(bool);
  const [only, second] = relation.schema.values();
  if (!only || second) return undefined;
  if (how === "scalar") return nullable(only);
  if (!value || !commonDType(value.dtype, only)) return undefined;
  return withNull(bool, value.dtype.nullable || only.nullable);
}

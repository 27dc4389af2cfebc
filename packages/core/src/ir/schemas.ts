import type { DType } from "../dtype/dtype.js";
import { bool, int64, notNull, nullable, withNull } from "../dtype/dtype.js";
import { isArray } from "../dtype/kinds.js";
import { commonDType, sameDType } from "../dtype/promote.js";
import type { Fields, JoinColumn, JoinKind, Relation } from "./relation.js";
import type { Subquery, Value } from "./value.js";

/** The schema of a join, from the input columns of its columns; undefined if an input column does not exist. */
export function joinSchema(
  kind: JoinKind,
  left: Fields,
  right: Fields,
  columns: ReadonlyMap<string, JoinColumn>,
): Fields | undefined {
  const leftMissing = kind === "right" || kind === "outer";
  const rightMissing = kind === "left" || kind === "outer" || kind === "asof" || kind === "anyLeft";
  const schema = new Map<string, DType>();
  for (const [name, column] of columns) {
    const l = column.left === null ? undefined : left.get(column.left);
    const r = column.right === null ? undefined : right.get(column.right);
    if ((column.left !== null && !l) || (column.right !== null && !r)) return undefined;
    if (column.side === "both") {
      const commonColumn = l && r && commonDType(l, r);
      if (!commonColumn) return undefined;
      schema.set(name, commonColumn);
    } else {
      const sideDType = column.side === "left" ? l : r;
      if (!sideDType) return undefined;
      schema.set(name, (column.side === "left" ? leftMissing : rightMissing) ? nullable(sideDType) : sideDType);
    }
  }
  return schema;
}

/** The schema of a set operation; undefined if the operands do not have the same columns in the same order. */
export function setSchema(operands: readonly Relation[]): Fields | undefined {
  const [first, ...remaining] = operands;
  if (!first) return undefined;
  const schema = new Map(first.schema);
  const names = [...schema.keys()];
  for (const { schema: operandSchema } of remaining) {
    if (operandSchema === first.schema) continue;
    let i = 0;
    if (operandSchema.size !== names.length) return undefined;
    for (const [name, dtype] of operandSchema) {
      const existing = schema.get(name);
      if (name !== names[i++] || !existing || !sameDType(existing, dtype)) return undefined;
      if (dtype.nullable && !existing.nullable) schema.set(name, dtype);
    }
  }
  return schema;
}

/**
 * The schema of an unnest. The element replaces the column of the same name or is appended, followed by the offset.
 * Undefined if the column is not an array or the name of the offset is taken.
 */
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

/** The dtype of a subquery; undefined if the relation does not have exactly one column of a compatible dtype. */
export function subqueryDType(kind: Subquery["kind"], relation: Relation, value: Value | null): DType | undefined {
  if (kind === "exists") return notNull(bool);
  const [columnDType, second] = relation.schema.values();
  if (!columnDType || second) return undefined;
  if (kind === "scalar") return nullable(columnDType);
  if (!value || !commonDType(value.dtype, columnDType)) return undefined;
  return withNull(bool, value.dtype.nullable || columnDType.nullable);
}

import type { DType } from "@avocet/core";
import { isArray, isStruct } from "@avocet/core/dialect";
import { caseWhen, commaList, isNotNull, operand, sql, stringLiteral, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { evaluateOnce } from "./build.js";
import { fromElement, jsonbMember, mapElements } from "./jsonb-values.js";

/** Expressions with COLLATE "default" applied, mapped to their operand, which is in code point order. */
const beforeDefaultCollation = new WeakMap<Sql, Sql>();
/** Applies COLLATE "C": text sorts by code points, whatever the database's collation. */
const collateByCodePoint = (value: Sql): Sql =>
  beforeDefaultCollation.get(value) ?? withPrecedence(Precedence.power)`${operand(value, Precedence.atom)} COLLATE "C"`;
/** Restores the default collation, so that the value can be combined with other text. */
export function collateByDefault(value: Sql, dtype: DType): Sql {
  if (!isText(dtype)) return value;
  const collated = withPrecedence(Precedence.power)`${operand(value, Precedence.power)} COLLATE "default"`;
  beforeDefaultCollation.set(collated, value);
  return collated;
}
const isText = (dtype: DType): boolean =>
  dtype.kind === "string" || (isArray(dtype) && dtype.element.kind === "string");

/** The other operand of a comparison with a sortable value; text with an explicit collation gets COLLATE "C" too. */
export const sortableOperand = (value: Sql, dtype: DType): Sql =>
  isStruct(dtype) || isArray(dtype) || value.kind === "text" ? toSortable(value, dtype) : value;

/** The value to compare or sort by: text by code points, structs field by field in the order of their dtype. */
export function toSortable(value: Sql, dtype: DType): Sql {
  if (isText(dtype)) return collateByCodePoint(value);
  if (isArray(dtype) && (isArray(dtype.element) || isStruct(dtype.element))) {
    const { element } = dtype;
    return mapElements(value, dtype.nullable, (item) => toSortable(fromElement(item, element), element));
  }
  if (!isStruct(dtype)) return value;
  return evaluateOnce({ record: value }, ({ record }) => {
    const fields = Object.entries(dtype.fields).map(([name, field]) =>
      toSortable(jsonbMember(record, stringLiteral(name), field), field),
    );
    const row = sql`ROW(${commaList(fields)})`;
    return dtype.nullable ? caseWhen([[isNotNull(record), row]]) : row;
  });
}

const sortKeyCache = new WeakMap<Sql, Sql>();
/** Like {@link toSortable}, but returns the same object for the same value. */
export function sortKey(value: Sql, dtype: DType): Sql {
  let key = sortKeyCache.get(value);
  if (!key) {
    key = toSortable(value, dtype);
    sortKeyCache.set(value, key);
  }
  return key;
}

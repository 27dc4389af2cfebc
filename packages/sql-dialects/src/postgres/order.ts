import type { DType } from "@avocet/core";
import { isArray, isStruct } from "@avocet/core";
import { caseWhen, commaList, isNotNull, operand, sql, stringLiteral, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";
import { once } from "./build.js";
import { eachOf, fromElement, member } from "./nested.js";

/** What has the order of the database again, by what it is made of, which is in the order of code points. */
const inOrder = new WeakMap<Sql, Sql>();
/** Text by its code points, whatever order the database sorts text in. */
const byCodePoint = (value: Sql): Sql =>
  inOrder.get(value) ?? withPrecedence(Precedence.power)`${operand(value, Precedence.atom)} COLLATE "C"`;
/** The database's order again, so that the value goes with other text. */
export function ordinary(value: Sql, dtype: DType): Sql {
  if (!isText(dtype)) return value;
  const made = withPrecedence(Precedence.power)`${operand(value, Precedence.power)} COLLATE "default"`;
  inOrder.set(made, value);
  return made;
}
const isText = (dtype: DType): boolean =>
  dtype.kind === "string" || (isArray(dtype) && dtype.element.kind === "string");

/** What a sortable value is compared with: text that may have an order of its own is given the same. */
export const besideSortable = (value: Sql, dtype: DType): Sql =>
  isStruct(dtype) || isArray(dtype) || value.kind === "text" ? sortable(value, dtype) : value;

/** What to compare or sort by instead of a value: text by code points, structs field by field as they come in the dtype. */
export function sortable(value: Sql, dtype: DType): Sql {
  if (isText(dtype)) return byCodePoint(value);
  if (isArray(dtype) && (isArray(dtype.element) || isStruct(dtype.element))) {
    const { element } = dtype;
    return eachOf(value, dtype.nullable, (item) => sortable(fromElement(item, element), element));
  }
  if (!isStruct(dtype)) return value;
  return once({ record: value }, ({ record }) => {
    const fields = Object.entries(dtype.fields).map(([name, field]) =>
      sortable(member(record, stringLiteral(name), field), field),
    );
    const row = sql`ROW(${commaList(fields)})`;
    return dtype.nullable ? caseWhen([[isNotNull(record), row]]) : row;
  });
}

const known = new WeakMap<Sql, Sql>();
/** As {@link sortable}, the same object for the same value. */
export function sortKey(value: Sql, dtype: DType): Sql {
  let key = known.get(value);
  if (!key) {
    key = sortable(value, dtype);
    known.set(value, key);
  }
  return key;
}

// BigQuery's results hold no NULL arrays, no NULL inside of arrays, and few names, each once in upper or lower case. For a driver, which reads columns by their places:
//   arrays, maps, structs  as a STRING of JSON: arrays as arrays, structs as objects, maps as arrays of { key, value }, in which
//                          numbers have all their digits or are strings, NaN, Infinity and -Infinity are strings, binary is base64,
//                          dates and times are ISO 8601, json is an array of the one value, and NULL, the whole value too, is null
//   other values           as they are
//   names                  that BigQuery takes for no column are column_1 and so on
import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core";
import { call, isNull, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { freeName } from "../sql/names.js";
import { arrayOf, either, elementsOf, entriesOf, field, onceIfLong } from "./scope.js";
import { isListed, isNested } from "./types.js";

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]{0,299}$/;
/** Names that begin so are BigQuery's own. */
const RESERVED =
  /^(_table_|_file_|_partition|_row_timestamp|__root__|_colidentifier|_change_sequence_number|_change_type|_change_timestamp)/i;
/** Whether a column of a table or a result can have a name. */
export const isPlainName = (name: string): boolean => PLAIN.test(name) && !RESERVED.test(name);

export function wire(
  value: Sql,
  dtype: DType,
  names: readonly string[],
  place: number,
): readonly [string, Sql] | undefined {
  const name = names[place] ?? "";
  const lower = names.map((other) => other.toLowerCase());
  const taken = !isPlainName(name) || lower.indexOf(name.toLowerCase()) !== place;
  const safe = taken ? freeName(`column_${place + 1}`, lower) : name;
  if (!isNested(dtype)) return safe === name ? undefined : [safe, value];
  return [safe, json(value, dtype)];
}

/** A value as the text of JSON. */
const json = (value: Sql, dtype: DType): Sql =>
  isWritten(dtype) ? written(value, dtype) : call("TO_JSON_STRING", value);

/** Arrays in arrays stand in structs, of which the JSON is not to tell; and a JSON null is not a NULL. */
function isWritten(dtype: DType): boolean {
  if (isArray(dtype)) return isListed(dtype.element) || isWritten(dtype.element);
  if (isMap(dtype)) return isWritten(dtype.key) || isWritten(dtype.value);
  return dtype.kind === "json" || (isStruct(dtype) && Object.values(dtype.fields).some(isWritten));
}

function written(value: Sql, dtype: DType): Sql {
  return onceIfLong({ value }, ({ value: v }) => {
    const parts = partsOf(v, dtype);
    return dtype.nullable ? either(isNull(v), stringLiteral("null"), parts) : parts;
  });
}
function partsOf(value: Sql, dtype: DType): Sql {
  if (dtype.kind === "json")
    return call("CONCAT", stringLiteral("["), call("TO_JSON_STRING", value), stringLiteral("]"));
  if (isArray(dtype)) {
    const rows = elementsOf(value, dtype.element);
    return list(
      arrayOf(rows.query(sql`SELECT ${json(rows.element, dtype.element)} FROM ${rows.from} ORDER BY ${rows.place}`)),
    );
  }
  if (isMap(dtype)) {
    const rows = entriesOf(value);
    const entry = call(
      "CONCAT",
      stringLiteral('{"key":'),
      json(rows.key, dtype.key),
      stringLiteral(',"value":'),
      json(rows.value, dtype.value),
      stringLiteral("}"),
    );
    return list(arrayOf(rows.query(sql`SELECT ${entry} FROM ${rows.from} ORDER BY ${rows.place}`)));
  }
  const fields = isStruct(dtype) ? Object.entries(dtype.fields) : [];
  const texts = fields.flatMap(([name, own], i) => [
    stringLiteral(`${i === 0 ? "{" : ","}${JSON.stringify(name)}:`),
    json(field(value, name), own),
  ]);
  return call("CONCAT", ...texts, stringLiteral("}"));
}
const list = (texts: Sql): Sql =>
  call("CONCAT", stringLiteral("["), call("ARRAY_TO_STRING", texts, stringLiteral(",")), stringLiteral("]"));

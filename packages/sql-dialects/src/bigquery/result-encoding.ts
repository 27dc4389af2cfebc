// BigQuery's results support no NULL arrays and no NULL inside of arrays, and restrict column names, which are
// case-insensitive. A driver reads columns by ordinal, so results are encoded for it:
//   arrays, maps, structs  STRING with JSON: arrays are arrays, structs are objects, maps are arrays of { key, value };
//                          numbers have all digits or are strings, NaN, Infinity and -Infinity are strings, binary is
//                          base64, dates and times are ISO 8601, json is an array of one value, and NULL is null, also
//                          for the entire value
//   other values           unchanged
//   invalid column names   column_1 and so on
import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core/dialect";
import { call, isNull, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { uniqueName } from "../sql/unique-name.js";
import { arrayOf, elementRows, entryRows, evaluateOnceIfCostly, ifElse, structField } from "./scope.js";
import { isArrayLike, isNested } from "./types.js";

const VALID_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,299}$/;
/** Prefixes that BigQuery reserves. */
const RESERVED_PREFIX =
  /^(_table_|_file_|_partition|_row_timestamp|__root__|_colidentifier|_change_sequence_number|_change_type|_change_timestamp)/i;
/** True if a column of a table or a result can have this name. */
export const isValidColumnName = (name: string): boolean => VALID_NAME.test(name) && !RESERVED_PREFIX.test(name);

/** The name and value of a result column for the driver; undefined if it needs no encoding. */
export function encodeResult(
  value: Sql,
  dtype: DType,
  names: readonly string[],
  position: number,
): readonly [string, Sql] | undefined {
  const name = names[position] ?? "";
  const lowerCased = names.map((item) => item.toLowerCase());
  const needsAlias = !isValidColumnName(name) || lowerCased.indexOf(name.toLowerCase()) !== position;
  const alias = needsAlias ? uniqueName(`column_${position + 1}`, lowerCased) : name;
  if (!isNested(dtype)) return alias === name ? undefined : [alias, value];
  return [alias, jsonText(value, dtype)];
}

/** The JSON text of a value. */
const jsonText = (value: Sql, dtype: DType): Sql =>
  needsCustomJson(dtype) ? customJson(value, dtype) : call("TO_JSON_STRING", value);

/** True if TO_JSON_STRING would show the structs around nested arrays, or not tell a JSON null from NULL. */
function needsCustomJson(dtype: DType): boolean {
  if (isArray(dtype)) return isArrayLike(dtype.element) || needsCustomJson(dtype.element);
  if (isMap(dtype)) return needsCustomJson(dtype.key) || needsCustomJson(dtype.value);
  return dtype.kind === "json" || (isStruct(dtype) && Object.values(dtype.fields).some(needsCustomJson));
}

function customJson(value: Sql, dtype: DType): Sql {
  return evaluateOnceIfCostly({ value }, ({ value: v }) => {
    const text = customJsonText(v, dtype);
    return dtype.nullable ? ifElse(isNull(v), stringLiteral("null"), text) : text;
  });
}
function customJsonText(value: Sql, dtype: DType): Sql {
  if (dtype.kind === "json")
    return call("CONCAT", stringLiteral("["), call("TO_JSON_STRING", value), stringLiteral("]"));
  if (isArray(dtype)) {
    const rows = elementRows(value, dtype.element);
    return jsonArrayText(
      arrayOf(
        rows.query(sql`SELECT ${jsonText(rows.element, dtype.element)} FROM ${rows.from} ORDER BY ${rows.offset}`),
      ),
    );
  }
  if (isMap(dtype)) {
    const rows = entryRows(value);
    const entry = call(
      "CONCAT",
      stringLiteral('{"key":'),
      jsonText(rows.key, dtype.key),
      stringLiteral(',"value":'),
      jsonText(rows.value, dtype.value),
      stringLiteral("}"),
    );
    return jsonArrayText(arrayOf(rows.query(sql`SELECT ${entry} FROM ${rows.from} ORDER BY ${rows.offset}`)));
  }
  const fields = isStruct(dtype) ? Object.entries(dtype.fields) : [];
  const texts = fields.flatMap(([name, fieldType], i) => [
    stringLiteral(`${i === 0 ? "{" : ","}${JSON.stringify(name)}:`),
    jsonText(structField(value, name), fieldType),
  ]);
  return call("CONCAT", ...texts, stringLiteral("}"));
}
const jsonArrayText = (texts: Sql): Sql =>
  call("CONCAT", stringLiteral("["), call("ARRAY_TO_STRING", texts, stringLiteral(",")), stringLiteral("]"));

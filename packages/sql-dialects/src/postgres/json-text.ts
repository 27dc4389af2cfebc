import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core/dialect";
import { call, caseWhen, identifierSql, isNotNull, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { cast, evaluateOnce, evaluateUnlessNull, jsonbPath, subquery, withExplicitType } from "./build.js";
import { jsonbObject } from "./jsonb-object.js";
import { fromElement, fromJsonb, jsonbMember, mapElements } from "./jsonb-values.js";
import { isNested } from "./types.js";

const string: DType = { kind: "string", nullable: true };

/** JSON as text, without the spaces that PostgreSQL prints after commas and colons outside of strings. */
export const compactJson = (value: Sql): Sql =>
  call(
    "REGEXP_REPLACE",
    cast(value, string),
    stringLiteral('("(?:[^"\\\\]|\\\\.)*")|([,:]) '),
    stringLiteral("\\1\\2"),
    stringLiteral("g"),
  );

/** Converts a value to conventional JSON: maps become objects, JSON is unchanged. */
export function toPlainJson(value: Sql, dtype: DType): Sql {
  if (isArray(dtype)) {
    const { element } = dtype;
    if (!isNested(element)) return call("TO_JSONB", value);
    return call(
      "TO_JSONB",
      mapElements(value, dtype.nullable, (item) => toPlainJson(fromElement(item, element), element)),
    );
  }
  if (isStruct(dtype))
    return evaluateUnlessNull(
      { record: value },
      () => dtype.nullable,
      ({ record }) =>
        jsonbObject(
          Object.entries(dtype.fields).flatMap(([field, fieldType]) => [
            stringLiteral(field),
            toPlainJson(jsonbMember(record, stringLiteral(field), fieldType), fieldType),
          ]),
        ),
    );
  if (isMap(dtype)) {
    const pair = identifierSql("pair");
    const key = jsonbPath(pair, "->>", sql`0`);
    const mapValue = toPlainJson(fromJsonb(jsonbPath(pair, "->", sql`1`), dtype.value), dtype.value);
    const object = (map: Sql): Sql =>
      subquery(
        sql`SELECT COALESCE(JSONB_OBJECT_AGG(${key}, ${mapValue}), jsonb '{}') FROM JSONB_ARRAY_ELEMENTS(${map}) AS ${identifierSql("pairs")}(${pair})`,
      );
    return dtype.nullable
      ? evaluateOnce({ map: value }, ({ map }) => caseWhen([[isNotNull(map), object(map)]]))
      : object(value);
  }
  return dtype.kind === "json" ? value : call("TO_JSONB", withExplicitType(value, dtype));
}

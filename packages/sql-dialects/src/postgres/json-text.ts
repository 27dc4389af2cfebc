import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core";
import { call, caseWhen, identifierSql, isNotNull, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { cast, once, onceUnlessNull, path, query, typed } from "./build.js";
import { eachOf, fromElement, fromJson, member } from "./nested.js";
import { objectOf } from "./object.js";
import { isNested } from "./types.js";

const string: DType = { kind: "string", nullable: true };

/** JSON as text without the spaces that PostgreSQL writes after commas and colons; those inside of strings stay. */
export const compactJson = (value: Sql): Sql =>
  call(
    "REGEXP_REPLACE",
    cast(value, string),
    stringLiteral('("(?:[^"\\\\]|\\\\.)*")|([,:]) '),
    stringLiteral("\\1\\2"),
    stringLiteral("g"),
  );

/** A value as the JSON that people write: maps as objects, JSON as it is. */
export function plainJson(value: Sql, dtype: DType): Sql {
  if (isArray(dtype)) {
    const { element } = dtype;
    if (!isNested(element)) return call("TO_JSONB", value);
    return call(
      "TO_JSONB",
      eachOf(value, dtype.nullable, (item) => plainJson(fromElement(item, element), element)),
    );
  }
  if (isStruct(dtype))
    return onceUnlessNull(
      { record: value },
      () => dtype.nullable,
      ({ record }) =>
        objectOf(
          Object.entries(dtype.fields).flatMap(([field, own]) => [
            stringLiteral(field),
            plainJson(member(record, stringLiteral(field), own), own),
          ]),
        ),
    );
  if (isMap(dtype)) {
    const pair = identifierSql("pair");
    const key = path(pair, "->>", sql`0`);
    const own = plainJson(fromJson(path(pair, "->", sql`1`), dtype.value), dtype.value);
    const object = (map: Sql): Sql =>
      query(
        sql`SELECT COALESCE(JSONB_OBJECT_AGG(${key}, ${own}), jsonb '{}') FROM JSONB_ARRAY_ELEMENTS(${map}) AS ${identifierSql("pairs")}(${pair})`,
      );
    return dtype.nullable
      ? once({ map: value }, ({ map }) => caseWhen([[isNotNull(map), object(map)]]))
      : object(value);
  }
  return dtype.kind === "json" ? value : call("TO_JSONB", typed(value, dtype));
}

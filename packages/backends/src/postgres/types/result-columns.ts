import type { DType } from "@avocet/core";
import { array, map, string } from "@avocet/core";
import { postgres } from "@avocet/sql-dialects/postgres";
import type { ResultColumn } from "../../shared/driver.js";
import { sqlStatement } from "../../shared/statement.js";
import type { Field, PostgresSession } from "../session/types.js";
import { builtInDType, CHARACTER, NAME } from "./oids.js";

/** A type that is not built in, as in the system catalog. */
interface CustomType {
  readonly name: string;
  /** `e` enum, `d` domain, `b` base, `c` composite, ... */
  readonly typeKind: string;
  readonly base: number;
  readonly baseModifier: number;
  readonly element: number;
  readonly category: string;
}

/** Returns the columns of a result with their dtypes. */
export async function resultColumns(
  session: PostgresSession,
  fields: readonly Field[],
): Promise<readonly ResultColumn[]> {
  const customFields = fields.filter(({ dataTypeID: oid, dataTypeModifier }) => !builtInDType(oid, dataTypeModifier));
  const customTypes = await readCustomTypes(session, customFields);
  return fields.map(({ name, dataTypeID, dataTypeModifier }) => {
    const dtype = dtypeOf(dataTypeID, dataTypeModifier, customTypes);
    const type = customTypes.get(dataTypeID)?.name ?? String(dataTypeID);
    return { name, dtype, type, isNonstandard: isNonstandard(dataTypeID, customTypes) };
  });
}

/**
 * Returns the dtype of a type: enums are strings, domains have the dtype of their base type, hstore is a map of
 * strings.
 */
export function dtypeOf(
  oid: number,
  modifier: number,
  customTypes: ReadonlyMap<number, CustomType>,
): DType | undefined {
  const dtype = builtInDType(oid, modifier);
  const type = customTypes.get(oid);
  if (dtype || !type) return dtype;
  if (type.typeKind === "d") return dtypeOf(type.base, type.baseModifier, customTypes);
  if (type.typeKind === "e" || type.name === "citext") return string;
  if (type.name === "hstore") return map(string, string);
  if (type.category === "A" && type.element !== 0) {
    const element = dtypeOf(type.element, modifier, customTypes);
    return element && array(element);
  }
  return undefined;
}

/** Whether values of a type must be cast for the dialect's functions. Domains behave like their base type. */
function isNonstandard(oid: number, customTypes: ReadonlyMap<number, CustomType>): boolean {
  const type = customTypes.get(oid);
  if (!type) return oid === CHARACTER || oid === NAME;
  return type.typeKind === "d"
    ? isNonstandard(type.base, customTypes)
    : type.category !== "A" || isNonstandard(type.element, customTypes);
}

/** Reads the types of columns that are not built in, with their base and element types. */
async function readCustomTypes(
  session: PostgresSession,
  fields: readonly Field[],
): Promise<ReadonlyMap<number, CustomType>> {
  if (fields.length === 0) return new Map();
  const oids = [...new Set(fields.map(({ dataTypeID }) => Number(dataTypeID)))];
  const { rows } = await session.query(
    sqlStatement(`WITH RECURSIVE reached (oid) AS (
  SELECT unnest(ARRAY[${oids.join(", ")}]::pg_catalog.oid[])
  UNION
  SELECT part FROM reached r JOIN pg_catalog.pg_type t ON t.oid = r.oid
  CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) AS parts (part) WHERE part <> 0
)
SELECT t.oid, pg_catalog.format_type(t.oid, NULL), t.typtype, t.typbasetype, t.typtypmod, t.typelem, t.typcategory
FROM reached r JOIN pg_catalog.pg_type t ON t.oid = r.oid`),
  );
  return new Map(
    rows.map(([oid, name, typeKind, base, baseModifier, element, category]) => [
      Number(oid),
      {
        name: name ?? "",
        typeKind: typeKind ?? "",
        base: Number(base),
        baseModifier: Number(baseModifier),
        element: Number(element),
        category: category ?? "",
      },
    ]),
  );
}

/** Returns a SQL string literal. */
export const stringLiteral = (value: string): string => postgres.literal(value, { kind: "string", nullable: false });
